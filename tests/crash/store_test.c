/* kill -9 at any moment: every commit that was acknowledged is there, whole, and the store is
 * sound. */
#include "store/store.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/stores.h"

enum { ROUNDS_SQLITE = 20, ROUNDS_POSTGRES = 6, ROWS_PER_COMMIT = 3, SEED = 20261122 };

static const char TABLES[] =
	"CREATE TABLE rows_of (batch BIGINT NOT NULL, place BIGINT NOT NULL, label TEXT,"
	" PRIMARY KEY (batch, place));";

static unsigned short numbers[3] = {(unsigned short)SEED, (unsigned short)(SEED >> 16), 0};

static long random_below(long limit)
{
	return nrand48(numbers) % limit;
}

static int setup_sqlite(void **state)
{
	(void)stores_setup_sqlite(state);
	stores_add_tables(*state, TABLES);
	return 0;
}

static int setup_postgres(void **state)
{
	(void)stores_setup_postgres(state);
	stores_add_tables(*state, TABLES);
	return 0;
}

static err write_batch(struct ctx *c, struct db *db, int64_t batch)
{
	struct stmt *stmt;
	TRY(db_begin(c, db, DB_WRITE));
	TRY(db_prepare(
		c, db,
		S("INSERT INTO rows_of (batch, place, label) VALUES (:batch, :place, :label)"),
		&stmt));
	for (int place = 0; place < ROWS_PER_COMMIT; place++) {
		stmt_bind_int(stmt, "batch", batch);
		stmt_bind_int(stmt, "place", place);
		stmt_bind_text(stmt, "label", S("a label that is long enough to fill some pages"));
		TRY(stmt_run(c, stmt));
	}
	stmt_finish(stmt);
	return db_commit(c, db);
}

/* The child: write for ever, and say each batch that was committed. */
static _Noreturn void write_until_killed(struct stores *t, int pipe_end, int64_t from)
{
	struct ctx c = {.arena = arena_create()};
	const struct store_options options = stores_options(t, STORE_OPEN);
	struct store *store = NULL;
	struct db *db = NULL;
	if (store_open_with(&c, &options, t->migrations, &store) != OK ||
	    store_borrow(&c, store, &db) != OK) {
		_exit(1);
	}
	for (int64_t batch = from;; batch++) {
		if (write_batch(&c, db, batch) != OK ||
		    write(pipe_end, &batch, sizeof batch) != (ssize_t)sizeof batch) {
			_exit(1);
		}
	}
}

/* The last batch that the child had acknowledged when it was killed; `from` - 1 when none. */
static int64_t kill_after(struct stores *t, int64_t from, long acknowledged)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)close(ends[0]);
		write_until_killed(t, ends[1], from);
	}
	(void)close(ends[1]);
	int64_t last = from - 1;
	for (long i = 0; i < acknowledged; i++) {
		assert_int_equal(read(ends[0], &last, sizeof last), sizeof last);
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	/* What it said before it died counts too. */
	while (read(ends[0], &last, sizeof last) == (ssize_t)sizeof last) {
	}
	(void)close(ends[0]);
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return last;
}

/* PostgreSQL still does what it was told last, also for a client that has died. */
static void wait_for_orphans(struct stores *t, struct db *db)
{
	while (t->engine == STORE_POSTGRES &&
	       sql_number(t, db,
			  "SELECT count(*) FROM pg_stat_activity"
			  " WHERE datname = current_database() AND pid <> pg_backend_pid()"
			  " AND backend_type = 'client backend'") > 0) {
	}
}

/* All batches up to `last` are whole; at most one more is there, whole too. */
static int64_t check_after(struct stores *t, int64_t last)
{
	const struct store_options options = stores_options(t, STORE_OPEN);
	assert_ok(t->c, store_open_with(t->c, &options, t->migrations, &t->store));
	struct db *db = stores_borrow(t);
	wait_for_orphans(t, db);
	assert_ok(t->c, db_check(t->c, db));
	const int64_t rows = sql_number(t, db, "SELECT count(*) FROM rows_of");
	const int64_t batches = sql_number(t, db, "SELECT count(DISTINCT batch) FROM rows_of");
	const int64_t highest = sql_number(t, db, "SELECT COALESCE(MAX(batch), 0) FROM rows_of");
	stores_return(t, db);
	store_close(t->store);
	t->store = NULL;
	assert_int_equal(rows, batches * ROWS_PER_COMMIT);
	assert_int_equal(batches, highest);
	assert_in_range(highest, last, last + 1);
	return highest;
}

static void every_acknowledged_commit_survives(void **state)
{
	struct stores *t = *state;
	const int rounds = t->engine == STORE_SQLITE ? ROUNDS_SQLITE : ROUNDS_POSTGRES;
	int64_t highest = 0;
	print_message("seed %d\n", SEED);
	store_close(t->store);
	t->store = NULL;
	for (int round = 0; round < rounds; round++) {
		const int64_t last = kill_after(t, highest + 1, random_below(60));
		highest = check_after(t, last);
	}
	assert_true(highest > rounds);
}

static void wait_about(int64_t microseconds)
{
	const int64_t until = clock_monotonic_us() + microseconds;
	while (clock_monotonic_us() < until) {
	}
}

/* A child opens the store (and so makes or migrates it); killed after a random moment. */
static void kill_opening(const struct stores *t, const struct migrations *migrations,
			 enum store_opening opening, int64_t microseconds)
{
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct ctx c = {.arena = arena_create()};
		const struct store_options options = stores_options(t, opening);
		struct store *store = NULL;
		_exit(store_open_with(&c, &options, migrations, &store) == OK ? 0 : 1);
	}
	wait_about(microseconds);
	(void)kill(child, SIGKILL);
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
}

static void a_store_is_made_whole_or_not_at_all(void **state)
{
	struct stores *t = *state;
	int whole = 0;
	int missing = 0;
	store_close(t->store);
	t->store = NULL;
	for (int round = 0; round < ROUNDS_SQLITE; round++) {
		struct stores fresh = *t;
		fresh.location = arena_format(t->c->arena, "%s/new-%d.store", t->folder, round).at;
		kill_opening(&fresh, t->migrations, STORE_CREATE, random_below(60000));
		const struct store_options options = stores_options(&fresh, STORE_OPEN);
		const err result = store_open_with(t->c, &options, t->migrations, &fresh.store);
		if (result == OK) {
			struct db *db = stores_borrow(&fresh);
			assert_ok(t->c, db_check(t->c, db));
			assert_int_equal(sql_number(&fresh, db, "SELECT count(*) FROM rows_of"), 0);
			stores_return(&fresh, db);
			store_close(fresh.store);
			whole++;
		} else {
			assert_failed(t->c, result, ERR_NOT_FOUND, "store.missing");
			missing++;
		}
	}
	print_message("seed %d: %d whole, %d missing\n", SEED, whole, missing);
}

/* Long enough to be hit: two thousand rows. */
static const struct migrations *with_long_step(struct stores *t)
{
	const size_t count = t->migrations->count;
	struct migration *steps = ARENA_ARRAY(t->c->arena, count + 1, struct migration);
	struct migrations *more = ARENA_NEW(t->c->arena, struct migrations);
	memcpy(steps, t->migrations->at, count * sizeof *steps);
	steps[count] = (struct migration){
		(int)count + 1, "long",
		"CREATE TABLE counted (n BIGINT NOT NULL PRIMARY KEY, label TEXT);"
		"INSERT INTO counted (n, label) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL"
		" SELECT n + 1 FROM numbers WHERE n < 2000) SELECT n, 'x' || n FROM numbers;"
		"CREATE INDEX counted_label ON counted (label);"};
	*more = (struct migrations){steps, count + 1};
	return more;
}

static void a_migration_is_done_whole_or_not_at_all(void **state)
{
	struct stores *t = *state;
	const struct migrations *more = with_long_step(t);
	const struct store_options options = stores_options(t, STORE_OPEN);
	int old = 0;
	err result = OK;
	store_close(t->store);
	t->store = NULL;
	for (int round = 0; round < 200 && result == OK; round++) {
		kill_opening(t, more, STORE_OPEN, random_below(25000 + round * 1000));
		result = store_open_with(t->c, &options, t->migrations, &t->store);
		if (result == OK) {
			struct db *db = stores_borrow(t);
			assert_ok(t->c, db_check(t->c, db));
			stores_return(t, db);
			store_close(t->store);
			t->store = NULL;
			old++;
		}
	}
	assert_failed(t->c, result, ERR_CONFLICT, "store.newer");
	assert_ok(t->c, store_open_with(t->c, &options, more, &t->store));
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT count(*) FROM counted"), 2000);
	assert_ok(t->c, db_check(t->c, db));
	stores_return(t, db);
	print_message("seed %d: killed %d times before it was done\n", SEED, old);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		{"every_acknowledged_commit_survives (SQLite)", every_acknowledged_commit_survives,
		 setup_sqlite, stores_teardown, NULL},
		{"every_acknowledged_commit_survives (PostgreSQL)",
		 every_acknowledged_commit_survives, setup_postgres, stores_teardown, NULL},
		{"a_store_is_made_whole_or_not_at_all (SQLite)",
		 a_store_is_made_whole_or_not_at_all, setup_sqlite, stores_teardown, NULL},
		{"a_migration_is_done_whole_or_not_at_all (SQLite)",
		 a_migration_is_done_whole_or_not_at_all, setup_sqlite, stores_teardown, NULL},
		{"a_migration_is_done_whole_or_not_at_all (PostgreSQL)",
		 a_migration_is_done_whole_or_not_at_all, setup_postgres, stores_teardown, NULL},
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
