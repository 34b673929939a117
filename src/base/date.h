/* date.h - calendar dates with a precision, because many are only known to the year or the month.
 *
 * Proleptic Gregorian calendar, ISO 8601 inside ("2016", "2016-08", "2016-08-01"). How a date is
 * *shown* is a matter of language: text/format.h.
 */
#ifndef SPEAN_BASE_DATE_H
#define SPEAN_BASE_DATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum date_precision { DATE_NONE, DATE_YEAR, DATE_MONTH, DATE_DAY };

struct pdate {
	enum date_precision precision;
	int year;  /* 1 to 9999 */
	int month; /* 1 to 12, 0 when unknown */
	int day;   /* 1 to 31, 0 when unknown */
};

/* "" gives DATE_NONE. ERR_INVALID date.form or date.no_such_day with value=. */
MUST_USE err date_parse(struct ctx *c, struct slice text, struct pdate *ret_date);
struct slice date_iso(struct arena *arena, struct pdate date);
/* The first and the last day that the date may mean. DATE_NONE must not be asked. */
struct pdate date_first_day(struct pdate date);
struct pdate date_last_day(struct pdate date);
/* Days since 1970-01-01 of a full date. */
int64_t date_days(struct pdate date);
struct pdate date_from_days(int64_t days);
/* Of two full dates: <0, 0, >0. */
int date_compare(struct pdate a, struct pdate b);
/* Whole years from birth (its first possible day, if that is not known exactly) to the full date
 * `on`; negative before birth. Who was born on 29 February is a year older on 1 March in a common
 * year. */
int date_age(struct pdate birth, struct pdate on);

#endif
