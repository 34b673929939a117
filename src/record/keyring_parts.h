/* keyring_parts.h - what the files of the keyring share. Private to them. */
#ifndef SPEAN_RECORD_KEYRING_PARTS_H
#define SPEAN_RECORD_KEYRING_PARTS_H

#include "record/keyring.h"
#include "vault/header.h"
#include "vault/vault.h"

enum { CANDIDATES_MAX = 4 };

/* In guarded memory. */
struct keyring_secrets {
	unsigned char root[VAULT_KEY_BYTES];
	unsigned char over[VAULT_KEY_BYTES]; /* of the passphrase */
	unsigned char data[VAULT_KEY_BYTES]; /* page keys */
	unsigned char keys[VAULT_KEY_BYTES];
	unsigned char next[VAULT_KEY_BYTES];
	unsigned char candidates[CANDIDATES_MAX][VAULT_KEY_BYTES];
};

struct keyring {
	struct arena *arena;
	struct keyring_place place; /* copies */
	struct header header;
	struct keyring_secrets *secrets;
	struct store *data; /* of keyring_open and keyring_adopt */
	struct store *keys; /* the vault's, once that is there */
	struct vault *vault;
};

bool keyring_on_server(const struct keyring *keyring);
/* Where a new root key waits until it is in force. */
const char *next_key_file(struct arena *arena, const struct keyring_place *place);
/* All root keys that the place's way gives, into secrets->candidates: more than one while a key is
 * being changed. */
MUST_USE err keyring_unlock(struct ctx *c, struct keyring *keyring,
			    const struct keyring_asker *asker, size_t *ret_count);
/* A new passphrase's key into secrets->over, its salt and cost into the header. */
MUST_USE err keyring_ask_new(struct ctx *c, struct keyring *keyring,
			     const struct keyring_asker *asker);
MUST_USE err keyring_hand_out(struct ctx *c, struct keyring *keyring,
			      const struct keyring_asker *asker, const unsigned char *root);
/* The passphrase's key, or NULL when there is none. */
const unsigned char *keyring_over(const struct keyring *keyring);
/* One more entry for a root key with the page keys as they are. */
void keyring_add_entry(struct ctx *c, struct keyring *keyring, const unsigned char *root);
MUST_USE err keyring_read_header(struct ctx *c, struct keyring *keyring);
MUST_USE err keyring_write_header(struct ctx *c, struct keyring *keyring);
/* The header as it stands, with the one entry that is in force. */
MUST_USE err keyring_settle_header(struct ctx *c, struct keyring *keyring);
/* Open the stores that were closed, with the keys that are known. */
MUST_USE err keyring_open_again(struct ctx *c, struct keyring *keyring);
/* One change of keys of a folder at a time: -1 on a server, whose transactions stand for it. */
MUST_USE err keyring_lock(struct ctx *c, const struct keyring *keyring, int *ret_lock);
void keyring_unlock_folder(int lock);
/* The vault gets new root keys from the place by itself. */
void keyring_let_follow(struct keyring *keyring);

#endif
