/* Many threads, few connections. */
#include <pthread.h>
#include <stdatomic.h>

#include "store/store.h"

#include "store/catalogue.h"
#include "support/stores.h"

enum { THREADS = 12, ROUNDS = 20 };

struct load {
	struct stores *t;
	atomic_int out;
	atomic_int most;
	atomic_int failures;
	atomic_int commits;
};

static void note_most(struct load *load, int now)
{
	int most = atomic_load(&load->most);
	while (now > most && !atomic_compare_exchange_weak(&load->most, &most, now)) {
	}
}

static err raise_once(struct ctx *c, struct db *db)
{
	struct stmt *stmt;
	TRY(db_begin(c, db, DB_WRITE));
	TRY(db_prepare_statement(c, db, STATEMENT_META_RAISE, &stmt));
	stmt_bind_text(stmt, "name", S("data_version"));
	TRY(stmt_run(c, stmt));
	return db_commit(c, db);
}

static void one_round(struct load *load, struct ctx *c)
{
	struct db *db = NULL;
	if (store_borrow(c, load->t->store, &db) != OK) {
		atomic_fetch_add(&load->failures, 1);
		return;
	}
	note_most(load, atomic_fetch_add(&load->out, 1) + 1);
	err result = raise_once(c, db);
	while (result == ERR_CONFLICT) {
		db_rollback(db);
		result = raise_once(c, db);
	}
	atomic_fetch_add(result == OK ? &load->commits : &load->failures, 1);
	atomic_fetch_sub(&load->out, 1);
	store_return(load->t->store, db);
}

static void *work(void *argument)
{
	struct load *load = argument;
	struct ctx c = {.arena = arena_create()};
	for (int i = 0; i < ROUNDS; i++) {
		one_round(load, &c);
		arena_reset(c.arena);
	}
	arena_destroy(c.arena);
	return NULL;
}

static void reopen_with_wait(struct stores *t, unsigned connections, unsigned wait_ms)
{
	struct store_options options = stores_options(t, STORE_OPEN);
	options.connections_max = connections;
	options.wait_ms = wait_ms;
	store_close(t->store);
	t->store = NULL;
	assert_ok(t->c, store_open(t->c, &options, &t->store));
}

static void threads_share_the_connections_and_lose_no_commit(void **state)
{
	struct stores *t = *state;
	struct load load = {.t = t};
	pthread_t threads[THREADS];
	reopen_with_wait(t, 3, 60000);
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_create(&threads[i], NULL, work, &load), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	}
	assert_int_equal(load.failures, 0);
	assert_int_equal(load.commits, THREADS * ROUNDS);
	assert_true(load.most <= 3);
	struct db *db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT value FROM meta WHERE name = 'data_version'"),
			 1 + THREADS * ROUNDS);
	stores_return(t, db);
}

static void when_all_are_out_too_long_the_caller_is_told(void **state)
{
	struct stores *t = *state;
	struct db *none = NULL;
	reopen_with_wait(t, 2, 50);
	struct db *first = stores_borrow(t);
	struct db *second = stores_borrow(t);
	assert_failed(t->c, store_borrow(t->c, t->store, &none), ERR_BROKEN, "store.no_connection");
	assert_null(none);
	stores_return(t, first);
	struct db *third = stores_borrow(t);
	stores_return(t, second);
	stores_return(t, third);
}

static void a_store_in_memory_has_one_connection_and_keeps_its_rows(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	const struct store_options options = {.location = ":memory:", .wait_ms = 20};
	struct store *store = NULL;
	struct db *db = NULL;
	struct db *none = NULL;
	assert_ok(&c, store_open(&c, &options, &store));
	assert_ok(&c, store_borrow(&c, store, &db));
	assert_failed(&c, store_borrow(&c, store, &none), ERR_BROKEN, "store.no_connection");
	assert_ok(&c, raise_once(&c, db));
	store_return(store, db);
	struct stores t = {.c = &c, .store = store};
	db = stores_borrow(&t);
	assert_int_equal(sql_number(&t, db, "SELECT value FROM meta"), 2);
	store_return(store, db);
	store_close(store);
	arena_destroy(c.arena);
}

/* What an administrator or a restart of the server does to the connections that lie idle. */
static void a_connection_that_the_server_closed_is_replaced(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct db *other = stores_borrow(t);
	const int64_t first = sql_number(t, db, "SELECT pg_backend_pid()");
	stores_return(t, db);
	const struct slice kill = arena_format(
		t->c->arena, "SELECT pg_terminate_backend(%lld, 5000)::int", (long long)first);
	assert_int_equal(sql_number(t, other, kill.at), 1);
	db = stores_borrow(t);
	assert_true(sql_number(t, db, "SELECT pg_backend_pid()") != first);
	stores_return(t, db);
	stores_return(t, other);
}

static void a_connection_that_ends_in_the_middle_is_an_error_and_then_replaced(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	struct db *other = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	const struct slice kill =
		arena_format(t->c->arena, "SELECT pg_terminate_backend(%lld, 5000)::int",
			     (long long)sql_number(t, db, "SELECT pg_backend_pid()"));
	assert_int_equal(sql_number(t, other, kill.at), 1);
	assert_failed(t->c, sql_run(t, db, "UPDATE meta SET value = 9"), ERR_BROKEN,
		      "store.unreachable");
	stores_return(t, db);
	db = stores_borrow(t);
	assert_int_equal(sql_number(t, db, "SELECT value FROM meta"), 1);
	stores_return(t, db);
	stores_return(t, other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(threads_share_the_connections_and_lose_no_commit),
		ON_EACH_ENGINE(when_all_are_out_too_long_the_caller_is_told),
		cmocka_unit_test(a_store_in_memory_has_one_connection_and_keeps_its_rows),
		ON_POSTGRES(a_connection_that_the_server_closed_is_replaced),
		ON_POSTGRES(a_connection_that_ends_in_the_middle_is_an_error_and_then_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
