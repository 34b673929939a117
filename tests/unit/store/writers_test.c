/* Many writers at once: each waits for the one before it, and none is sent away. */
#include <pthread.h>
#include <stdio.h>

#include "support/stores.h"

enum { WRITERS = 4, ROUNDS = 50 };

struct writer {
	pthread_t thread;
	struct store *store;
	int refused;
	char key[64]; /* of the first failure */
};

/* What the log does: read the end, add one more. Two that overlap would take the same number. */
static err add_line(struct ctx *c, struct db *db)
{
	struct stmt *stmt = NULL;
	bool row = false;
	TRY(db_begin(c, db, DB_WRITE));
	TRY(db_prepare(c, db, S("SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM lines"),
		       &stmt));
	TRY(stmt_step(c, stmt, &row));
	const int64_t last = stmt_int(stmt, 0);
	stmt_finish(stmt);
	TRY(db_prepare(c, db, S("INSERT INTO lines (number) VALUES (:number)"), &stmt));
	stmt_bind_int(stmt, "number", last + 1);
	TRY(stmt_run(c, stmt));
	return db_commit(c, db);
}

static void *write_many(void *argument)
{
	struct writer *writer = argument;
	struct ctx c = {.arena = arena_create()};
	for (int i = 0; i < ROUNDS; i++) {
		struct db *db = NULL;
		err result = store_borrow(&c, writer->store, &db);
		if (result == OK) {
			result = add_line(&c, db);
		}
		store_return(writer->store, db);
		if (result != OK && writer->refused++ == 0) {
			(void)snprintf(writer->key, sizeof writer->key, "%s", c.fail.key);
		}
	}
	arena_destroy(c.arena);
	return NULL;
}

static void four_writers_of_one_chain_all_succeed_at_the_first_try(void **state)
{
	struct stores *t = *state;
	struct writer writers[WRITERS] = {0};
	stores_add_tables(t, "CREATE TABLE lines (number BIGINT NOT NULL PRIMARY KEY);");
	/* The test's own store waits but a moment; many writers need the time of a server. */
	struct store_options options = stores_options(t, STORE_OPEN);
	const struct migrations *migrations = t->migrations;
	store_close(t->store);
	t->store = NULL;
	options.wait_ms = 60000;
	assert_ok(t->c, store_open_with(t->c, &options, migrations, &t->store));
	for (size_t i = 0; i < WRITERS; i++) {
		writers[i].store = t->store;
		assert_int_equal(pthread_create(&writers[i].thread, NULL, write_many, &writers[i]),
				 0);
	}
	for (size_t i = 0; i < WRITERS; i++) {
		assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
		if (writers[i].refused > 0) {
			fail_msg("writer %zu was refused %d times: %s", i, writers[i].refused,
				 writers[i].key);
		}
	}
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM lines"), WRITERS * ROUNDS);
	assert_int_equal(sql_number(t, db, "SELECT CAST(MAX(number) AS BIGINT) FROM lines"),
			 WRITERS * ROUNDS);
	stores_return(t, db);
}

/* A writer that gives up, fails, or hands its connection back leaves the way free. */
static void whoever_ends_frees_the_way(void **state)
{
	struct stores *t = *state;
	struct db *first = stores_borrow(t);
	struct db *second = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, first, DB_WRITE));
	assert_failed(t->c, db_begin(t->c, second, DB_WRITE), ERR_CONFLICT, "store.busy");
	db_rollback(first);
	assert_ok(t->c, db_begin(t->c, second, DB_WRITE));
	assert_int_not_equal(sql_run(t, second, "INSERT INTO no_such_table VALUES (1)"), OK);
	assert_failed(t->c, db_commit(t->c, second), ERR_CONFLICT, "store.rolled_back");
	assert_ok(t->c, db_begin(t->c, first, DB_WRITE));
	stores_return(t, first);
	assert_ok(t->c, db_begin(t->c, second, DB_WRITE));
	assert_ok(t->c, db_commit(t->c, second));
	stores_return(t, second);
	struct db *third = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, third, DB_WRITE));
	stores_return(t, third);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(four_writers_of_one_chain_all_succeed_at_the_first_try),
		ON_EACH_ENGINE(whoever_ends_frees_the_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
