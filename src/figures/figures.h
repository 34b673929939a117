/* figures.h - the figure ledger: every number of the review and its comparators, with who counted,
 * who passed it on, whom it counts, when, and what it means.
 *
 * A reported value is never changed here; conflicts come with every figure that they touch.
 *
 * Not here: setting figures side by side (compare.h), recomputing sums and conflicts (check.h), the
 * tables (table.h), placing lost cells (rebuild.h), pages and output.
 *
 * A ledger lives in the arena that it was loaded into and is read-only: safe from any thread.
 */
#ifndef SPEAN_FIGURES_FIGURES_H
#define SPEAN_FIGURES_FIGURES_H

#include "base/date.h"
#include "figures/decimal.h"
#include "figures/sentence.h"
#include "record/record.h"

enum total_kind {
	TOTAL_NONE,           /* stated by itself, in a sentence */
	TOTAL_GRAND,          /* of a whole table */
	TOTAL_ROW,            /* of one destination */
	TOTAL_COLUMN,         /* of one form */
	TOTAL_COLUMN_OUTSIDE, /* of a column that stands beside the total */
	TOTAL_CELL,           /* one destination and one form */
	TOTAL_WHOLE,          /* of something else ("total" in the register) */
};

/* One row of figures.csv; the columns are explained in data/README.md. */
struct figure {
	struct slice id;
	struct slice indicator_code;
	struct slice indicator;
	struct slice value_text; /* as reported */
	struct decimal value;
	struct slice unit;
	struct slice value_kind;
	struct slice population;
	struct slice sex;
	struct slice origin_country;
	struct slice destination;
	struct slice form;
	struct pdate period_start;
	struct pdate period_end;
	struct pdate as_of;
	struct slice publisher;
	struct slice reporter;
	struct slice definition;
	enum total_kind total_kind;
	struct slice part_of;
	struct slice row_origin;
	struct slice source;
	struct slice where;
	struct slice status;
	struct slice verification;
	struct slice note;
};

/* One row of conflicts.csv. */
struct conflict {
	struct slice id;
	struct slice title;
	struct slice kind;
	struct slice figure_ids;
	struct slice instrument_ids;
	struct slice explanation;
	struct slice kept_in_data;
	struct slice software_rule;
	struct slice source;
	struct slice where;
	struct slice status;
	struct slice verification;
	struct slice note;
};

/* What the check needs to know of a programme: whom it says it sees. */
struct named_route {
	struct slice programme;
	struct slice forms;
	struct slice destinations;
};

struct ledger {
	const struct figure *figures; /* in the order of the register */
	size_t figures_count;
	const struct conflict *conflicts;
	size_t conflicts_count;
	const struct named_route *routes;
	size_t routes_count;
};

/* Read the registers of figures, conflicts and programmes. */
MUST_USE err figures_load(struct ctx *c, struct door *door, struct ledger *ret_ledger);
/* The same from records in hand. ERR_INVALID figures.value with id= for a value that is no number;
 * date.* for a wrong date. */
MUST_USE err figures_read(struct ctx *c, const struct records *figures,
			  const struct records *conflicts, const struct records *programmes,
			  struct ledger *ret_ledger);

/* NULL when there is none. */
const struct figure *figures_find(const struct ledger *ledger, struct slice id);
/* ERR_NOT_FOUND figures.unknown with id=, or figures.unknown_near with nearest= (the id that looks
 * most like it). */
MUST_USE err figures_get(struct ctx *c, const struct ledger *ledger, struct slice id,
			 const struct figure **ret_figure);

struct figure_list {
	const struct figure *const *at;
	size_t count;
};
struct conflict_list {
	const struct conflict *const *at;
	size_t count;
};

enum conflict_filter { WITH_OR_WITHOUT_CONFLICT, ONLY_WITH_CONFLICT };
/* Empty slices select everything. */
struct figure_filter {
	struct slice indicator;
	struct slice destination;
	struct slice form;
	struct slice publisher; /* a part of its name, without regard to case */
	enum conflict_filter conflicts;
};
struct figure_list figures_select(struct arena *arena, const struct ledger *ledger,
				  const struct figure_filter *filter);
/* ERR_NOT_FOUND figures.unknown_indicator with id=, or _near with nearest=. */
MUST_USE err figures_check_indicator(struct ctx *c, const struct ledger *ledger, struct slice code);

/* The conflicts that name a figure. */
struct conflict_list figures_conflicts(struct arena *arena, const struct ledger *ledger,
				       const struct figure *figure);
/* Who counted, without the year of a citation: "NCCT 2016" and "NCCT" are one publisher. Names that
 * merely look alike are two. */
struct slice figures_publisher(const struct figure *figure);
/* The register calls it an estimate, about, more than, rounded, or the like. */
bool figures_is_estimate(const struct figure *figure);
/* Its period was not over when it was reported. */
bool figures_is_unfinished(const struct figure *figure);
/* The same period, or, where neither has one, the same as-of date. */
bool figures_same_time(const struct figure *a, const struct figure *b);
/* Whole months of the period, 0 when it has none or does not run from a first to a last day. */
int figures_months(const struct figure *figure);

#endif
