/* Every statement of sql/ is one that its engine accepts, in its role, without reading whole
 * tables. */
#include "store/catalogue.h"

#include <string.h>

#include "store/engine.h"
#include "support/stores.h"

static bool starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* Scripts, halves of statements, and transactions are run by the engine, not prepared. */
static bool is_for(const struct statement *statement, enum store_engine engine,
		   enum store_schema schema)
{
	if (statement->schema != schema) {
		return false;
	}
	if (statement->role != ROLE_ENGINE) {
		return true;
	}
	return starts(statement->name, engine == STORE_SQLITE ? "sqlite_" : "postgres_") &&
	       strcmp(statement->rows, "none") != 0;
}

/* A store of keys in the place of the test's own. */
static void open_keys(struct stores *t)
{
	struct store_options options = stores_options(t, STORE_CREATE);
	store_close(t->store);
	t->store = NULL;
	if (t->engine == STORE_POSTGRES) {
		database_run(t->location, "DROP SCHEMA public CASCADE");
		database_run(t->location, "CREATE SCHEMA public");
	} else {
		options.location = arena_format(t->c->arena, "%s/keys.store", t->folder).at;
	}
	options.schema = STORE_KEYS;
	assert_ok(t->c, store_open(t->c, &options, &t->store));
}

/* The parameters that the head promises can be bound. */
static void bind_all(struct stmt *stmt, const char *in)
{
	struct slice rest = slice_of(in);
	struct slice one;
	char name[64];
	while (in[0] != '\0' && slice_next(&rest, ',', &one)) {
		one = slice_trim(one);
		const size_t length = slice_find_byte(one, ' ');
		assert_true(length != SIZE_MAX && length < sizeof name);
		memcpy(name, one.at, length);
		name[length] = '\0';
		stmt_bind_null(stmt, name);
	}
}

static void prepare_all(struct stores *t, enum store_schema schema)
{
	struct db *db = stores_borrow(t);
	for (int id = 0; id < STATEMENT_COUNT; id++) {
		struct stmt *stmt = NULL;
		if (is_for(&STORE_STATEMENTS[id], t->engine, schema)) {
			assert_ok(t->c,
				  db_prepare_statement(t->c, db, (enum statement_id)id, &stmt));
			bind_all(stmt, STORE_STATEMENTS[id].in);
			stmt_finish(stmt);
		}
	}
	stores_return(t, db);
}

static void every_statement_can_be_prepared_with_the_parameters_of_its_head(void **state)
{
	struct stores *t = *state;
	prepare_all(t, STORE_DATA);
	open_keys(t);
	prepare_all(t, STORE_KEYS);
}

static void explain_all(struct stores *t, enum store_schema schema)
{
	struct db *db = stores_borrow(t);
	assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
	for (int id = 0; id < STATEMENT_COUNT; id++) {
		const struct statement *statement = &STORE_STATEMENTS[id];
		struct stmt *stmt = NULL;
		bool row = false;
		if (statement->role == ROLE_ENGINE || statement->scan ||
		    statement->schema != schema) {
			continue;
		}
		const struct slice sql =
			arena_format(t->c->arena, "EXPLAIN QUERY PLAN %s", statement->sql);
		assert_ok(t->c, db_prepare(t->c, db, sql, &stmt));
		assert_ok(t->c, stmt_step(t->c, stmt, &row));
		while (row) {
			if (slice_starts(stmt_text(stmt, 3), S("SCAN"))) {
				fail_msg("%s: %.*s", statement->name,
					 SLICE_PRINT(stmt_text(stmt, 3)));
			}
			assert_ok(t->c, stmt_step(t->c, stmt, &row));
		}
		stmt_finish(stmt);
	}
	stores_return(t, db);
}

static void no_statement_reads_a_whole_table_unless_its_head_says_so(void **state)
{
	struct stores *t = *state;
	explain_all(t, STORE_DATA);
	open_keys(t);
	explain_all(t, STORE_KEYS);
}

/* The generator lets no such statement into the catalogue; this is the second lock. */
static void a_reader_that_would_write_is_refused_when_it_is_prepared(void **state)
{
	struct stores *t = *state;
	struct db *db = stores_borrow(t);
	static const char *const texts[] = {
		"DELETE FROM meta",
		"INSERT INTO meta (name, value) VALUES ('x', 1)",
		"UPDATE meta SET value = 0 RETURNING value",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct stmt *stmt = NULL;
		assert_ok(t->c, db_begin(t->c, db, DB_WRITE));
		assert_failed(t->c, db_prepare_as(t->c, db, ROLE_READER, slice_of(texts[i]), &stmt),
			      ERR_DENIED, "store.role");
		db_rollback(db);
	}
	stores_return(t, db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_EACH_ENGINE(every_statement_can_be_prepared_with_the_parameters_of_its_head),
		ON_SQLITE(a_reader_that_would_write_is_refused_when_it_is_prepared),
		ON_SQLITE(no_statement_reads_a_whole_table_unless_its_head_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
