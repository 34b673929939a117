/* migrate.h - the schema as numbered steps, forward only.
 *
 * sql/migrations/0001_meta.sql and the following become STORE_MIGRATIONS at build, those of
 * sql/keys/ KEY_MIGRATIONS: data and keys are two stores that never share a file or a database. All
 * steps that a store lacks run in one transaction: a store is at the old version or at the new one,
 * never between. The types TEXT, BIGINT and BLOB are written as SQLite has them and translated for
 * PostgreSQL. After the steps, tables that are only added to (the log) get triggers that refuse
 * everything else.
 *
 * For store.c and for tests of migrations; nobody else needs it.
 */
#ifndef SPEAN_STORE_MIGRATE_H
#define SPEAN_STORE_MIGRATE_H

#include "store/store.h"

struct migration {
	int number; /* from 1, without a gap */
	const char *name;
	const char *sql;
};

struct migrations {
	const struct migration *at;
	size_t count;
};

extern const struct migrations STORE_MIGRATIONS; /* STORE_DATA */
extern const struct migrations KEY_MIGRATIONS;   /* STORE_KEYS */

/* store_open as a program of another version would do it. `migrations` outlives the store. */
MUST_USE err store_open_with(struct ctx *c, const struct store_options *options,
			     const struct migrations *migrations, struct store **ret_store);

/* The same for a new store that is not made empty: `fill` runs in the transaction that makes it, in
 * place of the migrations, and must leave the newest schema. */
typedef err store_fill(struct ctx *c, struct db *db, void *argument);
MUST_USE err store_open_filled(struct ctx *c, const struct store_options *options,
			       const struct migrations *migrations, store_fill *fill,
			       void *argument, struct store **ret_store);
const struct migrations *store_migrations(enum store_schema schema);

/* The store is at `version`: run the steps after it. Inside a write transaction. */
MUST_USE err migrate(struct ctx *c, struct db *db, const struct migrations *migrations,
		     int version);
/* ERR_CONFLICT store.newer when `version` is higher than the last step. */
MUST_USE err migrate_check(struct ctx *c, const struct migrations *migrations, int version);

#endif
