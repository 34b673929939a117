/* sign.c - tokens of the blind index, hashes and signatures of the server, anchors. */
#include <sodium.h>
#include <string.h>

#include "vault/internal.h"

_Static_assert(crypto_sign_BYTES == VAULT_SIGN_BYTES, "Ed25519");
_Static_assert(crypto_sign_PUBLICKEYBYTES == VAULT_KEY_BYTES, "Ed25519");

static void token_under(struct arena *arena, const unsigned char key[VAULT_KEY_BYTES],
			struct slice purpose, struct slice text,
			unsigned char ret_token[VAULT_TOKEN_BYTES])
{
	const struct slice parts[] = {purpose, text};
	const struct slice bytes = bound_parts(arena, parts, COUNT_OF(parts));
	(void)crypto_generichash(ret_token, VAULT_TOKEN_BYTES, (const unsigned char *)bytes.at,
				 bytes.length, key, VAULT_KEY_BYTES);
}

err keys_token(struct ctx *c, struct keys *keys, struct slice organisation, struct slice purpose,
	       struct slice text, unsigned char ret_token[VAULT_TOKEN_BYTES])
{
	int64_t version;
	if (slice_empty(organisation)) {
		key_derive(keys->vault->server, "index", keys->work->key);
	} else {
		TRY(load_index(c, keys, organisation, &version, keys->work->key));
	}
	token_under(c->arena, keys->work->key, purpose, text, ret_token);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return OK;
}

void keys_mac(struct keys *keys, const char *purpose, struct slice bytes,
	      unsigned char ret_mac[VAULT_MAC_BYTES])
{
	char name[64] = "mac ";
	must(strlen(purpose) < sizeof name - 4);
	memcpy(name + 4, purpose, strlen(purpose));
	key_derive(keys->vault->server, name, keys->work->key);
	(void)crypto_generichash(ret_mac, VAULT_MAC_BYTES, (const unsigned char *)bytes.at,
				 bytes.length, keys->work->key, VAULT_KEY_BYTES);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
}

static void signing_pair(struct keys *keys, unsigned char ret_public[crypto_sign_PUBLICKEYBYTES],
			 unsigned char ret_secret[crypto_sign_SECRETKEYBYTES])
{
	key_derive(keys->vault->server, "sign", keys->work->key);
	(void)crypto_sign_seed_keypair(ret_public, ret_secret, keys->work->key);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
}

err keys_sign(struct ctx *c, struct keys *keys, struct slice message,
	      unsigned char ret_signature[VAULT_SIGN_BYTES])
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	(void)c;
	signing_pair(keys, public_key, secret);
	(void)crypto_sign_detached(ret_signature, NULL, (const unsigned char *)message.at,
				   message.length, secret);
	sodium_memzero(secret, sizeof secret);
	return OK;
}

err keys_public(struct ctx *c, struct keys *keys, unsigned char ret_public[VAULT_KEY_BYTES])
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	(void)c;
	signing_pair(keys, ret_public, secret);
	sodium_memzero(secret, sizeof secret);
	return OK;
}

bool vault_signature_holds(const unsigned char public_key[VAULT_KEY_BYTES], struct slice message,
			   const unsigned char signature[VAULT_SIGN_BYTES])
{
	return crypto_sign_verify_detached(signature, (const unsigned char *)message.at,
					   message.length, public_key) == 0;
}

struct anchor {
	struct slice name;
	struct slice value;
};

static err run_anchor(struct ctx *c, struct keys *keys, const struct anchor *anchor,
		      enum statement_id id, int64_t *ret_changes)
{
	struct stmt *stmt;
	TRY(db_prepare_statement(c, keys->db, id, &stmt));
	stmt_bind_text(stmt, "name", anchor->name);
	stmt_bind_blob(stmt, "value", anchor->value);
	const err result = stmt_run(c, stmt);
	*ret_changes = result == OK ? stmt_changes(stmt) : 0;
	stmt_finish(stmt);
	return result;
}

static err set_anchor(struct ctx *c, struct keys *keys, void *argument)
{
	int64_t changes = 0;
	TRY(run_anchor(c, keys, argument, STATEMENT_VAULT_ANCHOR_SET, &changes));
	return changes > 0 ? OK
			   : run_anchor(c, keys, argument, STATEMENT_VAULT_ANCHOR_ADD, &changes);
}

err keys_anchor_set(struct ctx *c, struct keys *keys, const char *name, struct slice value)
{
	struct anchor anchor = {.name = slice_of(name), .value = value};
	return keys_write(c, keys, set_anchor, &anchor);
}

err keys_anchor(struct ctx *c, struct keys *keys, const char *name, struct slice *ret_value)
{
	struct stmt *stmt;
	bool row = false;
	TRY(keys_db(c, keys));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_ANCHOR, &stmt));
	stmt_bind_text(stmt, "name", slice_of(name));
	const err result = stmt_step(c, stmt, &row);
	if (result == OK) {
		*ret_value = row ? arena_copy(c->arena, stmt_text(stmt, 0)) : S("");
	}
	stmt_finish(stmt);
	return result;
}
