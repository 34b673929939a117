/* check.h - recompute everything that the ledger claims: sums, part-of links, and every conflict.
 *
 * A conflict of the register is decided again from the values as they stand now, by a rule of its
 * kind, never by its id: arithmetic proves it, or refutes it (the values no longer show it), or
 * only a source outside the ledger can settle it. Nothing is corrected here.
 */
#ifndef SPEAN_FIGURES_CHECK_H
#define SPEAN_FIGURES_CHECK_H

#include "base/embedded.h"
#include "figures/figures.h"

enum arithmetic { ARITHMETIC_PROVED, ARITHMETIC_REFUTED, ARITHMETIC_NEEDS_SOURCE };
/* "proved", "refuted", "needs_source". */
const char *arithmetic_name(enum arithmetic arithmetic);

struct finding {
	const struct conflict *conflict;
	enum arithmetic arithmetic;
	struct sentence text;
};

enum sum_kind {
	SUM_ROW,              /* cells of a row against its total */
	SUM_COLUMN,           /* cells of a column against its total */
	SUM_ROWS_OF_GRAND,    /* row totals against the grand total */
	SUM_COLUMNS_OF_GRAND, /* column totals against the grand total */
	SUM_OUTSIDE,          /* cells of a column beside the total against its own total */
	SUM_PART,             /* a part is no larger than its whole, in the same unit */
	SUM_PLACEMENT,        /* the cells stand as some placement of the printed values has them */
};
const char *sum_kind_name(enum sum_kind kind);

struct sum {
	enum sum_kind kind;
	const struct figure *figure; /* the total, or the part */
	const struct figure *whole;  /* of SUM_PART, else NULL */
	bool holds;
	struct decimal stated;
	struct decimal computed; /* of SUM_PART: the whole */
	struct sentence text;
};

struct check {
	const struct finding *findings; /* one a conflict, in the order of the register */
	size_t findings_count;
	const struct sum *sums;
	size_t sums_count;
};

MUST_USE err figures_check(struct ctx *c, const struct embedded *embedded,
			   const struct ledger *ledger, struct check *ret_check);
/* One conflict alone. */
MUST_USE err figures_check_conflict(struct ctx *c, const struct embedded *embedded,
				    const struct ledger *ledger, const struct conflict *conflict,
				    struct finding *ret_finding);

#endif
