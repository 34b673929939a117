#include "vault/codes.h"

#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/bits.h"

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { GROUP = 4 };

static struct slice in_groups(struct arena *arena, struct slice letters)
{
	char *out = arena_alloc(arena, letters.length * 2 + 1);
	size_t count = 0;
	for (size_t i = 0; i < letters.length; i++) {
		if (i > 0 && i % GROUP == 0) {
			out[count++] = '-';
		}
		out[count++] = letters.at[i];
	}
	return (struct slice){.at = out, .length = count};
}

struct slice code_random(struct arena *arena, size_t letters)
{
	unsigned char *bytes = arena_alloc(arena, letters);
	char *out = arena_alloc(arena, letters + 1);
	random_bytes(bytes, letters);
	for (size_t i = 0; i < letters; i++) {
		out[i] = ALPHABET[bytes[i] & 31];
	}
	return in_groups(arena, (struct slice){.at = out, .length = letters});
}

static char normal_letter(char letter)
{
	const char upper = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
	if (upper == 'O') {
		return '0';
	}
	return upper == 'I' || upper == 'L' ? '1' : upper;
}

struct slice code_normal(struct arena *arena, struct slice typed)
{
	char *out = arena_alloc(arena, typed.length + 1);
	size_t count = 0;
	for (size_t i = 0; i < typed.length; i++) {
		if (strchr(" -\t\r\n", typed.at[i]) == NULL) {
			out[count++] = normal_letter(typed.at[i]);
		}
	}
	return (struct slice){.at = out, .length = count};
}

struct slice code_write(struct arena *arena, struct slice bytes)
{
	return in_groups(arena, bits_write(arena, bytes, ALPHABET));
}

static int value_of(char letter)
{
	const char *at = letter != '\0' ? strchr(ALPHABET, letter) : NULL;
	return at != NULL ? (int)(at - ALPHABET) : BITS_BAD;
}

bool code_read(struct arena *arena, struct slice typed, struct slice *ret_bytes)
{
	return bits_read(arena, code_normal(arena, typed), S(""), value_of, ret_bytes);
}

struct slice token_random(struct arena *arena)
{
	unsigned char bytes[32];
	char *text = arena_alloc(arena, TOKEN_LETTERS + 1);
	random_bytes(bytes, sizeof bytes);
	(void)sodium_bin2base64(text, TOKEN_LETTERS + 1, bytes, sizeof bytes,
				sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	return (struct slice){.at = text, .length = TOKEN_LETTERS};
}

bool equal_in_constant_time(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || sodium_memcmp(a.at, b.at, a.length) == 0);
}
