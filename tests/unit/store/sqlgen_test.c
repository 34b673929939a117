/* The generator of the statement catalogue refuses what could not be kept later. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "support/stores.h"

extern char **environ;

struct generated {
	struct ctx *c;
	const char *folder;
};

static int setup(void **state)
{
	struct arena *arena = arena_create();
	struct generated *t = ARENA_NEW(arena, struct generated);
	t->c = ARENA_NEW(arena, struct ctx);
	t->c->arena = arena;
	char *folder = folder_create();
	t->folder = arena_cstr(arena, slice_of(folder));
	free(folder);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct generated *t = *state;
	folder_destroy(t->folder);
	arena_destroy(t->c->arena);
	return 0;
}

/* Exit code of: sqlgen FOLDER FILE, where the file lies in a folder called `kind`. */
static int generate(struct generated *t, const char *kind, const char *name, const char *sql)
{
	const char *folder = arena_format(t->c->arena, "%s/%s", t->folder, kind).at;
	char *path = arena_cstr(t->c->arena, arena_format(t->c->arena, "%s/%s", folder, name));
	char *arguments[] = {arena_cstr(t->c->arena, S("sqlgen")),
			     arena_cstr(t->c->arena, slice_of(t->folder)), path, NULL};
	posix_spawn_file_actions_t actions;
	pid_t child = 0;
	int status = 0;
	assert_true(mkdir(folder, 0700) == 0 || errno == EEXIST);
	file_put(path, slice_of(sql));
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
			 0);
	assert_int_equal(posix_spawn(&child, SPEAN_BINARY_DIR "/tools/sqlgen", &actions, NULL,
				     arguments, environ),
			 0);
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void only_well_formed_heads_pass(void **state)
{
	struct generated *t = *state;
	static const struct {
		const char *sql;
		int code;
	} rows[] = {
		{"-- name: a role: reader rows: one\nSELECT 1;\n", 0},
		{"-- name: a   role: reader   rows: one\nSELECT 1;\n", 0},
		{"-- name: a   role: reader   rows: one\n-- in:  id int\nSELECT :id;\n", 0},
		{"-- name: a   role: reader   rows: one   store: keys\nSELECT 1;\n", 0},
		{"-- name: a   role: reader   rows: one   store: other\nSELECT 1;\n", 1},
		{"-- name: a   role: reader\nSELECT 1;\n", 1},
		{"-- name: a   role: somebody   rows: one\nSELECT 1;\n", 1},
		{"-- name: a   role: reader   rows: one\n\n", 1},
		{"-- name: a   role: reader   rows: one\nDELETE FROM x;\n", 1},
		{"-- name: a   role: reader   rows: one\n"
		 "WITH y AS (insert INTO x VALUES (1) RETURNING 1) SELECT 1;\n",
		 1},
		{"-- name: a   role: reader   rows: one\nSELECT updated FROM x;\n", 0},
		{"-- name: a   role: writer   rows: none\nDELETE FROM x;\n", 0},
		{"-- name: a   role: reader   rows: one\nSELECT 1;\n"
		 "-- name: a   role: reader   rows: one\nSELECT 2;\n",
		 1},
		{"-- name: a   role: reader   rows: one\nSELECT 1;\n"
		 "-- name: b   role: reader   rows: one\nSELECT '\"\\';\n",
		 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (generate(t, "query", "x.sql", rows[i].sql) != rows[i].code) {
			fail_msg("row %zu: %s", i, rows[i].sql);
		}
	}
}

static void migrations_start_at_1_and_are_called_by_their_number(void **state)
{
	struct generated *t = *state;
	assert_int_equal(generate(t, "migrations", "0001_a.sql", "SELECT 1"), 0);
	assert_int_equal(generate(t, "migrations", "0002_a.sql", "SELECT 1"), 1);
	assert_int_equal(generate(t, "migrations", "1_a.sql", "SELECT 1"), 1);
	assert_int_equal(generate(t, "migrations", "a.sql", "SELECT 1"), 1);
	assert_int_equal(generate(t, "keys", "0001_a.sql", "SELECT 1"), 0);
	assert_int_equal(generate(t, "keys", "0002_a.sql", "SELECT 1"), 1);
}

static void a_variant_needs_its_portable_statement(void **state)
{
	struct generated *t = *state;
	assert_int_equal(generate(t, "query", "x.pg.sql",
				  "-- name: a   role: reader   rows: one\nSELECT 1;\n"),
			 1);
}

static void quotes_and_line_breaks_come_through(void **state)
{
	struct generated *t = *state;
	struct slice source = {0};
	assert_int_equal(generate(t, "query", "x.sql",
				  "-- name: a   role: reader   rows: one\n"
				  "SELECT '\"',\n\t'\\' AS \"b\";\n"),
			 0);
	assert_ok(t->c,
		  file_read(t->c, arena_format(t->c->arena, "%s/store_catalogue.c", t->folder).at,
			    1 << 20, &source));
	assert_true(slice_find(source, S("\"SELECT '\\\"',\\n\"")) != SIZE_MAX);
	assert_true(slice_find(source, S("\"\\t'\\\\' AS \\\"b\\\"\"")) != SIZE_MAX);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_well_formed_heads_pass, setup, teardown),
		cmocka_unit_test_setup_teardown(
			migrations_start_at_1_and_are_called_by_their_number, setup, teardown),
		cmocka_unit_test_setup_teardown(a_variant_needs_its_portable_statement, setup,
						teardown),
		cmocka_unit_test_setup_teardown(quotes_and_line_breaks_come_through, setup,
						teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
