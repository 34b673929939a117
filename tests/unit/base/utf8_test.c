#include "../../testing.h"

#include "base/utf8.h"

struct row {
	const char *text;
	size_t invalid; /* SIZE_MAX: all valid */
};

/* The ranges of Unicode 15, table 3-7, at their edges. */
static void validity_follows_table_3_7(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"", SIZE_MAX},
		{"a\x7F", SIZE_MAX},
		{"\x80", 0},
		{"\xBF", 0},
		{"\xC0\x80", 0},
		{"\xC1\xBF", 0},
		{"\xC2\x80", SIZE_MAX},
		{"\xDF\xBF", SIZE_MAX},
		{"\xC2", 0},
		{"\xC2\x7F", 0},
		{"\xC2\xC0", 0},
		{"\xE0\x9F\xBF", 0},
		{"\xE0\xA0\x80", SIZE_MAX},
		{"\xE1\x80\x80", SIZE_MAX},
		{"\xED\x9F\xBF", SIZE_MAX},
		{"\xED\xA0\x80", 0},
		{"\xED\xBF\xBF", 0},
		{"\xEE\x80\x80", SIZE_MAX},
		{"\xEF\xBF\xBF", SIZE_MAX},
		{"\xE1\x80", 0},
		{"\xE1\x80\x7F", 0},
		{"\xE1\x80\xC0", 0},
		{"\xF0\x8F\xBF\xBF", 0},
		{"\xF0\x90\x80\x80", SIZE_MAX},
		{"\xF3\xBF\xBF\xBF", SIZE_MAX},
		{"\xF4\x8F\xBF\xBF", SIZE_MAX},
		{"\xF4\x90\x80\x80", 0},
		{"\xF5\x80\x80\x80", 0},
		{"\xF0\x90\x80", 0},
		{"\xF1\x80\x80\x7F", 0},
		{"\xFE", 0},
		{"\xFF", 0},
		{"ab\xC3\xA9\xE1\x9E\x80\x80", 7},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const size_t found = utf8_first_invalid(slice_of(rows[i].text));
		if (found != rows[i].invalid) {
			fail_msg("row %zu: %zu", i, found);
		}
	}
}

static void check_names_byte_and_place(void **state)
{
	struct ctx *c = *state;
	assert_int_equal(utf8_check(c, S("ស្ពាន")), OK);
	assert_fail(c, utf8_check(c, S("ab\xFF")), ERR_INVALID, "utf8.invalid", "at=3");
	assert_fail(c, utf8_check(c, S("ab\xFF")), ERR_INVALID, "utf8.invalid", "byte=FF");
	assert_fail(c, utf8_check(c, S("a\0b")), ERR_INVALID, "utf8.nul", "at=2");
	assert_fail(c, utf8_check(c, S("\xFF\0")), ERR_INVALID, "utf8.invalid", "at=1");
	assert_fail(c, utf8_check(c, S("\0\xFF")), ERR_INVALID, "utf8.nul", "at=1");
}

static void every_character_survives_put_and_next(void **state)
{
	(void)state;
	for (uint32_t character = 0; character <= 0x10FFFF; character++) {
		char bytes[4];
		uint32_t again = 0;
		if (character >= 0xD800 && character <= 0xDFFF) {
			continue;
		}
		const size_t length = utf8_put(bytes, character);
		struct slice text = {.at = bytes, .length = length};
		if (utf8_first_invalid(text) != SIZE_MAX || utf8_count(text) != 1 ||
		    !utf8_next(&text, &again) || again != character || text.length != 0) {
			fail_msg("U+%04X", (unsigned)character);
		}
	}
}

static void next_ends_and_count_counts_characters(void **state)
{
	(void)state;
	struct slice rest = S("");
	uint32_t character = 7;
	assert_false(utf8_next(&rest, &character));
	assert_int_equal(character, 7);
	assert_int_equal(utf8_count(S("ស្ពាន")), 5);
	assert_int_equal(utf8_count(S("")), 0);
}

/* Random bytes: whatever is called valid must walk to its end without a broken promise. */
static void valid_prefixes_can_be_walked(void **state)
{
	(void)state;
	struct testing_random random = testing_seeded(20261122);
	for (int round = 0; round < 20000; round++) {
		char bytes[12];
		for (size_t i = 0; i < sizeof bytes; i++) {
			bytes[i] = (char)(testing_below(&random, 3) == 0
						  ? testing_below(&random, 256)
						  : 0x80 + testing_below(&random, 0x75));
		}
		const struct slice text = {.at = bytes, .length = sizeof bytes};
		struct slice rest = slice_between(text, 0, utf8_first_invalid(text));
		const size_t expected = utf8_count(rest);
		size_t count = 0;
		uint32_t character = 0;
		while (utf8_next(&rest, &character)) {
			count++;
		}
		assert_int_equal(count, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity_follows_table_3_7),
		task_test(check_names_byte_and_place),
		cmocka_unit_test(every_character_survives_put_and_next),
		cmocka_unit_test(next_ends_and_count_counts_characters),
		cmocka_unit_test(valid_prefixes_can_be_walked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
