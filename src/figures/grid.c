#include "figures/grid.h"

struct lines {
	struct grid_line *at;
	size_t count;
};

static size_t find(const struct grid_line *lines, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(lines[i].name, name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

static void add(struct lines *lines, struct slice name, const struct figure *total)
{
	if (find(lines->at, lines->count, name) == SIZE_MAX) {
		lines->at[lines->count++] = (struct grid_line){.name = name, .total = total};
	}
}

static bool belongs(const struct figure *figure, const struct figure *grand, enum total_kind kind)
{
	return figure->total_kind == kind && slice_equal(figure->part_of, grand->id);
}

static bool same_print(const struct figure *a, const struct figure *b)
{
	return slice_equal(figures_publisher(a), figures_publisher(b)) && figures_same_time(a, b);
}

bool grid_is_of(const struct grid *grid, const struct figure *figure)
{
	return slice_equal(grid->grand->indicator_code, figure->indicator_code) &&
	       same_print(grid->grand, figure);
}

/* Totals first, so that the order is the printed one; then lines that only a cell names. */
static void find_lines(const struct ledger *ledger, const struct figure *grand, struct lines *rows,
		       struct lines *columns)
{
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		if (belongs(figure, grand, TOTAL_ROW)) {
			add(rows, figure->destination, figure);
		} else if (belongs(figure, grand, TOTAL_COLUMN)) {
			add(columns, figure->form, figure);
		}
	}
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		if (belongs(figure, grand, TOTAL_CELL)) {
			add(rows, figure->destination, NULL);
			add(columns, figure->form, NULL);
		}
	}
}

static struct figure_list find_outside(struct arena *arena, const struct ledger *ledger,
				       const struct figure *grand)
{
	const struct figure **list =
		ARENA_ARRAY(arena, ledger->figures_count, const struct figure *);
	size_t count = 0;
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		if (figure->total_kind == TOTAL_COLUMN_OUTSIDE && same_print(figure, grand)) {
			list[count++] = figure;
		}
	}
	return (struct figure_list){.at = list, .count = count};
}

static struct grid grid_of(struct arena *arena, const struct ledger *ledger,
			   const struct figure *grand)
{
	struct lines rows = {.at = ARENA_ARRAY(arena, ledger->figures_count, struct grid_line)};
	struct lines columns = {.at = ARENA_ARRAY(arena, ledger->figures_count, struct grid_line)};
	find_lines(ledger, grand, &rows, &columns);
	struct grid grid = {
		.grand = grand,
		.rows = rows.at,
		.rows_count = rows.count,
		.columns = columns.at,
		.columns_count = columns.count,
		.cells = ARENA_ARRAY(arena, rows.count * columns.count + 1, const struct figure *),
		.outside = find_outside(arena, ledger, grand),
	};
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		if (belongs(figure, grand, TOTAL_CELL)) {
			const size_t row = find(rows.at, rows.count, figure->destination);
			const size_t column = find(columns.at, columns.count, figure->form);
			grid.cells[row * columns.count + column] = figure;
		}
	}
	return grid;
}

struct grids grids_of(struct arena *arena, const struct ledger *ledger)
{
	struct grid *list = ARENA_ARRAY(arena, ledger->figures_count, struct grid);
	size_t count = 0;
	for (size_t i = 0; i < ledger->figures_count; i++) {
		if (ledger->figures[i].total_kind == TOTAL_GRAND) {
			list[count++] = grid_of(arena, ledger, &ledger->figures[i]);
		}
	}
	return (struct grids){.at = list, .count = count};
}

const struct figure *grid_cell(const struct grid *grid, size_t row, size_t column)
{
	must(row < grid->rows_count && column < grid->columns_count);
	return grid->cells[row * grid->columns_count + column];
}

size_t grid_row(const struct grid *grid, struct slice destination)
{
	return find(grid->rows, grid->rows_count, destination);
}

size_t grid_column(const struct grid *grid, struct slice form)
{
	return find(grid->columns, grid->columns_count, form);
}

static struct decimal value_at(const struct grid *grid, size_t row, size_t column,
			       const struct figure *instead)
{
	const struct figure *cell = grid_cell(grid, row, column);
	if (instead != NULL && slice_equal(instead->destination, grid->rows[row].name) &&
	    slice_equal(instead->form, grid->columns[column].name)) {
		cell = instead;
	}
	return cell != NULL ? cell->value : decimal_of(0);
}

struct decimal grid_row_sum(const struct grid *grid, size_t row, const struct figure *instead)
{
	struct decimal sum = decimal_of(0);
	for (size_t column = 0; column < grid->columns_count; column++) {
		sum = decimal_add(sum, value_at(grid, row, column, instead));
	}
	return sum;
}

struct decimal grid_column_sum(const struct grid *grid, size_t column, const struct figure *instead)
{
	struct decimal sum = decimal_of(0);
	for (size_t row = 0; row < grid->rows_count; row++) {
		sum = decimal_add(sum, value_at(grid, row, column, instead));
	}
	return sum;
}
