/* keyring_unlock.c - from a file, a passphrase or shares to the root key. */
#include <string.h>

#include "base/file.h"
#include "base/random.h"
#include "record/key_file.h"
#include "record/keyring_parts.h"
#include "vault/shares.h"

_Static_assert((int)KEYRING_FILE == (int)UNLOCK_FILE &&
		       (int)KEYRING_PASSPHRASE == (int)UNLOCK_PASSPHRASE &&
		       (int)KEYRING_SHARES == (int)UNLOCK_SHARES,
	       "the header's own order");
_Static_assert((int)KEYRING_SHARES_MAX == (int)SHARES_MAX, "as many as the shares");

static void wipe(struct slice text)
{
	if (text.length > 0) {
		explicit_bzero((char *)(uintptr_t)text.at, text.length);
	}
}

const char *next_key_file(struct arena *arena, const struct keyring_place *place)
{
	return arena_format(arena, "%s.new", place->key_file).at;
}

const unsigned char *keyring_over(const struct keyring *keyring)
{
	return keyring->header.unlock == UNLOCK_PASSPHRASE ? keyring->secrets->over : NULL;
}

/* The key file, and the next one, when a rotation was cut off between its steps. */
static err from_file(struct ctx *c, struct keyring *keyring, size_t *ret_count)
{
	struct keyring_secrets *secrets = keyring->secrets;
	if (keyring->place.key_file == NULL) {
		return FAIL_PLAIN(c, ERR_NOT_FOUND, "keyring.no_key_file");
	}
	const char *next = next_key_file(c->arena, &keyring->place);
	size_t count = 0;
	const err result = key_file_read(c, keyring->place.key_file, secrets->candidates[0]);
	if (result == OK) {
		count = 1;
	}
	if (file_exists(next)) {
		struct ctx unheard = {.arena = c->arena};
		count += key_file_read(&unheard, next, secrets->candidates[count]) == OK;
	}
	*ret_count = count;
	return count > 0 ? OK : result;
}

static err ask(struct ctx *c, const struct keyring_asker *asker, enum keyring_question question,
	       struct slice *ret_passphrase)
{
	if (asker == NULL || asker->passphrase == NULL) {
		return FAIL_PLAIN(c, ERR_INVALID, "keyring.nobody_to_ask");
	}
	return asker->passphrase(c, asker->argument, question, ret_passphrase);
}

static err from_passphrase(struct ctx *c, struct keyring *keyring,
			   const struct keyring_asker *asker, size_t *ret_count)
{
	struct keyring_secrets *secrets = keyring->secrets;
	const struct header *header = &keyring->header;
	struct slice passphrase;
	size_t count = 0;
	TRY(ask(c, asker, KEYRING_ASK, &passphrase));
	const err result = passphrase_key(c, passphrase, header->salt, header->cost, secrets->over);
	wipe(passphrase);
	TRY(result);
	for (size_t i = 0; i < header->entries_count; i++) {
		count += header_root(c, header, i, secrets->over, secrets->candidates[count]);
	}
	*ret_count = count;
	return count > 0 ? OK : FAIL_PLAIN(c, ERR_DENIED, "keyring.wrong_passphrase");
}

static err from_shares(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker,
		       size_t *ret_count)
{
	struct slice shares[KEYRING_SHARES_MAX];
	size_t count = 0;
	if (asker == NULL || asker->shares == NULL) {
		return FAIL_PLAIN(c, ERR_INVALID, "keyring.nobody_to_ask");
	}
	TRY(asker->shares(c, asker->argument, keyring->header.shares_needed, shares, &count));
	const err result = shares_join(c, shares, count, keyring->secrets->candidates[0]);
	for (size_t i = 0; i < count; i++) {
		wipe(shares[i]);
	}
	*ret_count = 1;
	return result;
}

err keyring_unlock(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker,
		   size_t *ret_count)
{
	switch (keyring->header.unlock) {
	case UNLOCK_PASSPHRASE:
		return from_passphrase(c, keyring, asker, ret_count);
	case UNLOCK_SHARES:
		return from_shares(c, keyring, asker, ret_count);
	default:
		return from_file(c, keyring, ret_count);
	}
}

err keyring_ask_new(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	struct slice passphrase;
	TRY(ask(c, asker, KEYRING_ASK_NEW, &passphrase));
	keyring->header.cost = passphrase_cost_now();
	random_bytes(keyring->header.salt, sizeof keyring->header.salt);
	const err result = passphrase_key(c, passphrase, keyring->header.salt, keyring->header.cost,
					  keyring->secrets->over);
	wipe(passphrase);
	return result;
}

err keyring_hand_out(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker,
		     const unsigned char *root)
{
	struct slice shares[KEYRING_SHARES_MAX];
	const int needed = keyring->header.shares_needed;
	const int count = keyring->header.shares_count;
	if (asker == NULL || asker->hand_out == NULL) {
		return FAIL_PLAIN(c, ERR_INVALID, "keyring.nobody_to_ask");
	}
	TRY(shares_split(c, root, needed, count, shares));
	const err result = asker->hand_out(c, asker->argument, needed, count, shares);
	for (int i = 0; i < count; i++) {
		wipe(shares[i]);
	}
	return result;
}

/* Another process has changed the root key: the place says the new one. */
static err root_again(struct ctx *c, void *argument, unsigned char ret_root[VAULT_KEY_BYTES])
{
	struct keyring *keyring = argument;
	if (keyring->header.unlock == UNLOCK_FILE) {
		const char *next = next_key_file(c->arena, &keyring->place);
		/* In this order: the next one is there until it has become the first. */
		if (file_exists(next) && key_file_read(c, next, ret_root) == OK) {
			return OK;
		}
		return key_file_read(c, keyring->place.key_file, ret_root);
	}
	struct header header = {0};
	struct slice text;
	if (keyring->place.header != NULL) {
		TRY(file_read(c, keyring->place.header, HEADER_MAX, &text));
	} else {
		TRY(header_load(c, keyring->keys, &text));
	}
	TRY(header_read(c, text, &header));
	if (!header_root(c, &header, header.entries_count - 1, keyring->secrets->over, ret_root)) {
		return FAIL_PLAIN(c, ERR_DENIED, "vault.root_changed");
	}
	return OK;
}

void keyring_let_follow(struct keyring *keyring)
{
	if (keyring->header.unlock != UNLOCK_SHARES) {
		vault_follow(keyring->vault, root_again, keyring);
	}
}
