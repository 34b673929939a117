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

static void a_data_officer_sees_facts_and_no_names(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct record seen = seen_by(house, &HOUSE_DATA_OFFICER, "client", id);

	assert_slice(record_get(&seen, "name"), "");
	assert_slice(record_get(&seen, "name_km"), "");
	assert_slice(record_get(&seen, "phone"), "");
	assert_slice(record_get(&seen, "sex"), "female");
	assert_slice(record_get(&seen, "summary"), PLANTED_TEXT);
	assert_slice(record_get(&seen, "id"), testing_text(id));
}

static void the_team_of_whoever_has_the_client_sees_it_through_its_supervisor(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));

	assert_not_seen(house, &HOUSE_SUPERVISOR, "client", id, ERR_DENIED, "access.denied");
	account_for(house, &HOUSE_WORKER);
	(void)seen_by(house, &HOUSE_SUPERVISOR, "client", id);
	assert_not_seen(house, &HOUSE_SUPERVISOR_B, "client", id, ERR_DENIED, "access.denied");
	assert_not_seen(house, &HOUSE_COLLEAGUE, "client", id, ERR_DENIED, "access.denied");
}

static void broken_glass_opens_one_record_for_an_hour_and_no_other(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice other = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct door door = house_door_with_reason(house, &HOUSE_STRANGER, "she is at the gate");

	assert_ok(house->c, record_break_glass(house->c, &door, model_kind("client"), id));
	door_close(&door);
	(void)seen_by(house, &HOUSE_STRANGER, "client", id);
	assert_not_seen(house, &HOUSE_STRANGER, "client", other, ERR_DENIED, "access.denied");
}

/* ---- Class C */

static struct slice note_with_c(struct house *house, struct slice *ret_client)
{
	const struct slice client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	account_for(house, &HOUSE_WORKER);
	account_for(house, &HOUSE_COUNSELLOR);
	struct door door = house_door(house, &HOUSE_SUPERVISOR);
	assert_ok(house->c, record_assign(house->c, &door, model_kind("client"), client,
					  HOUSE_COUNSELLOR.account));
	door_close(&door);
	*ret_client = client;
	return saved_by(house, &HOUSE_COUNSELLOR, note_of(house->c, client, PLANTED_C));
}

static void counselling_notes_open_for_a_counsellor_with_a_reason_only(void **state)
{
	struct house *house = *state;
	struct slice client;
	const struct slice id = note_with_c(house, &client);
	struct record note;

	assert_not_seen(house, &HOUSE_COUNSELLOR, "note", id, ERR_DENIED, "access.reason_needed");
	struct door door = house_door_with_reason(house, &HOUSE_COUNSELLOR, "talk of tomorrow");
	assert_ok(house->c, record_load(house->c, &door, model_kind("note"), id, &note));
	assert_slice(record_get(&note, "confidential"), PLANTED_C);
	door_close(&door);
	const struct audit_line line = newest_line(house);
	assert_slice(line.deed, "read");
	assert_true((line.classes & CLASS_BIT(CLASS_C)) != 0);

	note = seen_by(house, &HOUSE_WORKER, "note", id);
	assert_slice(record_get(&note, "text"), "Spoke about papers.");
	assert_slice(record_get(&note, "confidential"), "");
	door = house_door(house, &HOUSE_COUNSELLOR);
	assert_ok(house->c, record_load_without_c(house->c, &door, model_kind("note"), id, &note));
	assert_slice(record_get(&note, "confidential"), "");
	door_close(&door);
}

static void saving_what_one_sees_keeps_what_one_does_not_see(void **state)
{
	struct house *house = *state;
	struct slice client;
	const struct slice id = note_with_c(house, &client);
	struct record note = seen_by(house, &HOUSE_WORKER, "note", id);

	values_set(&note.values, "text", S("Papers are there."));
	(void)saved_by(house, &HOUSE_WORKER, note);
	struct door door = house_door_with_reason(house, &HOUSE_COUNSELLOR, "talk of tomorrow");
	assert_ok(house->c, record_load(house->c, &door, model_kind("note"), id, &note));
	assert_slice(record_get(&note, "text"), "Papers are there.");
	assert_slice(record_get(&note, "confidential"), PLANTED_C);
	assert_int_equal(note.version, 2);
	values_set(&note.values, "confidential", S("Sleeps better."));
	assert_ok(house->c, record_save(house->c, &door, &note));
	assert_ok(house->c, record_load(house->c, &door, model_kind("note"), id, &note));
	assert_slice(record_get(&note, "confidential"), "Sleeps better.");
	door_close(&door);
}

static void what_one_may_not_write_is_refused_and_not_dropped(void **state)
{
	struct house *house = *state;
	const struct slice client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record note = note_of(house->c, client, PLANTED_C);
	struct door door = house_door(house, &HOUSE_WORKER);

	assert_failed(house->c, record_save(house->c, &door, &note), ERR_DENIED, "access.denied");
	values_set(&note.values, "confidential", S(""));
	assert_ok(house->c, record_save(house->c, &door, &note));
	door_close(&door);
}

/* ---- Conflicts and history */

static const struct record_conflict *conflict_of(const struct record_conflict *conflicts,
						 size_t count, const char *field)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(conflicts[i].field->name, field) == 0) {
			return &conflicts[i];
		}
	}
	fail_msg("no conflict of %s", field);
	return NULL;
}

static void a_second_editor_is_shown_the_first_ones_change_field_by_field(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record first = seen_by(house, &HOUSE_WORKER, "client", id);
	struct record second = seen_by(house, &HOUSE_WORKER, "client", id);
	const struct record_conflict *conflicts;
	struct record theirs;
	size_t count;

	values_set(&first.values, "stage", S("assessment"));
	values_set(&first.values, "phone", S("099 111 222"));
	(void)saved_by(house, &HOUSE_WORKER, first);
	values_set(&second.values, "stage", S("planning"));
	values_set(&second.values, "summary", S("Wants to learn sewing."));
	struct door door = house_door(house, &HOUSE_WORKER);
	assert_failed(house->c, record_save(house->c, &door, &second), ERR_CONFLICT,
		      "record.changed");
	assert_ok(house->c,
		  record_conflicts(house->c, &door, &second, &theirs, &conflicts, &count));
	door_close(&door);
	assert_int_equal(count, 3);
	const struct record_conflict *stage = conflict_of(conflicts, count, "stage");
	assert_slice(stage->base, "intake");
	assert_slice(stage->theirs, "assessment");
	assert_slice(stage->mine, "planning");
	const struct record_conflict *phone = conflict_of(conflicts, count, "phone");
	assert_slice(phone->base, "012 345 678");
	assert_slice(phone->theirs, "099 111 222");
	assert_slice(phone->mine, "012 345 678");
	const struct record_conflict *summary = conflict_of(conflicts, count, "summary");
	assert_slice(summary->theirs, PLANTED_TEXT);
	assert_slice(summary->mine, "Wants to learn sewing.");

	values_set(&theirs.values, "stage", S("planning"));
	values_set(&theirs.values, "summary", S("Wants to learn sewing."));
	(void)saved_by(house, &HOUSE_WORKER, theirs);
	const struct record now = seen_by(house, &HOUSE_WORKER, "client", id);
	assert_slice(record_get(&now, "phone"), "099 111 222");
	assert_slice(record_get(&now, "stage"), "planning");
	assert_int_equal(now.version, 3);
}

static void history_tells_who_changed_what_newest_first(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record client = seen_by(house, &HOUSE_WORKER, "client", id);
	const struct record_event *events;
	size_t count;

	values_set(&client.values, "name_km", S("ចាន់ សុភា"));
	(void)saved_by(house, &HOUSE_WORKER, client);
	struct door door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c,
		  record_history(house->c, &door, model_kind("client"), id, &events, &count));
	door_close(&door);
	assert_int_equal(count, 2);
	assert_int_equal(events[0].version, 2);
	assert_true(slice_equal(events[0].account, HOUSE_WORKER.account));
	assert_int_equal(events[0].changes_count, 1);
	assert_string_equal(events[0].changes[0].field->name, "name_km");
	assert_slice(events[0].changes[0].before, PLANTED_KM);
	assert_slice(events[0].changes[0].after, "ចាន់ សុភា");
	assert_int_equal(events[1].version, 1);
	assert_true(events[1].changes_count > 5);
	door = house_door(house, &HOUSE_DATA_OFFICER);
	assert_failed(house->c,
		      record_history(house->c, &door, model_kind("client"), id, &events, &count),
		      ERR_DENIED, "access.denied");
	door_close(&door);
}

static void counselling_notes_stay_out_of_the_history_of_whoever_may_not_see_them(void **state)
{
	struct house *house = *state;
	struct slice client;
	const struct slice id = note_with_c(house, &client);
	const struct record_event *events;
	size_t count;

	struct door door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c,
		  record_history(house->c, &door, model_kind("note"), id, &events, &count));
	for (size_t i = 0; i < events[0].changes_count; i++) {
		assert_string_not_equal(events[0].changes[i].field->name, "confidential");
	}
	door_close(&door);
	door = house_door_with_reason(house, &HOUSE_COUNSELLOR, "how it began");
	assert_ok(house->c,
		  record_history(house->c, &door, model_kind("note"), id, &events, &count));
	bool found = false;
	for (size_t i = 0; i < events[0].changes_count; i++) {
		found = found || slice_is(events[0].changes[i].after, PLANTED_C);
	}
	assert_true(found);
	door_close(&door);
}

/* ---- Lists and searches */

static void a_list_has_what_one_may_see_newest_change_first_page_by_page(void **state)
{
	struct house *house = *state;
	struct slice ids[5];
	struct records page;

	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		ids[i] = saved_by(house, i == 2 ? &HOUSE_STRANGER : &HOUSE_WORKER,
				  client_of(house->c));
	}
	struct record touched = seen_by(house, &HOUSE_WORKER, "client", ids[0]);
	values_set(&touched.values, "stage", S("closed"));
	(void)saved_by(house, &HOUSE_WORKER, touched);
	struct door door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c, record_list(house->c, &door, model_kind("client"), &page));
	assert_int_equal(page.count, 4);
	assert_true(slice_equal(record_id(&page.at[0]), ids[0]));
	assert_slice(record_get(&page.at[0], "name_km"), PLANTED_KM);
	assert_ok(house->c, record_page(house->c, &door, model_kind("client"), S(""), 3, &page));
	assert_int_equal(page.count, 3);
	assert_ok(house->c, record_page(house->c, &door, model_kind("client"),
					record_id(&page.at[2]), 3, &page));
	assert_int_equal(page.count, 1);
	assert_true(slice_equal(record_id(&page.at[0]), ids[1]));
	door_close(&door);
	const struct audit_line line = newest_line(house);
	assert_slice(line.deed, "list");
	assert_int_equal(line.count, 1);
	door = house_door(house, &RIVER_WORKER);
	assert_ok(house->c, record_list(house->c, &door, model_kind("client"), &page));
	assert_int_equal(page.count, 0);
	door_close(&door);
	door = house_door(house, &HOUSE_AUDITOR);
	assert_failed(house->c, record_list(house->c, &door, model_kind("client"), &page),
		      ERR_DENIED, "access.denied");
	door_close(&door);
}

static void some_are_opened_as_far_as_one_may_list_them_in_one_line(void **state)
{
	struct house *house = *state;
	struct records some;
	const struct slice own = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice other = saved_by(house, &HOUSE_STRANGER, client_of(house->c));
	const struct slice foreign = saved_by(house, &RIVER_WORKER, client_of(house->c));
	const struct slice ids[] = {foreign, S("nobody"), own, other, S("")};

	struct door door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c,
		  record_some(house->c, &door, model_kind("client"), ids, COUNT_OF(ids), &some));
	door_close(&door);
	assert_int_equal(some.count, 1);
	assert_true(slice_equal(record_id(&some.at[0]), own));
	assert_slice(record_get(&some.at[0], "name_km"), PLANTED_KM);
	const struct audit_line line = newest_line(house);
	assert_slice(line.deed, "list");
	assert_int_equal(line.count, 1);
	/* Whoever may see none is told none, and nothing is opened that a line would have to tell.
	 */
	door = house_door(house, &HOUSE_HOST);
	assert_ok(house->c,
		  record_some(house->c, &door, model_kind("client"), ids, COUNT_OF(ids), &some));
	door_close(&door);
	assert_int_equal(some.count, 0);
	/* The next line is that the log was read just now. */
	const struct audit_line next = newest_line(house);
	assert_int_equal(next.number, line.number + 1);
	assert_slice(next.deed, "read_log");
}

static size_t found_by(struct house *house, const struct actor *actor, const char *text,
		       struct slice *ret_best)
{
	struct door door = house_door(house, actor);
	struct records found;
	assert_ok(house->c,
		  record_find(house->c, &door, model_kind("client"), slice_of(text), 10, &found));
	door_close(&door);
	*ret_best = found.count > 0 ? record_id(&found.at[0]) : S("");
	return found.count;
}

static void a_client_is_found_by_name_in_either_script_by_phone_and_by_code(void **state)
{
	struct house *house = *state;
	static const char *const QUERIES[] = {
		PLANTED_KM,        "chan sokha", "Sokha",   "Chan Sukha", "012345678",
		"+855 12 345 678", "012 345",    "LT-0042", "lt-00",
	};
	struct record other = client_of(house->c);
	struct slice best;

	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	values_set(&other.values, "name", S("Bopha"));
	values_set(&other.values, "name_km", S("បុប្ផា"));
	values_set(&other.values, "name_latin", S("Keo Bopha"));
	values_set(&other.values, "phone", S("097 765 4321"));
	values_set(&other.values, "code", S("KB-0001"));
	(void)saved_by(house, &HOUSE_WORKER, other);
	for (size_t i = 0; i < COUNT_OF(QUERIES); i++) {
		if (found_by(house, &HOUSE_WORKER, QUERIES[i], &best) == 0 ||
		    !slice_equal(best, id)) {
			fail_msg("not found by \"%s\"", QUERIES[i]);
		}
		assert_int_equal(found_by(house, &RIVER_WORKER, QUERIES[i], &best), 0);
		assert_int_equal(found_by(house, &HOUSE_STRANGER, QUERIES[i], &best), 0);
	}
	assert_int_equal(found_by(house, &HOUSE_WORKER, "Vireak", &best), 0);
	assert_int_equal(found_by(house, &HOUSE_WORKER, "", &best), 0);
	struct record renamed = seen_by(house, &HOUSE_WORKER, "client", id);
	values_set(&renamed.values, "phone", S("081 000 111"));
	(void)saved_by(house, &HOUSE_WORKER, renamed);
	assert_int_equal(found_by(house, &HOUSE_WORKER, "012345678", &best), 0);
	assert_int_equal(found_by(house, &HOUSE_WORKER, "081000111", &best), 1);
}

/* ---- The log */

static void reading_and_being_refused_are_both_in_the_log(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));

	(void)seen_by(house, &HOUSE_WORKER, "client", id);
	struct audit_line line = newest_line(house);
	assert_slice(line.deed, "read");
	assert_slice(line.kind, "client");
	assert_slice(line.outcome, "done");
	assert_true(slice_equal(line.record, id));
	assert_true(slice_equal(line.account, HOUSE_WORKER.account));
	assert_not_seen(house, &HOUSE_STRANGER, "client", id, ERR_DENIED, "access.denied");
	line = newest_line(house);
	assert_slice(line.outcome, "denied");
	assert_true(slice_equal(line.account, HOUSE_STRANGER.account));
	assert_not_seen(house, &RIVER_WORKER, "client", id, ERR_NOT_FOUND, "record.missing");
	line = newest_line(house);
	assert_slice(line.outcome, "failed");
	assert_true(slice_equal(line.organisation, RIVER_WORKER.organisation));
}

static void a_refusal_stays_in_the_log_when_the_work_around_it_is_undone(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct door door = house_door(house, &HOUSE_STRANGER);
	struct record record;

	assert_ok(house->c, door_begin(house->c, &door));
	const err refused = record_load(house->c, &door, model_kind("client"), id, &record);
	assert_failed(house->c, door_end(house->c, &door, refused), ERR_DENIED, "access.denied");
	door_close(&door);
	const struct audit_line line = newest_line(house);
	assert_slice(line.outcome, "denied");
	assert_true(slice_equal(line.record, id));
}

static void several_saves_in_one_transaction_are_all_there_or_none(void **state)
{
	struct house *house = *state;
	struct door door = house_door(house, &HOUSE_WORKER);
	struct record one = client_of(house->c);
	struct record two = client_of(house->c);
	struct records records;

	values_set(&two.values, "sex", S("somewhat"));
	assert_ok(house->c, door_begin(house->c, &door));
	err result = record_save(house->c, &door, &one);
	result = result == OK ? record_save(house->c, &door, &two) : result;
	assert_failed(house->c, door_end(house->c, &door, result), ERR_INVALID,
		      "field.unknown_code");
	assert_ok(house->c, record_list(house->c, &door, model_kind("client"), &records));
	assert_int_equal(records.count, 0);
	door_close(&door);
}

/* ---- Notes of a client */

static void a_note_needs_a_client_of_the_own_house(void **state)
{
	struct house *house = *state;
	const struct slice client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record note = note_of(house->c, client, "");
	struct records records;

	struct door door = house_door(house, &RIVER_WORKER);
	assert_failed(house->c, record_save(house->c, &door, &note), ERR_INVALID,
		      "field.no_record");
	door_close(&door);
	door = house_door(house, &HOUSE_STRANGER);
	assert_failed(house->c, record_save(house->c, &door, &note), ERR_DENIED, "access.denied");
	door_close(&door);
	(void)saved_by(house, &HOUSE_WORKER, note);
	const struct slice other = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	(void)saved_by(house, &HOUSE_WORKER, note_of(house->c, other, ""));
	door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c,
		  record_page_of(house->c, &door, model_kind("note"), client, S(""), 10, &records));
	assert_int_equal(records.count, 1);
	assert_ok(house->c, record_list(house->c, &door, model_kind("note"), &records));
	assert_int_equal(records.count, 2);
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(what_was_saved_is_seen_by_whoever_made_it),
		IN_EACH_HOUSE(a_stranger_of_the_house_is_denied_and_the_other_house_sees_nothing),
		IN_EACH_HOUSE(a_data_officer_sees_facts_and_no_names),
		IN_EACH_HOUSE(the_team_of_whoever_has_the_client_sees_it_through_its_supervisor),
		IN_EACH_HOUSE(broken_glass_opens_one_record_for_an_hour_and_no_other),
		IN_EACH_HOUSE(counselling_notes_open_for_a_counsellor_with_a_reason_only),
		IN_EACH_HOUSE(saving_what_one_sees_keeps_what_one_does_not_see),
		IN_EACH_HOUSE(what_one_may_not_write_is_refused_and_not_dropped),
		IN_EACH_HOUSE(a_second_editor_is_shown_the_first_ones_change_field_by_field),
		IN_EACH_HOUSE(history_tells_who_changed_what_newest_first),
		IN_EACH_HOUSE(
			counselling_notes_stay_out_of_the_history_of_whoever_may_not_see_them),
		IN_EACH_HOUSE(a_list_has_what_one_may_see_newest_change_first_page_by_page),
		IN_EACH_HOUSE(some_are_opened_as_far_as_one_may_list_them_in_one_line),
		IN_EACH_HOUSE(a_client_is_found_by_name_in_either_script_by_phone_and_by_code),
		IN_EACH_HOUSE(reading_and_being_refused_are_both_in_the_log),
		IN_EACH_HOUSE(a_refusal_stays_in_the_log_when_the_work_around_it_is_undone),
		IN_EACH_HOUSE(several_saves_in_one_transaction_are_all_there_or_none),
		IN_EACH_HOUSE(a_note_needs_a_client_of_the_own_house),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
