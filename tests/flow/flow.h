/* flow.h - a place (a store of its own) and the program serving it, once for each engine.
 *
 * The tests of a flow share one served store and must leave it as they found it.
 */
#ifndef SPEAN_TESTS_FLOW_H
#define SPEAN_TESTS_FLOW_H

#include "../testing.h"

#include "base/json.h"
#include "support/server.h"

struct flow {
	struct ctx c;
	const char *place; /* for --store */
	struct server server;
	char *folder;
	const char *database;
	const char *key_database;
	const char *keys[5]; /* options that name the keys, NULL at the end; none beside a folder */
};

/* Run the tests twice, on SQLite and on PostgreSQL; the number of failed ones. */
int flow_run(const struct CMUnitTest *tests, size_t count);

/* Run the program with arguments, --store and the keys; the exit code must be 0. */
struct slice flow_command(struct flow *flow, const char *const *arguments);
/* Run the program with arguments; stdout as JSON. The exit code must be `exit_code`. */
const struct json_value *flow_json(struct flow *flow, int exit_code, const char *const *arguments);
/* The member of a member: "outside.injury_and_death". Fails the test where there is none. */
const struct json_value *json_at(const struct json_value *value, const char *path);
bool json_is(const struct json_value *value, const char *text);

#endif
