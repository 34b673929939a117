/* Gazetteers on their way in, on both engines. */
#include "sample.h" /* and support/stores.h */

#define STORE_TEST(test)                                                                           \
	{#test " (SQLite)", test, stores_setup_sqlite, sample_teardown, NULL},                     \
	{                                                                                          \
#test " (PostgreSQL)", test, stores_setup_postgres, sample_teardown, NULL          \
	}

#define DISTRICTS "code,province_code,name_km,name_latin,type_en,type_km\n"
#define COMMUNES  "code,district_code,name_km,name_latin,type_en,type_km\n"
#define GOOD      DISTRICTS "0190,01,ភ្នំទឹក,Phnum Tuek,District,ស្រុក\n"

static void expect_report(const struct places_report *report, size_t added, size_t changed,
			  size_t same)
{
	assert_int_equal(report->records.added, added);
	assert_int_equal(report->records.changed.count, changed);
	assert_int_equal(report->records.same, same);
}

static void a_gazetteer_comes_in_once_and_is_the_same_the_second_time(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;

	assert_int_equal(import_text(t->c, door, GOOD, &report), OK);
	expect_report(&report, 1, 0, 0);
	assert_int_equal(import_text(t->c, door, GOOD, &report), OK);
	expect_report(&report, 0, 0, 1);
	assert_slice(places_get(load(t->c, door), S("0190"))->source, "places.csv");
}

static void a_changed_name_stays_as_an_other_name(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;

	assert_int_equal(import_text(t->c, door, GOOD, &report), OK);
	assert_int_equal(
		import_text(t->c, door, DISTRICTS "0190,01,ភ្នំទឹក,Phnom Tuk,District,ស្រុក\n", &report),
		OK);
	expect_report(&report, 0, 1, 0);
	const struct place *place = places_get(load(t->c, door), S("0190"));
	assert_slice(place->name_latin, "Phnom Tuk");
	assert_slice(place->other_names, "Phnum Tuek");
	assert_int_equal(import_text(t->c, door, GOOD, &report), OK);
	assert_slice(places_get(load(t->c, door), S("0190"))->other_names, "Phnum Tuek;Phnom Tuk");
}

static void a_place_that_the_file_lacks_stays_and_parents_may_be_stored_already(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;

	assert_int_equal(import_text(t->c, door, GOOD, &report), OK);
	assert_int_equal(import_text(t->c, door, COMMUNES "019001,0190,ដូនមាស,Doun Meas,Commune,ឃុំ\n",
				     &report),
			 OK);
	expect_report(&report, 1, 0, 0);
	assert_int_equal(report.communes, 1);
	const struct places *places = load(t->c, door);
	assert_int_equal(places_count(places, PLACE_DISTRICT), 1);
	assert_int_equal(places_count(places, PLACE_COMMUNE), 1);
}

static void a_code_that_took_the_place_of_another_is_kept(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;

	assert_int_equal(import_text(t->c, door,
				     "code,parent,name_km,name_latin,replaced_by\n"
				     "0190,01,ភ្នំទឹក,Phnum Tuek,0191\n0191,01,ទឹក,Tuek,\n",
				     &report),
			 OK);
	assert_slice(places_get(load(t->c, door), S("0190"))->replaced_by, "0191");
	assert_int_equal(import_text(t->c, door,
				     "code,parent,name_km,name_latin,replaced_by\n"
				     "0192,01,ភ្នំទឹក,Phnum Tuek,0199\n",
				     &report),
			 ERR_INVALID);
}

static void a_wrong_file_is_refused_with_line_and_column_and_changes_nothing(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;
	static const struct {
		const char *text, *key, *line, *column;
	} CASES[] = {
		{COMMUNES "019001,0190,ដូន,Doun,Commune,ឃុំ\n", "places.no_parent", "line=2",
		 "column=district_code"},
		{GOOD "019x,01,ដូន,Doun,District,ស្រុក\n", "places.bad_code", "line=3", "column=code"},
		{GOOD "019,01,ដូន,Doun,District,ស្រុក\n", "places.bad_code", "line=3", "column=code"},
		{GOOD "01,01,ដូន,Doun,District,ស្រុក\n", "places.bad_code", "line=3", "column=code"},
		{GOOD "019001,0190,ដូន,Doun,Commune,ឃុំ\n", "places.bad_level", "line=3",
		 "column=code"},
		{GOOD "0291,01,ដូន,Doun,District,ស្រុក\n", "places.not_below", "line=3",
		 "column=province_code"},
		{GOOD "0190,01,ដូន,Doun,District,ស្រុក\n", "row.duplicate", "line=3", "first=2"},
		{DISTRICTS "2690,26,ដូន,Doun,District,ស្រុក\n", "places.no_parent", "line=2",
		 "column=province_code"},
		{DISTRICTS "0190,01,,Doun,District,ស្រុក\n", "row.required", "line=2",
		 "column=name_km"},
		{"code,province_code,name_latin\n0190,01,Doun\n", "csv.missing_column", "line=1",
		 "column=name_km"},
		{GOOD "0191,01,ដូន\n", "csv.too_few_fields", "line=3", "count=3"},
		{DISTRICTS "0190,01,\"ដូន,Doun,District,ស្រុក\n", "csv.quote_open", "line=2",
		 "column=9"},
	};

	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		const err result = import_text(t->c, door, CASES[i].text, &report);
		assert_fail(t->c, result, ERR_INVALID, CASES[i].key, CASES[i].line);
		assert_fail(t->c, result, ERR_INVALID, CASES[i].key, CASES[i].column);
		assert_fail(t->c, result, ERR_INVALID, CASES[i].key, "file=places.csv");
		assert_int_equal(places_count(load(t->c, door), PLACE_DISTRICT), 0);
	}
}

static void tables_come_in_together_in_any_order(void **state)
{
	struct stores *t = *state;
	struct door *door = open_door(t);
	struct places_report report;
	struct csv tables[2];

	assert_int_equal(csv_parse(t->c, "communes.csv",
				   S(COMMUNES "019001,0190,ដូនមាស,Doun Meas,Commune,ឃុំ\n"),
				   &tables[0]),
			 OK);
	assert_int_equal(csv_parse(t->c, "districts.csv", S(GOOD), &tables[1]), OK);
	assert_int_equal(places_import(t->c, door, tables, 2, S("a gazetteer"), &report), OK);
	expect_report(&report, 2, 0, 0);
	const struct place *place = places_get(load(t->c, door), S("019001"));
	assert_slice(place->parent->name_latin, "Phnum Tuek");
	assert_slice(place->source, "a gazetteer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_gazetteer_comes_in_once_and_is_the_same_the_second_time),
		STORE_TEST(a_changed_name_stays_as_an_other_name),
		STORE_TEST(a_place_that_the_file_lacks_stays_and_parents_may_be_stored_already),
		STORE_TEST(a_code_that_took_the_place_of_another_is_kept),
		STORE_TEST(a_wrong_file_is_refused_with_line_and_column_and_changes_nothing),
		STORE_TEST(tables_come_in_together_in_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
