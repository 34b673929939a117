/* manual_flow.c - the manual says what the program's own help says: every command with its options,
 * every page named by spean(1).
 */
#include "../testing.h"

#include "base/buf.h"
#include "base/file.h"
#include "support/server.h"

#include <dirent.h>
#include <string.h>

enum { OPTIONS_MAX = 40, PAGES_MAX = 4 * 1024 * 1024, PAGE_MAX = 256 * 1024 };

/* Of every command: the manual tells them once a page. */
static const char *const EVERYWHERE[] = {"store", "key-file", "key-store", "passphrase-file",
					 "share", "lang",     "help"};

struct options {
	struct slice names[OPTIONS_MAX];
	size_t count;
};

static bool holds(const struct options *options, struct slice name)
{
	for (size_t i = 0; i < options->count; i++) {
		if (slice_equal(options->names[i], name)) {
			return true;
		}
	}
	return false;
}

/* The names behind each `sign` ("--", "Fl -"). */
static void collect(struct options *options, struct slice text, struct slice sign)
{
	for (size_t at = 0; (at = slice_find(text, sign)) != SIZE_MAX;) {
		text = slice_between(text, at + sign.length, text.length);
		size_t end = 0;
		while (end < text.length && ((text.at[end] >= 'a' && text.at[end] <= 'z') ||
					     (end > 0 && text.at[end] == '-'))) {
			end++;
		}
		const struct slice name = slice_between(text, 0, end);
		if (!slice_empty(name) && !holds(options, name)) {
			assert_true(options->count < OPTIONS_MAX);
			options->names[options->count++] = name;
		}
	}
}

static struct slice run(struct ctx *c, struct slice command, const char *last)
{
	const char *arguments[5] = {NULL};
	struct slice rest = command;
	struct slice word;
	struct slice out;
	struct slice words;
	size_t count = 0;

	while (!slice_empty(rest) && slice_next(&rest, ' ', &word)) {
		arguments[count++] = arena_cstr(c->arena, word);
	}
	arguments[count++] = last;
	assert_int_equal(program_run(c->arena, arguments, &out, &words), 0);
	return out;
}

/* All pages, with their order and borders lost. */
static struct slice pages(struct ctx *c, struct slice index)
{
	struct buf *all = buf_create(c->arena, PAGES_MAX);
	DIR *folder = opendir(SPEAN_SOURCE_DIR "/man");
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		const struct slice name = slice_of(entry->d_name);
		struct slice text;
		if (!slice_ends(name, S(".1"))) {
			continue;
		}
		assert_int_equal(file_read(c,
					   arena_format(c->arena, "%s/man/%s", SPEAN_SOURCE_DIR,
							entry->d_name)
						   .at,
					   PAGE_MAX, &text),
				 OK);
		buf_add(all, text);
		const struct slice title = slice_between(name, 0, name.length - 2);
		if (slice_starts(text, S(".so ")) || slice_is(title, "spean")) {
			continue;
		}
		const struct slice wanted =
			arena_format(c->arena, ".It Xr %.*s 1\n", SLICE_PRINT(title));
		if (slice_find(index, wanted) == SIZE_MAX) {
			fail_msg("spean(1) does not name %.*s", SLICE_PRINT(title));
		}
	}
	(void)closedir(folder);
	return buf_slice(all);
}

static struct options options_of_manual(struct ctx *c, struct slice manual, struct slice command)
{
	const struct slice head =
		arena_format(c->arena, "\n.Nm spean %.*s\n", SLICE_PRINT(command));
	struct options options = {.count = 0};
	size_t found = 0;

	for (size_t at = 0; (at = slice_find(manual, head)) != SIZE_MAX; found++) {
		manual = slice_between(manual, at + head.length - 1, manual.length);
		const size_t next = slice_find(manual, S("\n.Nm "));
		const size_t end = slice_find(manual, S("\n.Sh "));
		collect(&options, slice_between(manual, 0, next < end ? next : end), S("Fl -"));
	}
	if (found == 0) {
		fail_msg("no page shows how to use %.*s", SLICE_PRINT(command));
	}
	return options;
}

static void compare(struct ctx *c, struct slice manual, struct slice command)
{
	struct slice help = run(c, command, "--help");
	struct slice usage;
	struct options shown = {.count = 0};
	const struct options told = options_of_manual(c, manual, command);

	assert_true(slice_next(&help, '\n', &usage));
	collect(&shown, usage, S("--"));
	for (size_t i = 0; i < shown.count; i++) {
		if (!holds(&told, shown.names[i])) {
			fail_msg("the manual of %.*s lacks --%.*s", SLICE_PRINT(command),
				 SLICE_PRINT(shown.names[i]));
		}
	}
	for (size_t i = 0; i < COUNT_OF(EVERYWHERE); i++) {
		shown.names[shown.count++] = slice_of(EVERYWHERE[i]);
	}
	for (size_t i = 0; i < told.count; i++) {
		if (!holds(&shown, told.names[i])) {
			fail_msg("the help of %.*s lacks --%.*s", SLICE_PRINT(command),
				 SLICE_PRINT(told.names[i]));
		}
	}
}

static void the_manual_shows_every_command_as_the_help_does(void **state)
{
	struct ctx *c = *state;
	struct slice help = run(c, S(""), "help");
	struct slice index;
	struct slice line;
	size_t count = 0;

	assert_int_equal(file_read(c, SPEAN_SOURCE_DIR "/man/spean.1", PAGE_MAX, &index), OK);
	const struct slice manual = pages(c, index);
	while (slice_next(&help, '\n', &line)) {
		if (slice_starts(line, S("  "))) {
			const struct slice entry = slice_between(line, 2, line.length);
			compare(c, manual, slice_between(entry, 0, slice_find(entry, S("  "))));
			count++;
		}
	}
	assert_true(count > 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(the_manual_shows_every_command_as_the_help_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
