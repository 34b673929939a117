/* engine.h - what an engine must be able to do. Private to src/store.
 *
 * store.c, statement.c and migrate.c hold what is the same for all engines (pool, transactions,
 * statement cache, roles) and call through this table; sqlite.c and postgres.c hold the rest. An
 * engine maps its own failures to the keys that store.h promises.
 */
#ifndef SPEAN_STORE_ENGINE_H
#define SPEAN_STORE_ENGINE_H

#include <pthread.h>

#include "base/buf.h"
#include "store/catalogue.h"
#include "store/migrate.h"
#include "store/store.h"

enum { PREPARED_BUCKETS = 64, PREPARED_IDLE_MAX = 96, TABLE_NAME_SIZE = 64 };

/* Where a statement stands between bind and finish. */
enum run_state { RUN_READY, RUN_ROW, RUN_DONE };

enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB };

/* One statement of one connection as the engine knows it; kept when its user has finished. */
struct prepared {
	struct prepared *next; /* in its bucket */
	struct db *db;
	struct buf *sql; /* as it was asked for: the key of the cache */
	enum statement_role role;
	uint64_t hash;
	uint64_t used; /* tick of the last use; the oldest idle one goes first */
	bool in_use;
	bool writes;
	bool bad_text; /* no UTF-8, or with a NUL: PostgreSQL cannot keep it, so neither may */
	enum run_state state;
	int64_t changes;
	char table[TABLE_NAME_SIZE]; /* what it writes to, for messages; may be empty */
	void *handle;                /* the engine's statement */
	void *extra;                 /* the engine's own memory, reused with the slot */
};

/* What a caller holds. It lives in the caller's arena, so that a defer that runs after the
 * connection has gone finds it, with prepared == NULL. */
struct stmt {
	struct prepared *prepared;
	struct stmt *previous; /* all open statements of the connection */
	struct stmt *next;
};

struct db {
	struct arena *arena;
	struct store *store;
	struct db *next_idle;
	void *handle;      /* the engine's connection */
	struct stmt *open; /* statements that nobody finished yet */
	bool in_transaction;
	bool failed;             /* a statement failed in this transaction: only rollback is left */
	bool broken;             /* not to be used again */
	bool closing;            /* the engine forgets everything at once, nothing one by one */
	uint64_t prepared_count; /* names of PostgreSQL's statements */
	enum db_access access;   /* of the transaction */
	enum statement_role preparing; /* role of what is being prepared or executed */
	struct prepared *noted;        /* being prepared: learns which table it writes */
	uint64_t tick;
	size_t idle_count;
	struct prepared *free_slots;
	struct prepared *buckets[PREPARED_BUCKETS];
};

struct engine {
	enum store_engine name;
	/* The catalogue's texts for BEGIN (by access), COMMIT and ROLLBACK. */
	enum statement_id begin[2];
	enum statement_id commit;
	enum statement_id rollback;
	enum statement_id columns;
	enum statement_id tables;  /* all tables, in the order in which they were made */
	enum statement_id version; /* of the schema */
	unsigned connections;      /* when store_options says 0 */

	/* The location as messages may show it: without a password. */
	const char *(*shown)(struct arena *arena, const char *location);
	/* Check the location, make the store or bring its schema up to date. */
	err (*open)(struct ctx *c, struct store *store, enum store_opening opening);
	void (*close)(struct store *store);
	void (*discard)(struct ctx *c, struct store *store);
	err (*connect)(struct ctx *c, struct store *store, struct db *db);
	/* Is a connection that lay idle still good? */
	bool (*alive)(struct db *db);
	void (*disconnect)(struct db *db);
	/* Run SQL without parameters and without rows; several statements are fine. */
	err (*execute)(struct ctx *c, struct db *db, const char *sql);
	err (*prepare)(struct ctx *c, struct prepared *prepared, struct slice sql);
	void (*unprepare)(struct prepared *prepared);
	/* False: no parameter has this name. */
	bool (*bind_text)(struct prepared *prepared, const char *name, struct slice text);
	bool (*bind_int)(struct prepared *prepared, const char *name, int64_t value);
	bool (*bind_blob)(struct prepared *prepared, const char *name, struct slice bytes);
	bool (*bind_null)(struct prepared *prepared, const char *name);
	err (*step)(struct ctx *c, struct prepared *prepared, bool *ret_row);
	void (*reset)(struct prepared *prepared); /* keeps what is bound */
	void (*clear)(struct prepared *prepared); /* forgets what is bound */
	struct slice (*text)(const struct prepared *prepared, int column);
	int64_t (*integer)(const struct prepared *prepared, int column);
	bool (*is_null)(const struct prepared *prepared, int column);
	/* Of the present row. A BLOB column gives bytes, whatever was put into it. */
	enum cell_kind (*kind)(const struct prepared *prepared, int column);
	err (*set_version)(struct ctx *c, struct db *db, int version);
	err (*check)(struct ctx *c, struct db *db);
	/* Refuse for good, whoever asks, to change or delete rows of an append-only table. In the
	 * transaction of a migration. */
	enum statement_id guard;
	/* One writing transaction at a time: before it begins, and after it has ended. NULL where
	 * the engine's own BEGIN sees to it. */
	err (*lock_writers)(struct ctx *c, struct db *db);
	void (*unlock_writers)(struct db *db);
	/* CREATE TABLE as this engine writes it. */
	struct slice (*dialect)(struct arena *arena, const char *sql);
};

struct store {
	struct arena *arena;
	const struct engine *engine;
	const struct migrations *migrations;
	enum store_schema schema;
	const char *location;
	const char *cipher; /* of a new file; NULL: by the processor */
	const char *shown;  /* engine->shown(location) */
	unsigned char *key; /* guarded by libsodium, unreadable but for the moment of a connect */
	void *state;        /* the engine's own */
	store_fill *fill;   /* what makes the schema of a new store; NULL: the migrations */
	void *fill_argument;
	unsigned wait_ms;

	pthread_mutex_t mutex; /* over the four below */
	pthread_cond_t returned;
	struct db *idle;
	unsigned connections; /* open or being opened */
	unsigned connections_max;
};

/* What a store says it is: "Spea" or "Spek" in ASCII. The application id of an SQLite file, a
 * column of store_schema on PostgreSQL. */
enum { APPLICATION_DATA = 0x53706561, APPLICATION_KEYS = 0x5370656b };
int64_t application_of(enum store_schema schema);
/* OK when `found` is what the store was opened as. ERR_BROKEN store.other_schema when it is ours
 * but of the other schema, store.foreign for anything else. */
MUST_USE err application_check(struct ctx *c, const struct store *store, int64_t found);

extern const struct engine SQLITE_ENGINE;
extern const struct engine POSTGRES_ENGINE;

/* Is this a table whose rows are inserted and read, never changed (migrate.c lists them)? */
bool table_is_append_only(const char *table);

/* Make what a new store holds, in the transaction that makes it. */
MUST_USE err store_fill_new(struct ctx *c, struct store *store, struct db *db);

/* `script` with `text` for every `word`; NUL-terminated. */
struct slice script_fill(struct arena *arena, struct slice script, const char *word,
			 struct slice text);

/* The text of a statement for this engine. */
const char *statement_text(const struct engine *engine, enum statement_id id);
/* A connection outside the pool, and its end. */
MUST_USE err db_connect(struct ctx *c, struct store *store, struct db **ret_db);
void db_disconnect(struct db *db);
/* Run a script in the role of the engine. */
MUST_USE err db_execute(struct ctx *c, struct db *db, enum statement_id id);
/* The engine's own one-row, one-number question. */
MUST_USE err db_number(struct ctx *c, struct db *db, enum statement_id id, int64_t *ret_number);
MUST_USE err db_prepare_as(struct ctx *c, struct db *db, enum statement_role role, struct slice sql,
			   struct stmt **ret_stmt);
/* Finish whatever is still open on the connection. */
void db_finish_all(struct db *db);

#endif
