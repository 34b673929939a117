/* Any bytes as a compiled catalogue. Of what was accepted, every key is found and gives a sentence
 * for any count and any arguments. */
#include "fuzz.h"

#include "text/messages.h"

static void use(struct ctx *c, const struct messages *messages, struct slice key)
{
	const char *name = arena_cstr(c->arena, key);
	struct fail fail = {.code = ERR_INVALID, .key = name, .detail = "line=3\nfile={file}"};
	must(messages_get(messages, LANGUAGE_EN, key).found);
	(void)messages_fail(c->arena, messages, LANGUAGE_EN, &fail);
	for (int64_t count = -1; count < 12; count++) {
		(void)messages_count(c->arena, messages, LANGUAGE_EN, name, count * 37);
	}
	(void)messages_count(c->arena, messages, LANGUAGE_KM, name, INT64_MIN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct embedded_file files[] = {
		{"locale/en.mo", (const char *)data, size},
		{"locale/km.mo", (const char *)data, size},
	};
	const struct embedded embedded = {.files = files, .count = COUNT_OF(files)};
	struct ctx c = {.arena = arena_create()};
	struct messages *messages = NULL;
	const struct slice *keys = NULL;

	if (messages_load(&c, &embedded, &messages) == OK) {
		const size_t count = messages_keys(messages, LANGUAGE_EN, &keys);
		for (size_t i = 0; i < count && i < 100; i++) {
			use(&c, messages, keys[i]);
		}
	}
	arena_destroy(c.arena);
	return 0;
}
