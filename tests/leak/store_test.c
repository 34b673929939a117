/* A marker goes through the store in every way that writes; then every file that the process has
 * open, and every file in its folders, is searched for it in five spellings. */
#include "store/store.h"

#include <dirent.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search.h"
#include "support/stores.h"

enum { SORTED_ROWS = 20000 };

static const char LATIN[] = "Planted-Marker-7Qx2";
static const char KHMER[] = "ពាក្យសម្គាល់ដែលបានដាក់";

static struct spellings spell(struct arena *arena)
{
	static const char *const texts[] = {LATIN, KHMER};
	return spell_texts(arena, texts, COUNT_OF(texts));
}

/* Also /proc/self/fd: a temporary file may have no name any more. */
static struct search search_all(const struct stores *t, const struct spellings *spellings)
{
	struct search search = {.spellings = spellings};
	search_folder(&search, t->folder);
	search_folder(&search, "/proc/self/fd");
	return search;
}

static void assert_clean(const struct stores *t, const struct spellings *spellings,
			 const char *when)
{
	const struct search search = search_all(t, spellings);
	if (search.found != NULL) {
		fail_msg("%s: %s in %s", when, search.found, search.where);
	}
	/* The search itself must have had something to read. */
	assert_true(search.files >= 2 && search.bytes >= 4096);
}

static void insert_rows(struct stores *t, struct db *db, int from, int count)
{
	struct stmt *stmt;
	char label[256];
	assert_ok(t->c, db_prepare(t->c, db,
				   S("INSERT INTO leak_rows (id, latin, khmer, bytes)"
				     " VALUES (:id, :latin, :khmer, :bytes)"),
				   &stmt));
	for (int i = from; i < from + count; i++) {
		(void)snprintf(label, sizeof label, "%d %s %d", (i * 7919) % 10007, LATIN, i);
		stmt_bind_int(stmt, "id", i);
		stmt_bind_text(stmt, "latin", slice_of(label));
		stmt_bind_text(stmt, "khmer", slice_of(KHMER));
		stmt_bind_blob(stmt, "bytes", slice_of(label));
		assert_ok(t->c, stmt_run(t->c, stmt));
	}
	stmt_finish(stmt);
}

static int setup(void **state)
{
	(void)stores_setup_sqlite(state);
	struct stores *t = *state;
	/* Whatever SQLite would put aside, it shall put here. */
	assert_int_equal(setenv("SQLITE_TMPDIR", t->folder, 1), 0);
	assert_int_equal(setenv("TMPDIR", t->folder, 1), 0);
	stores_add_tables(t, "CREATE TABLE leak_rows (id BIGINT NOT NULL PRIMARY KEY, latin TEXT,"
			     " khmer TEXT, bytes BLOB);"
			     "CREATE INDEX leak_rows_latin ON leak_rows (latin);");
	return 0;
}

static int teardown(void **state)
{
	assert_int_equal(unsetenv("SQLITE_TMPDIR"), 0);
	assert_int_equal(unsetenv("TMPDIR"), 0);
	return stores_teardown(state);
}

static void committed_rows_leave_no_readable_byte(void **state)
{
	struct stores *t = *state;
	const struct spellings spellings = spell(t->c->arena);
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert_rows(t, db, 0, 500);
	assert_ok(t->c, db_commit(t->c, db));
	assert_clean(t, &spellings, "in the log");
	stores_return(t, db);
	stores_reopen(t);
	assert_clean(t, &spellings, "in the file");
	db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	assert_ok(t->c, sql_run(t, db, "DELETE FROM leak_rows WHERE id > 10"));
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
	stores_reopen(t);
	assert_clean(t, &spellings, "after deletion");
}

static void a_sort_larger_than_memory_leaves_no_readable_byte(void **state)
{
	struct stores *t = *state;
	const struct spellings spellings = spell(t->c->arena);
	struct db *db = stores_borrow(t);
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert_rows(t, db, 0, SORTED_ROWS);
	assert_ok(t->c, db_commit(t->c, db));
	assert_ok(t->c, db_prepare(t->c, db,
				   S("SELECT latin || khmer FROM leak_rows"
				     " ORDER BY khmer || latin, length(bytes)"),
				   &stmt));
	for (int i = 0; i < SORTED_ROWS / 2; i++) {
		assert_ok(t->c, stmt_step(t->c, stmt, &row));
		assert_true(row);
	}
	assert_clean(t, &spellings, "in the middle of a sort");
	stores_return(t, db);
}

/* More than the page cache holds, so that pages are written before anybody commits. */
static void a_large_transaction_in_progress_leaves_no_readable_byte(void **state)
{
	struct stores *t = *state;
	const struct spellings spellings = spell(t->c->arena);
	struct db *db = stores_borrow(t);
	struct stat status;
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert_rows(t, db, 0, SORTED_ROWS);
	assert_int_equal(stat(arena_format(t->c->arena, "%s-wal", t->location).at, &status), 0);
	assert_true(status.st_size > 100000);
	assert_clean(t, &spellings, "before the commit");
	db_rollback(db);
	assert_clean(t, &spellings, "after the rollback");
	stores_return(t, db);
}

static void a_refused_row_leaves_no_readable_byte(void **state)
{
	struct stores *t = *state;
	const struct spellings spellings = spell(t->c->arena);
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert_rows(t, db, 1, 1);
	struct stmt *stmt;
	assert_ok(t->c,
		  db_prepare(t->c, db, S("INSERT INTO leak_rows (id, latin) VALUES (:id, :latin)"),
			     &stmt));
	stmt_bind_int(stmt, "id", 1);
	stmt_bind_text(stmt, "latin", slice_of(LATIN));
	assert_failed(t->c, stmt_run(t->c, stmt), ERR_CONFLICT, "store.unique");
	assert_null(strstr(t->c->fail.detail, LATIN));
	stores_return(t, db);
	assert_clean(t, &spellings, "after a conflict");
}

static void the_key_stands_in_no_file(void **state)
{
	struct stores *t = *state;
	struct spellings spellings = {.count = 0};
	char *hex = arena_alloc(t->c->arena, STORE_KEY_BYTES * 2 + 1);
	(void)sodium_bin2hex(hex, STORE_KEY_BYTES * 2 + 1, t->key, STORE_KEY_BYTES);
	add(&spellings, "key", (struct slice){.at = (const char *)t->key, .length = 16});
	add(&spellings, "key in hexadecimal", slice_between(slice_of(hex), 0, 32));
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert_rows(t, db, 0, 100);
	assert_ok(t->c, db_commit(t->c, db));
	assert_clean(t, &spellings, "with the store open");
	stores_return(t, db);
	stores_reopen(t);
	assert_clean(t, &spellings, "after closing");
}

/* A search that could find nothing would prove nothing. */
static void the_search_finds_each_spelling_where_it_is(void **state)
{
	struct stores *t = *state;
	const struct spellings spellings = spell(t->c->arena);
	const char *path = arena_format(t->c->arena, "%s/plain", t->folder).at;
	for (size_t i = 0; i < spellings.count; i++) {
		struct buf *out = buf_create(t->c->arena, 10000);
		buf_add(out, S("something before "));
		buf_add(out, spellings.at[i]);
		buf_add(out, S(" and after"));
		file_put(path, buf_slice(out));
		const struct search search = search_all(t, &spellings);
		assert_non_null(search.found);
		assert_string_equal(search.where, path);
	}
	assert_int_equal(unlink(path), 0);
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	const struct slice sql =
		arena_format(t->c->arena, "CREATE TABLE x (a); INSERT INTO x VALUES ('%s')", KHMER);
	assert_int_equal(sqlite3_exec(handle, sql.at, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	assert_non_null(search_all(t, &spellings).found);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{"the_search_finds_each_spelling_where_it_is",
		 the_search_finds_each_spelling_where_it_is, setup, teardown, NULL},
		{"committed_rows_leave_no_readable_byte", committed_rows_leave_no_readable_byte,
		 setup, teardown, NULL},
		{"a_sort_larger_than_memory_leaves_no_readable_byte",
		 a_sort_larger_than_memory_leaves_no_readable_byte, setup, teardown, NULL},
		{"a_large_transaction_in_progress_leaves_no_readable_byte",
		 a_large_transaction_in_progress_leaves_no_readable_byte, setup, teardown, NULL},
		{"a_refused_row_leaves_no_readable_byte", a_refused_row_leaves_no_readable_byte,
		 setup, teardown, NULL},
		{"the_key_stands_in_no_file", the_key_stands_in_no_file, setup, teardown, NULL},
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
