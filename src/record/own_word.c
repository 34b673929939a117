#include "record/own_word.h"

#include <string.h>

#include "base/date.h"

static bool is_confirmed(const struct kind *kind)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (strcmp(kind->fields[i].name, "last_confirmed") == 0) {
			return true;
		}
	}
	return false;
}

static bool is_of_organisation(const struct values *values)
{
	return slice_is(values_get(values, "source"), "organisation");
}

/* The later of its two dates, in days; a date that is known to a month means `day` of it. */
static err spoken_on(struct ctx *c, const struct values *values, struct pdate (*day)(struct pdate),
		     int64_t *ret_days)
{
	static const char *const DATES[] = {"information_date", "last_confirmed"};
	int64_t latest = INT64_MIN;

	for (size_t i = 0; i < COUNT_OF(DATES); i++) {
		struct pdate date;
		TRY(date_parse(c, values_get(values, DATES[i]), &date));
		if (date.precision != DATE_NONE && date_days(day(date)) > latest) {
			latest = date_days(day(date));
		}
	}
	*ret_days = latest;
	return OK;
}

err own_word_stands(struct ctx *c, const struct values *stored, const struct values *row,
		    bool *ret_stands)
{
	int64_t said;
	int64_t now;

	*ret_stands =
		is_confirmed(stored->kind) &&
		(is_of_organisation(stored) || !slice_empty(values_get(stored, "last_confirmed")));
	if (!*ret_stands || (is_of_organisation(stored) && !is_of_organisation(row))) {
		return OK;
	}
	TRY(spoken_on(c, stored, date_last_day, &said));
	TRY(spoken_on(c, row, date_first_day, &now));
	*ret_stands = now <= said;
	return OK;
}
