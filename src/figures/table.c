#include "figures/table.h"

#include "model/nearest.h"

static const struct table_definition TABLES[] = {
	{
		.name = "repatriation-2016",
		.indicator = "repatriated",
		.publisher = "NCCT",
		.year = 2016,
		.outside_indicator = "injury_death",
		.outside_key = "injury_and_death",
		.printed = "data/tables/repatriation-2016.csv",
	},
};

const struct table_definition *figures_tables(size_t *ret_count)
{
	*ret_count = COUNT_OF(TABLES);
	return TABLES;
}

static err find_definition(struct ctx *c, struct slice name,
			   const struct table_definition **ret_definition)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
		if (slice_is(name, TABLES[i].name)) {
			*ret_definition = &TABLES[i];
			return OK;
		}
		nearest_offer(&nearest, slice_of(TABLES[i].name));
	}
	return FAIL(c, ERR_NOT_FOUND,
		    nearest_found(&nearest) ? "figures.unknown_table_near"
					    : "figures.unknown_table",
		    "id=%.*s\nnearest=%.*s", SLICE_PRINT(shown_value(c->arena, name)),
		    SLICE_PRINT(nearest.best));
}

static bool defines(const struct table_definition *definition, const struct grid *grid)
{
	const struct figure *grand = grid->grand;
	return slice_is(grand->indicator_code, definition->indicator) &&
	       slice_is(figures_publisher(grand), definition->publisher) &&
	       figures_months(grand) == 12 && grand->period_start.year == definition->year &&
	       grand->period_end.year == definition->year;
}

const struct table_definition *table_of_grid(const struct grid *grid)
{
	for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
		if (defines(&TABLES[i], grid)) {
			return &TABLES[i];
		}
	}
	return NULL;
}

static err find_grid(struct ctx *c, const struct ledger *ledger,
		     const struct table_definition *definition, const struct grid **ret_grid)
{
	const struct grids grids = grids_of(c->arena, ledger);
	for (size_t i = 0; i < grids.count; i++) {
		if (defines(definition, &grids.at[i])) {
			*ret_grid = &grids.at[i];
			return OK;
		}
	}
	return FAIL(c, ERR_NOT_FOUND, "figures.table_empty", "id=%s", definition->name);
}

err table_printed(struct ctx *c, const struct embedded *embedded,
		  const struct table_definition *definition, enum rebuild_text text,
		  struct rebuild_problem *ret_problem)
{
	struct csv csv;
	TRY(csv_parse(c, definition->printed, embedded_text(embedded, definition->printed), &csv));
	return rebuild_read(c, &csv, text, ret_problem);
}

static const struct rebuild_line *lines_of(struct arena *arena, const struct grid_line *lines,
					   size_t count)
{
	struct rebuild_line *list = ARENA_ARRAY(arena, count, struct rebuild_line);
	for (size_t i = 0; i < count; i++) {
		list[i].name = lines[i].name;
		list[i].known = lines[i].total != NULL;
		list[i].sum = lines[i].total != NULL ? lines[i].total->value : decimal_of(0);
	}
	return list;
}

/* The facts of the print name rows and columns of the print; here they name those of the grid. A
 * fact about a line that the grid lacks is left out. */
static void carry_facts(struct arena *arena, const struct rebuild_problem *printed,
			const struct grid *grid, struct rebuild_problem *problem)
{
	struct rebuild_fact *facts = ARENA_ARRAY(arena, printed->facts_count, struct rebuild_fact);
	size_t count = 0;
	for (size_t i = 0; i < printed->facts_count; i++) {
		struct rebuild_fact fact = printed->facts[i];
		const bool has_row = fact.row != REBUILD_ANYWHERE;
		const bool has_column = fact.column != REBUILD_ANYWHERE;
		fact.row = has_row ? grid_row(grid, printed->rows[fact.row].name) : fact.row;
		fact.column = has_column ? grid_column(grid, printed->columns[fact.column].name)
					 : fact.column;
		if (has_row == (fact.row != REBUILD_ANYWHERE) &&
		    has_column == (fact.column != REBUILD_ANYWHERE)) {
			facts[count++] = fact;
		}
	}
	problem->facts = facts;
	problem->facts_count = count;
}

err table_problem(struct ctx *c, const struct embedded *embedded,
		  const struct table_definition *definition, const struct grid *grid,
		  struct rebuild_problem *ret_problem)
{
	struct rebuild_problem printed;
	const size_t cells = grid->rows_count * grid->columns_count;
	struct decimal *values = ARENA_ARRAY(c->arena, cells, struct decimal);
	size_t count = 0;
	for (size_t i = 0; i < cells; i++) {
		if (grid->cells[i] != NULL) {
			values[count++] = grid->cells[i]->value;
		}
	}
	if (grid->rows_count > REBUILD_LINES_MAX || grid->columns_count > REBUILD_LINES_MAX ||
	    count > REBUILD_VALUES_MAX || count == 0) {
		return FAIL(c, ERR_LIMIT, "figures.grid_size", "id=%s", definition->name);
	}
	TRY(table_printed(c, embedded, definition, REBUILD_WITH_TEXT, &printed));
	struct rebuild_problem problem = {
		.rows = lines_of(c->arena, grid->rows, grid->rows_count),
		.rows_count = grid->rows_count,
		.columns = lines_of(c->arena, grid->columns, grid->columns_count),
		.columns_count = grid->columns_count,
		.values = values,
		.values_count = count,
	};
	carry_facts(c->arena, &printed, grid, &problem);
	*ret_problem = problem;
	return OK;
}

static err find_placements(struct ctx *c, const struct embedded *embedded,
			   struct ledger_table *table)
{
	const err ledger =
		table_problem(c, embedded, table->definition, table->grid, &table->problem);
	if (ledger == OK &&
	    rebuild_run(c, &table->problem, REBUILD_STEPS, &table->placements) == OK &&
	    table->placements.fillings > 0) {
		return OK;
	}
	table->from_print = true;
	TRY(table_printed(c, embedded, table->definition, REBUILD_WITH_TEXT, &table->problem));
	return rebuild_run(c, &table->problem, REBUILD_STEPS, &table->placements);
}

bool table_uncertain(const struct ledger_table *table, size_t row, size_t column)
{
	const struct rebuild_problem *problem = &table->problem;
	const size_t at_row =
		rebuild_line_named(problem->rows, problem->rows_count, table->grid->rows[row].name);
	const size_t at_column = rebuild_line_named(problem->columns, problem->columns_count,
						    table->grid->columns[column].name);
	return at_row != SIZE_MAX && at_column != SIZE_MAX &&
	       rebuild_uncertain(&table->placements, at_row, at_column);
}

static bool names(const struct conflict *conflict, const struct figure *figure)
{
	return figure != NULL && slice_list_has(conflict->figure_ids, figure->id);
}

bool table_note_outside(const struct ledger_table *table, const struct table_note *note)
{
	return names(note->conflict, table->outside);
}

/* A note on a place that was lost also stands where the value may have stood. */
bool table_note_on(const struct ledger_table *table, const struct table_note *note, size_t row,
		   size_t column)
{
	if (names(note->conflict, grid_cell(table->grid, row, column))) {
		return true;
	}
	if (!slice_is(note->conflict->kind, "reconstruction") ||
	    !table_uncertain(table, row, column)) {
		return false;
	}
	for (size_t other = 0; other < table->grid->columns_count; other++) {
		if (names(note->conflict, grid_cell(table->grid, row, other))) {
			return true;
		}
	}
	return false;
}

/* Conflicts that change how a cell, or the column beside the total, must be read. */
static bool is_note(const struct ledger_table *table, const struct conflict *conflict)
{
	if (slice_is(conflict->kind, "definition")) {
		return names(conflict, table->outside);
	}
	if (!slice_is(conflict->kind, "contradiction") &&
	    !slice_is(conflict->kind, "reconstruction")) {
		return false;
	}
	for (size_t i = 0; i < table->grid->rows_count * table->grid->columns_count; i++) {
		if (names(conflict, table->grid->cells[i])) {
			return true;
		}
	}
	return false;
}

static void find_notes(struct arena *arena, const struct ledger *ledger, struct ledger_table *table)
{
	struct table_note *notes = ARENA_ARRAY(arena, ledger->conflicts_count, struct table_note);
	size_t count = 0;
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		if (is_note(table, &ledger->conflicts[i])) {
			notes[count] = (struct table_note){&ledger->conflicts[i], count + 1};
			count++;
		}
	}
	table->notes = notes;
	table->notes_count = count;
}

static void find_outside(struct ledger_table *table)
{
	const struct figure_list *outside = &table->grid->outside;
	for (size_t i = 0; i < outside->count; i++) {
		if (slice_is(outside->at[i]->indicator_code,
			     table->definition->outside_indicator)) {
			table->outside = outside->at[i];
		}
	}
}

err figures_table(struct ctx *c, const struct embedded *embedded, const struct ledger *ledger,
		  struct slice name, struct ledger_table *ret_table)
{
	struct ledger_table table = {0};
	TRY(find_definition(c, name, &table.definition));
	TRY(find_grid(c, ledger, table.definition, &table.grid));
	find_outside(&table);
	TRY(find_placements(c, embedded, &table));
	find_notes(c->arena, ledger, &table);
	*ret_table = table;
	return OK;
}
