/* From a problem to whole numbers, through the search, to what its placements have in common. */
#include "figures/rebuild.h"

#include <stdlib.h>

#include "figures/search.h"

struct setup {
	struct ctx *c;
	const struct rebuild_problem *problem;
	struct search *search;
	int128 unit; /* billionths that one whole number of the search stands for */
	struct sentence why_none;
};

/* What the placements found so far say of each cell. */
struct tally {
	struct arena *arena;
	const struct setup *setup;
	struct rebuild_cell *first;
	struct rebuild_cell *current;
	bool *uncertain;
	const struct rebuild_cell **shown;
	size_t shown_count;
	uint64_t fillings;
};

static int128 greatest_divisor(int128 a, int128 b)
{
	while (b != 0) {
		const int128 rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static err find_unit(struct setup *setup)
{
	const struct rebuild_problem *problem = setup->problem;
	int128 total = 0;
	bool negative = false;
	for (size_t i = 0; i < problem->values_count; i++) {
		setup->unit = greatest_divisor(setup->unit, problem->values[i].billionths);
		total += problem->values[i].billionths;
		negative |= problem->values[i].billionths < 0;
	}
	for (size_t i = 0; i < problem->rows_count + problem->columns_count; i++) {
		const struct rebuild_line *line =
			i < problem->rows_count ? &problem->rows[i]
						: &problem->columns[i - problem->rows_count];
		if (line->known) {
			setup->unit = greatest_divisor(setup->unit, line->sum.billionths);
			total += line->sum.billionths;
			negative |= line->sum.billionths < 0;
		}
	}
	if (negative) {
		return FAIL_PLAIN(setup->c, ERR_INVALID, "rebuild.negative");
	}
	setup->unit = setup->unit == 0 ? 1 : setup->unit;
	if (total / setup->unit > INT64_MAX / 4) {
		return FAIL_PLAIN(setup->c, ERR_LIMIT, "rebuild.too_large");
	}
	return OK;
}

static int by_value_descending(const void *a, const void *b)
{
	const struct item *left = a;
	const struct item *right = b;
	return (left->value < right->value) - (left->value > right->value);
}

static void set_items(struct setup *setup)
{
	struct search *search = setup->search;
	search->items_count = setup->problem->values_count;
	for (size_t i = 0; i < search->items_count; i++) {
		search->items[i] = (struct item){
			.value = (int64_t)(setup->problem->values[i].billionths / setup->unit),
			.line = {NOWHERE, NOWHERE},
		};
	}
	qsort(search->items, search->items_count, sizeof search->items[0], by_value_descending);
}

static void set_lines(struct setup *setup, enum dimension dimension,
		      const struct rebuild_line *lines, size_t count)
{
	setup->search->count[dimension] = count;
	for (size_t i = 0; i < count; i++) {
		setup->search->lines[dimension][i] = (struct line){
			.known = lines[i].known,
			.sum = lines[i].known ? (int64_t)(lines[i].sum.billionths / setup->unit)
					      : 0,
		};
	}
}

/* Where every sum of one dimension is known they must add up to all values, else no more. */
static bool totals_agree(struct setup *setup, enum dimension dimension, const char *key)
{
	const struct search *search = setup->search;
	int64_t values = 0;
	int64_t sums = 0;
	bool all_known = true;
	for (size_t i = 0; i < search->items_count; i++) {
		values += search->items[i].value;
	}
	for (size_t i = 0; i < search->count[dimension]; i++) {
		sums += search->lines[dimension][i].sum;
		all_known &= search->lines[dimension][i].known;
	}
	if (all_known ? sums == values : sums <= values) {
		return true;
	}
	struct arena *arena = setup->c->arena;
	const struct decimal of_values = {.billionths = values * setup->unit};
	const struct decimal of_sums = {.billionths = sums * setup->unit};
	setup->why_none = sentence_make(arena, key, "values=%.*s\nsums=%.*s",
					SLICE_PRINT(decimal_text(arena, of_values)),
					SLICE_PRINT(decimal_text(arena, of_sums)));
	return false;
}

static size_t items_of_value(const struct search *search, int64_t value)
{
	size_t count = 0;
	for (size_t i = 0; i < search->items_count; i++) {
		count += search->items[i].value == value ? 1 : 0;
	}
	return count;
}

static bool may_stand(const struct item *item, enum dimension dimension, int line)
{
	return line == NOWHERE || item->line[dimension] == NOWHERE || item->line[dimension] == line;
}

/* An item of this value that stands in the cell already, or one that may, or -1. */
static int item_for(const struct search *search, int64_t value, int row, int column)
{
	int possible = -1;
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		if (item->value != value || !may_stand(item, ROW, row) ||
		    !may_stand(item, COLUMN, column)) {
			continue;
		}
		if (item->line[ROW] == row && item->line[COLUMN] == column) {
			return (int)i;
		}
		possible = (int)i;
	}
	return possible;
}

static bool clash(struct setup *setup, const char *key, struct decimal value)
{
	struct arena *arena = setup->c->arena;
	setup->why_none =
		sentence_make(arena, key, "value=%.*s", SLICE_PRINT(decimal_text(arena, value)));
	return false;
}

/* A fact about a cell, or about the only item of its value, places that item beforehand. About one
 * of several equal values it cannot say which, so it becomes a claim on the line. */
static bool apply_fact(struct setup *setup, const struct rebuild_fact *fact)
{
	struct search *search = setup->search;
	const int row = fact->row == REBUILD_ANYWHERE ? NOWHERE : (int)fact->row;
	const int column = fact->column == REBUILD_ANYWHERE ? NOWHERE : (int)fact->column;
	const int64_t value = (int64_t)(fact->value.billionths / setup->unit);
	const bool whole = fact->value.billionths % setup->unit == 0;
	const size_t count = whole ? items_of_value(search, value) : 0;
	if (count == 0) {
		return clash(setup, "rebuild.none.fact_value", fact->value);
	}
	if (count > 1 && (row == NOWHERE || column == NOWHERE)) {
		search->claims[search->claims_count++] = (struct claim){
			.dimension = row != NOWHERE ? ROW : COLUMN,
			.line = row != NOWHERE ? row : column,
			.value = value,
		};
		return true;
	}
	const int at = item_for(search, value, row, column);
	if (at < 0) {
		return clash(setup, "rebuild.none.facts_clash", fact->value);
	}
	struct item *item = &search->items[at];
	item->line[ROW] = row != NOWHERE ? row : item->line[ROW];
	item->line[COLUMN] = column != NOWHERE ? column : item->line[COLUMN];
	return true;
}

static bool prepare(struct setup *setup)
{
	const struct rebuild_problem *problem = setup->problem;
	set_items(setup);
	set_lines(setup, ROW, problem->rows, problem->rows_count);
	set_lines(setup, COLUMN, problem->columns, problem->columns_count);
	if (!totals_agree(setup, ROW, "rebuild.none.row_sums") ||
	    !totals_agree(setup, COLUMN, "rebuild.none.column_sums")) {
		return false;
	}
	for (size_t i = 0; i < problem->facts_count; i++) {
		if (!apply_fact(setup, &problem->facts[i])) {
			return false;
		}
	}
	return true;
}

static bool same_cell(const struct rebuild_cell *a, const struct rebuild_cell *b)
{
	return a->printed == b->printed && (!a->printed || decimal_equal(a->value, b->value));
}

static void count_filling(struct search *search, void *of)
{
	struct tally *tally = of;
	const size_t size = search->count[ROW] * search->count[COLUMN];
	struct rebuild_cell *grid = tally->current;
	search->steps += size / 4 + 1;
	for (size_t i = 0; i < size; i++) {
		grid[i] = (struct rebuild_cell){0};
	}
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		const size_t at = (size_t)item->line[ROW] * search->count[COLUMN] +
				  (size_t)item->line[COLUMN];
		grid[at].printed = true;
		grid[at].value.billionths = item->value * tally->setup->unit;
	}
	if (tally->fillings++ == 0) {
		tally->first = grid;
	}
	for (size_t i = 0; i < size; i++) {
		tally->uncertain[i] |= !same_cell(&tally->first[i], &grid[i]);
	}
	if (tally->shown_count < REBUILD_SHOWN_MAX) {
		tally->shown[tally->shown_count++] = grid;
		tally->current = ARENA_ARRAY(tally->arena, size, struct rebuild_cell);
	}
}

static err run_search(struct setup *setup, struct tally *tally, uint64_t steps_max)
{
	struct arena *work = arena_create();
	setup->search->arena = work;
	setup->search->steps_max = steps_max;
	setup->search->found = count_filling;
	setup->search->of = tally;
	const bool complete = search_run(setup->search);
	arena_destroy(work);
	if (complete) {
		return OK;
	}
	return FAIL(setup->c, ERR_LIMIT, "rebuild.too_open", "steps=%llu\nfillings=%llu",
		    (unsigned long long)steps_max, (unsigned long long)tally->fillings);
}

err rebuild_run(struct ctx *c, const struct rebuild_problem *problem, uint64_t steps_max,
		struct rebuild_result *ret_result)
{
	const size_t size = problem->rows_count * problem->columns_count;
	must(problem->rows_count <= REBUILD_LINES_MAX && problem->columns_count > 0 &&
	     problem->columns_count <= REBUILD_LINES_MAX && problem->rows_count > 0);
	must(problem->values_count <= REBUILD_VALUES_MAX &&
	     problem->facts_count <= REBUILD_FACTS_MAX);
	struct setup setup = {
		.c = c, .problem = problem, .search = ARENA_NEW(c->arena, struct search)};
	struct tally tally = {
		.arena = c->arena,
		.setup = &setup,
		.current = ARENA_ARRAY(c->arena, size, struct rebuild_cell),
		.uncertain = ARENA_ARRAY(c->arena, size, bool),
		.shown = ARENA_ARRAY(c->arena, REBUILD_SHOWN_MAX, const struct rebuild_cell *),
	};
	TRY(find_unit(&setup));
	if (prepare(&setup)) {
		TRY(run_search(&setup, &tally, steps_max));
	}
	if (tally.fillings == 0 && setup.why_none.key == NULL) {
		setup.why_none.key = "rebuild.none.nothing_agrees";
	}
	*ret_result = (struct rebuild_result){
		.fillings = tally.fillings,
		.why_none = setup.why_none,
		.rows_count = problem->rows_count,
		.columns_count = problem->columns_count,
		.cells = tally.first != NULL ? tally.first : tally.current,
		.uncertain = tally.uncertain,
		.shown = tally.shown,
		.shown_count = tally.shown_count,
		.steps = setup.search->steps,
	};
	return OK;
}

size_t rebuild_line_named(const struct rebuild_line *lines, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(lines[i].name, name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

const struct rebuild_cell *rebuild_at(const struct rebuild_result *result,
				      const struct rebuild_cell *grid, size_t row, size_t column)
{
	return &grid[row * result->columns_count + column];
}

bool rebuild_uncertain(const struct rebuild_result *result, size_t row, size_t column)
{
	return result->uncertain[row * result->columns_count + column];
}

size_t rebuild_uncertain_count(const struct rebuild_result *result)
{
	size_t count = 0;
	for (size_t i = 0; i < result->rows_count * result->columns_count; i++) {
		count += result->uncertain[i] ? 1 : 0;
	}
	return count;
}
