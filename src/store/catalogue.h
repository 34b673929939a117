/* catalogue.h - every SQL statement of the program that is not generated from the dictionary.
 *
 * The texts stand in sql/query/ under a comment head (name, role, rows, store, in, out, why, scan)
 * and become this table at build (tools/sqlgen.c). A role says what a statement may do: a reader's
 * statement that would write is refused when it is prepared.
 *
 * Not here: SQL of record kinds (record/ generates it), steps of the schema (migrate.h).
 */
#ifndef SPEAN_STORE_CATALOGUE_H
#define SPEAN_STORE_CATALOGUE_H

#include "store/store.h"
#include "store_catalogue.h"

enum statement_role {
	ROLE_READER,   /* only reads */
	ROLE_WRITER,   /* reads and writes rows, never the schema */
	ROLE_MIGRATOR, /* also makes tables */
	ROLE_ENGINE,   /* what the store itself needs: pragmas, transactions */
};

struct statement {
	const char *name;
	enum statement_role role;
	enum store_schema schema; /* "store: keys" in the head: a statement for the key store */
	const char *rows;         /* "none", "one", "many ..." */
	const char *in;           /* "id int, status text?" */
	const char *out;
	const char *why;
	bool scan;            /* may read a whole table */
	const char *sql;      /* for both engines, or for SQLite where `postgres` is there */
	const char *postgres; /* or NULL */
};

/* In the order of enum statement_id. */
extern const struct statement STORE_STATEMENTS[STATEMENT_COUNT];

/* As db_prepare, in the role that the head of the statement names. ERR_DENIED store.role when it
 * would do more than its role allows. */
MUST_USE err db_prepare_statement(struct ctx *c, struct db *db, enum statement_id id,
				  struct stmt **ret_stmt);

#endif
