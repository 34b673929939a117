/* Registers in and out of a store that is being served: import, export, check. */
#include "flow.h"

#include "base/file.h"

struct answer {
	int exit_code;
	struct slice out;
	struct slice words;
};

/* `spean A B C --store PLACE --lang en`, and a further option or NULL. */
static struct answer ask(struct flow *flow, const char *const *words, const char *option)
{
	const char *arguments[20] = {NULL};
	struct answer answer;
	size_t count = 0;

	for (; words[count] != NULL; count++) {
		arguments[count] = words[count];
	}
	arguments[count++] = "--store";
	arguments[count++] = flow->place;
	arguments[count++] = "--lang";
	arguments[count++] = "en";
	for (size_t i = 0; flow->keys[i] != NULL; i++) {
		arguments[count++] = flow->keys[i];
	}
	arguments[count] = option;
	answer.exit_code = program_run(flow->c.arena, arguments, &answer.out, &answer.words);
	return answer;
}

#define ASK(flow, option, ...) ask((flow), (const char *const[]){__VA_ARGS__, NULL}, (option))

static void expect(const struct answer *answer, int exit_code, const char *says)
{
	if (answer->exit_code != exit_code ||
	    slice_find(answer->words, slice_of(says)) == SIZE_MAX) {
		fail_msg("exit %d, says: %.*s", answer->exit_code, SLICE_PRINT(answer->words));
	}
}

static const char *file_of(struct flow *flow, struct slice text)
{
	const char *folder = scratch_folder(flow->c.arena);
	const char *path = arena_format(flow->c.arena, "%s/table.csv", folder).at;
	assert_int_equal(file_create(&flow->c, path, 0600, text), OK);
	return path;
}

/* `text` with the first `from` made `to`, which is as long. */
static struct slice changed(struct flow *flow, struct slice text, const char *from, const char *to)
{
	char *copy = arena_cstr(flow->c.arena, text);
	const size_t at = slice_find(text, slice_of(from));
	assert_true(at != SIZE_MAX);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(copy + at, to, strlen(to));
	return (struct slice){copy, text.length};
}

static void what_is_exported_is_imported_as_the_same(void **state)
{
	struct flow *flow = *state;
	static const char *const KINDS[] = {"organisation",  "programme", "instrument",
					    "provision",     "figure",    "conflict",
					    "recommendation"};

	for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
		const struct answer table = ASK(flow, NULL, "export", KINDS[i]);
		expect(&table, 0, "");
		const struct answer trial =
			ASK(flow, "--check", "import", KINDS[i], file_of(flow, table.out));
		expect(&trial, 0, "add 0 and change 0");
	}
}

static void a_change_is_written_and_seen_at_once(void **state)
{
	struct flow *flow = *state;
	const struct answer before = ASK(flow, NULL, "export", "organisation");
	const struct slice after =
		changed(flow, before.out, "Chab Dai Coalition", "Chab Dai Koalition");

	const struct answer done = ASK(flow, NULL, "import", "organisations", file_of(flow, after));
	expect(&done, 0, "0 added, 1 changed, 36 the same");
	const struct answer now = ASK(flow, NULL, "export", "organisation");
	assert_true(slice_equal(now.out, after));
	const struct answer check = ASK(flow, NULL, "check");
	expect(&check, 0, "Faults: 0");
	const struct answer undone =
		ASK(flow, NULL, "import", "organisation", file_of(flow, before.out));
	expect(&undone, 0, "1 changed");
}

static void what_an_organisation_said_is_kept_and_told(void **state)
{
	struct flow *flow = *state;
	static const char TABLE[] =
		"id,org_id,name,components,components_basis,sex,forms,origin_route,"
		"referral_required,origin,source,status,information_date\n"
		"kept-1,horizons,%s,legal,stated,any,all,any,no,extended,%s,as_reported,%s\n";
	const struct {
		const char *name, *source, *date, *says;
	} rows[] = {
		{"Sewing", "organisation", "2026-03-02", "1 added"},
		{"Weaving", "review-2018", "2018", "0 changed, 0 the same, 1 kept"},
		{"Weaving", "review-2018", "2018", "said otherwise: kept-1"},
		{"Cooking", "organisation", "2026-09-01", "Changed: kept-1"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice table = arena_format(flow->c.arena, TABLE, rows[i].name,
							rows[i].source, rows[i].date);
		const struct answer done =
			ASK(flow, NULL, "import", "programme", file_of(flow, table));
		expect(&done, 0, rows[i].says);
	}
	const struct answer now = ASK(flow, NULL, "export", "programme");
	assert_true(slice_find(now.out, S("kept-1,horizons,Cooking,")) != SIZE_MAX);
	const struct answer log = ASK(flow, NULL, "audit", "show");
	assert_true(slice_find(log.out, S("added=0;changed=1;same=0;kept=0;file=")) != SIZE_MAX);
	assert_true(slice_find(log.out, S("added=0;changed=0;same=0;kept=1;file=")) != SIZE_MAX);
}

static void a_wrong_table_names_line_and_column_and_changes_nothing(void **state)
{
	struct flow *flow = *state;
	const struct answer before = ASK(flow, NULL, "export", "programme");
	const struct {
		struct slice text;
		const char *says[3];
	} rows[] = {
		{changed(flow, before.out, "forced_marriage", "forced_marriagf"),
		 {"line 2", "column forms", "forced_marriage"}},
		{changed(flow, before.out, ",horizons,", ",horizonz,"),
		 {"line 8", "column org_id", "horizonz"}},
		{changed(flow, before.out, "components_basis", "components_basix"),
		 {"line 1", "components_basix", "components_basis"}},
		{changed(flow, before.out, ",\"Direct", ",Direct\""), {"line 2", "column", ""}},
		{changed(flow, before.out, "Horizons", "Hor\xFFzons"), {"line", "UTF-8", ""}},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *path = file_of(flow, rows[i].text);
		const struct answer answer = ASK(flow, NULL, "import", "programme", path);
		for (size_t j = 0; j < COUNT_OF(rows[i].says); j++) {
			expect(&answer, 1, rows[i].says[j]);
		}
		expect(&answer, 1, path);
		assert_int_equal(answer.out.length, 0);
	}
	const struct answer after = ASK(flow, NULL, "export", "programme");
	assert_true(slice_equal(after.out, before.out));
}

static void wrong_usage_exits_two_and_says_what_is_known(void **state)
{
	struct flow *flow = *state;
	struct answer answer = ASK(flow, NULL, "import", "bank", "x.csv");
	expect(&answer, 2, "organisation");
	answer = ASK(flow, NULL, "export", "match_question");
	expect(&answer, 2, "programme");
	answer = ASK(flow, "--format=xml", "export", "programme");
	expect(&answer, 2, "csv, json");
	answer = ASK(flow, NULL, "import", "programme");
	expect(&answer, 2, "FILE");
	answer = ASK(flow, NULL, "import", "programme", "/no/such/file.csv");
	expect(&answer, 1, "/no/such/file.csv");
}

static void json_of_export_and_check_can_be_read(void **state)
{
	struct flow *flow = *state;
	const char *const export[] = {"export",  "figure",    "--format", "json",
				      "--store", flow->place, NULL};
	const char *const check[] = {"check", "--json", "--store", flow->place, NULL};

	const struct json_value *figures = json_at(flow_json(flow, 0, export), "figures");
	assert_int_equal(figures->count, 77);
	assert_slice(json_get(&figures->items[0], "id")->text, "F-001");
	const struct json_value *checked = flow_json(flow, 0, check);
	assert_int_equal(json_at(checked, "findings")->count, 0);
	assert_slice(json_at(checked, "records")->text, "310"); /* with kept-1, from above */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_exported_is_imported_as_the_same),
		cmocka_unit_test(a_change_is_written_and_seen_at_once),
		cmocka_unit_test(what_an_organisation_said_is_kept_and_told),
		cmocka_unit_test(a_wrong_table_names_line_and_column_and_changes_nothing),
		cmocka_unit_test(wrong_usage_exits_two_and_says_what_is_known),
		cmocka_unit_test(json_of_export_and_check_can_be_read),
	};
	return flow_run(tests, COUNT_OF(tests));
}
