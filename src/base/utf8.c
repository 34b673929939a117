#include "base/utf8.h"

#include <string.h>

struct lead {
	unsigned char first, last; /* range of the first byte */
	unsigned char low, high;   /* range of the second byte */
	unsigned char length;
};

/* Unicode 15, table 3-7: only the second byte's range depends on the first. */
static const struct lead LEADS[] = {
	{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
	{0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
	{0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static const struct lead *lead_of(unsigned char byte)
{
	for (size_t i = 0; i < COUNT_OF(LEADS); i++) {
		if (byte >= LEADS[i].first && byte <= LEADS[i].last) {
			return &LEADS[i];
		}
	}
	return NULL;
}

static bool is_between(char byte, unsigned char low, unsigned char high)
{
	return (unsigned char)byte >= low && (unsigned char)byte <= high;
}

/* Length of the character that starts `text` (not empty), or 0. */
static size_t valid_length(struct slice text)
{
	if ((unsigned char)text.at[0] < 0x80) {
		return 1;
	}
	const struct lead *lead = lead_of((unsigned char)text.at[0]);
	if (lead == NULL || text.length < lead->length ||
	    !is_between(text.at[1], lead->low, lead->high)) {
		return 0;
	}
	for (size_t i = 2; i < lead->length; i++) {
		if (!is_between(text.at[i], 0x80, 0xBF)) {
			return 0;
		}
	}
	return lead->length;
}

size_t utf8_first_invalid(struct slice text)
{
	size_t at = 0;
	while (at < text.length) {
		const size_t length = valid_length(slice_between(text, at, text.length));
		if (length == 0) {
			return at;
		}
		at += length;
	}
	return SIZE_MAX;
}

err utf8_check(struct ctx *c, struct slice text)
{
	const size_t invalid = utf8_first_invalid(text);
	const size_t nul = slice_find_byte(text, '\0');

	if (invalid != SIZE_MAX && invalid < nul) {
		return FAIL(c, ERR_INVALID, "utf8.invalid", "at=%zu\nbyte=%02X", invalid + 1,
			    (unsigned)(unsigned char)text.at[invalid]);
	}
	if (nul != SIZE_MAX) {
		return FAIL(c, ERR_INVALID, "utf8.nul", "at=%zu", nul + 1);
	}
	return OK;
}

bool utf8_next(struct slice *rest, uint32_t *ret_character)
{
	static const unsigned char FIRST_BITS[] = {0, 0x7F, 0x1F, 0x0F, 0x07};

	if (rest->length == 0) {
		return false;
	}
	const size_t length = valid_length(*rest);
	must(length > 0);
	uint32_t character = (unsigned char)rest->at[0] & FIRST_BITS[length];
	for (size_t i = 1; i < length; i++) {
		character = character << 6 | ((unsigned char)rest->at[i] & 0x3Fu);
	}
	*rest = slice_between(*rest, length, rest->length);
	*ret_character = character;
	return true;
}

static char continuation(uint32_t character, unsigned shift)
{
	return (char)(0x80u | (character >> shift & 0x3Fu));
}

size_t utf8_put(char at[4], uint32_t character)
{
	must(character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF));
	if (character < 0x80) {
		at[0] = (char)character;
		return 1;
	}
	if (character < 0x800) {
		at[0] = (char)(0xC0u | character >> 6);
		at[1] = continuation(character, 0);
		return 2;
	}
	if (character < 0x10000) {
		at[0] = (char)(0xE0u | character >> 12);
		at[1] = continuation(character, 6);
		at[2] = continuation(character, 0);
		return 3;
	}
	at[0] = (char)(0xF0u | character >> 18);
	at[1] = continuation(character, 12);
	at[2] = continuation(character, 6);
	at[3] = continuation(character, 0);
	return 4;
}

size_t utf8_count(struct slice text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++) {
		count += ((unsigned char)text.at[i] & 0xC0u) != 0x80u;
	}
	return count;
}
