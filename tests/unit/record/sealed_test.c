/* Sealed records through the door, as people use it. */
#include "people.h" /* and support/house.h: both engines, house_door */

static void what_was_saved_is_seen_by_whoever_made_it(void **state)
{
	struct house *house = *state;
	struct record client = client_of(house->c);
	const struct slice id = saved_by(house, &HOUSE_WORKER, client);
	const struct record now = seen_by(house, &HOUSE_WORKER, "client", id);

	assert_int_equal(id.length, 36);
	assert_int_equal(now.version, 1);
	assert_slice(record_get(&now, "organisation"), "org-lotus");
	assert_slice(record_get(&now, "name_km"), PLANTED_KM);
	assert_slice(record_get(&now, "name_latin"), PLANTED_LATIN);
	assert_slice(record_get(&now, "summary"), PLANTED_TEXT);
	assert_slice(record_get(&now, "sex"), "female");
	assert_slice(record_get(&now, "aliases"), "");
	assert_true((now.classes & CLASS_BIT(CLASS_A)) != 0);
	assert_true((now.classes & CLASS_BIT(CLASS_C)) == 0);
}

static void a_stranger_of_the_house_is_denied_and_the_other_house_sees_nothing(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));

	assert_not_seen(house, &HOUSE_STRANGER, "client", id, ERR_DENIED, "access.denied");
	assert_not_seen(house, &HOUSE_ADMINISTRATOR, "client", id, ERR_DENIED, "access.denied");
	assert_not_seen(house, &HOUSE_CONSOLE, "client", id, ERR_DENIED, "access.denied");
	assert_not_seen(house, &HOUSE_NOBODY, "client", id, ERR_DENIED, "access.denied");
	assert_not_seen(house, &RIVER_WORKER, "client", id, ERR_NOT_FOUND, "record.missing");
	assert_not_seen(house, &RIVER_SUPERVISOR, "client", id, ERR_NOT_FOUND, "record.missing");
	assert_not_seen(house, &HOUSE_WORKER, "client", S("nobody"), ERR_NOT_FOUND,
			"record.missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(what_was_saved_is_seen_by_whoever_made_it),
		IN_EACH_HOUSE(
			a_stranger_of_the_house_is_denied_and_the_other_house_sees_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
