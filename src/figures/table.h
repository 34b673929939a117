/* table.h - a printed table of the review, rebuilt from the rows of the ledger.
 *
 * Nothing is filled in: where nothing was printed the cell is empty, which means unknown and not
 * nought. Cells on which the possible placements differ (rebuild.h) are marked uncertain; that is
 * computed, not read from a status. What stands beside the total stays beside it.
 */
#ifndef SPEAN_FIGURES_TABLE_H
#define SPEAN_FIGURES_TABLE_H

#include "base/embedded.h"
#include "figures/grid.h"
#include "figures/rebuild.h"

/* Which figures make the table. */
struct table_definition {
	const char *name; /* "repatriation-2016" */
	const char *indicator;
	const char *publisher;         /* without the year of a citation */
	int year;                      /* the calendar year that it covers */
	const char *outside_indicator; /* the column beside the total, or NULL */
	const char *outside_key;       /* what outputs call it */
	const char *printed;           /* embedded file of the printed values, for rebuild.h */
};

const struct table_definition *figures_tables(size_t *ret_count);

struct table_note {
	const struct conflict *conflict;
	size_t number; /* from 1, in the order of the conflicts */
};

struct ledger_table {
	const struct table_definition *definition;
	const struct grid *grid;
	const struct figure *outside; /* NULL: there is none */
	const struct table_note *notes;
	size_t notes_count;
	/* The placements that agree with the values of the ledger, or, where none does because the
	 * ledger no longer adds up, with the values as printed. */
	struct rebuild_problem problem;
	struct rebuild_result placements;
	bool from_print; /* the second of the two */
};

/* ERR_NOT_FOUND figures.unknown_table (or _near with nearest=) with id=; figures.table_empty when
 * the ledger has no such grand total. */
MUST_USE err figures_table(struct ctx *c, const struct embedded *embedded,
			   const struct ledger *ledger, struct slice name,
			   struct ledger_table *ret_table);
/* Do the placements differ on this cell of the grid? */
bool table_uncertain(const struct ledger_table *table, size_t row, size_t column);
/* Does a note speak of this cell? And of the column beside the total? */
bool table_note_on(const struct ledger_table *table, const struct table_note *note, size_t row,
		   size_t column);
bool table_note_outside(const struct ledger_table *table, const struct table_note *note);

/* The printed values of a definition, as rebuild_read gives them. */
MUST_USE err table_printed(struct ctx *c, const struct embedded *embedded,
			   const struct table_definition *definition, enum rebuild_text text,
			   struct rebuild_problem *ret_problem);
/* The same question asked of the ledger: its sums and cell values, the facts of the print.
 * ERR_LIMIT when the grid is too large to search. */
MUST_USE err table_problem(struct ctx *c, const struct embedded *embedded,
			   const struct table_definition *definition, const struct grid *grid,
			   struct rebuild_problem *ret_problem);
/* The definition that a grid belongs to, or NULL. */
const struct table_definition *table_of_grid(const struct grid *grid);

#endif
