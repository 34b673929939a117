#include "base/random.h"

#include <sodium.h>

void random_bytes(void *at, size_t size)
{
	must(sodium_init() >= 0); /* free after the first time */
	randombytes_buf(at, size);
}

struct slice hex_encode(struct arena *arena, const void *at, size_t bytes)
{
	static const char DIGITS[] = "0123456789abcdef";
	const unsigned char *from = at;
	char *out = arena_alloc_array(arena, bytes + 1, 2);

	for (size_t i = 0; i < bytes; i++) {
		out[2 * i] = DIGITS[from[i] >> 4];
		out[2 * i + 1] = DIGITS[from[i] & 0x0F];
	}
	return (struct slice){.at = out, .length = 2 * bytes};
}

static int digit_of(char letter)
{
	if (letter >= '0' && letter <= '9') {
		return letter - '0';
	}
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool hex_decode(struct slice text, unsigned char *at, size_t size)
{
	if (text.length % 2 != 0 || text.length / 2 != size) {
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		const int high = digit_of(text.at[2 * i]);
		const int low = digit_of(text.at[2 * i + 1]);
		if (high < 0 || low < 0) {
			return false;
		}
		at[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

struct slice random_uuid7(struct arena *arena, int64_t now_ms)
{
	unsigned char bytes[16];

	must(now_ms >= 0 && now_ms < INT64_C(1) << 48);
	random_bytes(bytes, sizeof bytes);
	for (int i = 0; i < 6; i++) {
		bytes[i] = (unsigned char)(now_ms >> (40 - 8 * i) & 0xFF);
	}
	bytes[6] = (unsigned char)(0x70u | (bytes[6] & 0x0Fu)); /* version 7 */
	bytes[8] = (unsigned char)(0x80u | (bytes[8] & 0x3Fu)); /* variant of RFC 9562 */
	const char *hex = hex_encode(arena, bytes, sizeof bytes).at;
	return arena_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
			    hex + 20);
}
