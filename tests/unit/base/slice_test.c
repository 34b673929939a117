#include "../../testing.h"

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
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t value = 7;
		assert_int_equal(slice_to_int64(slice_of(rows[i].text), &value), rows[i].good);
		assert_true(value == rows[i].value);
	}
}

static const struct slice NOTHING = {.at = NULL, .length = 0};

static void comparing_is_by_byte_and_shorter_first(void **state)
{
	(void)state;
	static const char *const ordered[] = {"", "A", "a", "aa", "ab", "b", "\xE1", "\xFF"};
	for (size_t i = 0; i < COUNT_OF(ordered); i++) {
		for (size_t j = 0; j < COUNT_OF(ordered); j++) {
			const int order = slice_compare(slice_of(ordered[i]), slice_of(ordered[j]));
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
			assert_int_equal(slice_is(slice_of(ordered[i]), ordered[j]), i == j);
		}
	}
	assert_true(slice_equal(NOTHING, S("")));
	assert_int_equal(slice_compare(NOTHING, S("")), 0);
	assert_true(slice_equal(slice_of(NULL), NOTHING));
}

static void starts_and_ends_are_told(void **state)
{
	(void)state;
	assert_true(slice_starts(S("abc"), S("ab")));
	assert_true(slice_starts(S("abc"), S("")));
	assert_true(slice_starts(NOTHING, NOTHING));
	assert_false(slice_starts(S("ab"), S("abc")));
	assert_false(slice_starts(S("abc"), S("b")));
	assert_true(slice_ends(S("abc"), S("bc")));
	assert_true(slice_ends(NOTHING, NOTHING));
	assert_false(slice_ends(S("bc"), S("abc")));
	assert_false(slice_ends(S("abc"), S("b")));
}

static void finding_tells_the_first_place_or_none(void **state)
{
	(void)state;
	assert_int_equal(slice_find(S("abcabc"), S("ca")), 2);
	assert_int_equal(slice_find(S("abc"), S("")), 0);
	assert_true(slice_find(S("ab"), S("abc")) == SIZE_MAX);
	assert_true(slice_find(S("abc"), S("x")) == SIZE_MAX);
	assert_true(slice_find(NOTHING, S("x")) == SIZE_MAX);
	assert_int_equal(slice_find_byte(S("a\0b"), '\0'), 1);
	assert_true(slice_find_byte(NOTHING, 'a') == SIZE_MAX);
}

static void cutting_never_leaves_the_text(void **state)
{
	(void)state;
	assert_slice(slice_between(S("abcdef"), 2, 4), "cd");
	assert_slice(slice_between(S("abc"), 1, SIZE_MAX), "bc");
	assert_slice(slice_between(S("abc"), 5, 9), "");
	assert_slice(slice_between(S("abc"), 2, 1), "");
	assert_slice(slice_between(NOTHING, 0, 9), "");
	assert_slice(slice_trim(S(" \t a b\r\n\v\f")), "a b");
	assert_slice(slice_trim(S("  ")), "");
	assert_slice(slice_trim(NOTHING), "");
	assert_slice(slice_trim(S("\xC2\xA0x")), "\xC2\xA0x");
}

static void list_items_are_trimmed_and_never_empty(void **state)
{
	(void)state;
	struct slice list = S(" a ;; b;c; ");
	struct slice item;
	static const char *const expected[] = {"a", "b", "c"};
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_true(slice_next_item(&list, &item));
		assert_slice(item, expected[i]);
	}
	assert_false(slice_next_item(&list, &item));
	assert_true(slice_list_has(S("a; b"), S("b")));
	assert_false(slice_list_has(S("a; bc"), S("b")));
	assert_false(slice_list_has(S(""), S("")));
	assert_false(slice_list_has(NOTHING, S("a")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comparing_is_by_byte_and_shorter_first),
		cmocka_unit_test(starts_and_ends_are_told),
		cmocka_unit_test(finding_tells_the_first_place_or_none),
		cmocka_unit_test(cutting_never_leaves_the_text),
		cmocka_unit_test(list_items_are_trimmed_and_never_empty),
		cmocka_unit_test(next_yields_every_piece),
		cmocka_unit_test(int64_takes_whole_numbers_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
