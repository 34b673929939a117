/* secret.h - what proves who somebody is: verifiers of passwords, one-time codes, recovery codes,
 * passkeys, links and tokens. people/ holds the rules; the bytes never leave record/ and vault/.
 *
 * A password is an Argon2id hash (libsodium, at most PASSWORD_AT_ONCE at a time so that signing in
 * never starves pages); TOTP secrets and passkeys are sealed with the account's key; random tokens
 * are kept as keyed hashes and compared in constant time.
 */
#ifndef SPEAN_RECORD_SECRET_H
#define SPEAN_RECORD_SECRET_H

#include "record/record.h"

enum secret_kind {
	SECRET_PASSWORD,
	SECRET_TOTP,     /* RFC 6238, SHA-1, 6 digits, 30 s, one step of drift, never twice */
	SECRET_RECOVERY, /* several one-time codes */
	SECRET_PASSKEY,  /* opaque bytes: credential id, public key, counter */
};

/* ---- Passwords. Hashing is slow and has a queue (ERR_LIMIT secret.busy when it is full), so it is
 * never done inside a transaction, and the door lends its connections to others meanwhile. */
MUST_USE err secret_hash_password(struct ctx *c, struct door *door, struct slice password,
				  struct slice *ret_hash);
MUST_USE err secret_set_password(struct ctx *c, struct door *door, struct slice account,
				 struct slice hash);
/* ERR_DENIED secret.wrong; takes the same time for an account that does not exist (empty slice) or
 * has no password. */
MUST_USE err secret_check_password(struct ctx *c, struct door *door, struct slice account,
				   struct slice password, struct slice *ret_hash);
/* Is `hash` (of secret_check_password) still the account's? It may have been changed while others
 * were hashed: ask in the transaction that does what the password was typed for. ERR_DENIED
 * secret.wrong. */
MUST_USE err secret_password_holds(struct ctx *c, struct door *door, struct slice account,
				   struct slice hash);

/* ---- One-time codes. A new secret is in force only after one code was checked against it. */
MUST_USE err secret_new_totp(struct ctx *c, struct door *door, struct slice account,
			     struct slice *ret_base32);
MUST_USE err secret_confirm_totp(struct ctx *c, struct door *door, struct slice account,
				 struct slice code, int64_t now_ms);
MUST_USE err secret_check_totp(struct ctx *c, struct door *door, struct slice account,
			       struct slice code, int64_t now_ms);
/* Ten codes "ABCD-EFGH" (Crockford base 32), shown once; the old ones end. */
enum { RECOVERY_CODES = 10 };
MUST_USE err secret_new_recovery(struct ctx *c, struct door *door, struct slice account,
				 struct slice ret_codes[RECOVERY_CODES]);
MUST_USE err secret_use_recovery(struct ctx *c, struct door *door, struct slice account,
				 struct slice code, size_t *ret_left);

/* ---- Sealed bytes of an account (passkeys): `name` tells them apart. */
struct secret {
	struct slice name;
	struct slice label; /* as its owner calls it */
	struct slice bytes;
	struct slice created;
	struct slice used; /* may be empty */
};
MUST_USE err secret_put(struct ctx *c, struct door *door, enum secret_kind kind,
			struct slice account, const struct secret *secret);
MUST_USE err secret_list(struct ctx *c, struct door *door, enum secret_kind kind,
			 struct slice account, const struct secret **ret_secrets,
			 size_t *ret_count);
MUST_USE err secret_remove(struct ctx *c, struct door *door, enum secret_kind kind,
			   struct slice account, struct slice name);
bool secret_has(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account);

/* Who has the secret of that name: the empty slice when nobody. */
MUST_USE err secret_owner(struct ctx *c, struct door *door, enum secret_kind kind,
			  struct slice name, struct slice *ret_account);
/* A password or a code will not help any more: everything that proves this account goes. */
MUST_USE err secret_end_all(struct ctx *c, struct door *door, struct slice account);

/* Of an erased account: what proves it, its sign-in name, sessions, links and tokens. In the door's
 * open transaction; fine where there is nothing. */
MUST_USE err secret_forget(struct ctx *c, struct door *door, struct slice account);

/* ---- A few bytes of an account that no column may show (what a session runs on, the label of a
 * token), sealed with its keys and bound to `slot`. ERR_BROKEN vault.not_authentic. */
MUST_USE err secret_seal(struct ctx *c, struct door *door, struct slice account, struct slice slot,
			 struct slice plain, struct slice *ret_sealed);
MUST_USE err secret_open(struct ctx *c, struct door *door, struct slice account, struct slice slot,
			 struct slice sealed, struct slice *ret_plain);

/* Keys for an organisation that comes to this server; fine when it has them. */
MUST_USE err secret_add_organisation(struct ctx *c, struct door *door, struct slice organisation);

/* ---- Random tokens: 32 bytes as 43 letters (base64url) that only their holder knows. */
struct slice secret_random(struct arena *arena);
/* What is kept instead of a token: hexadecimal of its keyed hash under the server's key. */
struct slice secret_token_key(struct ctx *c, struct door *door, struct slice token);
/* The same for another purpose ("name", "peer", "form"): one text has unlike hashes for unlike
 * purposes. The empty slice, and c->fail, when the door has no keys. */
struct slice secret_keyed(struct ctx *c, struct door *door, const char *purpose, struct slice text);

#endif
