/* The log: one chain, whoever writes, and whatever is done to it past the store is found. */
#include "log.h"

#include <pthread.h>

#include "base/clock.h"
#include "support/house.h"

static void what_is_written_is_one_whole_chain(void **state)
{
	struct house *house = *state;
	assert_log_is_whole(house, 0);
	log_write(house, &LOG_WORKER, LOG_LINES);
	log_write(house, &LOG_CONSOLE, LOG_LINES);
	assert_log_is_whole(house, 2 * LOG_LINES);
}

static void a_transaction_that_is_rolled_back_leaves_no_line(void **state)
{
	struct house *house = *state;
	log_write(house, &LOG_WORKER, 1);
	struct door door = log_door(house, &LOG_WORKER);
	const struct audit_entry entry = log_entry(house->c->arena, 2);
	assert_ok(house->c, db_begin(house->c, door.db, DB_WRITE));
	assert_ok(house->c, audit_append(house->c, &door, &entry));
	assert_ok(house->c, audit_append(house->c, &door, &entry));
	db_rollback(door.db);
	audit_settle(&door);
	log_close(&door);
	assert_log_is_whole(house, 1);
	log_write(house, &LOG_WORKER, 1);
	assert_log_is_whole(house, 2);
}

static void a_store_without_a_vault_keeps_no_log(void **state)
{
	struct house *house = *state;
	struct door door = log_door_on(house->c, house->stores->store, NULL, &LOG_CONSOLE);
	const struct audit_entry entry = log_entry(house->c->arena, 1);
	assert_ok(house->c, audit_write(house->c, &door, &entry));
	log_close(&door);
	assert_log_is_whole(house, 0);
}

/* An id out of an address may be anything. */
static void odd_text_does_not_keep_a_line_out(void **state)
{
	struct house *house = *state;
	struct door door = log_door(house, &LOG_WORKER);
	char *longest = arena_alloc(house->c->arena, 10001);
	memset(longest, 'x', 10000);
	static const struct slice odd[] = {
		{"\xff\xfe", 2}, {"a\0b", 3}, {"\xe1\x9e", 2}, {NULL, 0}};
	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		const struct audit_entry entry = {
			.deed = S("read"), .record = odd[i], .outcome = S("denied")};
		assert_ok(house->c, audit_write(house->c, &door, &entry));
	}
	const struct audit_entry entry = {.deed = S("read"),
					  .record = {longest, 10000},
					  .outcome = S("denied"),
					  .detail = {longest, 10000}};
	assert_ok(house->c, audit_write(house->c, &door, &entry));
	log_close(&door);
	assert_log_is_whole(house, 5);
}

/* ---- What is found */

struct tampering {
	const char *name;
	const char *sql;
	int64_t line;
	const char *fault;
};

#define SHIFT_FROM_5                                                                               \
	"UPDATE audit SET number = -number WHERE number >= 5;"                                     \
	"UPDATE audit SET number = 1 - number WHERE number < 0;"
#define COPY(number, deed, from)                                                                   \
	"INSERT INTO audit SELECT " number ", moment, actor, organisation, account, " deed         \
	", kind, record, purpose, classes, count, outcome, detail, previous, hash "                \
	"FROM audit WHERE number = " from

static const struct tampering TAMPERINGS[] = {
	{"moment", "UPDATE audit SET moment = moment + 1 WHERE number = 5", 5, "audit.changed"},
	{"actor", "UPDATE audit SET actor = 'console' WHERE number = 5", 5, "audit.changed"},
	{"organisation", "UPDATE audit SET organisation = 'org-river' WHERE number = 5", 5,
	 "audit.changed"},
	{"account", "UPDATE audit SET account = '' WHERE number = 5", 5, "audit.changed"},
	{"deed", "UPDATE audit SET deed = 'list' WHERE number = 5", 5, "audit.changed"},
	{"kind", "UPDATE audit SET kind = '' WHERE number = 5", 5, "audit.changed"},
	{"record", "UPDATE audit SET record = 'record-6' WHERE number = 5", 5, "audit.changed"},
	{"purpose", "UPDATE audit SET purpose = '' WHERE number = 5", 5, "audit.changed"},
	{"classes", "UPDATE audit SET classes = 0 WHERE number = 5", 5, "audit.changed"},
	{"count", "UPDATE audit SET count = 6 WHERE number = 5", 5, "audit.changed"},
	{"outcome", "UPDATE audit SET outcome = 'denied' WHERE number = 5", 5, "audit.changed"},
	{"detail",
	 "UPDATE audit SET detail = (SELECT detail FROM audit WHERE number = 6) WHERE number = 5",
	 5, "audit.changed"},
	{"previous",
	 "UPDATE audit SET previous = (SELECT hash FROM audit WHERE number = 7) WHERE number = 5",
	 5, "audit.changed"},
	{"hash",
	 "UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 7) WHERE number = 5", 5,
	 "audit.changed"},
	{"number", "UPDATE audit SET number = 100 WHERE number = 5", 5, "audit.missing"},
	{"text moved from one column into the next",
	 "UPDATE audit SET deed = '', kind = 'readclient' WHERE number = 5", 5, "audit.changed"},
	{"the first line", "UPDATE audit SET deed = 'list' WHERE number = 1", 1, "audit.changed"},
	{"the last line", "UPDATE audit SET deed = 'list' WHERE number = 10", 10, "audit.changed"},
	{"removed", "DELETE FROM audit WHERE number = 5", 5, "audit.missing"},
	{"the first removed", "DELETE FROM audit WHERE number = 1", 1, "audit.missing"},
	{"several removed", "DELETE FROM audit WHERE number IN (3, 4, 8)", 3, "audit.missing"},
	{"removed, and the gap closed",
	 "DELETE FROM audit WHERE number = 5;"
	 "UPDATE audit SET number = -number WHERE number > 5;"
	 "UPDATE audit SET number = -1 - number WHERE number < 0",
	 5, "audit.missing"},
	{"a made one put between", SHIFT_FROM_5 COPY("5", "'list'", "6"), 5, "audit.inserted"},
	{"a copy of an older one put between", SHIFT_FROM_5 COPY("5", "deed", "3"), 5,
	 "audit.inserted"},
	{"a made one put at the end", COPY("11", "'list'", "10"), 11, "audit.inserted"},
	{"a copy put at the end", COPY("11", "deed", "4"), 11, "audit.inserted"},
	{"one put before the first", COPY("0", "deed", "4"), 0, "audit.inserted"},
	{"two neighbours swapped",
	 "UPDATE audit SET number = -5 WHERE number = 5;"
	 "UPDATE audit SET number = 5 WHERE number = 6;"
	 "UPDATE audit SET number = 6 WHERE number = -5",
	 5, "audit.reordered"},
	{"two far ones swapped",
	 "UPDATE audit SET number = -3 WHERE number = 3;"
	 "UPDATE audit SET number = 3 WHERE number = 9;"
	 "UPDATE audit SET number = 9 WHERE number = -3",
	 3, "audit.reordered"},
	{"the last one cut off", "DELETE FROM audit WHERE number = 10", 10, "audit.cut"},
	{"the end cut off", "DELETE FROM audit WHERE number > 6", 7, "audit.cut"},
	{"all of it", "DELETE FROM audit", 1, "audit.cut"},
	{"the end cut off, and the head's number too",
	 "DELETE FROM audit WHERE number > 6;"
	 "UPDATE audit_head SET number = 6, hash = (SELECT hash FROM audit WHERE number = 6)",
	 7, "audit.cut"},
	{"the head's number", "UPDATE audit_head SET number = 9", 10, "audit.head_differs"},
	{"the head's hash",
	 "UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE number = 9)", 10,
	 "audit.head_differs"},
	{"the head's keyed hash", "UPDATE audit_head SET mac = hash", 10, "audit.head_differs"},
	{"no head", "DELETE FROM audit_head", 10, "audit.head_differs"},
	{"everything, as if it were new",
	 "DELETE FROM audit; DELETE FROM audit_head;"
	 "INSERT INTO audit_head (id, number, hash, mac, anchored, anchored_at, retry_at) "
	 "VALUES (1, 0, '', '', 0, 0, 0)",
	 1, "audit.cut"},
};

/* Take it back after each, so that one house serves for all. */
static void keep_copy(struct house *house)
{
	tamper(house, "CREATE TABLE kept_lines AS SELECT * FROM audit;"
		      "CREATE TABLE kept_head AS SELECT * FROM audit_head");
}

static void restore_copy(struct house *house)
{
	tamper(house, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept_lines;"
		      "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head");
}

static void whatever_is_done_past_the_store_is_found_and_named(void **state)
{
	struct house *house = *state;
	struct door door;
	log_write(house, &LOG_WORKER, LOG_LINES);
	door = log_door(house, &LOG_CONSOLE);
	audit_settle(&door);
	log_close(&door);
	keep_copy(house);
	for (size_t i = 0; i < COUNT_OF(TAMPERINGS); i++) {
		const struct tampering *one = &TAMPERINGS[i];
		tamper(house, one->sql);
		const struct audit_report report = log_verify(house, S(""));
		if (report.whole || report.at != one->line ||
		    strcmp(report.fault, one->fault) != 0) {
			fail_msg("%s: %s at %lld", one->name, report.whole ? "-" : report.fault,
				 (long long)report.at);
		}
		restore_copy(house);
	}
	assert_log_is_whole(house, LOG_LINES);
}

/* Lines and head as they were once: only who remembers the end from elsewhere can tell. */
static void an_old_copy_of_lines_and_head_is_found_by_the_anchor(void **state)
{
	struct house *house = *state;
	struct door door;
	log_write(house, &LOG_WORKER, 6);
	keep_copy(house);
	log_write(house, &LOG_WORKER, 4);
	door = log_door(house, &LOG_CONSOLE);
	audit_settle(&door);
	log_close(&door);
	restore_copy(house);
	const struct audit_report report = log_verify(house, S(""));
	assert_fault(&report, 7, "audit.cut");
	assert_int_equal(report.anchored, 10);
}

/* The key store is put back too: then only a head that was kept elsewhere tells. */
static void an_old_copy_of_both_stores_is_found_by_a_kept_head(void **state)
{
	struct house *house = *state;
	struct slice anchor, head;
	log_write(house, &LOG_WORKER, 6);
	keep_copy(house);
	assert_ok(house->c, keys_anchor(house->c, house_keys(house), "audit", &anchor));
	log_write(house, &LOG_WORKER, 4);
	struct door door = log_door(house, &LOG_CONSOLE);
	assert_ok(house->c, audit_head(house->c, &door, &head));
	log_close(&door);
	assert_true(log_verify(house, head).whole);

	restore_copy(house);
	assert_ok(house->c, keys_anchor_set(house->c, house_keys(house), "audit", anchor));
	assert_true(log_verify(house, S("")).whole);
	struct audit_report report = log_verify(house, head);
	assert_fault(&report, 7, "audit.cut");

	/* And it stays so when the log has grown over it again. */
	log_write(house, &LOG_WORKER, 8);
	assert_true(log_verify(house, S("")).whole);
	report = log_verify(house, head);
	assert_fault(&report, 10, "audit.head_differs");
}

static void a_head_of_another_hand_is_refused(void **state)
{
	struct house *house = *state;
	struct audit_report report;
	struct slice head;
	log_write(house, &LOG_WORKER, 3);
	struct door door = log_door(house, &LOG_CONSOLE);
	assert_ok(house->c, audit_head(house->c, &door, &head));
	for (size_t i = 0; i < head.length; i++) {
		char *copy = arena_cstr(house->c->arena, head);
		copy[i] = copy[i] == '0' ? '1' : '0';
		assert_failed(house->c, audit_verify(house->c, &door, slice_of(copy), &report),
			      ERR_INVALID, "audit.bad_head");
	}
	const struct slice others[] = {S("x"), S(" "), slice_between(head, 0, head.length - 1),
				       slice_between(head, 0, head.length - 129),
				       arena_format(house->c->arena, "%s 1", head.at)};
	for (size_t i = 1; i < COUNT_OF(others); i++) {
		const err result = audit_verify(house->c, &door, others[i], &report);
		assert_failed(house->c, result, ERR_INVALID, "audit.bad_head");
	}
	assert_ok(house->c, audit_verify(house->c, &door,
					 arena_format(house->c->arena, "%s\n", head.at), &report));
	log_close(&door);
}

static void nothing_is_written_behind_an_end_that_is_not_ours(void **state)
{
	struct house *house = *state;
	log_write(house, &LOG_WORKER, 3);
	tamper(house, "UPDATE audit_head SET number = 2,"
		      " hash = (SELECT hash FROM audit WHERE number = 2)");
	struct door door = log_door(house, &LOG_WORKER);
	const struct audit_entry entry = log_entry(house->c->arena, 4);
	assert_failed(house->c, audit_write(house->c, &door, &entry), ERR_BROKEN,
		      "audit.head_differs");
	log_close(&door);
}

/* An anchor is what remembers: it must not be led back by what it would convict. */
static void a_cut_log_never_moves_the_anchor_back(void **state)
{
	struct house *house = *state;
	log_write(house, &LOG_WORKER, 3);
	keep_copy(house);
	log_write(house, &LOG_WORKER, 7);
	struct door door = log_door(house, &LOG_WORKER);
	audit_settle(&door);
	restore_copy(house);
	log_write(house, &LOG_WORKER, 1);
	audit_settle(&door);
	struct audit_report report = log_verify(house, S(""));
	assert_int_equal(report.anchored, 10);
	assert_fault(&report, 5, "audit.cut");
	log_write(house, &LOG_WORKER, 20);
	audit_settle(&door);
	report = log_verify(house, S(""));
	assert_int_equal(report.anchored, 10);
	assert_fault(&report, 10, "audit.head_differs");
	log_close(&door);
}

/* A restored backup: the loss stays written, and what comes after it is watched again. */
static void a_restored_log_is_accepted_with_a_reason(void **state)
{
	struct house *house = *state;
	struct slice head;
	log_write(house, &LOG_WORKER, 3);
	keep_copy(house);
	log_write(house, &LOG_WORKER, 7);
	struct door door = log_door(house, &LOG_CONSOLE);
	assert_ok(house->c, audit_head(house->c, &door, &head));
	restore_copy(house);
	assert_failed(house->c, audit_accept(house->c, &door), ERR_INVALID, "grant.reason");
	door.actor.reason = S("the disk broke on Monday");
	assert_ok(house->c, audit_accept(house->c, &door));
	struct audit_report report = log_verify(house, S(""));
	assert_true(report.whole);
	assert_int_equal(report.lines, 4);
	assert_int_equal(report.anchored, 4);
	report = log_verify(house, head);
	assert_fault(&report, 5, "audit.cut");
	log_close(&door);

	struct actor worker = LOG_WORKER;
	worker.reason = S("the disk broke on Monday");
	door = log_door(house, &worker);
	assert_failed(house->c, audit_accept(house->c, &door), ERR_DENIED, "access.denied");
	log_close(&door);
	tamper(house, "UPDATE audit_head SET anchored_at = 0");
	log_write(house, &LOG_WORKER, 1);
	assert_int_equal(log_verify(house, S("")).anchored, 5);
}

static void the_program_itself_can_only_add(void **state)
{
	struct house *house = *state;
	static const char *const texts[] = {"UPDATE audit SET deed = 'x'", "DELETE FROM audit",
					    "DELETE FROM audit WHERE number = 2",
					    "DROP TABLE audit"};
	log_write(house, &LOG_WORKER, 3);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct db *db = stores_borrow(house->stores);
		assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
		assert_failed(house->c, sql_run(house->stores, db, texts[i]), ERR_DENIED,
			      "store.role");
		stores_return(house->stores, db);
	}
	assert_log_is_whole(house, 3);
}

/* ---- Anchors */

static void the_key_store_hears_of_it_after_256_lines(void **state)
{
	struct house *house = *state;
	log_write(house, &LOG_WORKER, 1);
	/* On a slow machine the minute would come first. */
	tamper(house, "UPDATE audit_head SET anchored_at = anchored_at + 3600000");
	log_write(house, &LOG_WORKER, 255);
	assert_int_equal(log_verify(house, S("")).anchored, 1);
	log_write(house, &LOG_WORKER, 44);
	assert_int_equal(log_verify(house, S("")).anchored, 257);
	struct door door = log_door(house, &LOG_WORKER);
	audit_settle(&door);
	log_close(&door);
	assert_int_equal(log_verify(house, S("")).anchored, 300);
}

static void a_minute_later_it_hears_of_every_line(void **state)
{
	struct house *house = *state;
	log_write(house, &LOG_WORKER, 3);
	assert_int_equal(log_verify(house, S("")).anchored, 1);
	tamper(house, "UPDATE audit_head SET anchored_at = anchored_at - 60000");
	log_write(house, &LOG_WORKER, 1);
	assert_int_equal(log_verify(house, S("")).anchored, 4);
}

static void a_key_store_that_cannot_be_written_fails_nobody(void **state)
{
	struct house *house = *state;
	struct store *other;
	struct db *db;
	const struct store_options options = house_key_options(house, STORE_OPEN);
	log_write(house, &LOG_WORKER, 1);
	assert_ok(house->c, store_open(house->c, &options, &other));
	assert_ok(house->c, store_borrow(house->c, other, &db));
	assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
	tamper(house, "UPDATE audit_head SET anchored_at = 0");
	log_write(house, &LOG_WORKER, 1);
	/* Tried once, and then not for a minute. */
	const int64_t start = clock_monotonic_us();
	log_write(house, &LOG_WORKER, 5);
	assert_true(clock_monotonic_us() - start < 1500000);
	db_rollback(db);
	store_return(other, db);
	store_close(other);
	assert_int_equal(log_verify(house, S("")).anchored, 1);
	assert_log_is_whole(house, 7);
	tamper(house, "UPDATE audit_head SET retry_at = 0");
	log_write(house, &LOG_WORKER, 1);
	assert_int_equal(log_verify(house, S("")).anchored, 8);
}

/* ---- Many at once */

enum { WRITERS = 2, EACH = 100 };

struct writer {
	pthread_t thread;
	struct house *house;
	int written;
};

static void *write_many(void *argument)
{
	struct writer *writer = argument;
	struct ctx c = {.arena = arena_create()};
	struct house *house = writer->house;
	struct door door = {
		.store = house->stores->store, .vault = house->vault, .actor = LOG_WORKER};
	if (store_borrow(&c, door.store, &door.db) == OK) {
		for (int i = 1; i <= EACH; i++) {
			const struct audit_entry entry = log_entry(c.arena, i);
			writer->written += audit_write(&c, &door, &entry) == OK ? 1 : 0;
		}
		keys_return(door.keys);
		store_return(door.store, door.db);
	}
	arena_destroy(c.arena);
	return NULL;
}

static void two_that_write_at_once_keep_one_chain(void **state)
{
	struct house *house = *state;
	struct writer writers[WRITERS];
	for (size_t i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){.house = house};
		assert_int_equal(pthread_create(&writers[i].thread, NULL, write_many, &writers[i]),
				 0);
	}
	int64_t written = 0;
	for (size_t i = 0; i < WRITERS; i++) {
		assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
		written += writers[i].written;
	}
	assert_int_equal(written, WRITERS * EACH);
	assert_log_is_whole(house, written);
}

static void the_log_is_asked_for_a_deed_and_for_days(void **state)
{
	struct house *house = *state;
	const int64_t day = 24 * 60 * 60 * 1000;
	const int64_t now = clock_now_ms();
	const struct {
		struct audit_filter filter;
		size_t seen;
	} cases[] = {
		{{.deed = S("read")}, 5},
		{{.deed = S("erase")}, 0},
		{{.deed = S("read"), .from_ms = now - day, .to_ms = now + day}, 5},
		{{.deed = S("read"), .from_ms = now - 3 * day, .to_ms = now - 2 * day}, 0},
		{{.deed = S("read"), .from_ms = now + 2 * day}, 0},
		{{.deed = S("read"), .record = S("record-4"), .from_ms = now - day}, 1},
	};
	log_write(house, &LOG_WORKER, 5);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct door door = log_door(house, &LOG_CONSOLE);
		const struct audit_line *lines;
		size_t count;
		assert_ok(house->c, audit_list(house->c, &door, &cases[i].filter, &lines, &count));
		assert_int_equal(count, cases[i].seen);
		log_close(&door);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(what_is_written_is_one_whole_chain),
		IN_EACH_HOUSE(a_transaction_that_is_rolled_back_leaves_no_line),
		IN_EACH_HOUSE(a_store_without_a_vault_keeps_no_log),
		IN_EACH_HOUSE(odd_text_does_not_keep_a_line_out),
		IN_EACH_HOUSE(whatever_is_done_past_the_store_is_found_and_named),
		IN_EACH_HOUSE(an_old_copy_of_lines_and_head_is_found_by_the_anchor),
		IN_EACH_HOUSE(an_old_copy_of_both_stores_is_found_by_a_kept_head),
		IN_EACH_HOUSE(a_head_of_another_hand_is_refused),
		IN_EACH_HOUSE(nothing_is_written_behind_an_end_that_is_not_ours),
		IN_EACH_HOUSE(a_cut_log_never_moves_the_anchor_back),
		IN_EACH_HOUSE(a_restored_log_is_accepted_with_a_reason),
		IN_EACH_HOUSE(the_program_itself_can_only_add),
		IN_EACH_HOUSE(the_key_store_hears_of_it_after_256_lines),
		IN_EACH_HOUSE(a_minute_later_it_hears_of_every_line),
		IN_EACH_HOUSE(a_key_store_that_cannot_be_written_fails_nobody),
		IN_EACH_HOUSE(two_that_write_at_once_keep_one_chain),
		IN_EACH_HOUSE(the_log_is_asked_for_a_deed_and_for_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
