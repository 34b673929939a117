/* user_flow.c - accounts from the machine itself, while the program serves the same place. */
#include "flow.h"

static const struct json_value *users(struct flow *flow)
{
	const char *arguments[] = {"user", "list", "--json", NULL};
	const struct json_value *list;
	assert_int_equal(json_parse(&flow->c, flow_command(flow, arguments), &list), OK);
	return list;
}

static const struct json_value *user(struct flow *flow, const char *name)
{
	const struct json_value *list = users(flow);
	for (size_t i = 0; i < list->count; i++) {
		if (json_is(json_at(&list->items[i], "sign_in_name"), name)) {
			return &list->items[i];
		}
	}
	return NULL;
}

/* The path of the only line that was printed. */
static struct slice path_of_link(struct slice out)
{
	const struct slice line = slice_trim(out);
	assert_true(slice_starts(line, S("https://spean.example/welcome/")));
	assert_int_equal(slice_find_byte(line, '\n'), SIZE_MAX);
	return slice_between(line, strlen("https://spean.example"), line.length);
}

static void an_account_is_made_with_a_link_that_the_server_knows(void **state)
{
	struct flow *flow = *state;
	const char *organisation[] = {"organisation", "add", "chab-dai", NULL};
	const char *add[] = {"user",
			     "add",
			     "flow-dara",
			     "--organisation",
			     "chab-dai",
			     "--roles",
			     "case_worker;auditor",
			     "--origin",
			     "https://spean.example/",
			     NULL};
	const char *reset[] = {"user", "reset", "flow-dara", "--origin", "https://spean.example",
			       NULL};

	(void)flow_command(flow, organisation);
	const struct slice first = path_of_link(flow_command(flow, add));
	assert_true(json_is(json_at(user(flow, "flow-dara"), "state"), "invited"));
	assert_true(json_is(json_at(user(flow, "flow-dara"), "organisation"), "chab-dai"));
	assert_int_equal(json_at(user(flow, "flow-dara"), "roles")->count, 2);
	assert_int_equal(
		server_get(flow->c.arena, &flow->server, arena_cstr(flow->c.arena, first)).status,
		200);
	const struct slice second = path_of_link(flow_command(flow, reset));
	assert_int_not_equal(
		server_get(flow->c.arena, &flow->server, arena_cstr(flow->c.arena, first)).status,
		200);
	assert_int_equal(
		server_get(flow->c.arena, &flow->server, arena_cstr(flow->c.arena, second)).status,
		200);
}

static void an_account_is_locked_opened_and_left(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *verb;
		const char *state;
	} STEPS[] = {
		{"lock", "locked"},
		{"unlock", "invited"}, /* nobody has used the link yet */
		{"leave", "left"},
	};

	for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
		const char *arguments[] = {"user", STEPS[i].verb, "flow-dara", NULL};
		(void)flow_command(flow, arguments);
		assert_true(json_is(json_at(user(flow, "flow-dara"), "state"), STEPS[i].state));
	}
}

static int refused(struct flow *flow, const char *const *arguments)
{
	const char *all[32];
	struct slice out;
	struct slice errors;
	size_t count = 0;
	while (arguments[count] != NULL) {
		all[count] = arguments[count];
		count++;
	}
	all[count++] = "--store";
	all[count++] = flow->place;
	for (size_t i = 0; flow->keys[i] != NULL; i++) {
		all[count++] = flow->keys[i];
	}
	all[count] = NULL;
	return program_run(flow->c.arena, all, &out, &errors);
}

static void wrong_wishes_are_refused(void **state)
{
	struct flow *flow = *state;
	const char *no_role[] = {"user",     "add",     "x",    "--organisation",
				 "chab-dai", "--roles", "boss", NULL};
	const char *no_organisation[] = {"user",   "add",     "x",    "--organisation",
					 "nobody", "--roles", "host", NULL};
	const char *nobody[] = {"user", "lock", "nobody-of-that-name", NULL};
	const char *twice[] = {"organisation", "add", "chab-dai", NULL};
	const char *demo[] = {"demo", NULL};

	assert_int_equal(refused(flow, no_role), 2);
	assert_int_equal(refused(flow, no_organisation), 1);
	assert_int_equal(refused(flow, nobody), 1);
	assert_int_equal(refused(flow, twice), 1);
	assert_int_equal(refused(flow, demo), 1); /* a store in use is never made a demo */
}

static void a_demo_prints_one_sign_in_for_each_role_of_two_houses(void **state)
{
	struct flow *flow = *state;
	const char *folder = scratch_folder(flow->c.arena);
	const char *place = arena_format(flow->c.arena, "%s/demo", folder).at;
	const char *init[] = {"init", place, "--empty", NULL};
	const char *demo[] = {"demo", "--store", place, NULL};
	struct slice out;
	struct slice errors;
	size_t lines = 0;
	struct slice line;

	assert_int_equal(program_run(flow->c.arena, init, &out, &errors), 0);
	assert_int_equal(program_run(flow->c.arena, demo, &out, &errors), 0);
	for (struct slice rest = slice_trim(out); slice_next(&rest, '\n', &line);) {
		lines++;
	}
	assert_int_equal(lines, 1 + 2 * 9);
	assert_int_not_equal(slice_find(out, S("case_worker.lotus")), SIZE_MAX);
	assert_int_not_equal(slice_find(out, S("coalition.river")), SIZE_MAX);
	assert_int_equal(program_run(flow->c.arena, demo, &out, &errors), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_is_made_with_a_link_that_the_server_knows),
		cmocka_unit_test(an_account_is_locked_opened_and_left),
		cmocka_unit_test(wrong_wishes_are_refused),
		cmocka_unit_test(a_demo_prints_one_sign_in_for_each_role_of_two_houses),
	};
	return flow_run(tests, COUNT_OF(tests));
}
