#include "support/stores.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/random.h"

void assert_ok(const struct ctx *c, err result)
{
	if (result != OK) {
		fail_msg("%s at %s:%d\n%s", c->fail.key, c->fail.file, c->fail.line,
			 c->fail.detail);
	}
}

void assert_failed(const struct ctx *c, err result, err code, const char *key)
{
	if (result == OK) {
		fail_msg("succeeded, but was to fail with %s", key);
	}
	if (result != code || strcmp(c->fail.key, key) != 0) {
		fail_msg("wanted %d %s, got %d %s (%s)", code, key, result, c->fail.key,
			 c->fail.detail);
	}
}

/* Where nothing waits for a disk, if there is room: tests of a store write and sync a lot. */
static const char *parent_folder(void)
{
	struct statvfs room;
	const char *wanted = getenv("TMPDIR");
	if (wanted != NULL) {
		return wanted;
	}
	if (access("/dev/shm", W_OK) == 0 && statvfs("/dev/shm", &room) == 0 &&
	    (uint64_t)room.f_bavail * room.f_frsize > (uint64_t)512 << 20) {
		return "/dev/shm";
	}
	return "/tmp";
}

char *folder_create(void)
{
	char path[512];
	(void)snprintf(path, sizeof path, "%s/spean-test-XXXXXX", parent_folder());
	char *made = mkdtemp(path);
	assert_non_null(made);
	char *folder = strdup(made);
	assert_non_null(folder);
	return folder;
}

static void remove_below(const char *folder, int depth)
{
	DIR *entries = opendir(folder);
	if (entries == NULL) {
		return;
	}
	for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
		char path[1024];
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (unlink(path) != 0 && depth > 0) {
			remove_below(path, depth - 1);
		}
	}
	(void)closedir(entries);
	(void)rmdir(folder);
}

void folder_destroy(const char *folder)
{
	remove_below(folder, 1);
}

static void add_file(struct buf *out, struct ctx *c, const char *folder, const char *name)
{
	struct slice bytes = {0};
	const struct slice path = arena_format(c->arena, "%s/%s", folder, name);
	assert_ok(c, file_read(c, path.at, 64 << 20, &bytes));
	buf_printf(out, "%s %zu\n", name, bytes.length);
	buf_add(out, bytes);
}

struct slice folder_snapshot(struct arena *arena, const char *folder)
{
	struct ctx c = {.arena = arena};
	struct dirent **entries = NULL;
	struct buf *out = buf_create(arena, 256 << 20);
	const int count = scandir(folder, &entries, NULL, alphasort);
	assert_true(count >= 0);
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.') {
			add_file(out, &c, folder, entries[i]->d_name);
		}
		free(entries[i]);
	}
	free(entries);
	return buf_slice(out);
}

void file_put(const char *path, struct slice bytes)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at != NULL ? bytes.at : "", 1, bytes.length, file),
			 bytes.length);
	assert_int_equal(fclose(file), 0);
}

/* The address of the server: from the environment, or from the file that the fixture wrote. */
static struct slice server_location(struct ctx *c)
{
	const char *location = getenv("SPEAN_TEST_POSTGRES");
	struct slice text = {0};
	if (location != NULL) {
		return slice_of(location);
	}
	if (file_read(c, SPEAN_BINARY_DIR "/tests/postgres/url", 1000, &text) != OK) {
		fail_msg("no PostgreSQL: run the tests through ctest, or under "
			 "tests/support/postgres.sh run BUILD_FOLDER");
	}
	return slice_trim(text);
}

static void no_notices(void *argument, const char *message)
{
	(void)argument;
	(void)message;
}

void database_run(const char *location, const char *sql)
{
	PGconn *connection = PQconnectdb(location);
	if (PQstatus(connection) != CONNECTION_OK) {
		fail_msg("no PostgreSQL at %s: %s", location, PQerrorMessage(connection));
	}
	(void)PQsetNoticeProcessor(connection, no_notices, NULL);
	PGresult *result = PQexec(connection, sql);
	const ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
		fail_msg("%s", PQresultErrorMessage(result));
	}
	PQclear(result);
	PQfinish(connection);
}

/* postgresql:///postgres?host=/folder -> the same with another database. */
static const char *with_name(struct arena *arena, struct slice server, const char *name)
{
	const size_t at = slice_find(server, S("/postgres?"));
	assert_true(at != SIZE_MAX);
	return arena_format(arena, "%.*s/%s%.*s", (int)at, server.at, name,
			    (int)(server.length - at - strlen("/postgres")),
			    server.at + at + strlen("/postgres"))
		.at;
}

/* Making a database takes half a second, emptying one a twentieth: what a test gave back the next
 * one of the same program gets. They all end with the server. */
enum { SPARE_MAX = 8, ADDRESS_SIZE = 512 };
static char spare[SPARE_MAX][ADDRESS_SIZE];
static size_t spare_count;

const char *database_create(struct arena *arena)
{
	struct ctx c = {.arena = arena};
	if (spare_count > 0) {
		return arena_format(arena, "%s", spare[--spare_count]).at;
	}
	unsigned char random[8];
	random_bytes(random, sizeof random);
	const struct slice server = server_location(&c);
	const struct slice name = arena_format(
		arena, "test_%.*s", SLICE_PRINT(hex_encode(arena, random, sizeof random)));
	database_run(arena_cstr(arena, server),
		     arena_format(arena, "CREATE DATABASE %s TEMPLATE template0", name.at).at);
	return with_name(arena, server, name.at);
}

void database_destroy(const char *location)
{
	database_run(location, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
			       " WHERE datname = current_database() AND pid <> pg_backend_pid()");
	database_run(location, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
	assert_true(spare_count < SPARE_MAX && strlen(location) < ADDRESS_SIZE);
	(void)snprintf(spare[spare_count++], ADDRESS_SIZE, "%s", location);
}

struct store_options stores_options(const struct stores *t, enum store_opening opening)
{
	return (struct store_options){
		.location = t->location,
		.key = t->engine == STORE_SQLITE ? t->key : NULL,
		.opening = opening,
		.connections_max = 4,
		.wait_ms = 300,
	};
}

static int setup(void **state, enum store_engine engine)
{
	assert_true(sodium_init() >= 0);
	struct arena *arena = arena_create();
	struct stores *t = ARENA_NEW(arena, struct stores);
	t->c = ARENA_NEW(arena, struct ctx);
	t->c->arena = arena;
	t->engine = engine;
	t->migrations = &STORE_MIGRATIONS;
	/* First what may fail: a test without a server leaves no folder behind. */
	const char *database = engine == STORE_POSTGRES ? database_create(arena) : NULL;
	char *folder = folder_create();
	t->folder = arena_cstr(arena, slice_of(folder));
	free(folder);
	random_bytes(t->key, sizeof t->key);
	t->location =
		database != NULL ? database : arena_format(arena, "%s/test.store", t->folder).at;
	const struct store_options options = stores_options(t, STORE_CREATE);
	assert_ok(t->c, store_open(t->c, &options, &t->store));
	*state = t;
	return 0;
}

int stores_setup_sqlite(void **state)
{
	return setup(state, STORE_SQLITE);
}

int stores_setup_postgres(void **state)
{
	return setup(state, STORE_POSTGRES);
}

int stores_teardown(void **state)
{
	struct stores *t = *state;
	for (size_t i = 0; i < COUNT_OF(t->borrowed); i++) {
		if (t->borrowed[i] != NULL) {
			stores_return(t, t->borrowed[i]);
		}
	}
	store_close(t->store);
	if (t->engine == STORE_POSTGRES) {
		database_destroy(t->location);
	}
	folder_destroy(t->folder);
	arena_destroy(t->c->arena);
	return 0;
}

void stores_reopen(struct stores *t)
{
	const struct store_options options = stores_options(t, STORE_OPEN);
	store_close(t->store);
	t->store = NULL;
	assert_ok(t->c, store_open_with(t->c, &options, t->migrations, &t->store));
}

void stores_add_tables(struct stores *t, const char *sql)
{
	const size_t count = STORE_MIGRATIONS.count;
	struct migration *steps = ARENA_ARRAY(t->c->arena, count + 1, struct migration);
	struct migrations *migrations = ARENA_NEW(t->c->arena, struct migrations);
	memcpy(steps, STORE_MIGRATIONS.at, count * sizeof *steps);
	steps[count] = (struct migration){
		.number = store_schema_version() + 1, .name = "test", .sql = sql};
	*migrations = (struct migrations){.at = steps, .count = count + 1};
	t->migrations = migrations;
	stores_reopen(t);
}

struct db *stores_borrow(struct stores *t)
{
	struct db *db = NULL;
	assert_ok(t->c, store_borrow(t->c, t->store, &db));
	for (size_t i = 0; i < COUNT_OF(t->borrowed); i++) {
		if (t->borrowed[i] == NULL) {
			t->borrowed[i] = db;
			return db;
		}
	}
	fail_msg("a test borrows at most %zu connections", COUNT_OF(t->borrowed));
	return NULL;
}

void stores_return(struct stores *t, struct db *db)
{
	for (size_t i = 0; i < COUNT_OF(t->borrowed); i++) {
		if (t->borrowed[i] == db) {
			t->borrowed[i] = NULL;
		}
	}
	store_return(t->store, db);
}

err sql_run(struct stores *t, struct db *db, const char *sql)
{
	struct stmt *stmt;
	TRY(db_prepare(t->c, db, slice_of(sql), &stmt));
	const err result = stmt_run(t->c, stmt);
	stmt_finish(stmt);
	return result;
}

int64_t sql_number(struct stores *t, struct db *db, const char *sql)
{
	struct stmt *stmt;
	bool row = false;
	assert_ok(t->c, db_prepare(t->c, db, slice_of(sql), &stmt));
	assert_ok(t->c, stmt_step(t->c, stmt, &row));
	assert_true(row);
	const int64_t number = stmt_int(stmt, 0);
	stmt_finish(stmt);
	return number;
}
