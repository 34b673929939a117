#include "../../testing.h"

#include <time.h>

#include "base/embedded.h"
#include "figures/rebuild.h"

static err read_table(struct ctx *c, struct slice text, enum rebuild_text with,
		      struct rebuild_problem *problem)
{
	struct csv csv;
	TRY(csv_parse(c, "table.csv", text, &csv));
	return rebuild_read(c, &csv, with, problem);
}

static struct rebuild_result run(struct ctx *c, struct slice text, enum rebuild_text with)
{
	struct rebuild_problem problem;
	struct rebuild_result result;
	assert_int_equal(read_table(c, text, with, &problem), OK);
	assert_int_equal(rebuild_run(c, &problem, REBUILD_STEPS, &result), OK);
	return result;
}

static struct slice review_table(void)
{
	return embedded_text(&SPEAN_EMBEDDED, "data/tables/repatriation-2016.csv");
}

/* The review's table with only the first `count` of its facts. */
static struct rebuild_result with_facts(struct ctx *c, size_t count)
{
	struct rebuild_problem problem;
	struct rebuild_result result;
	assert_int_equal(read_table(c, review_table(), REBUILD_WITH_TEXT, &problem), OK);
	assert_true(count <= problem.facts_count);
	problem.facts_count = count;
	assert_int_equal(rebuild_run(c, &problem, REBUILD_STEPS, &result), OK);
	return result;
}

static void each_fact_of_the_review_leaves_fewer_placements(void **state)
{
	static const uint64_t expected[] = {7, 6, 4, 2};
	for (size_t facts = 0; facts < COUNT_OF(expected); facts++) {
		assert_int_equal(with_facts(*state, facts).fillings, expected[facts]);
	}
	assert_int_equal(run(*state, review_table(), REBUILD_WITHOUT_TEXT).fillings, 7);
}

static void taiwan_and_saudi_arabia_stay_uncertain(void **state)
{
	struct ctx *c = *state;
	struct rebuild_problem problem;
	struct rebuild_result result;
	assert_int_equal(read_table(c, review_table(), REBUILD_WITH_TEXT, &problem), OK);
	assert_int_equal(rebuild_run(c, &problem, REBUILD_STEPS, &result), OK);
	assert_int_equal(result.shown_count, 2);
	for (size_t row = 0; row < problem.rows_count; row++) {
		for (size_t column = 0; column < problem.columns_count; column++) {
			const struct slice from = problem.rows[row].name;
			const struct slice form = problem.columns[column].name;
			const bool expected =
				(slice_is(from, "TW") || slice_is(from, "SA")) &&
				(slice_is(form, "fishing") || slice_is(form, "domestic_work"));
			assert_int_equal(rebuild_uncertain(&result, row, column), expected);
		}
	}
	const struct rebuild_cell *china = rebuild_at(&result, result.cells, 2, 2);
	assert_true(china->printed && decimal_equal(china->value, decimal_of(42)));
}

static void equal_values_are_interchangeable(void **state)
{
	/* Two ones in a square with all sums one: the two diagonals, not four. */
	const struct rebuild_result result = run(*state,
						 S("kind,row,column,value,note\n"
						   "row_sum,a,,1,\nrow_sum,b,,1,\n"
						   "column_sum,,x,1,\ncolumn_sum,,y,1,\n"
						   "value,,,1,\nvalue,,,1,\n"),
						 REBUILD_WITH_TEXT);
	assert_int_equal(result.fillings, 2);
	assert_int_equal(rebuild_uncertain_count(&result), 4);
}

static void sums_that_were_not_printed_leave_lines_open(void **state)
{
	/* Row b and column y have no sum: 5 stands in row a, 3 anywhere in row b. */
	const struct rebuild_result result = run(*state,
						 S("kind,row,column,value\n"
						   "row_sum,a,,5\nrow_sum,b,,\n"
						   "column_sum,,x,5\ncolumn_sum,,y,\n"
						   "value,,,5\nvalue,,,3\n"),
						 REBUILD_WITH_TEXT);
	assert_int_equal(result.fillings, 1);
	assert_int_equal(rebuild_uncertain_count(&result), 0);
}

static void a_printed_nought_has_a_place_too(void **state)
{
	const struct rebuild_result result = run(*state,
						 S("kind,row,column,value\n"
						   "row_sum,a,,5\nrow_sum,b,,0\n"
						   "column_sum,,x,5\ncolumn_sum,,y,0\n"
						   "value,,,5\nvalue,,,0\n"),
						 REBUILD_WITH_TEXT);
	/* 5 at (a,x); the nought at any of the three other cells. */
	assert_int_equal(result.fillings, 3);
}

static void decimals_are_exact(void **state)
{
	const struct rebuild_result result = run(*state,
						 S("kind,row,column,value\n"
						   "row_sum,a,,0.3\nrow_sum,b,,0.25\n"
						   "column_sum,,x,0.35\ncolumn_sum,,y,0.2\n"
						   "value,,,0.1\nvalue,,,0.2\nvalue,,,0.25\n"),
						 REBUILD_WITH_TEXT);
	assert_int_equal(result.fillings, 1);
}

static void nothing_agrees_says_why(void **state)
{
	static const struct {
		const char *lines;
		const char *key;
	} rows[] = {
		{"row_sum,a,,4\ncolumn_sum,,x,3\nvalue,,,3\n", "rebuild.none.row_sums"},
		{"row_sum,a,,3\ncolumn_sum,,x,4\nvalue,,,3\n", "rebuild.none.column_sums"},
		{"row_sum,a,,\nrow_sum,b,,9\ncolumn_sum,,x,\nvalue,,,3\n", "rebuild.none.row_sums"},
		{"row_sum,a,,3\ncolumn_sum,,x,3\nvalue,,,3\nfact,a,x,4\n",
		 "rebuild.none.fact_value"},
		{"row_sum,a,,\nrow_sum,b,,\ncolumn_sum,,x,\nvalue,,,3\nfact,a,,3\nfact,b,,3\n",
		 "rebuild.none.facts_clash"},
		{"row_sum,a,,2\nrow_sum,b,,4\ncolumn_sum,,x,3\ncolumn_sum,,y,3\nvalue,,,3\n"
		 "value,,,3\n",
		 "rebuild.none.nothing_agrees"},
		/* Two values, one cell. */
		{"row_sum,a,,5\ncolumn_sum,,x,5\nvalue,,,2\nvalue,,,3\n",
		 "rebuild.none.nothing_agrees"},
		{"row_sum,a,,\nrow_sum,b,,\ncolumn_sum,,x,\ncolumn_sum,,y,\nvalue,,,2\nvalue,,,3\n"
		 "fact,a,x,2\nfact,a,x,3\n",
		 "rebuild.none.nothing_agrees"},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice text =
			arena_format(c->arena, "kind,row,column,value\n%s", rows[i].lines);
		const struct rebuild_result result = run(c, text, REBUILD_WITH_TEXT);
		assert_int_equal(result.fillings, 0);
		assert_string_equal(result.why_none.key, rows[i].key);
		assert_int_equal(rebuild_uncertain_count(&result), 0);
	}
}

static void a_wrong_file_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *lines;
		const char *key;
	} rows[] = {
		{"sum,a,,3\n", "rebuild.kind"},
		{"row_sum,,,3\n", "rebuild.name_missing"},
		{"row_sum,a,x,3\n", "rebuild.name_unexpected"},
		{"value,a,,3\n", "rebuild.name_unexpected"},
		{"row_sum,a,,3\nrow_sum,a,,3\n", "rebuild.sum_twice"},
		{"row_sum,a,,three\n", "rebuild.value"},
		{"row_sum,a,,-3\n", "rebuild.value"},
		{"value,,,\n", "rebuild.value"},
		{"row_sum,a,,3\ncolumn_sum,,x,3\nvalue,,,3\nfact,,,3\n", "rebuild.fact_nowhere"},
		{"row_sum,a,,3\ncolumn_sum,,x,3\nvalue,,,3\nfact,b,,3\n",
		 "rebuild.fact_unknown_line"},
		{"value,,,3\n", "rebuild.no_grid"},
		{"row_sum,a,,3\ncolumn_sum,,x,3\n", "rebuild.no_values"},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rebuild_problem problem;
		const struct slice text =
			arena_format(c->arena, "kind,row,column,value\n%s", rows[i].lines);
		assert_int_equal(read_table(c, text, REBUILD_WITH_TEXT, &problem), ERR_INVALID);
		assert_string_equal(c->fail.key, rows[i].key);
		/* Facts are checked also where they are not used. */
		assert_int_equal(read_table(c, text, REBUILD_WITHOUT_TEXT, &problem), ERR_INVALID);
	}
	struct rebuild_problem problem;
	assert_int_equal(read_table(c, S("kind,row,value\n"), REBUILD_WITH_TEXT, &problem),
			 ERR_INVALID);
	assert_string_equal(c->fail.key, "rebuild.column_missing");
}

static void too_many_of_anything_is_refused(void **state)
{
	struct ctx *c = *state;
	struct buf *rows = buf_create(c->arena, 1 << 20);
	struct buf *values = buf_create(c->arena, 1 << 20);
	struct rebuild_problem problem;
	buf_add(rows, S("kind,row,column,value\n"));
	for (int i = 0; i <= REBUILD_LINES_MAX; i++) {
		buf_printf(rows, "row_sum,r%d,,1\n", i);
	}
	assert_int_equal(read_table(c, buf_slice(rows), REBUILD_WITH_TEXT, &problem), ERR_LIMIT);
	assert_string_equal(c->fail.key, "rebuild.too_many_lines");
	buf_add(values, S("kind,row,column,value\n"));
	for (int i = 0; i <= REBUILD_VALUES_MAX; i++) {
		buf_add(values, S("value,,,1\n"));
	}
	assert_int_equal(read_table(c, buf_slice(values), REBUILD_WITH_TEXT, &problem), ERR_LIMIT);
	assert_string_equal(c->fail.key, "rebuild.too_many_values");
}

/* ---- Against the simplest search there is: every value in every cell. */

enum { SIDE_MAX = 3, SMALL_VALUES_MAX = 5, CELLS_MAX = SIDE_MAX * SIDE_MAX };

struct small {
	struct rebuild_line rows[SIDE_MAX];
	struct rebuild_line columns[SIDE_MAX];
	struct decimal values[SMALL_VALUES_MAX]; /* ascending, so that equal ones are neighbours */
	struct rebuild_fact facts[3];
	struct rebuild_problem problem;
};

struct naive {
	const struct rebuild_problem *problem;
	int at[CELLS_MAX]; /* value number, or -1 */
	uint64_t fillings;
	int64_t first[CELLS_MAX];
	bool uncertain[CELLS_MAX];
};

static bool fact_holds(const struct naive *naive, const struct rebuild_fact *fact)
{
	const struct rebuild_problem *problem = naive->problem;
	for (size_t i = 0; i < problem->rows_count * problem->columns_count; i++) {
		const size_t row = i / problem->columns_count;
		const size_t column = i % problem->columns_count;
		if (naive->at[i] >= 0 &&
		    decimal_equal(problem->values[naive->at[i]], fact->value) &&
		    (fact->row == REBUILD_ANYWHERE || fact->row == row) &&
		    (fact->column == REBUILD_ANYWHERE || fact->column == column)) {
			return true;
		}
	}
	return false;
}

static bool line_holds(const struct naive *naive, const struct rebuild_line *line, size_t index,
		       bool is_row)
{
	const struct rebuild_problem *problem = naive->problem;
	struct decimal sum = decimal_of(0);
	for (size_t i = 0; i < problem->rows_count * problem->columns_count; i++) {
		const size_t own = is_row ? i / problem->columns_count : i % problem->columns_count;
		if (own == index && naive->at[i] >= 0) {
			sum = decimal_add(sum, problem->values[naive->at[i]]);
		}
	}
	return !line->known || decimal_equal(sum, line->sum);
}

static void judge(struct naive *naive)
{
	const struct rebuild_problem *problem = naive->problem;
	bool good = true;
	for (size_t i = 0; i < problem->rows_count; i++) {
		good &= line_holds(naive, &problem->rows[i], i, true);
	}
	for (size_t i = 0; i < problem->columns_count; i++) {
		good &= line_holds(naive, &problem->columns[i], i, false);
	}
	for (size_t i = 0; i < problem->facts_count; i++) {
		good &= fact_holds(naive, &problem->facts[i]);
	}
	if (!good) {
		return;
	}
	for (size_t i = 0; i < problem->rows_count * problem->columns_count; i++) {
		const int64_t now =
			naive->at[i] < 0 ? -1 : decimal_whole(problem->values[naive->at[i]]);
		naive->first[i] = naive->fillings == 0 ? now : naive->first[i];
		naive->uncertain[i] |= naive->first[i] != now;
	}
	naive->fillings++;
}

static void place(struct naive *naive, size_t value, size_t from)
{
	const struct rebuild_problem *problem = naive->problem;
	if (value == problem->values_count) {
		judge(naive);
		return;
	}
	for (size_t i = from; i < problem->rows_count * problem->columns_count; i++) {
		if (naive->at[i] >= 0) {
			continue;
		}
		naive->at[i] = (int)value;
		const bool same = value + 1 < problem->values_count &&
				  decimal_equal(problem->values[value], problem->values[value + 1]);
		place(naive, value + 1, same ? i + 1 : 0);
		naive->at[i] = -1;
	}
}

static void set_random_values(struct small *small, struct testing_random *random, size_t count)
{
	int64_t value = (int64_t)(testing_next(random) % 3);
	for (size_t i = 0; i < count; i++) {
		small->values[i] = decimal_of(value);
		value += (int64_t)(testing_next(random) % 3);
	}
}

/* Sums of a random placement, so that there is mostly a solution; some are then left out or
 * spoilt. */
static void set_random_sums(struct small *small, struct testing_random *random, size_t rows,
			    size_t columns, size_t values)
{
	bool used[CELLS_MAX] = {false};
	for (size_t i = 0; i < values; i++) {
		size_t cell = testing_next(random) % (rows * columns);
		while (used[cell]) {
			cell = (cell + 1) % (rows * columns);
		}
		used[cell] = true;
		struct rebuild_line *row = &small->rows[cell / columns];
		struct rebuild_line *column = &small->columns[cell % columns];
		row->sum = decimal_add(row->sum, small->values[i]);
		column->sum = decimal_add(column->sum, small->values[i]);
	}
	for (size_t i = 0; i < rows + columns; i++) {
		struct rebuild_line *line = i < rows ? &small->rows[i] : &small->columns[i - rows];
		line->known = testing_next(random) % 5 != 0;
		if (testing_next(random) % 25 == 0) {
			line->sum = decimal_add(line->sum, decimal_of(1));
		}
	}
}

static void make_random(struct small *small, struct testing_random *random)
{
	*small = (struct small){0};
	const size_t rows = 1 + testing_next(random) % SIDE_MAX;
	const size_t columns = 1 + testing_next(random) % SIDE_MAX;
	size_t values = 1 + testing_next(random) % SMALL_VALUES_MAX;
	values = values > rows * columns ? rows * columns : values;
	set_random_values(small, random, values);
	set_random_sums(small, random, rows, columns, values);
	const size_t facts = testing_next(random) % 2 == 0 ? 0 : testing_next(random) % 4;
	for (size_t i = 0; i < facts; i++) {
		const unsigned kind = testing_next(random) % 3;
		small->facts[i] = (struct rebuild_fact){
			.row = kind == 0 ? REBUILD_ANYWHERE : testing_next(random) % rows,
			.column = kind == 1 ? REBUILD_ANYWHERE : testing_next(random) % columns,
			.value = small->values[testing_next(random) % values],
		};
	}
	small->problem = (struct rebuild_problem){small->rows,   rows,   small->columns, columns,
						  small->values, values, small->facts,   facts};
}

static void random_tables_agree_with_trying_every_cell(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded((uint64_t)time(NULL));
	size_t ambiguous = 0;
	for (int round = 0; round < 3000; round++) {
		struct small small;
		make_random(&small, &random);
		struct naive naive = {.problem = &small.problem};
		for (size_t i = 0; i < CELLS_MAX; i++) {
			naive.at[i] = -1;
		}
		place(&naive, 0, 0);
		struct rebuild_result result;
		arena_reset(c->arena);
		assert_int_equal(rebuild_run(c, &small.problem, REBUILD_STEPS, &result), OK);
		assert_int_equal(result.fillings, naive.fillings);
		assert_int_equal(result.why_none.key == NULL, naive.fillings > 0);
		for (size_t i = 0; i < result.rows_count * result.columns_count; i++) {
			assert_int_equal(result.uncertain[i], naive.uncertain[i]);
		}
		ambiguous += naive.fillings > 1 ? 1 : 0;
	}
	assert_true(ambiguous > 300);
}

/* A large sparse table with numbers of many digits, as registries print them. */
static void large_table(struct ctx *c, uint64_t seed, size_t side, size_t values,
			struct rebuild_problem *problem)
{
	struct testing_random random = {.state = seed};
	struct rebuild_line *lines = ARENA_ARRAY(c->arena, 2 * side, struct rebuild_line);
	struct decimal *numbers = ARENA_ARRAY(c->arena, values, struct decimal);
	bool *used = ARENA_ARRAY(c->arena, side * side, bool);
	for (size_t i = 0; i < values; i++) {
		size_t cell = (i < side ? i * side : 0) + testing_next(&random) % side;
		cell = i < side ? cell : testing_next(&random) % (side * side);
		while (used[cell]) {
			cell = (cell + 1) % (side * side);
		}
		used[cell] = true;
		numbers[i] = decimal_of(1 + (int64_t)testing_next(&random) % 99999);
		struct rebuild_line *row = &lines[cell / side];
		struct rebuild_line *column = &lines[side + cell % side];
		row->sum = decimal_add(row->sum, numbers[i]);
		column->sum = decimal_add(column->sum, numbers[i]);
	}
	for (size_t i = 0; i < 2 * side; i++) {
		lines[i].known = true;
	}
	*problem =
		(struct rebuild_problem){lines, side, lines + side, side, numbers, values, NULL, 0};
}

static void a_large_table_is_rebuilt(void **state)
{
	struct ctx *c = *state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct rebuild_problem problem;
		struct rebuild_result result;
		large_table(c, seed, 20 + 2 * seed, 30 + 6 * seed, &problem);
		assert_int_equal(rebuild_run(c, &problem, REBUILD_STEPS, &result), OK);
		assert_true(result.fillings >= 1);
	}
}

static void a_table_that_leaves_too_much_open_is_refused(void **state)
{
	struct ctx *c = *state;
	struct buf *text = buf_create(c->arena, 1 << 16);
	buf_add(text, S("kind,row,column,value\n"));
	for (int i = 0; i < REBUILD_LINES_MAX; i++) {
		buf_printf(text, "row_sum,r%d,,\ncolumn_sum,,c%d,\n", i, i);
	}
	for (int i = 0; i < REBUILD_VALUES_MAX; i++) {
		buf_printf(text, "value,,,%d\n", i + 1);
	}
	struct rebuild_problem problem;
	struct rebuild_result result = {.fillings = 77};
	assert_int_equal(read_table(c, buf_slice(text), REBUILD_WITH_TEXT, &problem), OK);
	assert_int_equal(rebuild_run(c, &problem, 200000, &result), ERR_LIMIT);
	assert_string_equal(c->fail.key, "rebuild.too_open");
	assert_int_equal(result.fillings, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(each_fact_of_the_review_leaves_fewer_placements),
		task_test(taiwan_and_saudi_arabia_stay_uncertain),
		task_test(equal_values_are_interchangeable),
		task_test(sums_that_were_not_printed_leave_lines_open),
		task_test(a_printed_nought_has_a_place_too),
		task_test(decimals_are_exact),
		task_test(nothing_agrees_says_why),
		task_test(a_wrong_file_is_refused_with_its_line),
		task_test(too_many_of_anything_is_refused),
		task_test(random_tables_agree_with_trying_every_cell),
		task_test(a_large_table_is_rebuilt),
		task_test(a_table_that_leaves_too_much_open_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
