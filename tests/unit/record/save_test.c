#include "door.h" /* and support/stores.h: both engines */

static void what_was_saved_is_loaded_as_it_was(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = organisation(t->c, "spean-test", "ស្ពាន \"Bridge\"; it’s, 1 = 1");
	values_set(&record.values, "note", S("two\nlines, a tab\tand :id, 'quotes' and \\ too"));

	assert_ok(t->c, record_save(t->c, door, &record));
	const struct record now = loaded(t->c, door, "organisation", "spean-test");
	assert_int_equal(now.version, 1);
	for (size_t i = 0; i < record.values.kind->count; i++) {
		assert_true(slice_equal(now.values.at[i], record.values.at[i]));
	}
	assert_slice(record_id(&now), "spean-test");
	assert_slice(record_get(&now, "website"), "");
}

static void a_save_raises_the_version_of_the_record_and_of_the_data(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = organisation(t->c, "one", "One");
	int64_t before;
	int64_t after;

	assert_ok(t->c, record_data_version(t->c, door, &before));
	assert_ok(t->c, record_save(t->c, door, &record));
	record = loaded(t->c, door, "organisation", "one");
	values_set(&record.values, "name", S("Two"));
	assert_ok(t->c, record_save(t->c, door, &record));
	record = loaded(t->c, door, "organisation", "one");
	assert_slice(record_get(&record, "name"), "Two");
	assert_int_equal(record.version, 2);
	assert_ok(t->c, record_data_version(t->c, door, &after));
	assert_int_equal(after, before + 2);
}

static void the_second_of_two_who_read_the_same_version_is_refused(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = organisation(t->c, "one", "One");

	assert_ok(t->c, record_save(t->c, door, &record));
	struct record first = loaded(t->c, door, "organisation", "one");
	struct record second = loaded(t->c, door, "organisation", "one");
	values_set(&first.values, "name", S("First"));
	values_set(&second.values, "name", S("Second"));
	assert_ok(t->c, record_save(t->c, door, &first));
	assert_fail(t->c, record_save(t->c, door, &second), ERR_CONFLICT, "record.changed",
		    "id=one");
	record = loaded(t->c, door, "organisation", "one");
	assert_slice(record_get(&record, "name"), "First");
}

static void an_id_is_given_once(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = organisation(t->c, "one", "One");
	int64_t before;
	int64_t after;

	assert_ok(t->c, record_save(t->c, door, &record));
	assert_ok(t->c, record_data_version(t->c, door, &before));
	assert_fail(t->c, record_save(t->c, door, &record), ERR_CONFLICT, "record.exists",
		    "id=one");
	assert_ok(t->c, record_data_version(t->c, door, &after));
	assert_int_equal(after, before);
}

static void a_wrong_value_is_refused_and_nothing_is_written(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = organisation(t->c, "one", "One");

	values_set(&record.values, "kind", S("bank"));
	assert_fail(t->c, record_save(t->c, door, &record), ERR_INVALID, "field.unknown_code",
		    "value=bank");
	assert_int_equal(count_of(t->c, door, "organisation"), 0);
}

static void a_reference_to_nothing_is_refused_and_nothing_is_written(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record = {.values = values_create(t->c->arena, model_kind("programme"))};
	static const char *const VALUES[][2] = {
		{"id", "p"},
		{"org_id", "nobody"},
		{"name", "P"},
		{"components", "legal"},
		{"components_basis", "stated"},
		{"sex", "any"},
		{"forms", "all"},
		{"origin_route", "any"},
		{"referral_required", "no"},
		{"origin", "extended"},
		{"source", "extended"},
		{"status", "as_reported"},
	};
	for (size_t i = 0; i < COUNT_OF(VALUES); i++) {
		values_set(&record.values, VALUES[i][0], slice_of(VALUES[i][1]));
	}
	assert_fail(t->c, record_save(t->c, door, &record), ERR_INVALID, "field.no_record",
		    "value=nobody");
	assert_int_equal(count_of(t->c, door, "programme"), 0);

	struct field_errors errors;
	assert_int_equal(record_references(t->c, door, &record.values, &errors), ERR_INVALID);
	assert_int_equal(errors.count, 1);
	assert_string_equal(errors.at[0].field->name, "org_id");
}

static void what_does_not_exist_is_not_found(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct record record;
	static const char *const IDS[] = {"nobody", "", "' OR 1=1 --", "a\nb", "\xFF"};

	for (size_t i = 0; i < COUNT_OF(IDS); i++) {
		assert_failed(t->c,
			      record_load(t->c, door, model_kind("organisation"), slice_of(IDS[i]),
					  &record),
			      ERR_NOT_FOUND, "record.missing");
	}
	record = organisation(t->c, "nobody", "Nobody");
	record.version = 3;
	assert_failed(t->c, record_save(t->c, door, &record), ERR_NOT_FOUND, "record.missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(what_was_saved_is_loaded_as_it_was),
		DOOR_TEST(a_save_raises_the_version_of_the_record_and_of_the_data),
		DOOR_TEST(the_second_of_two_who_read_the_same_version_is_refused),
		DOOR_TEST(an_id_is_given_once),
		DOOR_TEST(a_wrong_value_is_refused_and_nothing_is_written),
		DOOR_TEST(a_reference_to_nothing_is_refused_and_nothing_is_written),
		DOOR_TEST(what_does_not_exist_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
