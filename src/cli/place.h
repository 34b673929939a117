/* place.h - where a store lives and where its key lies.
 *
 * A place is a folder with `spean.db` (encrypted) and `spean.key` (64 hexadecimal digits, mode
 * 0600), or the address of a PostgreSQL database. Losing the key is losing the store; whoever has
 * both has everything: docs/security.md says where to keep them.
 */
#ifndef SPEAN_CLI_PLACE_H
#define SPEAN_CLI_PLACE_H

#include "store/store.h"

bool place_is_server(const char *location);
const char *place_store_file(struct arena *arena, const char *folder);
const char *place_key_file(struct arena *arena, const char *folder);

/* ERR_NOT_FOUND place.key_missing, ERR_DENIED place.key_open_to_others, ERR_INVALID place.key_form;
 * each with path=. The caller wipes ret_key. */
MUST_USE err place_read_key(struct ctx *c, const char *path,
			    unsigned char ret_key[STORE_KEY_BYTES]);
/* A new random key in a new file; ERR_CONFLICT file.exists. */
MUST_USE err place_create_key(struct ctx *c, const char *path);
/* Open or create the store of a place. `key_file` NULL: the key beside the store.
 * ERR_NOT_FOUND place.no_store with path=; else as store_open. */
MUST_USE err place_open(struct ctx *c, const char *location, const char *key_file,
			enum store_opening opening, struct store **ret_store);

#endif
