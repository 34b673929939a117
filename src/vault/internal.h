/* internal.h - what the files of the vault share. Private to src/vault.
 *
 * Order of locks: root_lock before mutex; neither is held while a statement runs, but for the one
 * transaction that changes the root key.
 */
#ifndef SPEAN_VAULT_INTERNAL_H
#define SPEAN_VAULT_INTERNAL_H

#include <pthread.h>

#include "store/catalogue.h"
#include "vault/guarded.h"
#include "vault/vault.h"

enum { ROOT_ID_BYTES = 16, TAG_BYTES = 16, CACHE_SLOTS = 1024, WRAPPED_BYTES = 24 + 32 + 16 };

/* ---- Wrapping (wrap.c) */
/* What a wrapped key is. All of it is bound: a wrapped key put elsewhere does not unwrap. */
struct key_label {
	const char *what; /* "server", "wrap", "seal", "index", "ab", "c" */
	struct slice organisation;
	struct slice subject;
	int64_t version;
};
struct slice key_wrap(struct arena *arena, const unsigned char with[VAULT_KEY_BYTES],
		      const struct key_label *label, const unsigned char key[VAULT_KEY_BYTES]);
bool key_unwrap(struct arena *arena, const unsigned char with[VAULT_KEY_BYTES],
		const struct key_label *label, struct slice wrapped,
		unsigned char ret_key[VAULT_KEY_BYTES]);
/* A key for one purpose from another key: keyed BLAKE2b, one way. */
void key_derive(const unsigned char from[VAULT_KEY_BYTES], const char *purpose,
		unsigned char ret_key[VAULT_KEY_BYTES]);
/* Tells root keys apart without telling the key. */
void root_identify(const unsigned char root[VAULT_KEY_BYTES], unsigned char ret_id[ROOT_ID_BYTES]);
/* The parts one after another, each with its length before it: no two lists give the same bytes. */
struct slice bound_parts(struct arena *arena, const struct slice *parts, size_t count);
struct slice moment_now(struct arena *arena);

/* ---- What is remembered of the key store (cache.c): never keys of class C. */
enum cache_kind { CACHE_WRAP, CACHE_SEAL, CACHE_INDEX, CACHE_AB };
struct cached {
	unsigned char tag[TAG_BYTES];
	int64_t version;
	unsigned char key[VAULT_KEY_BYTES];
};

struct vault {
	struct arena *arena;
	struct store *store;
	pthread_rwlock_t root_lock; /* over the two below */
	unsigned char *root;        /* guarded */
	unsigned char root_id[ROOT_ID_BYTES];
	unsigned char *server; /* guarded; the same for the life of the key store */
	vault_root_source *source;
	void *source_argument;

	pthread_mutex_t mutex; /* over all below */
	struct cached *cache;  /* guarded */
	int64_t cache_generation;
	unsigned char tag_key[VAULT_KEY_BYTES];
	struct keys *idle;
	size_t out;

	pthread_mutex_t turns_mutex; /* over the two below: hashing of passwords (password.c) */
	pthread_cond_t turn_free;    /* waits by CLOCK_MONOTONIC */
	unsigned turns;
	unsigned turns_waiting;
};

/* Keys in use by one thread, in guarded memory, wiped when they are given back. */
struct key_work {
	unsigned char wrap[VAULT_KEY_BYTES];
	unsigned char key[VAULT_KEY_BYTES];
	unsigned char other[VAULT_KEY_BYTES];
};
struct keys {
	struct keys *next_idle;
	struct vault *vault;
	struct db *db;                      /* borrowed with the first question */
	int64_t generation;                 /* of the key store as last asked; 0: not yet */
	int64_t generation_us;              /* when that was */
	bool writing;                       /* inside keys_write: nothing remembered counts */
	unsigned char tried[ROOT_ID_BYTES]; /* the root key that was used last */
	struct key_work *work;              /* guarded */
};

bool cache_get(struct keys *keys, enum cache_kind kind, const struct key_label *label,
	       int64_t *ret_version, unsigned char ret_key[VAULT_KEY_BYTES]);
void cache_put(struct keys *keys, enum cache_kind kind, const struct key_label *label,
	       int64_t version, const unsigned char key[VAULT_KEY_BYTES]);
/* The key store has come to `generation`: forget what is older. */
void cache_follow(struct vault *vault, int64_t generation);

/* ---- Asking the key store (load.c). Version 0 is the newest. */
MUST_USE err keys_db(struct ctx *c, struct keys *keys);
enum organisation_key { ORGANISATION_WRAP, ORGANISATION_SEAL };
/* ERR_NOT_FOUND vault.no_organisation. */
MUST_USE err load_organisation(struct ctx *c, struct keys *keys, struct slice organisation,
			       enum organisation_key which, int64_t version, int64_t *ret_version,
			       unsigned char ret_key[VAULT_KEY_BYTES]);
MUST_USE err load_index(struct ctx *c, struct keys *keys, struct slice organisation,
			int64_t *ret_version, unsigned char ret_key[VAULT_KEY_BYTES]);
/* ERR_NOT_FOUND vault.no_subject. */
MUST_USE err load_class(struct ctx *c, struct keys *keys, enum seal_class class,
			struct slice organisation, struct slice subject, int64_t version,
			int64_t *ret_version, unsigned char ret_key[VAULT_KEY_BYTES]);
const char *class_name(enum seal_class class);
MUST_USE err no_subject(struct ctx *c, struct slice subject);

/* One transaction of the key store, done again when another writer was in the way. `step` sees
 * keys->writing, and a root key that is the key store's. */
typedef err write_step(struct ctx *c, struct keys *keys, void *argument);
MUST_USE err keys_write(struct ctx *c, struct keys *keys, write_step *step, void *argument);
/* Inside such a step: what others remember is no longer so. */
MUST_USE err raise_generation(struct ctx *c, struct keys *keys);
/* The key store's root key is not the one that was used: get the new one, or ERR_BROKEN
 * vault.damaged when it is the same, ERR_DENIED vault.root_changed when there is no source. */
MUST_USE err follow_root(struct ctx *c, struct keys *keys);
/* Wrap under the root key. */
struct slice root_wrap(struct ctx *c, struct keys *keys, const struct key_label *label,
		       const unsigned char key[VAULT_KEY_BYTES]);

/* The one row of vault_state. */
struct vault_state {
	bool there;
	int64_t generation;
	int64_t root_version;
	struct slice root_id;
	struct slice root_made;
	struct slice server_key;
};
MUST_USE err read_state(struct ctx *c, struct db *db, struct vault_state *ret_state);
/* Run a statement that has nothing more to bind, and finish it. */
MUST_USE err run_and_finish(struct ctx *c, struct stmt *stmt);
/* Add a new version of an organisation's two keys, or of its index key. Inside keys_write. */
MUST_USE err add_organisation_version(struct ctx *c, struct keys *keys, struct slice organisation,
				      int64_t version);
MUST_USE err add_index_version(struct ctx *c, struct keys *keys, struct slice organisation,
			       int64_t version);
/* A new class key wrapped under keys->work->wrap. Inside keys_write. */
MUST_USE err add_class_version(struct ctx *c, struct keys *keys, enum seal_class class,
			       struct slice organisation, struct slice subject, int64_t version);

#endif
