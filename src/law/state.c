/* state.c - when an instrument began, when it ended, and where it stands on a date.
 *
 * Most instruments are known by a year, some by the day of their adoption, few by the day of
 * effect. So a start is a span of days, and inside the span the honest answer is "unknown". */
#include "law/internal.h"

/* Agreements and executive rules take effect when they are signed or issued, unless they say
 * otherwise. A parliament's law does not: it waits for signature and publication. */
static bool effective_when_signed(struct slice kind)
{
	return slice_is(kind, "mou") || slice_is(kind, "decree") || slice_is(kind, "regulation") ||
	       slice_is(kind, "guideline");
}

static struct law_bounds bounds_of(struct pdate date)
{
	return (struct law_bounds){
		.known = true,
		.earliest = date_days(date_first_day(date)),
		.latest = date_days(date_last_day(date)),
	};
}

static int64_t end_of_year(struct pdate date)
{
	return date_days(date_last_day((struct pdate){.precision = DATE_YEAR, .year = date.year}));
}

err law_find_start(struct ctx *c, struct law_instrument *instrument)
{
	struct pdate effect, adopted, year;
	const bool year_checked = !slice_empty(instrument->year_verified);
	TRY(date_parse(c, instrument->in_force_from, &effect));
	TRY(date_parse(c, instrument->date_adopted, &adopted));
	TRY(date_parse(c, year_checked ? instrument->year_verified : instrument->year_reported,
		       &year));
	if (effect.precision != DATE_NONE) {
		instrument->basis = LAW_BASIS_STATED;
		instrument->start = bounds_of(effect);
	} else if (adopted.precision != DATE_NONE && effective_when_signed(instrument->kind)) {
		instrument->basis = LAW_BASIS_SIGNED;
		instrument->start = bounds_of(adopted);
	} else if (adopted.precision != DATE_NONE) {
		instrument->basis = LAW_BASIS_ADOPTED;
		instrument->start = bounds_of(adopted);
		instrument->start.latest = end_of_year(adopted);
	} else if (year.precision != DATE_NONE) {
		instrument->basis = LAW_BASIS_YEAR;
		instrument->start = bounds_of(year);
	} else {
		instrument->basis = LAW_BASIS_NONE;
		instrument->start = (struct law_bounds){0};
	}
	return OK;
}

/* What the register knows of an instrument that has begun and that nothing has replaced yet. */
static enum law_state state_while_it_lasts(const struct law_instrument *instrument)
{
	const struct slice status = instrument->in_force_status;
	if (slice_is(status, "in_force")) {
		return LAW_IN_FORCE;
	}
	/* It has ended by now; when, is known only where its successor's start is. */
	if (slice_is(status, "superseded") || slice_is(status, "repealed")) {
		return instrument->end.known ? LAW_IN_FORCE : LAW_UNKNOWN;
	}
	return LAW_UNKNOWN;
}

enum law_state law_state_on_day(const struct law_instrument *instrument, int64_t day)
{
	const struct law_instrument *law = instrument->original;
	if (law->start.known && day < law->start.earliest) {
		return LAW_NOT_YET;
	}
	if (law->end.known && day >= law->end.latest) {
		return LAW_REPLACED;
	}
	if (!law->start.known || day < law->start.latest) {
		return LAW_UNKNOWN;
	}
	if (law->end.known && day >= law->end.earliest) {
		return LAW_UNKNOWN;
	}
	return state_while_it_lasts(law);
}

enum law_state law_state_on(const struct law_instrument *instrument, struct pdate on)
{
	must(on.precision != DATE_NONE);
	const enum law_state first = law_state_on_day(instrument, date_days(date_first_day(on)));
	const enum law_state last = law_state_on_day(instrument, date_days(date_last_day(on)));
	return first == last ? first : LAW_UNKNOWN;
}
