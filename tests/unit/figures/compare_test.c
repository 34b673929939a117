#include "ledger.h"

#include "figures/compare.h"

static err compare(struct ctx *c, const char *const *ids, size_t count,
		   struct comparison *comparison)
{
	const struct ledger ledger = ledger_with(c, NULL);
	struct slice *slices = ARENA_ARRAY(c->arena, count + 1, struct slice);
	for (size_t i = 0; i < count; i++) {
		slices[i] = slice_of(ids[i]);
	}
	return figures_compare(c, &ledger, slices, count, comparison);
}

static struct comparison pair(struct ctx *c, const char *first, const char *second)
{
	const char *const ids[] = {first, second};
	struct comparison comparison;
	assert_int_equal(compare(c, ids, 2, &comparison), OK);
	return comparison;
}

static bool refused_for(const struct difference *difference, const char *key)
{
	for (size_t i = 0; i < difference->refusals_count; i++) {
		if (strcmp(difference->refusals[i].key, key) == 0) {
			return true;
		}
	}
	return false;
}

static void only_figures_of_one_code_are_compared(void **state)
{
	struct ctx *c = *state;
	struct comparison comparison;
	static const char *const ids[] = {"F-029", "F-049"};
	assert_fail(c, compare(c, ids, 2, &comparison), ERR_CONFLICT, "figures.codes_differ",
		    "second_code=cases_handled");
	static const char *const same[] = {"F-029", "F-029"};
	assert_fail(c, compare(c, same, 2, &comparison), ERR_INVALID, "figures.compare_few", "");
	static const char *const wrong[] = {"F-029", "f-41"};
	assert_fail(c, compare(c, wrong, 2, &comparison), ERR_NOT_FOUND, "figures.unknown_near",
		    "nearest=F-041");
	const char *many[COMPARE_MAX + 1];
	for (size_t i = 0; i < COUNT_OF(many); i++) {
		many[i] = "F-029";
	}
	assert_fail(c, compare(c, many, COUNT_OF(many), &comparison), ERR_LIMIT,
		    "figures.compare_many", "max=24");
}

static void full_years_of_one_publisher_have_a_difference(void **state)
{
	const struct comparison years = pair(*state, "F-049", "F-050");
	assert_true(years.differences[0].computed);
	assert_true(decimal_equal(years.differences[0].value, decimal_of(-7)));
	const struct comparison places = pair(*state, "F-012", "F-013");
	assert_true(decimal_equal(places.differences[0].value, decimal_of(-29)));
	/* The text against the table: one thing, two values. */
	const struct comparison values = pair(*state, "F-029", "F-041");
	assert_true(decimal_equal(values.differences[0].value, decimal_of(1)));
	assert_slice(values.conflicts.at[0]->id, "C-01");
}

static void an_unlike_pair_has_no_difference_and_says_why(void **state)
{
	static const struct {
		const char *first;
		const char *second;
		const char *key;
	} rows[] = {
		{"F-040", "F-029", "figures.refuse.publisher"},
		{"F-040", "F-029", "figures.refuse.population"},
		{"F-010", "X-007", "figures.refuse.publisher"},
		{"F-010", "X-007", "figures.refuse.length"},
		{"F-009", "X-001", "figures.refuse.publisher"},
		{"F-026", "F-046", "figures.refuse.sex"},
		{"F-050", "F-051", "figures.refuse.unfinished"},
		{"F-050", "F-051", "figures.refuse.length"},
		{"F-010", "F-012", "figures.refuse.part"},
		{"F-020", "F-028", "figures.refuse.part"},
		{"F-028", "F-029", "figures.refuse.several"},
		{"F-006", "X-005", "figures.refuse.stock"},
		{"F-047", "F-048", "figures.refuse.publisher"},
		{"X-014", "X-015", "figures.refuse.population"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct comparison comparison = pair(*state, rows[i].first, rows[i].second);
		assert_false(comparison.differences[0].computed);
		if (!refused_for(&comparison.differences[0], rows[i].key)) {
			fail_msg("%s, %s: no %s", rows[i].first, rows[i].second, rows[i].key);
		}
	}
}

static void marks_follow_from_dates_and_remarks(void **state)
{
	static const char *const ids[] = {"F-049", "F-050", "F-051"};
	struct comparison comparison;
	assert_int_equal(compare(*state, ids, 3, &comparison), OK);
	assert_int_equal(comparison.figures[0].marks, 0);
	assert_int_equal(comparison.figures[2].marks,
			 MARK_UNFINISHED | MARK_SHORTER | MARK_DISPUTED);
	assert_int_equal(comparison.differences_count, 2);
	assert_true(comparison.differences[0].computed);
	assert_false(comparison.differences[1].computed);
	const struct comparison guesses = pair(*state, "F-008", "X-003");
	assert_int_equal(guesses.figures[0].marks, MARK_ESTIMATE);
	assert_int_equal(guesses.figures[1].marks, MARK_ESTIMATE);
	const struct comparison months = pair(*state, "F-010", "X-007");
	assert_int_equal(months.figures[1].marks, MARK_SHORTER);
}

static void what_differs_is_named(void **state)
{
	const struct comparison comparison = pair(*state, "F-026", "F-046");
	const unsigned expected =
		1u << ASPECT_POPULATION | 1u << ASPECT_SEX | 1u << ASPECT_DEFINITION;
	assert_int_equal(comparison.differs, expected);
	const struct comparison places = pair(*state, "F-012", "F-013");
	assert_int_equal(places.differs, 1u << ASPECT_DESTINATION);
	assert_string_equal(figures_aspect_name(ASPECT_AS_OF), "as_of");
}

static void conflicts_come_with_the_figures(void **state)
{
	const struct comparison comparison = pair(*state, "F-040", "F-029");
	assert_int_equal(comparison.conflicts.count, 1);
	assert_slice(comparison.conflicts.at[0]->id, "C-08");
	assert_int_equal(comparison.nearby.count, 2);
	assert_slice(comparison.nearby.at[0]->id, "C-01");
	assert_slice(comparison.nearby.at[1]->id, "C-09");
}

static size_t selected(struct ctx *c, struct figure_filter filter)
{
	const struct ledger ledger = ledger_with(c, NULL);
	return figures_select(c->arena, &ledger, &filter).count;
}

static void a_list_is_narrowed_by_what_figures_are_about(void **state)
{
	struct ctx *c = *state;
	assert_int_equal(selected(c, (struct figure_filter){0}), 77);
	assert_int_equal(selected(c, (struct figure_filter){.indicator = S("injury_death")}), 2);
	assert_int_equal(selected(c, (struct figure_filter){.publisher = S("chab dai")}), 6);
	assert_int_equal(selected(c, (struct figure_filter){.form = S("domestic_work"),
							    .destination = S("MY")}),
			 4);
	/* A list of destinations names each of them. */
	assert_int_equal(
		selected(c, (struct figure_filter){.indicator = S("top_destinations_count"),
						   .destination = S("TH")}),
		1);
	assert_int_equal(selected(c, (struct figure_filter){.indicator = S("deported"),
							    .conflicts = ONLY_WITH_CONFLICT}),
			 2);
	const struct ledger ledger = ledger_with(c, NULL);
	assert_int_equal(figures_check_indicator(c, &ledger, S("deported")), OK);
	assert_fail(c, figures_check_indicator(c, &ledger, S("deporte")), ERR_NOT_FOUND,
		    "figures.unknown_indicator_near", "nearest=deported");
}

static void a_value_that_is_no_number_is_refused(void **state)
{
	struct ctx *c = *state;
	struct records figures = carried_records(c, "figure");
	struct records none = {0};
	struct ledger ledger;
	values_set(&figures.at[3].values, "value", S("150 bn"));
	assert_fail(c, figures_read(c, &figures, &none, &none, &ledger), ERR_INVALID,
		    "figures.value", "id=F-004");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(only_figures_of_one_code_are_compared),
		task_test(full_years_of_one_publisher_have_a_difference),
		task_test(an_unlike_pair_has_no_difference_and_says_why),
		task_test(marks_follow_from_dates_and_remarks),
		task_test(what_differs_is_named),
		task_test(conflicts_come_with_the_figures),
		task_test(a_list_is_narrowed_by_what_figures_are_about),
		task_test(a_value_that_is_no_number_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
