/* seal.c - sealing and opening.
 *
 * A sealed value: scheme (1 byte), version of the key (4 bytes, high first), nonce (24), text and
 * tag. The text is padded (ISO/IEC 7816-4) to steps of 64 bytes, so that its length tells little.
 */
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/internal.h"

enum {
	SCHEME = 1,
	VERSION_AT = 1,
	NONCE_AT = 5,
	NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TEXT_AT = NONCE_AT + NONCE_BYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	STEP = 64,
	PLAIN_MAX = 4 << 20,
};

static err not_authentic(struct ctx *c, const struct seal_place *place)
{
	return FAIL(c, ERR_BROKEN, "vault.not_authentic", "kind=%.*s\nrecord=%.*s",
		    SLICE_PRINT(place->kind), SLICE_PRINT(place->record));
}

/* The first bytes of the value and all of the place. */
static struct slice bound_place(struct arena *arena, const struct seal_place *place,
				const unsigned char head[NONCE_AT])
{
	const char class = (char)place->class;
	const struct slice parts[] = {
		S("spean seal"),
		{.at = (const char *)head, .length = NONCE_AT},
		{.at = &class, .length = 1},
		place->organisation,
		place->class == SEAL_ORGANISATION ? S("") : place->subject,
		place->kind,
		place->record,
		place->slot,
	};
	return bound_parts(arena, parts, COUNT_OF(parts));
}

static err load_key(struct ctx *c, struct keys *keys, const struct seal_place *place,
		    int64_t version, int64_t *ret_version)
{
	switch (place->class) {
	case SEAL_AB:
	case SEAL_C:
		return load_class(c, keys, place->class, place->organisation, place->subject,
				  version, ret_version, keys->work->key);
	case SEAL_ORGANISATION:
		return load_organisation(c, keys, place->organisation, ORGANISATION_SEAL, version,
					 ret_version, keys->work->key);
	case SEAL_SERVER:
		break;
	}
	key_derive(keys->vault->server, "seal", keys->work->key);
	*ret_version = 1;
	return OK;
}

static void write_head(unsigned char *out, int64_t version)
{
	out[0] = SCHEME;
	for (int i = 0; i < 4; i++) {
		out[VERSION_AT + i] = (unsigned char)(version >> (24 - 8 * i) & 0xFF);
	}
}

static struct slice seal(struct ctx *c, const struct seal_place *place, struct slice plain,
			 int64_t version, const unsigned char key[VAULT_KEY_BYTES])
{
	size_t padded;
	const size_t room = plain.length + STEP;
	unsigned char *out = arena_alloc(c->arena, TEXT_AT + room + TAG);
	unsigned char *text = out + TEXT_AT;

	write_head(out, version);
	random_bytes(out + NONCE_AT, NONCE_BYTES);
	if (plain.length > 0) {
		memcpy(text, plain.at, plain.length);
	}
	must(sodium_pad(&padded, text, plain.length, STEP, room) == 0);
	const struct slice bound = bound_place(c->arena, place, out);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, text, padded,
							 (const unsigned char *)bound.at,
							 bound.length, NULL, out + NONCE_AT, key);
	return (struct slice){.at = (const char *)out, .length = TEXT_AT + padded + TAG};
}

err keys_seal(struct ctx *c, struct keys *keys, const struct seal_place *place, struct slice plain,
	      struct slice *ret_sealed)
{
	int64_t version;
	if (plain.length > PLAIN_MAX) {
		return FAIL(c, ERR_LIMIT, "vault.too_long", "max=%d", PLAIN_MAX);
	}
	TRY(load_key(c, keys, place, 0, &version));
	*ret_sealed = seal(c, place, plain, version, keys->work->key);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return OK;
}

/* False when it is no sealed value at all. */
static bool read_head(struct slice sealed, int64_t *ret_version)
{
	const unsigned char *at = (const unsigned char *)sealed.at;
	if (sealed.length < TEXT_AT + STEP + TAG || (sealed.length - TEXT_AT - TAG) % STEP != 0 ||
	    sealed.length > TEXT_AT + PLAIN_MAX + STEP + TAG || at[0] != SCHEME) {
		return false;
	}
	int64_t version = 0;
	for (int i = 0; i < 4; i++) {
		version = version << 8 | at[VERSION_AT + i];
	}
	*ret_version = version;
	return version > 0;
}

/* No such version: of a person whose keys were destroyed, or a value that was changed? */
static err no_such_version(struct ctx *c, struct keys *keys, const struct seal_place *place)
{
	int64_t newest;
	TRY(load_key(c, keys, place, 0, &newest));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return not_authentic(c, place);
}

static bool decrypt(struct ctx *c, const struct seal_place *place, struct slice sealed,
		    const unsigned char key[VAULT_KEY_BYTES], struct slice *ret_plain)
{
	const unsigned char *from = (const unsigned char *)sealed.at;
	const struct slice bound = bound_place(c->arena, place, from);
	const size_t padded = sealed.length - TEXT_AT - TAG;
	unsigned char *text = arena_alloc(c->arena, padded);
	size_t length;

	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    text, NULL, NULL, from + TEXT_AT, sealed.length - TEXT_AT,
		    (const unsigned char *)bound.at, bound.length, from + NONCE_AT, key) != 0) {
		return false;
	}
	if (sodium_unpad(&length, text, padded, STEP) != 0) {
		return false;
	}
	*ret_plain = (struct slice){.at = (const char *)text, .length = length};
	return true;
}

err keys_open(struct ctx *c, struct keys *keys, const struct seal_place *place, struct slice sealed,
	      struct slice *ret_plain)
{
	int64_t version;
	if (!read_head(sealed, &version)) {
		return no_such_version(c, keys, place);
	}
	if (place->class == SEAL_SERVER && version != 1) {
		return not_authentic(c, place);
	}
	const err result = load_key(c, keys, place, version, &version);
	if (result == ERR_NOT_FOUND) {
		return no_such_version(c, keys, place);
	}
	TRY(result);
	const bool opened = decrypt(c, place, sealed, keys->work->key, ret_plain);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return opened ? OK : not_authentic(c, place);
}

err keys_is_stale(struct ctx *c, struct keys *keys, const struct seal_place *place,
		  struct slice sealed, bool *ret_stale)
{
	int64_t version;
	int64_t newest;
	TRY(load_key(c, keys, place, 0, &newest));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	if (!read_head(sealed, &version)) {
		return not_authentic(c, place);
	}
	*ret_stale = version < newest;
	return OK;
}
