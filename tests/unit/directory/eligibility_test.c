#include "fixture.h"

static const struct reason *reason_of(const struct programme_answer *answer, enum reason_code code)
{
	for (size_t i = 0; i < answer->reasons_count; i++) {
		if (answer->reasons[i].code == code) {
			return &answer->reasons[i];
		}
	}
	return NULL;
}

static void an_open_programme_takes_a_known_person_without_a_word(void **state)
{
	(void)state;
	const struct programme programme = open_programme("open");
	const struct match_question question = known_question();
	const struct programme_answer answer = match_programme(&question, &programme);

	assert_int_equal(answer.answer, ANSWER_YES);
	assert_int_equal(answer.reasons_count, 0);
	assert_int_equal(answer.fits, 1u << REASON_SEX | 1u << REASON_AGE | 1u << REASON_FORM |
					      1u << REASON_ROUTE);
}

static void sex_fits_or_refuses_or_is_asked(void **state)
{
	(void)state;
	static const struct {
		const char *programme;
		const char *person;
		enum answer expected;
	} rows[] = {
		{"any", "female", ANSWER_YES},
		{"any", "unknown", ANSWER_YES},
		{"any", "", ANSWER_YES},
		{"female", "female", ANSWER_YES},
		{"female", "male", ANSWER_NO},
		{"female", "other", ANSWER_ASK},
		{"female", "not_said", ANSWER_ASK},
		{"female", "unknown", ANSWER_ASK},
		{"female", "", ANSWER_ASK},
		{"male", "female", ANSWER_NO},
		{"male", "male", ANSWER_YES},
		{"male", "not_said", ANSWER_ASK},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct programme programme = open_programme("one");
		struct match_question question = known_question();
		programme.sex = slice_of(rows[i].programme);
		question.sex = slice_of(rows[i].person);
		const struct programme_answer answer = match_programme(&question, &programme);
		assert_int_equal(answer.answer, rows[i].expected);
		assert_int_equal(reason_of(&answer, REASON_SEX) == NULL,
				 rows[i].expected == ANSWER_YES);
	}
}

static void ages_are_inclusive_and_unknown_ages_are_asked(void **state)
{
	(void)state;
	static const struct {
		int min, max, least, most;
		enum answer expected;
	} rows[] = {
		{15, 19, 14, 14, ANSWER_NO},
		{15, 19, 15, 15, ANSWER_YES},
		{15, 19, 19, 19, ANSWER_YES},
		{15, 19, 20, 20, ANSWER_NO},
		{15, 19, AGE_UNKNOWN, AGE_UNKNOWN, ANSWER_ASK},
		{15, 19, 14, 15, ANSWER_ASK},
		{15, 19, 15, 16, ANSWER_YES},
		{15, 19, 19, 20, ANSWER_ASK},
		{15, 19, 20, 21, ANSWER_NO},
		{15, 19, 13, 14, ANSWER_NO},
		{18, AGE_NO_LIMIT, 17, 17, ANSWER_NO},
		{18, AGE_NO_LIMIT, 18, 18, ANSWER_YES},
		{18, AGE_NO_LIMIT, 120, 120, ANSWER_YES},
		{AGE_NO_LIMIT, 17, 0, 0, ANSWER_YES},
		{AGE_NO_LIMIT, 17, 17, 17, ANSWER_YES},
		{AGE_NO_LIMIT, 17, 18, 18, ANSWER_NO},
		{AGE_NO_LIMIT, 17, AGE_UNKNOWN, AGE_UNKNOWN, ANSWER_ASK},
		{AGE_NO_LIMIT, AGE_NO_LIMIT, AGE_UNKNOWN, AGE_UNKNOWN, ANSWER_YES},
		{0, AGE_NO_LIMIT, AGE_UNKNOWN, AGE_UNKNOWN, ANSWER_YES},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct programme programme = open_programme("aged");
		struct match_question question = known_question();
		programme.age_min = rows[i].min;
		programme.age_max = rows[i].max;
		question.age_least = rows[i].least;
		question.age_most = rows[i].most;
		assert_int_equal(match_programme(&question, &programme).answer, rows[i].expected);
	}
}

static void a_form_is_listed_or_falls_under_all(void **state)
{
	(void)state;
	static const struct {
		const char *programme;
		const char *person;
		enum answer expected;
	} rows[] = {
		{"fishing", "fishing", ANSWER_YES},
		{"fishing", "domestic_work", ANSWER_NO},
		{"fishing", "domestic_work;fishing", ANSWER_YES},
		{"fishing", "domestic_work;unknown", ANSWER_ASK},
		{"fishing", "multiple;domestic_work", ANSWER_NO},
		{"fishing", "multiple", ANSWER_ASK},
		{"fishing", "unknown", ANSWER_ASK},
		{"fishing", "", ANSWER_ASK},
		{"all", "fishing", ANSWER_YES},
		{"all", "multiple", ANSWER_YES},
		{"all", "other", ANSWER_YES},
		{"all", "at_risk", ANSWER_NO},
		{"all", "not_trafficking", ANSWER_NO},
		{"all", "unknown", ANSWER_ASK},
		{"all", "", ANSWER_ASK},
		{"all;at_risk", "at_risk", ANSWER_YES},
		{"all;at_risk", "not_trafficking", ANSWER_NO},
		{"fishing;not_trafficking", "not_trafficking", ANSWER_YES},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct programme programme = open_programme("formed");
		struct match_question question = known_question();
		programme.forms = slice_of(rows[i].programme);
		question.forms = slice_of(rows[i].person);
		assert_int_equal(match_programme(&question, &programme).answer, rows[i].expected);
	}
}

static void a_required_referral_comes_from_the_named_kinds_or_is_asked(void **state)
{
	(void)state;
	static const struct {
		enum known required;
		const char *from;
		const char *by;
		enum answer expected;
	} rows[] = {
		{KNOWN_YES, "shelter;ngo", "shelter", ANSWER_YES},
		{KNOWN_YES, "shelter;ngo", "ngo", ANSWER_YES},
		{KNOWN_YES, "shelter;ngo", "self", ANSWER_ASK},
		{KNOWN_YES, "shelter;ngo", "foreign_shelter", ANSWER_ASK},
		{KNOWN_YES, "shelter;ngo", "", ANSWER_ASK},
		{KNOWN_YES, "police;embassy", "kh_police", ANSWER_YES},
		{KNOWN_YES, "police;embassy", "police", ANSWER_YES},
		{KNOWN_YES, "police;embassy", "foreign_police", ANSWER_ASK},
		{KNOWN_YES, "", "ngo", ANSWER_ASK},
		{KNOWN_NO, "self", "ngo", ANSWER_YES},
		{KNOWN_NOT, "", "", ANSWER_YES},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct programme programme = open_programme("referred");
		struct match_question question = known_question();
		programme.referral_required = rows[i].required;
		programme.referral_from = slice_of(rows[i].from);
		question.referred_by = slice_of(rows[i].by);
		assert_int_equal(match_programme(&question, &programme).answer, rows[i].expected);
	}
}

static void another_route_is_a_question_and_never_a_no(void **state)
{
	(void)state;
	static const struct {
		const char *programme;
		const char *person;
		enum answer expected;
	} rows[] = {
		{"any", "SO", ANSWER_YES},     {"any", "", ANSWER_YES},
		{"CN;TH", "TH", ANSWER_YES},   {"CN;TH", "SO;CN", ANSWER_YES},
		{"CN;TH", "SO", ANSWER_ASK},   {"CN;TH", "", ANSWER_ASK},
		{"CN;TH", "X-UN", ANSWER_ASK}, {"X-ME", "SA", ANSWER_ASK},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct programme programme = open_programme("routed");
		struct match_question question = known_question();
		programme.origin_route = slice_of(rows[i].programme);
		question.destinations = slice_of(rows[i].person);
		assert_int_equal(match_programme(&question, &programme).answer, rows[i].expected);
	}
}

static void whom_the_client_avoids_is_a_no(void **state)
{
	(void)state;
	const struct programme programme = open_programme("near");
	struct match_question question = known_question();

	question.avoid = S("elsewhere");
	assert_int_equal(match_programme(&question, &programme).answer, ANSWER_YES);
	question.avoid = S("elsewhere;near");
	assert_int_equal(match_programme(&question, &programme).answer, ANSWER_NO);
	question.avoid = S("house");
	const struct programme_answer answer = match_programme(&question, &programme);
	assert_int_equal(answer.answer, ANSWER_NO);
	assert_int_equal(reason_of(&answer, REASON_AVOID)->weight, WEIGHT_NO);
}

static void a_no_tells_its_questions_too_in_a_fixed_order(void **state)
{
	(void)state;
	struct programme programme = open_programme("strict");
	programme.sex = S("female");
	programme.age_min = 15;
	programme.age_max = 19;
	programme.referral_required = KNOWN_YES;
	programme.referral_from = S("shelter;ngo");
	struct match_question question = known_question();
	question.sex = S("male");
	question.referred_by = S("hotline");
	const struct programme_answer answer = match_programme(&question, &programme);

	assert_int_equal(answer.answer, ANSWER_NO);
	assert_int_equal(answer.reasons_count, 3);
	assert_string_equal(reason_code_name(answer.reasons[0].code), "sex");
	assert_string_equal(reason_code_name(answer.reasons[1].code), "age");
	assert_string_equal(reason_code_name(answer.reasons[2].code), "referral");
	assert_int_equal(answer.reasons[2].weight, WEIGHT_ASK);
}

static void remarks_do_not_change_the_answer(void **state)
{
	(void)state;
	struct programme programme = open_programme("remarked");
	programme.living_option = S("shelter");
	programme.languages = S("km");
	programme.places_free = 0;
	programme.informed = (struct pdate){.precision = DATE_YEAR, .year = 2018};
	struct match_question question = known_question();
	question.living = S("independent");
	question.languages = S("en;vi");
	const struct programme_answer answer = match_programme(&question, &programme);

	assert_int_equal(answer.answer, ANSWER_YES);
	assert_int_equal(answer.reasons_count, 4);
	for (size_t i = 0; i < answer.reasons_count; i++) {
		assert_int_equal(answer.reasons[i].weight, WEIGHT_REMARK);
	}
	assert_string_equal(reason_of(&answer, REASON_PLACES)->key, "match.places.full");
	assert_string_equal(reason_of(&answer, REASON_STALE)->key, "match.stale.old");
}

static void information_goes_stale_after_twenty_four_months(void **state)
{
	(void)state;
	const struct pdate year = {.precision = DATE_YEAR, .year = 2018};
	const struct pdate month = {.precision = DATE_MONTH, .year = 2024, .month = 2};
	const struct pdate none = {.precision = DATE_NONE};

	assert_int_equal(directory_freshness(day(2024, 3, 2), day(2026, 3, 2)), FRESH);
	assert_int_equal(directory_freshness(day(2024, 3, 1), day(2026, 3, 2)), STALE);
	assert_int_equal(directory_freshness(year, day(2020, 12, 31)), FRESH);
	assert_int_equal(directory_freshness(year, day(2021, 1, 1)), STALE);
	assert_int_equal(directory_freshness(month, day(2026, 2, 28)), FRESH);
	assert_int_equal(directory_freshness(month, day(2026, 3, 1)), STALE);
	assert_int_equal(directory_freshness(none, day(2026, 3, 1)), UNDATED);
}

static struct values question_values(struct ctx *c)
{
	struct values values = values_create(c->arena, model_kind("match_question"));
	values_set(&values, "sex", S("female"));
	values_set(&values, "reference_date", S("2026-03-02"));
	return values;
}

static void a_birth_date_gives_the_age_on_the_reference_date(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *birth;
		int least, most;
	} rows[] = {
		{"2006-03-02", 20, 20}, /* the birthday itself */
		{"2006-03-03", 19, 19}, {"2006-03-01", 20, 20}, {"2011-03-02", 15, 15},
		{"2011-03-03", 14, 14}, {"2006", 19, 20},       {"2006-03", 19, 20},
		{"2006-04", 19, 19},    {"2026", 0, 0},         {"", AGE_UNKNOWN, AGE_UNKNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct values values = question_values(c);
		struct match_question question;
		values_set(&values, "birth_date", slice_of(rows[i].birth));
		assert_int_equal(match_question_read(c, &values, day(2030, 1, 1), &question), OK);
		assert_int_equal(question.age_least, rows[i].least);
		assert_int_equal(question.age_most, rows[i].most);
	}
}

static void age_and_birth_date_must_agree(void **state)
{
	struct ctx *c = *state;
	struct values values = question_values(c);
	struct match_question question = {.age_least = 7};

	values_set(&values, "age", S("19"));
	values_set(&values, "birth_date", S("2006"));
	assert_int_equal(match_question_read(c, &values, day(2030, 1, 1), &question), OK);
	assert_int_equal(question.age_most, 19);
	values_set(&values, "age", S("21"));
	assert_fail(c, match_question_read(c, &values, day(2030, 1, 1), &question), ERR_INVALID,
		    "match.age_twice", "age=21");
	values_set(&values, "birth_date", S("2026-03-03"));
	assert_fail(c, match_question_read(c, &values, day(2030, 1, 1), &question), ERR_INVALID,
		    "match.birth_later", "value=2026-03-03");
	values_set(&values, "reference_date", S("2026-03"));
	assert_fail(c, match_question_read(c, &values, day(2030, 1, 1), &question), ERR_INVALID,
		    "match.date_not_full", "value=2026-03");
	assert_int_equal(question.age_most, 19);
}

static void without_a_reference_date_today_counts(void **state)
{
	struct ctx *c = *state;
	struct values values = question_values(c);
	struct match_question question;

	values_set(&values, "reference_date", S(""));
	values_set(&values, "birth_date", S("2006-03-02"));
	assert_int_equal(match_question_read(c, &values, day(2030, 3, 1), &question), OK);
	assert_int_equal(question.age_least, 23);
	assert_int_equal(question.scope, SCOPE_REVIEW);
}

static void distances_between_provinces_are_about_right(void **state)
{
	(void)state;
	const struct directory directory = {.provinces = POINTS,
					    .provinces_count = COUNT_OF(POINTS)};
	const size_t km = directory_distance_km(&directory, S("12"), S("17"));

	/* Great-circle distance of the two points: 225 km. */
	assert_in_range(km, 221, 229);
	assert_int_equal(directory_distance_km(&directory, S("17"), S("12")), km);
	assert_int_equal(directory_distance_km(&directory, S("12"), S("12")), 0);
	assert_true(directory_distance_km(&directory, S("12"), S("99")) == SIZE_MAX);
	assert_true(directory_distance_km(&directory, S(""), S("12")) == SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_programme_takes_a_known_person_without_a_word),
		cmocka_unit_test(sex_fits_or_refuses_or_is_asked),
		cmocka_unit_test(ages_are_inclusive_and_unknown_ages_are_asked),
		cmocka_unit_test(a_form_is_listed_or_falls_under_all),
		cmocka_unit_test(a_required_referral_comes_from_the_named_kinds_or_is_asked),
		cmocka_unit_test(another_route_is_a_question_and_never_a_no),
		cmocka_unit_test(whom_the_client_avoids_is_a_no),
		cmocka_unit_test(a_no_tells_its_questions_too_in_a_fixed_order),
		cmocka_unit_test(remarks_do_not_change_the_answer),
		cmocka_unit_test(information_goes_stale_after_twenty_four_months),
		task_test(a_birth_date_gives_the_age_on_the_reference_date),
		task_test(age_and_birth_date_must_agree),
		task_test(without_a_reference_date_today_counts),
		cmocka_unit_test(distances_between_provinces_are_about_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
