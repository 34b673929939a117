/* target.c - one pass over the parts of a path. Decoding comes after splitting, so that an encoded
 * slash can never make a part of its own, and checking after decoding, so that an encoded dot
 * segment is one.
 */
#include "http/target.h"

#include "base/utf8.h"

#include <string.h>

static int hex_value(char byte)
{
	if (byte >= '0' && byte <= '9') {
		return byte - '0';
	}
	if (byte >= 'a' && byte <= 'f') {
		return byte - 'a' + 10;
	}
	if (byte >= 'A' && byte <= 'F') {
		return byte - 'A' + 10;
	}
	return -1;
}

/* The byte of the escape at `at`, or -1. */
static int escape_value(struct slice text, size_t at)
{
	if (text.length - at < 3) {
		return -1;
	}
	const int high = hex_value(text.at[at + 1]);
	const int low = hex_value(text.at[at + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

enum plus { PLUS_IS_PLUS, PLUS_IS_SPACE };

/* False for a broken escape. What is not encoded is lent, not copied. */
static bool decode(struct arena *arena, struct slice text, enum plus plus, struct slice *ret_text)
{
	if (slice_find_byte(text, '%') == SIZE_MAX &&
	    (plus == PLUS_IS_PLUS || slice_find_byte(text, '+') == SIZE_MAX)) {
		*ret_text = text;
		return true;
	}
	char *out = arena_alloc(arena, text.length + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.at[i];
		if (byte == '%') {
			const int value = escape_value(text, i);
			if (value < 0) {
				return false;
			}
			byte = (char)value;
			i += 2;
		} else if (byte == '+' && plus == PLUS_IS_SPACE) {
			byte = ' ';
		}
		out[length++] = byte;
	}
	*ret_text = (struct slice){.at = out, .length = length};
	return true;
}

static bool is_control(char byte)
{
	return (unsigned char)byte < 0x20 || byte == 0x7f;
}

static err refuse(struct ctx *c, const char *reason)
{
	return FAIL(c, ERR_INVALID, "http.target", "reason=%s", reason);
}

static err check_segment(struct ctx *c, struct slice segment)
{
	if (slice_is(segment, ".") || slice_is(segment, "..")) {
		return refuse(c, "dot segment");
	}
	for (size_t i = 0; i < segment.length; i++) {
		const char byte = segment.at[i];
		if (is_control(byte)) {
			return refuse(c, "control character");
		}
		if (byte == '\\' || byte == '/') {
			return refuse(c, "slash inside a part");
		}
	}
	if (utf8_first_invalid(segment) != SIZE_MAX) {
		return refuse(c, "not UTF-8");
	}
	return OK;
}

/* "http://name:port/path" to "/path" (RFC 9112 3.2.2: a server must take both forms). */
static struct slice without_authority(struct slice raw)
{
	const struct slice starts[] = {S("http://"), S("https://")};

	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		if (slice_starts(raw, starts[i])) {
			const struct slice rest = slice_between(raw, starts[i].length, raw.length);
			const size_t slash = slice_find_byte(rest, '/');
			return slash == SIZE_MAX ? S("/") : slice_between(rest, slash, rest.length);
		}
	}
	return raw;
}

static err check_raw(struct ctx *c, struct slice raw)
{
	if (raw.length == 0 || raw.at[0] != '/') {
		return refuse(c, "no path");
	}
	for (size_t i = 0; i < raw.length; i++) {
		const char byte = raw.at[i];
		if (is_control(byte) || byte == ' ' || byte == '#') {
			return refuse(c, "character that must be encoded");
		}
	}
	return OK;
}

static err normalise(struct ctx *c, struct slice raw_path, struct target *target)
{
	char *path = arena_alloc(c->arena, raw_path.length + 1);
	size_t length = 0;
	size_t segments = 0;
	struct slice rest = slice_between(raw_path, 1, raw_path.length);
	struct slice raw_segment;

	while (slice_next(&rest, '/', &raw_segment)) {
		struct slice segment;
		if (raw_segment.length == 0) {
			if (raw_path.length > 1) {
				target->form = TARGET_SLOPPY;
			}
			continue;
		}
		if (!decode(c->arena, raw_segment, PLUS_IS_PLUS, &segment)) {
			return refuse(c, "broken escape");
		}
		TRY(check_segment(c, segment));
		if (++segments > TARGET_SEGMENTS_MAX) {
			return refuse(c, "too many parts");
		}
		path[length++] = '/';
		memcpy(path + length, segment.at, segment.length);
		length += segment.length;
	}
	if (length == 0) {
		path[length++] = '/';
	}
	target->path = (struct slice){.at = path, .length = length};
	return OK;
}

err target_parse(struct ctx *c, struct slice raw, struct target *ret_target)
{
	struct target target = {.form = TARGET_NORMAL};

	raw = without_authority(raw);
	TRY(check_raw(c, raw));
	const size_t question = slice_find_byte(raw, '?');
	const size_t path_end = question == SIZE_MAX ? raw.length : question;
	if (question != SIZE_MAX) {
		target.query_text = slice_between(raw, question + 1, raw.length);
	}
	TRY(normalise(c, slice_between(raw, 0, path_end), &target));
	*ret_target = target;
	return OK;
}

static bool is_plain(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
	       byte == '~';
}

static struct slice encode(struct arena *arena, struct slice text, const char *also_plain)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc_array(arena, text.length + 1, 3);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		if (is_plain(byte) || (byte != '\0' && strchr(also_plain, byte) != NULL)) {
			out[length++] = byte;
			continue;
		}
		out[length++] = '%';
		out[length++] = digits[(unsigned char)byte >> 4];
		out[length++] = digits[(unsigned char)byte & 15];
	}
	return (struct slice){.at = out, .length = length};
}

struct slice target_encode(struct arena *arena, struct slice path)
{
	return encode(arena, path, "/:@!$'()*,;=");
}

struct slice form_encode(struct arena *arena, struct slice text)
{
	return encode(arena, text, "/:@");
}

static bool is_text(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		if (is_control(byte) && byte != '\t' && byte != '\n' && byte != '\r') {
			return false;
		}
	}
	return utf8_first_invalid(text) == SIZE_MAX;
}

err form_decode(struct ctx *c, struct slice text, struct slice *ret_text)
{
	struct slice decoded;

	if (!decode(c->arena, text, PLUS_IS_SPACE, &decoded) || !is_text(decoded)) {
		return FAIL_PLAIN(c, ERR_INVALID, "form.encoding");
	}
	*ret_text = decoded;
	return OK;
}
