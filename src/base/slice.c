#include "base/slice.h"

#include <string.h>

struct slice slice_of(const char *text)
{
	return (struct slice){.at = text, .length = text != NULL ? strlen(text) : 0};
}

bool slice_empty(struct slice text)
{
	return text.length == 0;
}

bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool slice_is(struct slice text, const char *literal)
{
	return slice_equal(text, slice_of(literal));
}

int slice_compare(struct slice a, struct slice b)
{
	const size_t common = a.length < b.length ? a.length : b.length;
	const int order = common > 0 ? memcmp(a.at, b.at, common) : 0;
	if (order != 0) {
		return order;
	}
	return (a.length > b.length) - (a.length < b.length);
}

bool slice_starts(struct slice text, struct slice start)
{
	return text.length >= start.length &&
	       slice_equal(slice_between(text, 0, start.length), start);
}

bool slice_ends(struct slice text, struct slice end)
{
	return text.length >= end.length &&
	       slice_equal(slice_between(text, text.length - end.length, text.length), end);
}

size_t slice_find(struct slice text, struct slice needle)
{
	if (needle.length == 0) {
		return 0;
	}
	if (text.length < needle.length) {
		return SIZE_MAX;
	}
	const char *found = memmem(text.at, text.length, needle.at, needle.length);
	return found != NULL ? (size_t)(found - text.at) : SIZE_MAX;
}

size_t slice_find_byte(struct slice text, char byte)
{
	const char *found = text.length > 0 ? memchr(text.at, byte, text.length) : NULL;
	return found != NULL ? (size_t)(found - text.at) : SIZE_MAX;
}

struct slice slice_between(struct slice text, size_t from, size_t to)
{
	if (to > text.length) {
		to = text.length;
	}
	if (from >= to) {
		return (struct slice){.at = text.at, .length = 0};
	}
	return (struct slice){.at = text.at + from, .length = to - from};
}

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct slice slice_trim(struct slice text)
{
	while (text.length > 0 && is_space(text.at[0])) {
		text.at++;
		text.length--;
	}
	while (text.length > 0 && is_space(text.at[text.length - 1])) {
		text.length--;
	}
	return text;
}

bool slice_next(struct slice *rest, char separator, struct slice *ret_piece)
{
	/* A NULL start marks the end, so that "a;" still yields its empty last piece. */
	if (rest->at == NULL) {
		return false;
	}
	const size_t cut = slice_find_byte(*rest, separator);
	if (cut == SIZE_MAX) {
		*ret_piece = *rest;
		*rest = (struct slice){.at = NULL, .length = 0};
		return true;
	}
	*ret_piece = slice_between(*rest, 0, cut);
	rest->at += cut + 1;
	rest->length -= cut + 1;
	return true;
}

bool slice_next_item(struct slice *rest, struct slice *ret_item)
{
	struct slice piece;
	while (slice_next(rest, ';', &piece)) {
		piece = slice_trim(piece);
		if (piece.length > 0) {
			*ret_item = piece;
			return true;
		}
	}
	return false;
}

bool slice_list_has(struct slice list, struct slice item)
{
	struct slice piece;
	while (slice_next_item(&list, &piece)) {
		if (slice_equal(piece, item)) {
			return true;
		}
	}
	return false;
}

bool slice_to_int64(struct slice text, int64_t *ret_value)
{
	const bool negative = text.length > 0 && text.at[0] == '-';
	int64_t value = 0;
	size_t at = negative ? 1 : 0;

	if (at == text.length) {
		return false;
	}
	for (; at < text.length; at++) {
		const char digit = text.at[at];
		if (digit < '0' || digit > '9' || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit - '0', &value)) {
			return false;
		}
	}
	if (!negative && value == INT64_MIN) {
		return false;
	}
	*ret_value = negative ? value : -value;
	return true;
}
