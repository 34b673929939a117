/* The directory and the match as people meet them: pages over a socket, commands on a terminal. */
#include "flow.h"

#include "base/file.h"

static struct reply page(struct flow *flow, const char *target, const char *language)
{
	const struct slice headers =
		arena_format(flow->c.arena, "Accept-Language: %s\r\n", language);
	return server_request(flow->c.arena, &flow->server, "GET", target, headers.at,
			      (struct slice){0});
}

static bool holds(const struct reply *reply, const char *text)
{
	return slice_find(reply->body, slice_of(text)) != SIZE_MAX;
}

static void expect_in(const struct reply *reply, const char *text)
{
	if (!holds(reply, text)) {
		fail_msg("\"%s\" is not on the page", text);
	}
}

static void expect_not_in(const struct reply *reply, const char *text)
{
	if (holds(reply, text)) {
		fail_msg("\"%s\" is on the page", text);
	}
}

static size_t times_in(const struct reply *reply, const char *text)
{
	struct slice rest = reply->body;
	size_t count = 0;
	for (size_t at; (at = slice_find(rest, slice_of(text))) != SIZE_MAX; count++) {
		rest = slice_between(rest, at + 1, rest.length);
	}
	return count;
}

static void the_directory_draws_a_ring_for_every_programme(void **state)
{
	struct flow *flow = *state;
	const struct reply all = page(flow, "/directory", "en");
	assert_int_equal(all.status, 200);
	/* Thirteen programmes for clients, and the network. */
	assert_int_equal(times_in(&all, "<svg"), 14);
	expect_in(&all, "/directory/programmes/horizons");
	expect_not_in(&all, "/directory/programmes/hagar-legal-toolkit");
	expect_in(&all, ">4 + 2</td>");
	expect_in(&all, "No programme gives medical care to anybody");
	/* Old information is marked, and so is information without a date. */
	assert_int_equal(times_in(&all, "<span class=\"mark clock\">of 2018</span>"), 9);
	assert_int_equal(times_in(&all, "<span class=\"mark clock\">no date</span>"), 4);
	const struct reply review = page(flow, "/directory?origin=review", "en");
	assert_int_equal(times_in(&review, "<svg"), 8);
	expect_in(&review, ">3 + 1</td>");
}

static void the_directory_is_narrowed_by_component_and_by_words(void **state)
{
	struct flow *flow = *state;
	const struct reply medical = page(flow, "/directory?component=medical", "en");
	assert_int_equal(times_in(&medical, "<svg"), 4);
	expect_in(&medical, "<option value=\"medical\" selected>");
	const struct reply words = page(flow, "/directory?search=Hotel", "en");
	expect_in(&words, "/directory/programmes/horizons");
	expect_not_in(&words, "/directory/programmes/cwcc-shelter");
	const struct reply nothing = page(flow, "/directory?search=%3Cscript%3Ezz", "en");
	expect_in(&nothing, "No programme fits.");
	expect_in(&nothing, "value=\"&lt;script&gt;zz\"");
	expect_not_in(&nothing, "<script>zz");
}

static void a_programme_shows_its_limits_its_source_and_its_age(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, "/directory/programmes/horizons", "en");
	expect_in(&reply, "This information is of 2018");
	expect_in(&reply, "ASEAN certification (hotel)");
	expect_in(&reply, "L320-341");
	expect_in(&reply, "href=\"https://www.maryknollsisters.org/featured-stories/");
	expect_in(&reply, "rel=\"noopener noreferrer\"");
	expect_in(&reply, "Not known yet:");
	const struct reply khmer = page(flow, "/directory/programmes/horizons", "km");
	expect_in(&khmer, "<html lang=\"km\">");
	expect_in(&khmer, "lang=\"en\">ASEAN certification (hotel)");
	const struct reply inferred = page(flow, "/directory/programmes/daughters-centre", "en");
	expect_in(&inferred, "Education</span> <span class=\"soft\">(inferred)");
	const struct reply kit = page(flow, "/directory/programmes/hagar-legal-toolkit", "en");
	expect_in(&kit, "For professionals, not for clients.");
}

static void an_organisation_shows_its_programmes_or_says_that_it_has_none(void **state)
{
	struct flow *flow = *state;
	const struct reply three = page(flow, "/directory/organisations/cwcc", "en");
	assert_int_equal(times_in(&three, "<li class=\"card\">"), 3);
	const struct reply none = page(flow, "/directory/organisations/iom", "en");
	expect_in(&none, "No programme of its own.");
	expect_not_in(&none, "<svg");
}

static void gaps_are_sentences_that_a_question_narrows(void **state)
{
	struct flow *flow = *state;
	const struct reply all = page(flow, "/directory/gaps", "en");
	assert_int_equal(times_in(&all, "<section aria-labelledby="), 7);
	const struct reply man =
		page(flow, "/directory/gaps?sex=male&age=31&form=3&destination=ID", "en");
	expect_in(&man,
		  "No programme gives medical care to men (age: 20 or older) (experience: Work "
		  "at sea) (back from: Indonesia).");
	expect_in(&man, "No gap:");
	const struct reply wrong = page(flow, "/directory/gaps?age=old", "en");
	assert_int_equal(wrong.status, 422);
	expect_in(&wrong, "value=\"old\"");
}

/* A seventeen-year-old of the invented people (FX-03). */
static const char *const GIRL =
	"/match?sex=female&age=17&forms=5&destinations=TH&referred_by=shelter&needs=education&"
	"needs=training_employment&needs=psychological&needs=social&needs=stigma&needs=legal";

static void the_match_page_shows_the_best_set_and_why_not_the_others(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, GIRL, "en");
	assert_int_equal(reply.status, 200);
	const size_t best = slice_find(reply.body, S("id=\"best\""));
	const size_t ask = slice_find(reply.body, S("id=\"ask\""));
	const size_t horizons = slice_find(reply.body, S("/directory/programmes/horizons"));
	assert_true(best < horizons && horizons < ask && ask != SIZE_MAX);
	expect_in(&reply, "Ask these (1)");
	expect_in(&reply, "These fit as well (3)");
	expect_in(&reply, "Why not the others (1)");
	expect_in(&reply, "It is meant for another situation");
	expect_not_in(&reply, "Still open");
}

static void nothing_of_the_question_is_kept_or_named(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(flow, GIRL, "en");
	const struct slice cache = reply_header(&reply, "Cache-Control");
	assert_true(slice_find(cache, S("no-store")) != SIZE_MAX);
	expect_not_in(&reply, "exual");
	expect_not_in(&reply, "xploit");
	/* The choice is a number in the form, too. */
	expect_in(&reply, "name=\"forms\" value=\"5\" checked");
}

static void open_needs_lead_to_all_programmes(void **state)
{
	struct flow *flow = *state;
	const struct reply reply = page(
		flow, "/match?sex=male&age=20&forms=4&destinations=TH&needs=medical&needs=legal",
		"en");
	expect_in(&reply, "Still open: <strong>Medical and health care</strong>");
	expect_in(&reply, "Programmes that are not in the review could cover:");
	expect_in(&reply, "origin=all");
	const struct reply all =
		page(flow,
		     "/match?sex=male&age=20&forms=4&destinations=TH&needs=medical&"
		     "needs=legal&origin=all",
		     "en");
	expect_not_in(&all, "Still open");
	expect_in(&all, "/directory/programmes/ccpcr-koh-kong");
}

static void a_wrong_question_keeps_what_was_typed(void **state)
{
	struct flow *flow = *state;
	struct reply reply = page(flow, "/match?sex=male&age=abc&needs=legal", "en");
	assert_int_equal(reply.status, 422);
	expect_in(&reply, "value=\"abc\"");
	expect_in(&reply, "name=\"needs\" value=\"legal\" checked");
	expect_in(&reply, "id=\"age-error\"");
	reply = page(flow, "/match?sex=male&age=31&birth_date=2001-01-01", "en");
	assert_int_equal(reply.status, 422);
	expect_in(&reply, "The age 31 and the date of birth 2001-01-01 do not agree.");
}

static void exports_hold_the_whole_directory(void **state)
{
	struct flow *flow = *state;
	const struct reply csv = page(flow, "/directory/programmes.csv", "en");
	assert_true(slice_find(csv.body, S("id,org_id,name,components,")) < 4);
	expect_in(&csv, "hagar-legal-toolkit");
	const struct reply text = page(flow, "/directory.json", "en");
	const struct json_value *json;
	assert_int_equal(json_parse(&flow->c, text.body, &json), OK);
	assert_int_equal(json_at(json, "programmes")->count, 14);
	const struct json_value *first = &json_at(json, "programmes")->items[0];
	assert_true(json_is(json_at(first, "record.id"), "chab-dai-case-support"));
	assert_true(json_is(json_at(first, "freshness"), "stale"));
}

/* ---- Commands */

#define STORE "--store", flow->place

static void a_match_in_json_has_reasons_remarks_and_who_covers_what(void **state)
{
	struct flow *flow = *state;
	const struct json_value *match = flow_json(flow, 0,
						   (const char *const[]){"match",
									 "--sex",
									 "male",
									 "--age",
									 "27",
									 "--form",
									 "general_labour",
									 "--from",
									 "TH",
									 "--referred-by",
									 "hotline",
									 "--needs",
									 "legal,medical",
									 "--on",
									 "2026-03-02",
									 "--json",
									 "--lang",
									 "en",
									 STORE,
									 NULL});
	const struct json_value *programmes = json_at(match, "programmes");
	assert_int_equal(programmes->count, 7);
	const struct json_value *horizons = &programmes->items[5];
	assert_true(json_is(json_at(horizons, "id"), "horizons"));
	assert_true(json_is(json_at(horizons, "answer"), "no"));
	static const char *const CODES[] = {"sex", "age", "referral"};
	assert_int_equal(json_at(horizons, "reasons")->count, COUNT_OF(CODES));
	for (size_t i = 0; i < COUNT_OF(CODES); i++) {
		const struct json_value *reason = &json_at(horizons, "reasons")->items[i];
		assert_true(json_is(json_at(reason, "code"), CODES[i]));
		assert_true(json_at(reason, "text")->text.length > 10);
	}
	assert_int_equal(json_at(horizons, "remarks")->count, 1);
	assert_int_equal(json_at(match, "cover")->count, 1);
	assert_true(slice_is(json_at(match, "cover")->items[0].text, "hagar-recovery"));
	assert_true(slice_is(json_at(match, "uncovered")->items[0].text, "medical"));
	assert_true(slice_is(json_at(match, "beyond_review")->items[0].text, "medical"));
}

static void flags_stand_in_where_a_row_of_a_batch_says_nothing(void **state)
{
	struct flow *flow = *state;
	const char *path =
		arena_format(flow->c.arena, "%s/questions.csv", scratch_folder(flow->c.arena)).at;
	const struct slice text = S("id,sex,age,needs\nA,male,17,\nB,female,,education\n");
	assert_int_equal(file_create(&flow->c, path, 0600, text), OK);
	const struct json_value *answers =
		flow_json(flow, 0,
			  (const char *const[]){"match", "--batch", path, "--form", "fishing",
						"--from", "TH", "--needs", "legal", "--origin",
						"all", "--json", STORE, NULL});
	assert_int_equal(answers->count, 2);
	assert_true(json_is(json_at(&answers->items[0], "id"), "A"));
	assert_true(slice_is(json_at(&answers->items[0], "needs")->items[0].text, "legal"));
	assert_true(slice_is(json_at(&answers->items[1], "needs")->items[0].text, "education"));
	assert_int_equal(json_at(&answers->items[0], "programmes")->count, 13);
}

static void coverage_and_gaps_are_data_too(void **state)
{
	struct flow *flow = *state;
	const struct json_value *coverage = flow_json(
		flow, 0, (const char *const[]){"directory", "coverage", "--json", STORE, NULL});
	assert_int_equal(json_at(coverage, "organisations")->count, 5);
	assert_true(json_is(json_at(coverage, "totals.medical.stated"), "1"));
	assert_true(json_is(json_at(coverage, "totals.legal.inferred"), "2"));
	const struct json_value *gaps =
		flow_json(flow, 0,
			  (const char *const[]){"directory", "gaps", "--sex", "male", "--form",
						"fishing", "--json", STORE, NULL});
	const struct json_value *first = &json_at(gaps, "gaps")->items[0];
	assert_true(json_is(json_at(first, "component"), "stigma"));
	assert_true(json_is(json_at(first, "best"), "ask"));
	assert_true(slice_is(json_at(first, "sex")->items[0].text, "male"));
	assert_true(slice_is(json_at(first, "any")->items[0].text, "age"));
}

static void a_name_that_two_share_shows_the_programme_unless_asked(void **state)
{
	struct flow *flow = *state;
	const struct json_value *programme = flow_json(
		flow, 0,
		(const char *const[]){"directory", "show", "horizons", "--json", STORE, NULL});
	assert_true(json_is(json_at(programme, "type"), "programme"));
	const struct json_value *organisation =
		flow_json(flow, 0,
			  (const char *const[]){"directory", "show", "horizons", "--organisation",
						"--json", STORE, NULL});
	assert_true(json_is(json_at(organisation, "type"), "organisation"));
	assert_true(slice_is(json_at(organisation, "programmes")->items[0].text, "horizons"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_directory_draws_a_ring_for_every_programme),
		cmocka_unit_test(the_directory_is_narrowed_by_component_and_by_words),
		cmocka_unit_test(a_programme_shows_its_limits_its_source_and_its_age),
		cmocka_unit_test(an_organisation_shows_its_programmes_or_says_that_it_has_none),
		cmocka_unit_test(gaps_are_sentences_that_a_question_narrows),
		cmocka_unit_test(the_match_page_shows_the_best_set_and_why_not_the_others),
		cmocka_unit_test(nothing_of_the_question_is_kept_or_named),
		cmocka_unit_test(open_needs_lead_to_all_programmes),
		cmocka_unit_test(a_wrong_question_keeps_what_was_typed),
		cmocka_unit_test(exports_hold_the_whole_directory),
		cmocka_unit_test(a_match_in_json_has_reasons_remarks_and_who_covers_what),
		cmocka_unit_test(flags_stand_in_where_a_row_of_a_batch_says_nothing),
		cmocka_unit_test(coverage_and_gaps_are_data_too),
		cmocka_unit_test(a_name_that_two_share_shows_the_programme_unless_asked),
	};
	return flow_run(tests, COUNT_OF(tests));
}
