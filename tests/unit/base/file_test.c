#include "../../testing.h"

#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* A folder of its own for each test, emptied and removed after it. */
struct place {
	struct ctx c;
	char folder[64];
};

static int place_open(void **state)
{
	struct place *place = test_calloc(1, sizeof *place);
	place->c.arena = arena_create();
	(void)snprintf(place->folder, sizeof place->folder, "/tmp/spean-file-test-XXXXXX");
	*state = place;
	return mkdtemp(place->folder) == NULL;
}

static void remove_below(const char *folder)
{
	char path[512];
	DIR *entries = opendir(folder);
	for (struct dirent *entry = NULL; entries != NULL && (entry = readdir(entries)) != NULL;) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_type == DT_DIR) {
			remove_below(path);
		}
		(void)remove(path);
	}
	if (entries != NULL) {
		(void)closedir(entries);
	}
}

static int place_close(void **state)
{
	struct place *place = *state;
	remove_below(place->folder);
	(void)rmdir(place->folder);
	arena_destroy(place->c.arena);
	test_free(place);
	return 0;
}

#define place_test(function) cmocka_unit_test_setup_teardown(function, place_open, place_close)

static const char *at(struct place *place, const char *name)
{
	return arena_format(place->c.arena, "%s/%s", place->folder, name).at;
}

static size_t count_entries(const char *folder)
{
	size_t count = 0;
	DIR *entries = opendir(folder);
	assert_non_null(entries);
	for (struct dirent *entry = NULL; (entry = readdir(entries)) != NULL;) {
		count += entry->d_name[0] != '.';
	}
	(void)closedir(entries);
	return count;
}

static void what_was_created_is_read_back(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct slice text;
	struct buf *large = buf_create(c->arena, 400000);
	for (int i = 0; i < 50000; i++) {
		buf_printf(large, "%d\n", i);
	}
	const struct slice contents[] = {S(""), S("ស្ពាន\n"), S("a\0b"), buf_slice(large)};
	for (size_t i = 0; i < COUNT_OF(contents); i++) {
		const char *path = arena_format(c->arena, "%s/%zu", place->folder, i).at;
		assert_int_equal(file_create(c, path, 0600, contents[i]), OK);
		assert_int_equal(file_read(c, path, 400000, &text), OK);
		assert_true(slice_equal(text, contents[i]));
	}
	assert_int_equal(count_entries(place->folder), COUNT_OF(contents));
}

static void the_mode_is_exact_whatever_the_umask(void **state)
{
	struct place *place = *state;
	static const unsigned modes[] = {0600, 0644, 0400, 0660};
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		struct stat found;
		const char *path = arena_format(place->c.arena, "%s/%zu", place->folder, i).at;
		assert_int_equal(file_create(&place->c, path, modes[i], S("x")), OK);
		assert_int_equal(stat(path, &found), 0);
		assert_int_equal(found.st_mode & 07777, modes[i]);
	}
}

static void an_existing_file_is_never_overwritten(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct slice text;
	const char *path = at(place, "key");
	assert_int_equal(file_create(c, path, 0600, S("first")), OK);
	assert_fail(c, file_create(c, path, 0600, S("second")), ERR_CONFLICT, "file.exists",
		    arena_format(c->arena, "path=%s", path).at);
	assert_int_equal(file_read(c, path, 100, &text), OK);
	assert_slice(text, "first");
	const char *dangling = at(place, "link");
	assert_int_equal(symlink("nowhere", dangling), 0);
	assert_fail(c, file_create(c, dangling, 0600, S("x")), ERR_CONFLICT, "file.exists", "");
	assert_fail(c, file_create(c, place->folder, 0600, S("x")), ERR_CONFLICT, "file.exists",
		    "");
	assert_int_equal(count_entries(place->folder), 2);
}

static void missing_files_and_folders_are_named(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct slice text = S("untouched");
	const char *missing = at(place, "none");
	const char *below_file = at(place, "file/none");
	assert_int_equal(file_create(c, at(place, "file"), 0600, S("x")), OK);
	assert_fail(c, file_read(c, missing, 10, &text), ERR_NOT_FOUND, "file.missing",
		    arena_format(c->arena, "path=%s", missing).at);
	assert_fail(c, file_read(c, below_file, 10, &text), ERR_NOT_FOUND, "file.missing", "");
	assert_fail(c, file_read(c, "", 10, &text), ERR_NOT_FOUND, "file.missing", "");
	assert_fail(c, file_create(c, at(place, "none/key"), 0600, S("x")), ERR_NOT_FOUND,
		    "file.missing", "");
	assert_fail(c, file_read(c, place->folder, 10, &text), ERR_INVALID, "file.is_folder", "");
	assert_slice(text, "untouched");
}

static void a_file_larger_than_the_limit_is_refused(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct slice text = S("untouched");
	const char *path = at(place, "ten");
	assert_int_equal(file_create(c, path, 0600, S("0123456789")), OK);
	assert_fail(c, file_read(c, path, 9, &text), ERR_LIMIT, "file.too_large", "max=9");
	assert_fail(c, file_read(c, "/dev/zero", 1000000, &text), ERR_LIMIT, "file.too_large",
		    "path=/dev/zero");
	assert_slice(text, "untouched");
	assert_int_equal(file_read(c, path, 10, &text), OK);
	assert_slice(text, "0123456789");
}

/* The size limit of the process stands for a disk that is full. */
static void a_write_that_fails_half_way_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	const char *path = at(place, "large");
	char *zeros = arena_alloc(c->arena, 100000);
	struct rlimit before;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	const struct rlimit small = {.rlim_cur = 5000, .rlim_max = before.rlim_max};
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	const err result =
		file_create(c, path, 0600, (struct slice){.at = zeros, .length = 100000});
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, handler);
	assert_fail(c, result, ERR_BROKEN, "file.write", "reason=File too large");
	assert_int_equal(count_entries(place->folder), 0);
}

/* Root may do anything, so the test steps down for a moment. */
static void a_file_in_pieces_has_its_name_only_when_it_is_whole(void **state)
{
	struct place *place = *state;
	const char *path = at(place, "pieces");
	struct new_file *file = NULL;
	struct slice back;
	assert_int_equal(file_begin(&place->c, path, 0600, &file), OK);
	const struct sink sink = file_sink(&place->c, file);
	assert_int_equal(sink.write(&place->c, sink.self, S("one ")), OK);
	assert_false(file_exists(path));
	assert_int_equal(sink.write(&place->c, sink.self, S("two")), OK);
	assert_int_equal(file_finish(&place->c, file), OK);
	file_abandon(file);
	assert_int_equal(file_read(&place->c, path, 100, &back), OK);
	assert_slice(back, "one two");
	assert_fail(&place->c, file_begin(&place->c, path, 0600, &file), ERR_CONFLICT,
		    "file.exists", "");
	assert_int_equal(file_begin(&place->c, at(place, "other"), 0600, &file), OK);
	file_abandon(file);
	file_abandon(file);
	file_abandon(NULL);
	assert_int_equal(unlink(path), 0);
	/* Nothing else is left: only an empty folder can be removed. */
	assert_int_equal(rmdir(place->folder), 0);
	assert_int_equal(mkdir(place->folder, 0700), 0);
}

static void a_closed_folder_is_denied(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct slice text;
	const uid_t before = geteuid();
	const uid_t nobody = 65534;
	const char *path = at(place, "secret");
	assert_int_equal(file_create(c, path, 0200, S("x")), OK);
	if (before == 0) {
		assert_int_equal(chown(path, nobody, (gid_t)-1), 0);
		assert_int_equal(chown(place->folder, nobody, (gid_t)-1), 0);
		assert_int_equal(seteuid(nobody), 0);
	}
	assert_fail(c, file_read(c, path, 10, &text), ERR_DENIED, "file.denied",
		    "reason=Permission denied");
	assert_int_equal(chmod(place->folder, 0500), 0);
	assert_fail(c, file_create(c, at(place, "new"), 0600, S("x")), ERR_DENIED, "file.denied",
		    "");
	assert_fail(c, file_make_folder(c, at(place, "new")), ERR_DENIED, "file.denied", "");
	assert_int_equal(chmod(place->folder, 0700), 0);
	assert_int_equal(seteuid(before), 0);
}

/* Otherwise a service could not read its own files after root has changed them. */
static void a_replaced_file_keeps_its_owner(void **state)
{
	enum { SERVICE = 4711 };
	struct place *place = *state;
	struct stat found;
	const char *file = at(place, "header");
	if (geteuid() != 0) {
		skip();
	}
	assert_int_equal(file_create(&place->c, file, 0600, S("old")), OK);
	assert_int_equal(chown(file, SERVICE, SERVICE), 0);
	assert_int_equal(file_replace(&place->c, file, 0600, S("new")), OK);
	assert_int_equal(stat(file, &found), 0);
	assert_int_equal(found.st_uid, SERVICE);
	assert_int_equal(found.st_gid, SERVICE);
}

static void folders_are_made_with_their_parents(void **state)
{
	struct place *place = *state;
	struct ctx *c = &place->c;
	struct stat found;
	const char *deep = at(place, "a/b//c/");
	assert_int_equal(file_make_folder(c, deep), OK);
	assert_int_equal(file_make_folder(c, deep), OK);
	assert_int_equal(stat(at(place, "a/b/c"), &found), 0);
	assert_true(S_ISDIR(found.st_mode));
	assert_int_equal(found.st_mode & 07777, 0700);
	assert_int_equal(file_make_folder(c, "/"), OK);
	assert_int_equal(file_make_folder(c, "."), OK);
	assert_int_equal(file_create(c, at(place, "file"), 0600, S("x")), OK);
	assert_fail(c, file_make_folder(c, at(place, "file")), ERR_CONFLICT, "file.not_folder", "");
	assert_fail(c, file_make_folder(c, at(place, "file/x")), ERR_NOT_FOUND, "file.missing", "");
}

static void existence_is_told(void **state)
{
	struct place *place = *state;
	assert_true(file_exists(place->folder));
	assert_false(file_exists(at(place, "none")));
	assert_false(file_exists(""));
}

static void a_dash_reads_standard_input(void **state)
{
	struct place *place = *state;
	struct slice text;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "from a pipe", 11), 11);
	(void)close(ends[1]);
	const int before = dup(STDIN_FILENO);
	assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
	const err result = file_read(&place->c, "-", 100, &text);
	if (before >= 0) {
		(void)dup2(before, STDIN_FILENO);
		(void)close(before);
	}
	(void)close(ends[0]);
	assert_int_equal(result, OK);
	assert_slice(text, "from a pipe");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(what_was_created_is_read_back),
		place_test(the_mode_is_exact_whatever_the_umask),
		place_test(an_existing_file_is_never_overwritten),
		place_test(missing_files_and_folders_are_named),
		place_test(a_file_larger_than_the_limit_is_refused),
		place_test(a_write_that_fails_half_way_leaves_nothing),
		place_test(a_file_in_pieces_has_its_name_only_when_it_is_whole),
		place_test(a_closed_folder_is_denied),
		place_test(a_replaced_file_keeps_its_owner),
		place_test(folders_are_made_with_their_parents),
		place_test(existence_is_told),
		place_test(a_dash_reads_standard_input),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
