/* The figure ledger as people meet it: its pages over a socket, what its commands refuse. */
#include "flow.h"

static struct reply page(struct flow *flow, const char *target, const char *language)
{
	const struct slice headers =
		arena_format(flow->c.arena, "Accept-Language: %s\r\n", language);
	return server_request(flow->c.arena, &flow->server, "GET", target, headers.at,
			      (struct slice){0});
}

static void expect_in(const struct reply *reply, const char *text)
{
	if (slice_find(reply->body, slice_of(text)) == SIZE_MAX) {
		fail_msg("\"%s\" is not on the page", text);
	}
}

static void expect_not_in(const struct reply *reply, const char *text)
{
	if (slice_find(reply->body, slice_of(text)) != SIZE_MAX) {
		fail_msg("\"%s\" is on the page", text);
	}
}

static size_t occurrences(struct slice body, const char *text)
{
	const struct slice wanted = slice_of(text);
	size_t count = 0;
	for (size_t at = slice_find(body, wanted); at != SIZE_MAX; at = slice_find(body, wanted)) {
		body = slice_between(body, at + wanted.length, body.length);
		count++;
	}
	return count;
}

static void the_table_has_its_totals_and_its_doubts(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/figures/tables/repatriation-2016", "en");
	assert_int_equal(reply.status, 200);
	expect_in(&reply, "<strong>100</strong>");
	expect_in(&reply, "298");
	expect_in(&reply, ">18<sup>");
	/* Four cells of the table, and four in each of the two placements below it. */
	assert_int_equal(occurrences(reply.body, "class=\"number uncertain\""), 12);
	expect_in(&reply, "id=\"note-3\"");
	expect_not_in(&reply, "id=\"note-4\"");
	expect_in(&reply, "<svg class=\"chart");
	expect_in(&reply, "Malaysia 100: Work in a household abroad 63, Work abroad 37.");
	expect_in(&reply, "Taiwan 1: Work at sea 1 (?).");
}

static void the_table_is_there_for_other_programs(void **state)
{
	struct flow *flow = *state;
	const struct reply csv = page(flow, "/figures/tables/repatriation-2016.csv", "km");
	assert_int_equal(csv.status, 200);
	expect_in(&csv, "TW,1,,,,1,,fishing;domestic_work\r\n");
	expect_in(&csv, "ALL,95,64,51,88,298,18,\r\n");
	const struct reply answer = page(flow, "/figures/tables/repatriation-2016.json", "km");
	const struct json_value *json = NULL;
	assert_int_equal(json_parse(&flow->c, answer.body, &json), OK);
	assert_true(json_is(json_at(json, "outside.injury_and_death"), "18"));
	assert_true(json_is(json_at(json, "columns.general_labour"), "88"));
}

static void the_places_page_shows_the_seven_and_the_two(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/figures/tables/repatriation-2016/places", "en");
	assert_int_equal(occurrences(reply.body, "<caption>Placement 1</caption>"), 2);
	assert_int_equal(occurrences(reply.body, "<caption>Placement 2</caption>"), 2);
	assert_int_equal(occurrences(reply.body, "<caption>Placement 7</caption>"), 1);
	expect_not_in(&reply, "<caption>Placement 8</caption>");
}

static void a_figure_comes_with_its_conflicts_and_their_arithmetic(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/figures/F-041", "en");
	expect_in(&reply, "<h1>43 <span>persons</span></h1>");
	expect_in(&reply, "id=\"C-01\"");
	expect_in(&reply, "Only 42 (F-029) adds up in the table");
	expect_in(&reply, "Proved by arithmetic");
	expect_in(&reply, "href=\"/figures/F-029\"");
	const struct reply half = page(flow, "/figures/F-051", "en");
	expect_in(&half, "Partial: the period was not over when it was reported.");
}

static void unlike_figures_are_refused_with_the_reason_and_the_figures(void **state)
{
	struct flow *flow = *state;
	const struct reply refused = page(flow, "/figures/compare?id=F-029&id=F-049", "en");
	assert_int_equal(refused.status, 409);
	expect_in(&refused, "These figures measure different things and are not compared");
	expect_in(&refused, "href=\"/figures/F-049\"");
	expect_not_in(&refused, "→");
	const struct reply years = page(flow, "/figures/compare?id=F-049&id=F-050", "en");
	assert_int_equal(years.status, 200);
	expect_in(&years, "F-049 → F-050: -7");
	const struct reply part = page(flow, "/figures/compare?id=F-050&id=F-051", "en");
	expect_in(&part, "not computed.");
	expect_in(&part, "no period is stretched to a year");
}

static void the_list_is_narrowed_by_its_filters(void **state)
{
	struct flow *flow = *state;
	struct reply reply = page(flow, "/figures", "en");
	expect_in(&reply, "77 figures");
	expect_not_in(&reply, "class=\"pair between\"");
	reply = page(flow, "/figures?indicator=F-049&conflicts=1", "en");
	expect_in(&reply, "3 figures");
	expect_in(&reply, "<option value=\"F-049\" selected");
	expect_in(&reply, "class=\"pair between\"");
	reply = page(flow, "/figures?form=1&destination=VN", "en");
	expect_in(&reply, "2 figures");
	reply = page(flow, "/figures?destination=KR&publisher=nobody", "en");
	expect_in(&reply, "No figure fits.");
}

/* Addresses stay in histories: a kind is a number there, an indicator one of its figures. */
static void no_address_says_what_was_counted_in_words(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/figures", "en");
	expect_in(&reply, "<select id=\"form\" name=\"form\"><option value=\"\">");
	expect_not_in(&reply, "value=\"forced_marriage\"");
	expect_not_in(&reply, "value=\"repatriated\"");
}

static void english_of_the_register_is_marked_on_a_khmer_page(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/figures/F-041", "km");
	expect_in(&reply, "<html lang=\"km\">");
	expect_in(&reply, "<p lang=\"en\">Repatriated from China");
	expect_in(&reply, "<h1>43 <span>នាក់</span></h1>");
}

static void a_refused_comparison_says_so_on_both_outputs(void **state)
{
	struct flow *flow = *state;
	const struct json_value *json = flow_json(
		flow, 1,
		(const char *const[]){"figures", "compare", "F-029", "F-049", "--json", NULL});
	assert_int_equal(json_at(json, "comparable")->kind, JSON_FALSE);
	assert_int_equal(json_at(json, "reason")->kind, JSON_TEXT);
	json = flow_json(
		flow, 0,
		(const char *const[]){"figures", "compare", "F-029", "F-041", "--json", NULL});
	assert_int_equal(json_at(json, "comparable")->kind, JSON_TRUE);
	assert_true(json_is(json_get(&json_at(json, "differences")->items[0], "value"), "1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_has_its_totals_and_its_doubts),
		cmocka_unit_test(the_table_is_there_for_other_programs),
		cmocka_unit_test(the_places_page_shows_the_seven_and_the_two),
		cmocka_unit_test(a_figure_comes_with_its_conflicts_and_their_arithmetic),
		cmocka_unit_test(unlike_figures_are_refused_with_the_reason_and_the_figures),
		cmocka_unit_test(the_list_is_narrowed_by_its_filters),
		cmocka_unit_test(no_address_says_what_was_counted_in_words),
		cmocka_unit_test(english_of_the_register_is_marked_on_a_khmer_page),
		cmocka_unit_test(a_refused_comparison_says_so_on_both_outputs),
	};
	return flow_run(tests, COUNT_OF(tests));
}
