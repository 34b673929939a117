#include "vault/bits.h"

struct slice bits_write(struct arena *arena, struct slice bytes, const char *alphabet)
{
	char *out = arena_alloc(arena, bytes.length * 2 + 1);
	size_t count = 0;
	unsigned held = 0;
	int bits = 0;
	for (size_t i = 0; i < bytes.length; i++) {
		held = (held << 8 | (unsigned char)bytes.at[i]) & 0xFFF;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			out[count++] = alphabet[held >> bits & 31];
		}
	}
	if (bits > 0) {
		out[count++] = alphabet[held << (5 - bits) & 31];
	}
	return (struct slice){.at = out, .length = count};
}

bool bits_read(struct arena *arena, struct slice text, struct slice ignored,
	       int (*value_of)(char letter), struct slice *ret_bytes)
{
	char *out = arena_alloc(arena, text.length + 1);
	size_t count = 0;
	unsigned held = 0;
	int bits = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (slice_find_byte(ignored, text.at[i]) != SIZE_MAX) {
			continue;
		}
		const int value = value_of(text.at[i]);
		if (value == BITS_BAD) {
			return false;
		}
		held = (held << 5 | (unsigned)value) & 0xFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[count++] = (char)(held >> bits & 0xFF);
		}
	}
	if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) {
		return false;
	}
	*ret_bytes = (struct slice){.at = out, .length = count};
	return true;
}
