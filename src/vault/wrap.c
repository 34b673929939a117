/* wrap.c - one key under another, and keys made out of keys. */
#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "vault/internal.h"

_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == VAULT_KEY_BYTES, "one size of keys");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + VAULT_KEY_BYTES +
			       crypto_aead_xchacha20poly1305_ietf_ABYTES ==
		       WRAPPED_BYTES,
	       "nonce, key, tag");

enum { NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, LENGTH_BYTES = 8 };

static void put_number(unsigned char *at, uint64_t number)
{
	for (int i = 0; i < LENGTH_BYTES; i++) {
		at[i] = (unsigned char)(number >> (8 * i) & 0xFF);
	}
}

struct slice bound_parts(struct arena *arena, const struct slice *parts, size_t count)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		length += LENGTH_BYTES + parts[i].length;
	}
	unsigned char *bytes = arena_alloc(arena, length);
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		put_number(bytes + at, parts[i].length);
		at += LENGTH_BYTES;
		if (parts[i].length > 0) {
			memcpy(bytes + at, parts[i].at, parts[i].length);
		}
		at += parts[i].length;
	}
	return (struct slice){.at = (const char *)bytes, .length = length};
}

static struct slice label_bytes(struct arena *arena, const struct key_label *label)
{
	unsigned char version[LENGTH_BYTES];
	put_number(version, (uint64_t)label->version);
	const struct slice parts[] = {
		S("spean key 1"),
		slice_of(label->what),
		label->organisation,
		label->subject,
		{.at = (const char *)version, .length = sizeof version},
	};
	return bound_parts(arena, parts, COUNT_OF(parts));
}

struct slice key_wrap(struct arena *arena, const unsigned char with[VAULT_KEY_BYTES],
		      const struct key_label *label, const unsigned char key[VAULT_KEY_BYTES])
{
	const struct slice bound = label_bytes(arena, label);
	unsigned char *out = arena_alloc(arena, WRAPPED_BYTES);
	random_bytes(out, NONCE_BYTES);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
		out + NONCE_BYTES, NULL, key, VAULT_KEY_BYTES, (const unsigned char *)bound.at,
		bound.length, NULL, out, with);
	return (struct slice){.at = (const char *)out, .length = WRAPPED_BYTES};
}

bool key_unwrap(struct arena *arena, const unsigned char with[VAULT_KEY_BYTES],
		const struct key_label *label, struct slice wrapped,
		unsigned char ret_key[VAULT_KEY_BYTES])
{
	if (wrapped.length != WRAPPED_BYTES) {
		return false;
	}
	const struct slice bound = label_bytes(arena, label);
	const unsigned char *from = (const unsigned char *)wrapped.at;
	return crypto_aead_xchacha20poly1305_ietf_decrypt(
		       ret_key, NULL, NULL, from + NONCE_BYTES, WRAPPED_BYTES - NONCE_BYTES,
		       (const unsigned char *)bound.at, bound.length, from, with) == 0;
}

void key_derive(const unsigned char from[VAULT_KEY_BYTES], const char *purpose,
		unsigned char ret_key[VAULT_KEY_BYTES])
{
	crypto_generichash_state state;
	(void)crypto_generichash_init(&state, from, VAULT_KEY_BYTES, VAULT_KEY_BYTES);
	(void)crypto_generichash_update(&state, (const unsigned char *)"spean derive 1", 14);
	(void)crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose));
	(void)crypto_generichash_final(&state, ret_key, VAULT_KEY_BYTES);
	sodium_memzero(&state, sizeof state);
}

void root_identify(const unsigned char root[VAULT_KEY_BYTES], unsigned char ret_id[ROOT_ID_BYTES])
{
	unsigned char derived[VAULT_KEY_BYTES];
	key_derive(root, "root id", derived);
	memcpy(ret_id, derived, ROOT_ID_BYTES);
	sodium_memzero(derived, sizeof derived);
}

struct slice moment_now(struct arena *arena)
{
	return clock_moment(arena, clock_now_ms());
}
