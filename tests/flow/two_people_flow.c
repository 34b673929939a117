/* Deeds at the machine while it serves: an erasure that is asked by one, allowed by another, done
 * once and written down; new keys. */
#include "staff.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/file.h"
#include "record/keyring.h"
#include "record/record.h"
#include "support/stores.h"

#define HOME "hagar"

static struct person people[] = {
	{.name = "first",
	 .organisation = HOME,
	 .roles = "supervisor;administrator",
	 .team = "team-a"},
	{.name = "second",
	 .organisation = HOME,
	 .roles = "supervisor;administrator",
	 .team = "team-a"},
	{.name = "worker", .organisation = HOME, .roles = "case_worker", .team = "team-a"},
};

static struct slice account_of(struct flow *flow, const char *name)
{
	const struct slice text =
		flow_command(flow, (const char *const[]){"user", "list", "--json", NULL});
	const struct json_value *accounts = NULL;
	assert_int_equal(json_parse(&flow->c, text, &accounts), OK);
	for (size_t i = 0; i < accounts->count; i++) {
		if (json_is(json_get(&accounts->items[i], "sign_in_name"), name)) {
			return json_get(&accounts->items[i], "id")->text;
		}
	}
	fail_msg("no account %s", name);
	return S("");
}

static struct keyring *open_keys(struct flow *flow)
{
	struct arena *arena = flow->c.arena;
	const bool is_folder = flow->database == NULL;
	const struct keyring_place place = {
		.data = is_folder ? arena_format(arena, "%s/spean.db", flow->place).at
				  : flow->database,
		.keys = is_folder ? arena_format(arena, "%s/spean.keys", flow->place).at
				  : flow->key_database,
		.header = is_folder ? arena_format(arena, "%s/spean.vault", flow->place).at : NULL,
		.key_file = is_folder ? arena_format(arena, "%s/spean.key", flow->place).at
				      : flow->keys[3],
	};
	const struct keyring_asker nobody = {0};
	struct keyring *keyring = NULL;
	assert_ok(&flow->c, keyring_open(&flow->c, &place, &nobody, &keyring));
	return keyring;
}

/* As a page of case work will do it: a client is made, or opened by its id. */
static struct slice client_of(struct flow *flow, const char *by, struct slice id)
{
	const struct actor actor = {
		.kind = ACTOR_STAFF,
		.account = account_of(flow, by),
		.organisation = S(HOME),
		.team = S("team-a"),
		.roles = STAFF_BIT(STAFF_CASE_WORKER),
		.purpose = S("casework"),
	};
	struct keyring *keyring = open_keys(flow);
	struct record client = {.values = values_create(flow->c.arena, model_kind("client"))};
	struct model *model = NULL;
	struct door door;
	values_set(&client.values, "name", S("Chan Sopheap"));
	assert_ok(&flow->c, model_load(&flow->c, &SPEAN_EMBEDDED, &model));
	assert_ok(&flow->c, door_open_for(&flow->c, keyring_data(keyring), keyring_vault(keyring),
					  model, &actor, &door));
	assert_ok(&flow->c, slice_empty(id) ? record_save(&flow->c, &door, &client)
					    : record_load(&flow->c, &door, model_kind("client"), id,
							  &client));
	door_close(&door);
	keyring_close(keyring);
	assert_string_equal(arena_cstr(flow->c.arena, record_get(&client, "name")), "Chan Sopheap");
	return record_id(&client);
}

struct answer {
	int exit_code;
	struct slice out;
	struct slice words;
};

/* The words, then who it is and how that is proved. */
static struct answer ask_as(struct flow *flow, struct person *person, const char *const *words)
{
	const char *folder = scratch_folder(flow->c.arena);
	const char *secret = arena_format(flow->c.arena, "%s/password", folder).at;
	const char *code = arena_cstr(flow->c.arena, person->recovery[person->recovery_used++]);
	const char *const proof[] = {"--as", person->name, "--password-file", secret,   "--code",
				     code,   "--store",    flow->place,       "--lang", "en"};
	const char *arguments[32] = {NULL};
	struct answer answer;
	size_t count = 0;
	assert_int_equal(file_create(&flow->c, secret, 0600, S("calm river bridge lantern\n")), OK);
	for (; words[count] != NULL; count++) {
		arguments[count] = words[count];
	}
	for (size_t i = 0; i < COUNT_OF(proof); i++) {
		arguments[count++] = proof[i];
	}
	for (size_t i = 0; flow->keys[i] != NULL; i++) {
		arguments[count++] = flow->keys[i];
	}
	answer.exit_code = program_run(flow->c.arena, arguments, &answer.out, &answer.words);
	return answer;
}

#define ASK_AS(flow, person, ...) ask_as((flow), (person), (const char *const[]){__VA_ARGS__, NULL})

static void expect(const struct answer *answer, int exit_code, const char *says)
{
	if (answer->exit_code != exit_code ||
	    slice_find(answer->words, slice_of(says)) == SIZE_MAX) {
		fail_msg("exit %d, says: %.*s", answer->exit_code, SLICE_PRINT(answer->words));
	}
}

static const struct json_value *json_of(struct flow *flow, struct slice text)
{
	const struct json_value *value = NULL;
	assert_int_equal(json_parse(&flow->c, text, &value), OK);
	return value;
}

static bool log_has(struct flow *flow, const char *record, const char *deed, const char *outcome)
{
	/* However many sign-ins a quick machine made meanwhile. */
	const struct slice text =
		flow_command(flow, (const char *const[]){"audit", "show", "--record", record,
							 "--limit", "1000", "--json", NULL});
	const struct json_value *lines = json_get(json_of(flow, text), "lines");
	for (size_t i = 0; i < lines->count; i++) {
		if (json_is(json_get(&lines->items[i], "deed"), deed) &&
		    json_is(json_get(&lines->items[i], "outcome"), outcome)) {
			return true;
		}
	}
	return false;
}

/* The only thing that waits, as the first supervisor sees it. */
static const char *what_waits(struct flow *flow, const char *deed)
{
	const struct answer answer = ASK_AS(flow, &people[0], "approval", "list", "--json");
	const struct json_value *list = json_get(json_of(flow, answer.out), "approvals");
	assert_int_equal(list->count, 1);
	assert_true(json_is(json_get(&list->items[0], "deed"), deed));
	return arena_cstr(flow->c.arena, json_get(&list->items[0], "id")->text);
}

/* The case worker asks, a supervisor allows, and the file comes once. */
static void export_takes_two(struct flow *flow, const char *client)
{
	struct answer answer = ASK_AS(flow, &people[2], "file", "export", client, "--reason",
				      "the court asked in writing");
	expect(&answer, 1, "Another person must allow");
	assert_int_equal(answer.out.length, 0);
	answer = ASK_AS(flow, &people[0], "approval", "allow", what_waits(flow, "export"));
	expect(&answer, 0, "Allowed");
	answer = ASK_AS(flow, &people[2], "file", "export", client, "--reason",
			"the court asked in writing");
	expect(&answer, 0, "");
	const struct json_value *file = json_of(flow, answer.out);
	assert_true(json_is(json_at(file, "client.name"), "Chan Sopheap"));
	assert_int_equal(json_get(file, "notes")->count, 0);
	answer = ASK_AS(flow, &people[2], "file", "export", client, "--reason",
			"the court asked in writing");
	expect(&answer, 1, "Another person must allow");
	answer = ASK_AS(flow, &people[0], "approval", "refuse", what_waits(flow, "export"));
	expect(&answer, 0, "");
	assert_true(log_has(flow, client, "export", "done"));
}

static void an_erasure_takes_two_and_stays_in_the_log(void **state)
{
	struct flow *flow = *state;
	staff_organisation(flow, HOME);
	for (size_t i = 0; i < COUNT_OF(people); i++) {
		people[i].recovery_used = 0;
		staff_invite(flow, &people[i]);
		staff_accept(flow, &people[i]);
		staff_set_up(flow, &people[i]);
	}
	const char *client = arena_cstr(flow->c.arena, client_of(flow, "worker", S("")));

	export_takes_two(flow, client);
	struct answer answer = ASK_AS(flow, &people[2], "erase", client, "--reason",
				      "she asked for it in writing");
	expect(&answer, 1, "");
	answer = ASK_AS(flow, &people[0], "erase", client, "--reason", "short");
	expect(&answer, 1, "10");
	answer = ASK_AS(flow, &people[0], "erase", client, "--json", "--reason",
			"she asked for it in writing");
	expect(&answer, 0, "");
	const struct json_value *asked = json_of(flow, answer.out);
	assert_true(json_is(json_get(asked, "state"), "asked"));
	const char *id = arena_cstr(flow->c.arena, json_get(asked, "approval")->text);

	answer = ASK_AS(flow, &people[0], "approval", "allow", id);
	expect(&answer, 1, "Another person");
	answer = ASK_AS(flow, &people[2], "approval", "allow", id);
	expect(&answer, 1, "role");
	answer = ASK_AS(flow, &people[1], "approval", "list", "--json");
	const struct json_value *list = json_get(json_of(flow, answer.out), "approvals");
	assert_int_equal(list->count, 1);
	assert_true(json_is(json_get(&list->items[0], "reason"), "she asked for it in writing"));
	answer = ASK_AS(flow, &people[1], "approval", "allow", id);
	expect(&answer, 0, "Allowed");

	answer = ASK_AS(flow, &people[0], "erase", client, "--reason",
			"she asked for it in writing");
	expect(&answer, 0, "Done");
	assert_true(log_has(flow, client, "ask_approval", "done"));
	assert_true(log_has(flow, client, "allow", "denied"));
	assert_true(log_has(flow, client, "allow", "done"));
	assert_true(log_has(flow, client, "erase", "done"));
	(void)flow_command(flow, (const char *const[]){"audit", "verify", NULL});
}

/* After the others: the people are there. */
static void a_new_root_key_takes_two(void **state)
{
	struct flow *flow = *state;
	struct answer answer = ASK_AS(flow, &people[2], "vault", "rotate", "root", "--reason",
				      "a laptop was stolen");
	expect(&answer, 1, "");
	answer = ASK_AS(flow, &people[1], "vault", "rotate", "root", "--reason",
			"a laptop was stolen");
	expect(&answer, 1, "Another person must allow");
	answer = ASK_AS(flow, &people[0], "approval", "allow", what_waits(flow, "ceremony"));
	expect(&answer, 0, "Allowed");
	answer = ASK_AS(flow, &people[1], "vault", "rotate", "root", "--reason",
			"a laptop was stolen");
	expect(&answer, 0, "");
	const struct slice text =
		flow_command(flow, (const char *const[]){"vault", "status", "--json", NULL});
	assert_true(json_is(json_get(json_of(flow, text), "root_version"), "2"));
	(void)flow_command(flow, (const char *const[]){"audit", "verify", NULL});
}

/* `spean vault rotate subject ID`, beside what the test does. */
struct rotation {
	const char *arguments[16];
	struct arena *arena;
	struct slice words;
	int exit_code;
	atomic_bool done;
};

static void *run_rotation(void *argument)
{
	struct rotation *rotation = argument;
	struct slice out;
	rotation->exit_code =
		program_run(rotation->arena, rotation->arguments, &out, &rotation->words);
	atomic_store(&rotation->done, true);
	return NULL;
}

/* People sign in, and who is signed in stays so, while the keys of `id` are changed. */
static void rotate_meanwhile(struct flow *flow, struct person *person, struct slice id)
{
	struct rotation rotation = {
		.arguments = {"vault", "rotate", "subject", arena_cstr(flow->c.arena, id),
			      "--store", flow->place, "--lang", "en"},
		.arena = arena_create(),
	};
	pthread_t thread;
	for (size_t i = 0; flow->keys[i] != NULL; i++) {
		rotation.arguments[8 + i] = flow->keys[i];
	}
	assert_int_equal(pthread_create(&thread, NULL, run_rotation, &rotation), 0);
	do {
		struct person again = *person;
		staff_sign_in_half(flow, &again);
		assert_int_equal(staff_get(flow, person, "/account").status, 200);
	} while (!atomic_load(&rotation.done));
	assert_int_equal(pthread_join(thread, NULL), 0);
	if (rotation.exit_code != 0) {
		fail_msg("says: %.*s", SLICE_PRINT(rotation.words));
	}
	arena_destroy(rotation.arena);
}

/* After the others: the people are there. */
static void new_keys_of_a_person_close_nothing(void **state)
{
	struct flow *flow = *state;
	struct person *worker = &people[2];
	const struct slice client = client_of(flow, "worker", S(""));
	const struct slice account = account_of(flow, "worker");
	staff_sign_in(flow, worker);
	for (int round = 0; round < 2; round++) {
		rotate_meanwhile(flow, worker, account);
		rotate_meanwhile(flow, worker, client);
	}
	staff_sign_in(flow, worker);
	(void)client_of(flow, "worker", client);
	assert_true(log_has(flow, arena_cstr(flow->c.arena, account), "rotate", "done"));
	assert_true(log_has(flow, arena_cstr(flow->c.arena, client), "rotate", "done"));
	(void)flow_command(flow, (const char *const[]){"audit", "verify", NULL});
	(void)flow_command(flow, (const char *const[]){"check", NULL});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_erasure_takes_two_and_stays_in_the_log),
		cmocka_unit_test(a_new_root_key_takes_two),
		cmocka_unit_test(new_keys_of_a_person_close_nothing),
	};
	return flow_run(tests, COUNT_OF(tests));
}
