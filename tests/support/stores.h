/* stores.h - every test of records runs on both engines.
 *
 *     static void a_row_comes_back_as_it_went(void **state)
 *     {
 *             struct stores *t = *state;
 *             ... t->c, t->store ...
 *     }
 *     static const struct CMUnitTest tests[] = {ON_EACH_ENGINE(a_row_comes_back_as_it_went)};
 *
 * On SQLite each test gets a new encrypted file in a folder of its own, on PostgreSQL a new
 * database on the server that the ctest fixture `postgres` started (tests/support/postgres.sh). A
 * server that is not there is a failure, never a skip. A test program that includes this header
 * gets the library and the fixture by itself (tests/CMakeLists.txt).
 */
#ifndef SPEAN_TESTS_SUPPORT_STORES_H
#define SPEAN_TESTS_SUPPORT_STORES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "store/migrate.h"
#include "store/store.h"

struct stores {
	struct ctx *c;
	struct store *store; /* open; a test may close it and set it to NULL */
	enum store_engine engine;
	const char *folder;   /* a folder of the test's own, empty but for the store */
	const char *location; /* of the store */
	unsigned char key[STORE_KEY_BYTES];
	const struct migrations *migrations; /* that the store was opened with */
	struct db *borrowed[8];
};

int stores_setup_sqlite(void **state);
int stores_setup_postgres(void **state);
int stores_teardown(void **state);

#define ON_SQLITE(test)                                                                            \
	{                                                                                          \
#test " (SQLite)", test, stores_setup_sqlite, stores_teardown, NULL                \
	}
#define ON_POSTGRES(test)                                                                          \
	{                                                                                          \
#test " (PostgreSQL)", test, stores_setup_postgres, stores_teardown, NULL          \
	}
#define ON_EACH_ENGINE(test) ON_SQLITE(test), ON_POSTGRES(test)

/* The options that open the test's store again. */
struct store_options stores_options(const struct stores *t, enum store_opening opening);
/* Close and open again: what was committed is there, what was not is gone. */
void stores_reopen(struct stores *t);
/* The same with one more migration, which makes tables for the test. */
void stores_add_tables(struct stores *t, const char *sql);

/* A connection, and giving it back. The end of a failed test gives back what is left. */
struct db *stores_borrow(struct stores *t);
void stores_return(struct stores *t, struct db *db);
/* One statement without parameters, in the writer's role. */
err sql_run(struct stores *t, struct db *db, const char *sql);
/* The first column of the first row, which must be there. */
int64_t sql_number(struct stores *t, struct db *db, const char *sql);

/* Fail the test with the key and the detail, unless `result` is OK. */
void assert_ok(const struct ctx *c, err result);
/* Fail the test unless `result` is `code` with message `key`. */
void assert_failed(const struct ctx *c, err result, err code, const char *key);

/* A new empty folder, and its end with all that is in it (one level of folders). */
char *folder_create(void);
void folder_destroy(const char *folder);
/* Names and contents of all its files: equal means that nothing was changed, added or left. */
struct slice folder_snapshot(struct arena *arena, const char *folder);
/* Overwrite or create a file. */
void file_put(const char *path, struct slice bytes);
/* A new empty database on the test's server: its postgres:// address in `arena`. */
const char *database_create(struct arena *arena);
void database_destroy(const char *location);
/* SQL past the store, as an administrator would run it. */
void database_run(const char *location, const char *sql);

#endif
