/* Any bytes as JSON. What was accepted is written and read again: the same value. */
#include "fuzz.h"

#include "base/json.h"

/* Both recursions end at JSON_DEPTH_MAX, which the reader has checked. */
static void write_value(struct json_writer *json, const struct json_value *value,
			struct arena *arena)
{
	switch (value->kind) {
	case JSON_NULL:
		json_null(json);
		break;
	case JSON_FALSE:
		json_bool(json, false);
		break;
	case JSON_TRUE:
		json_bool(json, true);
		break;
	case JSON_NUMBER:
		json_number(json, value->text);
		break;
	case JSON_TEXT:
		json_text(json, value->text);
		break;
	case JSON_ARRAY:
		json_open_array(json);
		for (size_t i = 0; i < value->count; i++) {
			write_value(json, &value->items[i], arena);
		}
		json_close_array(json);
		break;
	case JSON_OBJECT:
		json_open_object(json);
		for (size_t i = 0; i < value->count; i++) {
			json_key(json, arena_cstr(arena, value->keys[i]));
			write_value(json, &value->items[i], arena);
		}
		json_close_object(json);
		break;
	}
}

static bool is_same(const struct json_value *a, const struct json_value *b)
{
	if (a->kind != b->kind || a->count != b->count || !slice_equal(a->text, b->text)) {
		return false;
	}
	for (size_t i = 0; i < a->count; i++) {
		if ((a->keys != NULL && !slice_equal(a->keys[i], b->keys[i])) ||
		    !is_same(&a->items[i], &b->items[i])) {
			return false;
		}
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct json_value *value = NULL;
	const struct json_value *again = NULL;

	if (json_parse(&c, (struct slice){.at = (const char *)data, .length = size}, &value) ==
	    OK) {
		struct buf *out = buf_create(c.arena, 16 * 1024 * 1024);
		struct json_writer json;
		json_writer_init(&json, out, size % 2 == 0 ? JSON_COMPACT : JSON_INDENTED);
		write_value(&json, value, c.arena);
		must(json_parse(&c, buf_slice(out), &again) == OK);
		must(is_same(value, again));
	}
	arena_destroy(c.arena);
	return 0;
}
