/* The writer; json_read.c reads. */
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void json_writer_init(struct json_writer *json, struct buf *out, enum json_layout layout)
{
	*json = (struct json_writer){.out = out, .layout = layout};
}

static void start_line(struct json_writer *json)
{
	if (json->layout == JSON_COMPACT) {
		return;
	}
	buf_add_byte(json->out, '\n');
	for (int i = 0; i < json->depth; i++) {
		buf_add_cstr(json->out, "  ");
	}
}

static void start_item(struct json_writer *json)
{
	if (json->has_items[json->depth]) {
		buf_add_byte(json->out, ',');
	}
	json->has_items[json->depth] = true;
	if (json->depth > 0) {
		start_line(json);
	}
}

static void start_value(struct json_writer *json)
{
	if (json->in_object[json->depth]) {
		must(json->after_key);
		json->after_key = false;
		return;
	}
	must(json->depth > 0 || !json->has_items[0]); /* one value, and it is written */
	start_item(json);
}

static void open_level(struct json_writer *json, char bracket, bool is_object)
{
	start_value(json);
	must(json->depth < JSON_DEPTH_MAX);
	json->depth++;
	json->has_items[json->depth] = false;
	json->in_object[json->depth] = is_object;
	buf_add_byte(json->out, bracket);
}

static void close_level(struct json_writer *json, char bracket, bool is_object)
{
	must(json->depth > 0 && json->in_object[json->depth] == is_object && !json->after_key);
	const bool had_items = json->has_items[json->depth];
	json->depth--;
	if (had_items) {
		start_line(json);
	}
	buf_add_byte(json->out, bracket);
}

void json_open_object(struct json_writer *json)
{
	open_level(json, '{', true);
}

void json_close_object(struct json_writer *json)
{
	close_level(json, '}', true);
}

void json_open_array(struct json_writer *json)
{
	open_level(json, '[', false);
}

void json_close_array(struct json_writer *json)
{
	close_level(json, ']', false);
}

static const char *short_escape(char byte)
{
	switch (byte) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\b':
		return "\\b";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

/* How many bytes at `at` must be escaped as one, and as what. */
static size_t escape_at(struct slice text, size_t at, char escape[8])
{
	const unsigned char byte = (unsigned char)text.at[at];
	const char *known = short_escape(text.at[at]);
	const struct slice rest = slice_between(text, at, text.length);

	if (known != NULL) {
		memcpy(escape, known, 3);
		return 1;
	}
	if (byte < 0x20 || byte == 0x7F || byte == '<' || byte == '>' || byte == '&') {
		(void)snprintf(escape, 8, "\\u%04x", byte);
		return 1;
	}
	if (slice_starts(rest, S("\xE2\x80\xA8")) || slice_starts(rest, S("\xE2\x80\xA9"))) {
		(void)snprintf(escape, 8, "\\u%04x", 0x2000u | ((unsigned char)rest.at[2] & 0x3Fu));
		return 3;
	}
	return 0;
}

static void add_string(struct buf *out, struct slice text)
{
	size_t plain_from = 0;
	size_t at = 0;

	buf_add_byte(out, '"');
	while (at < text.length) {
		char escape[8];
		const size_t length = escape_at(text, at, escape);
		if (length == 0) {
			at++;
			continue;
		}
		buf_add(out, slice_between(text, plain_from, at));
		buf_add_cstr(out, escape);
		at += length;
		plain_from = at;
	}
	buf_add(out, slice_between(text, plain_from, at));
	buf_add_byte(out, '"');
}

void json_key(struct json_writer *json, const char *key)
{
	must(json->in_object[json->depth] && !json->after_key);
	start_item(json);
	add_string(json->out, slice_of(key));
	buf_add_cstr(json->out, json->layout == JSON_INDENTED ? ": " : ":");
	json->after_key = true;
}

void json_text(struct json_writer *json, struct slice text)
{
	start_value(json);
	add_string(json->out, text);
}

void json_int(struct json_writer *json, int64_t value)
{
	start_value(json);
	buf_printf(json->out, "%" PRId64, value);
}

void json_bool(struct json_writer *json, bool value)
{
	start_value(json);
	buf_add_cstr(json->out, value ? "true" : "false");
}

void json_null(struct json_writer *json)
{
	start_value(json);
	buf_add_cstr(json->out, "null");
}

static size_t digits_at(struct slice text, size_t at)
{
	size_t count = 0;
	while (at + count < text.length && text.at[at + count] >= '0' &&
	       text.at[at + count] <= '9') {
		count++;
	}
	return count;
}

static bool is_byte(struct slice text, size_t at, const char *bytes)
{
	return at < text.length && text.at[at] != '\0' && strchr(bytes, text.at[at]) != NULL;
}

/* RFC 8259 section 6. */
static bool is_number(struct slice text)
{
	size_t at = is_byte(text, 0, "-") ? 1 : 0;
	const size_t whole = digits_at(text, at);

	if (whole == 0 || (whole > 1 && text.at[at] == '0')) {
		return false;
	}
	at += whole;
	if (is_byte(text, at, ".")) {
		const size_t fraction = digits_at(text, at + 1);
		if (fraction == 0) {
			return false;
		}
		at += 1 + fraction;
	}
	if (is_byte(text, at, "eE")) {
		at += is_byte(text, at + 1, "+-") ? 2 : 1;
		const size_t exponent = digits_at(text, at);
		if (exponent == 0) {
			return false;
		}
		at += exponent;
	}
	return at == text.length;
}

void json_number(struct json_writer *json, struct slice digits)
{
	must(is_number(digits));
	start_value(json);
	buf_add(json->out, digits);
}

void json_put_text(struct json_writer *json, const char *key, struct slice text)
{
	json_key(json, key);
	json_text(json, text);
}

void json_put_int(struct json_writer *json, const char *key, int64_t value)
{
	json_key(json, key);
	json_int(json, value);
}

void json_put_bool(struct json_writer *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

void json_put_list(struct json_writer *json, const char *key, struct slice list)
{
	struct slice item;

	json_key(json, key);
	json_open_array(json);
	while (slice_next_item(&list, &item)) {
		json_text(json, item);
	}
	json_close_array(json);
}
