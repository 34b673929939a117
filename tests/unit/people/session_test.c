/* Sessions and tokens of programs: how long, whose, and how they end. */
#include "team.h"

#include "base/clock.h"

enum { WORKER = STAFF_BIT(STAFF_CASE_WORKER), DAY = 24 * HOUR };

static struct session session_at(struct house *house, struct slice token, int64_t now_ms,
				 struct actor *ret_actor)
{
	struct session session;
	assert_ok(house->c, ask_session(house, token, now_ms, &session, ret_actor));
	return session;
}

static void who_signed_in_acts_with_the_own_roles(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct actor actor;

	open_organisations(house);
	const struct slice id =
		active(house, ORG_LOTUS, "dara", WORKER | STAFF_BIT(STAFF_COUNSELLOR));
	const struct session session =
		session_at(house, signed_in(house, "dara", now), now, &actor);
	assert_true(session.whole);
	assert_true(slice_equal(session.account, id));
	assert_int_equal(actor.kind, ACTOR_STAFF);
	assert_true(slice_equal(actor.account, id));
	assert_slice(actor.organisation, "org-lotus");
	assert_slice(actor.team, "team-a");
	assert_int_equal(actor.roles, WORKER | STAFF_BIT(STAFF_COUNSELLOR));
}

static void a_session_that_rests_ends_and_one_that_is_used_goes_on(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct actor actor;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice rests = signed_in(house, "dara", now);
	const struct slice used = signed_in(house, "dara", now);
	(void)session_at(house, rests, now + 29 * (int64_t)MINUTE, &actor);
	assert_session_ended(house, rests, now + 60 * (int64_t)MINUTE);
	for (int i = 1; i < 36; i++) {
		(void)session_at(house, used, now + i * 20 * (int64_t)MINUTE, &actor);
	}
	assert_session_ended(house, used, now + SESSION_HOURS * (int64_t)HOUR);
}

static void what_is_no_token_opens_no_session(void **state)
{
	static const char *const tokens[] = {"", "x", "spean_abc",
					     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct house *house = *state;

	open_organisations(house);
	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		assert_session_ended(house, slice_of(tokens[i]), clock_now_ms());
	}
}

static void signing_out_ends_this_session_and_everywhere_all(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct actor actor;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice one = signed_in(house, "dara", now);
	const struct slice two = signed_in(house, "dara", now);
	const struct slice three = signed_in(house, "dara", now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, people_sign_out(house->c, &door, one));
	assert_ok(house->c, people_sign_out(house->c, &door, one)); /* twice is fine */
	door_close(&door);
	assert_session_ended(house, one, now);
	(void)session_at(house, two, now, &actor);
	door = open_as(house, &actor);
	assert_ok(house->c, people_sign_out_others(house->c, &door, id, two));
	door_close(&door);
	assert_session_ended(house, three, now);
	(void)session_at(house, two, now, &actor);
	door = open_as(house, &actor);
	assert_ok(house->c, people_sign_out_everywhere(house->c, &door, id));
	door_close(&door);
	assert_session_ended(house, two, now);
}

static void own_sessions_are_seen_and_ended_by_their_names(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct session *sessions;
	struct actor actor;
	size_t count;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice other = active(house, ORG_LOTUS, "sok", WORKER);
	const struct slice one = signed_in(house, "dara", now);
	const struct slice two = signed_in(house, "dara", now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c,
		  people_describe_session(house->c, &door, two, S("Firefox, Android"), now));
	door_close(&door);
	const struct session first = session_at(house, one, now, &actor);
	const struct session second = session_at(house, two, now, &actor);
	door = open_as(house, &actor);
	assert_ok(house->c, people_sessions(house->c, &door, id, &sessions, &count));
	assert_int_equal(count, 2);
	const size_t at = slice_equal(sessions[0].key, second.key) ? 0 : 1;
	assert_slice(sessions[at].about, "Firefox, Android");
	assert_slice(sessions[1 - at].about, "");
	assert_failed(house->c, people_end_session(house->c, &door, other, first.key), ERR_DENIED,
		      "access.denied");
	assert_ok(house->c, people_end_session(house->c, &door, id, first.key));
	assert_failed(house->c, people_end_session(house->c, &door, id, first.key), ERR_NOT_FOUND,
		      "people.no_session");
	door_close(&door);
	assert_session_ended(house, one, now);
	(void)session_at(house, two, now, &actor);
}

static void the_mark_of_forms_belongs_to_one_session(void **state)
{
	struct house *house = *state;

	open_organisations(house);
	struct door door = open_as(house, &HOUSE_ITSELF);
	const struct slice one = people_form_token(house->c, &door, S("token one"));
	const struct slice again = people_form_token(house->c, &door, S("token one"));
	const struct slice two = people_form_token(house->c, &door, S("token two"));
	assert_int_equal(one.length, 64);
	assert_true(slice_equal(one, again));
	assert_false(slice_equal(one, two));
	assert_false(slice_equal(one, secret_token_key(house->c, &door, S("token one"))));
	door_close(&door);
}

static void the_own_password_changes_for_who_knows_the_old_one(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in again;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", now);
	struct door door = open_as(house, &dara);
	assert_failed(house->c,
		      people_change_password(house->c, &door, S("wrong old one"),
					     S("seven blue boats at noon")),
		      ERR_DENIED, "secret.wrong");
	assert_failed(house->c, people_change_password(house->c, &door, PASSWORD, S("short")),
		      ERR_INVALID, "people.password_short");
	assert_ok(house->c,
		  people_change_password(house->c, &door, PASSWORD, S("seven blue boats at noon")));
	door_close(&door);
	assert_failed(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again), ERR_DENIED,
		      "people.sign_in");
	assert_ok(house->c,
		  sign_in(house, "dara", S("seven blue boats at noon"), HOME, now, &again));
}

static void a_stolen_session_does_not_guess_the_password(void **state)
{
	struct house *house = *state;
	err last = OK;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", clock_now_ms());
	struct door door = open_as(house, &dara);
	for (int i = 0; i < 12; i++) {
		last = people_change_password(house->c, &door, S("a guess of mine"),
					      S("seven blue boats at noon"));
		assert_true(last == ERR_DENIED || last == ERR_LIMIT);
	}
	assert_failed(house->c, last, ERR_LIMIT, "people.wait");
	door_close(&door);
}

/* ---- Tokens of programs */

static struct slice new_token(struct house *house, const struct actor *actor, int days)
{
	struct door door = open_as(house, actor);
	struct slice token;
	assert_ok(house->c, people_new_token(house->c, &door, S("figures, monthly"),
					     S("figures.read;directory.read"), days, &token));
	door_close(&door);
	return token;
}

static err ask_token(struct house *house, struct slice token, int64_t now_ms,
		     struct actor *ret_actor, struct slice *ret_scopes)
{
	struct door door = open_as(house, &HOUSE_ITSELF);
	const err result = people_token(house->c, &door, token, now_ms, ret_actor, ret_scopes);
	door_close(&door);
	return result;
}

static void a_token_has_its_owners_roles_and_its_scopes(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct api_token *tokens;
	struct actor actor;
	struct slice scopes;
	size_t count;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", now);
	const struct slice token = new_token(house, &dara, 30);
	assert_true(slice_starts(token, S("spean_")));
	assert_int_equal(token.length, 49);
	assert_ok(house->c, ask_token(house, token, now, &actor, &scopes));
	assert_true(slice_equal(actor.account, dara.account));
	assert_int_equal(actor.roles, WORKER);
	assert_slice(scopes, "figures.read;directory.read");
	struct door door = open_as(house, &dara);
	assert_ok(house->c, people_tokens(house->c, &door, &tokens, &count));
	assert_int_equal(count, 1);
	assert_slice(tokens[0].label, "figures, monthly");
	assert_int_equal(tokens[0].expires.length, 10);
	assert_true(tokens[0].used.length > 0);
	assert_ok(house->c, people_end_token(house->c, &door, tokens[0].key));
	assert_failed(house->c, people_end_token(house->c, &door, tokens[0].key), ERR_NOT_FOUND,
		      "people.no_token");
	door_close(&door);
	assert_failed(house->c, ask_token(house, token, now, &actor, &scopes), ERR_DENIED,
		      "people.token");
}

static void a_token_ends_on_its_day_and_with_its_owner(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct actor actor;
	struct slice scopes;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", now);
	const struct slice token = new_token(house, &dara, 30);
	assert_ok(house->c, ask_token(house, token, now + 29 * (int64_t)DAY, &actor, &scopes));
	assert_failed(house->c, ask_token(house, token, now + 31 * (int64_t)DAY, &actor, &scopes),
		      ERR_DENIED, "people.token");
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_ok(house->c, people_lock(house->c, &door, id));
	door_close(&door);
	assert_failed(house->c, ask_token(house, token, now, &actor, &scopes), ERR_DENIED,
		      "people.token");
}

static void a_session_is_no_token_and_a_token_no_session(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct actor actor;
	struct slice scopes;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice session = signed_in(house, "dara", now);
	(void)session_at(house, session, now, &actor);
	const struct slice token = new_token(house, &actor, 1);
	assert_session_ended(house, token, now);
	assert_failed(house->c, ask_token(house, session, now, &actor, &scopes), ERR_DENIED,
		      "people.token");
}

static void wrong_wishes_for_a_token_are_refused(void **state)
{
	struct house *house = *state;
	struct slice token;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", clock_now_ms());
	struct door door = open_as(house, &dara);
	assert_failed(house->c, people_new_token(house->c, &door, S("x"), S(""), 1, &token),
		      ERR_INVALID, "people.scopes");
	assert_failed(house->c, people_new_token(house->c, &door, S("x"), S("a b\n"), 1, &token),
		      ERR_INVALID, "people.scopes");
	assert_failed(house->c,
		      people_new_token(house->c, &door, S("x"), S("figures.read"), 0, &token),
		      ERR_INVALID, "people.token_days");
	assert_failed(house->c,
		      people_new_token(house->c, &door, S("x"), S("figures.read"), 367, &token),
		      ERR_INVALID, "people.token_days");
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(who_signed_in_acts_with_the_own_roles),
		IN_EACH_HOUSE(a_session_that_rests_ends_and_one_that_is_used_goes_on),
		IN_EACH_HOUSE(what_is_no_token_opens_no_session),
		IN_EACH_HOUSE(signing_out_ends_this_session_and_everywhere_all),
		IN_EACH_HOUSE(own_sessions_are_seen_and_ended_by_their_names),
		IN_EACH_HOUSE(the_mark_of_forms_belongs_to_one_session),
		IN_EACH_HOUSE(the_own_password_changes_for_who_knows_the_old_one),
		IN_EACH_HOUSE(a_stolen_session_does_not_guess_the_password),
		IN_EACH_HOUSE(a_token_has_its_owners_roles_and_its_scopes),
		IN_EACH_HOUSE(a_token_ends_on_its_day_and_with_its_owner),
		IN_EACH_HOUSE(a_session_is_no_token_and_a_token_no_session),
		IN_EACH_HOUSE(wrong_wishes_for_a_token_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
