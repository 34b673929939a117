#include "base/date.h"

#include "base/utf8.h"

enum { YEAR_MAX = 9999, DAYS_IN_400_YEARS = 146097, DAYS_0_TO_1970 = 719468, SHOWN_MAX = 40 };

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
	static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : DAYS[month - 1];
}

static bool read_digits(struct slice text, size_t from, size_t to, int *ret_value)
{
	int value = 0;
	for (size_t i = from; i < to; i++) {
		if (text.at[i] < '0' || text.at[i] > '9') {
			return false;
		}
		value = value * 10 + (text.at[i] - '0');
	}
	*ret_value = value;
	return true;
}

static bool read_form(struct slice text, struct pdate *date)
{
	const bool has_month = text.length == 7 || text.length == 10;
	const bool has_day = text.length == 10;

	if (text.length != 4 && !has_month) {
		return false;
	}
	if (!read_digits(text, 0, 4, &date->year) ||
	    (has_month && (text.at[4] != '-' || !read_digits(text, 5, 7, &date->month))) ||
	    (has_day && (text.at[7] != '-' || !read_digits(text, 8, 10, &date->day)))) {
		return false;
	}
	date->precision = has_day ? DATE_DAY : has_month ? DATE_MONTH : DATE_YEAR;
	return true;
}

static bool exists(struct pdate date)
{
	if (date.year < 1 ||
	    (date.precision >= DATE_MONTH && (date.month < 1 || date.month > 12))) {
		return false;
	}
	return date.precision < DATE_DAY ||
	       (date.day >= 1 && date.day <= days_in_month(date.year, date.month));
}

/* What a message may repeat of a refused value: its start, on one line, whole characters. */
static struct slice shown(struct slice text)
{
	size_t length = 0;
	while (length < text.length && length < SHOWN_MAX &&
	       (unsigned char)text.at[length] >= ' ') {
		length++;
	}
	const struct slice start = slice_between(text, 0, length);
	return slice_between(start, 0, utf8_first_invalid(start));
}

err date_parse(struct ctx *c, struct slice text, struct pdate *ret_date)
{
	struct pdate date = {.precision = DATE_NONE};

	if (text.length > 0 && !read_form(text, &date)) {
		return FAIL(c, ERR_INVALID, "date.form", "value=%.*s", SLICE_PRINT(shown(text)));
	}
	if (date.precision != DATE_NONE && !exists(date)) {
		return FAIL(c, ERR_INVALID, "date.no_such_day", "value=%.*s",
			    SLICE_PRINT(shown(text)));
	}
	*ret_date = date;
	return OK;
}

struct slice date_iso(struct arena *arena, struct pdate date)
{
	switch (date.precision) {
	case DATE_YEAR:
		return arena_format(arena, "%04d", date.year);
	case DATE_MONTH:
		return arena_format(arena, "%04d-%02d", date.year, date.month);
	case DATE_DAY:
		return arena_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
	case DATE_NONE:
		break;
	}
	return (struct slice){.at = "", .length = 0};
}

struct pdate date_first_day(struct pdate date)
{
	must(date.precision != DATE_NONE);
	return (struct pdate){
		.precision = DATE_DAY,
		.year = date.year,
		.month = date.precision >= DATE_MONTH ? date.month : 1,
		.day = date.precision >= DATE_DAY ? date.day : 1,
	};
}

struct pdate date_last_day(struct pdate date)
{
	must(date.precision != DATE_NONE);
	const int month = date.precision >= DATE_MONTH ? date.month : 12;
	return (struct pdate){
		.precision = DATE_DAY,
		.year = date.year,
		.month = month,
		.day = date.precision >= DATE_DAY ? date.day : days_in_month(date.year, month),
	};
}

/* Both directions count in years that start on 1 March, so that the leap day is the last day of
 * its year and months have the lengths 31 30 31 30 31 | 31 30 31 30 31 | 31 28/29. */
int64_t date_days(struct pdate date)
{
	must(date.precision == DATE_DAY);
	const int64_t year = date.month > 2 ? date.year : date.year - 1;
	const int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
	const int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
	return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - DAYS_0_TO_1970;
}

struct pdate date_from_days(int64_t days)
{
	const int64_t since_0 = days + DAYS_0_TO_1970;
	must(since_0 > 0 && since_0 < (int64_t)DAYS_IN_400_YEARS * (YEAR_MAX + 400) / 400);
	const int64_t era = since_0 / DAYS_IN_400_YEARS;
	const int64_t day_of_era = since_0 % DAYS_IN_400_YEARS;
	const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
				     day_of_era / (DAYS_IN_400_YEARS - 1)) /
				    365;
	const int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const int64_t month = (5 * day_of_year + 2) / 153;
	const bool is_next_year = month >= 10;
	return (struct pdate){
		.precision = DATE_DAY,
		.year = (int)(era * 400 + year_of_era + (is_next_year ? 1 : 0)),
		.month = (int)(is_next_year ? month - 9 : month + 3),
		.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
	};
}

int date_compare(struct pdate a, struct pdate b)
{
	must(a.precision == DATE_DAY && b.precision == DATE_DAY);
	if (a.year != b.year) {
		return a.year - b.year;
	}
	return a.month != b.month ? a.month - b.month : a.day - b.day;
}

int date_age(struct pdate birth, struct pdate on)
{
	must(on.precision == DATE_DAY);
	const struct pdate first = date_first_day(birth);
	const bool is_before_birthday =
		on.month < first.month || (on.month == first.month && on.day < first.day);
	return on.year - first.year - (is_before_birthday ? 1 : 0);
}
