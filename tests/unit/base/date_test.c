#include "../../testing.h"

#include "base/clock.h"
#include "base/date.h"

static struct pdate day(int year, int month, int in_month)
{
	return (struct pdate){.precision = DATE_DAY, .year = year, .month = month, .day = in_month};
}

static struct pdate parsed(const char *text)
{
	struct ctx c = {.arena = NULL};
	struct pdate date = {.precision = DATE_NONE};
	if (date_parse(&c, slice_of(text), &date) != OK) {
		fail_msg("refused: %s (%s)", text, c.fail.key);
	}
	return date;
}

static void written_dates_come_back_with_their_precision(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		enum date_precision precision;
	} rows[] = {
		{"", DATE_NONE},          {"2016", DATE_YEAR},      {"0001", DATE_YEAR},
		{"9999-12", DATE_MONTH},  {"2016-08", DATE_MONTH},  {"2016-08-01", DATE_DAY},
		{"2016-02-29", DATE_DAY}, {"2000-02-29", DATE_DAY}, {"9999-12-31", DATE_DAY},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct pdate date = parsed(rows[i].text);
		assert_int_equal(date.precision, rows[i].precision);
		assert_slice(date_iso(c->arena, date), rows[i].text);
	}
}

static void other_forms_are_refused(void **state)
{
	struct ctx *c = *state;
	static const char *const forms[] = {
		" ",          "16",          "201",        "20160801",    "2016-8",
		"2016-8-1",   "2016/08/01",  "01-08-2016", "2016-08-01 ", " 2016-08-01",
		"2016-08-0x", "+016",        "-016",       "2016-",       "2016-08-",
		"2016-0-001", "2016-08-01T", "២០១៦",       "12016-08-01", "2016_08",
	};
	static const char *const no_days[] = {
		"0000",       "2016-00",    "2016-13",    "2016-01-00", "2016-01-32",
		"2015-02-29", "1900-02-29", "2100-02-29", "2016-04-31", "2016-00-10",
	};
	struct pdate date = {.precision = DATE_NONE, .year = 77};
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		assert_fail(c, date_parse(c, slice_of(forms[i]), &date), ERR_INVALID, "date.form",
			    "");
	}
	for (size_t i = 0; i < COUNT_OF(no_days); i++) {
		char argument[40];
		(void)snprintf(argument, sizeof argument, "value=%s", no_days[i]);
		assert_fail(c, date_parse(c, slice_of(no_days[i]), &date), ERR_INVALID,
			    "date.no_such_day", argument);
	}
	assert_int_equal(date.year, 77);
}

static void a_refused_value_is_shown_short_and_on_one_line(void **state)
{
	struct ctx *c = *state;
	struct pdate date;
	assert_fail(c, date_parse(c, S("x\nkey=forged"), &date), ERR_INVALID, "date.form",
		    "value=x");
	assert_fail(c, date_parse(c, S("x\xFFy"), &date), ERR_INVALID, "date.form", "value=x");
	assert_fail(c, date_parse(c, S("1234567890123456789012345678901234567890123"), &date),
		    ERR_INVALID, "date.form", "value=1234567890123456789012345678901234567890");
}

static void a_vague_date_spans_from_first_to_last_day(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *first;
		const char *last;
	} rows[] = {
		{"2016", "2016-01-01", "2016-12-31"},       {"2016-02", "2016-02-01", "2016-02-29"},
		{"2015-02", "2015-02-01", "2015-02-28"},    {"2016-04", "2016-04-01", "2016-04-30"},
		{"2016-08-05", "2016-08-05", "2016-08-05"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct pdate date = parsed(rows[i].text);
		assert_slice(date_iso(c->arena, date_first_day(date)), rows[i].first);
		assert_slice(date_iso(c->arena, date_last_day(date)), rows[i].last);
	}
}

static void days_count_from_1970(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t days;
	} rows[] = {
		{"1970-01-01", 0},       {"1969-12-31", -1},      {"1970-12-31", 364},
		{"2000-02-29", 11016},   {"2000-03-01", 11017},   {"2026-11-22", 20779},
		{"0001-01-01", -719162}, {"9999-12-31", 2932896},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct pdate date = parsed(rows[i].text);
		assert_true(date_days(date) == rows[i].days);
		assert_int_equal(date_compare(date_from_days(rows[i].days), date), 0);
	}
}

/* Every day of the calendar: next day, order, and back. */
static void every_day_follows_the_one_before(void **state)
{
	(void)state;
	struct pdate before = date_from_days(-719162);
	for (int64_t days = -719161; days <= 2932896; days++) {
		const struct pdate date = date_from_days(days);
		const bool is_next =
			(date.year == before.year && date.month == before.month &&
			 date.day == before.day + 1) ||
			(date.day == 1 &&
			 date_compare(date_last_day((struct pdate){.precision = DATE_MONTH,
								   .year = before.year,
								   .month = before.month}),
				      before) == 0 &&
			 (date.month == before.month + 1 ||
			  (date.month == 1 && date.year == before.year + 1)));
		if (!is_next || date_days(date) != days || date_compare(before, date) >= 0) {
			fail_msg("%d-%d-%d", date.year, date.month, date.day);
		}
		before = date;
	}
}

static void age_changes_on_the_birthday(void **state)
{
	(void)state;
	static const struct {
		const char *birth;
		const char *on;
		int age;
	} rows[] = {
		{"2000-06-15", "2018-06-14", 17}, {"2000-06-15", "2018-06-15", 18},
		{"2000-06-15", "2000-06-15", 0},  {"2000-06-15", "2000-06-14", -1},
		{"2000-02-29", "2018-02-28", 17}, {"2000-02-29", "2018-03-01", 18},
		{"2000-02-29", "2020-02-28", 19}, {"2000-02-29", "2020-02-29", 20},
		{"2000-12-31", "2018-01-01", 17}, {"2000", "2018-01-01", 18},
		{"2000", "2017-12-31", 17},       {"2000-06", "2018-05-31", 17},
		{"2000-06", "2018-06-01", 18},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const int age = date_age(parsed(rows[i].birth), parsed(rows[i].on));
		if (age != rows[i].age) {
			fail_msg("%s on %s: %d", rows[i].birth, rows[i].on, age);
		}
	}
}

static void comparing_looks_at_year_then_month_then_day(void **state)
{
	(void)state;
	assert_true(date_compare(day(2016, 12, 31), day(2017, 1, 1)) < 0);
	assert_true(date_compare(day(2016, 3, 1), day(2016, 2, 29)) > 0);
	assert_true(date_compare(day(2016, 3, 1), day(2016, 3, 2)) < 0);
	assert_int_equal(date_compare(day(2016, 3, 1), day(2016, 3, 1)), 0);
}

/* 17:00 UTC is midnight in Phnom Penh. */
static void the_day_changes_at_midnight_in_cambodia(void **state)
{
	(void)state;
	const int64_t midnight = INT64_C(20779) * 86400 - 7 * 3600;
	assert_int_equal(date_compare(clock_day(midnight), day(2026, 11, 22)), 0);
	assert_int_equal(date_compare(clock_day(midnight - 1), day(2026, 11, 21)), 0);
	assert_int_equal(date_compare(clock_day(-7 * 3600), day(1970, 1, 1)), 0);
	assert_int_equal(date_compare(clock_day(-7 * 3600 - 1), day(1969, 12, 31)), 0);
	assert_int_equal(clock_day(-7 * 3600 - 86400).day, 31);
}

static void a_moment_is_written_in_universal_time(void **state)
{
	struct ctx *c = *state;
	assert_slice(clock_moment(c->arena, 0), "1970-01-01T00:00:00.000Z");
	assert_slice(clock_moment(c->arena, -1), "1969-12-31T23:59:59.999Z");
	assert_slice(clock_moment(c->arena, INT64_C(1795363509120)), "2026-11-22T16:05:09.120Z");
	assert_true(clock_now_ms() / 1000 - clock_now() <= 1);
}

static void clocks_run_forward(void **state)
{
	(void)state;
	const int64_t start = clock_monotonic_us();
	assert_true(clock_monotonic_us() >= start);
	assert_true(clock_now() > INT64_C(1700000000));
	assert_int_equal(clock_today().precision, DATE_DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(written_dates_come_back_with_their_precision),
		task_test(other_forms_are_refused),
		task_test(a_refused_value_is_shown_short_and_on_one_line),
		task_test(a_vague_date_spans_from_first_to_last_day),
		cmocka_unit_test(days_count_from_1970),
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(age_changes_on_the_birthday),
		cmocka_unit_test(comparing_looks_at_year_then_month_then_day),
		cmocka_unit_test(the_day_changes_at_midnight_in_cambodia),
		task_test(a_moment_is_written_in_universal_time),
		cmocka_unit_test(clocks_run_forward),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
