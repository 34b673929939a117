#include "../../testing.h"

#include "base/utf8.h"

static err inner(struct ctx *c, int number)
{
	return number > 2 ? FAIL(c, ERR_LIMIT, "test.many", "number=%d", number) : OK;
}

static err outer(struct ctx *c, int number, int *ret_number)
{
	TRY(inner(c, number));
	*ret_number = number;
	return OK;
}

static void try_passes_a_failure_on_and_leaves_the_output(void **state)
{
	struct ctx *c = *state;
	int number = 7;
	assert_int_equal(outer(c, 1, &number), OK);
	assert_int_equal(number, 1);
	assert_fail(c, outer(c, 3, &number), ERR_LIMIT, "test.many", "number=3");
	assert_int_equal(number, 1);
	assert_non_null(strstr(c->fail.file, "err_test.c"));
	assert_true(c->fail.line > 0);
	assert_fail(c, FAIL_PLAIN(c, ERR_DENIED, "test.no"), ERR_DENIED, "test.no", "");
	assert_string_equal(c->fail.detail, "");
}

/* Whatever the length, what is kept is whole characters and as many of them as fit. */
static void a_long_detail_is_cut_between_characters(void **state)
{
	struct ctx *c = *state;
	for (int padding = 0; padding < 4; padding++) {
		char text[1000];
		memset(text, 'x', sizeof text);
		for (size_t i = (size_t)padding; i + 3 < sizeof text; i += 3) {
			memcpy(text + i, "\xE1\x9E\x9F", 3);
		}
		text[sizeof text - 1] = '\0';
		text[sizeof text - 2] = '\0';
		text[sizeof text - 3] = '\0';
		assert_int_equal(FAIL(c, ERR_INVALID, "test.long", "%s", text), ERR_INVALID);
		const struct slice kept = slice_of(c->fail.detail);
		assert_true(utf8_first_invalid(kept) == SIZE_MAX);
		assert_true(kept.length >= FAIL_DETAIL_SIZE - 5);
		assert_true(kept.length < FAIL_DETAIL_SIZE);
	}
}

static void break_a_promise(void *argument)
{
	must(argument != NULL);
}

static void a_broken_promise_ends_the_program(void **state)
{
	struct ctx *c = *state;
	break_a_promise(c);
	assert_aborts(break_a_promise, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(try_passes_a_failure_on_and_leaves_the_output),
		task_test(a_long_detail_is_cut_between_characters),
		task_test(a_broken_promise_ends_the_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
