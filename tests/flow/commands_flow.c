/* commands_flow.c - what the issue of the first release asks of the commands, on the program
 * itself, with the registers that it carries and with a store on each engine.
 */
#include "flow.h"

#include "base/csv.h"
#include "base/file.h"

static void add_store(struct flow *flow, const char **arguments)
{
	size_t count = 0;
	while (arguments[count] != NULL) {
		count++;
	}
	arguments[count++] = "--store";
	arguments[count++] = flow->place;
	arguments[count] = NULL;
}

static const struct json_value *item_with(const struct json_value *list, const char *key,
					  struct slice value)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_equal(json_at(&list->items[i], key)->text, value)) {
			return &list->items[i];
		}
	}
	return NULL;
}

static void the_table_of_the_review_is_rebuilt(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *destination, *total;
	} ROWS[] = {{"MY", "100"}, {"ID", "71"}, {"CN", "63"}, {"TH", "43"},
		    {"VN", "15"},  {"SO", "4"},  {"TW", "1"},  {"SA", "1"}};
	const char *arguments[8] = {"figures", "table", "repatriation-2016", "--json"};
	add_store(flow, arguments);
	const struct json_value *table = flow_json(flow, 0, arguments);

	assert_int_equal(json_at(table, "rows")->count, COUNT_OF(ROWS));
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct json_value *row = &json_at(table, "rows")->items[i];
		assert_true(json_is(json_at(row, "destination"), ROWS[i].destination));
		assert_true(json_is(json_at(row, "total"), ROWS[i].total));
		const struct json_value *cells = json_at(row, "cells");
		for (size_t j = 0; j < cells->count; j++) {
			const bool single = i >= 6;
			const bool swapped = slice_is(cells->keys[j], "fishing") ||
					     slice_is(cells->keys[j], "domestic_work");
			assert_true(json_is(json_at(&cells->items[j], "uncertain"),
					    single && swapped ? "true" : "false"));
		}
	}
	assert_true(json_is(json_at(table, "columns.fishing"), "95"));
	assert_true(json_is(json_at(table, "columns.domestic_work"), "64"));
	assert_true(json_is(json_at(table, "columns.forced_marriage"), "51"));
	assert_true(json_is(json_at(table, "columns.general_labour"), "88"));
	assert_true(json_is(json_at(table, "total"), "298"));
	assert_true(json_is(json_at(table, "outside.injury_and_death"), "18"));
}

static void the_text_leaves_two_fillings_and_the_sums_alone_seven(void **state)
{
	struct flow *flow = *state;
	const struct json_value *with =
		flow_json(flow, 0, (const char *const[]){"figures", "rebuild", "--json", NULL});
	const struct json_value *without = flow_json(
		flow, 0,
		(const char *const[]){"figures", "rebuild", "--without-text", "--json", NULL});

	assert_true(json_is(json_at(with, "fillings"), "2"));
	assert_true(json_is(json_at(without, "fillings"), "7"));
	assert_int_equal(json_at(with, "uncertain")->count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct json_value *cell = &json_at(with, "uncertain")->items[i];
		assert_true(json_is(json_at(cell, "destination"), "TW") ||
			    json_is(json_at(cell, "destination"), "SA"));
	}
}

static void every_conflict_is_decided_or_sent_to_its_source(void **state)
{
	struct flow *flow = *state;
	const char *arguments[8] = {"figures", "check", "--json"};
	add_store(flow, arguments);
	const struct json_value *findings = json_at(flow_json(flow, 0, arguments), "findings");
	static const struct {
		const char *conflict, *arithmetic;
	} KNOWN[] = {{"C-01", "proved"},       {"C-02", "proved"},      {"C-03", "proved"},
		     {"C-06", "proved"},       {"C-07", "proved"},      {"C-04", "needs_source"},
		     {"C-12", "needs_source"}, {"C-23", "needs_source"}};

	for (size_t i = 0; i < COUNT_OF(KNOWN); i++) {
		const struct json_value *finding =
			item_with(findings, "conflict", slice_of(KNOWN[i].conflict));
		assert_non_null(finding);
		assert_true(json_is(json_at(finding, "arithmetic"), KNOWN[i].arithmetic));
		assert_true(json_at(finding, "text")->text.length > 10);
	}
	assert_true(findings->count >= 42);
}

/* The programmes of one answer, as one sorted ';' list is compared: by counting and membership. */
static void same_programmes(const struct json_value *programmes, const char *answer,
			    struct slice expected)
{
	size_t found = 0;
	size_t wanted = 0;
	struct slice item;

	for (size_t i = 0; i < programmes->count; i++) {
		if (!json_is(json_at(&programmes->items[i], "answer"), answer)) {
			continue;
		}
		found++;
		struct slice rest = expected;
		bool named = false;
		while (slice_next_item(&rest, &item)) {
			const struct slice id = slice_between(item, 0, slice_find_byte(item, '('));
			named = named ||
				slice_equal(id, json_at(&programmes->items[i], "id")->text);
		}
		if (!named) {
			fail_msg("%.*s is not to be %s",
				 SLICE_PRINT(json_at(&programmes->items[i], "id")->text), answer);
		}
	}
	while (slice_next_item(&expected, &item)) {
		wanted++;
	}
	assert_int_equal(found, wanted);
}

static void scenarios_are_answered_exactly(void **state)
{
	struct flow *flow = *state;
	const char *path = SPEAN_SOURCE_DIR "/data/scenarios.csv";
	const char *arguments[8] = {"match", "--batch", path, "--json"};
	add_store(flow, arguments);
	const struct json_value *answers = flow_json(flow, 0, arguments);
	struct slice text;
	struct csv csv;

	assert_int_equal(file_read(&flow->c, path, 1 << 20, &text), OK);
	assert_int_equal(csv_parse(&flow->c, "scenarios", text, &csv), OK);
	assert_int_equal(answers->count, csv.count);
	for (size_t i = 0; i < csv.count; i++) {
		const struct json_value *answer =
			item_with(answers, "id", csv_field(&csv, i, "id"));
		assert_non_null(answer);
		const struct json_value *programmes = json_at(answer, "programmes");
		same_programmes(programmes, "yes", csv_field(&csv, i, "expected_yes"));
		same_programmes(programmes, "ask", csv_field(&csv, i, "expected_ask"));
		same_programmes(programmes, "no", csv_field(&csv, i, "expected_no"));
		struct slice open = csv_field(&csv, i, "needs_without_certain_provider");
		struct slice need;
		size_t wanted = 0;
		const struct json_value *uncovered = json_at(answer, "uncovered");
		while (slice_next_item(&open, &need)) {
			wanted++;
			bool found = false;
			for (size_t j = 0; j < uncovered->count; j++) {
				found = found || slice_equal(uncovered->items[j].text, need);
			}
			assert_true(found);
		}
		assert_int_equal(uncovered->count, wanted);
	}
}

static const char *state_of(struct flow *flow, const char *from, const char *form, const char *on,
			    const char *instrument)
{
	const char *arguments[16] = {"law", "--from", from, "--form", form, "--on", on, "--json"};
	add_store(flow, arguments);
	const struct json_value *provisions = json_at(flow_json(flow, 0, arguments), "provisions");
	const struct json_value *found = item_with(provisions, "instrument", slice_of(instrument));
	return found == NULL ? "absent" : arena_cstr(flow->c.arena, json_at(found, "state")->text);
}

static void law_knows_what_was_in_force(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *from, *form, *on, *instrument, *state;
	} ROWS[] = {
		{"CN", "forced_marriage", "2018-09-01", "kh-nationality-1996", "in_force"},
		{"CN", "forced_marriage", "2018-09-01", "kh-nationality-2018", "not_yet"},
		{"CN", "forced_marriage", "2018-10-01", "kh-nationality-1996", "replaced"},
		{"CN", "forced_marriage", "2018-10-01", "kh-nationality-2018", "in_force"},
		{"CN", "forced_marriage", "2016-08-01", "cn-review-htpa-2009", "absent"},
		{"CN", "forced_marriage", "2016-08-01", "cn-review-placement-2009", "absent"},
		{"TW", "forced_marriage", "2016-08-01", "cn-review-htpa-2009", "in_force"},
		{"TH", "domestic_work", "2013-06-01", "th-mr14-2012", "in_force"},
		{"TH", "domestic_work", "2013-06-01", "th-mr15-2024", "not_yet"},
		{"TH", "domestic_work", "2024-05-01", "th-mr14-2012", "replaced"},
		{"TH", "domestic_work", "2016-01-01", "kh-th-mou-2003-labour", "replaced"},
		{"TH", "domestic_work", "2015-06-01", "kh-th-mou-2003-labour", "in_force"},
		{"MY", "domestic_work", "2015-11-17", "my-a1500-2015", "not_yet"},
		{"MY", "domestic_work", "2015-11-18", "my-a1500-2015", "in_force"},
		{"MY", "domestic_work", "2016-01-01", "gms-commit-mou", "absent"},
		{"TH", "domestic_work", "2016-01-01", "gms-commit-mou", "in_force"},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const char *got =
			state_of(flow, ROWS[i].from, ROWS[i].form, ROWS[i].on, ROWS[i].instrument);
		if (strcmp(got, ROWS[i].state) != 0) {
			fail_msg("%s for %s on %s: %s, not %s", ROWS[i].instrument, ROWS[i].from,
				 ROWS[i].on, got, ROWS[i].state);
		}
	}
}

/* Wrong input: the exit code, a word of the sentence on stderr, and nothing but that. */
static void wrong_input_is_told_in_one_sentence(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *arguments[8];
		int exit_code;
		const char *says;
	} ROWS[] = {
		{{"nothing"}, 2, "nothing"},
		{{"help", "nothing"}, 2, "nothing"},
		{{"figures"}, 2, "second word"},
		{{"figures", "list", "--nonsense"}, 2, "nonsense"},
		{{"figures", "show"}, 2, "needs: ID"},
		{{"figures", "shw"}, 2, "figures shw"},
		{{"figures", "show", "F-999"}, 1, "F-999"},
		{{"figures", "compare", "F-010", "F-049"}, 1, ""},
		{{"figures", "table", "no-such-table"}, 1, "no-such-table"},
		{{"figures", "rebuild", "/no/such/file.csv"}, 1, "/no/such/file.csv"},
		{{"law", "--from", "ZZ", "--form", "fishing"}, 1, "ZZ"},
		{{"law", "--from", "TH", "--form", "fishin"}, 1, "fishing"},
		{{"law", "--from", "TH", "--form", "fishing", "--on", "2016-02-31"},
		 1,
		 "2016-02-31"},
		{{"law", "show", "nothing"}, 1, "nothing"},
		{{"match", "--sex", "femal", "--needs", "legal"}, 1, "female"},
		{{"match", "--batch", "/no/such/file.csv"}, 1, "/no/such/file.csv"},
		{{"directory", "show", "nothing"}, 1, "nothing"},
		{{"serve"}, 2, "--store"},
		{{"serve", "--store", "/no/such/place"}, 1, "/no/such/place"},
		{{"check", "--store", "/no/such/place"}, 1, "/no/such/place"},
		{{"figures", "list", "\xff"}, 1, ""},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice out;
		struct slice words;
		const char *arguments[12] = {0};
		size_t count = 0;
		for (; ROWS[i].arguments[count] != NULL; count++) {
			arguments[count] = ROWS[i].arguments[count];
		}
		arguments[count++] = "--lang";
		arguments[count] = "en";
		const int got = program_run(flow->c.arena, arguments, &out, &words);
		if (got != ROWS[i].exit_code ||
		    slice_find(words, slice_of(ROWS[i].says)) == SIZE_MAX || words.length < 10) {
			fail_msg("row %zu: exit %d, says: %.*s", i, got, SLICE_PRINT(words));
		}
	}
}

static void broken_tables_are_refused_with_line_and_column(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *text, *says[3];
	} ROWS[] = {
		{"id,sex,age,forms,destinations,referred_by,needs\na,female,17,\"x", {"2"}},
		{"id,sex,age,forms,destinations,referred_by,needs\na,female,x,fishing,TH,self,"
		 "legal\n",
		 {"2", "age"}},
		{"id,sex,age,forms,destinations,referred_by,needs\n"
		 "a,female,17,fishing,TH,self,legal\n"
		 "b,female,17,fishing,Siam,self,legal\n",
		 {"3", "destinations", "Siam"}},
		{"id,sex,colour\na,female,red\n", {"colour"}},
		{"id,sex\na,female,17\n", {"2"}},
		{"id,sex\na,f\xff\n", {"2"}},
	};
	const char *folder = scratch_folder(flow->c.arena);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const char *path = arena_format(flow->c.arena, "%s/%zu.csv", folder, i).at;
		struct slice out;
		struct slice words;
		assert_int_equal(file_create(&flow->c, path, 0600, slice_of(ROWS[i].text)), OK);
		const char *arguments[] = {"match",  "--batch", path, "--json",
					   "--lang", "en",      NULL};
		const int got = program_run(flow->c.arena, arguments, &out, &words);
		for (size_t j = 0; j < 3 && ROWS[i].says[j] != NULL; j++) {
			if (got != 1 || slice_find(words, slice_of(ROWS[i].says[j])) == SIZE_MAX) {
				fail_msg("row %zu: exit %d, says: %.*s", i, got,
					 SLICE_PRINT(words));
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_of_the_review_is_rebuilt),
		cmocka_unit_test(the_text_leaves_two_fillings_and_the_sums_alone_seven),
		cmocka_unit_test(every_conflict_is_decided_or_sent_to_its_source),
		cmocka_unit_test(scenarios_are_answered_exactly),
		cmocka_unit_test(law_knows_what_was_in_force),
		cmocka_unit_test(wrong_input_is_told_in_one_sentence),
		cmocka_unit_test(broken_tables_are_refused_with_line_and_column),
	};
	return flow_run(tests, COUNT_OF(tests));
}
