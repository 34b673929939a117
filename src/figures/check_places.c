/* Conflicts about where a value stands, or about a place where none stands. */
#include "figures/rules.h"

/* ---- A value whose row was lost. */

static bool printed_together(const struct grid *grid, const struct figure *figure)
{
	struct figure moved = *figure;
	moved.indicator_code = grid->grand->indicator_code;
	return grid_is_of(grid, &moved);
}

/* The row that lacks exactly this value; SIZE_MAX when none or several do. */
static size_t row_that_lacks(const struct grid *grid, struct decimal value)
{
	size_t found = SIZE_MAX;
	for (size_t row = 0; row < grid->rows_count; row++) {
		const struct figure *total = grid->rows[row].total;
		if (total == NULL ||
		    !decimal_equal(decimal_subtract(total->value, grid_row_sum(grid, row, NULL)),
				   value)) {
			continue;
		}
		if (found != SIZE_MAX) {
			return SIZE_MAX;
		}
		found = row;
	}
	return found;
}

static struct verdict judge_lost(const struct dispute *dispute, const struct figure *lost)
{
	struct arena *arena = dispute->c->arena;
	const struct slice figure = figure_in_words(arena, lost);
	for (size_t i = 0; i < dispute->grids.count; i++) {
		const struct grid *grid = &dispute->grids.at[i];
		const size_t row =
			printed_together(grid, lost) ? row_that_lacks(grid, lost->value) : SIZE_MAX;
		if (row != SIZE_MAX) {
			return (struct verdict){
				.arithmetic = ARITHMETIC_REFUTED,
				.text = sentence_make(arena, "figures.check.place_found",
						      "figure=%.*s\ndestination=%.*s",
						      SLICE_PRINT(figure),
						      SLICE_PRINT(grid->rows[row].name)),
			};
		}
	}
	return (struct verdict){
		.arithmetic = ARITHMETIC_NEEDS_SOURCE,
		.text = sentence_make(arena, "figures.check.place_lost",
				      "figure=%.*s\npublisher=%.*s", SLICE_PRINT(figure),
				      SLICE_PRINT(figures_publisher(lost))),
	};
}

/* ---- Cells that could be exchanged. */

static bool is_cell_of(const struct grid *grid, const struct figure *figure)
{
	const size_t row = grid_row(grid, figure->destination);
	const size_t column = grid_column(grid, figure->form);
	return row != SIZE_MAX && column != SIZE_MAX && grid_cell(grid, row, column) == figure;
}

static const struct grid *grid_of_all(const struct dispute *dispute)
{
	for (size_t i = 0; i < dispute->grids.count; i++) {
		bool all = dispute->figures.count > 0;
		for (size_t j = 0; j < dispute->figures.count; j++) {
			all &= is_cell_of(&dispute->grids.at[i], dispute->figures.at[j]);
		}
		if (all) {
			return &dispute->grids.at[i];
		}
	}
	return NULL;
}

static bool all_uncertain(const struct dispute *dispute, const struct grid *grid,
			  const struct rebuild_result *placements)
{
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct figure *figure = dispute->figures.at[i];
		if (!rebuild_uncertain(placements, grid_row(grid, figure->destination),
				       grid_column(grid, figure->form))) {
			return false;
		}
	}
	return true;
}

static struct verdict judge_placements(const struct dispute *dispute, const struct grid *grid,
				       const struct rebuild_result *placements, uint64_t by_sums)
{
	struct arena *arena = dispute->c->arena;
	struct verdict verdict = {.arithmetic = ARITHMETIC_NEEDS_SOURCE};
	const char *key = "figures.check.no_placement";
	if (placements->fillings > 0) {
		const bool open = all_uncertain(dispute, grid, placements);
		verdict.arithmetic = open ? ARITHMETIC_PROVED : ARITHMETIC_REFUTED;
		key = open ? "figures.check.placements_differ" : "figures.check.placements_agree";
	}
	verdict.text =
		sentence_make(arena, key, "fillings=%llu\nby_sums=%llu\nids=%.*s",
			      (unsigned long long)placements->fillings, (unsigned long long)by_sums,
			      SLICE_PRINT(list_in_words(arena, dispute->conflict->figure_ids)));
	return verdict;
}

/* Running out of work is no failure of the check: the conflict then stays open. */
static err search(struct ctx *c, const struct rebuild_problem *problem,
		  struct rebuild_result *ret_placements, bool *ret_done)
{
	const err result = rebuild_run(c, problem, REBUILD_STEPS, ret_placements);
	*ret_done = result == OK;
	return result == ERR_LIMIT ? OK : result;
}

static err judge_exchange(const struct dispute *dispute, const struct grid *grid,
			  const struct table_definition *definition, struct verdict *ret_verdict)
{
	struct rebuild_problem problem;
	struct rebuild_result by_sums;
	struct rebuild_result placements;
	bool done = false;
	const err asked = table_problem(dispute->c, dispute->embedded, definition, grid, &problem);
	if (asked != OK) {
		return asked == ERR_LIMIT ? OK : asked;
	}
	TRY(search(dispute->c, &problem, &placements, &done));
	if (!done) {
		return OK;
	}
	problem.facts_count = 0;
	TRY(search(dispute->c, &problem, &by_sums, &done));
	if (done) {
		*ret_verdict = judge_placements(dispute, grid, &placements, by_sums.fillings);
	}
	return OK;
}

err rule_reconstruction(const struct dispute *dispute, struct verdict *ret_verdict)
{
	for (size_t i = 0; i < dispute->figures.count; i++) {
		if (slice_is(dispute->figures.at[i]->destination, "UNRESOLVED")) {
			*ret_verdict = judge_lost(dispute, dispute->figures.at[i]);
			return OK;
		}
	}
	const struct grid *grid = grid_of_all(dispute);
	const struct table_definition *definition = grid != NULL ? table_of_grid(grid) : NULL;
	return definition != NULL ? judge_exchange(dispute, grid, definition, ret_verdict) : OK;
}

/* ---- A programme sees people whom an empty cell seems to deny. */

struct empties {
	struct arena *arena;
	struct slice destinations; /* named by a programme, nothing printed */
	struct slice programmes;
	size_t printed; /* named by a programme and printed */
};

static struct slice joined(struct arena *arena, struct slice list, struct slice item)
{
	if (slice_list_has(list, item)) {
		return list;
	}
	return arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(list), slice_empty(list) ? "" : ";",
			    SLICE_PRINT(item));
}

static void look_up(struct empties *empties, const struct grid *grid, size_t column,
		    const struct named_route *route)
{
	struct slice rest = route->destinations;
	struct slice destination;
	while (slice_next_item(&rest, &destination)) {
		const size_t row = grid_row(grid, destination);
		if (row == SIZE_MAX) {
			continue;
		}
		if (grid_cell(grid, row, column) != NULL) {
			empties->printed++;
			continue;
		}
		empties->destinations = joined(empties->arena, empties->destinations, destination);
		empties->programmes = joined(empties->arena, empties->programmes, route->programme);
	}
}

static void look_for_empties(const struct dispute *dispute, struct slice form,
			     struct empties *empties)
{
	for (size_t i = 0; i < dispute->grids.count; i++) {
		const struct grid *grid = &dispute->grids.at[i];
		const size_t column = grid_column(grid, form);
		for (size_t j = 0; column != SIZE_MAX && j < dispute->ledger->routes_count; j++) {
			const struct named_route *route = &dispute->ledger->routes[j];
			if (slice_list_has(route->forms, form)) {
				look_up(empties, grid, column, route);
			}
		}
	}
}

err rule_internal(const struct dispute *dispute, struct verdict *ret_verdict)
{
	struct empties empties = {.arena = dispute->c->arena};
	for (size_t i = 0; i < dispute->figures.count; i++) {
		if (!slice_empty(dispute->figures.at[i]->form)) {
			look_for_empties(dispute, dispute->figures.at[i]->form, &empties);
		}
	}
	const bool empty = !slice_empty(empties.destinations);
	if (empty || empties.printed > 0) {
		*ret_verdict = (struct verdict){
			.arithmetic = empty ? ARITHMETIC_PROVED : ARITHMETIC_REFUTED,
			.text = sentence_make(
				empties.arena,
				empty ? "figures.check.empty_cell" : "figures.check.no_empty_cell",
				"destinations=%.*s\nprogrammes=%.*s",
				SLICE_PRINT(list_in_words(empties.arena, empties.destinations)),
				SLICE_PRINT(list_in_words(empties.arena, empties.programmes))),
		};
	}
	return OK;
}
