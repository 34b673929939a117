/* house.h - a whole house for a test: data store, key store, vault, dictionary, and doors for
 * anybody. Every test of sealed records runs in both houses, SQLite and PostgreSQL:
 *
 *     static void a_worker_sees_the_own_client(void **state)
 *     {
 *             struct house *house = *state;
 *             struct door door = house_door(house, &HOUSE_WORKER);
 *             ... house->c, &door ...
 *             door_close(&door);
 *     }
 *     static const struct CMUnitTest tests[] = {IN_EACH_HOUSE(a_worker_sees_the_own_client)};
 *
 * Two fictitious organisations are there from the start, with keys: "org-lotus" and "org-river".
 * A test program that includes this header gets the library and the server by itself
 * (tests/CMakeLists.txt).
 */
#ifndef SPEAN_TESTS_SUPPORT_HOUSE_H
#define SPEAN_TESTS_SUPPORT_HOUSE_H

#include "support/stores.h"

#include "record/record.h"
#include "vault/vault.h"

#define ORG_LOTUS S("org-lotus")
#define ORG_RIVER S("org-river")

struct house {
	struct ctx *c;
	struct stores *stores; /* the data: stores->store; t->folder is the test's own folder */
	const char *key_location;
	unsigned char page_key[STORE_KEY_BYTES]; /* of the key store */
	unsigned char root[VAULT_KEY_BYTES];
	struct vault *vault; /* a test may close it and set it to NULL */
	struct keys *keys;   /* of house_keys; given back at the end */
	struct model *model; /* of the first house_door */
};

int house_setup_sqlite(void **state);
int house_setup_postgres(void **state);
int house_teardown(void **state);

#define IN_SQLITE_HOUSE(test)                                                                      \
	{                                                                                          \
#test " (SQLite)", test, house_setup_sqlite, house_teardown, NULL                  \
	}
#define IN_POSTGRES_HOUSE(test)                                                                    \
	{                                                                                          \
#test " (PostgreSQL)", test, house_setup_postgres, house_teardown, NULL            \
	}
#define IN_EACH_HOUSE(test) IN_SQLITE_HOUSE(test), IN_POSTGRES_HOUSE(test)

/* The options that open the house's key store again. */
struct store_options house_key_options(const struct house *house, enum store_opening opening);
/* Close the vault and open it again with house->root. */
void house_reopen(struct house *house);
/* The house's own set of keys. */
struct keys *house_keys(struct house *house);

/* People of org-lotus, one a role, and some of org-river. Worker, colleague, supervisor, counsellor
 * and legal officer are of team "team-a". */
extern const struct actor HOUSE_WORKER;
extern const struct actor HOUSE_COLLEAGUE;  /* a case worker of the same team */
extern const struct actor HOUSE_STRANGER;   /* a case worker of team "team-b" */
extern const struct actor HOUSE_SUPERVISOR; /* of team-a */
extern const struct actor HOUSE_SUPERVISOR_B;
extern const struct actor HOUSE_COUNSELLOR;
extern const struct actor HOUSE_LEGAL_OFFICER;
extern const struct actor HOUSE_DATA_OFFICER;
extern const struct actor HOUSE_ADMINISTRATOR;
extern const struct actor HOUSE_HOST;
extern const struct actor HOUSE_AUDITOR;
extern const struct actor HOUSE_COALITION;
extern const struct actor RIVER_WORKER;
extern const struct actor RIVER_SUPERVISOR;
extern const struct actor RIVER_ADMINISTRATOR;
extern const struct actor HOUSE_CONSOLE; /* ACTOR_CONSOLE */
extern const struct actor HOUSE_ITSELF;  /* ACTOR_HOUSE */
extern const struct actor HOUSE_NOBODY;  /* ACTOR_NOBODY */

/* A door for somebody; the test closes it. At most one at a time needs a connection of each store
 * more: four are there. */
struct door house_door(struct house *house, const struct actor *actor);
/* The same with a typed reason. */
struct door house_door_with_reason(struct house *house, const struct actor *actor,
				   const char *reason);
/* The rows of both organisations in the public register. */
void house_register_organisations(struct house *house);

#endif
