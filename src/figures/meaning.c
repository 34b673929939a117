/* What a figure means beyond its columns: who really counted, how long, how surely. */
#include "figures/compare.h"

struct slice figures_publisher(const struct figure *figure)
{
	struct slice name = slice_trim(figure->publisher);
	size_t digits = 0;
	while (digits < name.length && name.at[name.length - 1 - digits] >= '0' &&
	       name.at[name.length - 1 - digits] <= '9') {
		digits++;
	}
	if (digits == 4 && name.length > 5 && name.at[name.length - 5] == ' ') {
		name = slice_trim(slice_between(name, 0, name.length - 4));
	}
	return name;
}

/* The register has no column for it: its remarks begin with one of these words, or its indicator
 * says so. */
bool figures_is_estimate(const struct figure *figure)
{
	static const char *const OPENINGS[] = {"Estimate",  "Approximate", "About",     "Rounded",
					       "More than", "Less than",   "As many as"};
	for (size_t i = 0; i < COUNT_OF(OPENINGS); i++) {
		if (slice_starts(figure->definition, slice_of(OPENINGS[i]))) {
			return true;
		}
	}
	return slice_find(figure->indicator, S("stimated")) != SIZE_MAX ||
	       slice_find(figure->indicator, S("upper bound")) != SIZE_MAX;
}

bool figures_is_unfinished(const struct figure *figure)
{
	if (figure->period_end.precision == DATE_NONE || figure->as_of.precision == DATE_NONE) {
		return false;
	}
	return date_compare(date_last_day(figure->as_of), date_last_day(figure->period_end)) < 0;
}

static bool same_date(struct pdate a, struct pdate b)
{
	return a.precision == b.precision && a.year == b.year && a.month == b.month &&
	       a.day == b.day;
}

bool figures_same_time(const struct figure *a, const struct figure *b)
{
	const bool period =
		a->period_start.precision != DATE_NONE || a->period_end.precision != DATE_NONE;
	return same_date(a->period_start, b->period_start) &&
	       same_date(a->period_end, b->period_end) && (period || same_date(a->as_of, b->as_of));
}

int figures_months(const struct figure *figure)
{
	if (figure->period_start.precision == DATE_NONE ||
	    figure->period_end.precision == DATE_NONE) {
		return 0;
	}
	const struct pdate first = date_first_day(figure->period_start);
	const struct pdate last = date_last_day(figure->period_end);
	const struct pdate end_of_month = date_last_day(
		(struct pdate){.precision = DATE_MONTH, .year = last.year, .month = last.month});
	if (first.day != 1 || last.day != end_of_month.day) {
		return 0;
	}
	const int months = (last.year - first.year) * 12 + last.month - first.month + 1;
	return months > 0 ? months : 0;
}

static const char *const ASPECT_NAMES[ASPECT_COUNT] = {
	[ASPECT_PUBLISHER] = "publisher",
	[ASPECT_REPORTER] = "reporter",
	[ASPECT_POPULATION] = "population",
	[ASPECT_SEX] = "sex",
	[ASPECT_PERIOD] = "period",
	[ASPECT_AS_OF] = "as_of",
	[ASPECT_DEFINITION] = "definition",
	[ASPECT_DESTINATION] = "destination",
	[ASPECT_FORM] = "form",
	[ASPECT_UNIT] = "unit",
};

const char *figures_aspect_name(enum aspect aspect)
{
	must(aspect < ASPECT_COUNT);
	return ASPECT_NAMES[aspect];
}

static struct slice period_text(struct arena *arena, const struct figure *figure)
{
	if (figure->period_start.precision == DATE_NONE &&
	    figure->period_end.precision == DATE_NONE) {
		return (struct slice){0};
	}
	return arena_format(arena, "%.*s/%.*s", SLICE_PRINT(date_iso(arena, figure->period_start)),
			    SLICE_PRINT(date_iso(arena, figure->period_end)));
}

struct slice figures_aspect(struct arena *arena, const struct figure *figure, enum aspect aspect)
{
	switch (aspect) {
	case ASPECT_PUBLISHER:
		return figure->publisher;
	case ASPECT_REPORTER:
		return figure->reporter;
	case ASPECT_POPULATION:
		return figure->population;
	case ASPECT_SEX:
		return figure->sex;
	case ASPECT_PERIOD:
		return period_text(arena, figure);
	case ASPECT_AS_OF:
		return date_iso(arena, figure->as_of);
	case ASPECT_DEFINITION:
		return figure->definition;
	case ASPECT_DESTINATION:
		return figure->destination;
	case ASPECT_FORM:
		return figure->form;
	case ASPECT_UNIT:
		return figure->unit;
	case ASPECT_COUNT:
		break;
	}
	return (struct slice){0};
}
