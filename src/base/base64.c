#include "base/base64.h"

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum { BITS_OF_LETTER = 6, BITS_OF_BYTE = 8, LETTER_MASK = 63, BYTE_MASK = 255 };

struct slice base64url_encode(struct arena *arena, struct slice bytes)
{
	char *out = arena_alloc_array(arena, bytes.length + 1, 2);
	size_t length = 0;
	uint32_t kept = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < bytes.length; i++) {
		kept = (kept << BITS_OF_BYTE) | (unsigned char)bytes.at[i];
		for (bits += BITS_OF_BYTE; bits >= BITS_OF_LETTER;) {
			bits -= BITS_OF_LETTER;
			out[length++] = LETTERS[(kept >> bits) & LETTER_MASK];
		}
	}
	if (bits > 0) {
		out[length++] = LETTERS[(kept << (BITS_OF_LETTER - bits)) & LETTER_MASK];
	}
	return (struct slice){.at = out, .length = length};
}

static int value_of(char letter)
{
	if (letter >= 'A' && letter <= 'Z') {
		return letter - 'A';
	}
	if (letter >= 'a' && letter <= 'z') {
		return letter - 'a' + 26;
	}
	if (letter >= '0' && letter <= '9') {
		return letter - '0' + 52;
	}
	return letter == '-' ? 62 : letter == '_' ? 63 : -1;
}

bool base64url_decode(struct arena *arena, struct slice text, struct slice *ret_bytes)
{
	char *out = arena_alloc(arena, text.length + 1);
	size_t length = 0;
	uint32_t kept = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < text.length; i++) {
		const int value = value_of(text.at[i]);
		if (value < 0) {
			return false;
		}
		kept = (kept << BITS_OF_LETTER) | (uint32_t)value;
		bits += BITS_OF_LETTER;
		if (bits >= BITS_OF_BYTE) {
			bits -= BITS_OF_BYTE;
			out[length++] = (char)((kept >> bits) & BYTE_MASK);
		}
	}
	/* A whole letter left over is no byte, and its unused bits have one right value. */
	if (bits >= BITS_OF_LETTER || (kept & ((1u << bits) - 1)) != 0) {
		return false;
	}
	*ret_bytes = (struct slice){.at = out, .length = length};
	return true;
}
