/* A disk that fills up at any moment: what was answered with OK is there, the rest is not, and the
 * store is sound. */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "support/faulty_disk.h"
#include "support/stores.h"

enum { ROWS = 40 };

static const char TABLES[] = "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, label TEXT);";

static int setup(void **state)
{
	faulty_disk_heal();
	(void)stores_setup_sqlite(state);
	stores_add_tables(*state, TABLES);
	return 0;
}

static int teardown(void **state)
{
	faulty_disk_heal();
	return stores_teardown(state);
}

static err fill(struct ctx *c, struct db *db, int from)
{
	struct stmt *stmt;
	TRY(db_begin(c, db, DB_WRITE));
	TRY(db_prepare(c, db, S("INSERT INTO things VALUES (:id, :label)"), &stmt));
	for (int i = from; i < from + ROWS; i++) {
		stmt_bind_int(stmt, "id", i);
		stmt_bind_text(stmt, "label", S("a label of a certain length, so that pages fill"));
		TRY(stmt_run(c, stmt));
	}
	return db_commit(c, db);
}

/* Open, write one transaction, close. True when all of it went well. */
static bool whole_life(struct stores *t, int from, err *ret_result)
{
	const struct store_options options = stores_options(t, STORE_OPEN);
	struct ctx c = {.arena = arena_create()};
	struct store *store = NULL;
	struct db *db = NULL;
	err result = store_open_with(&c, &options, t->migrations, &store);
	if (result == OK) {
		result = store_borrow(&c, store, &db);
	}
	if (result == OK) {
		result = fill(&c, db, from);
		store_return(store, db);
	}
	store_close(store);
	if (result != OK) {
		assert_failed(&c, result, ERR_BROKEN, "store.full");
	}
	arena_destroy(c.arena);
	*ret_result = result;
	return result == OK;
}

static int64_t count_rows(struct stores *t)
{
	const struct store_options options = stores_options(t, STORE_OPEN);
	assert_ok(t->c, store_open_with(t->c, &options, t->migrations, &t->store));
	struct db *db = stores_borrow(t);
	const int64_t count = sql_number(t, db, "SELECT count(*) FROM things");
	assert_ok(t->c, db_check(t->c, db));
	stores_return(t, db);
	store_close(t->store);
	t->store = NULL;
	return count;
}

static void a_disk_that_fills_at_any_call_loses_nothing_that_was_acknowledged(void **state)
{
	struct stores *t = *state;
	err result = ERR_BROKEN;
	int64_t kept = 0;
	int refused = 0;
	store_close(t->store);
	t->store = NULL;
	for (long call = 0; call < 400; call++) {
		faulty_disk_fill_after(call);
		const bool acknowledged = whole_life(t, (int)call * ROWS, &result);
		const bool never_full = faulty_disk_calls() <= call;
		faulty_disk_heal();
		kept += acknowledged ? ROWS : 0;
		refused += acknowledged ? 0 : 1;
		assert_int_equal(count_rows(t), kept);
		if (never_full) {
			print_message("%d calls refused, then none\n", refused);
			assert_true(acknowledged && refused > 5);
			return;
		}
	}
	fail_msg("the disk was always too full");
}

/* The same program one version later: opening also migrates. */
static const struct migrations *one_step_more(struct stores *t)
{
	const size_t count = t->migrations->count;
	struct migration *steps = ARENA_ARRAY(t->c->arena, count + 1, struct migration);
	struct migrations *more = ARENA_NEW(t->c->arena, struct migrations);
	memcpy(steps, t->migrations->at, count * sizeof *steps);
	steps[count] = (struct migration){(int)count + 1, "more",
					  "CREATE TABLE more (id BIGINT NOT NULL PRIMARY KEY);"
					  "ALTER TABLE things ADD COLUMN extra TEXT;"};
	*more = (struct migrations){steps, count + 1};
	return more;
}

static void a_full_disk_at_any_call_of_opening_and_migrating_changes_nothing(void **state)
{
	struct stores *t = *state;
	const struct store_options options = stores_options(t, STORE_OPEN);
	const struct migrations *more = one_step_more(t);
	int refused = 0;
	store_close(t->store);
	t->store = NULL;
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	for (long call = 0; call < 400; call++) {
		faulty_disk_fill_after(call);
		const err result = store_open_with(t->c, &options, more, &t->store);
		faulty_disk_heal();
		if (result == OK) {
			print_message("%d calls refused, then none\n", refused);
			assert_true(refused > 3);
			return;
		}
		refused++;
		assert_failed(t->c, result, ERR_BROKEN, "store.full");
		assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
	}
	fail_msg("the disk was always too full");
}

static void a_store_that_does_not_fit_is_not_made(void **state)
{
	struct stores *t = *state;
	struct store_options options = stores_options(t, STORE_CREATE);
	options.location = arena_format(t->c->arena, "%s/new.store", t->folder).at;
	store_close(t->store);
	t->store = NULL;
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	int refused = 0;
	for (long call = 0; call < 400; call++) {
		faulty_disk_fill_after(call);
		const err result = store_open_with(t->c, &options, t->migrations, &t->store);
		faulty_disk_heal();
		if (result == OK) {
			assert_true(refused > 5);
			return;
		}
		refused++;
		assert_failed(t->c, result, ERR_BROKEN, "store.full");
		const struct slice after = folder_snapshot(t->c->arena, t->folder);
		if (!slice_equal(before, after)) {
			/* Refused after it got its name: then it is whole. */
			assert_ok(t->c, store_open_with(t->c,
							&(struct store_options){
								.location = options.location,
								.key = options.key},
							t->migrations, &t->store));
			return;
		}
	}
	fail_msg("the disk was always too full");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{"a_disk_that_fills_at_any_call_loses_nothing_that_was_acknowledged",
		 a_disk_that_fills_at_any_call_loses_nothing_that_was_acknowledged, setup, teardown,
		 NULL},
		{"a_full_disk_at_any_call_of_opening_and_migrating_changes_nothing",
		 a_full_disk_at_any_call_of_opening_and_migrating_changes_nothing, setup, teardown,
		 NULL},
		{"a_store_that_does_not_fit_is_not_made", a_store_that_does_not_fit_is_not_made,
		 setup, teardown, NULL},
	};
	faulty_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
