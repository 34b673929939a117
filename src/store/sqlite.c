/* sqlite.c - the engine of one encrypted file, or of a private store in memory. */
#include <sodium.h>
#include <string.h>

#include "store/sqlite.h"

enum { NAME_SIZE = 64 };

static bool in_memory(const struct store *store)
{
	return strcmp(store->location, ":memory:") == 0;
}

static const char *shown(struct arena *arena, const char *location)
{
	(void)arena;
	return location;
}

/* Changing or deleting rows of an append-only table, or taking away it or its guard. */
static bool breaks_guard(const struct db *db, int action, const char *first, const char *second)
{
	const char *table = action == SQLITE_DROP_TRIGGER ? second : first;
	switch (action) {
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_TRIGGER:
		return db->preparing != ROLE_MIGRATOR && table != NULL &&
		       table_is_append_only(table);
	default:
		return false;
	}
}

/* What a statement may do follows from its role, and SQLite itself holds it to that. */
static int authorize(void *argument, int action, const char *first, const char *second,
		     const char *database, const char *trigger)
{
	struct db *db = argument;
	(void)database;
	(void)trigger;
	if (breaks_guard(db, action, first, second)) {
		return SQLITE_DENY;
	}
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		if (db->noted != NULL && db->noted->table[0] == '\0' && first != NULL) {
			(void)snprintf(db->noted->table, TABLE_NAME_SIZE, "%s", first);
		}
		return db->preparing == ROLE_READER ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
	case SQLITE_PRAGMA:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return db->preparing == ROLE_ENGINE ? SQLITE_OK : SQLITE_DENY;
	default:
		return db->preparing >= ROLE_MIGRATOR ? SQLITE_OK : SQLITE_DENY;
	}
}

static err fail_now(struct ctx *c, struct db *db, const struct prepared *slot, int result)
{
	return sqlite_fail(c, db->store, db->handle, slot, result);
}

static err execute(struct ctx *c, struct db *db, const char *sql)
{
	const int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	if (result == SQLITE_OK) {
		return OK;
	}
	const err failed = fail_now(c, db, NULL, result);
	/* A rollback that finds nothing to roll back is fine; a transaction that stays open is
	 * not. */
	if (strcmp(sql, STORE_STATEMENTS[STATEMENT_SQLITE_ROLLBACK].sql) == 0) {
		db->broken = sqlite3_get_autocommit(db->handle) == 0;
	}
	return failed;
}

static void configure(struct db *db, sqlite3 *handle)
{
	db->handle = handle;
	(void)sqlite3_extended_result_codes(handle, 1);
	(void)sqlite3_busy_timeout(handle, (int)db->store->wait_ms);
	(void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_set_authorizer(handle, authorize, db);
}

static err connect_sqlite(struct ctx *c, struct store *store, struct db *db)
{
	const struct sqlite_state *state = store->state;
	sqlite3 *handle = NULL;
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			  (in_memory(store) ? SQLITE_OPEN_MEMORY | SQLITE_OPEN_CREATE : 0);
	int result = sqlite3_open_v2(state->path, &handle, flags, NULL);
	if (result == SQLITE_OK && !in_memory(store)) {
		result = sqlite_set_key(store, state, handle);
	}
	err failed = OK;
	if (result != SQLITE_OK) {
		failed = sqlite_fail(c, store, handle, NULL, result);
	} else {
		configure(db, handle);
		failed = db_execute(c, db, STATEMENT_SQLITE_CONNECTION);
	}
	if (failed != OK) {
		(void)sqlite3_close(handle);
	}
	return failed;
}

static void disconnect(struct db *db)
{
	const int result = sqlite3_close(db->handle);
	must(result == SQLITE_OK);
}

static bool alive(struct db *db)
{
	(void)db;
	return true;
}

/* Under the write lock, because another program may be migrating at the same moment. */
static err bring_up_to_date(struct ctx *c, struct store *store, struct db *db)
{
	int64_t version = 0;
	TRY(db_number(c, db, STATEMENT_SQLITE_VERSION, &version));
	if (version == store->migrations->at[store->migrations->count - 1].number) {
		return OK;
	}
	TRY(db_begin(c, db, DB_WRITE));
	err result = db_number(c, db, STATEMENT_SQLITE_VERSION, &version);
	if (result == OK) {
		result = migrate(c, db, store->migrations, (int)version);
	}
	if (result != OK) {
		db_rollback(db);
		return result;
	}
	return db_commit(c, db);
}

static err first_connection(struct ctx *c, struct store *store)
{
	struct db *db = NULL;
	TRY(db_connect(c, store, &db));
	const err result = bring_up_to_date(c, store, db);
	if (result != OK) {
		db_disconnect(db);
		return result;
	}
	store->idle = db;
	store->connections = 1;
	return OK;
}

static err open_file(struct ctx *c, struct store *store, struct sqlite_state *state,
		     enum store_opening opening)
{
	must(store->key != NULL);
	if (opening == STORE_CREATE) {
		TRY(sqlite_file_create(c, store, state));
	}
	TRY(sqlite_file_check(c, store, state));
	const bool had_log = sqlite_file_has_log(c->arena, state->path);
	const err result = first_connection(c, store);
	if (result != OK && !had_log) {
		sqlite_file_tidy(c, store, state);
	}
	return result;
}

static err open_sqlite(struct ctx *c, struct store *store, enum store_opening opening)
{
	struct sqlite_state *state = ARENA_NEW(store->arena, struct sqlite_state);
	state->path = store->location;
	store->state = state;
	if (in_memory(store)) {
		store->connections_max = 1;
		return first_connection(c, store);
	}
	return open_file(c, store, state, opening);
}

static void close_sqlite(struct store *store)
{
	(void)store;
}

static void discard(struct ctx *c, struct store *store)
{
	sqlite_file_remove(c->arena, store->location);
}

/* Nothing but white space after the one statement. */
static bool blank(struct slice sql, const char *tail)
{
	return slice_empty(slice_trim(slice_between(sql, (size_t)(tail - sql.at), sql.length)));
}

static err prepare(struct ctx *c, struct prepared *slot, struct slice sql)
{
	struct db *db = slot->db;
	sqlite3_stmt *stmt = NULL;
	const char *tail = NULL;
	db->noted = slot;
	const int result = sqlite3_prepare_v3(db->handle, sql.at, (int)sql.length,
					      SQLITE_PREPARE_PERSISTENT, &stmt, &tail);
	db->noted = NULL;
	if (result != SQLITE_OK) {
		return fail_now(c, db, slot, result);
	}
	must(stmt != NULL && blank(sql, tail));
	slot->handle = stmt;
	slot->writes = sqlite3_stmt_readonly(stmt) == 0;
	return OK;
}

static void unprepare(struct prepared *slot)
{
	(void)sqlite3_finalize(slot->handle);
	slot->handle = NULL;
}

static int parameter(const struct prepared *slot, const char *name)
{
	char full[NAME_SIZE];
	const int length = snprintf(full, sizeof full, ":%s", name);
	must(length > 0 && (size_t)length < sizeof full);
	return sqlite3_bind_parameter_index(slot->handle, full);
}

static bool bind_text(struct prepared *slot, const char *name, struct slice text)
{
	return sqlite3_bind_text64(slot->handle, parameter(slot, name),
				   text.at != NULL ? text.at : "", text.length, SQLITE_STATIC,
				   SQLITE_UTF8) == SQLITE_OK;
}

static bool bind_int(struct prepared *slot, const char *name, int64_t value)
{
	return sqlite3_bind_int64(slot->handle, parameter(slot, name), value) == SQLITE_OK;
}

static bool bind_blob(struct prepared *slot, const char *name, struct slice bytes)
{
	return sqlite3_bind_blob64(slot->handle, parameter(slot, name),
				   bytes.at != NULL ? bytes.at : "", bytes.length,
				   SQLITE_STATIC) == SQLITE_OK;
}

static bool bind_null(struct prepared *slot, const char *name)
{
	return sqlite3_bind_null(slot->handle, parameter(slot, name)) == SQLITE_OK;
}

static err step(struct ctx *c, struct prepared *slot, bool *ret_row)
{
	/* SQLite may prepare once more after a change of the schema: in the same role. */
	slot->db->preparing = slot->role;
	const int result = sqlite3_step(slot->handle);
	if (result != SQLITE_ROW && result != SQLITE_DONE) {
		return fail_now(c, slot->db, slot, result);
	}
	if (result == SQLITE_DONE && slot->writes) {
		slot->changes = sqlite3_changes64(slot->db->handle);
	}
	*ret_row = result == SQLITE_ROW;
	return OK;
}

static void reset(struct prepared *slot)
{
	(void)sqlite3_reset(slot->handle);
}

static void clear(struct prepared *slot)
{
	(void)sqlite3_clear_bindings(slot->handle);
}

static struct slice text(const struct prepared *slot, int column)
{
	const void *at = sqlite3_column_type(slot->handle, column) == SQLITE_BLOB
				 ? sqlite3_column_blob(slot->handle, column)
				 : (const void *)sqlite3_column_text(slot->handle, column);
	return (struct slice){.at = at,
			      .length = (size_t)sqlite3_column_bytes(slot->handle, column)};
}

static int64_t integer(const struct prepared *slot, int column)
{
	return sqlite3_column_int64(slot->handle, column);
}

static bool is_null(const struct prepared *slot, int column)
{
	return sqlite3_column_type(slot->handle, column) == SQLITE_NULL;
}

static enum cell_kind kind(const struct prepared *slot, int column)
{
	const char *declared = sqlite3_column_decltype(slot->handle, column);
	const int type = sqlite3_column_type(slot->handle, column);
	if (type == SQLITE_NULL) {
		return CELL_NULL;
	}
	if (type == SQLITE_BLOB || (declared != NULL && strcmp(declared, "BLOB") == 0)) {
		return CELL_BLOB;
	}
	return type == SQLITE_INTEGER ? CELL_INT : CELL_TEXT;
}

static err set_version(struct ctx *c, struct db *db, int version)
{
	const struct slice sql = arena_format(
		c->arena, "%s %d", STORE_STATEMENTS[STATEMENT_SQLITE_VERSION_SET].sql, version);
	db->preparing = ROLE_ENGINE;
	return execute(c, db, sql.at);
}

/* The first row of a check, if it is a finding. */
static err check_with(struct ctx *c, struct db *db, enum statement_id id)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, db, id, &stmt));
	err result = stmt_step(c, stmt, &row);
	if (result == OK && row && !slice_is(stmt_text(stmt, 0), "ok")) {
		result = FAIL(c, ERR_BROKEN, "store.corrupt", "path=%s\nreason=%.*s",
			      db->store->shown, SLICE_PRINT(stmt_text(stmt, 0)));
	}
	stmt_finish(stmt);
	return result;
}

static err check(struct ctx *c, struct db *db)
{
	TRY(check_with(c, db, STATEMENT_SQLITE_CHECK));
	return check_with(c, db, STATEMENT_SQLITE_CHECK_KEYS);
}

static struct slice dialect(struct arena *arena, const char *sql)
{
	(void)arena;
	return slice_of(sql);
}

const struct engine SQLITE_ENGINE = {
	.name = STORE_SQLITE,
	.begin = {STATEMENT_SQLITE_BEGIN_READ, STATEMENT_SQLITE_BEGIN_WRITE},
	.commit = STATEMENT_SQLITE_COMMIT,
	.rollback = STATEMENT_SQLITE_ROLLBACK,
	.columns = STATEMENT_SQLITE_COLUMNS,
	.tables = STATEMENT_SQLITE_TABLES,
	.version = STATEMENT_SQLITE_VERSION,
	.kind = kind,
	.guard = STATEMENT_SQLITE_GUARD,
	.connections = 8,
	.shown = shown,
	.open = open_sqlite,
	.close = close_sqlite,
	.discard = discard,
	.connect = connect_sqlite,
	.alive = alive,
	.disconnect = disconnect,
	.execute = execute,
	.prepare = prepare,
	.unprepare = unprepare,
	.bind_text = bind_text,
	.bind_int = bind_int,
	.bind_blob = bind_blob,
	.bind_null = bind_null,
	.step = step,
	.reset = reset,
	.clear = clear,
	.text = text,
	.integer = integer,
	.is_null = is_null,
	.set_version = set_version,
	.check = check,
	.dialect = dialect,
};
