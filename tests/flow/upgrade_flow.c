/* upgrade_flow.c - a place as the first version of the program made it (schema 3, one encrypted
 * file and its key, no key store) is taken over by today's program, and nothing is lost.
 */
#include <sys/stat.h>

#include "flow.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/random.h"
#include "support/stores.h"

enum { FIRST_SCHEMA = 3 };

struct old_place {
	struct ctx c;
	struct stores *stores; /* whose store the fixture of the engine made; closed */
	const char *place;
	struct slice out;
	struct slice words;
};

static const struct {
	const char *column;
	const char *value;
} OLD_ROW[] = {
	{"id", "'org-old'"},         {"name", "'The Old House'"},
	{"kind", "'ngo'"},           {"origin", "'extended'"},
	{"source", "'review-2018'"}, {"status", "'as_reported'"},
	{"position", "1"},           {"version", "7"},
};

static const char *value_of(struct slice column)
{
	for (size_t i = 0; i < COUNT_OF(OLD_ROW); i++) {
		if (slice_is(column, OLD_ROW[i].column)) {
			return OLD_ROW[i].value;
		}
	}
	return "''";
}

/* Every column of that day, by the schema itself. */
static struct slice insert_of(struct old_place *t, struct db *db)
{
	const struct slice *names;
	size_t count = 0;
	struct buf *columns = buf_create(t->c.arena, 1 << 16);
	struct buf *values = buf_create(t->c.arena, 1 << 16);
	assert_ok(&t->c, db_columns(&t->c, db, "organisations", &names, &count));
	for (size_t i = 0; i < count; i++) {
		buf_printf(columns, "%s\"%.*s\"", i > 0 ? ", " : "", SLICE_PRINT(names[i]));
		buf_printf(values, "%s%s", i > 0 ? ", " : "", value_of(names[i]));
	}
	return arena_format(t->c.arena, "INSERT INTO organisations (%.*s) VALUES (%.*s)",
			    SLICE_PRINT(buf_slice(columns)), SLICE_PRINT(buf_slice(values)));
}

static void fill(struct old_place *t)
{
	struct stores *stores = t->stores;
	struct db *db = stores_borrow(stores);
	const struct slice insert = insert_of(t, db);
	assert_ok(&t->c, db_begin(&t->c, db, DB_WRITE));
	assert_ok(&t->c, sql_run(stores, db, insert.at));
	assert_ok(&t->c,
		  sql_run(stores, db, "UPDATE meta SET value = 4242 WHERE name = 'data_version'"));
	assert_ok(&t->c, db_commit(&t->c, db));
	stores_return(stores, db);
}

/* The store of the fixture has today's schema: make one of that day in its place. */
static void make_old(struct old_place *t)
{
	const struct migrations then = {.at = STORE_MIGRATIONS.at, .count = FIRST_SCHEMA};
	struct stores *stores = t->stores;
	store_close(stores->store);
	stores->store = NULL;
	if (stores->engine == STORE_SQLITE) {
		t->place = arena_format(t->c.arena, "%s/old", stores->folder).at;
		assert_int_equal(mkdir(t->place, 0700), 0);
		stores->location = arena_format(t->c.arena, "%s/spean.db", t->place).at;
	} else {
		database_run(stores->location, "DROP SCHEMA public CASCADE");
		database_run(stores->location, "CREATE SCHEMA public");
		t->place = stores->location;
	}
	const struct store_options options = stores_options(stores, STORE_CREATE);
	assert_ok(&t->c, store_open_with(&t->c, &options, &then, &stores->store));
	fill(t);
	store_close(stores->store);
	stores->store = NULL;
}

static void write_key(struct old_place *t)
{
	const char *path = arena_format(t->c.arena, "%s/spean.key", t->place).at;
	const struct slice digits = hex_encode(t->c.arena, t->stores->key, STORE_KEY_BYTES);
	assert_ok(&t->c, file_create(&t->c, path, 0600,
				     arena_format(t->c.arena, "%.*s\n", SLICE_PRINT(digits))));
}

static int run(struct old_place *t, const char *const *arguments)
{
	const char *all[16] = {0};
	size_t count = 0;
	for (; arguments[count] != NULL; count++) {
		all[count] = arguments[count];
	}
	all[count++] = "--store";
	all[count++] = t->place;
	all[count++] = "--lang";
	all[count++] = "en";
	return program_run(t->c.arena, all, &t->out, &t->words);
}

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_ran(struct old_place *t, const char *const *arguments)
{
	if (run(t, arguments) != 0) {
		fail_msg("%s: %.*s", arguments[0], SLICE_PRINT(t->words));
	}
}

static bool printed(const struct old_place *t, const char *text)
{
	return slice_find(t->out, slice_of(text)) != SIZE_MAX ||
	       slice_find(t->words, slice_of(text)) != SIZE_MAX;
}

static struct old_place open_old(void **state)
{
	struct old_place t = {.stores = *state};
	t.c.arena = arena_create();
	make_old(&t);
	return t;
}

/* What was there is there, at the version that it had. */
static void assert_kept(struct old_place *t)
{
	struct stores *stores = t->stores;
	assert_ran(t, ARGUMENTS("export", "organisation"));
	assert_true(printed(t, "org-old") && printed(t, "The Old House"));
	if (stores->engine == STORE_POSTGRES) {
		stores->migrations = &STORE_MIGRATIONS;
		const struct store_options options = stores_options(stores, STORE_OPEN);
		assert_ok(&t->c, store_open(&t->c, &options, &stores->store));
		struct db *db = stores_borrow(stores);
		assert_int_equal(sql_number(stores, db,
					    "SELECT value FROM meta WHERE name = 'data_version'"),
				 4242);
		assert_int_equal(sql_number(stores, db,
					    "SELECT version FROM organisations WHERE id = "
					    "'org-old'"),
				 7);
		stores_return(stores, db);
	}
}

static void an_old_folder_gets_its_keys_and_keeps_its_data(void **state)
{
	struct old_place t = open_old(state);
	write_key(&t);
	/* Reading registers leaves the place as it is, but for the schema. */
	assert_kept(&t);
	assert_false(file_exists(arena_format(t.c.arena, "%s/spean.vault", t.place).at));
	assert_ran(&t, ARGUMENTS("check"));
	assert_true(printed(&t, "The key store is whole"));
	assert_true(printed(&t, "The log is whole"));
	assert_true(file_exists(arena_format(t.c.arena, "%s/spean.vault", t.place).at));
	assert_true(file_exists(arena_format(t.c.arena, "%s/spean.keys", t.place).at));
	assert_kept(&t);
	struct server server = server_start(t.c.arena, t.place, NULL);
	assert_int_equal(server_get(t.c.arena, &server, "/healthz").status, 200);
	assert_int_equal(server_stop(&server), 0);
	assert_ran(&t,
		   ARGUMENTS("backup", arena_format(t.c.arena, "%s/d.spean", t.stores->folder).at));
	/* Twice is once. */
	assert_ran(&t, ARGUMENTS("check"));
	assert_kept(&t);
	for (const char *const *name =
		     ARGUMENTS("spean.db", "spean.keys", "spean.vault", "spean.key");
	     *name != NULL; name++) {
		(void)unlink(arena_format(t.c.arena, "%s/%s", t.place, *name).at);
	}
	(void)rmdir(t.place);
	arena_destroy(t.c.arena);
}

static void an_old_database_is_moved_forward_and_keeps_its_data(void **state)
{
	struct old_place t = open_old(state);
	assert_ran(&t, ARGUMENTS("check"));
	assert_kept(&t);
	store_close(t.stores->store);
	t.stores->store = NULL;
	struct server server = server_start(t.c.arena, t.place, NULL);
	assert_int_equal(server_get(t.c.arena, &server, "/healthz").status, 200);
	assert_int_equal(server_stop(&server), 0);
	arena_destroy(t.c.arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_SQLITE(an_old_folder_gets_its_keys_and_keeps_its_data),
		ON_POSTGRES(an_old_database_is_moved_forward_and_keeps_its_data),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
