/* A dump holds everything of one moment, goes into either engine, and is taken whole or not. */
#include "store/dump.h"

#include <string.h>

#include "base/buf.h"
#include "support/stores.h"

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
	const size_t left = bytes->all.length - bytes->at;
	/* odd pieces, so that every number is cut somewhere */
	size_t now = size < 4097 ? size : 4097;
	(void)c;
	now = now < left ? now : left;
	if (now > 0) {
		memcpy(into, bytes->all.at + bytes->at, now);
	}
	bytes->at += now;
	*ret_got = now;
	return OK;
}

static struct slice dump_of(struct stores *t)
{
	struct buf *out = buf_create(t->c->arena, 64 << 20);
	struct dump_report report;
	assert_ok(t->c, store_dump(t->c, t->store, S("2026-01-02T03:04:05Z"),
				   (struct sink){.write = take, .self = out}, &report));
	assert_int_equal(report.version, store_schema_version());
	return arena_copy(t->c->arena, buf_slice(out));
}

static void insert(struct stores *t, struct db *db, const char *name, int64_t value)
{
	struct stmt *stmt = NULL;
	assert_ok(t->c,
		  db_prepare(t->c, db, S("INSERT INTO meta (name, value) VALUES (:n, :v)"), &stmt));
	stmt_bind_text(stmt, "n", slice_of(name));
	stmt_bind_int(stmt, "v", value);
	assert_ok(t->c, stmt_run(t->c, stmt));
	stmt_finish(stmt);
}

static void insert_line(struct stores *t, struct db *db, int64_t number, struct slice detail)
{
	struct stmt *stmt = NULL;
	assert_ok(t->c,
		  db_prepare(t->c, db,
			     S("INSERT INTO audit (number, moment, actor, organisation, account, "
			       "deed, kind, record, purpose, classes, count, outcome, detail, "
			       "previous, hash) VALUES (:n, -1, 'house', '', '', 'read', '', '', "
			       "'', 0, 9223372036854775807, 'done', :d, :d, :d)"),
			     &stmt));
	stmt_bind_int(stmt, "n", number);
	stmt_bind_blob(stmt, "d", detail);
	assert_ok(t->c, stmt_run(t->c, stmt));
	stmt_finish(stmt);
}

static const char BYTES[] = "\0\xff\x80 '\"\\ bytes";

static void fill(struct stores *t)
{
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	insert(t, db, "ស្ពាន '\"\\", INT64_MIN);
	insert(t, db, "", INT64_MAX);
	/* more than one fetch of the cursor, and exactly three of them */
	for (int64_t i = 1; i <= 300; i++) {
		insert_line(t, db, i,
			    i % 2 == 0 ? (struct slice){.at = BYTES, .length = sizeof BYTES}
				       : S(""));
	}
	assert_ok(t->c, db_commit(t->c, db));
	stores_return(t, db);
}

/* A place for a store of the other test engine, or of the same one. */
static struct stores elsewhere(struct stores *t, enum store_engine engine)
{
	struct stores other = *t;
	other.store = NULL;
	other.engine = engine;
	other.location = engine == STORE_SQLITE
				 ? arena_format(t->c->arena, "%s/restored.store", t->folder).at
				 : database_create(t->c->arena);
	return other;
}

static void leave(struct stores *other)
{
	store_close(other->store);
	if (other->engine == STORE_POSTGRES) {
		database_destroy(other->location);
	}
}

static err load(struct stores *other, struct slice dump, enum store_schema schema)
{
	struct bytes *bytes = ARENA_NEW(other->c->arena, struct bytes);
	struct store_options options = stores_options(other, STORE_CREATE);
	struct dump_report report = {0};
	bytes->all = dump;
	options.schema = schema;
	options.key = other->engine == STORE_SQLITE ? other->key : NULL;
	TRY(store_load(other->c, &options, (struct source){.read = give, .self = bytes}, &report,
		       &other->store));
	assert_true(slice_is(report.made, "2026-01-02T03:04:05Z"));
	assert_true(report.rows >= 303);
	return OK;
}

static void assert_same(struct stores *t, struct stores *other)
{
	static const char settled[] = "SELECT count(*) FROM meta WHERE name <> 'open'";
	struct db *source = stores_borrow(t);
	struct db *db = stores_borrow(other);
	struct stmt *stmt = NULL;
	bool row = false;
	assert_int_equal(sql_number(other, db, "SELECT count(*) FROM audit"), 300);
	assert_int_equal(sql_number(other, db, "SELECT count(*) FROM audit WHERE count < moment"),
			 0);
	assert_int_equal(sql_number(other, db, "SELECT value FROM meta WHERE name = ''"),
			 INT64_MAX);
	assert_int_equal(sql_number(other, db, "SELECT count(*) FROM meta WHERE name = 'open'"), 0);
	assert_int_equal(sql_number(other, db, settled), sql_number(t, source, settled));
	stores_return(t, source);
	assert_ok(other->c,
		  db_prepare(other->c, db, S("SELECT name FROM meta WHERE value < 0"), &stmt));
	assert_ok(other->c, stmt_step(other->c, stmt, &row));
	assert_true(slice_is(stmt_text(stmt, 0), "ស្ពាន '\"\\"));
	stmt_finish(stmt);
	assert_ok(other->c, db_prepare(other->c, db,
				       S("SELECT detail FROM audit WHERE number IN (2, 3) "
					 "ORDER BY number"),
				       &stmt));
	assert_ok(other->c, stmt_step(other->c, stmt, &row));
	assert_true(slice_equal(stmt_text(stmt, 0),
				(struct slice){.at = BYTES, .length = sizeof BYTES}));
	assert_ok(other->c, stmt_step(other->c, stmt, &row));
	assert_int_equal(stmt_text(stmt, 0).length, 0);
	stmt_finish(stmt);
	assert_ok(other->c, db_begin(other->c, db, DB_WRITE));
	assert_failed(other->c, sql_run(other, db, "DELETE FROM audit"), ERR_DENIED, "store.role");
	stores_return(other, db);
}

static void a_dump_goes_into_either_engine(void **state)
{
	struct stores *t = *state;
	fill(t);
	const struct slice dump = dump_of(t);
	static const enum store_engine engines[] = {STORE_SQLITE, STORE_POSTGRES};
	for (size_t i = 0; i < COUNT_OF(engines); i++) {
		struct stores other = elsewhere(t, engines[i]);
		assert_ok(t->c, load(&other, dump, STORE_DATA));
		assert_same(t, &other);
		/* What was loaded gives the same bytes again. */
		assert_int_equal(dump_of(&other).length, dump.length);
		leave(&other);
	}
}

static void what_comes_later_is_not_in_it(void **state)
{
	struct stores *t = *state;
	fill(t);
	struct db *writer = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, writer, DB_WRITE));
	insert(t, writer, "open", 1);
	const struct slice dump = dump_of(t);
	assert_ok(t->c, db_commit(t->c, writer));
	stores_return(t, writer);
	struct stores other = elsewhere(t, t->engine);
	assert_ok(t->c, load(&other, dump, STORE_DATA));
	assert_same(t, &other);
	leave(&other);
}

static void a_cut_or_changed_dump_makes_no_store(void **state)
{
	struct stores *t = *state;
	fill(t);
	const struct slice dump = dump_of(t);
	struct stores other = elsewhere(t, t->engine);
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	for (size_t length = 0; length < dump.length; length += dump.length / 40 + 1) {
		assert_failed(t->c, load(&other, slice_between(dump, 0, length), STORE_DATA),
			      ERR_BROKEN, "dump.malformed");
	}
	assert_failed(t->c, load(&other, slice_between(dump, 0, dump.length - 1), STORE_DATA),
		      ERR_BROKEN, "dump.malformed");
	const struct slice longer = arena_format(t->c->arena, "%*s", (int)dump.length + 1, "");
	memcpy((char *)(uintptr_t)longer.at, dump.at, dump.length);
	assert_failed(t->c, load(&other, longer, STORE_DATA), ERR_BROKEN, "dump.malformed");
	assert_failed(t->c, load(&other, dump, STORE_KEYS), ERR_BROKEN, "dump.other_schema");
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
	assert_ok(t->c, load(&other, dump, STORE_DATA));
	leave(&other);
}

static void a_dump_of_a_newer_program_is_refused(void **state)
{
	struct stores *t = *state;
	const struct slice dump = dump_of(t);
	char *newer = arena_alloc(t->c->arena, dump.length);
	memcpy(newer, dump.at, dump.length);
	newer[strlen("SPEAN-DUMP-1\n") + 1] = (char)(store_schema_version() + 1);
	struct stores other = elsewhere(t, t->engine);
	assert_failed(t->c,
		      load(&other, (struct slice){.at = newer, .length = dump.length}, STORE_DATA),
		      ERR_CONFLICT, "store.newer");
	leave(&other);
}

static void an_existing_store_is_never_overwritten(void **state)
{
	struct stores *t = *state;
	fill(t);
	const struct slice dump = dump_of(t);
	struct stores same = *t;
	assert_failed(t->c, load(&same, dump, STORE_DATA), ERR_CONFLICT, "store.exists");
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM audit"), 300);
	stores_return(t, db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(a_dump_goes_into_either_engine),
		ON_EACH_ENGINE(what_comes_later_is_not_in_it),
		ON_EACH_ENGINE(a_cut_or_changed_dump_makes_no_store),
		ON_EACH_ENGINE(a_dump_of_a_newer_program_is_refused),
		ON_EACH_ENGINE(an_existing_store_is_never_overwritten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
