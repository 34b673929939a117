/* Any bytes as a table whose places were lost. Every placement that is shown has all values and
 * agrees with every sum. */
#include "fuzz.h"

#include "figures/rebuild.h"

enum { STEPS = 20000 };

static void check_line(const struct rebuild_line *line, struct decimal sum)
{
	must(!line->known || decimal_equal(line->sum, sum));
}

static void check_placement(const struct rebuild_problem *problem,
			    const struct rebuild_result *result, const struct rebuild_cell *grid)
{
	size_t printed = 0;
	for (size_t row = 0; row < problem->rows_count; row++) {
		struct decimal sum = decimal_of(0);
		for (size_t column = 0; column < problem->columns_count; column++) {
			const struct rebuild_cell *cell = rebuild_at(result, grid, row, column);
			sum = cell->printed ? decimal_add(sum, cell->value) : sum;
			printed += cell->printed ? 1 : 0;
		}
		check_line(&problem->rows[row], sum);
	}
	for (size_t column = 0; column < problem->columns_count; column++) {
		struct decimal sum = decimal_of(0);
		for (size_t row = 0; row < problem->rows_count; row++) {
			const struct rebuild_cell *cell = rebuild_at(result, grid, row, column);
			sum = cell->printed ? decimal_add(sum, cell->value) : sum;
		}
		check_line(&problem->columns[column], sum);
	}
	must(printed == problem->values_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice text = {.at = (const char *)data, .length = size};
	struct csv csv;
	struct rebuild_problem problem;
	struct rebuild_result result;

	if (csv_parse(&c, "fuzz", text, &csv) == OK &&
	    rebuild_read(&c, &csv, REBUILD_WITH_TEXT, &problem) == OK &&
	    rebuild_run(&c, &problem, STEPS, &result) == OK) {
		for (size_t i = 0; i < result.shown_count; i++) {
			check_placement(&problem, &result, result.shown[i]);
		}
		must((result.fillings == 0) == (result.why_none.key != NULL));
	}
	arena_destroy(c.arena);
	return 0;
}
