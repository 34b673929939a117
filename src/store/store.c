/* store.c - opening, the pool of connections, transactions: what is the same for every engine. */
#include "store/store.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "store/engine.h"

enum { WAIT_MS = 10000 };

static bool is_postgres(struct slice location)
{
	return slice_starts(location, S("postgres://")) ||
	       slice_starts(location, S("postgresql://"));
}

static void keep_key(struct store *store, const unsigned char *key)
{
	if (key == NULL) {
		return;
	}
	store->key = sodium_malloc(STORE_KEY_BYTES);
	must(store->key != NULL);
	memcpy(store->key, key, STORE_KEY_BYTES);
	(void)sodium_mprotect_noaccess(store->key);
}

static struct store *create(const struct store_options *options,
			    const struct migrations *migrations)
{
	struct arena *arena = arena_create();
	struct store *store = ARENA_NEW(arena, struct store);
	store->arena = arena;
	store->migrations = migrations;
	store->schema = options->schema;
	store->location = arena_cstr(arena, slice_of(options->location));
	store->engine = is_postgres(slice_of(store->location)) ? &POSTGRES_ENGINE : &SQLITE_ENGINE;
	store->cipher = options->cipher;
	store->shown = store->engine->shown(arena, store->location);
	store->wait_ms = options->wait_ms > 0 ? options->wait_ms : WAIT_MS;
	store->connections_max = options->connections_max > 0 ? options->connections_max
							      : store->engine->connections;
	pthread_condattr_t attributes;
	must(pthread_condattr_init(&attributes) == 0);
	must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
	must(pthread_cond_init(&store->returned, &attributes) == 0);
	must(pthread_mutex_init(&store->mutex, NULL) == 0);
	(void)pthread_condattr_destroy(&attributes);
	keep_key(store, options->key);
	return store;
}

err store_open_filled(struct ctx *c, const struct store_options *options,
		      const struct migrations *migrations, store_fill *fill, void *argument,
		      struct store **ret_store)
{
	must(sodium_init() >= 0);
	struct store *store = create(options, migrations);
	store->fill = fill;
	store->fill_argument = argument;
	const err result = store->engine->open(c, store, options->opening);
	if (result != OK) {
		store_close(store);
		return result;
	}
	*ret_store = store;
	return OK;
}

err store_open_with(struct ctx *c, const struct store_options *options,
		    const struct migrations *migrations, struct store **ret_store)
{
	return store_open_filled(c, options, migrations, NULL, NULL, ret_store);
}

const struct migrations *store_migrations(enum store_schema schema)
{
	return schema == STORE_KEYS ? &KEY_MIGRATIONS : &STORE_MIGRATIONS;
}

err store_open(struct ctx *c, const struct store_options *options, struct store **ret_store)
{
	return store_open_with(c, options, store_migrations(options->schema), ret_store);
}

err store_fill_new(struct ctx *c, struct store *store, struct db *db)
{
	return store->fill != NULL ? store->fill(c, db, store->fill_argument)
				   : migrate(c, db, store->migrations, 0);
}

int64_t application_of(enum store_schema schema)
{
	return schema == STORE_KEYS ? APPLICATION_KEYS : APPLICATION_DATA;
}

err application_check(struct ctx *c, const struct store *store, int64_t found)
{
	if (found == application_of(store->schema)) {
		return OK;
	}
	if (found == APPLICATION_DATA || found == APPLICATION_KEYS) {
		return FAIL(c, ERR_BROKEN, "store.other_schema", "path=%s", store->shown);
	}
	return FAIL(c, ERR_BROKEN, "store.foreign", "path=%s", store->shown);
}

void store_close(struct store *store)
{
	if (store == NULL) {
		return;
	}
	while (store->idle != NULL) {
		struct db *db = store->idle;
		store->idle = db->next_idle;
		db_disconnect(db);
		store->connections--;
	}
	must(store->connections == 0);
	store->engine->close(store);
	sodium_free(store->key);
	(void)pthread_cond_destroy(&store->returned);
	(void)pthread_mutex_destroy(&store->mutex);
	arena_destroy(store->arena);
}

void store_discard(struct ctx *c, const struct store_options *options)
{
	struct store *store = create(options, store_migrations(options->schema));
	store->engine->discard(c, store);
	store_close(store);
}

enum store_engine store_engine(const struct store *store)
{
	return store->engine->name;
}

int store_schema_version(void)
{
	return STORE_MIGRATIONS.at[STORE_MIGRATIONS.count - 1].number;
}

err db_connect(struct ctx *c, struct store *store, struct db **ret_db)
{
	struct arena *arena = arena_create();
	struct db *db = ARENA_NEW(arena, struct db);
	db->arena = arena;
	db->store = store;
	db->preparing = ROLE_ENGINE;
	const err result = store->engine->connect(c, store, db);
	if (result != OK) {
		arena_destroy(arena);
		return result;
	}
	*ret_db = db;
	return OK;
}

void db_disconnect(struct db *db)
{
	if (db == NULL) {
		return;
	}
	db_finish_all(db);
	db->closing = true;
	for (size_t i = 0; i < PREPARED_BUCKETS; i++) {
		struct prepared *slot = db->buckets[i];
		for (; slot != NULL; slot = slot->next) {
			db->store->engine->unprepare(slot);
		}
	}
	db->store->engine->disconnect(db);
	arena_destroy(db->arena);
}

static struct timespec deadline_of(const struct store *store)
{
	struct timespec deadline;
	must(clock_gettime(CLOCK_MONOTONIC, &deadline) == 0);
	deadline.tv_sec += store->wait_ms / 1000;
	deadline.tv_nsec += (long)(store->wait_ms % 1000) * 1000000;
	if (deadline.tv_nsec >= 1000000000) {
		deadline.tv_sec++;
		deadline.tv_nsec -= 1000000000;
	}
	return deadline;
}

/* An idle connection, or NULL and the right to open one. False: none came back in time. */
static bool take_connection(struct store *store, struct db **ret_db)
{
	const struct timespec deadline = deadline_of(store);
	int waited = 0;
	must(pthread_mutex_lock(&store->mutex) == 0);
	while (store->idle == NULL && store->connections >= store->connections_max && waited == 0) {
		waited = pthread_cond_timedwait(&store->returned, &store->mutex, &deadline);
	}
	const bool taken = store->idle != NULL || store->connections < store->connections_max;
	if (taken) {
		*ret_db = store->idle;
		if (store->idle != NULL) {
			store->idle = store->idle->next_idle;
		} else {
			store->connections++;
		}
	}
	must(pthread_mutex_unlock(&store->mutex) == 0);
	return taken;
}

/* Give back the connection, or only the right to one when `db` is NULL. */
static void put_connection(struct store *store, struct db *db)
{
	must(pthread_mutex_lock(&store->mutex) == 0);
	if (db != NULL) {
		db->next_idle = store->idle;
		store->idle = db;
	} else {
		store->connections--;
	}
	must(pthread_cond_signal(&store->returned) == 0);
	must(pthread_mutex_unlock(&store->mutex) == 0);
}

err store_borrow(struct ctx *c, struct store *store, struct db **ret_db)
{
	struct db *db = NULL;
	if (!take_connection(store, &db)) {
		return FAIL(c, ERR_BROKEN, "store.no_connection", "count=%u",
			    store->connections_max);
	}
	if (db != NULL && !store->engine->alive(db)) {
		db_disconnect(db);
		db = NULL;
	}
	const err result = db != NULL ? OK : db_connect(c, store, &db);
	if (result != OK) {
		put_connection(store, NULL);
		return result;
	}
	*ret_db = db;
	return OK;
}

void store_return(struct store *store, struct db *db)
{
	if (db == NULL) {
		return;
	}
	must(db->store == store);
	db_finish_all(db);
	db_rollback(db);
	if (db->broken) {
		db_disconnect(db);
		db = NULL;
	}
	put_connection(store, db);
}

err db_execute(struct ctx *c, struct db *db, enum statement_id id)
{
	db->preparing = ROLE_ENGINE;
	return db->store->engine->execute(c, db, statement_text(db->store->engine, id));
}

err db_number(struct ctx *c, struct db *db, enum statement_id id, int64_t *ret_number)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, db, id, &stmt));
	const err result = stmt_step(c, stmt, &row);
	if (result == OK) {
		*ret_number = row ? stmt_int(stmt, 0) : 0;
	}
	stmt_finish(stmt);
	return result;
}

static void end_transaction(struct db *db)
{
	db->in_transaction = false;
	db->failed = false;
	if (db->access == DB_WRITE && db->store->engine->unlock_writers != NULL) {
		db->store->engine->unlock_writers(db);
	}
}

err db_begin(struct ctx *c, struct db *db, enum db_access access)
{
	const struct engine *engine = db->store->engine;
	must(!db->in_transaction);
	if (access == DB_WRITE && engine->lock_writers != NULL) {
		TRY(engine->lock_writers(c, db));
	}
	db->access = access;
	const err result = db_execute(c, db, engine->begin[access]);
	if (result != OK) {
		end_transaction(db);
		return result;
	}
	db->in_transaction = true;
	db->failed = false;
	return OK;
}

err db_commit(struct ctx *c, struct db *db)
{
	must(db->in_transaction);
	err result = OK;
	if (db->failed) {
		result = FAIL_PLAIN(c, ERR_CONFLICT, "store.rolled_back");
	} else {
		result = db_execute(c, db, db->store->engine->commit);
	}
	if (result != OK) {
		db_rollback(db);
		return result;
	}
	end_transaction(db);
	return OK;
}

void db_rollback(struct db *db)
{
	if (!db->in_transaction) {
		return;
	}
	/* The engine may have rolled back by itself already; what counts is that nothing is open.
	 * The engine marks the connection as broken when something still is. */
	struct ctx unheard = {.arena = db->arena};
	(void)!db_execute(&unheard, db, db->store->engine->rollback);
	end_transaction(db);
}

/* Names into c->arena. */
static err collect(struct ctx *c, struct stmt *stmt, const struct slice **ret_names,
		   size_t *ret_count)
{
	enum { COLUMNS_MAX = 512 };
	struct slice *names = ARENA_ARRAY(c->arena, COLUMNS_MAX, struct slice);
	size_t count = 0;
	bool row = false;
	TRY(stmt_step(c, stmt, &row));
	while (row && count < COLUMNS_MAX) {
		names[count++] = arena_copy(c->arena, stmt_text(stmt, 0));
		TRY(stmt_step(c, stmt, &row));
	}
	*ret_names = names;
	*ret_count = count;
	return OK;
}

err db_columns(struct ctx *c, struct db *db, const char *table, const struct slice **ret_names,
	       size_t *ret_count)
{
	struct stmt *stmt;
	const struct slice *names = NULL;
	size_t count = 0;
	TRY(db_prepare_statement(c, db, db->store->engine->columns, &stmt));
	stmt_bind_text(stmt, "table", slice_of(table));
	const err result = collect(c, stmt, &names, &count);
	stmt_finish(stmt);
	TRY(result);
	if (count == 0) {
		return FAIL(c, ERR_NOT_FOUND, "store.no_table", "table=%s", table);
	}
	*ret_names = names;
	*ret_count = count;
	return OK;
}

err db_check(struct ctx *c, struct db *db)
{
	return db->store->engine->check(c, db);
}
