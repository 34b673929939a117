/* grid.h - the figures of one printed table, laid out again: what hangs on one grand total.
 *
 * Rows, columns and cells are found by the part-of links of the register, never by their values.
 * For the rules of this folder (check.h, table.h); it decides nothing.
 */
#ifndef SPEAN_FIGURES_GRID_H
#define SPEAN_FIGURES_GRID_H

#include "figures/figures.h"

struct grid_line {
	struct slice name;          /* destination, or form */
	const struct figure *total; /* NULL: none was printed */
};

struct grid {
	const struct figure *grand;
	const struct grid_line *rows;
	size_t rows_count;
	const struct grid_line *columns;
	size_t columns_count;
	const struct figure **cells; /* row after row; NULL: nothing was printed there */
	/* Column totals of the same publisher and period that stand beside the grand total. */
	struct figure_list outside;
};

struct grids {
	const struct grid *at;
	size_t count;
};

/* One for each grand total of the ledger. */
struct grids grids_of(struct arena *arena, const struct ledger *ledger);
const struct figure *grid_cell(const struct grid *grid, size_t row, size_t column);
/* Index of a line by name, or SIZE_MAX. */
size_t grid_row(const struct grid *grid, struct slice destination);
size_t grid_column(const struct grid *grid, struct slice form);
/* The same indicator, publisher and period. */
bool grid_is_of(const struct grid *grid, const struct figure *figure);
/* Sum of a row or column, in which `instead` (NULL for none) stands in its own place. */
struct decimal grid_row_sum(const struct grid *grid, size_t row, const struct figure *instead);
struct decimal grid_column_sum(const struct grid *grid, size_t column,
			       const struct figure *instead);

#endif
