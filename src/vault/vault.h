/* vault.h - keys, sealing, blind index. The only folder that knows a cipher for records.
 *
 * Key tree: root key -> organisation key -> subject (a client, or a member of staff) -> two class
 * keys, AB and C, each random and wrapped apart, so that whoever may not read class C never has its
 * key in memory. Wrapped keys lie in the *key store*: a store of its own (an own file, an own
 * database), apart from the data and backed up apart with a short life. Destroying a subject's keys
 * turns every sealed value of that person into noise, also in old copies of the data.
 *
 * Sealing: XChaCha20-Poly1305 (libsodium), a random nonce each, padded to steps of 64 bytes; the
 * associated data binds scheme, key version, organisation, subject, kind, record and slot: a value
 * moved, replayed into another record or cut does not open.
 *
 * Not here: who may open what (record/access.h). Only record/ links this folder.
 *
 * Threads: a struct vault is shared by all; a struct keys belongs to one thread between borrow and
 * return. Keys lie in guarded memory (sodium_malloc), are wiped after use and never logged.
 */
#ifndef SPEAN_VAULT_VAULT_H
#define SPEAN_VAULT_VAULT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "store/store.h"

enum { VAULT_KEY_BYTES = 32, VAULT_TOKEN_BYTES = 16, VAULT_MAC_BYTES = 32, VAULT_SIGN_BYTES = 64 };

struct vault;
struct keys;

/* Open over an open key store (schema STORE_KEYS) with the root key (copied into guarded memory;
 * the caller wipes its own). An empty key store is set up for this root key. ERR_DENIED
 * vault.wrong_root when the key store belongs to another root key; ERR_BROKEN vault.damaged. The
 * vault owns the key store once this was OK, and outlives c->arena. */
MUST_USE err vault_open(struct ctx *c, struct store *key_store,
			const unsigned char root[VAULT_KEY_BYTES], struct vault **ret_vault);
/* NULL is fine; closes the key store. No keys may be out. */
void vault_close(struct vault *vault);
/* Where a serving process gets the new root key when another process has changed it. Without a
 * source it fails with ERR_DENIED vault.root_changed from then on. Called under a lock: it must not
 * use the vault. Set it before the vault is shared. */
typedef err vault_root_source(struct ctx *c, void *argument,
			      unsigned char ret_root[VAULT_KEY_BYTES]);
void vault_follow(struct vault *vault, vault_root_source *source, void *argument);

MUST_USE err keys_borrow(struct ctx *c, struct vault *vault, struct keys **ret_keys);
void keys_return(struct keys *keys); /* NULL is fine */

/* ---- Organisations and subjects. Each call is one transaction of the key store: durable on OK. */
/* ERR_CONFLICT vault.organisation_exists. */
MUST_USE err keys_add_organisation(struct ctx *c, struct keys *keys, struct slice organisation);
/* Make both class keys. ERR_CONFLICT vault.subject_exists (also when it was destroyed: an id is
 * never used twice), ERR_NOT_FOUND vault.no_organisation. */
MUST_USE err keys_add_subject(struct ctx *c, struct keys *keys, struct slice organisation,
			      struct slice subject);
/* Overwrite and delete both class keys; what stays is the id and the day. ERR_NOT_FOUND
 * vault.no_subject. Destroying twice is OK. */
MUST_USE err keys_destroy_subject(struct ctx *c, struct keys *keys, struct slice subject);

/* Whose person is it? ERR_NOT_FOUND vault.no_subject (also when destroyed). */
MUST_USE err keys_organisation_of(struct ctx *c, struct keys *keys, struct slice subject,
				  struct slice *ret_organisation);

/* ---- Sealing */
enum seal_class {
	SEAL_AB,           /* the subject's first key: identity, contact, free text of the case */
	SEAL_C,            /* the subject's second key */
	SEAL_ORGANISATION, /* the organisation's own: details of the log; `subject` is ignored */
	SEAL_SERVER,       /* the server's own: what belongs to no organisation */
};
/* Where a sealed value stands. All of it is bound. */
struct seal_place {
	enum seal_class class;
	struct slice organisation;
	struct slice subject;
	struct slice kind;   /* "client" */
	struct slice record; /* id */
	struct slice slot;   /* "values", "history:12" */
};
/* Under the newest key version. Result in c->arena. ERR_NOT_FOUND vault.no_subject (no keys, or
 * destroyed), vault.no_organisation; ERR_LIMIT vault.too_long (over 4 MiB). */
MUST_USE err keys_seal(struct ctx *c, struct keys *keys, const struct seal_place *place,
		       struct slice plain, struct slice *ret_sealed);
/* Under the version that the value names. ERR_BROKEN vault.not_authentic (changed, moved, cut,
 * wrong key, unknown version or scheme: one sentence for all); ERR_NOT_FOUND vault.no_subject when
 * the keys were destroyed. The plain text lies in c->arena, which wipes itself (base/arena.h). */
MUST_USE err keys_open(struct ctx *c, struct keys *keys, const struct seal_place *place,
		       struct slice sealed, struct slice *ret_plain);
/* Was it sealed under an older version than the newest? For re-sealing while serving. */
MUST_USE err keys_is_stale(struct ctx *c, struct keys *keys, const struct seal_place *place,
			   struct slice sealed, bool *ret_stale);

/* Blind index: keyed BLAKE2b over (purpose, text) under the organisation's index key, or the
 * server's where `organisation` is empty (sign-in names). What it leaks: docs/security.md. */
MUST_USE err keys_token(struct ctx *c, struct keys *keys, struct slice organisation,
			struct slice purpose, struct slice text,
			unsigned char ret_token[VAULT_TOKEN_BYTES]);
/* Keyed BLAKE2b under a key of the server named by `purpose` ("audit"); needs no key store. */
void keys_mac(struct keys *keys, const char *purpose, struct slice bytes,
	      unsigned char ret_mac[VAULT_MAC_BYTES]);
/* Ed25519 (RFC 8032) with the server's signing key. */
MUST_USE err keys_sign(struct ctx *c, struct keys *keys, struct slice message,
		       unsigned char ret_signature[VAULT_SIGN_BYTES]);
MUST_USE err keys_public(struct ctx *c, struct keys *keys,
			 unsigned char ret_public[VAULT_KEY_BYTES]);
bool vault_signature_holds(const unsigned char public_key[VAULT_KEY_BYTES], struct slice message,
			   const unsigned char signature[VAULT_SIGN_BYTES]);

/* ---- Anchors: small public values that belong beside the keys, not beside the data (the last head
 * of the audit log). Missing: the empty slice. */
MUST_USE err keys_anchor_set(struct ctx *c, struct keys *keys, const char *name,
			     struct slice value);
MUST_USE err keys_anchor(struct ctx *c, struct keys *keys, const char *name,
			 struct slice *ret_value);

/* ---- Rotation, while others seal and open. Old versions stay readable until nothing uses them. */
enum rotation { ROTATE_SUBJECT, ROTATE_ORGANISATION, ROTATE_INDEX };
/* ROTATE_SUBJECT: new class keys, version + 1 (the caller re-seals, then keys_drop_old).
 * ROTATE_ORGANISATION: a new organisation key; its subjects' keys are wrapped anew. ROTATE_INDEX: a
 * new index key (the caller makes the tokens anew). `id` is the subject or the organisation. */
MUST_USE err keys_rotate(struct ctx *c, struct keys *keys, enum rotation what, struct slice id);
/* Delete old class keys of an organisation's people, of which nothing is sealed any more. A key
 * that was replaced less than OLD_KEY_SECONDS ago stays until it is asked again: somebody may have
 * sealed with it in a transaction that the re-sealing could not see yet. */
enum { OLD_KEY_SECONDS = 600 };
MUST_USE err keys_drop_old(struct ctx *c, struct keys *keys, struct slice organisation);
/* The same for keys replaced at `moment` (as clock_moment writes it) or before: where
 * it is known that nobody else writes. */
MUST_USE err keys_drop_old_before(struct ctx *c, struct keys *keys, struct slice organisation,
				  struct slice moment);
/* An organisation for which keys_drop_old would find something: the empty slice when none. */
MUST_USE err keys_replaced(struct ctx *c, struct keys *keys, struct slice *ret_organisation);
/* A new root key: everything directly below it is wrapped anew, in one transaction. */
MUST_USE err vault_rotate_root(struct ctx *c, struct vault *vault,
			       const unsigned char root[VAULT_KEY_BYTES]);

struct vault_organisation {
	struct slice organisation;
	int64_t version;
	int64_t subjects;
	int64_t destroyed;
	struct slice rotated; /* ISO moment of the newest version */
};
struct vault_status {
	int64_t root_version;
	struct slice root_rotated;
	const struct vault_organisation *organisations;
	size_t organisations_count;
};
MUST_USE err keys_status(struct ctx *c, struct keys *keys, struct vault_status *ret_status);

#endif
