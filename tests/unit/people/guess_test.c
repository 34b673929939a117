/* Guessing: what it costs the guesser, and that it costs nobody else (docs/rules/people.md, P8 to
 * P12). Time is an argument; hours pass without anybody waiting. */
#include "team.h"

#include "base/clock.h"

enum { WORKER = STAFF_BIT(STAFF_CASE_WORKER), TRIES = 10000 };

struct guesses {
	size_t refused; /* the password was looked at, and wrong */
	size_t waited;  /* turned away before anything was looked at */
	int64_t end_ms;
};

/* One try a second. */
static struct guesses guess(struct house *house, const char *name, const char *peer_form,
			    size_t tries, int64_t now_ms)
{
	struct guesses guesses = {0, 0, now_ms};
	struct arena *kept = house->c->arena;
	struct door door = open_as(house, &HOUSE_ITSELF);

	for (size_t i = 0; i < tries; i++) {
		struct sign_in ignored;
		house->c->arena = arena_create();
		char peer[64];
		(void)snprintf(peer, sizeof peer, "%s%zu", peer_form, i % 65536);
		const struct slice from =
			slice_of(peer_form[strlen(peer_form) - 1] == ':' ? peer : peer_form);
		const struct slice password =
			arena_format(house->c->arena, "a long guess number %zu", i);
		const err result = people_sign_in(house->c, &door, slice_of(name), password, from,
						  guesses.end_ms, &ignored);
		guesses.refused += result == ERR_DENIED ? 1 : 0;
		guesses.waited += result == ERR_LIMIT ? 1 : 0;
		assert_true(result == ERR_DENIED || result == ERR_LIMIT);
		guesses.end_ms += SECOND;
		arena_destroy(house->c->arena);
		house->c->arena = kept;
	}
	door_close(&door);
	return guesses;
}

static void ten_thousand_tries_are_few_looks_and_the_owner_comes_in_from_elsewhere(void **state)
{
	struct house *house = *state;
	struct sign_in mine;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct guesses guesses = guess(house, "dara", "203.0.113.5", TRIES, clock_now_ms());
	assert_int_equal(guesses.refused + guesses.waited, TRIES);
	assert_true(guesses.refused >= 5 && guesses.refused < 40);
	/* The owner, at home where he never was before, at the same moment. */
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, guesses.end_ms, &mine));
	/* A colleague too. */
	(void)active(house, ORG_LOTUS, "sok", WORKER);
	assert_ok(house->c, sign_in(house, "sok", PASSWORD, ELSEWHERE, guesses.end_ms, &mine));
}

static void a_name_that_nobody_has_is_guessed_at_as_slowly(void **state)
{
	struct house *house = *state;

	open_organisations(house);
	const struct guesses guesses = guess(house, "nobody", "203.0.113.5", 1000, clock_now_ms());
	assert_true(guesses.refused >= 5 && guesses.refused < 20);
}

static void one_network_trying_many_names_is_slowed_as_a_whole(void **state)
{
	struct house *house = *state;
	int64_t now = clock_now_ms();
	size_t refused = 0;
	struct sign_in mine;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	for (int i = 0; i < 600; i++) {
		const struct slice name = arena_format(house->c->arena, "name%d", i);
		const err result =
			sign_in(house, name.at, S("a long guess"), S("203.0.113.5"), now, &mine);
		refused += result == ERR_DENIED ? 1 : 0;
		now += SECOND;
	}
	assert_true(refused >= 20 && refused < 40);
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &mine));
}

static void somebody_known_at_an_address_is_not_made_to_pay_for_others_there(void **state)
{
	struct house *house = *state;
	int64_t now = clock_now_ms();
	struct sign_in mine;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &mine));
	for (int i = 0; i < 200; i++) {
		const struct slice name = arena_format(house->c->arena, "name%d", i);
		(void)!sign_in(house, name.at, S("a long guess"), HOME, now, &mine);
	}
	assert_failed(house->c, sign_in(house, "newcomer", S("a long guess"), HOME, now, &mine),
		      ERR_LIMIT, "people.wait");
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &mine));
}

static void the_addresses_of_one_ipv6_network_count_as_one(void **state)
{
	struct house *house = *state;

	open_organisations(house);
	const struct guesses guesses = guess(house, "dara", "2001:db8:1:2::", 1000, clock_now_ms());
	assert_true(guesses.refused >= 5 && guesses.refused < 20);
}

static void an_account_tried_from_many_networks_leaves_each_new_one_less(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in mine;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	for (int i = 0; i < 60; i++) {
		const struct slice peer = arena_format(house->c->arena, "203.0.113.%d", i);
		assert_failed(house->c, sign_in(house, "dara", S("a long guess"), peer, now, &mine),
			      ERR_DENIED, "people.sign_in");
	}
	/* One free try from a new network is left, then it waits. */
	assert_failed(house->c,
		      sign_in(house, "dara", S("a long guess"), S("203.0.113.99"), now, &mine),
		      ERR_DENIED, "people.sign_in");
	assert_failed(house->c,
		      sign_in(house, "dara", S("a long guess"), S("203.0.113.99"), now, &mine),
		      ERR_DENIED, "people.sign_in");
	assert_failed(house->c,
		      sign_in(house, "dara", S("a long guess"), S("203.0.113.99"), now, &mine),
		      ERR_LIMIT, "people.wait");
	/* The owner's first try counts. */
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &mine));
}

static void waiting_is_told_in_seconds_and_grows(void **state)
{
	struct house *house = *state;
	int64_t now = clock_now_ms();
	struct sign_in mine;
	static const char *const seconds[] = {"seconds=1", "seconds=2", "seconds=4", "seconds=8"};

	open_organisations(house);
	for (int i = 0; i < 5; i++) {
		assert_failed(house->c, sign_in(house, "x", S("a guess"), HOME, now, &mine),
			      ERR_DENIED, "people.sign_in");
	}
	for (size_t i = 0; i < COUNT_OF(seconds); i++) {
		assert_failed(house->c, sign_in(house, "x", S("a guess"), HOME, now, &mine),
			      ERR_DENIED, "people.sign_in");
		assert_fail(house->c, sign_in(house, "x", S("a guess"), HOME, now, &mine),
			    ERR_LIMIT, "people.wait", seconds[i]);
		now += ((int64_t)SECOND << i);
	}
	/* After a day without a try all is forgotten. */
	now += 25 * (int64_t)HOUR;
	for (int i = 0; i < 5; i++) {
		assert_failed(house->c, sign_in(house, "x", S("a guess"), HOME, now, &mine),
			      ERR_DENIED, "people.sign_in");
	}
}

static void a_right_password_forgives_the_slips_before_it(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in mine;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	for (int round = 0; round < 6; round++) {
		for (int i = 0; i < 4; i++) {
			assert_failed(house->c,
				      sign_in(house, "dara", S("a slip"), HOME, now, &mine),
				      ERR_DENIED, "people.sign_in");
		}
		assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &mine));
	}
}

/* Five people of one house who guess at their own passwords are nothing to a sixth in another. */
static void own_passwords_are_guessed_at_without_harm_to_others(void **state)
{
	enum { GUESSERS = 6, GUESSES = 6 };
	struct house *house = *state;
	const int64_t now = clock_now_ms();

	open_organisations(house);
	for (int i = 0; i < GUESSERS; i++) {
		const char *name = arena_format(house->c->arena, "guesser %d", i).at;
		(void)active(house, ORG_LOTUS, name, WORKER);
		const struct actor actor = actor_of(house, name, now);
		struct door door = open_as(house, &actor);
		for (int k = 0; k < GUESSES; k++) {
			assert_failed(house->c,
				      people_confirm_password(house->c, &door, S("not mine")),
				      ERR_DENIED, "secret.wrong");
		}
		assert_failed(house->c, people_confirm_password(house->c, &door, S("not mine")),
			      ERR_LIMIT, "people.wait");
		door_close(&door);
	}
	(void)active(house, ORG_RIVER, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", now);
	struct door door = open_as(house, &dara);
	assert_ok(house->c, people_confirm_password(house->c, &door, PASSWORD));
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(
			ten_thousand_tries_are_few_looks_and_the_owner_comes_in_from_elsewhere),
		IN_EACH_HOUSE(a_name_that_nobody_has_is_guessed_at_as_slowly),
		IN_EACH_HOUSE(one_network_trying_many_names_is_slowed_as_a_whole),
		IN_EACH_HOUSE(somebody_known_at_an_address_is_not_made_to_pay_for_others_there),
		IN_EACH_HOUSE(the_addresses_of_one_ipv6_network_count_as_one),
		IN_EACH_HOUSE(an_account_tried_from_many_networks_leaves_each_new_one_less),
		IN_EACH_HOUSE(waiting_is_told_in_seconds_and_grows),
		IN_EACH_HOUSE(a_right_password_forgives_the_slips_before_it),
		IN_EACH_HOUSE(own_passwords_are_guessed_at_without_harm_to_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
