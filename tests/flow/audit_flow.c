/* The log at the machine: whole, shown, taken out, and found out when somebody went past it. */
#include "flow.h"

#include "base/file.h"
#include "support/stores.h"

struct place {
	struct ctx c;
	const char *location;
	const char *key_file;
	const char *database; /* NULL: a folder */
	const char *key_store;
};

struct answer {
	int exit_code;
	struct slice out;
	struct slice words;
};

static struct answer ask(struct place *place, const char *const *words)
{
	const char *arguments[24] = {NULL};
	const char *const options[] = {"--key-file",
				       place->key_file,
				       "--lang",
				       "en",
				       place->key_store != NULL ? "--key-store" : NULL,
				       place->key_store};
	struct answer answer;
	size_t count = 0;

	for (; words[count] != NULL; count++) {
		arguments[count] = words[count];
	}
	for (size_t i = 0; i < COUNT_OF(options) && options[i] != NULL; i++) {
		arguments[count++] = options[i];
	}
	answer.exit_code = program_run(place->c.arena, arguments, &answer.out, &answer.words);
	return answer;
}

#define ASK(place, ...)                                                                            \
	ask((place), (const char *const[]){__VA_ARGS__, "--store", (place)->location, NULL})

static void expect(const struct answer *answer, int exit_code, const char *says)
{
	if (answer->exit_code != exit_code ||
	    slice_find(answer->words, slice_of(says)) == SIZE_MAX) {
		fail_msg("exit %d, says: %.*s", answer->exit_code, SLICE_PRINT(answer->words));
	}
}

static const struct json_value *json_of(struct place *place, struct slice text)
{
	const struct json_value *value = NULL;
	assert_int_equal(json_parse(&place->c, text, &value), OK);
	return value;
}

static int open_place(void **state, bool is_server)
{
	struct place *place = test_calloc(1, sizeof *place);
	place->c.arena = arena_create();
	*state = place;
	const char *folder = scratch_folder(place->c.arena);
	place->key_file = arena_format(place->c.arena, "%s/root.key", folder).at;
	place->database = is_server ? database_create(place->c.arena) : NULL;
	place->key_store = is_server ? database_create(place->c.arena) : NULL;
	place->location =
		is_server ? place->database : arena_format(place->c.arena, "%s/place", folder).at;
	const char *const words[] = {"init", place->location, NULL};
	const struct answer answer = ask(place, words);
	if (answer.exit_code != 0) {
		print_error("init: %.*s\n", SLICE_PRINT(answer.words));
	}
	return answer.exit_code;
}

static int open_folder(void **state)
{
	return open_place(state, false);
}

static int open_databases(void **state)
{
	return open_place(state, true);
}

static int close_place(void **state)
{
	struct place *place = *state;
	if (place->database != NULL) {
		database_destroy(place->database);
		database_destroy(place->key_store);
	}
	arena_destroy(place->c.arena);
	test_free(place);
	return 0;
}

static const char *written(struct place *place, const char *name, struct slice text)
{
	const char *path =
		arena_format(place->c.arena, "%s/%s", scratch_folder(place->c.arena), name).at;
	assert_int_equal(file_create(&place->c, path, 0600, text), OK);
	return path;
}

static void showing_the_log_is_a_line_of_it(void **state)
{
	struct place *place = *state;
	struct answer answer = ASK(place, "audit", "show", "--json");
	expect(&answer, 0, "");
	answer = ASK(place, "audit", "show", "--json", "--limit", "1");
	const struct json_value *lines = json_get(json_of(place, answer.out), "lines");
	assert_int_equal(lines->count, 1);
	assert_true(json_is(json_get(&lines->items[0], "deed"), "read_log"));
	assert_true(json_is(json_get(&lines->items[0], "actor"), "console"));
	answer = ASK(place, "audit", "show", "--limit", "0");
	expect(&answer, 2, "--limit");
}

static void a_kept_head_proves_the_log_up_to_it(void **state)
{
	struct place *place = *state;
	struct answer answer = ASK(place, "audit", "show");
	answer = ASK(place, "audit", "head");
	expect(&answer, 0, "");
	const char *path = written(place, "head", answer.out);
	answer = ASK(place, "audit", "show");
	answer = ASK(place, "audit", "verify", "--head", path);
	expect(&answer, 0, "whole");
	answer = ASK(place, "audit", "verify", "--json");
	assert_true(json_get(json_of(place, answer.out), "whole")->kind == JSON_TRUE);
	answer = ASK(place, "audit", "verify", "--head", written(place, "other", S("nonsense\n")));
	expect(&answer, 1, "head");
}

static void it_goes_out_with_its_head_at_the_end(void **state)
{
	struct place *place = *state;
	struct slice text, line, last = {NULL, 0};
	const char *path =
		arena_format(place->c.arena, "%s/log", scratch_folder(place->c.arena)).at;
	struct answer answer = ASK(place, "audit", "export", path);
	expect(&answer, 0, "");
	assert_int_equal(file_read(&place->c, path, 1 << 20, &text), OK);
	while (slice_next(&text, '\n', &line)) {
		last = slice_empty(line) ? last : line;
	}
	const struct slice head = json_get(json_of(place, last), "head")->text;
	answer = ASK(place, "audit", "verify", "--head", written(place, "head", head));
	expect(&answer, 0, "whole");
	answer = ASK(place, "audit", "export", path);
	expect(&answer, 1, "");
}

/* On PostgreSQL, where a test reaches past the program as an administrator of the database does. */
static void a_changed_line_is_named_and_the_exit_is_1(void **state)
{
	struct place *place = *state;
	if (place->database == NULL) {
		return; /* tests/unit/record/audit_test.c does it to the file */
	}
	struct answer answer = ASK(place, "audit", "show");
	database_run(place->database, "ALTER TABLE audit DISABLE TRIGGER ALL;"
				      "UPDATE audit SET deed = 'x' || deed WHERE number = 1");
	answer = ASK(place, "audit", "verify");
	expect(&answer, 1, "Line 1 of the log was changed");
	answer = ASK(place, "audit", "verify", "--json");
	const struct json_value *fault = json_get(json_of(place, answer.out), "fault");
	assert_int_equal(answer.exit_code, 1);
	assert_true(json_is(json_get(fault, "code"), "audit.changed"));
	assert_true(slice_is(json_get(fault, "line")->text, "1"));
	database_run(place->database, "UPDATE audit SET deed = substr(deed, 2) WHERE number = 1;"
				      "ALTER TABLE audit ENABLE TRIGGER ALL");
	answer = ASK(place, "audit", "verify");
	expect(&answer, 0, "whole");
}

/* Who they are is proved before anything else is said. */
static void two_people_prove_who_they_are(void **state)
{
	struct place *place = *state;
	const char *secret = written(place, "password", S("not the right one\n"));
	struct answer answer = ASK(place, "erase", "c-1", "--as", "nobody", "--reason",
				   "it was asked for in writing", "--password-file", secret);
	assert_int_equal(answer.exit_code, 1);
	answer = ASK(place, "approval", "list", "--as", "nobody", "--password-file", secret);
	assert_int_equal(answer.exit_code, 1);
	answer = ASK(place, "approval", "allow", "x", "--as", "nobody", "--password-file", secret);
	assert_int_equal(answer.exit_code, 1);
	answer = ASK(place, "approval", "list");
	expect(&answer, 2, "--as");
	answer = ASK(place, "audit", "accept");
	expect(&answer, 2, "--reason");
	answer = ASK(place, "audit", "accept", "--reason", "short");
	expect(&answer, 1, "10");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(showing_the_log_is_a_line_of_it),
		cmocka_unit_test(a_kept_head_proves_the_log_up_to_it),
		cmocka_unit_test(it_goes_out_with_its_head_at_the_end),
		cmocka_unit_test(a_changed_line_is_named_and_the_exit_is_1),
		cmocka_unit_test(two_people_prove_who_they_are),
	};
	return cmocka_run_group_tests_name("SQLite", tests, open_folder, close_place) +
	       cmocka_run_group_tests_name("PostgreSQL", tests, open_databases, close_place);
}
