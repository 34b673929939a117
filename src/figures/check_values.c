/* Conflicts that are decided by adding and comparing values. */
#include "figures/rules.h"

static struct slice text_of(struct arena *arena, struct decimal value)
{
	return decimal_text(arena, value);
}

/* ---- Contradiction: two values for one thing. */

struct pair {
	const struct figure *first;
	const struct figure *second;
};

enum agreement { NO_PAIR, PAIR_AGREES, PAIR_DIFFERS };

static enum agreement find_pair(const struct figure_list *figures, struct pair *pair)
{
	enum agreement agreement = NO_PAIR;
	for (size_t i = 0; i < figures->count; i++) {
		for (size_t j = i + 1; j < figures->count; j++) {
			const struct figure *a = figures->at[i];
			const struct figure *b = figures->at[j];
			if (!figures_same_thing(a, b)) {
				continue;
			}
			*pair = (struct pair){a, b};
			if (!decimal_equal(a->value, b->value)) {
				return PAIR_DIFFERS;
			}
			agreement = PAIR_AGREES;
		}
	}
	return agreement;
}

/* Would the table add up with this value in its place? Needs a printed sum to test against. */
static bool adds_up(const struct grid *grid, size_t row, size_t column, const struct figure *figure)
{
	const struct figure *of_row = grid->rows[row].total;
	const struct figure *of_column = grid->columns[column].total;
	if (of_row == NULL && of_column == NULL) {
		return false;
	}
	return (of_row == NULL || decimal_equal(grid_row_sum(grid, row, figure), of_row->value)) &&
	       (of_column == NULL ||
		decimal_equal(grid_column_sum(grid, column, figure), of_column->value));
}

/* Another figure of the conflict with the value that does not fit: where it may come from. */
static const struct figure *elsewhere(const struct figure_list *figures, const struct figure *odd)
{
	for (size_t i = 0; i < figures->count; i++) {
		if (figures->at[i] != odd && decimal_equal(figures->at[i]->value, odd->value)) {
			return figures->at[i];
		}
	}
	return NULL;
}

static struct verdict only_one_fits(const struct dispute *dispute, const struct figure *fits,
				    const struct figure *odd)
{
	struct arena *arena = dispute->c->arena;
	const struct figure *also = elsewhere(&dispute->figures, odd);
	const struct slice fits_text = figure_in_words(arena, fits);
	const struct slice odd_text = figure_in_words(arena, odd);
	const struct slice also_id = also != NULL ? also->id : (struct slice){0};
	return (struct verdict){
		.arithmetic = ARITHMETIC_PROVED,
		.text = sentence_make(arena,
				      also != NULL ? "figures.check.one_fits_also"
						   : "figures.check.one_fits",
				      "fits=%.*s\nodd=%.*s\nalso=%.*s\npublisher=%.*s",
				      SLICE_PRINT(fits_text), SLICE_PRINT(odd_text),
				      SLICE_PRINT(also_id), SLICE_PRINT(figures_publisher(odd))),
	};
}

static void judge_pair(const struct dispute *dispute, const struct pair *pair,
		       struct verdict *verdict)
{
	const struct grid *grid = dispute_grid(dispute, pair->first);
	const size_t row = grid != NULL ? grid_row(grid, pair->first->destination) : SIZE_MAX;
	const size_t column = grid != NULL ? grid_column(grid, pair->first->form) : SIZE_MAX;
	if (row == SIZE_MAX || column == SIZE_MAX) {
		return;
	}
	const bool first = adds_up(grid, row, column, pair->first);
	const bool second = adds_up(grid, row, column, pair->second);
	if (first && !second) {
		*verdict = only_one_fits(dispute, pair->first, pair->second);
	} else if (second && !first) {
		*verdict = only_one_fits(dispute, pair->second, pair->first);
	}
}

static bool all_equal(const struct figure_list *figures)
{
	for (size_t i = 1; i < figures->count; i++) {
		if (!slice_equal(figures->at[0]->indicator_code, figures->at[i]->indicator_code) ||
		    !decimal_equal(figures->at[0]->value, figures->at[i]->value)) {
			return false;
		}
	}
	return figures->count > 1;
}

err rule_contradiction(const struct dispute *dispute, struct verdict *ret_verdict)
{
	struct pair pair = {0};
	const enum agreement agreement = find_pair(&dispute->figures, &pair);
	if (agreement == PAIR_DIFFERS) {
		judge_pair(dispute, &pair, ret_verdict);
	} else if (agreement == PAIR_AGREES || all_equal(&dispute->figures)) {
		const struct figure *one = pair.first != NULL ? pair.first : dispute->figures.at[0];
		*ret_verdict = (struct verdict){
			.arithmetic = ARITHMETIC_REFUTED,
			.text = sentence_make(dispute->c->arena, "figures.check.values_agree",
					      "value=%.*s", SLICE_PRINT(one->value_text)),
		};
	}
	return OK;
}

/* ---- Arithmetic: a total against the values that the text gives for its parts. */

static const struct figure *stated_for(const struct dispute *dispute, const struct figure *total,
				       struct slice destination, struct slice form)
{
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct figure *figure = dispute->figures.at[i];
		if (figure->total_kind == TOTAL_NONE &&
		    slice_equal(figure->indicator_code, total->indicator_code) &&
		    slice_equal(figure->destination, destination) &&
		    slice_equal(figure->form, form) &&
		    slice_equal(figures_publisher(figure), figures_publisher(total))) {
			return figure;
		}
	}
	return NULL;
}

struct addition {
	struct arena *arena;
	struct slice words; /* "43 (F-041) + 9 (F-042)" */
	struct decimal sum;
	size_t stated; /* parts that the text gives */
};

static void add_part(const struct dispute *dispute, const struct grid *grid,
		     const struct figure *total, size_t row, size_t column,
		     struct addition *addition)
{
	const struct figure *stated =
		stated_for(dispute, total, grid->rows[row].name, grid->columns[column].name);
	const struct figure *part = stated != NULL ? stated : grid_cell(grid, row, column);
	if (part == NULL) {
		return;
	}
	addition->stated += stated != NULL ? 1 : 0;
	addition->sum = decimal_add(addition->sum, part->value);
	addition->words = arena_format(addition->arena, "%.*s%s%.*s", SLICE_PRINT(addition->words),
				       slice_empty(addition->words) ? "" : " + ",
				       SLICE_PRINT(figure_in_words(addition->arena, part)));
}

static struct addition add_column(const struct dispute *dispute, const struct grid *grid,
				  const struct figure *total)
{
	struct addition addition = {.arena = dispute->c->arena};
	const size_t column = grid_column(grid, total->form);
	for (size_t row = 0; column != SIZE_MAX && row < grid->rows_count; row++) {
		add_part(dispute, grid, total, row, column, &addition);
	}
	return addition;
}

static struct addition add_row(const struct dispute *dispute, const struct grid *grid,
			       const struct figure *total)
{
	struct addition addition = {.arena = dispute->c->arena};
	const size_t row = grid_row(grid, total->destination);
	for (size_t column = 0; row != SIZE_MAX && column < grid->columns_count; column++) {
		add_part(dispute, grid, total, row, column, &addition);
	}
	return addition;
}

static struct verdict judge_sum(const struct figure *total, const struct addition *addition)
{
	struct arena *arena = addition->arena;
	const struct decimal difference =
		decimal_absolute(decimal_subtract(addition->sum, total->value));
	const bool equal = decimal_equal(addition->sum, total->value);
	return (struct verdict){
		.arithmetic = equal ? ARITHMETIC_REFUTED : ARITHMETIC_PROVED,
		.text = sentence_make(
			arena, equal ? "figures.check.sum_agrees" : "figures.check.sum_differs",
			"parts=%.*s\nsum=%.*s\ntotal=%.*s\ndifference=%.*s",
			SLICE_PRINT(addition->words), SLICE_PRINT(text_of(arena, addition->sum)),
			SLICE_PRINT(figure_in_words(arena, total)),
			SLICE_PRINT(text_of(arena, difference))),
	};
}

err rule_arithmetic(const struct dispute *dispute, struct verdict *ret_verdict)
{
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct figure *total = dispute->figures.at[i];
		const struct grid *grid = dispute_grid(dispute, total);
		if (grid == NULL ||
		    (total->total_kind != TOTAL_COLUMN && total->total_kind != TOTAL_ROW)) {
			continue;
		}
		const struct addition addition = total->total_kind == TOTAL_COLUMN
							 ? add_column(dispute, grid, total)
							 : add_row(dispute, grid, total);
		if (addition.stated > 0) {
			*ret_verdict = judge_sum(total, &addition);
			return OK;
		}
	}
	return OK;
}

/* ---- Definition: a column beside the total is, or is not, part of it. */

static const struct figure *of_kind(const struct figure_list *figures, enum total_kind kind)
{
	for (size_t i = 0; i < figures->count; i++) {
		if (figures->at[i]->total_kind == kind) {
			return figures->at[i];
		}
	}
	return NULL;
}

static struct decimal sum_of_columns(const struct grid *grid)
{
	struct decimal sum = decimal_of(0);
	for (size_t i = 0; i < grid->columns_count; i++) {
		if (grid->columns[i].total != NULL) {
			sum = decimal_add(sum, grid->columns[i].total->value);
		}
	}
	return sum;
}

err rule_definition(const struct dispute *dispute, struct verdict *ret_verdict)
{
	struct arena *arena = dispute->c->arena;
	const struct figure *outside = of_kind(&dispute->figures, TOTAL_COLUMN_OUTSIDE);
	const struct figure *grand = of_kind(&dispute->figures, TOTAL_GRAND);
	const struct grid *grid = grand != NULL ? dispute_grid(dispute, grand) : NULL;
	if (outside == NULL || grid == NULL) {
		return OK;
	}
	const struct decimal columns = sum_of_columns(grid);
	const struct decimal with = decimal_add(columns, outside->value);
	const bool beside = decimal_equal(columns, grand->value);
	const bool inside = decimal_equal(with, grand->value);
	if (!beside && !inside) {
		return OK;
	}
	ret_verdict->arithmetic = inside ? ARITHMETIC_REFUTED : ARITHMETIC_PROVED;
	ret_verdict->text = sentence_make(
		arena, inside ? "figures.check.outside_inside" : "figures.check.outside",
		"columns=%.*s\ngrand=%.*s\noutside=%.*s\nwith=%.*s\npublisher=%.*s",
		SLICE_PRINT(text_of(arena, columns)), SLICE_PRINT(figure_in_words(arena, grand)),
		SLICE_PRINT(figure_in_words(arena, outside)), SLICE_PRINT(text_of(arena, with)),
		SLICE_PRINT(figures_publisher(grand)));
	return OK;
}

/* ---- Data hygiene: one value in several meanings. */

static size_t with_value(const struct figure_list *figures, struct decimal value)
{
	size_t count = 0;
	for (size_t i = 0; i < figures->count; i++) {
		count += decimal_equal(figures->at[i]->value, value) ? 1 : 0;
	}
	return count;
}

static bool is_first_of_value(const struct figure_list *figures, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (decimal_equal(figures->at[i]->value, figures->at[at]->value)) {
			return false;
		}
	}
	return true;
}

/* "63 × 3, 43 × 2": how often each value of the conflict occurs among its figures. */
err rule_data_hygiene(const struct dispute *dispute, struct verdict *ret_verdict)
{
	struct arena *arena = dispute->c->arena;
	const struct figure_list *figures = &dispute->figures;
	struct slice words = {0};
	bool all_repeat = true;
	if (figures->count == 0) {
		return OK;
	}
	for (size_t i = 0; i < figures->count; i++) {
		const size_t count = with_value(figures, figures->at[i]->value);
		all_repeat &= count > 1;
		if (is_first_of_value(figures, i)) {
			words = arena_format(arena, "%.*s%s%.*s × %zu", SLICE_PRINT(words),
					     slice_empty(words) ? "" : ", ",
					     SLICE_PRINT(figures->at[i]->value_text), count);
		}
	}
	*ret_verdict = (struct verdict){
		.arithmetic = all_repeat ? ARITHMETIC_PROVED : ARITHMETIC_REFUTED,
		.text = sentence_make(
			arena, all_repeat ? "figures.check.repeated" : "figures.check.not_repeated",
			"values=%.*s", SLICE_PRINT(words)),
	};
	return OK;
}

/* ---- Attribution: the same number said of different people. */

err rule_attribution(const struct dispute *dispute, struct verdict *ret_verdict)
{
	const struct figure_list *figures = &dispute->figures;
	for (size_t i = 1; i < figures->count; i++) {
		if (!slice_equal(figures->at[0]->sex, figures->at[i]->sex) ||
		    !slice_equal(figures->at[0]->population, figures->at[i]->population)) {
			return OK;
		}
	}
	if (figures->count > 1) {
		*ret_verdict = (struct verdict){
			.arithmetic = ARITHMETIC_REFUTED,
			.text = sentence_make(dispute->c->arena, "figures.check.same_people",
					      "population=%.*s",
					      SLICE_PRINT(figures->at[0]->population)),
		};
	}
	return OK;
}
