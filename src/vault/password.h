/* password.h - passwords as Argon2id hashes, passphrases as keys. Slow on purpose, and never so
 * many at once that pages wait for them.
 *
 * A program with the address sanitizer (only tests are built so) uses the cheapest parameters,
 * which a hash carries in itself; no option and no environment can choose them in a released
 * program.
 */
#ifndef SPEAN_VAULT_PASSWORD_H
#define SPEAN_VAULT_PASSWORD_H

#include "vault/vault.h"

enum {
	PASSWORD_AT_ONCE = 2, /* of one vault: 64 MiB each */
	PASSWORD_WAITING = 32,
	PASSWORD_WAIT_MS = 10000,
	PASSWORD_MAX = 1024, /* bytes */
};

/* Both wait for a turn, so whoever calls holds no connection and no lock meanwhile: that is why
 * they ask for the vault and not for keys. ERR_LIMIT secret.busy when too many wait or it took too
 * long to get a turn; vault.too_long. Any thread.
 *
 * Argon2id, 2 passes over 64 MiB, as libsodium's text "$argon2id$...". The hash is no secret, but
 * belongs sealed: it can be guessed at. */
MUST_USE err vault_password_hash(struct ctx *c, struct vault *vault, struct slice password,
				 struct slice *ret_hash);
/* ERR_DENIED secret.wrong. An empty hash (no such account, no password) takes as long as any other
 * and is always wrong. */
MUST_USE err vault_password_check(struct ctx *c, struct vault *vault, struct slice hash,
				  struct slice password);
/* Was it made with less than today's parameters? Then hash again after a right password. */
bool password_is_stale(struct slice hash);

/* A key from a passphrase, for the root key: Argon2id, 3 passes over 256 MiB. */
enum { PASSPHRASE_SALT_BYTES = 16 };
struct passphrase_cost {
	uint64_t passes; /* 1 to 16 */
	uint64_t memory; /* bytes, 8 KiB to 1 GiB */
};
struct passphrase_cost passphrase_cost_now(void);
/* ERR_INVALID vault.cost (out of bounds), ERR_LIMIT vault.no_memory. The caller wipes the key. */
MUST_USE err passphrase_key(struct ctx *c, struct slice passphrase,
			    const unsigned char salt[PASSPHRASE_SALT_BYTES],
			    struct passphrase_cost cost, unsigned char ret_key[VAULT_KEY_BYTES]);

#endif
