#include "ledger.h"

#include "figures/table.h"

static struct ledger_table table_of(struct ctx *c, const struct change *changes)
{
	struct ledger_table table;
	const struct ledger ledger = ledger_with(c, changes);
	assert_int_equal(figures_table(c, &SPEAN_EMBEDDED, &ledger, S("repatriation-2016"), &table),
			 OK);
	return table;
}

static const char *value_of(const struct figure *figure)
{
	return figure != NULL ? testing_text(figure->value_text) : "";
}

static void the_review_table_stands_as_it_was_printed(void **state)
{
	const struct ledger_table table = table_of(*state, NULL);
	static const char *const FORMS[] = {"fishing", "domestic_work", "forced_marriage",
					    "general_labour"};
	static const char *const COLUMNS[] = {"95", "64", "51", "88"};
	static const struct {
		const char *destination;
		const char *total;
		const char *cells[4];
	} rows[] = {
		{"MY", "100", {"", "63", "", "37"}}, {"ID", "71", {"71", "", "", ""}},
		{"CN", "63", {"", "", "42", "21"}},  {"TH", "43", {"13", "", "", "30"}},
		{"VN", "15", {"6", "", "9", ""}},    {"SO", "4", {"4", "", "", ""}},
		{"TW", "1", {"1", "", "", ""}},      {"SA", "1", {"", "1", "", ""}},
	};
	const struct grid *grid = table.grid;
	assert_int_equal(grid->rows_count, COUNT_OF(rows));
	assert_int_equal(grid->columns_count, COUNT_OF(FORMS));
	for (size_t row = 0; row < COUNT_OF(rows); row++) {
		assert_slice(grid->rows[row].name, rows[row].destination);
		assert_string_equal(value_of(grid->rows[row].total), rows[row].total);
		for (size_t column = 0; column < COUNT_OF(FORMS); column++) {
			assert_slice(grid->columns[column].name, FORMS[column]);
			assert_string_equal(value_of(grid->columns[column].total), COLUMNS[column]);
			assert_string_equal(value_of(grid_cell(grid, row, column)),
					    rows[row].cells[column]);
			assert_int_equal(table_uncertain(&table, row, column),
					 row >= 6 && column < 2);
		}
	}
	assert_string_equal(value_of(grid->grand), "298");
	assert_string_equal(value_of(table.outside), "18");
	assert_int_equal(table.placements.fillings, 2);
	assert_false(table.from_print);
}

static void notes_stand_where_they_matter(void **state)
{
	const struct ledger_table table = table_of(*state, NULL);
	static const char *const IDS[] = {"C-01", "C-03", "C-05"};
	assert_int_equal(table.notes_count, COUNT_OF(IDS));
	for (size_t i = 0; i < COUNT_OF(IDS); i++) {
		const struct table_note *note = &table.notes[i];
		assert_slice(note->conflict->id, IDS[i]);
		assert_int_equal(note->number, i + 1);
		assert_int_equal(table_note_outside(&table, note), i == 1);
		for (size_t row = 0; row < 8; row++) {
			for (size_t column = 0; column < 4; column++) {
				const bool marriage = i == 0 && row == 2 && column == 2;
				const bool exchange = i == 2 && row >= 6 && column < 2;
				assert_int_equal(table_note_on(&table, note, row, column),
						 marriage || exchange);
			}
		}
	}
}

static void a_ledger_that_does_not_add_up_keeps_the_printed_doubts(void **state)
{
	static const struct change changes[] = {{"F-029", "value", "43"}, {NULL, NULL, NULL}};
	const struct ledger_table table = table_of(*state, changes);
	assert_true(table.from_print);
	assert_true(table_uncertain(&table, 6, 0));
	assert_false(table_uncertain(&table, 2, 2));
}

static void a_settled_ledger_has_no_uncertain_cell(void **state)
{
	static const struct change changes[] = {{"F-036", "value", "2"},
						{"F-018", "value", "2"},
						{"F-020", "value", "96"},
						{"F-010", "value", "299"},
						{NULL, NULL, NULL}};
	const struct ledger_table table = table_of(*state, changes);
	assert_int_equal(table.placements.fillings, 1);
	assert_int_equal(rebuild_uncertain_count(&table.placements), 0);
}

static void an_unknown_table_names_the_nearest(void **state)
{
	struct ctx *c = *state;
	struct ledger_table table;
	const struct ledger ledger = ledger_with(c, NULL);
	assert_fail(c, figures_table(c, &SPEAN_EMBEDDED, &ledger, S("repatriation-2017"), &table),
		    ERR_NOT_FOUND, "figures.unknown_table_near", "nearest=repatriation-2016");
	assert_fail(c, figures_table(c, &SPEAN_EMBEDDED, &ledger, S("x"), &table), ERR_NOT_FOUND,
		    "figures.unknown_table", "id=x");
}

static void a_ledger_without_the_total_has_no_table(void **state)
{
	struct ctx *c = *state;
	static const struct change changes[] = {{"F-010", "total_kind", ""}, {NULL, NULL, NULL}};
	struct ledger_table table;
	const struct ledger ledger = ledger_with(c, changes);
	assert_fail(c, figures_table(c, &SPEAN_EMBEDDED, &ledger, S("repatriation-2016"), &table),
		    ERR_NOT_FOUND, "figures.table_empty", "id=repatriation-2016");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(the_review_table_stands_as_it_was_printed),
		task_test(notes_stand_where_they_matter),
		task_test(a_ledger_that_does_not_add_up_keeps_the_printed_doubts),
		task_test(a_settled_ledger_has_no_uncertain_cell),
		task_test(an_unknown_table_names_the_nearest),
		task_test(a_ledger_without_the_total_has_no_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
