/* The log is inserted into and read. Whoever asks for more is refused by the engine itself. */
#include "store/catalogue.h"
#include "store/engine.h"
#include "support/stores.h"

static const struct migration STEPS[] = {
	{1, "0001_audit",
	 "CREATE TABLE audit (number BIGINT NOT NULL PRIMARY KEY, deed TEXT NOT NULL);\n"
	 "CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL);"},
	{2, "0002_wider", "ALTER TABLE audit ADD COLUMN outcome TEXT;"},
};
static const struct migrations FIRST = {STEPS, 1};
static const struct migrations BOTH = {STEPS, 2};

static const char *fresh_location(struct stores *t)
{
	return t->engine == STORE_SQLITE ? arena_format(t->c->arena, "%s/log.store", t->folder).at
					 : database_create(t->c->arena);
}

/* A store with a log of two lines, in the place of the test's own. */
static const char *open_log(struct stores *t)
{
	struct store_options options = stores_options(t, STORE_CREATE);
	store_close(t->store);
	t->store = NULL;
	options.location = fresh_location(t);
	assert_ok(t->c, store_open_with(t->c, &options, &FIRST, &t->store));
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO audit (number, deed) VALUES (1, 'read')"));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO audit (number, deed) VALUES (2, 'write')"));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO notes (id, body) VALUES (1, 'a')"));
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
	return options.location;
}

static void close_log(struct stores *t, const char *location)
{
	store_close(t->store);
	t->store = NULL;
	if (t->engine == STORE_POSTGRES) {
		database_destroy(location);
	}
}

static err try_as(struct stores *t, struct db *db, enum statement_role role, const char *sql)
{
	struct stmt *stmt = NULL;
	TRY(db_prepare_as(t->c, db, role, slice_of(sql), &stmt));
	const err result = stmt_run(t->c, stmt);
	stmt_finish(stmt);
	return result;
}

static void assert_log_is_whole(struct stores *t)
{
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM audit WHERE deed = 'read'"), 1);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM audit"), 2);
	stores_return(t, db);
}

static void no_role_of_the_program_changes_or_removes_a_line(void **state)
{
	struct stores *t = *state;
	const char *location = open_log(t);
	static const char *const texts[] = {
		"UPDATE audit SET deed = 'x'",
		"UPDATE audit SET deed = 'x' WHERE number = 99",
		"DELETE FROM audit",
		"DELETE FROM audit WHERE number = 2",
		"INSERT INTO audit (number, deed) VALUES (1, 'x') "
		"ON CONFLICT (number) DO UPDATE SET deed = 'x'",
		"DROP TABLE audit",
	};
	static const enum statement_role roles[] = {ROLE_READER, ROLE_WRITER};
	for (size_t i = 0; i < COUNT_OF(texts) * COUNT_OF(roles); i++) {
		struct db *db = stores_borrow(t);
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_failed(t->c, try_as(t, db, roles[i % 2], texts[i / 2]), ERR_DENIED,
			      "store.role");
		stores_return(t, db);
	}
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "UPDATE notes SET body = 'b'"));
	assert_ok(t->c, sql_run(t, db, "DELETE FROM notes"));
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
	assert_log_is_whole(t);
	close_log(t, location);
}

/* SQLite takes away the row in the way without calling it a deletion. */
static void an_insert_that_replaces_is_refused(void **state)
{
	struct stores *t = *state;
	const char *location = open_log(t);
	static const char *const texts[] = {
		"INSERT OR REPLACE INTO audit (number, deed) VALUES (1, 'x')",
		"REPLACE INTO audit (number, deed) VALUES (2, 'x')",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct db *db = stores_borrow(t);
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_failed(t->c, sql_run(t, db, texts[i]), ERR_DENIED, "store.role");
		stores_return(t, db);
	}
	assert_log_is_whole(t);
	close_log(t, location);
}

/* What even the engine's own role may not: the guard stands in the store, not in the program. */
static void the_guard_stands_in_the_store_itself(void **state)
{
	struct stores *t = *state;
	const char *location = open_log(t);
	static const char *const texts[] = {
		"UPDATE audit SET deed = 'x'", "DELETE FROM audit",
		/* of PostgreSQL alone; nonsense to the other, and refused there too */
		"TRUNCATE audit"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct db *db = stores_borrow(t);
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_int_not_equal(try_as(t, db, ROLE_ENGINE, texts[i]), OK);
		db_rollback(db);
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_int_not_equal(try_as(t, db, ROLE_MIGRATOR, texts[i]), OK);
		stores_return(t, db);
	}
	assert_log_is_whole(t);
	close_log(t, location);
}

static void a_later_migration_may_widen_the_table_and_the_guard_stays(void **state)
{
	struct stores *t = *state;
	const char *location = open_log(t);
	struct store_options options = stores_options(t, STORE_OPEN);
	options.location = location;
	store_close(t->store);
	t->store = NULL;
	assert_ok(t->c, store_open_with(t->c, &options, &BOTH, &t->store));
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_failed(t->c, sql_run(t, db, "UPDATE audit SET outcome = 'done'"), ERR_DENIED,
		      "store.role");
	stores_return(t, db);
	assert_log_is_whole(t);
	close_log(t, location);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(no_role_of_the_program_changes_or_removes_a_line),
		ON_SQLITE(an_insert_that_replaces_is_refused),
		ON_EACH_ENGINE(the_guard_stands_in_the_store_itself),
		ON_EACH_ENGINE(a_later_migration_may_widen_the_table_and_the_guard_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
