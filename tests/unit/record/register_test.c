/* Registers kept by the people of their organisation. */
#include "people.h" /* and support/house.h: both engines, house_door */

static struct record programme(struct ctx *c, struct slice organisation, const char *id)
{
	static const char *const PAIRS[] = {
		"name",         "Sewing", "components", "legal",    "components_basis",
		"stated",       "sex",    "any",        "forms",    "all",
		"origin_route", "any",    "origin",     "extended", "referral_required",
		"no",           "source", "lotus",      "status",   "as_reported",
		NULL,
	};
	struct record record = record_of(c, "programme", PAIRS);

	values_set(&record.values, "id", slice_of(id));
	values_set(&record.values, "org_id", organisation);
	return record;
}

static err save_as(struct house *house, const struct actor *actor, struct record record)
{
	struct door door = house_door(house, actor);
	const err result = record_save(house->c, &door, &record);
	door_close(&door);
	return result;
}

static int64_t data_version(struct house *house)
{
	struct door door = house_door(house, &HOUSE_NOBODY);
	int64_t version;
	assert_ok(house->c, record_data_version(house->c, &door, &version));
	door_close(&door);
	return version;
}

static void an_administrator_keeps_the_programmes_of_the_own_organisation(void **state)
{
	struct house *house = *state;
	const struct record_event *events;
	size_t count;

	house_register_organisations(house);
	assert_ok(house->c,
		  save_as(house, &HOUSE_ADMINISTRATOR, programme(house->c, ORG_LOTUS, "lotus-1")));
	struct audit_line line = newest_line(house);
	assert_slice(line.deed, "create");
	assert_slice(line.kind, "programme");
	const int64_t before = data_version(house);
	struct record record = seen_by(house, &HOUSE_ADMINISTRATOR, "programme", S("lotus-1"));
	values_set(&record.values, "places_free", S("4"));
	assert_ok(house->c, save_as(house, &HOUSE_ADMINISTRATOR, record));
	assert_int_equal(data_version(house), before + 1);
	line = newest_line(house);
	assert_slice(line.deed, "change");
	assert_slice(line.record, "lotus-1");

	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	assert_ok(house->c, record_history(house->c, &door, model_kind("programme"), S("lotus-1"),
					   &events, &count));
	assert_int_equal(count, 2);
	assert_int_equal(events[0].changes_count, 1);
	assert_string_equal(events[0].changes[0].field->name, "places_free");
	assert_slice(events[0].changes[0].after, "4");
	assert_true(slice_equal(events[0].account, HOUSE_ADMINISTRATOR.account));
	door_close(&door);
}

static void nobody_else_keeps_them_and_the_attempt_is_in_the_log(void **state)
{
	struct house *house = *state;
	static const struct actor *const OTHERS[] = {
		&HOUSE_WORKER,        &HOUSE_SUPERVISOR, &HOUSE_COALITION, &HOUSE_HOST,
		&RIVER_ADMINISTRATOR, &HOUSE_NOBODY,     &HOUSE_ITSELF,
	};

	house_register_organisations(house);
	assert_ok(house->c,
		  save_as(house, &HOUSE_ADMINISTRATOR, programme(house->c, ORG_LOTUS, "lotus-1")));
	for (size_t i = 0; i < COUNT_OF(OTHERS); i++) {
		struct record record = seen_by(house, OTHERS[i], "programme", S("lotus-1"));
		values_set(&record.values, "name", S("Another"));
		assert_failed(house->c, save_as(house, OTHERS[i], record), ERR_DENIED,
			      "access.denied");
		assert_slice(newest_line(house).outcome, "denied");
		assert_failed(house->c,
			      save_as(house, OTHERS[i], programme(house->c, ORG_LOTUS, "lotus-2")),
			      ERR_DENIED, "access.denied");
	}
}

static void a_programme_cannot_be_given_to_or_taken_from_another_organisation(void **state)
{
	struct house *house = *state;

	house_register_organisations(house);
	assert_ok(house->c,
		  save_as(house, &HOUSE_ADMINISTRATOR, programme(house->c, ORG_LOTUS, "lotus-1")));
	struct record record = seen_by(house, &HOUSE_ADMINISTRATOR, "programme", S("lotus-1"));
	values_set(&record.values, "org_id", ORG_RIVER);
	assert_failed(house->c, save_as(house, &HOUSE_ADMINISTRATOR, record), ERR_DENIED,
		      "access.denied");
	assert_failed(house->c, save_as(house, &RIVER_ADMINISTRATOR, record), ERR_DENIED,
		      "access.denied");
	assert_failed(
		house->c,
		save_as(house, &HOUSE_ADMINISTRATOR, programme(house->c, ORG_RIVER, "river-1")),
		ERR_DENIED, "access.denied");
}

static void staff_bring_in_no_tables(void **state)
{
	struct house *house = *state;
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	struct import_report report;
	struct csv csv;

	assert_ok(house->c, csv_parse(house->c, "file.csv", S("id\nx\n"), &csv));
	assert_failed(house->c,
		      record_import(house->c, &door, model_kind("organisation"), &csv, &report),
		      ERR_DENIED, "access.denied");
	door_close(&door);
}

static void two_who_keep_one_programme_are_shown_each_others_change(void **state)
{
	struct house *house = *state;
	const struct record_conflict *conflicts;
	struct record theirs;
	size_t count;

	house_register_organisations(house);
	assert_ok(house->c,
		  save_as(house, &HOUSE_ADMINISTRATOR, programme(house->c, ORG_LOTUS, "lotus-1")));
	struct record mine = seen_by(house, &HOUSE_ADMINISTRATOR, "programme", S("lotus-1"));
	struct record other = mine;
	other.values = values_create(house->c->arena, mine.values.kind);
	memcpy(other.values.at, mine.values.at, mine.values.kind->count * sizeof *mine.values.at);
	values_set(&other.values, "places_free", S("4"));
	assert_ok(house->c, save_as(house, &HOUSE_ADMINISTRATOR, other));
	values_set(&mine.values, "places_free", S("7"));
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	assert_failed(house->c, record_save(house->c, &door, &mine), ERR_CONFLICT,
		      "record.changed");
	assert_ok(house->c, record_conflicts(house->c, &door, &mine, &theirs, &conflicts, &count));
	door_close(&door);
	assert_int_equal(count, 1);
	assert_slice(conflicts[0].base, "");
	assert_slice(conflicts[0].theirs, "4");
	assert_slice(conflicts[0].mine, "7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(an_administrator_keeps_the_programmes_of_the_own_organisation),
		IN_EACH_HOUSE(nobody_else_keeps_them_and_the_attempt_is_in_the_log),
		IN_EACH_HOUSE(a_programme_cannot_be_given_to_or_taken_from_another_organisation),
		IN_EACH_HOUSE(staff_bring_in_no_tables),
		IN_EACH_HOUSE(two_who_keep_one_programme_are_shown_each_others_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
