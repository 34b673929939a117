#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void next_yields_every_piece(void **state)
{
	(void)state;
	struct slice rest = S("a;;b;");
	struct slice piece;
	const char *expected[] = {"a", "", "b", ""};
	for (size_t i = 0; i < 4; i++) {
		assert_true(slice_next(&rest, ';', &piece));
		assert_true(slice_is(piece, expected[i]));
	}
	assert_false(slice_next(&rest, ';', &piece));
}

static void int64_takes_whole_numbers_only(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} rows[] = {
		{"0", true, 0},
		{"-12", true, -12},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 7},
		{"-9223372036854775809", false, 7},
		{"", false, 7},
		{"-", false, 7},
		{"+1", false, 7},
		{" 1", false, 7},
		{"1x", false, 7},
		{"99999999999999999999", false, 7},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t value = 7;
		assert_int_equal(slice_to_int64(slice_of(rows[i].text), &value), rows[i].good);
		assert_true(value == rows[i].value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(next_yields_every_piece),
		cmocka_unit_test(int64_takes_whole_numbers_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
