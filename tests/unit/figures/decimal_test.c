#include "../../testing.h"

#include "figures/decimal.h"

static void a_number_reads_back_in_its_shortest_form(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *shortest;
	} rows[] = {
		{"0", "0"},
		{"-0", "0"},
		{"42", "42"},
		{"007", "7"},
		{"7.8", "7.8"},
		{"7.80", "7.8"},
		{"-7.050", "-7.05"},
		{"100", "100"},
		{"0.000000001", "0.000000001"},
		{"150000000000", "150000000000"},
		{"999999999999999999.999999999", "999999999999999999.999999999"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct decimal value;
		assert_int_equal(decimal_parse(c, slice_of(rows[i].text), &value), OK);
		const struct slice text = decimal_text(c->arena, value);
		assert_true(slice_is(text, rows[i].shortest));
	}
}

static void what_is_no_plain_number_is_refused(void **state)
{
	struct ctx *c = *state;
	static const char *const rows[] = {"",
					   "-",
					   ".5",
					   "5.",
					   "+1",
					   "1,000",
					   "1e5",
					   " 1",
					   "1 ",
					   "1..2",
					   "0x1",
					   "--1",
					   "1.2.3",
					   "\xe1\x9f\xa0",
					   "NaN",
					   "1234567890123456789",
					   "0.1234567890"};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct decimal value = decimal_of(7);
		assert_int_equal(decimal_parse(c, slice_of(rows[i]), &value), ERR_INVALID);
		assert_true(decimal_equal(value, decimal_of(7)));
	}
}

static void sums_are_exact(void **state)
{
	struct ctx *c = *state;
	struct decimal tenth;
	assert_int_equal(decimal_parse(c, S("0.1"), &tenth), OK);
	struct decimal sum = decimal_of(0);
	for (int i = 0; i < 10; i++) {
		sum = decimal_add(sum, tenth);
	}
	assert_true(decimal_equal(sum, decimal_of(1)));
	assert_int_equal(decimal_compare(decimal_subtract(sum, tenth), sum), -1);
	assert_true(slice_is(decimal_text(c->arena, decimal_absolute(decimal_of(-3))), "3"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_number_reads_back_in_its_shortest_form),
		task_test(what_is_no_plain_number_is_refused),
		task_test(sums_are_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
