#include "flow.h"

#include "support/stores.h"

static int open_place(void **state, const char *place, char *folder, const char *database)
{
	struct flow *flow = *state;
	struct slice out;
	struct slice words;

	flow->place = place;
	flow->folder = folder;
	flow->database = database;
	const char *const init[] = {"init",        place,         flow->keys[0], flow->keys[1],
				    flow->keys[2], flow->keys[3], NULL};
	if (program_run(flow->c.arena, init, &out, &words) != 0) {
		print_error("init: %.*s\n", SLICE_PRINT(words));
		return -1;
	}
	flow->server = server_start(flow->c.arena, place, flow->keys);
	return 0;
}

struct slice flow_command(struct flow *flow, const char *const *arguments)
{
	const char *all[32] = {NULL};
	struct slice out;
	struct slice words;
	size_t count = 0;

	for (size_t i = 0; arguments[i] != NULL; i++) {
		assert_true(count < 24);
		all[count++] = arguments[i];
	}
	all[count++] = "--store";
	all[count++] = flow->place;
	for (size_t i = 0; flow->keys[i] != NULL; i++) {
		all[count++] = flow->keys[i];
	}
	const int exit_code = program_run(flow->c.arena, all, &out, &words);
	if (exit_code != 0) {
		fail_msg("%s %s: exit %d, %.*s", arguments[0], arguments[1], exit_code,
			 SLICE_PRINT(words));
	}
	return out;
}

static struct flow *flow_create(void)
{
	struct flow *flow = test_calloc(1, sizeof *flow);
	flow->c.arena = arena_create();
	return flow;
}

static int open_sqlite(void **state)
{
	struct flow *flow = flow_create();
	*state = flow;
	char *folder = folder_create();
	return open_place(state, folder, folder, NULL);
}

static int open_postgres(void **state)
{
	struct flow *flow = flow_create();
	*state = flow;
	const char *database = database_create(flow->c.arena);
	flow->key_database = database_create(flow->c.arena);
	flow->keys[0] = "--key-store";
	flow->keys[1] = flow->key_database;
	flow->keys[2] = "--key-file";
	flow->keys[3] =
		arena_format(flow->c.arena, "%s/spean.key", scratch_folder(flow->c.arena)).at;
	return open_place(state, database, NULL, database);
}

static int close_place(void **state)
{
	struct flow *flow = *state;
	const int exit_code = server_stop(&flow->server);
	if (flow->folder != NULL) {
		folder_destroy(flow->folder);
		free(flow->folder);
	}
	if (flow->database != NULL) {
		database_destroy(flow->database);
		database_destroy(flow->key_database);
	}
	arena_destroy(flow->c.arena);
	test_free(flow);
	return exit_code;
}

int flow_run(const struct CMUnitTest *tests, size_t count)
{
	return _cmocka_run_group_tests("SQLite", tests, count, open_sqlite, close_place) +
	       _cmocka_run_group_tests("PostgreSQL", tests, count, open_postgres, close_place);
}

const struct json_value *flow_json(struct flow *flow, int exit_code, const char *const *arguments)
{
	struct slice out;
	struct slice words;
	const struct json_value *value = NULL;
	const int got = program_run(flow->c.arena, arguments, &out, &words);

	if (got != exit_code) {
		fail_msg("exit %d, not %d: %.*s", got, exit_code, SLICE_PRINT(words));
	}
	if (json_parse(&flow->c, out, &value) != OK) {
		fail_msg("no JSON (%s %s): %.*s", flow->c.fail.key, flow->c.fail.detail,
			 SLICE_PRINT(slice_between(out, 0, 400)));
	}
	return value;
}

const struct json_value *json_at(const struct json_value *value, const char *path)
{
	struct slice rest = slice_of(path);
	struct slice name;

	while (slice_next(&rest, '.', &name)) {
		const struct json_value *found = NULL;
		for (size_t i = 0; value->kind == JSON_OBJECT && i < value->count; i++) {
			if (slice_equal(value->keys[i], name)) {
				found = &value->items[i];
			}
		}
		if (found == NULL) {
			fail_msg("no member %.*s of %s", SLICE_PRINT(name), path);
		}
		value = found;
	}
	return value;
}

bool json_is(const struct json_value *value, const char *text)
{
	switch (value->kind) {
	case JSON_TRUE:
		return strcmp(text, "true") == 0;
	case JSON_FALSE:
		return strcmp(text, "false") == 0;
	case JSON_NULL:
		return strcmp(text, "null") == 0;
	default:
		return slice_is(value->text, text);
	}
}
