/* Statements, rows and transactions: the same on both engines. */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "store/catalogue.h"
#include "support/stores.h"

#define THINGS                                                                                     \
	"CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, label TEXT, count BIGINT,"             \
	" bytes BLOB, kind TEXT);"                                                                 \
	"CREATE TABLE parts (id TEXT NOT NULL PRIMARY KEY,"                                        \
	" thing TEXT NOT NULL REFERENCES things (id), place BIGINT UNIQUE);"                       \
	"CREATE INDEX parts_thing ON parts (thing);"

static int setup_sqlite(void **state)
{
	(void)stores_setup_sqlite(state);
	stores_add_tables(*state, THINGS);
	return 0;
}

static int setup_postgres(void **state)
{
	(void)stores_setup_postgres(state);
	stores_add_tables(*state, THINGS);
	return 0;
}

#define ON_BOTH(test)                                                                              \
	{#test " (SQLite)", test, setup_sqlite, stores_teardown, NULL},                            \
	{                                                                                          \
#test " (PostgreSQL)", test, setup_postgres, stores_teardown, NULL                 \
	}

static const char INSERT[] =
	"INSERT INTO things (id, label, count, bytes) VALUES (:id, :label, :count, :bytes)";
static const char SELECT[] = "SELECT label, count, bytes, kind FROM things WHERE id = :id";

static void insert(struct stores *t, struct db *db, const char *id, struct slice label,
		   int64_t count, struct slice bytes)
{
	struct stmt *stmt;
	assert_ok(t->c, db_prepare(t->c, db, slice_of(INSERT), &stmt));
	stmt_bind_text(stmt, "id", slice_of(id));
	stmt_bind_text(stmt, "label", label);
	stmt_bind_int(stmt, "count", count);
	stmt_bind_blob(stmt, "bytes", bytes);
	assert_ok(t->c, stmt_run(t->c, stmt));
	assert_int_equal(stmt_changes(stmt), 1);
	stmt_finish(stmt);
}

static struct stmt *find(struct stores *t, struct db *db, const char *id)
{
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, db_prepare(t->c, db, slice_of(SELECT), &stmt));
	stmt_bind_text(stmt, "id", slice_of(id));
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_true(row);
	return stmt;
}

static struct slice all_bytes(struct arena *arena)
{
	char *bytes = arena_alloc(arena, 512);
	for (size_t i = 0; i < 512; i++) {
		bytes[i] = (char)(i & 0xff);
	}
	return (struct slice){.at = bytes, .length = 512};
}

static void every_type_comes_back_as_it_went(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	const struct slice bytes = all_bytes(t->c->arena);
	const struct {
		const char *id;
		struct slice label;
		int64_t count;
		struct slice bytes;
	} rows[] = {
		{"plain", S("a text"), 7, S("abc")},
		{"khmer", S("ស្រ្តី និងក្មេងស្រី\xe2\x80\x8bចំណាកស្រុក"), INT64_MAX, bytes},
		{"nuls", S("it's \"quoted\" \\ :id $1 ?"), INT64_MIN, S("\0a\0\0b\0")},
		{"empty", S(""), 0, S("")},
		{"controls", S("\n\t\x01\x7f"), -1, S("\\x00")},
	};
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		insert(t, db, rows[i].id, rows[i].label, rows[i].count, rows[i].bytes);
	}
	assert_ok(t->c, db_commit(t->c, db));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct stmt *stmt = find(t, db, rows[i].id);
		assert_true(slice_equal(stmt_text(stmt, 0), rows[i].label));
		assert_true(stmt_int(stmt, 1) == rows[i].count);
		assert_true(slice_equal(stmt_text(stmt, 2), rows[i].bytes));
		assert_false(stmt_is_null(stmt, 0));
		assert_false(stmt_is_null(stmt, 2));
		assert_true(stmt_is_null(stmt, 3));
		assert_true(slice_empty(stmt_text(stmt, 3)));
		assert_int_equal(stmt_int(stmt, 3), 0);
		stmt_finish(stmt);
	}
	stores_return(t, db);
}

static void a_number_reads_as_text_and_a_text_as_number(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, db_prepare(t->c, db, S("SELECT 1200, '42', 1 = 1, 1 = 2"), &stmt));
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_true(slice_is(stmt_text(stmt, 0), "1200"));
	assert_int_equal(stmt_int(stmt, 1), 42);
	assert_int_equal(stmt_int(stmt, 2), 1);
	assert_true(slice_is(stmt_text(stmt, 3), "0"));
	stores_return(t, db);
}

static void what_is_not_bound_or_bound_to_null_is_null(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "a", S("full"), 1, S("full"));
	assert_ok(t->c, db_prepare(t->c, db, slice_of(INSERT), &stmt));
	stmt_bind_text(stmt, "id", S("b"));
	stmt_bind_null(stmt, "label");
	assert_ok(t->c, stmt_run(t->c, stmt));
	stmt_finish(stmt);
	stmt = find(t, db, "b");
	for (int column = 0; column < 4; column++) {
		assert_true(stmt_is_null(stmt, column));
	}
	stores_return(t, db);
}

static void one_statement_runs_many_times_with_other_values(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	char id[16];
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, db_prepare(t->c, db, slice_of(INSERT), &stmt));
	stmt_bind_text(stmt, "label", S("kept"));
	for (int i = 0; i < 100; i++) {
		(void)snprintf(id, sizeof id, "row-%d", i);
		stmt_bind_text(stmt, "id", slice_of(id));
		stmt_bind_int(stmt, "count", i);
		assert_ok(t->c, stmt_run(t->c, stmt));
	}
	stmt_finish(stmt);
	assert_ok(t->c, db_commit(t->c, db));
	assert_int_equal(sql_number(t, db,
				    "SELECT CAST(SUM(count) AS BIGINT) FROM things"
				    " WHERE label = 'kept'"),
			 4950);
	stores_return(t, db);
}

static void other_statements_run_while_rows_are_read(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *outer;
	bool row = false;
	int64_t sum = 0;
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "a", S("x"), 1, S(""));
	insert(t, db, "b", S("x"), 2, S(""));
	insert(t, db, "c", S("x"), 4, S(""));
	assert_ok(t->c, db_prepare(t->c, db, S("SELECT id FROM things ORDER BY id"), &outer));
	assert_ok(t->c, stmt_step(t->c, outer, &row));
	while (row) {
		const struct slice id = arena_copy(t->c->arena, stmt_text(outer, 0));
		struct stmt *inner = find(t, db, id.at);
		struct stmt *same = find(t, db, id.at);
		sum += stmt_int(inner, 1) + 10 * stmt_int(same, 1);
		stmt_finish(same);
		stmt_finish(inner);
		assert_ok(t->c, stmt_step(t->c, outer, &row));
	}
	assert_int_equal(sum, 77);
	stores_return(t, db);
}

static void text_sorts_by_its_bytes(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	bool row = false;
	static const char *const expected[] = {"A-a", "B", "a-b", "ab", "é", "ក"};
	static const char *const given[] = {"ab", "B", "ក", "a-b", "é", "A-a"};
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		insert(t, db, given[i], S(""), 0, S(""));
	}
	assert_ok(t->c, db_prepare(t->c, db, S("SELECT id FROM things ORDER BY id"), &stmt));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_ok(t->c, stmt_step(t->c, stmt, &row));
		assert_true(row);
		assert_true(slice_is(stmt_text(stmt, 0), expected[i]));
	}
	stores_return(t, db);
}

static void a_rolled_back_row_is_gone_and_a_committed_one_stays(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "kept", S(""), 0, S(""));
	assert_ok(t->c, db_commit(t->c, db));
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "gone", S(""), 0, S(""));
	db_rollback(db);
	db_rollback(db);
	stores_return(t, db);
	stores_reopen(t);
	db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 1);
	stores_return(t, db);
}

static void returning_a_connection_rolls_back_and_finishes(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "gone", S(""), 0, S(""));
	struct stmt *left_open = find(t, db, "gone");
	stores_return(t, db);
	stmt_finish(left_open);
	db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 0);
	stores_return(t, db);
}

static void a_statement_may_be_finished_by_its_arena(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct ctx inner = {.arena = arena_create()};
	struct stmt *stmt;
	bool row = false;
	for (int i = 0; i < 3; i++) {
		assert_ok(&inner, db_prepare(&inner, db, S("SELECT id FROM things"), &stmt));
		assert_ok(&inner, stmt_step(&inner, stmt, &row));
		arena_reset(inner.arena);
	}
	assert_ok(&inner, db_prepare(&inner, db, S("SELECT id FROM things"), &stmt));
	stores_return(t, db);
	store_close(t->store);
	t->store = NULL;
	arena_destroy(inner.arena);
}

static void the_same_key_twice_is_a_conflict_that_names_table_and_key(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"));
	assert_failed(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"), ERR_CONFLICT,
		      "store.unique");
	assert_non_null(strstr(t->c->fail.detail, "table=things\n"));
	assert_null(strstr(t->c->fail.detail, "constraint=\n"));
	stores_return(t, db);
}

static void a_reference_to_nothing_is_a_conflict_that_names_the_table(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_failed(t->c, sql_run(t, db, "INSERT INTO parts (id, thing) VALUES ('p', 'none')"),
		      ERR_CONFLICT, "store.foreign_key");
	assert_non_null(strstr(t->c->fail.detail, "table=parts"));
	stores_return(t, db);
}

static void a_missing_value_breaks_a_rule(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_failed(t->c, sql_run(t, db, "INSERT INTO parts (id) VALUES ('p')"), ERR_INVALID,
		      "store.constraint");
	stores_return(t, db);
}

static void after_a_failure_only_the_rollback_is_left(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"));
	assert_failed(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"), ERR_CONFLICT,
		      "store.unique");
	assert_failed(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('b')"), ERR_CONFLICT,
		      "store.rolled_back");
	assert_failed(t->c, db_commit(t->c, db), ERR_CONFLICT, "store.rolled_back");
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 0);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('b')"));
	assert_ok(t->c, db_commit(t->c, db));
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 1);
	stores_return(t, db);
}

static void text_that_no_engine_could_keep_is_refused(void **state)
{
	struct stores *t = *state;
	const struct slice texts[] = {S("a\0b"), S("\xff"), S("\xe1\x9e"), S("\xed\xa0\x80")};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct db *db = stores_borrow(t);
		struct stmt *stmt;
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_ok(t->c, db_prepare(t->c, db, slice_of(INSERT), &stmt));
		stmt_bind_text(stmt, "id", S("x"));
		stmt_bind_text(stmt, "label", texts[i]);
		assert_failed(t->c, stmt_run(t->c, stmt), ERR_INVALID, "store.bad_text");
		stores_return(t, db);
	}
}

static void writing_needs_a_transaction_that_says_so(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_failed(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"), ERR_DENIED,
		      "store.role");
	assert_ok(t->c, db_begin(t->c, db, DB_READ));
	assert_failed(t->c, sql_run(t, db, "INSERT INTO things (id) VALUES ('a')"), ERR_DENIED,
		      "store.role");
	db_rollback(db);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 0);
	stores_return(t, db);
}

static void a_writer_makes_no_tables_and_no_mischief(void **state)
{
	struct stores *t = *state;
	static const char *const texts[] = {
		"CREATE TABLE more (id TEXT)",         "DROP TABLE parts",
		"ATTACH DATABASE ':memory:' AS other", "PRAGMA journal_mode = OFF",
		"PRAGMA writable_schema = ON",         "COMMIT",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct db *db = stores_borrow(t);
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_failed(t->c, sql_run(t, db, texts[i]), ERR_DENIED, "store.role");
		stores_return(t, db);
	}
}

static void a_reading_transaction_sees_one_moment(void **state)
{
	struct stores *t = *state;
	struct db *reader = stores_borrow(t);
	struct db *writer = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, reader, DB_READ));
	assert_int_equal(sql_number(t, reader, "SELECT count(*) FROM things"), 0);
	assert_ok(t->c, db_begin(t->c, writer, DB_WRITE));
	insert(t, writer, "a", S(""), 0, S(""));
	assert_ok(t->c, db_commit(t->c, writer));
	assert_int_equal(sql_number(t, reader, "SELECT count(*) FROM things"), 0);
	assert_ok(t->c, db_commit(t->c, reader));
	assert_int_equal(sql_number(t, reader, "SELECT count(*) FROM things"), 1);
	stores_return(t, writer);
	stores_return(t, reader);
}

/* SQLite refuses at the start, PostgreSQL when the two touch the same row or at the commit. */
static err two_writers(struct stores *t, struct db *first, struct db *second)
{
	static const char sql[] = "UPDATE meta SET value = value + 1 WHERE name = 'data_version'";
	assert_ok(t->c, db_begin(t->c, first, DB_WRITE));
	assert_ok(t->c, sql_run(t, first, sql));
	TRY(db_begin(t->c, second, DB_WRITE));
	return sql_run(t, second, sql);
}

static void a_second_writer_is_told_that_the_store_is_busy(void **state)
{
	struct stores *t = *state;
	struct db *first = stores_borrow(t);
	struct db *second = stores_borrow(t);
	assert_failed(t->c, two_writers(t, first, second), ERR_CONFLICT, "store.busy");
	db_rollback(second);
	assert_ok(t->c, db_commit(t->c, first));
	assert_ok(t->c, db_begin(t->c, second, DB_WRITE));
	assert_ok(t->c, sql_run(t, second, "UPDATE meta SET value = 9"));
	assert_ok(t->c, db_commit(t->c, second));
	stores_return(t, first);
	stores_return(t, second);
}

/* Write skew: each reads what the other writes. Only one of them may have been right. */
static void transactions_are_serialisable(void **state)
{
	struct stores *t = *state;
	struct db *first = stores_borrow(t);
	struct db *second = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, first, DB_WRITE));
	insert(t, first, "a", S("on duty"), 1, S(""));
	insert(t, first, "b", S("on duty"), 1, S(""));
	assert_ok(t->c, db_commit(t->c, first));
	static const char count[] = "SELECT count(*) FROM things WHERE count = 1";
	assert_ok(t->c, db_begin(t->c, first, DB_WRITE));
	assert_int_equal(sql_number(t, first, count), 2);
	err result = db_begin(t->c, second, DB_WRITE);
	if (result == OK) {
		assert_int_equal(sql_number(t, second, count), 2);
		result = sql_run(t, second, "UPDATE things SET count = 0 WHERE id = 'b'");
	}
	const err first_result =
		sql_run(t, first, "UPDATE things SET count = 0 WHERE id = 'a'") == OK
			? db_commit(t->c, first)
			: ERR_CONFLICT;
	if (result == OK) {
		result = db_commit(t->c, second);
	}
	assert_true((first_result == OK) != (result == OK));
	stores_return(t, first);
	stores_return(t, second);
	first = stores_borrow(t);
	assert_int_equal(sql_number(t, first, count), 1);
	stores_return(t, first);
}

static void more_statements_than_the_cache_keeps_all_work(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 300; i++) {
			const struct slice sql =
				arena_format(t->c->arena, "SELECT %d + count(*) FROM things", i);
			assert_int_equal(sql_number(t, db, sql.at), i);
		}
	}
	stores_return(t, db);
}

/* PostgreSQL can be asked what it has prepared. */
static void the_same_statement_is_prepared_once_and_old_ones_are_forgotten(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	static const char count[] = "SELECT count(*) FROM pg_prepared_statements";
	const int64_t before = sql_number(t, db, count);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(sql_number(t, db, "SELECT 7"), 7);
	}
	assert_int_equal(sql_number(t, db, count), before + 1);
	for (int i = 0; i < 300; i++) {
		const struct slice sql = arena_format(t->c->arena, "SELECT %d", i);
		assert_int_equal(sql_number(t, db, sql.at), i);
	}
	assert_in_range(sql_number(t, db, count), 50, 100);
	stores_return(t, db);
}

static void a_select_changes_nothing_and_an_update_says_how_much(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	for (int i = 0; i < 5; i++) {
		insert(t, db, arena_format(t->c->arena, "row-%d", i).at, S(""), i, S(""));
	}
	static const struct {
		const char *sql;
		int64_t changes;
	} rows[] = {
		{"UPDATE things SET label = 'x' WHERE count > 2", 2},
		{"UPDATE things SET label = 'x' WHERE count > 20", 0},
		{"INSERT INTO things (id) VALUES ('row-1') ON CONFLICT (id) DO NOTHING", 0},
		{"DELETE FROM things", 5},
	};
	assert_ok(t->c, db_prepare(t->c, db, S("SELECT id FROM things"), &stmt));
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_int_equal(stmt_changes(stmt), 0);
	stmt_finish(stmt);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_ok(t->c, db_prepare(t->c, db, slice_of(rows[i].sql), &stmt));
		assert_ok(t->c, stmt_run(t->c, stmt));
		assert_int_equal(stmt_changes(stmt), rows[i].changes);
		stmt_finish(stmt);
	}
	stores_return(t, db);
}

static void many_open_statements_at_once_all_work(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct stmt *open[200];
	bool row = false;
	for (int i = 0; i < 200; i++) {
		assert_ok(t->c, db_prepare(t->c, db, S("SELECT count(*) FROM things"), &open[i]));
		assert_ok(t->c, stmt_step(t->c, open[i], &row));
	}
	for (int i = 0; i < 200; i += 2) {
		stmt_finish(open[i]);
	}
	for (int i = 1; i < 200; i += 2) {
		assert_int_equal(stmt_int(open[i], 0), 0);
	}
	stores_return(t, db);
}

static void a_wrong_statement_is_an_error_and_the_connection_lives(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_failed(t->c, sql_run(t, db, "SELECT nothing FROM nowhere"), ERR_BROKEN, "store.io");
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), 0);
	stores_return(t, db);
}

static void columns_come_in_their_order(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	const struct slice *names = NULL;
	size_t count = 0;
	static const char *const expected[] = {"id", "label", "count", "bytes", "kind"};
	assert_ok(t->c, db_columns(t->c, db, "things", &names, &count));
	assert_int_equal(count, COUNT_OF(expected));
	for (size_t i = 0; i < count; i++) {
		assert_true(slice_is(names[i], expected[i]));
	}
	assert_failed(t->c, db_columns(t->c, db, "nothing", &names, &count), ERR_NOT_FOUND,
		      "store.no_table");
	stores_return(t, db);
}

static void a_sound_store_passes_its_check(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_check(t->c, db));
	stores_return(t, db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_BOTH(every_type_comes_back_as_it_went),
		ON_BOTH(a_number_reads_as_text_and_a_text_as_number),
		ON_BOTH(what_is_not_bound_or_bound_to_null_is_null),
		ON_BOTH(one_statement_runs_many_times_with_other_values),
		ON_BOTH(other_statements_run_while_rows_are_read),
		ON_BOTH(text_sorts_by_its_bytes),
		ON_BOTH(a_rolled_back_row_is_gone_and_a_committed_one_stays),
		ON_BOTH(returning_a_connection_rolls_back_and_finishes),
		ON_BOTH(a_statement_may_be_finished_by_its_arena),
		ON_BOTH(the_same_key_twice_is_a_conflict_that_names_table_and_key),
		ON_BOTH(a_reference_to_nothing_is_a_conflict_that_names_the_table),
		ON_BOTH(a_missing_value_breaks_a_rule),
		ON_BOTH(after_a_failure_only_the_rollback_is_left),
		ON_BOTH(text_that_no_engine_could_keep_is_refused),
		ON_BOTH(writing_needs_a_transaction_that_says_so),
		{"a_writer_makes_no_tables_and_no_mischief (SQLite)",
		 a_writer_makes_no_tables_and_no_mischief, setup_sqlite, stores_teardown, NULL},
		ON_BOTH(a_reading_transaction_sees_one_moment),
		ON_BOTH(a_second_writer_is_told_that_the_store_is_busy),
		ON_BOTH(transactions_are_serialisable),
		ON_BOTH(more_statements_than_the_cache_keeps_all_work),
		ON_POSTGRES(the_same_statement_is_prepared_once_and_old_ones_are_forgotten),
		ON_BOTH(a_select_changes_nothing_and_an_update_says_how_much),
		ON_BOTH(many_open_statements_at_once_all_work),
		ON_BOTH(a_wrong_statement_is_an_error_and_the_connection_lives),
		ON_BOTH(columns_come_in_their_order),
		ON_BOTH(a_sound_store_passes_its_check),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
