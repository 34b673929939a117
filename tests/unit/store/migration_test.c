/* The schema as steps: forward, all or nothing, and never behind the program's back. */
#include "store/migrate.h"

#include <string.h>

#include "support/stores.h"

static const struct migration STEPS[] = {
	{1, "0001_notes", "CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, body TEXT);"},
	{2, "0002_length",
	 "ALTER TABLE notes ADD COLUMN size BIGINT;\n"
	 "UPDATE notes SET size = length(body);\n"
	 "CREATE TABLE sizes (name TEXT NOT NULL PRIMARY KEY, raw BLOB);"},
	{3, "0003_index", "CREATE INDEX notes_size ON notes (size);"},
	{4, "0004_wrong",
	 "CREATE TABLE half_way (id TEXT);\n"
	 "INSERT INTO no_such_table (id) VALUES ('x');"},
};
static const struct migrations UP_TO_1 = {STEPS, 1};
static const struct migrations UP_TO_3 = {STEPS, 3};
static const struct migrations UP_TO_WRONG = {STEPS, 4};

/* A new place of the same engine, for a store that starts at another schema. */
static struct stores another(struct stores *t)
{
	struct stores fresh = *t;
	fresh.store = NULL;
	fresh.location = t->engine == STORE_SQLITE
				 ? arena_format(t->c->arena, "%s/other.store", t->folder).at
				 : database_create(t->c->arena);
	return fresh;
}

static void leave(struct stores *fresh)
{
	store_close(fresh->store);
	if (fresh->engine == STORE_POSTGRES) {
		database_destroy(fresh->location);
	}
}

static void open_at(struct stores *t, const struct migrations *migrations,
		    enum store_opening opening)
{
	const struct store_options options = stores_options(t, opening);
	store_close(t->store);
	t->store = NULL;
	assert_ok(t->c, store_open_with(t->c, &options, migrations, &t->store));
}

static void fill(struct stores *t)
{
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO notes (id, body) VALUES ('a', 'four')"));
	assert_ok(t->c, sql_run(t, db, "INSERT INTO notes (id, body) VALUES ('b', 'ស្ពាន')"));
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
}

static void an_old_store_moves_forward_and_keeps_its_rows(void **state)
{
	struct stores fresh = another(*state);
	open_at(&fresh, &UP_TO_1, STORE_CREATE);
	fill(&fresh);
	open_at(&fresh, &UP_TO_3, STORE_OPEN);
	struct db *db = stores_borrow(&fresh);
	assert_int_equal(sql_number(&fresh, db, "SELECT CAST(SUM(size) AS BIGINT) FROM notes"), 9);
	assert_int_equal(sql_number(&fresh, db, "SELECT count(*) FROM sizes"), 0);
	assert_ok(fresh.c, db_check(fresh.c, db));
	stores_return(&fresh, db);
	open_at(&fresh, &UP_TO_3, STORE_OPEN);
	leave(&fresh);
}

static void a_newer_store_is_refused_with_both_versions(void **state)
{
	struct stores fresh = another(*state);
	open_at(&fresh, &UP_TO_3, STORE_CREATE);
	store_close(fresh.store);
	fresh.store = NULL;
	const struct slice before = folder_snapshot(fresh.c->arena, fresh.folder);
	const struct store_options options = stores_options(&fresh, STORE_OPEN);
	assert_failed(fresh.c, store_open_with(fresh.c, &options, &UP_TO_1, &fresh.store),
		      ERR_CONFLICT, "store.newer");
	assert_string_equal(fresh.c->fail.detail, "found=3\nknown=1");
	assert_true(slice_equal(before, folder_snapshot(fresh.c->arena, fresh.folder)));
	open_at(&fresh, &UP_TO_3, STORE_OPEN);
	leave(&fresh);
}

static void a_migration_that_fails_leaves_the_old_store(void **state)
{
	struct stores fresh = another(*state);
	open_at(&fresh, &UP_TO_1, STORE_CREATE);
	fill(&fresh);
	store_close(fresh.store);
	fresh.store = NULL;
	const struct store_options options = stores_options(&fresh, STORE_OPEN);
	assert_failed(fresh.c, store_open_with(fresh.c, &options, &UP_TO_WRONG, &fresh.store),
		      ERR_BROKEN, "store.io");
	open_at(&fresh, &UP_TO_1, STORE_OPEN);
	struct db *db = stores_borrow(&fresh);
	const struct slice *names = NULL;
	size_t count = 0;
	assert_ok(fresh.c, db_columns(fresh.c, db, "notes", &names, &count));
	assert_int_equal(count, 2);
	assert_failed(fresh.c, db_columns(fresh.c, db, "half_way", &names, &count), ERR_NOT_FOUND,
		      "store.no_table");
	stores_return(&fresh, db);
	leave(&fresh);
}

static void a_store_that_cannot_be_made_whole_is_not_made_at_all(void **state)
{
	struct stores fresh = another(*state);
	const struct slice before = folder_snapshot(fresh.c->arena, fresh.folder);
	const struct store_options create = stores_options(&fresh, STORE_CREATE);
	const struct store_options again = stores_options(&fresh, STORE_OPEN);
	assert_failed(fresh.c, store_open_with(fresh.c, &create, &UP_TO_WRONG, &fresh.store),
		      ERR_BROKEN, "store.io");
	assert_failed(fresh.c, store_open_with(fresh.c, &again, &UP_TO_1, &fresh.store),
		      ERR_NOT_FOUND, "store.missing");
	assert_true(slice_equal(before, folder_snapshot(fresh.c->arena, fresh.folder)));
	open_at(&fresh, &UP_TO_1, STORE_CREATE);
	leave(&fresh);
}

static void the_program_writes_the_version_of_its_last_step(void **state)
{
	(void)state;
	assert_int_equal(store_schema_version(),
			 STORE_MIGRATIONS.at[STORE_MIGRATIONS.count - 1].number);
	for (size_t i = 0; i < STORE_MIGRATIONS.count; i++) {
		assert_int_equal(STORE_MIGRATIONS.at[i].number, i + 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(an_old_store_moves_forward_and_keeps_its_rows),
		ON_EACH_ENGINE(a_newer_store_is_refused_with_both_versions),
		ON_EACH_ENGINE(a_migration_that_fails_leaves_the_old_store),
		ON_EACH_ENGINE(a_store_that_cannot_be_made_whole_is_not_made_at_all),
		cmocka_unit_test(the_program_writes_the_version_of_its_last_step),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
