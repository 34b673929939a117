#include "text/messages.h"

#include "text/catalogue.h"
#include "text/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { KEY_MAX = 128 };

static const char *const CODES[LANGUAGE_COUNT] = {[LANGUAGE_KM] = "km", [LANGUAGE_EN] = "en"};

struct messages {
	struct catalogue catalogues[LANGUAGE_COUNT];
};

const char *language_code(enum language language)
{
	return CODES[language];
}

bool language_from_code(struct slice code, enum language *ret_language)
{
	for (size_t i = 0; i < COUNT_OF(CODES); i++) {
		if (slice_is(code, CODES[i])) {
			*ret_language = (enum language)i;
			return true;
		}
	}
	return false;
}

err messages_load(struct ctx *c, const struct embedded *embedded, struct messages **ret_messages)
{
	struct messages *messages = ARENA_NEW(c->arena, struct messages);
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		const struct slice path = arena_format(c->arena, "locale/%s.mo", CODES[i]);
		const struct embedded_file *file = embedded_find(embedded, path);
		if (file == NULL) {
			return FAIL(c, ERR_NOT_FOUND, "catalogue.missing", "language=%s", CODES[i]);
		}
		const struct slice bytes = {.at = file->bytes, .length = file->length};
		TRY(catalogue_read(c, CODES[i], bytes, &messages->catalogues[i]));
	}
	*ret_messages = messages;
	return OK;
}

/* The text of a key for a count (its first form where it has only one). */
static struct message find(const struct messages *messages, enum language language,
			   struct slice key, uint64_t count)
{
	const enum language order[] = {language, LANGUAGE_EN};
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const struct catalogue *catalogue = &messages->catalogues[order[i]];
		const size_t index = catalogue_find(catalogue, key);
		if (index != SIZE_MAX) {
			const size_t form = plural_form(&catalogue->plural, count);
			return (struct message){
				.text = catalogue_form(catalogue, index, form),
				.language = order[i],
				.found = true,
			};
		}
	}
	return (struct message){.text = key, .language = LANGUAGE_EN, .found = false};
}

struct message messages_get(const struct messages *messages, enum language language,
			    struct slice key)
{
	return find(messages, language, key, 1);
}

/* The value of `name` in "name=value" lines; false when there is none. */
static bool argument(struct slice arguments, struct slice name, struct slice *ret_value)
{
	struct slice line;
	while (slice_next(&arguments, '\n', &line)) {
		if (line.length > name.length && line.at[name.length] == '=' &&
		    slice_starts(line, name)) {
			*ret_value = slice_between(line, name.length + 1, SIZE_MAX);
			return true;
		}
	}
	return false;
}

/* What stands for {name} or, with a prefix of keys, {name@prefix}: the message "prefix.value" where
 * there is one, so that a code among the arguments is said in the reader's language. */
struct speech {
	const struct messages *messages;
	enum language language;
	struct slice arguments;
};

static bool spoken(const struct speech *speech, struct slice place, struct slice *ret_text)
{
	const size_t at = slice_find_byte(place, '@');
	const struct slice prefix = slice_between(place, at, SIZE_MAX);
	struct slice value;
	char key[KEY_MAX];

	if (!argument(speech->arguments, slice_between(place, 0, at), &value)) {
		return false;
	}
	*ret_text = value;
	if (prefix.length > 1 && prefix.length + value.length < sizeof key) {
		(void)snprintf(key, sizeof key, "%.*s.%.*s", (int)prefix.length - 1, prefix.at + 1,
			       SLICE_PRINT(value));
		const struct message message =
			messages_get(speech->messages, speech->language, slice_of(key));
		*ret_text = message.found ? message.text : value;
	}
	return true;
}

/* Written twice: first to measure (`at` is NULL), then for good. */
struct sink {
	char *at;
	size_t length;
};

static void put(struct sink *sink, struct slice text)
{
	if (sink->at != NULL && text.length > 0) {
		memcpy(sink->at + sink->length, text.at, text.length);
	}
	sink->length += text.length;
}

static void fill(struct sink *sink, struct slice sentence, const struct speech *speech)
{
	while (sentence.length > 0) {
		const size_t open = slice_find_byte(sentence, '{');
		put(sink, slice_between(sentence, 0, open));
		const struct slice rest = slice_between(sentence, open, SIZE_MAX);
		const size_t close = slice_find_byte(rest, '}');
		struct slice value;
		if (close == SIZE_MAX) {
			put(sink, rest);
			return;
		}
		if (spoken(speech, slice_between(rest, 1, close), &value)) {
			put(sink, value);
			sentence = slice_between(rest, close + 1, SIZE_MAX);
		} else {
			/* Not a place for an argument: only the brace is text, the rest may be. */
			put(sink, slice_between(rest, 0, 1));
			sentence = slice_between(rest, 1, SIZE_MAX);
		}
	}
}

static struct slice filled(struct arena *arena, struct slice sentence, const struct speech *speech)
{
	struct sink sink = {0};
	fill(&sink, sentence, speech);
	sink = (struct sink){.at = arena_alloc(arena, sink.length + 1)};
	fill(&sink, sentence, speech);
	return (struct slice){.at = sink.at, .length = sink.length};
}

struct slice messages_format(struct arena *arena, const struct messages *messages,
			     enum language language, const char *key, struct slice arguments)
{
	const struct speech speech = {messages, language, arguments};
	return filled(arena, messages_get(messages, language, slice_of(key)).text, &speech);
}

struct slice messages_count(struct arena *arena, const struct messages *messages,
			    enum language language, const char *key, int64_t count)
{
	/* A negative count has the form of its absolute value; INT64_MIN negates to itself. */
	const uint64_t size = count < 0 ? 0u - (uint64_t)count : (uint64_t)count;
	const struct message message = find(messages, language, slice_of(key), size);
	const struct slice digits = format_number(arena, message.language, DIGITS_LATIN,
						  arena_format(arena, "%" PRId64, count));
	const struct speech speech = {
		.messages = messages,
		.language = language,
		.arguments = arena_format(arena, "count=%.*s", SLICE_PRINT(digits)),
	};
	return filled(arena, message.text, &speech);
}

struct slice messages_fail(struct arena *arena, const struct messages *messages,
			   enum language language, const struct fail *fail)
{
	const struct slice detail = slice_of(fail->detail);
	const struct message message = messages_get(messages, language, slice_of(fail->key));
	if (!message.found) {
		/* A sentence is missing: say at least everything that is known. */
		return slice_empty(detail)
			       ? message.text
			       : arena_format(arena, "%s (%s)", fail->key, fail->detail);
	}
	const struct speech speech = {messages, language, detail};
	return filled(arena, message.text, &speech);
}

size_t messages_keys(const struct messages *messages, enum language language,
		     const struct slice **ret_keys)
{
	*ret_keys = messages->catalogues[language].keys;
	return messages->catalogues[language].count;
}
