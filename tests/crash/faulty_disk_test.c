/* A disk that fails in every way at every one of its calls, under sealed and logged records and
 * under their keys: each deed is done with its line of the log, or one sentence says why not; what
 * was acknowledged before opens afterwards, the log is whole, and the next deed is done.
 */
#include "support/faulty_disk.h"

#include <stdio.h>
#include <string.h>

#include "../unit/record/people.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"

enum { CALLS_MAX = 2000, FILE_MAX = 1 << 26 };

/* One house with a person who was acknowledged, and the one whom the deed is about. */
struct life {
	struct house *house;
	struct slice kept;
	struct slice subject;
	int number;       /* of the run: what is written differs */
	int acknowledged; /* of the last change of `kept` */
	err result;
	unsigned char next_root[VAULT_KEY_BYTES];
};

struct trial {
	void (*prepare)(struct life *life);
	err (*run)(struct ctx *c, struct life *life);
	void (*check)(struct life *life);
};

/* ---- What any deed must leave behind */

static int64_t count(struct house *house, const char *what)
{
	struct db *db = stores_borrow(house->stores);
	const int64_t found = sql_number(
		house->stores, db,
		arena_format(house->c->arena, "SELECT CAST(COUNT(*) AS BIGINT) FROM %s", what).at);
	stores_return(house->stores, db);
	return found;
}

/* A record without its line, a line without its record. */
static void assert_nothing_is_half(struct house *house)
{
	const int64_t made = count(
		house, "audit WHERE deed = 'create' AND kind = 'client' AND outcome = 'done'");
	const int64_t erased =
		count(house, "audit WHERE deed = 'erase' AND kind = 'client' AND outcome = 'done'");
	assert_int_equal(count(house, "clients"), made - erased);
	assert_int_equal(count(house, "clients"),
			 count(house, "history WHERE kind = 'client' AND version = 1"));
	assert_int_equal(count(house, "history WHERE kind = 'client' AND version > 1"),
			 count(house, "audit WHERE deed = 'change' AND kind = 'client'"));
}

static void assert_log_is_whole(struct house *house)
{
	struct audit_report report;
	struct door door = house_door(house, &HOUSE_CONSOLE);
	assert_ok(house->c, audit_verify(house->c, &door, S(""), &report));
	assert_true(report.whole);
	door_close(&door);
}

static void assert_opens(struct house *house, struct slice id)
{
	const struct record record = seen_by(house, &HOUSE_WORKER, "client", id);
	assert_string_equal(arena_cstr(house->c->arena, record_get(&record, "summary")),
			    PLANTED_TEXT);
}

/* The disk failed, not the person: never a refusal, a conflict or a damaged store. */
static void assert_told(const struct ctx *c, err result)
{
	static const char *const KEYS[] = {"store.full", "store.io"};
	bool known = false;
	for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
		known = known || strcmp(c->fail.key, KEYS[i]) == 0;
	}
	if (result != ERR_BROKEN || !known || strstr(c->fail.detail, "memory") != NULL) {
		fail_msg("answered with %s: %s", c->fail.key, c->fail.detail);
	}
}

/* ---- The deeds */

static void nothing(struct life *life)
{
	(void)life;
}

static err with_door(struct ctx *c, struct life *life, const struct actor *actor,
		     err (*work)(struct ctx *c, struct door *door, struct life *life))
{
	struct house *house = life->house;
	struct door door;
	TRY(door_open_for(c, house->stores->store, house->vault, house->model, actor, &door));
	const err result = work(c, &door, life);
	door_close(&door);
	return result;
}

static err make_client(struct ctx *c, struct door *door, struct life *life)
{
	struct record record = client_of(c);
	life->subject = S("");
	TRY(record_save(c, door, &record));
	life->subject = record_id(&record);
	return OK;
}

static err make(struct ctx *c, struct life *life)
{
	return with_door(c, life, &HOUSE_WORKER, make_client);
}

static void made_or_not(struct life *life)
{
	if (life->result == OK) {
		assert_opens(life->house, life->subject);
	}
}

static err change_client(struct ctx *c, struct door *door, struct life *life)
{
	struct record record;
	TRY(record_load(c, door, model_kind("client"), life->kept, &record));
	values_set(&record.values, "name", arena_format(c->arena, "Name %d", life->number));
	TRY(record_save(c, door, &record));
	life->acknowledged = life->number;
	return OK;
}

static err change(struct ctx *c, struct life *life)
{
	return with_door(c, life, &HOUSE_WORKER, change_client);
}

static void changed_or_not(struct life *life)
{
	struct house *house = life->house;
	const struct record record = seen_by(house, &HOUSE_WORKER, "client", life->kept);
	assert_string_equal(arena_cstr(house->c->arena, record_get(&record, "name")),
			    arena_format(house->c->arena, "Name %d", life->acknowledged).at);
}

static err find_client(struct ctx *c, struct door *door, struct life *life)
{
	struct records found;
	(void)life;
	TRY(record_find(c, door, model_kind("client"), S(PLANTED_LATIN), 5, &found));
	assert_true(found.count > 0);
	return OK;
}

static err find(struct ctx *c, struct life *life)
{
	return with_door(c, life, &HOUSE_WORKER, find_client);
}

/* A new client whose erasing was allowed. */
static void allow_erasing(struct life *life)
{
	struct house *house = life->house;
	struct slice approval;
	struct actor second = HOUSE_SUPERVISOR;
	second.account = S("01900000-0000-7000-8000-000000000099");
	life->subject = saved_by(house, &HOUSE_WORKER, client_of(house->c));
	struct door door = house_door_with_reason(house, &HOUSE_SUPERVISOR, "asked in writing");
	assert_ok(house->c, approval_ask(house->c, &door, APPROVE_ERASE, model_kind("client"),
					 life->subject, &approval));
	door_close(&door);
	door = house_door(house, &second);
	assert_ok(house->c, approval_answer(house->c, &door, approval, APPROVAL_ALLOW));
	door_close(&door);
}

static err erase_subject(struct ctx *c, struct door *door, struct life *life)
{
	return record_erase(c, door, life->subject);
}

static err erase(struct ctx *c, struct life *life)
{
	struct actor with_reason = HOUSE_SUPERVISOR;
	with_reason.reason = S("asked in writing");
	return with_door(c, life, &with_reason, erase_subject);
}

/* Refused, the person is there as before, or the keys have gone and only the rows are left. Then
 * asking again finishes it (docs/security.md, "What erasure promises"). */
static void erased_or_not(struct life *life)
{
	struct house *house = life->house;
	struct record record;
	if (life->result != OK) {
		struct door door = house_door(house, &HOUSE_WORKER);
		const err seen =
			record_load(house->c, &door, model_kind("client"), life->subject, &record);
		assert_true(seen == OK || strcmp(house->c->fail.key, "vault.no_subject") == 0);
		door_close(&door);
		assert_ok(house->c, erase(house->c, life));
	}
	assert_not_seen(house, &HOUSE_WORKER, "client", life->subject, ERR_NOT_FOUND,
			"record.missing");
}

static err rotate(struct ctx *c, struct life *life, enum rotation what, struct slice id)
{
	struct keys *keys;
	TRY(keys_borrow(c, life->house->vault, &keys));
	const err result = keys_rotate(c, keys, what, id);
	keys_return(keys);
	return result;
}

static err reseal_records(struct ctx *c, struct door *door, struct life *life)
{
	size_t left;
	(void)life;
	return record_reseal(c, door, ORG_LOTUS, 1000, &left);
}

static err rotate_subject(struct ctx *c, struct life *life)
{
	TRY(rotate(c, life, ROTATE_SUBJECT, life->kept));
	return with_door(c, life, &HOUSE_CONSOLE, reseal_records);
}

/* No old key stays in the way of the next: nobody else writes here. */
static void sealed_anew_or_later(struct life *life)
{
	struct house *house = life->house;
	const struct slice now = clock_moment(house->c->arena, clock_now_ms());
	assert_opens(house, life->kept);
	assert_ok(house->c, with_door(house->c, life, &HOUSE_CONSOLE, reseal_records));
	struct keys *keys;
	assert_ok(house->c, keys_borrow(house->c, house->vault, &keys));
	assert_ok(house->c, keys_drop_old_before(house->c, keys, ORG_LOTUS, now));
	keys_return(keys);
}

static err rotate_organisation(struct ctx *c, struct life *life)
{
	return rotate(c, life, ROTATE_ORGANISATION, ORG_LOTUS);
}

static err reindex_records(struct ctx *c, struct door *door, struct life *life)
{
	(void)life;
	return record_reindex(c, door, ORG_LOTUS);
}

static err rotate_index(struct ctx *c, struct life *life)
{
	TRY(rotate(c, life, ROTATE_INDEX, ORG_LOTUS));
	return with_door(c, life, &HOUSE_CONSOLE, reindex_records);
}

static void found_or_later(struct life *life)
{
	struct house *house = life->house;
	if (life->result != OK) {
		assert_ok(house->c, with_door(house->c, life, &HOUSE_CONSOLE, reindex_records));
	}
	assert_ok(house->c, find(house->c, life));
}

static void think_of_a_root(struct life *life)
{
	random_bytes(life->next_root, sizeof life->next_root);
}

static err rotate_root(struct ctx *c, struct life *life)
{
	return vault_rotate_root(c, life->house->vault, life->next_root);
}

static void one_root_holds(struct life *life)
{
	if (life->result == OK) {
		memcpy(life->house->root, life->next_root, VAULT_KEY_BYTES);
	}
}

/* The program is started, changes one record and ends, all of it on that disk. */
static void end_program(struct life *life)
{
	struct house *house = life->house;
	vault_close(house->vault);
	house->vault = NULL;
	store_close(house->stores->store);
	house->stores->store = NULL;
}

static err open_keys(struct ctx *c, struct life *life)
{
	struct house *house = life->house;
	const struct store_options options = house_key_options(house, STORE_OPEN);
	struct store *keys;
	TRY(store_open(c, &options, &keys));
	const err result = vault_open(c, keys, house->root, &house->vault);
	if (result != OK) {
		store_close(keys);
	}
	return result;
}

static err start_program(struct ctx *c, struct life *life)
{
	struct stores *t = life->house->stores;
	const struct store_options options = stores_options(t, STORE_OPEN);
	TRY(store_open_with(c, &options, t->migrations, &t->store));
	TRY(open_keys(c, life));
	return change(c, life);
}

static err whole_program(struct ctx *c, struct life *life)
{
	const err result = start_program(c, life);
	end_program(life);
	return result;
}

static void start_again(struct life *life)
{
	struct stores *t = life->house->stores;
	const struct store_options options = stores_options(t, STORE_OPEN);
	assert_ok(t->c, store_open_with(t->c, &options, t->migrations, &t->store));
	assert_ok(t->c, open_keys(t->c, life));
}

static void started_again(struct life *life)
{
	start_again(life);
	changed_or_not(life);
}

/* The program was killed after a change was acknowledged: only the logs of both files know of it.
 */
static const char *const PARTS[] = {"", "-wal"};
enum { PARTS_COUNT = 2 };

static const char *part_of(struct life *life, const char *file, const char *part)
{
	return arena_format(life->house->c->arena, "%s%s", file, part).at;
}

static void kill_program(struct life *life)
{
	struct house *house = life->house;
	const char *files[] = {house->stores->location, house->key_location};
	struct slice bytes[COUNT_OF(files)][PARTS_COUNT];
	assert_ok(house->c, change(house->c, life));
	assert_ok(house->c, rotate_organisation(house->c, life));
	for (size_t i = 0; i < COUNT_OF(files) * PARTS_COUNT; i++) {
		assert_ok(house->c, file_read(house->c, part_of(life, files[i / 2], PARTS[i % 2]),
					      FILE_MAX, &bytes[i / 2][i % 2]));
	}
	end_program(life);
	for (size_t i = 0; i < COUNT_OF(files) * PARTS_COUNT; i++) {
		file_put(part_of(life, files[i / 2], PARTS[i % 2]), bytes[i / 2][i % 2]);
	}
}

/* ---- Every fault at every call */

static err check_files(struct life *life)
{
	struct house *house = life->house;
	const struct store_options options = house_key_options(house, STORE_OPEN);
	struct store *keys;
	struct db *db = stores_borrow(house->stores);
	TRY(db_check(house->c, db));
	stores_return(house->stores, db);
	TRY(store_open(house->c, &options, &keys));
	TRY(store_borrow(house->c, keys, &db));
	const err result = db_check(house->c, db);
	store_return(keys, db);
	store_close(keys);
	return result;
}

/* False when the fault was not met any more. */
static bool one_run(struct life *life, const struct trial *trial, enum fault fault, long call)
{
	struct house *house = life->house;
	struct ctx *c = house->c;
	struct arena *kept = c->arena;
	c->arena = arena_create();
	if (fault >= FAULT_READ && trial->run != whole_program) {
		/* Started anew, nothing is remembered: what a deed needs is read. */
		end_program(life);
		start_again(life);
	}
	trial->prepare(life);
	life->number++;
	/* A disk that is full stays full; others fail once, and what comes after must not make up
	 * something from what is left. */
	faulty_disk_break(fault, call, fault == FAULT_FULL ? FAULT_FOR_GOOD : FAULT_ONCE);
	life->result = trial->run(c, life);
	const bool met = faulty_disk_calls() > call;
	faulty_disk_heal();
	if (life->result != OK) {
		assert_told(c, life->result);
	}
	assert_true(met || life->result == OK);
	trial->check(life);
	assert_opens(house, life->kept);
	assert_nothing_is_half(house);
	arena_destroy(c->arena);
	c->arena = kept;
	return met;
}

static void break_at_every_call(struct life *life, const struct trial *trial)
{
	for (int fault = 0; fault < FAULTS_COUNT; fault++) {
		long call = 0;
		int refused = 0;
		while (one_run(life, trial, (enum fault)fault, call)) {
			refused += life->result != OK ? 1 : 0;
			assert_true(++call < CALLS_MAX);
		}
		if (call > 0) {
			print_message("%s: refused at %d of %ld calls\n",
				      faulty_disk_name((enum fault)fault), refused, call);
		}
		assert_log_is_whole(life->house);
	}
	end_program(life);
	start_again(life);
	assert_opens(life->house, life->kept);
	assert_log_is_whole(life->house);
	assert_ok(life->house->c, check_files(life));
}

static void live_through(void **state, const struct trial *trial)
{
	struct life life = {.house = *state};
	account_for(life.house, &HOUSE_WORKER);
	life.kept = saved_by(life.house, &HOUSE_WORKER, client_of(life.house->c));
	assert_ok(life.house->c, change(life.house->c, &life));
	break_at_every_call(&life, trial);
}

#define TRIAL(name, prepare, run, check)                                                           \
	static void name(void **state)                                                             \
	{                                                                                          \
		live_through(state, &(const struct trial){prepare, run, check});                   \
	}
TRIAL(a_record_is_made_or_not, nothing, make, made_or_not)
TRIAL(a_record_is_changed_or_not, nothing, change, changed_or_not)
TRIAL(records_are_found_or_not, nothing, find, nothing)
TRIAL(a_person_is_erased_or_can_be, allow_erasing, erase, erased_or_not)
TRIAL(a_person_has_new_keys_or_not, nothing, rotate_subject, sealed_anew_or_later)
TRIAL(an_organisation_has_new_keys_or_not, nothing, rotate_organisation, nothing)
TRIAL(the_index_has_a_new_key_or_not, nothing, rotate_index, found_or_later)
TRIAL(the_root_is_new_or_not, think_of_a_root, rotate_root, one_root_holds)
TRIAL(a_program_starts_and_ends_or_not, end_program, whole_program, started_again)
TRIAL(a_program_that_was_killed_starts_or_not, kill_program, whole_program, started_again)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_SQLITE_HOUSE(a_record_is_made_or_not),
		IN_SQLITE_HOUSE(a_record_is_changed_or_not),
		IN_SQLITE_HOUSE(records_are_found_or_not),
		IN_SQLITE_HOUSE(a_person_is_erased_or_can_be),
		IN_SQLITE_HOUSE(a_person_has_new_keys_or_not),
		IN_SQLITE_HOUSE(an_organisation_has_new_keys_or_not),
		IN_SQLITE_HOUSE(the_index_has_a_new_key_or_not),
		IN_SQLITE_HOUSE(the_root_is_new_or_not),
		IN_SQLITE_HOUSE(a_program_starts_and_ends_or_not),
		IN_SQLITE_HOUSE(a_program_that_was_killed_starts_or_not),
	};
	faulty_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
