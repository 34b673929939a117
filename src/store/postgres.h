/* postgres.h - what the files of the PostgreSQL engine share. Private to src/store. */
#ifndef SPEAN_STORE_POSTGRES_H
#define SPEAN_STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/engine.h"

/* The server's answer as one of our failures; `slot` may be NULL. Marks a connection that is gone
 * as broken. */
err postgres_fail(struct ctx *c, struct db *db, const PGresult *result);
/* The same for a connection that never came about. */
err postgres_unreachable(struct ctx *c, const struct store *store, const PGconn *connection);

/* postgres_statement.c */
MUST_USE err postgres_prepare(struct ctx *c, struct prepared *slot, struct slice sql);
void postgres_unprepare(struct prepared *slot);
bool postgres_bind_text(struct prepared *slot, const char *name, struct slice text);
bool postgres_bind_int(struct prepared *slot, const char *name, int64_t value);
bool postgres_bind_blob(struct prepared *slot, const char *name, struct slice bytes);
bool postgres_bind_null(struct prepared *slot, const char *name);
MUST_USE err postgres_step(struct ctx *c, struct prepared *slot, bool *ret_row);
void postgres_reset(struct prepared *slot);
void postgres_clear(struct prepared *slot);
struct slice postgres_text(const struct prepared *slot, int column);
int64_t postgres_integer(const struct prepared *slot, int column);
enum cell_kind postgres_kind(const struct prepared *slot, int column);
bool postgres_is_null(const struct prepared *slot, int column);

#endif
