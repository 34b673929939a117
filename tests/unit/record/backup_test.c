/* A backup made before a person was erased, restored beside today's key store: everybody comes back
 * but that person. */
#include "people.h" /* and support/house.h: both engines, house_door */

#include <string.h>

#include "base/buf.h"
#include "record/backup.h"
#include "vault/backup.h"

struct bytes {
	struct slice all;
	size_t at;
};

static err take(struct ctx *c, void *self, struct slice bytes)
{
	(void)c;
	buf_add(self, bytes);
	return OK;
}

static err give(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got)
{
	struct bytes *bytes = self;
	size_t now = bytes->all.length - bytes->at;
	(void)c;
	now = now < size ? now : size;
	if (now > 0) {
		memcpy(into, bytes->all.at + bytes->at, now);
	}
	bytes->at += now;
	*ret_got = now;
	return OK;
}

static struct slice backup_of(struct house *house)
{
	struct buf *out = buf_create(house->c->arena, 64 << 20);
	struct dump_report report;
	assert_ok(house->c, backup_data(house->c, house_keys(house), house->stores->store,
					S("2026-01-01T00:00:00.000Z"),
					(struct sink){.write = take, .self = out}, &report));
	return arena_copy(house->c->arena, buf_slice(out));
}

/* In the place of the house's data; the keys stay as they are now. */
static const char *restore_into(struct house *house, struct slice backup)
{
	struct stores *t = house->stores;
	struct store_options options = stores_options(t, STORE_CREATE);
	struct bytes *bytes = ARENA_NEW(house->c->arena, struct bytes);
	struct dump_report report;
	bytes->all = backup;
	store_close(t->store);
	t->store = NULL;
	options.location = t->engine == STORE_POSTGRES
				   ? database_create(house->c->arena)
				   : arena_format(house->c->arena, "%s/back.store", t->folder).at;
	assert_ok(house->c, backup_restore_data(house->c, house_keys(house), &options,
						(struct source){.read = give, .self = bytes},
						&report, &t->store));
	return options.location;
}

static void leave(struct house *house, const char *location)
{
	store_close(house->stores->store);
	house->stores->store = NULL;
	if (house->stores->engine == STORE_POSTGRES) {
		database_destroy(location);
	}
}

static void erase(struct house *house, struct slice id)
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
	door = house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked for it in writing");
	assert_ok(house->c, record_erase(house->c, &door, id));
	door_close(&door);
}

static bool lists(struct house *house, struct slice id)
{
	struct door door = house_door(house, &HOUSE_WORKER);
	struct records records;
	bool found = false;
	assert_ok(house->c, record_list(house->c, &door, model_kind("client"), &records));
	for (size_t i = 0; i < records.count; i++) {
		found = found || slice_equal(record_id(&records.at[i]), id);
	}
	door_close(&door);
	return found;
}

static bool finds(struct house *house, struct slice id)
{
	struct door door = house_door(house, &HOUSE_WORKER);
	struct records records;
	bool found = false;
	assert_ok(house->c, record_find(house->c, &door, model_kind("client"), S(PLANTED_LATIN), 20,
					&records));
	for (size_t i = 0; i < records.count; i++) {
		found = found || slice_equal(record_id(&records.at[i]), id);
	}
	door_close(&door);
	return found;
}

static void an_old_backup_brings_everybody_back_but_who_was_erased(void **state)
{
	struct house *house = *state;
	account_for(house, &HOUSE_WORKER);
	const struct slice stays = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice goes = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	const struct slice kept_note = saved_by(house, &HOUSE_WORKER, note_of(house->c, stays, ""));
	const struct slice lost_note = saved_by(house, &HOUSE_WORKER, note_of(house->c, goes, ""));
	const struct slice backup = backup_of(house);
	assert_true(slice_find(backup, S(PLANTED_TEXT)) == SIZE_MAX);
	erase(house, goes);
	const char *location = restore_into(house, backup);
	const struct record back = seen_by(house, &HOUSE_WORKER, "client", stays);
	assert_true(slice_is(record_get(&back, "name_latin"), PLANTED_LATIN));
	assert_true(slice_is(record_get(&back, "summary"), PLANTED_TEXT));
	(void)seen_by(house, &HOUSE_WORKER, "note", kept_note);
	assert_not_seen(house, &HOUSE_WORKER, "client", goes, ERR_NOT_FOUND, "vault.no_subject");
	assert_not_seen(house, &HOUSE_WORKER, "note", lost_note, ERR_NOT_FOUND, "vault.no_subject");
	/* and nobody is kept from the others by it */
	assert_true(lists(house, stays) && finds(house, stays));
	assert_false(lists(house, goes) || finds(house, goes));
	/* nor from new keys */
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, stays));
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_INDEX, ORG_LOTUS));
	struct door door = house_door(house, &HOUSE_CONSOLE);
	size_t left = 9;
	assert_ok(house->c, record_reseal(house->c, &door, ORG_LOTUS, 100, &left));
	assert_int_equal(left, 0);
	assert_ok(house->c, record_reindex(house->c, &door, ORG_LOTUS));
	door_close(&door);
	assert_true(finds(house, stays));
	/* erasing again takes the rows away */
	erase(house, goes);
	assert_not_seen(house, &HOUSE_WORKER, "client", goes, ERR_NOT_FOUND, "record.missing");
	leave(house, location);
}

/* The log of the restored data ends earlier than the keys know: it is accepted, and goes on. */
static void the_log_of_restored_data_is_accepted_and_goes_on(void **state)
{
	struct house *house = *state;
	const struct slice backup = backup_of(house);
	struct audit_report report;
	int64_t lost = 0;
	(void)saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct door door = house_door(house, &HOUSE_CONSOLE);
	audit_settle(&door);
	door_close(&door);
	const char *location = restore_into(house, backup);
	door = house_door(house, &HOUSE_CONSOLE);
	assert_ok(house->c, audit_verify(house->c, &door, S(""), &report));
	assert_false(report.whole);
	assert_ok(house->c, backup_settle(house->c, &door, &lost));
	assert_true(lost > 0);
	assert_ok(house->c, audit_verify(house->c, &door, S(""), &report));
	assert_true(report.whole);
	door_close(&door);
	assert_true(slice_is(newest_line(house).deed, "restore"));
	leave(house, location);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(an_old_backup_brings_everybody_back_but_who_was_erased),
		IN_EACH_HOUSE(the_log_of_restored_data_is_accepted_and_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
