#include "fixture.h"

#include "directory/keep.h"
#include "support/house.h"

static const struct kept_programme *kept_of(struct arena *arena, struct pdate informed,
					    struct pdate today)
{
	struct programme *programme = ARENA_NEW(arena, struct programme);
	struct directory *directory = ARENA_NEW(arena, struct directory);
	const struct kept_programme *kept;
	size_t count;

	*programme = open_programme("open");
	programme->informed = informed;
	*directory = (struct directory){.programmes = programme, .programmes_count = 1};
	keep_list(arena, directory, S(""), today, &kept, &count);
	assert_int_equal(count, 1);
	return kept;
}

static void a_programme_is_to_be_looked_at_after_six_months(void **state)
{
	(void)state;
	static const struct {
		struct pdate informed;
		int months;
		bool to_look;
	} rows[] = {
		{{DATE_DAY, 2026, 5, 23}, 5, false},
		{{DATE_DAY, 2026, 5, 22}, 6, true},
		{{DATE_DAY, 2026, 11, 22}, 0, false},
		{{DATE_MONTH, 2026, 5, 0}, 5, false}, /* a month counts to its last day */
		{{DATE_YEAR, 2026, 0, 0}, 0, false},  /* and a year that is not over */
		{{DATE_YEAR, 2018, 0, 0}, 94, true},
		{{DATE_NONE, 0, 0, 0}, -1, true},
	};
	struct arena *arena = arena_create();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct kept_programme *kept =
			kept_of(arena, rows[i].informed, day(2026, 11, 22));
		assert_int_equal(kept->months, rows[i].months);
		assert_int_equal(kept->to_look, rows[i].to_look);
	}
	arena_destroy(arena);
}

static void what_waits_longest_comes_first_and_never_said_before_it(void **state)
{
	(void)state;
	static const struct organisation other = {.id = FIXED("other"), .name = FIXED("Other")};
	struct programme programmes[] = {open_programme("new"), open_programme("old"),
					 open_programme("never"), open_programme("foreign")};
	const struct directory directory = {.programmes = programmes,
					    .programmes_count = COUNT_OF(programmes)};
	const struct kept_programme *kept;
	struct arena *arena = arena_create();
	size_t count;

	programmes[0].informed = day(2026, 11, 1);
	programmes[1].informed = day(2020, 1, 1);
	programmes[2].informed = (struct pdate){.precision = DATE_NONE};
	programmes[3].organisation = &other;
	keep_list(arena, &directory, HOUSE.id, day(2026, 11, 22), &kept, &count);
	assert_int_equal(count, 3);
	assert_true(slice_is(kept[0].programme->id, "never"));
	assert_true(slice_is(kept[1].programme->id, "old"));
	assert_true(slice_is(kept[2].programme->id, "new"));
	arena_destroy(arena);
}

/* ---- Through the door */

static struct record filled(struct house *house)
{
	struct record record = keep_new(house->c->arena, ORG_LOTUS);

	values_set(&record.values, "name", S("Evening course"));
	values_set(&record.values, "components", S("education;legal"));
	values_set(&record.values, "sex", S("any"));
	values_set(&record.values, "forms", S("all"));
	values_set(&record.values, "origin_route", S("any"));
	values_set(&record.values, "referral_required", S("unknown"));
	return record;
}

static struct record load(struct house *house, struct door *door, struct slice id)
{
	struct record record;
	assert_ok(house->c, record_load(house->c, door, model_kind("programme"), id, &record));
	return record;
}

static void an_administrator_adds_and_confirms_and_the_history_stays(void **state)
{
	struct house *house = *state;
	const struct record_event *events;
	size_t count;

	house_register_organisations(house);
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	struct record record = filled(house);
	assert_ok(house->c, keep_save(house->c, &door, &record, day(2026, 3, 2)));
	assert_true(slice_is(record_id(&record), "org-lotus-1"));
	record = load(house, &door, S("org-lotus-1"));
	assert_true(slice_is(record_get(&record, "source"), "organisation"));
	assert_true(slice_is(record_get(&record, "components_basis"), "stated"));
	assert_ok(house->c, keep_confirm(house->c, &door, S("org-lotus-1"), day(2026, 9, 1)));
	record = load(house, &door, S("org-lotus-1"));
	assert_true(slice_is(record_get(&record, "last_confirmed"), "2026-09-01"));
	assert_true(slice_is(record_get(&record, "information_date"), "2026-03-02"));
	assert_ok(house->c, record_history(house->c, &door, model_kind("programme"),
					   S("org-lotus-1"), &events, &count));
	assert_true(count >= 1);
	assert_int_equal(events[0].changes_count, 1);
	assert_string_equal(events[0].changes[0].field->name, "last_confirmed");
	assert_true(slice_is(events[0].changes[0].before, "2026-03-02"));
	door_close(&door);
}

static void nobody_else_changes_it(void **state)
{
	struct house *house = *state;
	const struct actor *const others[] = {&RIVER_ADMINISTRATOR, &HOUSE_WORKER, &HOUSE_COALITION,
					      &HOUSE_NOBODY};

	house_register_organisations(house);
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	struct record record = filled(house);
	assert_ok(house->c, keep_save(house->c, &door, &record, day(2026, 3, 2)));
	door_close(&door);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		door = house_door(house, others[i]);
		assert_int_not_equal(
			keep_confirm(house->c, &door, S("org-lotus-1"), day(2026, 9, 1)), OK);
		record = load(house, &door, S("org-lotus-1"));
		assert_true(slice_is(record_get(&record, "last_confirmed"), "2026-03-02"));
		door_close(&door);
	}
}

static void wrong_fields_and_ages_are_told(void **state)
{
	struct house *house = *state;
	struct field_errors errors;

	house_register_organisations(house);
	struct door door = house_door(house, &HOUSE_ADMINISTRATOR);
	struct record record = filled(house);
	assert_ok(house->c, keep_check(house->c, house->model, &record.values, &errors));
	values_set(&record.values, "name", S(""));
	values_set(&record.values, "sex", S("dragon"));
	assert_failed(house->c, keep_check(house->c, house->model, &record.values, &errors),
		      ERR_INVALID, "field.required");
	assert_int_equal(errors.count, 2);
	record = filled(house);
	values_set(&record.values, "age_min", S("30"));
	values_set(&record.values, "age_max", S("18"));
	assert_failed(house->c, keep_save(house->c, &door, &record, day(2026, 3, 2)), ERR_INVALID,
		      "keep.ages");
	door_close(&door);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_programme_is_to_be_looked_at_after_six_months),
		cmocka_unit_test(what_waits_longest_comes_first_and_never_said_before_it),
		IN_EACH_HOUSE(an_administrator_adds_and_confirms_and_the_history_stays),
		IN_EACH_HOUSE(nobody_else_changes_it),
		IN_EACH_HOUSE(wrong_fields_and_ages_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
