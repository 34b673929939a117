/* Statements, rows and transactions: the same on both engines. */
#include "store/store.h"

#include <string.h>

#include "store/catalogue.h"
#include "support/stores.h"

static int64_t data_version(struct stores *t)
{
	struct db *db;
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, store_borrow(t->c, t->store, &db));
	assert_ok(t->c, db_prepare_statement(t->c, db, STATEMENT_META_VALUE, &stmt));
	stmt_bind_text(stmt, "name", S("data_version"));
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_true(row);
	const int64_t version = stmt_int(stmt, 0);
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_false(row);
	store_return(t->store, db);
	return version;
}

static void a_new_store_starts_at_data_version_1(void **state)
{
	struct stores *t = *state;
	assert_int_equal(data_version(t), 1);
}

static void raise_version(struct stores *t, bool commit)
{
	struct db *db;
	struct stmt *stmt;
	assert_ok(t->c, store_borrow(t->c, t->store, &db));
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, db_prepare_statement(t->c, db, STATEMENT_META_RAISE, &stmt));
	stmt_bind_text(stmt, "name", S("data_version"));
	assert_ok(t->c, stmt_run(t->c, stmt));
	assert_int_equal(stmt_changes(stmt), 1);
	if (commit) {
		assert_ok(t->c, db_commit(t->c, db));
	}
	store_return(t->store, db);
}

static void what_was_committed_is_there_after_reopening(void **state)
{
	struct stores *t = *state;
	raise_version(t, true);
	stores_reopen(t);
	assert_int_equal(data_version(t), 2);
}

static void returning_a_connection_rolls_back(void **state)
{
	struct stores *t = *state;
	raise_version(t, false);
	assert_int_equal(data_version(t), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(a_new_store_starts_at_data_version_1),
		ON_EACH_ENGINE(what_was_committed_is_there_after_reopening),
		ON_EACH_ENGINE(returning_a_connection_rolls_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
