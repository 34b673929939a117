/* json.h - JSON out (a streaming writer on a buffer) and in (a strict reader).
 *
 * The writer places commas and brackets; a key outside an object or a value without its key is a
 * broken promise (must). Output is compact unless asked for indents. Strings are UTF-8; control
 * characters, <, >, & and U+2028/9 are escaped, so that output can stand inside HTML.
 * The reader (RFC 8259) refuses invalid UTF-8, duplicate keys, trailing text, numbers it would have
 * to round, NUL in strings, and nesting over 64.
 */
#ifndef SPEAN_BASE_JSON_H
#define SPEAN_BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

enum json_layout { JSON_COMPACT, JSON_INDENTED };
enum { JSON_DEPTH_MAX = 64 };

struct json_writer {
	struct buf *out;
	enum json_layout layout;
	int depth;
	bool has_items[JSON_DEPTH_MAX + 1]; /* [0] is outside every bracket */
	bool in_object[JSON_DEPTH_MAX + 1];
	bool after_key;
};

void json_writer_init(struct json_writer *json, struct buf *out, enum json_layout layout);
void json_open_object(struct json_writer *json);
void json_close_object(struct json_writer *json);
void json_open_array(struct json_writer *json);
void json_close_array(struct json_writer *json);
void json_key(struct json_writer *json, const char *key);
void json_text(struct json_writer *json, struct slice text);
void json_int(struct json_writer *json, int64_t value);
void json_bool(struct json_writer *json, bool value);
void json_null(struct json_writer *json);
/* A number that is already written in JSON's form ("7.8"). */
void json_number(struct json_writer *json, struct slice digits);
/* key + value in one call. */
void json_put_text(struct json_writer *json, const char *key, struct slice text);
void json_put_int(struct json_writer *json, const char *key, int64_t value);
void json_put_bool(struct json_writer *json, const char *key, bool value);
/* An array of the items of a ';' list (slice_next_item). */
void json_put_list(struct json_writer *json, const char *key, struct slice list);

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_TEXT,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_value {
	enum json_kind kind;
	struct slice text;              /* of a string, or a number as written */
	size_t count;                   /* of array items or object members */
	const struct json_value *items; /* array items, or member values */
	const struct slice *keys;       /* member names, in order */
};

/* Parse one value; lives in c->arena. ERR_INVALID json.* with line=, column=, what=. */
MUST_USE err json_parse(struct ctx *c, struct slice text, const struct json_value **ret_value);
/* The member, or NULL; also NULL when `object` is NULL or no object, so that calls can be nested.
 */
const struct json_value *json_get(const struct json_value *object, const char *key);

#endif
