/* shared_flow.c - one telephone, several people; one password, several sessions: what was one's
 * stays one's. */
#include "staff.h"

#define HOUSE "hagar"

/* In each place anew: the tests of a flow share it. */
static struct person somebody(struct flow *flow, const char *name)
{
	struct person person = {.name = name, .organisation = HOUSE, .roles = "administrator"};

	staff_invite(flow, &person);
	staff_accept(flow, &person);
	return person;
}

/* The hidden fields of the page that asks who somebody is, as a browser sends them back. */
static struct slice kept_fields(struct flow *flow, const struct reply *reply)
{
	static const char *const NAMES[] = {"kept:", "kept@", "kept:name", "kept:sign_in_name"};
	struct slice form = S("");

	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		const struct slice value = staff_field(flow, reply, NAMES[i]);
		form = arena_format(flow->c.arena, "%.*s%s=%.*s&", SLICE_PRINT(form), NAMES[i],
				    SLICE_PRINT(value));
	}
	return form;
}

static struct reply sign_in_with(struct flow *flow, const char *name, struct slice fields)
{
	return staff_post(flow, NULL, "/sign-in",
			  arena_format(flow->c.arena, "%.*sname=%s&password=" STAFF_PASSWORD,
				       SLICE_PRINT(fields), name)
				  .at);
}

static void a_form_comes_back_only_to_who_filled_it_in(void **state)
{
	struct flow *flow = *state;
	staff_organisation(flow, HOUSE);
	struct person first = somebody(flow, "first");
	(void)somebody(flow, "second");

	assert_int_equal(staff_post(flow, &first, "/sign-out", "").status, 303);
	const struct reply asked =
		staff_post(flow, &first, "/people/new", "name=Bopha&sign_in_name=bopha");
	assert_int_equal(asked.status, 403);
	const struct slice fields = kept_fields(flow, &asked);

	const struct reply others = sign_in_with(flow, "second", fields);
	assert_int_equal(others.status, 303);
	assert_int_equal(slice_find(others.body, S("Bopha")), SIZE_MAX);
	const struct reply own = sign_in_with(flow, "first", fields);
	assert_int_equal(own.status, 200);
	assert_int_not_equal(slice_find(own.body, S("Bopha")), SIZE_MAX);
	assert_int_not_equal(slice_find(own.body, S("action=\"/people/new\"")), SIZE_MAX);
}

static void signing_in_leads_to_no_other_site(void **state)
{
	struct flow *flow = *state;
	static const struct {
		const char *to;
		const char *leads_to;
	} ROWS[] = {
		{"/people?a=1", "/people?a=1"},    {"//elsewhere.example", "/today"},
		{"/%5Celsewhere", "/today"},       {"/%09/elsewhere.example", "/today"},
		{"/%0A/elsewhere", "/today"},      {"/%0D%0ASet-Cookie:a=b", "/today"},
		{"%20//elsewhere", "/today"},      {"https://elsewhere.example/", "/today"},
		{"javascript:alert(1)", "/today"},
	};

	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct reply reply = sign_in_with(
			flow, "first", arena_format(flow->c.arena, "to=%s&", ROWS[i].to));
		const struct slice line =
			arena_format(flow->c.arena, "Location: %s\r\n", ROWS[i].leads_to);
		assert_int_equal(reply.status, 303);
		if (slice_find(reply.head, line) == SIZE_MAX) {
			fail_msg("%s leads to %.*s", ROWS[i].to, SLICE_PRINT(reply.head));
		}
	}
}

static void a_first_factor_ends_what_was_opened_without_one(void **state)
{
	struct flow *flow = *state;
	struct person owner = somebody(flow, "owner");
	struct person thief = owner;

	thief.cookie = NULL;
	const struct reply in = sign_in_with(flow, "owner", S(""));
	const size_t at = slice_find(in.head, S("spean="));
	assert_int_not_equal(at, SIZE_MAX);
	const struct slice rest = slice_between(in.head, at, in.head.length);
	thief.cookie =
		arena_cstr(flow->c.arena, slice_between(rest, 0, slice_find_byte(rest, ';')));
	assert_int_equal(staff_get(flow, &thief, "/account").status, 200);

	staff_set_up(flow, &owner);
	assert_int_equal(staff_get(flow, &owner, "/people").status, 200);
	assert_int_equal(staff_get(flow, &thief, "/account").status, 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_comes_back_only_to_who_filled_it_in),
		cmocka_unit_test(signing_in_leads_to_no_other_site),
		cmocka_unit_test(a_first_factor_ends_what_was_opened_without_one),
	};
	return flow_run(tests, COUNT_OF(tests));
}
