/* Every sum and every part-of link of the ledger, recomputed. */
#include "figures/rules.h"

struct sums {
	struct arena *arena;
	struct sum *at;
	size_t count;
	size_t max;
};

static void add(struct sums *sums, struct sum sum)
{
	must(sums->count < sums->max);
	sums->at[sums->count++] = sum;
}

static void add_total(struct sums *sums, enum sum_kind kind, const struct figure *total,
		      struct decimal computed)
{
	const bool holds = decimal_equal(total->value, computed);
	const struct decimal difference =
		decimal_absolute(decimal_subtract(total->value, computed));
	add(sums, (struct sum){
			  .kind = kind,
			  .figure = total,
			  .holds = holds,
			  .stated = total->value,
			  .computed = computed,
			  .text = sentence_make(sums->arena,
						holds ? "figures.sum.holds" : "figures.sum.differs",
						"figure=%.*s\ncomputed=%.*s\ndifference=%.*s",
						SLICE_PRINT(figure_in_words(sums->arena, total)),
						SLICE_PRINT(decimal_text(sums->arena, computed)),
						SLICE_PRINT(decimal_text(sums->arena, difference))),
		  });
}

/* The sum of the totals of all lines; false when a line has none. */
static bool sum_of_totals(const struct grid_line *lines, size_t count, struct decimal *ret_sum)
{
	struct decimal sum = decimal_of(0);
	for (size_t i = 0; i < count; i++) {
		if (lines[i].total == NULL) {
			return false;
		}
		sum = decimal_add(sum, lines[i].total->value);
	}
	*ret_sum = sum;
	return count > 0;
}

static void add_grid(struct sums *sums, const struct ledger *ledger, const struct grid *grid)
{
	struct decimal sum;
	for (size_t row = 0; row < grid->rows_count; row++) {
		if (grid->rows[row].total != NULL) {
			add_total(sums, SUM_ROW, grid->rows[row].total,
				  grid_row_sum(grid, row, NULL));
		}
	}
	for (size_t column = 0; column < grid->columns_count; column++) {
		if (grid->columns[column].total != NULL) {
			add_total(sums, SUM_COLUMN, grid->columns[column].total,
				  grid_column_sum(grid, column, NULL));
		}
	}
	if (sum_of_totals(grid->rows, grid->rows_count, &sum)) {
		add_total(sums, SUM_ROWS_OF_GRAND, grid->grand, sum);
	}
	if (sum_of_totals(grid->columns, grid->columns_count, &sum)) {
		add_total(sums, SUM_COLUMNS_OF_GRAND, grid->grand, sum);
	}
	for (size_t i = 0; i < grid->outside.count; i++) {
		sum = decimal_of(0);
		for (size_t j = 0; j < ledger->figures_count; j++) {
			if (slice_equal(ledger->figures[j].part_of, grid->outside.at[i]->id)) {
				sum = decimal_add(sum, ledger->figures[j].value);
			}
		}
		add_total(sums, SUM_OUTSIDE, grid->outside.at[i], sum);
	}
}

static void add_part(struct sums *sums, const struct figure *part, const struct figure *whole)
{
	const bool same_unit = slice_equal(part->unit, whole->unit);
	const bool smaller = decimal_compare(part->value, whole->value) <= 0;
	const char *key = !same_unit ? "figures.sum.part_unit"
			  : smaller  ? "figures.sum.part_holds"
				     : "figures.sum.part_larger";
	add(sums,
	    (struct sum){
		    .kind = SUM_PART,
		    .figure = part,
		    .whole = whole,
		    .holds = same_unit && smaller,
		    .stated = part->value,
		    .computed = whole->value,
		    .text = sentence_make(sums->arena, key,
					  "part=%.*s\nwhole=%.*s\npart_unit=%.*s\nwhole_unit=%.*s",
					  SLICE_PRINT(figure_in_words(sums->arena, part)),
					  SLICE_PRINT(figure_in_words(sums->arena, whole)),
					  SLICE_PRINT(part->unit), SLICE_PRINT(whole->unit)),
	    });
}

/* Every cell of the ledger as a fact about the print; false when the print has no such line. */
static bool cells_as_facts(struct arena *arena, const struct grid *grid,
			   struct rebuild_problem *problem)
{
	const size_t cells = grid->rows_count * grid->columns_count;
	struct rebuild_fact *facts =
		ARENA_ARRAY(arena, cells + problem->facts_count, struct rebuild_fact);
	size_t count = 0;
	for (; count < problem->facts_count; count++) {
		facts[count] = problem->facts[count];
	}
	for (size_t i = 0; i < cells; i++) {
		const struct figure *cell = grid->cells[i];
		if (cell == NULL) {
			continue;
		}
		const struct rebuild_fact fact = {
			rebuild_line_named(problem->rows, problem->rows_count, cell->destination),
			rebuild_line_named(problem->columns, problem->columns_count, cell->form),
			cell->value,
		};
		if (fact.row == SIZE_MAX || fact.column == SIZE_MAX || count == REBUILD_FACTS_MAX) {
			return false;
		}
		facts[count++] = fact;
	}
	problem->facts = facts;
	problem->facts_count = count;
	return true;
}

/* Do the cells stand as one placement of the printed values has them? */
static err add_placement(struct sums *sums, struct ctx *c, const struct embedded *embedded,
			 const struct grid *grid)
{
	const struct table_definition *definition = table_of_grid(grid);
	struct rebuild_problem problem;
	struct rebuild_result result = {0};
	if (definition == NULL) {
		return OK;
	}
	TRY(table_printed(c, embedded, definition, REBUILD_WITH_TEXT, &problem));
	if (cells_as_facts(c->arena, grid, &problem)) {
		TRY(rebuild_run(c, &problem, REBUILD_STEPS, &result));
	}
	const bool holds = result.fillings > 0;
	add(sums, (struct sum){
			  .kind = SUM_PLACEMENT,
			  .figure = grid->grand,
			  .holds = holds,
			  .stated = grid->grand->value,
			  .computed = grid->grand->value,
			  .text = sentence_make(sums->arena,
						holds ? "figures.sum.placement_holds"
						      : "figures.sum.placement_differs",
						"table=%s", definition->name),
		  });
	return OK;
}

err check_sums(struct ctx *c, const struct embedded *embedded, const struct ledger *ledger,
	       const struct sum **ret_sums, size_t *ret_count)
{
	const struct grids grids = grids_of(c->arena, ledger);
	struct sums sums = {.arena = c->arena, .max = ledger->figures_count};
	for (size_t i = 0; i < grids.count; i++) {
		const struct grid *grid = &grids.at[i];
		sums.max += grid->rows_count + grid->columns_count + grid->outside.count + 3;
	}
	sums.at = ARENA_ARRAY(c->arena, sums.max, struct sum);
	for (size_t i = 0; i < grids.count; i++) {
		add_grid(&sums, ledger, &grids.at[i]);
		TRY(add_placement(&sums, c, embedded, &grids.at[i]));
	}
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *part = &ledger->figures[i];
		const struct figure *whole = figures_find(ledger, part->part_of);
		if (whole != NULL) {
			add_part(&sums, part, whole);
		}
	}
	*ret_sums = sums.at;
	*ret_count = sums.count;
	return OK;
}
