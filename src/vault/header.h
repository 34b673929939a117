/* header.h - the small text beside the stores that says how the root key is had, and holds the page
 * keys of both files wrapped under it. No secret stands in it in clear:
 *
 *     spean-vault 1
 *     unlock passphrase 3 268435456 8f02...    (or: unlock file, unlock shares 2 3)
 *     cipher aegis
 *     state ready                              (or: new, until the key store was made)
 *     entry ROOT-ID WRAPPED-ROOT|- PAGE-KEY-OF-DATA|- PAGE-KEY-OF-KEYS|-
 *     check HASH
 *
 * While a key is being changed there are two entries, the older first: whichever fits is in force.
 * That makes each step safe against a crash. The check is against damage, not against forgery: what
 * is forged does not unwrap. */
#ifndef SPEAN_VAULT_HEADER_H
#define SPEAN_VAULT_HEADER_H

#include "vault/password.h"

enum unlock { UNLOCK_FILE, UNLOCK_PASSPHRASE, UNLOCK_SHARES, UNLOCK_COUNT };

enum {
	HEADER_MAX = 4096,
	HEADER_ENTRIES = 4,
	HEADER_ID_BYTES = 16,
	HEADER_WRAPPED_BYTES = 72,
	CIPHER_NAME_SIZE = 16
};
struct header_wrapped {
	bool there;
	unsigned char at[HEADER_WRAPPED_BYTES];
};
struct header_entry {
	unsigned char root_id[HEADER_ID_BYTES];
	struct header_wrapped root; /* under the passphrase's key */
	struct header_wrapped data; /* under the root key */
	struct header_wrapped keys;
};
struct header {
	enum unlock unlock;
	struct passphrase_cost cost;
	unsigned char salt[PASSPHRASE_SALT_BYTES];
	int shares_needed;
	int shares_count;
	char cipher[CIPHER_NAME_SIZE]; /* "aegis", "chacha20", or "none" (PostgreSQL) */
	bool ready;
	struct header_entry entries[HEADER_ENTRIES];
	size_t entries_count;
};

/* ERR_INVALID header.form (line=), header.newer, header.damaged; ERR_LIMIT header.too_long. */
MUST_USE err header_read(struct ctx *c, struct slice text, struct header *ret_header);
struct slice header_write(struct arena *arena, const struct header *header);

/* Page keys; NULL where a store has none (PostgreSQL). */
struct page_keys {
	const unsigned char *data;
	const unsigned char *keys;
};
/* One more entry. `over` is the passphrase's key, or NULL. At most HEADER_ENTRIES. */
void header_add(struct ctx *c, struct header *header, const unsigned char root[VAULT_KEY_BYTES],
		const unsigned char *over, struct page_keys pages);
/* Only the last entry stays. */
void header_settle(struct header *header);
/* The root key of an entry from the passphrase's key. */
bool header_root(struct ctx *c, const struct header *header, size_t entry,
		 const unsigned char over[VAULT_KEY_BYTES],
		 unsigned char ret_root[VAULT_KEY_BYTES]);
bool header_is_root(const struct header *header, size_t entry,
		    const unsigned char root[VAULT_KEY_BYTES]);
/* Its page keys under that root key; false when one is there and does not unwrap. One that is not
 * there is all zero. */
bool header_pages(struct ctx *c, const struct header *header, size_t entry,
		  const unsigned char root[VAULT_KEY_BYTES],
		  unsigned char ret_data[VAULT_KEY_BYTES], unsigned char ret_keys[VAULT_KEY_BYTES]);

/* On PostgreSQL the header lies in the key store: the empty slice when there is none. */
MUST_USE err header_load(struct ctx *c, struct store *key_store, struct slice *ret_text);
MUST_USE err header_save(struct ctx *c, struct store *key_store, struct slice text);

#endif
