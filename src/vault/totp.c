#include "vault/totp.h"

#include <gnutls/crypto.h>
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/bits.h"

enum { SHA1_BYTES = 20, COUNTER_BYTES = 8 };

static uint32_t truncated(const unsigned char hash[SHA1_BYTES])
{
	const int at = hash[SHA1_BYTES - 1] & 0x0F;
	return ((uint32_t)hash[at] & 0x7F) << 24 | (uint32_t)hash[at + 1] << 16 |
	       (uint32_t)hash[at + 2] << 8 | hash[at + 3];
}

struct slice totp_code(struct arena *arena, struct slice secret, uint64_t step, int digits)
{
	unsigned char counter[COUNTER_BYTES];
	unsigned char hash[SHA1_BYTES];
	uint32_t modulus = 1;
	must(digits >= 6 && digits <= 8);
	for (int i = 0; i < COUNTER_BYTES; i++) {
		counter[i] = (unsigned char)(step >> (56 - 8 * i) & 0xFF);
	}
	must(gnutls_hmac_fast(GNUTLS_MAC_SHA1, secret.at, secret.length, counter, sizeof counter,
			      hash) == 0);
	for (int i = 0; i < digits; i++) {
		modulus *= 10;
	}
	const struct slice code =
		arena_format(arena, "%0*u", digits, (unsigned)(truncated(hash) % modulus));
	sodium_memzero(hash, sizeof hash);
	return code;
}

/* Six digits, with spaces taken out. */
static bool read_code(struct slice code, char ret_digits[TOTP_DIGITS])
{
	size_t count = 0;
	for (size_t i = 0; i < code.length; i++) {
		const char letter = code.at[i];
		if (letter == ' ') {
			continue;
		}
		if (letter < '0' || letter > '9' || count == TOTP_DIGITS) {
			return false;
		}
		ret_digits[count++] = letter;
	}
	return count == TOTP_DIGITS;
}

bool totp_holds(struct arena *arena, struct slice secret, struct slice code, int64_t now_ms,
		int64_t last_step, int64_t *ret_step)
{
	char digits[TOTP_DIGITS];
	const int64_t now = now_ms / 1000 / TOTP_STEP_SECONDS;
	bool holds = false;
	if (!read_code(code, digits)) {
		return false;
	}
	for (int64_t step = now - TOTP_DRIFT; step <= now + TOTP_DRIFT; step++) {
		const struct slice right = totp_code(arena, secret, (uint64_t)step, TOTP_DIGITS);
		if (sodium_memcmp(right.at, digits, TOTP_DIGITS) == 0 && step > last_step) {
			holds = true;
			*ret_step = step;
		}
	}
	return holds;
}

struct slice totp_secret(struct arena *arena)
{
	char *bytes = arena_alloc(arena, TOTP_SECRET_BYTES);
	random_bytes(bytes, TOTP_SECRET_BYTES);
	return (struct slice){.at = bytes, .length = TOTP_SECRET_BYTES};
}

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct slice base32_encode(struct arena *arena, struct slice bytes)
{
	return bits_write(arena, bytes, ALPHABET);
}

static int value_of(char letter)
{
	if (letter >= 'a' && letter <= 'z') {
		return letter - 'a';
	}
	if (letter >= 'A' && letter <= 'Z') {
		return letter - 'A';
	}
	return letter >= '2' && letter <= '7' ? letter - '2' + 26 : BITS_BAD;
}

bool base32_decode(struct arena *arena, struct slice text, struct slice *ret_bytes)
{
	return bits_read(arena, text, S(" "), value_of, ret_bytes);
}
