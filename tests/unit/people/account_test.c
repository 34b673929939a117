/* Accounts: invited, accepted, changed, locked, left. */
#include "team.h"

#include "base/clock.h"
#include "people/known.h"
#include "record/audit.h"
#include "record/grant.h"

enum { ADMINISTRATOR = STAFF_BIT(STAFF_ADMINISTRATOR), WORKER = STAFF_BIT(STAFF_CASE_WORKER) };

static struct account loaded(struct house *house, struct slice id)
{
	struct door door = open_as(house, &HOUSE_CONSOLE);
	struct account account;
	assert_ok(house->c, people_load(house->c, &door, id, &account));
	door_close(&door);
	return account;
}

static void an_organisation_is_added_once(void **state)
{
	struct house *house = *state;
	struct door door;
	const struct tenant *tenants;
	size_t count;

	house_register_organisations(house);
	door = open_as(house, &HOUSE_CONSOLE);
	assert_failed(house->c, people_add_organisation(house->c, &door, S("org-none")),
		      ERR_NOT_FOUND, "record.missing");
	assert_ok(house->c, people_add_organisation(house->c, &door, ORG_LOTUS));
	assert_failed(house->c, people_add_organisation(house->c, &door, ORG_LOTUS), ERR_CONFLICT,
		      "people.organisation_exists");
	assert_ok(house->c, people_organisations(house->c, &door, &tenants, &count));
	assert_int_equal(count, 1);
	assert_slice(tenants[0].organisation, "org-lotus");
	assert_int_equal(tenants[0].accounts, 0);
	door_close(&door);
	door = open_as(house, &HOUSE_ADMINISTRATOR);
	assert_failed(house->c, people_add_organisation(house->c, &door, ORG_RIVER), ERR_DENIED,
		      "access.denied");
	door_close(&door);
}

static void nobody_is_invited_into_an_organisation_that_is_not_here(void **state)
{
	struct house *house = *state;
	const struct account account = somebody(ORG_LOTUS, "dara", WORKER);
	struct slice id;
	struct slice link;

	house_register_organisations(house);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_failed(house->c, people_invite(house->c, &door, &account, &id, &link), ERR_NOT_FOUND,
		      "people.no_organisation");
	door_close(&door);
}

static void a_link_makes_an_account_once(void **state)
{
	struct house *house = *state;
	struct slice link;
	struct account account;

	open_organisations(house);
	const struct slice id = invited(house, ORG_LOTUS, "dara", WORKER, &link);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, people_link(house->c, &door, link, &account));
	assert_slice(account.sign_in_name, "dara");
	assert_slice(account.name, "ស្រីមុំ Mom");
	assert_int_equal(account.state, ACCOUNT_INVITED);
	assert_ok(house->c, people_accept(house->c, &door, link, PASSWORD));
	assert_failed(house->c, people_link(house->c, &door, link, &account), ERR_DENIED,
		      "people.link");
	assert_failed(house->c, people_accept(house->c, &door, link, PASSWORD), ERR_DENIED,
		      "people.link");
	assert_failed(house->c, people_link(house->c, &door, S(""), &account), ERR_DENIED,
		      "people.link");
	door_close(&door);
	assert_int_equal(loaded(house, id).state, ACCOUNT_ACTIVE);
}

static void a_link_ends_after_its_hours(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice link;
	struct account account;

	open_organisations(house);
	(void)invited(house, ORG_LOTUS, "dara", WORKER, &link);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, people_link_at(house->c, &door, link,
					   now + (LINK_HOURS - 1) * (int64_t)HOUR, &account));
	assert_failed(house->c,
		      people_accept_at(house->c, &door, link, PASSWORD,
				       now + (LINK_HOURS + 1) * (int64_t)HOUR),
		      ERR_DENIED, "people.link");
	door_close(&door);
}

static void a_sign_in_name_is_given_once_on_the_whole_server(void **state)
{
	static const char *const same[] = {"dara", "DARA", " Dara ", "ｄａｒａ"};
	struct house *house = *state;
	struct slice link;

	open_organisations(house);
	(void)invited(house, ORG_LOTUS, "dara", WORKER, &link);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		const struct account account = somebody(ORG_RIVER, same[i], WORKER);
		struct slice id;
		assert_failed(house->c, people_invite(house->c, &door, &account, &id, &link),
			      ERR_CONFLICT, "people.name_taken");
	}
	door_close(&door);
}

static void a_weak_password_is_refused_and_the_link_stays(void **state)
{
	static const struct {
		const char *password;
		const char *key;
	} cases[] = {
		{"", "people.password_short"},
		{"short", "people.password_short"},
		{"elevenchars", "people.password_short"},
		{"ស្ត្រីស្ត្រីស្ត្រីស្ត្រី", "people.password_short"}, /* eight stacks, many code points */
		{"aaaaaaaaaaaaaaaaaa", "people.password_known"},
		{"abababababababab", "people.password_known"},
		{"dara.keo123456", "people.password_known"},
		{"DARA.KEO!!!!", "people.password_known"},
	};
	struct house *house = *state;
	struct slice link;

	open_organisations(house);
	(void)invited(house, ORG_LOTUS, "dara.keo", WORKER, &link);
	struct door door = open_as(house, &HOUSE_ITSELF);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_failed(house->c,
			      people_accept(house->c, &door, link, slice_of(cases[i].password)),
			      ERR_INVALID, cases[i].key);
	}
	assert_ok(house->c, people_accept(house->c, &door, link, S("dara.keo likes green boats")));
	door_close(&door);
}

static void a_password_that_others_have_lost_is_refused(void **state)
{
	struct house *house = *state;
	const char *path = arena_format(house->c->arena, "%s/lost", house->stores->folder).at;
	struct known_passwords *list;
	struct slice link;

	open_organisations(house);
	file_put(path, S("correct horse battery staple\nfive green boats on the river\n"));
	assert_ok(house->c, known_passwords_open(house->c, path, &list));
	(void)invited(house, ORG_LOTUS, "dara", WORKER, &link);
	struct door door = open_as(house, &HOUSE_ITSELF);
	door.known_passwords = list;
	assert_failed(house->c, people_accept(house->c, &door, link, PASSWORD), ERR_INVALID,
		      "people.password_known");
	assert_ok(house->c, people_accept(house->c, &door, link, S("eleven red boats at sea")));
	door_close(&door);
}

static void an_administrator_invites_into_the_own_organisation_only(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct account account = somebody(ORG_RIVER, "new", WORKER);
	struct slice id;
	struct slice link;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "boss", ADMINISTRATOR);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor boss = actor_of(house, "boss", now);
	const struct actor worker = actor_of(house, "dara", now);

	struct door door = open_as(house, &boss);
	assert_ok(house->c, people_invite(house->c, &door, &account, &id, &link));
	account.sign_in_name = S("host");
	account.roles = WORKER | STAFF_BIT(STAFF_HOST);
	assert_failed(house->c, people_invite(house->c, &door, &account, &id, &link), ERR_DENIED,
		      "people.roles_beyond");
	account.roles = 0;
	assert_failed(house->c, people_invite(house->c, &door, &account, &id, &link), ERR_INVALID,
		      "people.roles");
	door_close(&door);
	assert_slice(loaded(house, id).organisation, "org-lotus");

	door = open_as(house, &worker);
	account.roles = WORKER;
	assert_failed(house->c, people_invite(house->c, &door, &account, &id, &link), ERR_DENIED,
		      "access.denied");
	door_close(&door);
}

static void another_organisation_sees_no_account_and_manages_none(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct account *accounts;
	struct account account;
	struct slice link;
	size_t count;

	open_organisations(house);
	const struct slice foreign = active(house, ORG_LOTUS, "dara", WORKER);
	(void)active(house, ORG_RIVER, "boss", ADMINISTRATOR);
	const struct actor boss = actor_of(house, "boss", now);
	struct door door = open_as(house, &boss);
	assert_failed(house->c, people_load(house->c, &door, foreign, &account), ERR_NOT_FOUND,
		      "record.missing");
	assert_failed(house->c, people_lock(house->c, &door, foreign), ERR_NOT_FOUND,
		      "record.missing");
	assert_failed(house->c, people_reset(house->c, &door, foreign, &link), ERR_NOT_FOUND,
		      "record.missing");
	assert_ok(house->c, people_list(house->c, &door, &accounts, &count));
	assert_int_equal(count, 1);
	assert_slice(accounts[0].sign_in_name, "boss");
	door_close(&door);
}

static void a_locked_account_is_out_at_once_and_comes_back(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in again;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	(void)active(house, ORG_LOTUS, "boss", ADMINISTRATOR);
	const struct slice token = signed_in(house, "dara", now);
	const struct actor boss = actor_of(house, "boss", now);
	struct door door = open_as(house, &boss);
	assert_ok(house->c, people_lock(house->c, &door, id));
	assert_session_ended(house, token, now);
	assert_failed(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again), ERR_DENIED,
		      "people.sign_in");
	assert_failed(house->c, people_lock(house->c, &door, id), ERR_CONFLICT, "people.state");
	assert_ok(house->c, people_unlock(house->c, &door, id));
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again));
	assert_session_ended(house, token, now);
	door_close(&door);
}

static void the_last_administrator_stays_one(void **state)
{
	struct house *house = *state;
	size_t handed;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "boss", ADMINISTRATOR);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	struct account boss;
	assert_ok(house->c, people_load(house->c, &door, id, &boss));
	boss.roles = WORKER;
	assert_failed(house->c, people_change(house->c, &door, &boss), ERR_DENIED,
		      "people.last_administrator");
	assert_failed(house->c, people_leave(house->c, &door, id, S(""), &handed), ERR_DENIED,
		      "people.last_administrator");
	(void)active(house, ORG_LOTUS, "second", ADMINISTRATOR | WORKER);
	assert_ok(house->c, people_change(house->c, &door, &boss));
	door_close(&door);
	assert_int_equal(loaded(house, id).roles, WORKER);
}

static void nobody_changes_the_own_roles_or_team_or_locks_the_own_account(void **state)
{
	struct house *house = *state;
	struct account own;
	size_t handed;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "boss", ADMINISTRATOR);
	(void)active(house, ORG_LOTUS, "second", ADMINISTRATOR);
	const struct actor boss = actor_of(house, "boss", clock_now_ms());
	struct door door = open_as(house, &boss);
	assert_ok(house->c, people_load(house->c, &door, id, &own));
	struct account changed = own;
	changed.roles = ADMINISTRATOR | STAFF_BIT(STAFF_COUNSELLOR);
	assert_failed(house->c, people_change(house->c, &door, &changed), ERR_DENIED,
		      "people.own_roles");
	changed = own;
	changed.team = S("team-b");
	assert_failed(house->c, people_change(house->c, &door, &changed), ERR_DENIED,
		      "people.own_roles");
	changed = own;
	changed.name = S("Another Name");
	assert_ok(house->c, people_change(house->c, &door, &changed));
	assert_failed(house->c, people_change(house->c, &door, &changed), ERR_CONFLICT,
		      "record.changed");
	assert_failed(house->c, people_lock(house->c, &door, id), ERR_DENIED, "people.own_account");
	assert_failed(house->c, people_leave(house->c, &door, id, S(""), &handed), ERR_DENIED,
		      "people.own_account");
	door_close(&door);
	assert_slice(loaded(house, id).name, "Another Name");
}

static void a_reset_ends_password_and_sessions_and_tells_the_supervisors(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct notice *notices;
	struct sign_in again;
	struct slice link;
	size_t count;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	(void)active(house, ORG_LOTUS, "super", STAFF_BIT(STAFF_SUPERVISOR));
	const struct slice token = signed_in(house, "dara", now);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_ok(house->c, people_reset(house->c, &door, id, &link));
	door_close(&door);
	assert_session_ended(house, token, now);
	assert_failed(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again), ERR_DENIED,
		      "people.sign_in");
	const struct actor supervisor = actor_of(house, "super", now);
	door = open_as(house, &supervisor);
	assert_ok(house->c, notice_list(house->c, &door, &notices, &count));
	assert_int_equal(count, 1);
	assert_slice(notices[0].what, "notice.account_reset");
	door_close(&door);
	door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, people_accept(house->c, &door, link, S("eleven red boats at sea")));
	door_close(&door);
	assert_ok(house->c,
		  sign_in(house, "dara", S("eleven red boats at sea"), HOME, now, &again));
}

static void who_leaves_is_out_at_once_and_the_name_is_free(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in again;
	struct slice link;
	size_t handed;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice heir = active(house, ORG_LOTUS, "sok", WORKER);
	const struct slice foreign = active(house, ORG_RIVER, "river", WORKER);
	const struct slice token = signed_in(house, "dara", now);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_failed(house->c, people_leave(house->c, &door, id, foreign, &handed), ERR_INVALID,
		      "people.heir");
	assert_failed(house->c, people_leave(house->c, &door, id, id, &handed), ERR_INVALID,
		      "people.heir");
	assert_ok(house->c, people_leave(house->c, &door, id, heir, &handed));
	assert_failed(house->c, people_reset(house->c, &door, id, &link), ERR_CONFLICT,
		      "people.state");
	assert_failed(house->c, people_unlock(house->c, &door, id), ERR_CONFLICT, "people.state");
	door_close(&door);
	assert_session_ended(house, token, now);
	assert_failed(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again), ERR_DENIED,
		      "people.sign_in");
	assert_int_equal(loaded(house, id).state, ACCOUNT_LEFT);
	(void)invited(house, ORG_LOTUS, "dara", WORKER, &link);
}

static void an_erased_account_leaves_no_name_and_no_proof(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice approval;
	struct slice link;
	struct sign_in again;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	(void)active(house, ORG_LOTUS, "boss", ADMINISTRATOR);
	(void)active(house, ORG_LOTUS, "super", STAFF_BIT(STAFF_SUPERVISOR));
	const struct slice token = signed_in(house, "dara", now);
	struct actor boss = actor_of(house, "boss", now);
	const struct actor supervisor = actor_of(house, "super", now);
	boss.reason = S("asked for it in writing");
	struct door door = open_as(house, &boss);
	assert_ok(house->c, approval_ask(house->c, &door, APPROVE_ERASE, model_kind("account"), id,
					 &approval));
	door_close(&door);
	door = open_as(house, &supervisor);
	assert_ok(house->c, approval_answer(house->c, &door, approval, APPROVAL_ALLOW));
	door_close(&door);
	door = open_as(house, &boss);
	assert_ok(house->c, record_erase(house->c, &door, id));
	assert_false(secret_has(house->c, &door, SECRET_PASSWORD, id));
	door_close(&door);
	assert_session_ended(house, token, now);
	assert_failed(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &again), ERR_DENIED,
		      "people.sign_in");
	(void)invited(house, ORG_LOTUS, "dara", WORKER, &link);
}

static void what_is_done_to_accounts_stands_in_the_log(void **state)
{
	static const char *const deeds[] = {"account_unlock", "account_lock",   "sign_in",
					    "account_accept", "account_invite", "organisation_add"};
	struct house *house = *state;
	const struct audit_line *lines;
	size_t count;

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	(void)signed_in(house, "dara", clock_now_ms());
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_ok(house->c, people_lock(house->c, &door, id));
	assert_ok(house->c, people_unlock(house->c, &door, id));
	const struct audit_filter filter = {.limit = 100};
	assert_ok(house->c, audit_list(house->c, &door, &filter, &lines, &count));
	size_t next = 0;
	for (size_t i = 0; i < count && next < COUNT_OF(deeds); i++) {
		next += slice_is(lines[i].deed, deeds[next]) ? 1 : 0;
	}
	assert_int_equal(next, COUNT_OF(deeds));
	door_close(&door);
}

static void a_demo_store_says_so_for_ever(void **state)
{
	struct house *house = *state;
	bool is_demo = true;
	struct door door = open_as(house, &HOUSE_CONSOLE);

	assert_ok(house->c, people_is_demo(house->c, &door, &is_demo));
	assert_false(is_demo);
	assert_ok(house->c, people_mark_demo(house->c, &door));
	assert_ok(house->c, people_is_demo(house->c, &door, &is_demo));
	assert_true(is_demo);
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(an_organisation_is_added_once),
		IN_EACH_HOUSE(nobody_is_invited_into_an_organisation_that_is_not_here),
		IN_EACH_HOUSE(a_link_makes_an_account_once),
		IN_EACH_HOUSE(a_link_ends_after_its_hours),
		IN_EACH_HOUSE(a_sign_in_name_is_given_once_on_the_whole_server),
		IN_EACH_HOUSE(a_weak_password_is_refused_and_the_link_stays),
		IN_EACH_HOUSE(a_password_that_others_have_lost_is_refused),
		IN_EACH_HOUSE(an_administrator_invites_into_the_own_organisation_only),
		IN_EACH_HOUSE(another_organisation_sees_no_account_and_manages_none),
		IN_EACH_HOUSE(a_locked_account_is_out_at_once_and_comes_back),
		IN_EACH_HOUSE(the_last_administrator_stays_one),
		IN_EACH_HOUSE(nobody_changes_the_own_roles_or_team_or_locks_the_own_account),
		IN_EACH_HOUSE(a_reset_ends_password_and_sessions_and_tells_the_supervisors),
		IN_EACH_HOUSE(who_leaves_is_out_at_once_and_the_name_is_free),
		IN_EACH_HOUSE(an_erased_account_leaves_no_name_and_no_proof),
		IN_EACH_HOUSE(what_is_done_to_accounts_stands_in_the_log),
		IN_EACH_HOUSE(a_demo_store_says_so_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
