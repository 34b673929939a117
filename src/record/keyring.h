/* keyring.h - the two stores of a place, and how its root key is had: what stands between a folder
 * (or two databases) and an open vault.
 *
 * The root key comes from a file, from a passphrase (Argon2id), or from the shares of two or three
 * people. The header (vault/header.h) says which, and holds the page keys of both files under the
 * root key. Every change of a key is a row of steps after each of which the place still opens.
 *
 * Not here: asking people (the caller brings functions for that), rules about who may do it.
 */
#ifndef SPEAN_RECORD_KEYRING_H
#define SPEAN_RECORD_KEYRING_H

#include "base/slice.h"
#include "store/store.h"

struct vault;
struct keyring;

enum keyring_unlock { KEYRING_FILE, KEYRING_PASSPHRASE, KEYRING_SHARES };
enum { KEYRING_SHARES_MAX = 3 };

/* Where things lie. Borrowed during the call. */
struct keyring_place {
	const char *data;     /* file, or "postgres://..." */
	const char *keys;     /* file, or "postgres://..." of another database */
	const char *header;   /* file; NULL on a server: it lies in the key store */
	const char *key_file; /* of the root key; NULL where there is none */
};

enum keyring_question { KEYRING_ASK, KEYRING_ASK_NEW };
/* How people are asked. What they answer is wiped by whoever brought it. */
struct keyring_asker {
	void *argument;
	err (*passphrase)(struct ctx *c, void *argument, enum keyring_question question,
			  struct slice *ret_passphrase);
	err (*shares)(struct ctx *c, void *argument, int needed,
		      struct slice ret_shares[KEYRING_SHARES_MAX], size_t *ret_count);
	/* New shares must reach their people before the key that they open is in force. */
	err (*hand_out)(struct ctx *c, void *argument, int needed, int count,
			const struct slice *shares);
};

/* How a new place is made. */
struct keyring_plan {
	enum keyring_unlock unlock;
	int shares_needed;
	int shares_count;
};

/* For store_open or store_load: location and page key, which live as long as the keyring. */
struct store_options keyring_options(const struct keyring *keyring, enum store_schema schema,
				     enum store_opening opening);
/* The open stores are the keyring's from now on, and the place is ready. On failure they stay the
 * caller's. */
MUST_USE err keyring_adopt(struct ctx *c, struct keyring *keyring, struct store *data,
			   struct store *keys);
/* Root key (an existing key file is used), page keys, header, both stores new and empty. */
MUST_USE err keyring_create(struct ctx *c, const struct keyring_place *place,
			    const struct keyring_plan *plan, const struct keyring_asker *asker,
			    struct keyring **ret_keyring);

/* Open both stores and the vault. A place of the first version (a data file and a key file, no
 * header) gets its key store and its header; its key becomes the root key.
 * ERR_NOT_FOUND place.no_store, keyring.no_keys (a server without a key store that was set up);
 * ERR_DENIED keyring.wrong_passphrase, vault.wrong_root; as store_open, vault_open, header.h,
 * key_file.h. */
MUST_USE err keyring_open(struct ctx *c, const struct keyring_place *place,
			  const struct keyring_asker *asker, struct keyring **ret_keyring);
/* Only the data: for commands that read registers. */
MUST_USE err keyring_open_data(struct ctx *c, const struct keyring_place *place,
			       const struct keyring_asker *asker, struct store **ret_data);
struct store *keyring_data(const struct keyring *keyring);
struct store *keyring_keys(const struct keyring *keyring);
struct vault *keyring_vault(const struct keyring *keyring);
/* The header as it stands now, for a backup of the keys. */
MUST_USE err keyring_header(struct ctx *c, struct keyring *keyring, struct slice *ret_text);
void keyring_close(struct keyring *keyring); /* closes vault and stores; NULL is fine */

/* The keys of a new place for a root key that there is already, unlocked as `header` says: page
 * keys and header. Nothing is in the stores yet: make them with keyring_options, then
 * keyring_adopt. The header says until then that the place is not ready. */
MUST_USE err keyring_begin_from(struct ctx *c, const struct keyring_place *place,
				struct slice header, const struct keyring_asker *asker,
				struct keyring **ret_keyring);

struct keyring_organisation {
	struct slice organisation;
	int64_t version;
	int64_t subjects;
	int64_t destroyed;
	struct slice rotated;
};
struct keyring_status {
	enum keyring_unlock unlock;
	int shares_needed;
	int shares_count;
	struct slice cipher; /* "aegis", "chacha20", "none" */
	int64_t root_version;
	struct slice root_rotated;
	const struct keyring_organisation *organisations;
	size_t organisations_count;
};
MUST_USE err keyring_status(struct ctx *c, struct keyring *keyring,
			    struct keyring_status *ret_status);

/* A new root key while others serve: they follow by themselves where the key is in a file or under
 * a passphrase, and must be started again where it is shared. ERR_CONFLICT keyring.busy when
 * another rotation is on its way. */
MUST_USE err keyring_rotate_root(struct ctx *c, struct keyring *keyring,
				 const struct keyring_asker *asker);
/* New page keys for both files of a folder, and with `cipher` ("aegis" or "chacha20"; NULL: by the
 * processor) another encryption of the pages: both files are written anew beside the old ones and
 * then take their names. Nobody else may have the place open: ERR_CONFLICT keyring.in_use.
 * ERR_INVALID keyring.server (a server has no pages of ours), keyring.cipher. */
MUST_USE err keyring_rekey(struct ctx *c, const struct keyring_place *place,
			   const struct keyring_asker *asker, const char *cipher);
enum keyring_level { KEYRING_ORGANISATION, KEYRING_INDEX, KEYRING_SUBJECT };
/* As keys_rotate (vault/vault.h). */
MUST_USE err keyring_rotate(struct ctx *c, struct keyring *keyring, enum keyring_level level,
			    struct slice id);
/* Make use of the new key: seal the organisation's stale values anew (KEYRING_SUBJECT; of the
 * person `id`, and whatever else is stale there), or its index (KEYRING_INDEX). Goes on where an
 * earlier one was cut off. The door is the console's. */
struct door;
MUST_USE err keyring_follow_up(struct ctx *c, struct keyring *keyring, struct door *door,
			       enum keyring_level level, struct slice id);
/* Ten minutes after the keys of people were changed nobody writes with the old ones any more: seal
 * anew what still lies under them, and drop them; one organisation at a time. The server asks now
 * and then; nothing is done or logged where there is nothing. The door is the program's own. */
MUST_USE err keyring_finish_rotations(struct ctx *c, struct door *door);

#endif
