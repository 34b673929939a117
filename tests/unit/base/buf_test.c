#include "../../testing.h"

#include "base/buf.h"

static void everything_appended_is_there(void **state)
{
	struct ctx *c = *state;
	struct buf *buf = buf_create(c->arena, 100);
	struct slice text;
	assert_int_equal(buf_length(buf), 0);
	assert_true(slice_empty(buf_slice(buf)));
	buf_add(buf, S("ab"));
	buf_add(buf, (struct slice){.at = NULL});
	buf_add_cstr(buf, "cd");
	buf_add_cstr(buf, NULL);
	buf_add_byte(buf, 'e');
	buf_printf(buf, "%d", 12);
	assert_int_equal(buf_done(c, buf, &text), OK);
	assert_slice(text, "abcde12");
	buf_cut(buf, 2);
	assert_slice(buf_slice(buf), "ab");
}

static void the_maximum_is_exact(void **state)
{
	struct ctx *c = *state;
	static const size_t limits[] = {0, 1, 255, 256, 257, 300, 1000, 4096, 100000};
	for (size_t i = 0; i < COUNT_OF(limits); i++) {
		struct buf *buf = buf_create(c->arena, limits[i]);
		struct slice text = S("untouched");
		char argument[40];
		for (size_t n = 0; n < limits[i]; n++) {
			buf_add_byte(buf, 'x');
		}
		assert_int_equal(buf_done(c, buf, &text), OK);
		assert_int_equal(text.length, limits[i]);
		buf_add_byte(buf, 'y');
		text = S("untouched");
		(void)snprintf(argument, sizeof argument, "max=%zu", limits[i]);
		assert_fail(c, buf_done(c, buf, &text), ERR_LIMIT, "base.too_long", argument);
		assert_slice(text, "untouched");
		assert_int_equal(buf_length(buf), limits[i]);
	}
}

static void once_full_it_takes_nothing_until_cleared(void **state)
{
	struct ctx *c = *state;
	struct buf *buf = buf_create(c->arena, 5);
	struct slice text;
	buf_add(buf, S("abc"));
	buf_printf(buf, "%s", "def");
	buf_add_byte(buf, 'g'); /* would fit, but the middle is missing */
	assert_slice(buf_slice(buf), "abc");
	buf_cut(buf, 0);
	assert_int_equal(buf_done(c, buf, &text), ERR_LIMIT);
	buf_clear(buf);
	buf_printf(buf, "%s", "12345");
	assert_int_equal(buf_done(c, buf, &text), OK);
	assert_slice(text, "12345");
}

static void cut_beyond(void *argument)
{
	buf_cut(argument, 4);
}

static void cutting_to_more_than_it_holds_is_a_broken_promise(void **state)
{
	struct ctx *c = *state;
	struct buf *buf = buf_create(c->arena, 10);
	buf_add(buf, S("abc"));
	assert_aborts(cut_beyond, buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(everything_appended_is_there),
		task_test(the_maximum_is_exact),
		task_test(once_full_it_takes_nothing_until_cleared),
		task_test(cutting_to_more_than_it_holds_is_a_broken_promise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
