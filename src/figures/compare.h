/* compare.h - figures side by side.
 *
 * Only within one indicator code. A difference is computed only where both figures count the same
 * people in the same way for the same length of time; a partial period is marked and never
 * stretched to a year.
 */
#ifndef SPEAN_FIGURES_COMPARE_H
#define SPEAN_FIGURES_COMPARE_H

#include "figures/figures.h"

enum aspect {
	ASPECT_PUBLISHER,
	ASPECT_REPORTER,
	ASPECT_POPULATION,
	ASPECT_SEX,
	ASPECT_PERIOD,
	ASPECT_AS_OF,
	ASPECT_DEFINITION,
	ASPECT_DESTINATION,
	ASPECT_FORM,
	ASPECT_UNIT,
	ASPECT_COUNT
};
/* "publisher", "as_of": the JSON key, and the end of the message "figures.aspect.NAME". */
const char *figures_aspect_name(enum aspect aspect);
/* What a figure says there; a period as "2016-01-01/2016-12-31". */
struct slice figures_aspect(struct arena *arena, const struct figure *figure, enum aspect aspect);

enum mark {
	MARK_UNFINISHED = 1u << 0, /* the period was not over on the as-of date */
	MARK_SHORTER = 1u << 1,    /* a shorter period than another figure here has */
	MARK_ESTIMATE = 1u << 2,
	MARK_DISPUTED = 1u << 3,
};

struct compared {
	const struct figure *figure;
	unsigned marks;
};

struct difference { /* of neighbours: the later one in the question minus the earlier one */
	const struct figure *from;
	const struct figure *to;
	bool computed;
	struct decimal value;
	const struct sentence *refusals; /* why not, where it was not computed */
	size_t refusals_count;
};

struct comparison {
	const struct compared *figures; /* in the order of the question */
	size_t count;
	unsigned differs; /* aspects, as bits */
	const struct difference *differences;
	size_t differences_count;
	struct conflict_list conflicts; /* that name two or more of the figures */
	struct conflict_list nearby;    /* that name one of them */
};

enum { COMPARE_MAX = 24 };

/* Set figures side by side. ERR_CONFLICT figures.codes_differ with first=, first_code=, second=,
 * second_code= unless all have one indicator code; ERR_INVALID figures.compare_few for fewer than
 * two different ids; ERR_LIMIT figures.compare_many; ERR_NOT_FOUND as figures_get. */
MUST_USE err figures_compare(struct ctx *c, const struct ledger *ledger, const struct slice *ids,
			     size_t count, struct comparison *ret_comparison);

#endif
