/* sqlite.h - what the files of the SQLite engine share. Private to src/store. */
#ifndef SPEAN_STORE_SQLITE_H
#define SPEAN_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/engine.h"

struct sqlite_state {
	const char *path;
	const char *cipher; /* "aegis" or "chacha20"; NULL for ":memory:" */
};

/* SQLite's result as one of ours, with the sentence's arguments. `slot` may be NULL. */
err sqlite_fail(struct ctx *c, const struct store *store, sqlite3 *handle,
		const struct prepared *slot, int result);

/* What stands at store->location? Fills state->cipher. Reads only: neither the file nor its folder
 * is changed, whatever it finds. */
MUST_USE err sqlite_file_check(struct ctx *c, const struct store *store,
			       struct sqlite_state *state);
/* Make a new store under a temporary name and give it its own name at the end, so that a store is
 * there whole or not at all. */
MUST_USE err sqlite_file_create(struct ctx *c, struct store *store, struct sqlite_state *state);

/* The file with its log and journal. */
void sqlite_file_remove(struct arena *arena, const char *path);

/* Does a log or its index stand beside the file? */
bool sqlite_file_has_log(struct arena *arena, const char *path);
/* An open that failed half-way may have left an empty log: take it away, if nobody else has the
 * file open. */
void sqlite_file_tidy(struct ctx *c, const struct store *store, const struct sqlite_state *state);

/* Give a fresh handle its cipher and the store's key. */
int sqlite_set_key(const struct store *store, const struct sqlite_state *state, sqlite3 *handle);

#endif
