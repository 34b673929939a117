/* rebuild.h - put the cells of a printed table back where they stood.
 *
 * When a table is extracted from a page, its numbers often survive and their places do not. Given
 * the printed cell values, the row and column sums as far as they were printed, and facts of the
 * text, this finds every placement that agrees with all of them, and says which cells differ
 * between the placements. It is a search over all of them, so a cell that is called certain is
 * proved.
 *
 * How: every value needs a row and a column. The search fills whole lines (a row or a column, the
 * one with the fewest possible subsets of values first) and never counts a placement twice, because
 * equal values are interchangeable. Sums are exact. The work is bounded: a table that leaves too
 * much open is refused with ERR_LIMIT, never answered in part.
 *
 * Not here: where the printed values come from (data/tables/, figures/table.h).
 */
#ifndef SPEAN_FIGURES_REBUILD_H
#define SPEAN_FIGURES_REBUILD_H

#include "base/csv.h"
#include "figures/decimal.h"
#include "figures/sentence.h"

enum {
	REBUILD_LINES_MAX = 64,   /* rows, and columns */
	REBUILD_VALUES_MAX = 200, /* printed cells */
	REBUILD_FACTS_MAX = 200,
	REBUILD_SHOWN_MAX = 24,    /* placements kept for showing */
	REBUILD_STEPS = 100000000, /* work of one search: a few seconds */
};

struct rebuild_line {
	struct slice name;
	bool known;         /* its sum was printed */
	struct decimal sum; /* when known */
};

/* "The value stands in this row", "... in this column", or both: in this cell. */
#define REBUILD_ANYWHERE SIZE_MAX
struct rebuild_fact {
	size_t row;    /* index, or REBUILD_ANYWHERE */
	size_t column; /* the same; not both anywhere */
	struct decimal value;
};

struct rebuild_problem {
	const struct rebuild_line *rows;
	size_t rows_count;
	const struct rebuild_line *columns;
	size_t columns_count;
	const struct decimal *values; /* one a printed cell; equal ones repeat */
	size_t values_count;
	const struct rebuild_fact *facts;
	size_t facts_count;
};

struct rebuild_cell {
	bool printed; /* false: nothing stands here */
	struct decimal value;
};

struct rebuild_result {
	uint64_t fillings;
	struct sentence why_none; /* when there is none */
	size_t rows_count;
	size_t columns_count;
	/* Row after row. Where placements differ, the cell of the first one. */
	const struct rebuild_cell *cells;
	const bool *uncertain;
	/* The first placements, at most REBUILD_SHOWN_MAX of them. */
	const struct rebuild_cell *const *shown;
	size_t shown_count;
	uint64_t steps; /* work done, for the curious and for tests */
};

/* Which lines of a file count. */
enum rebuild_text { REBUILD_WITH_TEXT, REBUILD_WITHOUT_TEXT };

/* Read a table `kind,row,column,value,note`, where kind is one of
 *	row_sum      row and its sum; an empty value: the row exists, its sum was not printed
 *	column_sum   the same for a column
 *	value        one printed cell value, its place lost (row and column empty)
 *	fact         a value with its row, its column or both, known from the text
 * Rows and columns are those that a sum line names, in the order of the file.
 * REBUILD_WITHOUT_TEXT checks the lines of kind fact and leaves them out.
 * ERR_INVALID rebuild.* with file=, line=; ERR_LIMIT rebuild.too_many_* past the maxima. */
MUST_USE err rebuild_read(struct ctx *c, const struct csv *csv, enum rebuild_text text,
			  struct rebuild_problem *ret_problem);

/* Find every placement. No placement is an answer, not a failure.
 * ERR_LIMIT rebuild.too_open with steps=, fillings= (found until then) when `steps_max` is used up;
 * rebuild.too_large when the numbers span more than exact arithmetic holds.
 * ERR_INVALID rebuild.negative for a value or sum below zero. */
MUST_USE err rebuild_run(struct ctx *c, const struct rebuild_problem *problem, uint64_t steps_max,
			 struct rebuild_result *ret_result);

/* Index of the line of this name, or SIZE_MAX. */
size_t rebuild_line_named(const struct rebuild_line *lines, size_t count, struct slice name);
/* One cell of a grid kept row after row. */
const struct rebuild_cell *rebuild_at(const struct rebuild_result *result,
				      const struct rebuild_cell *grid, size_t row, size_t column);
bool rebuild_uncertain(const struct rebuild_result *result, size_t row, size_t column);
size_t rebuild_uncertain_count(const struct rebuild_result *result);

#endif
