/* The reader: Jansson judges the text, this file decides what may reach Jansson, keeps what it
 * drops (the digits of numbers) and copies the result into the arena. */

/* Jansson and json.h use some of the same names; Jansson's get others while its header is read. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY  JANSSON_ARRAY
#define JSON_TRUE   JANSSON_TRUE
#define JSON_FALSE  JANSSON_FALSE
#define JSON_NULL   JANSSON_NULL
#define json_null   jansson_null
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL
#undef json_null
#undef JSON_COMPACT

#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

enum { EXCERPT_BYTES = 24 };

/* The end of what was read, on one line, whole characters: what a person recognises. */
static struct slice excerpt(struct slice text, size_t end)
{
	if (end > text.length) {
		end = text.length;
	}
	size_t start = end;
	while (start > 0 && end - start < EXCERPT_BYTES &&
	       (unsigned char)text.at[start - 1] >= ' ') {
		start--;
	}
	while (start < end && ((unsigned char)text.at[start] & 0xC0u) == 0x80u) {
		start++;
	}
	const struct slice near = slice_between(text, start, end);
	return slice_between(near, 0, utf8_first_invalid(near));
}

static err refuse(struct ctx *c, const char *key, struct slice text, size_t at)
{
	size_t line = 1;
	size_t start = 0;

	for (size_t i = 0; i < at && i < text.length; i++) {
		if (text.at[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	const size_t column = utf8_count(slice_between(text, start, at)) + 1;
	return FAIL(c, ERR_INVALID, key, "line=%zu\ncolumn=%zu\nwhat=%.*s", line, column,
		    SLICE_PRINT(excerpt(text, at)));
}

/* Past the string whose opening quote is at `at`. */
static size_t skip_string(struct slice text, size_t at)
{
	for (at++; at < text.length && text.at[at] != '"'; at++) {
		at += text.at[at] == '\\';
	}
	return at + 1;
}

/* Jansson recurses as deep as the input says, up to a depth of its own; ours is smaller. */
static err check_depth(struct ctx *c, struct slice text)
{
	int depth = 0;
	size_t at = 0;

	while (at < text.length) {
		if (text.at[at] == '"') {
			at = skip_string(text, at);
			continue;
		}
		depth += text.at[at] == '[' || text.at[at] == '{';
		depth -= text.at[at] == ']' || text.at[at] == '}';
		if (depth > JSON_DEPTH_MAX) {
			return refuse(c, "json.too_deep", text, at);
		}
		at++;
	}
	return OK;
}

static const char *key_of(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		return "json.key_twice";
	case json_error_end_of_input_expected:
		return "json.trailing";
	case json_error_premature_end_of_input:
		return "json.ends_early";
	case json_error_numeric_overflow:
		return "json.number_too_large";
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "json.nul";
	default:
		return "json.syntax";
	}
}

/* What is left to convert. Jansson keeps no text of numbers, but keeps the order of everything, so
 * each number value meets its own digits by reading along. */
struct reader {
	struct arena *arena;
	struct slice text;
	size_t at;
};

static bool starts_number(char byte)
{
	return byte == '-' || (byte >= '0' && byte <= '9');
}

static bool continues_number(char byte)
{
	return starts_number(byte) || byte == '+' || byte == '.' || byte == 'e' || byte == 'E';
}

static struct slice next_number(struct reader *reader)
{
	const struct slice text = reader->text;
	size_t at = reader->at;

	while (at < text.length && !starts_number(text.at[at])) {
		at = text.at[at] == '"' ? skip_string(text, at) : at + 1;
	}
	const size_t start = at;
	while (at < text.length && continues_number(text.at[at])) {
		at++;
	}
	reader->at = at;
	return slice_between(text, start, at);
}

static void convert(struct reader *reader, json_t *from, struct json_value *to);

static struct slice copied(struct reader *reader, const char *at, size_t length)
{
	return arena_copy(reader->arena, (struct slice){.at = at, .length = length});
}

static void convert_array(struct reader *reader, json_t *from, struct json_value *to)
{
	const size_t count = json_array_size(from);
	struct json_value *items = ARENA_ARRAY(reader->arena, count, struct json_value);

	for (size_t i = 0; i < count; i++) {
		convert(reader, json_array_get(from, i), &items[i]);
	}
	*to = (struct json_value){.kind = JSON_ARRAY, .count = count, .items = items};
}

static void convert_object(struct reader *reader, json_t *from, struct json_value *to)
{
	const size_t count = json_object_size(from);
	struct json_value *items = ARENA_ARRAY(reader->arena, count, struct json_value);
	struct slice *keys = ARENA_ARRAY(reader->arena, count, struct slice);
	size_t i = 0;
	const char *key = NULL;
	json_t *value = NULL;

	json_object_foreach(from, key, value)
	{
		keys[i] = copied(reader, key, strlen(key));
		convert(reader, value, &items[i]);
		i++;
	}
	*to = (struct json_value){
		.kind = JSON_OBJECT, .count = count, .items = items, .keys = keys};
}

/* Recursion ends at JSON_DEPTH_MAX: check_depth went first. */
static void convert(struct reader *reader, json_t *from, struct json_value *to)
{
	switch (json_typeof(from)) {
	case JANSSON_OBJECT:
		convert_object(reader, from, to);
		break;
	case JANSSON_ARRAY:
		convert_array(reader, from, to);
		break;
	case JSON_STRING:
		to->kind = JSON_TEXT;
		to->text = copied(reader, json_string_value(from), json_string_length(from));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		to->kind = JSON_NUMBER;
		to->text = next_number(reader);
		break;
	case JANSSON_TRUE:
		to->kind = JSON_TRUE;
		break;
	case JANSSON_FALSE:
		to->kind = JSON_FALSE;
		break;
	case JANSSON_NULL:
		to->kind = JSON_NULL;
		break;
	}
}

err json_parse(struct ctx *c, struct slice text, const struct json_value **ret_value)
{
	json_error_t error;

	const size_t invalid = utf8_first_invalid(text);
	if (invalid != SIZE_MAX) {
		return refuse(c, "json.not_utf8", text, invalid);
	}
	TRY(check_depth(c, text));
	json_t *root = json_loadb(text.at != NULL ? text.at : "", text.length,
				  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL) {
		return refuse(c, key_of(&error), text,
			      error.position > 0 ? (size_t)error.position : 0);
	}
	struct reader reader = {.arena = c->arena, .text = text};
	struct json_value *value = ARENA_NEW(c->arena, struct json_value);
	convert(&reader, root, value);
	json_decref(root);
	*ret_value = value;
	return OK;
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
	if (object == NULL || object->kind != JSON_OBJECT) {
		return NULL;
	}
	for (size_t i = 0; i < object->count; i++) {
		if (slice_is(object->keys[i], key)) {
			return &object->items[i];
		}
	}
	return NULL;
}
