/* What applies to a way home, over the register of data/. */
#include "register.h"

#include "base/json.h"

static const char *const FORMS[] = {
	"forced_marriage",  "domestic_work",       "fishing",
	"general_labour",   "sexual_exploitation", "forced_begging",
	"illegal_adoption", "forced_labour",       "forced_criminality",
	"organ_removal",    "surrogacy",           "multiple",
	"at_risk",          "not_trafficking",     "other",
	"unknown",
};
static const char *const DESTINATIONS[] = {"MY", "ID", "CN", "TH",   "VN",    "SO",  "TW",
					   "SA", "SG", "KR", "LA",   "MM",    "JP",  "HK",
					   "BN", "PH", "KH", "X-ME", "X-SEA", "X-UN"};

static bool has_gap(const struct law_answer *answer, const char *function, enum law_band band)
{
	for (size_t i = 0; i < answer->gaps_count; i++) {
		if (slice_is(law_function_code(answer->gaps[i].function), function) &&
		    answer->gaps[i].band == band) {
			return true;
		}
	}
	return false;
}

static void never_tells_somebody_from_china_that_taiwans_act_applies(void **state)
{
	struct world *world = *state;
	for (size_t f = 0; f < COUNT_OF(FORMS); f++) {
		for (int year = 1990; year < 2028; year++) {
			const char *on = arena_format(world->c.arena, "%d-06-15", year).at;
			const struct law_answer answer = ask(world, "CN", FORMS[f], on);
			for (size_t i = 0; i < answer.provisions_count; i++) {
				assert_false(slice_list_has(
					law_jurisdictions(answer.provisions[i].instrument),
					S("TW")));
			}
		}
	}
	const struct law_answer china = ask(world, "CN", "fishing", "2020-01-01");
	assert_non_null(in_list(china.not_applicable, china.not_applicable_count, "PV-056"));
	assert_non_null(in_list(china.not_applicable, china.not_applicable_count, "PV-057"));
	const struct law_answer taiwan = ask(world, "TW", "fishing", "2020-01-01");
	assert_int_equal(applied(&taiwan, "PV-056")->band, LAW_DESTINATION);
	assert_true(applied(&taiwan, "PV-056")->disputed);
	assert_int_equal(taiwan.not_applicable_count, 0);
}

static void shows_only_places_that_are_on_the_way(void **state)
{
	struct world *world = *state;
	for (size_t d = 0; d < COUNT_OF(DESTINATIONS); d++) {
		for (size_t f = 0; f < COUNT_OF(FORMS); f++) {
			const struct law_answer answer =
				ask(world, DESTINATIONS[d], FORMS[f], "2019-01-01");
			for (size_t i = 0; i < answer.provisions_count; i++) {
				const struct law_applied *one = &answer.provisions[i];
				const struct slice places = law_jurisdictions(one->instrument);
				const struct slice to = slice_of(DESTINATIONS[d]);
				assert_true(one->band != LAW_HOME || slice_is(places, "KH"));
				assert_true(one->band != LAW_DESTINATION ||
					    slice_equal(places, to));
				assert_true(one->band != LAW_BETWEEN ||
					    slice_list_has(places, S("KH")));
				assert_true(one->band < LAW_BAND_COUNT);
			}
		}
	}
}

/* Recommendation 2 of the review, its acceptance check. */
static void offers_the_version_of_the_year_of_work(void **state)
{
	struct world *world = *state;
	struct law_answer answer = ask(world, "TH", "domestic_work", "2013-06-01");
	assert_int_equal(applied(&answer, "PV-050")->state, LAW_IN_FORCE);
	assert_false(slice_empty(applied(&answer, "PV-050")->provision->conditions));
	assert_int_equal(applied(&answer, "PV-051")->state, LAW_NOT_YET);
	assert_int_equal(applied(&answer, "PV-048")->state, LAW_IN_FORCE);
	answer = ask(world, "TH", "domestic_work", "2016-01-01");
	assert_int_equal(applied(&answer, "PV-048")->state, LAW_REPLACED);
	assert_slice(applied(&answer, "PV-048")->instrument->successor->id, "kh-th-labour-2015");
	answer = ask(world, "TH", "domestic_work", "2025-01-01");
	assert_int_equal(applied(&answer, "PV-050")->state, LAW_REPLACED);
	assert_int_equal(applied(&answer, "PV-051")->state, LAW_IN_FORCE);
}

static void places_regional_and_private_agreements(void **state)
{
	struct world *world = *state;
	const struct law_answer malaysia = ask(world, "MY", "domestic_work", "2018-01-01");
	assert_null(applied(&malaysia, "PV-036"));
	assert_non_null(in_list(malaysia.not_applicable, malaysia.not_applicable_count, "PV-036"));
	assert_int_equal(applied(&malaysia, "PV-038")->band, LAW_BETWEEN);
	assert_true(law_has_private_party(applied(&malaysia, "PV-038")->instrument));
	assert_int_equal(applied(&malaysia, "PV-061")->band, LAW_BEYOND);
	const struct law_answer china = ask(world, "CN", "forced_marriage", "2018-01-01");
	assert_int_equal(applied(&china, "PV-036")->band, LAW_BETWEEN);
	assert_null(applied(&china, "PV-038"));
	assert_null(applied(&china, "PV-061"));
	assert_int_equal(applied(&china, "PV-060")->band, LAW_BEYOND);
	const struct law_answer vietnam = ask(world, "VN", "forced_marriage", "2018-01-01");
	assert_int_equal(applied(&vietnam, "PV-036")->band, LAW_BETWEEN);
	assert_int_equal(applied(&vietnam, "PV-062")->band, LAW_BETWEEN);
	const struct law_answer thailand = ask(world, "TH", "domestic_work", "2018-01-01");
	assert_null(applied(&thailand, "PV-038"));
}

static void lists_a_rule_on_a_topic_for_everybody_and_under_its_topic(void **state)
{
	struct world *world = *state;
	for (size_t f = 0; f < COUNT_OF(FORMS); f++) {
		const struct law_answer answer = ask(world, "CN", FORMS[f], "2019-01-01");
		assert_slice(applied(&answer, "PV-014")->topic, "children_born_abroad");
		assert_slice(applied(&answer, "PV-012")->topic, "irregular_migration");
		assert_slice(applied(&answer, "PV-015")->topic, "document_fraud");
	}
	/* Its function is not served by it: at risk, nothing but topics is left. */
	const struct law_answer answer = ask(world, "CN", "at_risk", "2019-01-01");
	for (size_t i = 0; i < answer.provisions_count; i++) {
		assert_false(slice_empty(answer.provisions[i].topic));
	}
	assert_int_equal(answer.gaps_count, (size_t)LAW_FUNCTION_COUNT * 3);
}

static void names_what_no_binding_rule_serves(void **state)
{
	struct world *world = *state;
	struct law_answer answer = ask(world, "CN", "forced_marriage", "2016-08-01");
	static const struct {
		const char *function;
		enum law_band band;
		bool gap;
	} rows[] = {
		{"punish", LAW_HOME, false},
		{"prohibit", LAW_HOME, false},
		{"protect", LAW_HOME, false},
		{"rehabilitate", LAW_HOME, false}, /* the standards for shelters, since 2014 */
		{"assist", LAW_HOME, true},        /* a policy of unclear force is no rule */
		{"reintegrate", LAW_HOME, true},
		{"punish", LAW_DESTINATION, false},
		{"protect", LAW_DESTINATION, true},
		{"cooperate", LAW_BETWEEN, true}, /* the regional memorandum does not bind */
		{"repatriate", LAW_BETWEEN, true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (has_gap(&answer, rows[i].function, rows[i].band) != rows[i].gap) {
			fail_msg("%s", rows[i].function);
		}
	}
	answer = ask(world, "CN", "forced_marriage", "2014-05-18");
	assert_true(has_gap(&answer, "rehabilitate", LAW_HOME));
	answer = ask(world, "MY", "domestic_work", "2015-11-17");
	assert_true(has_gap(&answer, "assist", LAW_DESTINATION));
	answer = ask(world, "MY", "domestic_work", "2015-11-18");
	assert_false(has_gap(&answer, "assist", LAW_DESTINATION));
	/* Inside Cambodia there is no other place to ask about. */
	answer = ask(world, "KH", "forced_begging", "2019-01-01");
	for (size_t i = 0; i < answer.gaps_count; i++) {
		assert_int_equal(answer.gaps[i].band, LAW_HOME);
	}
}

/* A gap and a rule that closes it are never both there, and nothing else closes one. */
static void has_a_gap_exactly_where_nothing_binding_is_in_force(void **state)
{
	struct world *world = *state;
	static const char *const DAYS[] = {"1999-01-01", "2009", "2016-08-01", "2024-12-31"};
	for (size_t d = 0; d < COUNT_OF(DESTINATIONS); d++) {
		for (size_t k = 0; k < COUNT_OF(DAYS); k++) {
			const struct law_answer answer =
				ask(world, DESTINATIONS[d], "domestic_work", DAYS[k]);
			for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
				bool served = false;
				for (size_t i = 0; i < answer.provisions_count; i++) {
					const struct law_applied *one = &answer.provisions[i];
					served = served ||
						 (one->band == LAW_HOME &&
						  one->state == LAW_IN_FORCE &&
						  slice_is(one->provision->kind, "provision") &&
						  slice_is(one->instrument->binding, "yes") &&
						  slice_empty(one->topic) &&
						  slice_list_has(one->provision->function,
								 law_function_code(f)));
				}
				const char *name = arena_cstr(world->c.arena, law_function_code(f));
				assert_int_equal(has_gap(&answer, name, LAW_HOME), !served);
			}
		}
	}
}

static void counts_a_law_listed_twice_once(void **state)
{
	struct world *world = *state;
	const struct law_answer answer = ask(world, "TH", "sexual_exploitation", "2010-11-30");
	const struct law_applied *second = applied(&answer, "PV-011");
	assert_slice(second->instrument->id, "kh-penal-code-2009");
	assert_slice(second->provision->instrument_id, "kh-criminal-code-review");
	assert_int_equal(second->state, LAW_IN_FORCE);
	assert_true(second->disputed);
}

static void asks_for_a_date(void **state)
{
	struct world *world = *state;
	struct law_answer answer;
	const struct law_question question = {S("CN"), S("fishing"), {0}};
	assert_fail(&world->c, law_answer(&world->c, &world->law, &question, &answer), ERR_INVALID,
		    "law.date_needed", "");
}

static enum law_level level(const struct law_comparison *table, const char *country,
			    const char *function, bool between)
{
	for (size_t i = 0; i < table->count; i++) {
		for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
			if (slice_is(table->countries[i].code, country) &&
			    slice_is(law_function_code(f), function)) {
				return between ? table->countries[i].between[f]
					       : table->countries[i].own[f];
			}
		}
	}
	fail_msg("no %s", country);
	return LAW_NONE;
}

static void compares_countries_side_by_side(void **state)
{
	struct world *world = *state;
	struct law_comparison table;
	assert_int_equal(law_compare(&world->c, &world->law, S(""), S("domestic_work"),
				     day(&world->c, "2019-01-01"), &table),
			 OK);
	assert_slice(law_countries(world->c.arena, &world->law), "MY;TH;CN;TW;VN");
	assert_int_equal(table.count, 6);
	assert_slice(table.countries[0].code, "KH");
	assert_int_equal(level(&table, "KH", "punish", false), LAW_BINDING);
	assert_int_equal(level(&table, "KH", "assist", false), LAW_NON_BINDING);
	assert_int_equal(level(&table, "KH", "reintegrate", false), LAW_UNCERTAIN);
	assert_int_equal(level(&table, "MY", "recruit", true), LAW_BINDING);
	assert_int_equal(level(&table, "TH", "protect", true), LAW_NON_BINDING);
	assert_int_equal(level(&table, "CN", "protect", false), LAW_NONE);
	assert_int_equal(level(&table, "TW", "protect", false), LAW_BINDING);
	assert_int_equal(level(&table, "VN", "punish", false), LAW_NONE);
	assert_int_equal(level(&table, "VN", "repatriate", true), LAW_BINDING);

	assert_int_equal(law_compare(&world->c, &world->law, S("SA;KH;TH"), S("domestic_work"),
				     day(&world->c, "2019-01-01"), &table),
			 OK);
	assert_int_equal(table.count, 3);
	assert_slice(table.countries[1].code, "SA");
	assert_int_equal(level(&table, "SA", "punish", false), LAW_NONE);
}

static const struct json_value *json_of(struct world *world, const struct law_answer *answer)
{
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	struct json_writer json;
	const struct json_value *value;
	json_writer_init(&json, out, JSON_INDENTED);
	law_answer_json(answer, world->c.arena, &json);
	assert_int_equal(json_parse(&world->c, buf_slice(out), &value), OK);
	return value;
}

static void writes_the_answer_with_the_keys_that_are_promised(void **state)
{
	struct world *world = *state;
	const struct law_answer answer = ask(world, "CN", "forced_marriage", "2016-08-01");
	const struct json_value *value = json_of(world, &answer);
	const struct json_value *provisions = json_get(value, "provisions");
	static const struct {
		const char *key;
		enum json_kind kind;
	} keys[] = {
		{"id", JSON_TEXT},
		{"instrument", JSON_TEXT},
		{"jurisdictions", JSON_ARRAY},
		{"jurisdictions_reported", JSON_ARRAY},
		{"function", JSON_TEXT},
		{"functions", JSON_ARRAY},
		{"band", JSON_TEXT},
		{"topic", JSON_TEXT},
		{"forms", JSON_ARRAY},
		{"binding", JSON_TEXT},
		{"state", JSON_TEXT},
		{"article_reported", JSON_TEXT},
		{"article_verified", JSON_TEXT},
		{"kind", JSON_TEXT},
		{"summary", JSON_TEXT},
		{"conditions", JSON_TEXT},
		{"use_in_case_work", JSON_TEXT},
		{"in_force_from", JSON_TEXT},
		{"replaced_by", JSON_TEXT},
	};
	assert_int_equal(provisions->count, answer.provisions_count);
	for (size_t i = 0; i < provisions->count; i++) {
		const struct json_value *one = &provisions->items[i];
		for (size_t k = 0; k < COUNT_OF(keys); k++) {
			assert_non_null(json_get(one, keys[k].key));
			assert_int_equal(json_get(one, keys[k].key)->kind, keys[k].kind);
		}
		const enum json_kind disputed = json_get(one, "disputed")->kind;
		assert_true(disputed == JSON_TRUE || disputed == JSON_FALSE);
	}
	const struct json_value *gaps = json_get(value, "gaps");
	assert_int_equal(gaps->count, answer.gaps_count);
	assert_non_null(json_get(&gaps->items[0], "function"));
	assert_non_null(json_get(&gaps->items[0], "where"));
	assert_int_equal(json_get(value, "not_applicable")->count, 2);
	assert_slice(json_get(json_get(value, "question"), "on")->text, "2016-08-01");
}

static void writes_the_comparison_as_json(void **state)
{
	struct world *world = *state;
	struct law_comparison table;
	struct buf *out = buf_create(world->c.arena, 1 << 20);
	struct json_writer json;
	const struct json_value *value;
	assert_int_equal(law_compare(&world->c, &world->law, S("VN"), S("fishing"),
				     day(&world->c, "2019-01-01"), &table),
			 OK);
	json_writer_init(&json, out, JSON_COMPACT);
	law_comparison_json(&table, world->c.arena, &json);
	assert_int_equal(json_parse(&world->c, buf_slice(out), &value), OK);
	const struct json_value *vietnam = &json_get(value, "countries")->items[1];
	const struct json_value *cell = json_get(json_get(vietnam, "functions"), "repatriate");
	assert_slice(json_get(cell, "own")->text, "none");
	assert_slice(json_get(cell, "between")->text, "binding");
	assert_int_equal(json_get(cell, "provisions")->count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(never_tells_somebody_from_china_that_taiwans_act_applies),
		cmocka_unit_test(shows_only_places_that_are_on_the_way),
		cmocka_unit_test(offers_the_version_of_the_year_of_work),
		cmocka_unit_test(places_regional_and_private_agreements),
		cmocka_unit_test(lists_a_rule_on_a_topic_for_everybody_and_under_its_topic),
		cmocka_unit_test(names_what_no_binding_rule_serves),
		cmocka_unit_test(has_a_gap_exactly_where_nothing_binding_is_in_force),
		cmocka_unit_test(counts_a_law_listed_twice_once),
		cmocka_unit_test(asks_for_a_date),
		cmocka_unit_test(compares_countries_side_by_side),
		cmocka_unit_test(writes_the_answer_with_the_keys_that_are_promised),
		cmocka_unit_test(writes_the_comparison_as_json),
	};
	return cmocka_run_group_tests(tests, world_open, world_close);
}
