/* log.h - a house with a log of ten lines, and hands that reach past the store. */
#ifndef SPEAN_TESTS_RECORD_LOG_H
#define SPEAN_TESTS_RECORD_LOG_H

#include "../../testing.h"

#include "record/audit.h"
#include "store/engine.h"
#include "support/house.h"

enum { LOG_LINES = 10 };

static const struct actor LOG_WORKER = {
	.kind = ACTOR_STAFF,
	.account = {"01900000-0000-7000-8000-000000000001", 36},
	.organisation = {"org-lotus", 9},
	.team = {"team-a", 6},
	.roles = STAFF_BIT(STAFF_CASE_WORKER),
	.purpose = {"casework", 8},
};
static const struct actor LOG_CONSOLE = {.kind = ACTOR_CONSOLE};

static inline struct door log_door_on(struct ctx *c, struct store *store, struct vault *vault,
				      const struct actor *actor)
{
	struct door door = {.store = store, .vault = vault, .actor = *actor};
	assert_int_equal(store_borrow(c, store, &door.db), OK);
	return door;
}

static inline struct door log_door(struct house *house, const struct actor *actor)
{
	return log_door_on(house->c, house->stores->store, house->vault, actor);
}

static inline void log_close(struct door *door)
{
	keys_return(door->keys);
	store_return(door->store, door->db);
	*door = (struct door){NULL};
}

/* One line that says in every column something of its own. */
static inline struct audit_entry log_entry(struct arena *arena, int number)
{
	return (struct audit_entry){
		.deed = S("read"),
		.kind = S("client"),
		.record = arena_format(arena, "record-%d", number),
		.classes = CLASS_BIT(CLASS_A) | CLASS_BIT(CLASS_B),
		.count = number,
		.outcome = S("done"),
		.detail = arena_format(arena, "a reason that is planted, %d", number),
	};
}

static inline void log_write(struct house *house, const struct actor *actor, int count)
{
	struct door door = log_door(house, actor);
	for (int i = 1; i <= count; i++) {
		const struct audit_entry entry = log_entry(house->c->arena, i);
		assert_ok(house->c, audit_write(house->c, &door, &entry));
	}
	log_close(&door);
}

static inline struct audit_report log_verify(struct house *house, struct slice head)
{
	struct door door = log_door(house, &LOG_CONSOLE);
	struct audit_report report;
	assert_ok(house->c, audit_verify(house->c, &door, head, &report));
	log_close(&door);
	return report;
}

static inline void assert_log_is_whole(struct house *house, int64_t lines)
{
	const struct audit_report report = log_verify(house, S(""));
	if (!report.whole) {
		fail_msg("%s at line %lld", report.fault, (long long)report.at);
	}
	assert_int_equal(report.lines, lines);
}

static inline void assert_fault(const struct audit_report *report, int64_t line, const char *fault)
{
	assert_false(report->whole);
	assert_string_equal(report->fault, fault);
	assert_int_equal(report->at, line);
}

static inline void run_as_migrator(struct house *house, struct db *db, struct slice sql)
{
	struct stmt *stmt;
	assert_ok(house->c, db_prepare_as(house->c, db, ROLE_MIGRATOR, sql, &stmt));
	assert_ok(house->c, stmt_run(house->c, stmt));
	stmt_finish(stmt);
}

/* What somebody does who has the file or the database, but not the keys: statements with ';'
 * between, the guard of the table taken away first. */
static inline void tamper(struct house *house, const char *sql)
{
	struct stores *t = house->stores;
	if (t->engine == STORE_POSTGRES) {
		const struct slice all = arena_format(
			house->c->arena, "ALTER TABLE audit DISABLE TRIGGER ALL; %s", sql);
		database_run(t->location, all.at);
		return;
	}
	struct slice rest = slice_of(sql), one;
	struct db *db = stores_borrow(t);
	assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
	run_as_migrator(house, db, S("DROP TRIGGER IF EXISTS append_only_update"));
	run_as_migrator(house, db, S("DROP TRIGGER IF EXISTS append_only_delete"));
	while (slice_next_item(&rest, &one)) {
		run_as_migrator(house, db, one);
	}
	assert_ok(house->c, db_commit(house->c, db));
	stores_return(t, db);
}

#endif
