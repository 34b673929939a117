/* backup_flow.c - what an operator does with backups: makes them while others work, restores them
 * into either engine, is refused with one sentence, loses the power in the middle.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "flow.h"

#include "base/file.h"
#include "support/stores.h"

enum { ARGUMENTS_MAX = 24, BACKUP_MAX = 64 * 1024 * 1024 };

/* One place with its keys. */
struct site {
	enum store_engine engine;
	const char *place;
	const char *key_store; /* of a server; else NULL */
	const char *key_file;
};

struct operations {
	struct ctx c;
	enum store_engine engine;
	const char *folder; /* of backups and of restored places */
	struct site site;
	struct slice words; /* what the program said last */
	struct slice out;
	const char *databases[16];
	size_t databases_count;
};

static const char *in_folder(struct operations *t, const char *name)
{
	return arena_format(t->c.arena, "%s/%s", t->folder, name).at;
}

static const char *new_database(struct operations *t)
{
	assert_true(t->databases_count < COUNT_OF(t->databases));
	const char *database = database_create(t->c.arena);
	t->databases[t->databases_count++] = database;
	return database;
}

static struct site new_site(struct operations *t, enum store_engine engine, const char *name)
{
	const bool server = engine == STORE_POSTGRES;
	return (struct site){
		.engine = engine,
		.place = server ? new_database(t) : in_folder(t, name),
		.key_store = server ? new_database(t) : NULL,
		.key_file = in_folder(t, "root.key"),
	};
}

/* The arguments (NULL-terminated) with the options of the site behind them. */
static int run(struct operations *t, const struct site *site, const char *const *arguments)
{
	const char *all[ARGUMENTS_MAX] = {0};
	size_t count = 0;
	for (; arguments[count] != NULL; count++) {
		all[count] = arguments[count];
	}
	all[count++] = "--lang";
	all[count++] = "en";
	all[count++] = "--key-file";
	all[count++] = site->key_file;
	if (site->key_store != NULL) {
		all[count++] = "--key-store";
		all[count++] = site->key_store;
	}
	return program_run(t->c.arena, all, &t->out, &t->words);
}

static void assert_ran(struct operations *t, const struct site *site, const char *const *arguments)
{
	if (run(t, site, arguments) != 0) {
		fail_msg("%s: %.*s", arguments[0], SLICE_PRINT(t->words));
	}
}

static bool said(const struct operations *t, const char *text)
{
	return slice_find(t->words, slice_of(text)) != SIZE_MAX;
}

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static int open_operations(void **state, enum store_engine engine)
{
	struct operations *t = test_calloc(1, sizeof *t);
	t->c.arena = arena_create();
	t->engine = engine;
	t->folder = scratch_folder(t->c.arena);
	*state = t;
	t->site = new_site(t, engine, "first");
	assert_ran(t, &t->site, ARGUMENTS("init", t->site.place));
	return 0;
}

static int open_sqlite(void **state)
{
	return open_operations(state, STORE_SQLITE);
}

static int open_postgres(void **state)
{
	return open_operations(state, STORE_POSTGRES);
}

static int close_operations(void **state)
{
	struct operations *t = *state;
	for (size_t i = 0; i < t->databases_count; i++) {
		database_destroy(t->databases[i]);
	}
	arena_destroy(t->c.arena);
	test_free(t);
	return 0;
}

static void make_both(struct operations *t, const char *data, const char *keys)
{
	assert_ran(t, &t->site, ARGUMENTS("backup", data, "--store", t->site.place));
	assert_ran(t, &t->site, ARGUMENTS("backup", "--keys", keys, "--store", t->site.place));
}

static int restore(struct operations *t, const struct site *to, const char *data, const char *keys)
{
	return run(t, to, ARGUMENTS("restore", data, to->place, "--keys", keys));
}

static struct slice organisations(struct operations *t, const struct site *site)
{
	assert_ran(t, site, ARGUMENTS("export", "organisation", "--store", site->place));
	assert_true(t->out.length > 1000);
	return t->out;
}

static void what_was_backed_up_while_serving_comes_back_on_either_engine(void **state)
{
	struct operations *t = *state;
	const char *data = in_folder(t, "data.spean");
	const char *keys = in_folder(t, "keys.spean");
	const char *const more[] = {"--key-file", t->site.key_file,
				    t->site.key_store != NULL ? "--key-store" : NULL,
				    t->site.key_store, NULL};
	struct server server = server_start(t->c.arena, t->site.place, more);
	assert_int_equal(server_get(t->c.arena, &server, "/healthz").status, 200);
	make_both(t, data, keys);
	assert_int_equal(server_get(t->c.arena, &server, "/healthz").status, 200);
	assert_int_equal(server_stop(&server), 0);
	const struct slice before = organisations(t, &t->site);
	static const enum store_engine engines[] = {STORE_SQLITE, STORE_POSTGRES};
	static const char *const names[] = {"restored-a", "restored-b"};
	for (size_t i = 0; i < COUNT_OF(engines); i++) {
		const struct site to = new_site(t, engines[i], names[i]);
		if (restore(t, &to, data, keys) != 0) {
			fail_msg("restore: %.*s", SLICE_PRINT(t->words));
		}
		assert_true(said(t, "Everything was checked"));
		assert_true(slice_equal(organisations(t, &to), before));
		assert_ran(t, &to, ARGUMENTS("check", "--store", to.place));
		assert_true(said(t, "The log is whole"));
		assert_true(said(t, "The key store is whole"));
	}
}

static void nothing_is_restored_over_anything(void **state)
{
	struct operations *t = *state;
	const char *data = in_folder(t, "data.spean");
	const char *keys = in_folder(t, "keys.spean");
	make_both(t, data, keys);
	assert_int_equal(restore(t, &t->site, data, keys), 1);
	assert_true(said(t, "not empty") || said(t, "already"));
	assert_ran(t, &t->site, ARGUMENTS("check", "--store", t->site.place));
	const struct site to = new_site(t, STORE_SQLITE, "occupied");
	assert_int_equal(mkdir(to.place, 0700), 0);
	file_put(arena_format(t->c.arena, "%s/letter.txt", to.place).at, S("dear"));
	assert_int_equal(restore(t, &to, data, keys), 1);
	assert_true(said(t, "not empty"));
	assert_int_equal(run(t, &t->site, ARGUMENTS("backup", data, "--store", t->site.place)), 1);
	assert_true(said(t, "never overwritten"));
}

/* A copy of a file, cut to `length` bytes, with one bit of byte `flipped` changed (-1: none). */
static const char *spoiled(struct operations *t, const char *path, size_t length, ssize_t flipped)
{
	static int number;
	const char *copy = arena_format(t->c.arena, "%s/spoiled-%d", t->folder, number++).at;
	struct slice all;
	assert_int_equal(file_read(&t->c, path, BACKUP_MAX, &all), OK);
	char *bytes = arena_alloc(t->c.arena, all.length + 1);
	memcpy(bytes, all.at, all.length);
	if (flipped >= 0) {
		bytes[flipped] = (char)(bytes[flipped] ^ 4);
	}
	file_put(copy,
		 (struct slice){.at = bytes, .length = length < all.length ? length : all.length});
	return copy;
}

static void a_spoiled_backup_makes_nothing(void **state)
{
	struct operations *t = *state;
	const char *data = in_folder(t, "data.spean");
	const char *keys = in_folder(t, "keys.spean");
	make_both(t, data, keys);
	struct slice all;
	assert_int_equal(file_read(&t->c, data, BACKUP_MAX, &all), OK);
	const struct site to = new_site(t, t->engine, "restored");
	const struct {
		const char *data;
		const char *keys;
		const char *sentence;
	} rows[] = {
		{spoiled(t, data, all.length - 1, -1), keys, "cut off"},
		{spoiled(t, data, all.length / 2, -1), keys, "cut off"},
		{spoiled(t, data, 30, -1), keys, "cut off"},
		{spoiled(t, data, 0, -1), keys, "not a backup"},
		{spoiled(t, data, SIZE_MAX, (ssize_t)all.length - 20), keys, "changed"},
		{data, spoiled(t, keys, 600, -1), "cut off"},
		{keys, keys, "other kind"},
		{data, data, "other kind"},
		{in_folder(t, "none.spean"), keys, "no such file"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(restore(t, &to, rows[i].data, rows[i].keys), 1);
		if (!said(t, rows[i].sentence)) {
			fail_msg("row %zu: %.*s", i, SLICE_PRINT(t->words));
		}
		assert_true(t->engine == STORE_POSTGRES || !file_exists(to.place));
	}
	struct site wrong = to;
	wrong.key_file = in_folder(t, "other.key");
	file_put(wrong.key_file,
		 S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"));
	assert_int_equal(chmod(wrong.key_file, 0600), 0);
	assert_int_equal(restore(t, &wrong, data, keys), 1);
	assert_int_equal(run(t, &to, ARGUMENTS("restore", data, to.place)), 2);
	/* Nothing stands in the way of the right one. */
	if (restore(t, &to, data, keys) != 0) {
		fail_msg("restore: %.*s", SLICE_PRINT(t->words));
	}
}

/* The program with a pipe as its standard input. */
static pid_t start_reading(const char *const *arguments, int *ret_input)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	const pid_t process = fork();
	assert_true(process >= 0);
	if (process == 0) {
		const char *all[ARGUMENTS_MAX] = {SPEAN_BINARY_DIR "/spean"};
		for (size_t i = 0; arguments[i] != NULL; i++) {
			all[i + 1] = arguments[i];
		}
		const int nothing = open("/dev/null", O_WRONLY);
		(void)dup2(ends[0], STDIN_FILENO);
		(void)dup2(nothing, STDERR_FILENO);
		(void)close(ends[0]);
		(void)close(ends[1]);
		(void)execv(all[0], (char *const *)(uintptr_t)all);
		_exit(127);
	}
	(void)close(ends[0]);
	*ret_input = ends[1];
	return process;
}

/* Killed when it has taken so many bytes (what the pipe holds aside). */
static void restore_and_kill(struct operations *t, const struct site *to, struct slice data,
			     const char *keys)
{
	const char *arguments[ARGUMENTS_MAX] = {
		"restore",    "-",
		to->place,    "--keys",
		keys,         "--key-file",
		to->key_file, to->key_store != NULL ? "--key-store" : NULL,
		to->key_store};
	int input = -1;
	int status = 0;
	const pid_t process = start_reading(arguments, &input);
	(void)t;
	while (data.length > 0) {
		const ssize_t written = write(input, data.at, data.length);
		assert_true(written > 0);
		data = slice_between(data, (size_t)written, data.length);
	}
	assert_int_equal(kill(process, SIGKILL), 0);
	assert_int_equal(waitpid(process, &status, 0), process);
	(void)close(input);
}

static void a_restore_that_was_killed_leaves_no_place_that_opens(void **state)
{
	struct operations *t = *state;
	const char *data = in_folder(t, "data.spean");
	const char *keys = in_folder(t, "keys.spean");
	make_both(t, data, keys);
	struct slice all;
	assert_int_equal(file_read(&t->c, data, BACKUP_MAX, &all), OK);
	static const char *const names[] = {"killed-a", "killed-b", "killed-c"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const struct site to = new_site(t, t->engine, names[i]);
		/* All but the last byte at most: the end is what makes it a place. */
		const size_t length = (all.length - 1) * (i + 1) / COUNT_OF(names);
		restore_and_kill(t, &to, slice_between(all, 0, length), keys);
		assert_int_equal(run(t, &to, ARGUMENTS("check", "--store", to.place)), 1);
	}
}

static void a_backup_to_standard_output_is_the_same(void **state)
{
	struct operations *t = *state;
	const char *data = in_folder(t, "data.spean");
	const char *keys = in_folder(t, "keys.spean");
	assert_ran(t, &t->site, ARGUMENTS("backup", "--store", t->site.place));
	assert_true(slice_starts(t->out, S("SPEAN-BACKUP-D1\n")));
	file_put(data, t->out);
	assert_ran(t, &t->site, ARGUMENTS("backup", "-", "--keys", "--store", t->site.place));
	assert_true(slice_starts(t->out, S("SPEAN-HEADER-K1\n")));
	file_put(keys, t->out);
	const struct site to = new_site(t, t->engine, "restored");
	if (restore(t, &to, data, keys) != 0) {
		fail_msg("restore: %.*s", SLICE_PRINT(t->words));
	}
}

/* A key beside it would look like the one that opens the place. */
static void a_refused_beginning_leaves_nothing(void **state)
{
	struct operations *t = *state;
	struct site again = t->site;
	again.key_file = in_folder(t, "other.key");
	assert_int_equal(run(t, &again, ARGUMENTS("init", again.place)), 1);
	assert_true(said(t, "There is already something at"));
	assert_false(file_exists(again.key_file));
	again.place = in_folder(t, "never");
	again.key_file = in_folder(t, "no_folder/other.key");
	assert_int_equal(run(t, &again, ARGUMENTS("init", again.place)), 1);
	assert_false(file_exists(again.place));
	assert_ran(t, &t->site, ARGUMENTS("check", "--store", t->site.place));
}

static const struct json_value *copies(struct operations *t)
{
	const struct json_value *value = NULL;
	assert_ran(t, &t->site, ARGUMENTS("check", "--json", "--store", t->site.place));
	assert_int_equal(json_parse(&t->c, t->out, &value), OK);
	assert_true(json_is(json_at(value, "log.whole"), "true"));
	return json_at(value, "key_copies");
}

static void copies_of_the_keys_are_listed_until_they_are_gone(void **state)
{
	struct operations *t = *state;
	const char *first = in_folder(t, "one.spean");
	const char *second = in_folder(t, "two.spean");
	assert_int_equal(copies(t)->count, 0);
	make_both(t, in_folder(t, "data.spean"), first);
	assert_ran(t, &t->site, ARGUMENTS("backup", "--keys", second, "--store", t->site.place));
	assert_int_equal(copies(t)->count, 2);
	assert_true(json_is(json_at(&copies(t)->items[0], "place"), first));
	assert_true(json_is(json_at(&copies(t)->items[0], "found"), "true"));
	assert_int_equal(
		run(t, &t->site, ARGUMENTS("backup", "--gone", "1", "--store", t->site.place)), 1);
	assert_int_equal(copies(t)->count, 2);
	assert_int_equal(unlink(first), 0);
	assert_true(json_is(json_at(&copies(t)->items[0], "found"), "false"));
	assert_ran(t, &t->site, ARGUMENTS("backup", "--gone", "1", "--store", t->site.place));
	assert_int_equal(copies(t)->count, 1);
	assert_true(json_is(json_at(&copies(t)->items[0], "place"), second));
	assert_int_equal(
		run(t, &t->site, ARGUMENTS("backup", "--gone", "1", "--store", t->site.place)), 1);
	assert_int_equal(
		run(t, &t->site, ARGUMENTS("backup", "--gone", "x", "--store", t->site.place)), 2);
}

static void old_copies_leave_the_folder_and_others_stay(void **state)
{
	struct operations *t = *state;
	const char *folder = in_folder(t, "nightly");
	assert_int_equal(mkdir(folder, 0700), 0);
	static const struct {
		const char *name;
		bool stays;
	} rows[] = {
		{"keys-20200101T000000Z.spean", false},
		{"keys-20190101T000000Z.spean", false},
		{"data-20200101T000000Z.spean", true},
		{"keys-20200101.spean", true},
		{"letter.txt", true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		file_put(arena_format(t->c.arena, "%s/%s", folder, rows[i].name).at, S("x"));
	}
	assert_ran(t, &t->site,
		   ARGUMENTS("backup", "--keys", "--keep", "7", folder, "--store", t->site.place));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			file_exists(arena_format(t->c.arena, "%s/%s", folder, rows[i].name).at),
			rows[i].stays);
	}
	assert_int_equal(copies(t)->count, 1);
	assert_true(slice_starts(json_at(&copies(t)->items[0], "place")->text, slice_of(folder)));
	assert_int_equal(
		run(t, &t->site, ARGUMENTS("backup", "--keep", "7", "--store", t->site.place)), 2);
}

#define ON_BOTH(test)                                                                              \
	{#test " (SQLite)", test, open_sqlite, close_operations, NULL},                            \
	{                                                                                          \
#test " (PostgreSQL)", test, open_postgres, close_operations, NULL                 \
	}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_BOTH(what_was_backed_up_while_serving_comes_back_on_either_engine),
		ON_BOTH(nothing_is_restored_over_anything),
		ON_BOTH(a_spoiled_backup_makes_nothing),
		ON_BOTH(a_restore_that_was_killed_leaves_no_place_that_opens),
		ON_BOTH(a_backup_to_standard_output_is_the_same),
		ON_BOTH(a_refused_beginning_leaves_nothing),
		ON_BOTH(copies_of_the_keys_are_listed_until_they_are_gone),
		ON_BOTH(old_copies_leave_the_folder_and_others_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
