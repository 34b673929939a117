#include "ledger.h"

#include "figures/check.h"

static struct check check_of(struct ctx *c, const struct change *changes)
{
	struct check check;
	const struct ledger ledger = ledger_with(c, changes);
	assert_int_equal(figures_check(c, &SPEAN_EMBEDDED, &ledger, &check), OK);
	return check;
}

static const struct finding *finding_of(const struct check *check, const char *id)
{
	for (size_t i = 0; i < check->findings_count; i++) {
		if (slice_is(check->findings[i].conflict->id, id)) {
			return &check->findings[i];
		}
	}
	fail_msg("no finding for %s", id);
	return NULL;
}

static void every_conflict_is_decided_once(void **state)
{
	struct ctx *c = *state;
	static const char *const PROVED[] = {"C-01", "C-02", "C-03", "C-05", "C-06",
					     "C-07", "C-10", "C-19", "C-42"};
	const struct check check = check_of(c, NULL);
	assert_int_equal(check.findings_count, 42);
	for (size_t i = 0; i < check.findings_count; i++) {
		const struct finding *finding = &check.findings[i];
		const struct slice id = arena_format(c->arena, "C-%02zu", i + 1);
		bool proved = false;
		for (size_t j = 0; j < COUNT_OF(PROVED); j++) {
			proved |= slice_is(id, PROVED[j]);
		}
		assert_true(slice_equal(finding->conflict->id, id));
		assert_string_equal(arithmetic_name(finding->arithmetic),
				    proved ? "proved" : "needs_source");
		assert_non_null(finding->text.key);
	}
}

static void findings_name_the_numbers(void **state)
{
	const struct check check = check_of(*state, NULL);
	static const struct {
		const char *id;
		const char *name;
		const char *value;
	} rows[] = {
		{"C-01", "fits", "42 (F-029)"},
		{"C-01", "odd", "43 (F-041)"},
		{"C-01", "also", "F-015"},
		{"C-02", "parts", "43 (F-041) + 9 (F-042)"},
		{"C-02", "sum", "52"},
		{"C-02", "total", "51 (F-022)"},
		{"C-02", "difference", "1"},
		{"C-03", "columns", "298"},
		{"C-03", "with", "316"},
		{"C-04", "figure", "18 (F-024)"},
		{"C-05", "fillings", "2"},
		{"C-05", "by_sums", "7"},
		{"C-06", "counted", "MY 100, ID 71, CN 63, TH 43"},
		{"C-07", "place", "3"},
		{"C-07", "counted", "TH 1056358, MY 46541, KR 44230"},
		{"C-10", "figure", "55 (F-051)"},
		{"C-10", "as_of", "2018-06-20"},
		{"C-15", "sources", "MOLVT 2017; Malaysian Minister of Human Resources; MLVT"},
		{"C-19", "values", "63 × 3, 43 × 2"},
		{"C-27", "sources", "cn-criminal-law"},
		{"C-42", "destinations", "CN, TH"},
		{"C-42", "programmes", "chab-dai-case-support"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct finding *finding = finding_of(&check, rows[i].id);
		assert_string_equal(argument(finding->text, rows[i].name), rows[i].value);
	}
}

/* One conflict, other values, another answer. */
static void a_conflict_is_decided_from_the_values_as_they_stand(void **state)
{
	static const struct {
		const char *id;
		const char *arithmetic;
		struct change changes[4];
	} rows[] = {
		/* The text is corrected, or the cell is. */
		{"C-01", "refuted", {{"F-041", "value", "42"}}},
		{"C-01", "refuted", {{"F-029", "value", "43"}}},
		/* Neither value fits the sums, or there is no sum to test them. */
		{"C-01", "needs_source", {{"F-029", "value", "41"}}},
		{"C-01", "needs_source", {{"F-014", "part_of", ""}, {"F-022", "part_of", ""}}},
		/* The sums now want the other one. */
		{"C-01",
		 "proved",
		 {{"F-029", "value", "44"}, {"F-014", "value", "64"}, {"F-022", "value", "52"}}},
		{"C-02", "refuted", {{"F-022", "value", "52"}}},
		{"C-02", "refuted", {{"F-041", "value", "42"}}},
		{"C-02", "proved", {{"F-042", "value", "10"}}},
		{"C-02", "needs_source", {{"F-022", "total_kind", ""}}},
		{"C-03", "refuted", {{"F-010", "value", "316"}}},
		{"C-03", "needs_source", {{"F-010", "value", "300"}}},
		{"C-04", "refuted", {{"F-017", "value", "22"}}},
		{"C-04", "needs_source", {{"F-017", "value", "22"}, {"F-018", "value", "19"}}},
		/* Two cases from Taiwan: both cells are settled by the sums. */
		{"C-05",
		 "refuted",
		 {{"F-036", "value", "2"}, {"F-018", "value", "2"}, {"F-020", "value", "96"}}},
		{"C-05", "needs_source", {{"F-020", "value", "96"}}},
		/* Only the row of Taiwan lacks exactly that one case. */
		{"C-05", "refuted", {{"F-036", "destination", "UNRESOLVED"}}},
		{"C-06", "refuted", {{"F-011", "destination", "MY;ID;CN;TH"}}},
		{"C-06", "refuted", {{"F-015", "value", "63"}}},
		{"C-06", "needs_source", {{"F-011", "destination", "MY;ID;CN;VN"}}},
		{"C-07", "refuted", {{"F-007", "value", "3"}}},
		{"C-07", "refuted", {{"F-009", "value", "44000"}}},
		{"C-07", "needs_source", {{"F-008", "destination", "JP"}}},
		{"C-10", "proved", {{"F-051", "as_of", "2018-07-01"}}},
		{"C-10",
		 "refuted",
		 {{"F-051", "as_of", "2019"}, {"F-051", "period_end", "2018-12-31"}}},
		{"C-11", "needs_source", {{"F-038", "value", "100"}}},
		{"C-14", "needs_source", {{"X-006", "value", "29000"}}},
		{"C-14", "refuted", {{"X-006", "value", "8000"}}},
		{"C-17",
		 "refuted",
		 {{"F-046", "sex", "all"}, {"F-046", "population", "repatriated persons"}}},
		{"C-19", "refuted", {{"F-041", "value", "42"}}},
		{"C-19", "proved", {{"F-015", "value", "63"}, {"F-041", "value", "63"}}},
		{"C-42", "refuted", {{"chab-dai-case-support", "origin_route", "MY"}}},
		{"C-42", "needs_source", {{"chab-dai-case-support", "origin_route", "any"}}},
		{"C-42", "needs_source", {{"F-045", "form", ""}}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct check check = check_of(*state, rows[i].changes);
		const struct finding *finding = finding_of(&check, rows[i].id);
		if (strcmp(arithmetic_name(finding->arithmetic), rows[i].arithmetic) != 0) {
			fail_msg("%s, %s %s = %s: %s", rows[i].id, rows[i].changes[0].id,
				 rows[i].changes[0].field, rows[i].changes[0].value,
				 arithmetic_name(finding->arithmetic));
		}
	}
}

static size_t sums_that_fail(const struct check *check, enum sum_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < check->sums_count; i++) {
		count += check->sums[i].kind == kind && !check->sums[i].holds ? 1 : 0;
	}
	return count;
}

static size_t sums_of(const struct check *check, enum sum_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < check->sums_count; i++) {
		count += check->sums[i].kind == kind ? 1 : 0;
	}
	return count;
}

static void every_sum_of_the_table_holds(void **state)
{
	const struct check check = check_of(*state, NULL);
	static const struct {
		enum sum_kind kind;
		size_t count;
	} rows[] = {
		{SUM_ROW, 8},           {SUM_COLUMN, 4},
		{SUM_ROWS_OF_GRAND, 1}, {SUM_COLUMNS_OF_GRAND, 1},
		{SUM_OUTSIDE, 1},       {SUM_PLACEMENT, 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(sums_of(&check, rows[i].kind), rows[i].count);
		assert_int_equal(sums_that_fail(&check, rows[i].kind), 0);
	}
	/* 100 marriages are no part of 7,000 women: the units differ. */
	assert_int_equal(sums_of(&check, SUM_PART), 28);
	assert_int_equal(sums_that_fail(&check, SUM_PART), 1);
}

static void a_wrong_cell_shows_in_its_row_and_column(void **state)
{
	static const struct change changes[] = {{"F-029", "value", "43"}, {NULL, NULL, NULL}};
	const struct check check = check_of(*state, changes);
	for (size_t i = 0; i < check.sums_count; i++) {
		const struct sum *sum = &check.sums[i];
		if (sum->kind == SUM_ROW) {
			assert_int_equal(sum->holds, !slice_is(sum->figure->id, "F-014"));
		} else if (sum->kind == SUM_COLUMN) {
			assert_int_equal(sum->holds, !slice_is(sum->figure->id, "F-022"));
		} else if (sum->kind == SUM_PLACEMENT) {
			assert_false(sum->holds);
		}
	}
	assert_int_equal(sums_that_fail(&check, SUM_ROW), 1);
	assert_int_equal(sums_that_fail(&check, SUM_COLUMN), 1);
}

static void a_part_larger_than_its_whole_is_reported(void **state)
{
	static const struct change changes[] = {{"F-006", "value", "2000000"}, {NULL, NULL, NULL}};
	const struct check check = check_of(*state, changes);
	assert_int_equal(sums_that_fail(&check, SUM_PART), 2);
}

static void an_exchange_of_the_two_uncertain_cells_still_agrees(void **state)
{
	static const struct change changes[] = {{"F-036", "form", "domestic_work"},
						{"F-037", "form", "fishing"},
						{NULL, NULL, NULL}};
	const struct check check = check_of(*state, changes);
	assert_int_equal(sums_that_fail(&check, SUM_PLACEMENT), 0);
	assert_string_equal(arithmetic_name(finding_of(&check, "C-05")->arithmetic), "proved");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(every_conflict_is_decided_once),
		task_test(findings_name_the_numbers),
		task_test(a_conflict_is_decided_from_the_values_as_they_stand),
		task_test(every_sum_of_the_table_holds),
		task_test(a_wrong_cell_shows_in_its_row_and_column),
		task_test(a_part_larger_than_its_whole_is_reported),
		task_test(an_exchange_of_the_two_uncertain_cells_still_agrees),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
