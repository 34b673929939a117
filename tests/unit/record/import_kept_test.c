/* A table that comes in after people have changed records: what stays, and what is written down. */
#include "people.h" /* and support/house.h: both engines, house_door */

#define HEADER                                                                                     \
	"id,org_id,name,components,components_basis,sex,forms,origin_route,referral_required,"     \
	"origin,source,status,information_date,last_confirmed\n"

static struct slice row_of(struct ctx *c, const char *id, const char *name, const char *ends)
{
	return arena_format(c->arena, "%s,org-lotus,%s,legal,stated,any,all,any,no,extended,%s\n",
			    id, name, ends);
}

static err import(struct house *house, struct slice rows, struct import_report *ret_report)
{
	struct door door = house_door(house, &HOUSE_CONSOLE);
	struct csv csv;

	assert_ok(house->c,
		  csv_parse(house->c, "programmes.csv",
			    arena_format(house->c->arena, HEADER "%.*s", SLICE_PRINT(rows)), &csv));
	const err result =
		record_import(house->c, &door, model_kind("programme"), &csv, ret_report);
	door_close(&door);
	return result;
}

static struct import_report imported(struct house *house, struct slice rows)
{
	struct import_report report = {0};
	assert_ok(house->c, import(house, rows, &report));
	return report;
}

static size_t events_of(struct house *house, const char *id, const struct record_event **ret_events)
{
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	size_t count = 0;
	assert_ok(house->c, record_history(house->c, &door, model_kind("programme"), slice_of(id),
					   ret_events, &count));
	door_close(&door);
	return count;
}

/* source, status, information_date, last_confirmed of what is stored and of the row. */
static const struct {
	const char *stored;
	const char *row;
	bool stands;
} WORDS[] = {
	{"review-2018,as_reported,2018,", "review-2018,as_reported,2018,", false},
	{"review-2018,as_reported,2026,", "review-2018,as_reported,2018,", false},
	/* What the organisation said yields to nobody else, whatever the date. */
	{"organisation,as_reported,2026-03-02,2026-03-02", "review-2018,as_reported,2018,", true},
	{"organisation,as_reported,2026-03-02,2026-03-02", "survey,as_reported,2026-09-01,", true},
	{"organisation,as_reported,,", "survey,as_reported,2026-09-01,", true},
	/* Its own word yields to its own later one. */
	{"organisation,as_reported,2026-03-02,2026-03-02",
	 "organisation,as_reported,2026-03-01,2026-03-01", true},
	{"organisation,as_reported,2026-03-02,2026-03-02",
	 "organisation,as_reported,2026-03-02,2026-03-02", true},
	{"organisation,as_reported,2026-03-02,2026-03-02", "organisation,as_reported,2026,", true},
	{"organisation,as_reported,2026-03,", "organisation,as_reported,2026-03-31,", true},
	{"organisation,as_reported,2026-03,", "organisation,as_reported,2026-04,", false},
	{"organisation,as_reported,2026-03-02,2026-03-02",
	 "organisation,as_reported,2026-03-02,2026-03-03", false},
	{"organisation,as_reported,,", "organisation,as_reported,2026,", false},
	/* What it confirmed yields to what is later. */
	{"review-2018,as_reported,2018,2026-03-02", "review-2018,as_reported,2018,", true},
	{"review-2018,as_reported,2018,2026-03-02", "review-2018,as_reported,2018,2026-03-02",
	 true},
	{"review-2018,as_reported,2018,2026-03-02", "survey,as_reported,2026-03-03,", false},
};

static void a_table_replaces_no_word_of_an_organisation_but_an_older_one(void **state)
{
	struct house *house = *state;
	struct ctx *c = house->c;

	house_register_organisations(house);
	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		const char *id = arena_format(c->arena, "lotus-%zu", i).at;
		(void)imported(house, row_of(c, id, "Sewing", WORDS[i].stored));
		const struct import_report report =
			imported(house, row_of(c, id, "Weaving", WORDS[i].row));
		const struct record now = seen_by(house, &HOUSE_NOBODY, "programme", slice_of(id));
		if (report.kept.count != (WORDS[i].stands ? 1 : 0) ||
		    report.changed.count != (WORDS[i].stands ? 0 : 1)) {
			fail_msg("%s against %s", WORDS[i].row, WORDS[i].stored);
		}
		assert_slice(record_get(&now, "name"), WORDS[i].stands ? "Sewing" : "Weaving");
		assert_int_equal(now.version, WORDS[i].stands ? 1 : 2);
		assert_slice(WORDS[i].stands ? report.kept.first : report.changed.first, id);
	}
}

static void a_confirmation_on_a_page_outlives_the_same_table(void **state)
{
	struct house *house = *state;
	const struct slice rows =
		row_of(house->c, "lotus-1", "Sewing", "review-2018,as_reported,2018,");

	house_register_organisations(house);
	(void)imported(house, rows);
	struct record record = seen_by(house, &HOUSE_ADMINISTRATOR, "programme", S("lotus-1"));
	values_set(&record.values, "last_confirmed", S("2026-11-02"));
	(void)saved_by(house, &HOUSE_ADMINISTRATOR, record);
	assert_int_equal(imported(house, rows).kept.count, 1);
	record = seen_by(house, &HOUSE_NOBODY, "programme", S("lotus-1"));
	assert_slice(record_get(&record, "last_confirmed"), "2026-11-02");
}

static void a_changed_row_is_in_the_history_and_one_that_is_the_same_is_not(void **state)
{
	struct house *house = *state;
	struct ctx *c = house->c;
	const char *ends = "review-2018,as_reported,2018,";
	const struct record_event *events;

	house_register_organisations(house);
	(void)imported(house, arena_format(c->arena, "%.*s%.*s",
					   SLICE_PRINT(row_of(c, "lotus-1", "Sewing", ends)),
					   SLICE_PRINT(row_of(c, "lotus-2", "Cooking", ends))));
	const struct import_report report =
		imported(house, arena_format(c->arena, "%.*s%.*s",
					     SLICE_PRINT(row_of(c, "lotus-1", "Weaving",
								"survey,as_reported,2026,")),
					     SLICE_PRINT(row_of(c, "lotus-2", "Cooking", ends))));
	assert_int_equal(report.changed.count, 1);
	assert_int_equal(report.same, 1);
	assert_int_equal(events_of(house, "lotus-2", &events), 0);
	assert_int_equal(events_of(house, "lotus-1", &events), 1);
	assert_slice(events[0].account, "");
	assert_int_equal(events[0].version, 2);
	assert_int_equal(events[0].changes_count, 3);
	assert_string_equal(events[0].changes[0].field->name, "name");
	assert_slice(events[0].changes[0].before, "Sewing");
	assert_slice(events[0].changes[0].after, "Weaving");
	assert_string_equal(events[0].changes[1].field->name, "information_date");
	assert_string_equal(events[0].changes[2].field->name, "source");
	assert_slice(events[0].changes[2].before, "review-2018");
}

static void an_import_is_one_line_of_the_log_and_a_refused_one_is_none(void **state)
{
	struct house *house = *state;
	struct import_report report;
	const struct slice row =
		row_of(house->c, "lotus-1", "Sewing", "organisation,as_reported,2026,");

	house_register_organisations(house);
	(void)imported(house, row);
	(void)imported(house, row_of(house->c, "lotus-1", "Weaving", "survey,as_reported,2026,"));
	const struct audit_line line = newest_line(house);
	assert_slice(line.deed, "import");
	assert_slice(line.kind, "programme");
	assert_slice(line.actor, "console");
	assert_int_equal(line.count, 0);
	assert_slice(line.detail, "added=0;changed=0;same=0;kept=1;file=programmes.csv");
	assert_failed(
		house->c,
		import(house, row_of(house->c, "lotus-2", "", "survey,as_reported,2026,"), &report),
		ERR_INVALID, "row.required");
	/* Reading the log is a line too: the one that newest_line wrote above. */
	assert_int_equal(newest_line(house).number, line.number + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(a_table_replaces_no_word_of_an_organisation_but_an_older_one),
		IN_EACH_HOUSE(a_confirmation_on_a_page_outlives_the_same_table),
		IN_EACH_HOUSE(a_changed_row_is_in_the_history_and_one_that_is_the_same_is_not),
		IN_EACH_HOUSE(an_import_is_one_line_of_the_log_and_a_refused_one_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
