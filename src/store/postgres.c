/* postgres.c - the engine for many servers over one database. */
#include "store/postgres.h"

#include <poll.h>
#include <string.h>

#include "store/placeholders.h"

static void no_notices(void *argument, const char *message)
{
	(void)argument;
	(void)message;
}

static const char *option(const PQconninfoOption *options, const char *name)
{
	for (; options->keyword != NULL; options++) {
		if (strcmp(options->keyword, name) == 0) {
			return options->val != NULL ? options->val : "";
		}
	}
	return "";
}

/* Put together anew: a password may stand in more than one place of an address. */
static const char *shown(struct arena *arena, const char *location)
{
	PQconninfoOption *options = PQconninfoParse(location, NULL);
	if (options == NULL) {
		return "postgres://";
	}
	const char *host = option(options, "host");
	const char *port = option(options, "port");
	const struct slice text =
		arena_format(arena, "postgres://%s%s%s/%s", host[0] != '/' ? host : "",
			     port[0] != '\0' ? ":" : "", port, option(options, "dbname"));
	PQconninfoFree(options);
	return text.at;
}

/* libpq quotes a malformed address in its message, with the password. */
static err check_address(struct ctx *c, const struct store *store)
{
	PQconninfoOption *options = PQconninfoParse(store->location, NULL);
	if (options == NULL) {
		return FAIL(c, ERR_BROKEN, "store.unreachable",
			    "path=%s\nreason=this is not the form of such an address",
			    store->shown);
	}
	PQconninfoFree(options);
	return OK;
}

static err postgres_execute(struct ctx *c, struct db *db, const char *sql)
{
	PGresult *result = PQexec(db->handle, sql);
	const ExecStatusType status = PQresultStatus(result);
	err failed = OK;
	/* A migration may be nothing but a comment. */
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
	    status != PGRES_EMPTY_QUERY) {
		failed = postgres_fail(c, db, result);
	}
	PQclear(result);
	return failed;
}

static err start_session(struct ctx *c, struct store *store, struct db *db)
{
	const struct slice wait =
		arena_format(c->arena, "%s %u", STORE_STATEMENTS[STATEMENT_POSTGRES_WAIT_SET].sql,
			     store->wait_ms);
	TRY(db_execute(c, db, STATEMENT_POSTGRES_SESSION));
	return postgres_execute(c, db, wait.at);
}

static err connect_postgres(struct ctx *c, struct store *store, struct db *db)
{
	/* What stands before dbname the address may override; what stands after it, not. */
	static const char *const names[] = {"connect_timeout", "fallback_application_name",
					    "dbname", "client_encoding", NULL};
	const char *const values[] = {"10", "spean", store->location, "UTF8", NULL};
	PGconn *connection = PQconnectdbParams(names, values, 1);
	db->handle = connection;
	err failed = OK;
	if (PQstatus(connection) != CONNECTION_OK) {
		failed = postgres_unreachable(c, store, connection);
	} else {
		(void)PQsetNoticeProcessor(connection, no_notices, NULL);
		failed = start_session(c, store, db);
	}
	if (failed != OK) {
		PQfinish(connection);
	}
	return failed;
}

static void disconnect(struct db *db)
{
	PQfinish(db->handle);
}

/* A server that went away has left its farewell on the socket, and then the end of it: no round
 * trip is needed. */
static bool alive(struct db *db)
{
	struct pollfd socket = {.fd = PQsocket(db->handle), .events = POLLIN};
	while (poll(&socket, 1, 0) > 0) {
		if (PQconsumeInput(db->handle) == 0) {
			return false;
		}
	}
	return PQstatus(db->handle) == CONNECTION_OK &&
	       PQtransactionStatus(db->handle) == PQTRANS_IDLE;
}

static err set_version(struct ctx *c, struct db *db, int version)
{
	const struct slice sql = arena_format(
		c->arena, "%s %d", STORE_STATEMENTS[STATEMENT_POSTGRES_VERSION_SET].sql, version);
	return postgres_execute(c, db, sql.at);
}

static err make_schema_table(struct ctx *c, const struct store *store, struct db *db)
{
	const struct slice sql =
		arena_format(c->arena, "%s %lld", STORE_STATEMENTS[STATEMENT_POSTGRES_NEW_ROW].sql,
			     (long long)application_of(store->schema));
	TRY(db_execute(c, db, STATEMENT_POSTGRES_NEW));
	return postgres_execute(c, db, sql.at);
}

/* In the migration's lock and a write transaction. */
static err migrate_from(struct ctx *c, struct store *store, struct db *db,
			enum store_opening opening)
{
	int64_t version = 0;
	if (opening == STORE_CREATE) {
		TRY(make_schema_table(c, store, db));
		return store_fill_new(c, store, db);
	}
	TRY(db_number(c, db, STATEMENT_POSTGRES_VERSION, &version));
	return migrate(c, db, store->migrations, (int)version);
}

static err change_schema(struct ctx *c, struct store *store, struct db *db,
			 enum store_opening opening)
{
	TRY(db_begin(c, db, DB_WRITE));
	const err result = migrate_from(c, store, db, opening);
	if (result != OK) {
		db_rollback(db);
		return result;
	}
	return db_commit(c, db);
}

static err check_new(struct ctx *c, const struct store *store, struct db *db)
{
	int64_t count = 0;
	TRY(db_number(c, db, STATEMENT_POSTGRES_IS_STORE, &count));
	if (count > 0) {
		return FAIL(c, ERR_CONFLICT, "store.exists", "path=%s", store->shown);
	}
	TRY(db_number(c, db, STATEMENT_POSTGRES_TABLES, &count));
	if (count > 0) {
		return FAIL(c, ERR_BROKEN, "store.foreign", "path=%s", store->shown);
	}
	return OK;
}

/* OK with *ret_current: nothing to do. */
static err check_existing(struct ctx *c, const struct store *store, struct db *db,
			  bool *ret_current)
{
	int64_t number = 0;
	TRY(db_number(c, db, STATEMENT_POSTGRES_IS_STORE, &number));
	if (number == 0) {
		return FAIL(c, ERR_NOT_FOUND, "store.missing", "path=%s", store->shown);
	}
	TRY(db_number(c, db, STATEMENT_POSTGRES_APPLICATION, &number));
	TRY(application_check(c, store, number));
	TRY(db_number(c, db, STATEMENT_POSTGRES_VERSION, &number));
	TRY(migrate_check(c, store->migrations, (int)number));
	*ret_current = number == store->migrations->at[store->migrations->count - 1].number;
	return OK;
}

/* With the lock that lets one program at a time look and change. */
static err settle_locked(struct ctx *c, struct store *store, struct db *db,
			 enum store_opening opening)
{
	TRY(db_execute(c, db, STATEMENT_POSTGRES_LOCK));
	err result = opening == STORE_CREATE ? check_new(c, store, db) : OK;
	if (result == OK) {
		result = change_schema(c, store, db, opening);
	}
	if (result != OK) {
		return result;
	}
	return db_execute(c, db, STATEMENT_POSTGRES_UNLOCK);
}

static err settle(struct ctx *c, struct store *store, struct db *db, enum store_opening opening)
{
	bool current = false;
	if (opening == STORE_OPEN) {
		TRY(check_existing(c, store, db, &current));
	}
	return current ? OK : settle_locked(c, store, db, opening);
}

static err open_postgres(struct ctx *c, struct store *store, enum store_opening opening)
{
	struct db *db = NULL;
	TRY(check_address(c, store));
	TRY(db_connect(c, store, &db));
	const err result = settle(c, store, db, opening);
	if (result != OK) {
		/* The end of the session also ends its lock. */
		db_disconnect(db);
		return result;
	}
	store->idle = db;
	store->connections = 1;
	return OK;
}

static err lock_writers(struct ctx *c, struct db *db)
{
	return db_execute(c, db, STATEMENT_POSTGRES_WRITER_LOCK);
}

/* A session that keeps the lock would stop all writers: rather end it. */
static void unlock_writers(struct db *db)
{
	struct ctx unheard = {.arena = db->arena};
	if (db_execute(&unheard, db, STATEMENT_POSTGRES_WRITER_UNLOCK) != OK) {
		db->broken = true;
	}
}

/* In one transaction, in whatever order the references allow. */
static void discard(struct ctx *c, struct store *store)
{
	struct db *db = NULL;
	if (db_connect(c, store, &db) != OK) {
		return;
	}
	if (db_begin(c, db, DB_WRITE) == OK &&
	    db_execute(c, db, STATEMENT_POSTGRES_DISCARD) == OK) {
		(void)!db_commit(c, db);
	}
	db_rollback(db);
	db_disconnect(db);
}

static void close_postgres(struct store *store)
{
	(void)store;
}

static err check(struct ctx *c, struct db *db)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, db, STATEMENT_POSTGRES_CHECK, &stmt));
	err result = stmt_step(c, stmt, &row);
	if (result == OK && row) {
		result = FAIL(c, ERR_BROKEN, "store.corrupt", "path=%s\nreason=%.*s",
			      db->store->shown, SLICE_PRINT(stmt_text(stmt, 0)));
	}
	stmt_finish(stmt);
	return result;
}

static struct slice dialect(struct arena *arena, const char *sql)
{
	return placeholders_types(arena, slice_of(sql));
}

const struct engine POSTGRES_ENGINE = {
	.name = STORE_POSTGRES,
	.begin = {STATEMENT_POSTGRES_BEGIN_READ, STATEMENT_POSTGRES_BEGIN_WRITE},
	.commit = STATEMENT_POSTGRES_COMMIT,
	.rollback = STATEMENT_POSTGRES_ROLLBACK,
	.columns = STATEMENT_POSTGRES_COLUMNS,
	.tables = STATEMENT_POSTGRES_TABLE_NAMES,
	.version = STATEMENT_POSTGRES_VERSION,
	.kind = postgres_kind,
	.guard = STATEMENT_POSTGRES_GUARD,
	.lock_writers = lock_writers,
	.unlock_writers = unlock_writers,
	.connections = 8,
	.shown = shown,
	.open = open_postgres,
	.close = close_postgres,
	.discard = discard,
	.connect = connect_postgres,
	.alive = alive,
	.disconnect = disconnect,
	.execute = postgres_execute,
	.prepare = postgres_prepare,
	.unprepare = postgres_unprepare,
	.bind_text = postgres_bind_text,
	.bind_int = postgres_bind_int,
	.bind_blob = postgres_bind_blob,
	.bind_null = postgres_bind_null,
	.step = postgres_step,
	.reset = postgres_reset,
	.clear = postgres_clear,
	.text = postgres_text,
	.integer = postgres_integer,
	.is_null = postgres_is_null,
	.set_version = set_version,
	.check = check,
	.dialect = dialect,
};
