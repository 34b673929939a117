/* The list of lost passwords: both forms of the file, searched on the disk. */
#include "../../testing.h"

#include "base/buf.h"
#include "people/known.h"

static const char *file_of(struct ctx *c, const char *text)
{
	char path[] = "/tmp/spean-known-XXXXXX";
	const int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(close(descriptor), 0);
	return arena_cstr(c->arena, slice_of(path));
}

static bool has(struct ctx *c, const struct known_passwords *list, const char *password)
{
	bool known = false;
	assert_int_equal(known_passwords_have(c, list, slice_of(password), &known), OK);
	return known;
}

static struct known_passwords *opened(struct ctx *c, const char *text)
{
	struct known_passwords *list;
	const char *path = file_of(c, text);
	assert_int_equal(known_passwords_open(c, path, &list), OK);
	assert_int_equal(unlink(path), 0);
	return list;
}

static void plain_lines_are_found_first_last_and_between(void **state)
{
	static const char *const texts[] = {
		"alpha password\nbeta password\ngamma password\nzeta password\n",
		"alpha password\r\nbeta password\r\ngamma password\r\nzeta password\r\n",
		"alpha password\nbeta password\ngamma password\nzeta password", /* no last end */
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const struct known_passwords *list = opened(c, texts[i]);
		assert_true(has(c, list, "alpha password"));
		assert_true(has(c, list, "beta password"));
		assert_true(has(c, list, "gamma password"));
		assert_true(has(c, list, "zeta password"));
		assert_false(has(c, list, "alpha"));
		assert_false(has(c, list, "alpha passwords"));
		assert_false(has(c, list, "delta password"));
		assert_false(has(c, list, ""));
		assert_false(has(c, list, "zz"));
	}
}

static void every_line_of_a_thousand_is_found_and_none_beside_them(void **state)
{
	struct ctx *c = *state;
	struct buf *text = buf_create(c->arena, 100000);
	for (int i = 0; i < 1000; i++) {
		buf_printf(text, "password %06d\n", i * 2);
	}
	const struct known_passwords *list = opened(c, arena_cstr(c->arena, buf_slice(text)));
	for (int i = 0; i < 2000; i++) {
		char one[32];
		(void)snprintf(one, sizeof one, "password %06d", i);
		assert_int_equal(has(c, list, one), i % 2 == 0);
	}
}

static void sums_with_counts_behind_them_are_found(void **state)
{
	/* SHA-1 of "abc" (FIPS 180, appendix A.1) and neighbours. */
	struct ctx *c = *state;
	const struct known_passwords *list =
		opened(c, "0000000CAEF405439D57847A8657218C618160B2:15\n"
			  "A9993E364706816ABA3E25717850C26C9CD0D89D:7\n"
			  "F0000000000000000000000000000000000000FF:1\n");
	assert_true(has(c, list, "abc"));
	assert_false(has(c, list, "abd"));
	assert_false(has(c, list, "A9993E364706816ABA3E25717850C26C9CD0D89D"));
}

static void what_is_no_list_is_refused(void **state)
{
	struct ctx *c = *state;
	struct known_passwords *list;
	const char *empty = file_of(c, "");
	assert_fail(c, known_passwords_open(c, empty, &list), ERR_INVALID, "known.empty", "");
	assert_int_equal(unlink(empty), 0);
	assert_fail(c, known_passwords_open(c, empty, &list), ERR_NOT_FOUND, "file.missing", "");
	assert_fail(c, known_passwords_open(c, "/tmp", &list), ERR_INVALID, "known.empty", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(plain_lines_are_found_first_last_and_between),
		task_test(every_line_of_a_thousand_is_found_and_none_beside_them),
		task_test(sums_with_counts_behind_them_are_found),
		task_test(what_is_no_list_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
