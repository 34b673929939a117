/* Sealed columns that somebody moved or replayed past the store, erasing a person, changed keys. */
#include "people.h" /* and support/house.h: both engines, house_door */

#include <string.h>

#include "record/keyring.h"

/* SQL as somebody would run it who has the whole store: in the writer's role. */
static void past_the_door(struct house *house, struct slice sql)
{
	struct db *db = stores_borrow(house->stores);
	assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
	assert_ok(house->c, sql_run(house->stores, db, sql.at));
	assert_ok(house->c, db_commit(house->c, db));
	stores_return(house->stores, db);
}

static int64_t rows_of(struct house *house, const char *table)
{
	struct db *db = stores_borrow(house->stores);
	const int64_t count = sql_number(
		house->stores, db,
		arena_format(house->c->arena, "SELECT CAST(COUNT(*) AS BIGINT) FROM %s", table).at);
	stores_return(house->stores, db);
	return count;
}

static void a_sealed_value_moved_to_another_record_does_not_open(void **state)
{
	struct house *house = *state;
	const struct slice one = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice two = saved_by(house, &HOUSE_WORKER, client_of(house->c));

	past_the_door(
		house,
		arena_format(
			house->c->arena,
			"UPDATE clients SET sealed_ab = (SELECT sealed_ab FROM clients WHERE id = "
			"'%.*s') WHERE id = '%.*s'",
			SLICE_PRINT(one), SLICE_PRINT(two)));
	(void)seen_by(house, &HOUSE_WORKER, "client", one);
	assert_not_seen(house, &HOUSE_WORKER, "client", two, ERR_BROKEN, "vault.not_authentic");
}

static void notes_of_one_client_cannot_change_places(void **state)
{
	struct house *house = *state;
	const struct slice client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice one = saved_by(house, &HOUSE_WORKER, note_of(house->c, client, ""));
	const struct slice two = saved_by(house, &HOUSE_WORKER, note_of(house->c, client, ""));

	past_the_door(
		house,
		arena_format(house->c->arena,
			     "UPDATE notes SET sealed_ab = (SELECT sealed_ab FROM notes WHERE id = "
			     "'%.*s') WHERE id = '%.*s'",
			     SLICE_PRINT(one), SLICE_PRINT(two)));
	assert_not_seen(house, &HOUSE_WORKER, "note", two, ERR_BROKEN, "vault.not_authentic");
}

static void an_old_value_put_under_another_version_of_history_does_not_open(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record client = seen_by(house, &HOUSE_WORKER, "client", id);
	const struct record_event *events;
	size_t count;

	values_set(&client.values, "stage", S("closed"));
	(void)saved_by(house, &HOUSE_WORKER, client);
	past_the_door(
		house,
		arena_format(
			house->c->arena,
			"UPDATE history SET sealed_ab = (SELECT h.sealed_ab FROM history h WHERE "
			"h.record = '%.*s' AND h.version = 1) WHERE record = '%.*s' AND version = "
			"2",
			SLICE_PRINT(id), SLICE_PRINT(id)));
	struct door door = house_door(house, &HOUSE_WORKER);
	assert_failed(house->c,
		      record_history(house->c, &door, model_kind("client"), id, &events, &count),
		      ERR_BROKEN, "vault.not_authentic");
	door_close(&door);
}

static void a_client_given_to_another_house_past_the_door_does_not_open(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct record record;

	past_the_door(house,
		      arena_format(house->c->arena,
				   "UPDATE clients SET organisation = '%.*s' WHERE id = '%.*s'",
				   SLICE_PRINT(ORG_RIVER), SLICE_PRINT(id)));
	past_the_door(
		house,
		arena_format(house->c->arena,
			     "INSERT INTO assignments (kind, record, account, organisation) VALUES "
			     "('client', '%.*s', '%.*s', 'org-river')",
			     SLICE_PRINT(id), SLICE_PRINT(RIVER_WORKER.account)));
	struct door door = house_door(house, &RIVER_WORKER);
	assert_true(record_load(house->c, &door, model_kind("client"), id, &record) != OK);
	door_close(&door);
}

static void a_counselling_note_that_was_taken_away_is_missed(void **state)
{
	struct house *house = *state;
	const struct slice client = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	account_for(house, &HOUSE_WORKER);
	account_for(house, &HOUSE_COUNSELLOR);
	struct door door = house_door(house, &HOUSE_SUPERVISOR);
	assert_ok(house->c, record_assign(house->c, &door, model_kind("client"), client,
					  HOUSE_COUNSELLOR.account));
	door_close(&door);
	const struct slice id =
		saved_by(house, &HOUSE_COUNSELLOR, note_of(house->c, client, PLANTED_C));
	past_the_door(house,
		      arena_format(house->c->arena,
				   "UPDATE notes SET sealed_c = CAST('' AS BLOB) WHERE id = '%.*s'",
				   SLICE_PRINT(id)));
	assert_not_seen(house, &HOUSE_WORKER, "note", id, ERR_BROKEN, "vault.not_authentic");
}

/* ---- Erasing */

static void allow_erasing(struct house *house, struct slice id)
{
	struct door door =
		house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked for it in writing");
	struct slice approval;
	assert_ok(house->c, approval_ask(house->c, &door, APPROVE_ERASE, model_kind("client"), id,
					 &approval));
	door_close(&door);
	struct actor second = HOUSE_SUPERVISOR;
	second.account = S("01900000-0000-7000-8000-000000000099");
	door = house_door(house, &second);
	assert_ok(house->c, approval_answer(house->c, &door, approval, APPROVAL_ALLOW));
	door_close(&door);
}

static void erasing_takes_two_people_and_leaves_nothing_to_open(void **state)
{
	struct house *house = *state;
	account_for(house, &HOUSE_WORKER);
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice note = saved_by(house, &HOUSE_WORKER, note_of(house->c, id, ""));
	const struct slice kept = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const int64_t tokens = rows_of(house, "blind_index");

	struct door door = house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked in writing");
	assert_failed(house->c, record_erase(house->c, &door, id), ERR_DENIED, "approval.needed");
	door_close(&door);
	(void)seen_by(house, &HOUSE_WORKER, "client", id);
	door = house_door(house, &HOUSE_WORKER);
	assert_failed(house->c, record_erase(house->c, &door, id), ERR_DENIED, "access.denied");
	door_close(&door);
	door = house_door(house, &RIVER_SUPERVISOR);
	assert_failed(house->c, record_erase(house->c, &door, id), ERR_NOT_FOUND, "record.missing");
	door_close(&door);

	allow_erasing(house, id);
	door = house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked in writing");
	assert_ok(house->c, record_erase(house->c, &door, id));
	door_close(&door);
	assert_not_seen(house, &HOUSE_WORKER, "client", id, ERR_NOT_FOUND, "record.missing");
	assert_not_seen(house, &HOUSE_WORKER, "note", note, ERR_NOT_FOUND, "record.missing");
	(void)seen_by(house, &HOUSE_WORKER, "client", kept);
	assert_int_equal(rows_of(house, "clients"), 1);
	assert_int_equal(rows_of(house, "notes"), 0);
	assert_true(rows_of(house, "blind_index") < tokens);
	assert_int_equal(rows_of(house, "history WHERE kind <> 'account'"), 1);
	const struct audit_line line = newest_line(house);
	assert_slice(line.kind, "client");
}

static void a_row_whose_keys_have_gone_is_finished_by_asking_again(void **state)
{
	struct house *house = *state;
	account_for(house, &HOUSE_WORKER);
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));

	allow_erasing(house, id);
	/* As after a crash between the two stores. */
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), id));
	assert_not_seen(house, &HOUSE_WORKER, "client", id, ERR_NOT_FOUND, "vault.no_subject");
	struct door door = house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked in writing");
	assert_ok(house->c, record_erase(house->c, &door, id));
	door_close(&door);
	assert_int_equal(rows_of(house, "clients"), 0);
}

static void whoever_worked_here_can_be_erased_too(void **state)
{
	struct house *house = *state;
	struct slice approval;
	account_for(house, &HOUSE_WORKER);
	account_for(house, &HOUSE_COLLEAGUE);

	struct door door =
		house_door_with_reason(house, &HOUSE_ADMINISTRATOR, "left two years ago");
	assert_ok(house->c, approval_ask(house->c, &door, APPROVE_ERASE, model_kind("account"),
					 HOUSE_WORKER.account, &approval));
	door_close(&door);
	door = house_door(house, &HOUSE_SUPERVISOR);
	assert_ok(house->c, approval_answer(house->c, &door, approval, APPROVAL_ALLOW));
	door_close(&door);
	door = house_door_with_reason(house, &HOUSE_ADMINISTRATOR, "left two years ago");
	assert_ok(house->c, record_erase(house->c, &door, HOUSE_WORKER.account));
	door_close(&door);
	assert_not_seen(house, &HOUSE_ADMINISTRATOR, "account", HOUSE_WORKER.account, ERR_NOT_FOUND,
			"record.missing");
	(void)seen_by(house, &HOUSE_ADMINISTRATOR, "account", HOUSE_COLLEAGUE.account);
}

/* Nobody's clients are nobody's unheard. */
static void supervisors_hear_of_the_clients_of_erased_staff(void **state)
{
	struct house *house = *state;
	struct slice approval;
	account_for(house, &HOUSE_WORKER);
	account_for(house, &HOUSE_SUPERVISOR_B);
	(void)saved_by(house, &HOUSE_WORKER, client_of(house->c));

	struct door door = house_door_with_reason(house, &HOUSE_ADMINISTRATOR, "asked in writing");
	assert_ok(house->c, approval_ask(house->c, &door, APPROVE_ERASE, model_kind("account"),
					 HOUSE_WORKER.account, &approval));
	door_close(&door);
	door = house_door(house, &HOUSE_SUPERVISOR);
	assert_ok(house->c, approval_answer(house->c, &door, approval, APPROVAL_ALLOW));
	door_close(&door);
	door = house_door_with_reason(house, &HOUSE_ADMINISTRATOR, "asked in writing");
	assert_ok(house->c, record_erase(house->c, &door, HOUSE_WORKER.account));
	door_close(&door);
	assert_int_equal(rows_of(house, "assignments"), 0);
	assert_int_equal(rows_of(house, "notices WHERE what = 'notice.left_to_nobody'"), 1);
}

/* ---- Changed keys */

static void after_changed_keys_everything_is_sealed_anew_piece_by_piece(void **state)
{
	struct house *house = *state;
	struct slice ids[3];
	size_t left = 0;

	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		ids[i] = saved_by(house, &HOUSE_WORKER, client_of(house->c));
		assert_ok(house->c,
			  keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, ids[i]));
	}
	struct door door = house_door(house, &HOUSE_WORKER);
	assert_failed(house->c, record_reseal(house->c, &door, ORG_LOTUS, 2, &left), ERR_DENIED,
		      "access.denied");
	door_close(&door);
	door = house_door(house, &HOUSE_CONSOLE);
	assert_ok(house->c, record_reseal(house->c, &door, ORG_LOTUS, 2, &left));
	assert_int_equal(left, 4); /* of three records and their histories */
	assert_ok(house->c, record_reseal(house->c, &door, ORG_LOTUS, 100, &left));
	assert_int_equal(left, 0);
	door_close(&door);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		const struct record now = seen_by(house, &HOUSE_WORKER, "client", ids[i]);
		assert_slice(record_get(&now, "name_km"), PLANTED_KM);
	}
}

/* In the key store, past everything. */
static int64_t in_key_store(struct house *house, const char *change, const char *number)
{
	const struct store_options options = house_key_options(house, STORE_OPEN);
	struct stores keys = *house->stores;
	assert_ok(house->c, store_open(house->c, &options, &keys.store));
	struct db *db = stores_borrow(&keys);
	if (change != NULL) {
		assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
		assert_ok(house->c, sql_run(&keys, db, change));
		assert_ok(house->c, db_commit(house->c, db));
	}
	const int64_t found = sql_number(&keys, db, number);
	stores_return(&keys, db);
	store_close(keys.store);
	return found;
}

static void old_keys_go_by_themselves_ten_minutes_later(void **state)
{
	static const char COUNT[] = "SELECT CAST(COUNT(*) AS BIGINT) FROM vault_class_key";
	static const char TIME_PASSES[] =
		"UPDATE vault_class_key SET made = '2020-01-01T00:00:00.000Z'";
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const int64_t before = in_key_store(house, NULL, COUNT);
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, id));
	struct door door = house_door(house, &HOUSE_ITSELF);
	assert_ok(house->c, keyring_finish_rotations(house->c, &door));
	assert_int_equal(in_key_store(house, NULL, COUNT), before + 2);
	assert_int_equal(in_key_store(house, TIME_PASSES, COUNT), before + 2);
	assert_ok(house->c, keyring_finish_rotations(house->c, &door));
	assert_int_equal(in_key_store(house, NULL, COUNT), before);
	const int64_t lines = rows_of(house, "audit");
	assert_ok(house->c, keyring_finish_rotations(house->c, &door));
	assert_int_equal(rows_of(house, "audit"), lines);
	door_close(&door);
	(void)seen_by(house, &HOUSE_WORKER, "client", id);
}

static void after_a_changed_index_key_clients_are_found_again(void **state)
{
	struct house *house = *state;
	const struct slice id = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct records found;

	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_INDEX, ORG_LOTUS));
	struct door door = house_door(house, &HOUSE_CONSOLE);
	assert_ok(house->c, record_reindex(house->c, &door, ORG_LOTUS));
	door_close(&door);
	door = house_door(house, &HOUSE_WORKER);
	assert_ok(house->c,
		  record_find(house->c, &door, model_kind("client"), S("Chan Sokha"), 5, &found));
	door_close(&door);
	assert_int_equal(found.count, 1);
	assert_true(slice_equal(record_id(&found.at[0]), id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(a_sealed_value_moved_to_another_record_does_not_open),
		IN_EACH_HOUSE(notes_of_one_client_cannot_change_places),
		IN_EACH_HOUSE(an_old_value_put_under_another_version_of_history_does_not_open),
		IN_EACH_HOUSE(a_client_given_to_another_house_past_the_door_does_not_open),
		IN_EACH_HOUSE(a_counselling_note_that_was_taken_away_is_missed),
		IN_EACH_HOUSE(erasing_takes_two_people_and_leaves_nothing_to_open),
		IN_EACH_HOUSE(whoever_worked_here_can_be_erased_too),
		IN_EACH_HOUSE(supervisors_hear_of_the_clients_of_erased_staff),
		IN_EACH_HOUSE(a_row_whose_keys_have_gone_is_finished_by_asking_again),
		IN_EACH_HOUSE(after_changed_keys_everything_is_sealed_anew_piece_by_piece),
		IN_EACH_HOUSE(old_keys_go_by_themselves_ten_minutes_later),
		IN_EACH_HOUSE(after_a_changed_index_key_clients_are_found_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
