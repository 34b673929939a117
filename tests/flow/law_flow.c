/* The law register as people meet it: its pages over a socket, its commands on a terminal. */
#include "flow.h"

static struct reply page(struct flow *flow, const char *target, const char *language)
{
	const struct slice headers =
		arena_format(flow->c.arena, "Accept-Language: %s\r\n", language);
	return server_request(flow->c.arena, &flow->server, "GET", target, headers.at,
			      (struct slice){0});
}

static size_t place_of(struct slice body, const char *text)
{
	return slice_find(body, slice_of(text));
}

static void expect_in(const struct reply *reply, const char *text)
{
	if (place_of(reply->body, text) == SIZE_MAX) {
		fail_msg("\"%s\" is not on the page", text);
	}
}

static void expect_not_in(const struct reply *reply, const char *text)
{
	if (place_of(reply->body, text) != SIZE_MAX) {
		fail_msg("\"%s\" is on the page", text);
	}
}

static struct slice command(struct flow *flow, int exit_code, const char *const *words)
{
	const char *arguments[16] = {NULL};
	struct slice out, said;
	size_t count = 0;
	for (; words[count] != NULL; count++) {
		arguments[count] = words[count];
	}
	arguments[count++] = "--store";
	arguments[count++] = flow->place;
	arguments[count++] = "--lang";
	arguments[count++] = "en";
	assert_int_equal(program_run(flow->c.arena, arguments, &out, &said), exit_code);
	return exit_code == 0 ? out : said;
}

#define COMMAND(flow, exit_code, ...)                                                              \
	command((flow), (exit_code), (const char *const[]){__VA_ARGS__, NULL})

static void assert_says(struct slice text, const char *part)
{
	if (slice_find(text, slice_of(part)) == SIZE_MAX) {
		fail_msg("no \"%s\" in: %.*s", part, SLICE_PRINT(text));
	}
}

static void a_rule_of_taiwan_stands_apart_for_somebody_from_china(void **state)
{
	struct flow *flow = *state;
	const struct reply china = page(flow, "/law?destination=CN&form=3&on=2020-01-01", "en");
	assert_int_equal(china.status, 200);
	const size_t apart = place_of(china.body, "id=\"elsewhere\"");
	const size_t act = place_of(china.body, "/law/instruments/cn-review-htpa-2009");
	assert_true(apart != SIZE_MAX && act != SIZE_MAX && apart < act);
	expect_not_in(&china, "id=\"PV-056\"");
	const struct reply taiwan = page(flow, "/law?destination=TW&form=3&on=2020-01-01", "en");
	expect_in(&taiwan, "id=\"PV-056\"");
	expect_not_in(&taiwan, "id=\"elsewhere\"");
}

static void a_rule_looks_like_its_force_and_its_state(void **state)
{
	struct flow *flow = *state;
	struct reply reply = page(flow, "/law?destination=TH&form=2&on=2013-06-01", "en");
	expect_in(&reply, "<article class=\"rule\" id=\"PV-050\">");
	expect_in(&reply, "<article class=\"rule not-yet\" id=\"PV-051\">");
	expect_in(&reply, "<article class=\"rule not-binding\" id=\"PV-036\">");
	expect_in(&reply, "<article class=\"rule binding-unknown\" id=\"PV-003\">");
	reply = page(flow, "/law?destination=TH&form=2&on=2025-01-01", "en");
	expect_in(&reply, "<article class=\"rule replaced\" id=\"PV-050\">");
	expect_in(&reply, "<article class=\"rule\" id=\"PV-051\">");
}

static void what_was_typed_wrong_is_kept_with_the_error_beside_it(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/law?destination=CN&form=1&on=2016-02-31", "en");
	assert_int_equal(reply.status, 422);
	expect_in(&reply, "value=\"2016-02-31\"");
	expect_in(&reply, "id=\"on-error\"");
	expect_in(&reply, "<option value=\"CN\" selected");
	expect_not_in(&reply, "id=\"destination-error\"");
	expect_not_in(&reply, "id=\"gaps\"");
}

/* Addresses stay in histories: a form is a number there. */
static void no_address_says_what_was_done_to_somebody(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/law?destination=CN&form=1&on=2016-08-01", "en");
	expect_not_in(&reply, "forced_marriage");
	expect_in(&reply, "<option value=\"1\" selected");
}

static void english_of_the_register_is_marked_on_a_khmer_page(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/law/instruments/th-mr14-2012", "km");
	expect_in(&reply, "<html lang=\"km\">");
	expect_in(&reply, "<h1 lang=\"en\" data-official-title>Ministerial Regulation No. 14");
	expect_in(&reply, "/akn/th/act/regulation/2012-11-09/no-14");
}

static void an_instrument_shows_reported_beside_verified(void **state)
{
	struct flow *flow = *state;
	struct reply reply = page(flow, "/law/instruments/gms-commit-mou", "en");
	expect_in(&reply, "Reported: 2014");
	expect_in(&reply, "Verified: 2004");
	expect_in(&reply, "id=\"C-23\"");
	reply = page(flow, "/law/instruments/kh-nationality-1996", "en");
	expect_in(&reply, "replaced since 24 September 2018");
	expect_in(&reply, "/law/instruments/kh-nationality-2018");
	reply = page(flow, "/law/instruments/kh-tipse-2009", "en");
	assert_int_equal(reply.status, 404);
	expect_in(&reply, "kh-tipse-2008");
}

static void the_register_leaves_as_csv_and_json_ld(void **state)
{
	struct flow *flow = *state;
	const struct json_value *graph;
	struct reply reply = page(flow, "/law/instruments.jsonld", "en");
	assert_true(slice_starts(reply_header(&reply, "Content-Type"), S("application/ld+json")));
	assert_int_equal(json_parse(&flow->c, reply.body, &graph), OK);
	assert_int_equal(json_get(graph, "@graph")->count, 61);
	const struct slice exported = COMMAND(flow, 0, "law", "export", "--format", "jsonld");
	assert_true(slice_equal(slice_trim(exported), slice_trim(reply.body)));
	reply = page(flow, "/law/instruments.csv", "en");
	assert_true(slice_equal(COMMAND(flow, 0, "law", "export"), reply.body));
}

static void the_command_tells_bands_topics_disputes_and_gaps(void **state)
{
	struct flow *flow = *state;
	const struct slice text = COMMAND(flow, 0, "law", "--from", "CN", "--form",
					  "forced_marriage", "--on", "2016-08-01");
	static const char *const PARTS[] = {
		"Somebody came back from China; on 1 August 2016",
		"At home",
		"There: China",
		"Between the two",
		"Beyond",
		"Rules on a topic",
		"Children born abroad",
		"What is disputed",
		"Reported: 210",
		"Verified: 240",
		"does not apply",
		"What nothing binding gives",
	};
	size_t from = 0;
	for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
		const struct slice rest = slice_between(text, from, text.length);
		const size_t at = slice_find(rest, slice_of(PARTS[i]));
		if (at == SIZE_MAX) {
			fail_msg("no \"%s\" where it should stand", PARTS[i]);
		}
		from += at;
	}
}

static void show_and_compare_say_what_is_asked(void **state)
{
	struct flow *flow = *state;
	assert_says(COMMAND(flow, 0, "law", "show", "PV-050", "--on", "2013-06-01"),
		    "in force (1 June 2013)");
	assert_says(COMMAND(flow, 0, "law", "show", "th-mr14-2012", "--on", "2025"), "replaced");
	assert_says(COMMAND(flow, 1, "law", "show", "kh-tipse-2009"), "kh-tipse-2008");
	assert_says(COMMAND(flow, 0, "law", "compare", "SA", "--form", "fishing"), "Saudi Arabia");
	assert_says(COMMAND(flow, 1, "law", "compare", "QQ", "--form", "fishing"), "QQ");
	assert_says(COMMAND(flow, 2, "law", "compare", "TH"), "--form");
	assert_says(COMMAND(flow, 2, "law", "export", "--format", "xml"), "csv, jsonld");
	assert_says(COMMAND(flow, 2, "law", "--from", "TH"), "--form");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_of_taiwan_stands_apart_for_somebody_from_china),
		cmocka_unit_test(a_rule_looks_like_its_force_and_its_state),
		cmocka_unit_test(what_was_typed_wrong_is_kept_with_the_error_beside_it),
		cmocka_unit_test(no_address_says_what_was_done_to_somebody),
		cmocka_unit_test(english_of_the_register_is_marked_on_a_khmer_page),
		cmocka_unit_test(an_instrument_shows_reported_beside_verified),
		cmocka_unit_test(the_register_leaves_as_csv_and_json_ld),
		cmocka_unit_test(the_command_tells_bands_topics_disputes_and_gaps),
		cmocka_unit_test(show_and_compare_say_what_is_asked),
	};
	return flow_run(tests, COUNT_OF(tests));
}
