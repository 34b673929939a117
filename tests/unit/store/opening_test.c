/* Opening what is no store of ours, or no longer: one clear failure, and nothing is changed. */
#include "store/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "support/stores.h"

enum { ROWS = 400, NOBODY = 65534 };

static void fill(struct stores *t)
{
	stores_add_tables(t, "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, label TEXT);");
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	struct stmt *stmt;
	assert_ok(t->c, db_prepare(t->c, db, S("INSERT INTO things VALUES (:id, :label)"), &stmt));
	for (int i = 0; i < ROWS; i++) {
		stmt_bind_int(stmt, "id", i);
		stmt_bind_text(stmt, "label", S("a label of a certain length, so that pages fill"));
		assert_ok(t->c, stmt_run(t->c, stmt));
	}
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
}

/* A closed store with some pages in it. */
static void fill_and_close(struct stores *t)
{
	fill(t);
	store_close(t->store);
	t->store = NULL;
}

static err open_again(struct stores *t, enum store_opening opening)
{
	const struct store_options options = stores_options(t, opening);
	return store_open_with(t->c, &options, t->migrations, &t->store);
}

/* Open must fail with `code` and `key` and leave the folder as it is. */
static void assert_refused(struct stores *t, err code, const char *key)
{
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	assert_failed(t->c, open_again(t, STORE_OPEN), code, key);
	assert_null(t->store);
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
}

static struct slice content(struct stores *t)
{
	struct slice bytes = {0};
	assert_ok(t->c, file_read(t->c, t->location, 64 << 20, &bytes));
	return bytes;
}

static void a_closed_store_is_one_file_of_its_owner_alone(void **state)
{
	struct stores *t = *state;
	struct stat status;
	fill_and_close(t);
	const struct slice all = folder_snapshot(t->c->arena, t->folder);
	assert_true(slice_starts(all, S("test.store ")));
	assert_true(slice_find(all, S("test.store-")) == SIZE_MAX);
	assert_int_equal(stat(t->location, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void another_key_is_refused(void **state)
{
	struct stores *t = *state;
	fill_and_close(t);
	for (size_t i = 0; i < STORE_KEY_BYTES; i += 5) {
		t->key[i] ^= 1;
		assert_refused(t, ERR_DENIED, "store.wrong_key");
		t->key[i] ^= 1;
	}
	assert_ok(t->c, open_again(t, STORE_OPEN));
}

/* What a crash would leave: a copy of the files while the store is open. */
static struct stores crashed_copy(struct stores *t)
{
	static const char *const ends[] = {"", "-wal"};
	fill(t);
	struct stores copy = *t;
	copy.folder = arena_format(t->c->arena, "%s/crashed", t->folder).at;
	copy.location = arena_format(t->c->arena, "%s/test.store", copy.folder).at;
	copy.store = NULL;
	assert_int_equal(mkdir(copy.folder, 0700), 0);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct slice bytes;
		assert_ok(t->c,
			  file_read(t->c,
				    arena_format(t->c->arena, "%s%s", t->location, ends[i]).at,
				    64 << 20, &bytes));
		assert_true(bytes.length > 0);
		file_put(arena_format(t->c->arena, "%s%s", copy.location, ends[i]).at, bytes);
	}
	return copy;
}

/* Refused with another key and not touched; then all is there. */
static void assert_only_its_key_opens(struct stores *t)
{
	t->key[3] ^= 0x40;
	assert_refused(t, ERR_DENIED, "store.wrong_key");
	t->key[3] ^= 0x40;
	assert_ok(t->c, open_again(t, STORE_OPEN));
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), ROWS);
	assert_ok(t->c, db_check(t->c, db));
	stores_return(t, db);
	store_close(t->store);
}

/* The dangerous case: a log that belongs to the store, and a key that does not. */
static void another_key_does_not_touch_the_log_of_a_crashed_program(void **state)
{
	struct stores copy = crashed_copy(*state);
	assert_only_its_key_opens(&copy);
}

/* Power was cut while the log was written back: the key is tried on what the log has. */
static void a_first_page_that_is_torn_is_read_from_the_log(void **state)
{
	enum { TORN_AT = 2048, TORN_BYTES = 512 };
	struct stores copy = crashed_copy(*state);
	struct slice bytes = content(&copy);
	memset((char *)(uintptr_t)bytes.at + TORN_AT, 0x5A, TORN_BYTES);
	file_put(copy.location, bytes);
	assert_only_its_key_opens(&copy);
}

static void a_file_cut_anywhere_is_refused(void **state)
{
	struct stores *t = *state;
	fill_and_close(t);
	const struct slice whole = content(t);
	assert_true(whole.length > 5 * 4096);
	for (size_t length = 0; length < whole.length; length += 512) {
		file_put(t->location, slice_between(whole, 0, length));
		assert_refused(t, ERR_BROKEN, "store.truncated");
	}
	file_put(t->location, slice_between(whole, 0, whole.length - 1));
	assert_refused(t, ERR_BROKEN, "store.truncated");
	file_put(t->location, whole);
	assert_ok(t->c, open_again(t, STORE_OPEN));
}

/* Either it is refused at once, or the check finds it, or nothing that is kept has changed. */
static void flipped_bit(struct stores *t, struct slice whole, size_t at, unsigned bit)
{
	char *changed = arena_alloc(t->c->arena, whole.length);
	memcpy(changed, whole.at, whole.length);
	changed[at] = (char)(changed[at] ^ (1 << bit));
	file_put(t->location, (struct slice){.at = changed, .length = whole.length});
	if (open_again(t, STORE_OPEN) != OK) {
		assert_true(strncmp(t->c->fail.key, "store.", 6) == 0);
		return;
	}
	struct db *db = stores_borrow(t);
	const err checked = db_check(t->c, db);
	if (checked != OK) {
		assert_failed(t->c, checked, ERR_BROKEN, "store.corrupt");
	} else {
		assert_int_equal(sql_number(t, db, "SELECT count(*) FROM things"), ROWS);
		/* Only what stands in clear before page 1, salt and eight bytes, is outside of its
		 * tag. */
		assert_in_range(at, 0, 23);
	}
	stores_return(t, db);
	store_close(t->store);
	t->store = NULL;
}

static void a_flipped_bit_is_found(void **state)
{
	struct stores *t = *state;
	const unsigned seed = 20261122;
	unsigned short numbers[3] = {(unsigned short)seed, (unsigned short)(seed >> 16), 7};
	fill_and_close(t);
	const struct slice whole = content(t);
	print_message("seed %u\n", seed);
	for (size_t at = 0; at < 32; at++) {
		flipped_bit(t, whole, at, (unsigned)(nrand48(numbers) % 8));
	}
	for (int i = 0; i < 100; i++) {
		struct arena *kept = t->c->arena;
		t->c->arena = arena_create();
		flipped_bit(t, whole, (size_t)nrand48(numbers) % whole.length,
			    (unsigned)(nrand48(numbers) % 8));
		arena_destroy(t->c->arena);
		t->c->arena = kept;
	}
}

static void make_plain_database(const char *path)
{
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, "CREATE TABLE x (a); INSERT INTO x VALUES (1)", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static void other_files_are_called_foreign(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	static const struct {
		const char *start;
		size_t length;
	} files[] = {
		{"hello\n", 6},
		{"x", 1},
		{"%PDF-1.7 and so on", 18},
		{"PK\x03\x04", 70000},
		{"\x7f"
		 "ELF",
		 8192},
		{"", 24},
		{"SQLite format 3", 4096},
		{"-----BEGIN PRIVATE KEY-----", 4096},
	};
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char *bytes = arena_alloc(t->c->arena, files[i].length + 64);
		memcpy(bytes, files[i].start, strlen(files[i].start));
		file_put(t->location, (struct slice){.at = bytes, .length = files[i].length});
		assert_refused(t, ERR_BROKEN, "store.foreign");
	}
	assert_int_equal(unlink(t->location), 0);
	make_plain_database(t->location);
	assert_refused(t, ERR_BROKEN, "store.foreign");
}

static void a_folder_or_a_pipe_is_called_foreign(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	assert_int_equal(unlink(t->location), 0);
	assert_int_equal(mkfifo(t->location, 0600), 0);
	assert_failed(t->c, open_again(t, STORE_OPEN), ERR_BROKEN, "store.foreign");
	t->location = t->folder;
	assert_failed(t->c, open_again(t, STORE_OPEN), ERR_BROKEN, "store.foreign");
}

/* The right key and cipher, but the file of another program. */
static void an_encrypted_file_of_another_program_is_called_foreign(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	assert_int_equal(unlink(t->location), 0);
	unsigned char raw[4 + STORE_KEY_BYTES] = "raw:";
	memcpy(raw + 4, t->key, STORE_KEY_BYTES);
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(t->location, &handle), SQLITE_OK);
	assert_true(sqlite3mc_config(handle, "cipher", sqlite3mc_cipher_index("aegis")) > 0);
	assert_int_equal(sqlite3_key_v2(handle, "main", raw, (int)sizeof raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, "CREATE TABLE x (a)", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	assert_refused(t, ERR_BROKEN, "store.foreign");
}

/* A store that was made on a machine without AES instructions opens on one with them. */
static void a_chacha20_store_opens_too(void **state)
{
	struct stores *t = *state;
	fill_and_close(t);
	unsigned char raw[4 + STORE_KEY_BYTES] = "raw:";
	memcpy(raw + 4, t->key, STORE_KEY_BYTES);
	const char *other = arena_format(t->c->arena, "%s/other.store", t->folder).at;
	sqlite3 *handle = NULL;
	assert_int_equal(sqlite3_open(other, &handle), SQLITE_OK);
	assert_true(sqlite3mc_config(handle, "cipher", sqlite3mc_cipher_index("chacha20")) > 0);
	assert_int_equal(sqlite3_key_v2(handle, "main", raw, (int)sizeof raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
				      "PRAGMA application_id = 1399874913;"
				      "CREATE TABLE meta (name TEXT PRIMARY KEY, value BIGINT);"
				      "INSERT INTO meta VALUES ('made_with', 20);"
				      "PRAGMA user_version = 1",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	static const struct migration step = {1, "0001_meta", "SELECT 1"};
	static const struct migrations steps = {&step, 1};
	t->location = other;
	t->migrations = &steps;
	assert_ok(t->c, open_again(t, STORE_OPEN));
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT value FROM meta"), 20);
	assert_ok(t->c, db_check(t->c, db));
	stores_return(t, db);
}

static void what_is_not_there_is_missing_and_not_made(void **state)
{
	struct stores *t = *state;
	const char *kept = t->location;
	store_close(t->store);
	t->store = NULL;
	t->location = arena_format(t->c->arena, "%s/none.store", t->folder).at;
	assert_refused(t, ERR_NOT_FOUND, "store.missing");
	t->location = arena_format(t->c->arena, "%s/none/none.store", t->folder).at;
	assert_refused(t, ERR_NOT_FOUND, "store.missing");
	assert_failed(t->c, open_again(t, STORE_CREATE), ERR_NOT_FOUND, "store.no_folder");
	t->location = kept;
}

static void what_is_there_is_not_made_again(void **state)
{
	struct stores *t = *state;
	fill_and_close(t);
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	assert_failed(t->c, open_again(t, STORE_CREATE), ERR_CONFLICT, "store.exists");
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
	t->location = t->folder;
	assert_failed(t->c, open_again(t, STORE_CREATE), ERR_CONFLICT, "store.exists");
}

static void odd_names_of_files_work(void **state)
{
	struct stores *t = *state;
	static const char *const names[] = {"a b.store",   "100%25.store", "what?.store",
					    "hash#.store", "ស្ពាន.store",   "file:x?mode=ro",
					    ":memory: "};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		store_close(t->store);
		t->store = NULL;
		t->location = arena_format(t->c->arena, "%s/%s", t->folder, names[i]).at;
		assert_ok(t->c, open_again(t, STORE_CREATE));
		stores_reopen(t);
		assert_int_equal(access(t->location, F_OK), 0);
	}
}

/* Root may write anywhere, so a child gives that up first. */
static int without_privilege(struct stores *t, enum store_opening opening)
{
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (getuid() == 0 && setresuid(NOBODY, NOBODY, NOBODY) != 0) {
			_exit(3);
		}
		const err result = open_again(t, opening);
		const bool as_wanted =
			result == ERR_DENIED && strcmp(t->c->fail.key, "store.read_only") == 0;
		if (!as_wanted) {
			(void)fprintf(stderr, "got %d %s %s\n", result,
				      result != OK ? t->c->fail.key : "",
				      result != OK ? t->c->fail.detail : "");
		}
		_exit(as_wanted ? 0 : 1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_read_only_folder_or_file_is_refused(void **state)
{
	struct stores *t = *state;
	fill_and_close(t);
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	static const struct {
		mode_t folder;
		mode_t file;
	} modes[] = {{0555, 0666}, {0777, 0444}, {0555, 0444}, {0777, 0000}};
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		assert_int_equal(chmod(t->location, modes[i].file), 0);
		assert_int_equal(chmod(t->folder, modes[i].folder), 0);
		assert_int_equal(without_privilege(t, STORE_OPEN), 0);
	}
	const char *kept = t->location;
	t->location = arena_format(t->c->arena, "%s/new.store", t->folder).at;
	assert_int_equal(chmod(t->folder, 0555), 0);
	assert_int_equal(without_privilege(t, STORE_CREATE), 0);
	assert_int_equal(chmod(t->folder, 0700), 0);
	assert_int_equal(chmod(kept, 0600), 0);
	t->location = kept;
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
}

static void a_database_without_a_store_is_missing_and_one_of_others_foreign(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	const char *kept = t->location;
	t->location = database_create(t->c->arena);
	assert_failed(t->c, open_again(t, STORE_OPEN), ERR_NOT_FOUND, "store.missing");
	assert_ok(t->c, open_again(t, STORE_CREATE));
	store_close(t->store);
	t->store = NULL;
	assert_failed(t->c, open_again(t, STORE_CREATE), ERR_CONFLICT, "store.exists");
	database_destroy(t->location);
	t->location = kept;
	database_run(t->location, "DROP TABLE store_schema");
	assert_failed(t->c, open_again(t, STORE_CREATE), ERR_BROKEN, "store.foreign");
}

static void a_server_that_does_not_answer_is_unreachable_and_no_password_is_told(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	const char *kept = t->location;
	static const char *const places[] = {
		"postgres://spean:secret@/none?host=/nonexistent",
		"postgresql://spean:secret@127.0.0.1:1/none",
		"postgres://spean:secret@et@127.0.0.1:1/none",
		"postgres://127.0.0.1:1/none?user=spean&password=secret",
		"postgres://spean:secret@[::1/none",
		"postgres://spean:secret@127.0.0.1:port/none",
		"postgres://127.0.0.1:1/none?passwort=secret",
	};
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		t->location = places[i];
		assert_failed(t->c, open_again(t, STORE_OPEN), ERR_BROKEN, "store.unreachable");
		assert_null(strstr(t->c->fail.detail, "secret"));
		assert_non_null(strstr(t->c->fail.detail, "path=postgres"));
	}
	t->location = kept;
}

static void keys_and_data_are_two_stores_and_never_taken_for_each_other(void **state)
{
	struct stores *t = *state;
	store_close(t->store);
	t->store = NULL;
	struct store_options options = stores_options(t, STORE_OPEN);
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	options.schema = STORE_KEYS;
	assert_failed(t->c, store_open(t->c, &options, &t->store), ERR_BROKEN,
		      "store.other_schema");
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
	const char *kept = t->location;
	options.location = t->engine == STORE_SQLITE
				   ? arena_format(t->c->arena, "%s/keys.store", t->folder).at
				   : database_create(t->c->arena);
	options.opening = STORE_CREATE;
	assert_ok(t->c, store_open(t->c, &options, &t->store));
	store_close(t->store);
	t->store = NULL;
	options.opening = STORE_OPEN;
	assert_ok(t->c, store_open(t->c, &options, &t->store));
	store_close(t->store);
	t->store = NULL;
	options.schema = STORE_DATA;
	assert_failed(t->c, store_open(t->c, &options, &t->store), ERR_BROKEN,
		      "store.other_schema");
	if (t->engine == STORE_POSTGRES) {
		database_destroy(options.location);
	}
	t->location = kept;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_SQLITE(a_closed_store_is_one_file_of_its_owner_alone),
		ON_SQLITE(another_key_is_refused),
		ON_SQLITE(another_key_does_not_touch_the_log_of_a_crashed_program),
		ON_SQLITE(a_first_page_that_is_torn_is_read_from_the_log),
		ON_SQLITE(a_file_cut_anywhere_is_refused),
		ON_SQLITE(a_flipped_bit_is_found),
		ON_SQLITE(other_files_are_called_foreign),
		ON_SQLITE(a_folder_or_a_pipe_is_called_foreign),
		ON_SQLITE(an_encrypted_file_of_another_program_is_called_foreign),
		ON_SQLITE(a_chacha20_store_opens_too),
		ON_SQLITE(what_is_not_there_is_missing_and_not_made),
		ON_SQLITE(what_is_there_is_not_made_again),
		ON_SQLITE(odd_names_of_files_work),
		ON_SQLITE(a_read_only_folder_or_file_is_refused),
		ON_EACH_ENGINE(keys_and_data_are_two_stores_and_never_taken_for_each_other),
		ON_POSTGRES(a_database_without_a_store_is_missing_and_one_of_others_foreign),
		ON_POSTGRES(a_server_that_does_not_answer_is_unreachable_and_no_password_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
