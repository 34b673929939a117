#include "fixture.h"

#include "text/messages.h"

static struct words open_words(struct ctx *c, enum language language, enum words_for reader)
{
	struct model *model;
	struct messages *messages;
	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
	assert_int_equal(messages_load(c, &SPEAN_EMBEDDED, &messages), OK);
	return (struct words){.arena = c->arena,
			      .messages = messages,
			      .model = model,
			      .language = language,
			      .reader = reader};
}

static struct slice only_reason(const struct words *words, const struct match_question *question,
				const struct programme *programme)
{
	const struct programme_answer answer = match_programme(question, programme);
	assert_int_equal(answer.reasons_count, 1);
	return words_reason(words, question, programme, &answer.reasons[0]);
}

static void a_reason_names_the_limit_and_the_client(void **state)
{
	struct ctx *c = *state;
	const struct words words = open_words(c, LANGUAGE_EN, WORDS_NEUTRAL);
	struct match_question question = known_question();
	struct programme programme = open_programme("aged");

	programme.age_min = 15;
	programme.age_max = 19;
	assert_slice(only_reason(&words, &question, &programme),
		     "It takes people from 15 to 19 years; the client is 24.");
	question.age_least = 19;
	question.age_most = 20;
	assert_slice(only_reason(&words, &question, &programme),
		     "It takes people from 15 to 19 years; the client is 19–20: find out the date "
		     "of birth.");
}

static void on_pages_forms_have_their_neutral_words(void **state)
{
	struct ctx *c = *state;
	const struct words page = open_words(c, LANGUAGE_EN, WORDS_NEUTRAL);
	const struct words staff = open_words(c, LANGUAGE_EN, WORDS_STAFF);
	const struct match_question question = known_question();
	struct programme programme = open_programme("formed");

	programme.forms = S("general_labour;forced_labour;fishing");
	assert_slice(
		only_reason(&page, &question, &programme),
		"It is meant for another situation (Work abroad (factory, building, farm); Work "
		"abroad (kind of work not known); Work at sea).");
	assert_true(slice_find(only_reason(&staff, &question, &programme),
			       S("Forced work on fishing vessels")) != SIZE_MAX);
}

static void stale_information_tells_its_date(void **state)
{
	struct ctx *c = *state;
	const struct words words = open_words(c, LANGUAGE_EN, WORDS_NEUTRAL);
	const struct match_question question = known_question();
	struct programme programme = open_programme("old");

	programme.informed = (struct pdate){.precision = DATE_YEAR, .year = 2018};
	assert_slice(only_reason(&words, &question, &programme),
		     "The information is of 2018: call before you rely on it.");
}

static void age_groups_read_as_people_say_them(void **state)
{
	struct ctx *c = *state;
	const struct words words = open_words(c, LANGUAGE_EN, WORDS_NEUTRAL);
	static const struct {
		int from, to;
		const char *expected;
	} rows[] = {
		{AGE_NO_LIMIT, AGE_NO_LIMIT, "any age"},
		{0, AGE_NO_LIMIT, "any age"},
		{18, AGE_NO_LIMIT, "18 or older"},
		{AGE_NO_LIMIT, 17, "under 18"},
		{0, 17, "under 18"},
		{15, 19, "15 to 19"},
		{16, 16, "16"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_slice(words_ages(&words, rows[i].from, rows[i].to), rows[i].expected);
	}
}

/* A programme that has something to say about everything. */
static struct programme strict_programme(void)
{
	struct programme programme = open_programme("strict");
	programme.sex = S("male");
	programme.age_min = 30;
	programme.forms = S("fishing");
	programme.origin_route = S("CN;X-ME");
	programme.referral_required = KNOWN_YES;
	programme.referral_from = S("shelter;police");
	programme.living_option = S("shelter");
	programme.languages = S("km");
	programme.places_free = 0;
	programme.wait_days = 12;
	programme.informed = (struct pdate){.precision = DATE_NONE};
	return programme;
}

static void every_reason_has_its_sentence_in_both_languages(void **state)
{
	struct ctx *c = *state;
	const struct programme programme = strict_programme();
	struct match_question question = known_question();
	question.avoid = S("house");
	question.living = S("independent");
	question.languages = S("vi");
	for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
		const struct words words = open_words(c, language, WORDS_NEUTRAL);
		const struct programme_answer answer = match_programme(&question, &programme);
		assert_int_equal(answer.reasons_count, REASON_CODE_COUNT);
		for (size_t i = 0; i < answer.reasons_count; i++) {
			const struct message message = messages_get(
				words.messages, language, slice_of(answer.reasons[i].key));
			assert_true(message.found);
			assert_int_equal(message.language, language);
			const struct slice text =
				words_reason(&words, &question, &programme, &answer.reasons[i]);
			assert_true(slice_find_byte(text, '{') == SIZE_MAX);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_reason_names_the_limit_and_the_client),
		task_test(on_pages_forms_have_their_neutral_words),
		task_test(stale_information_tells_its_date),
		task_test(age_groups_read_as_people_say_them),
		task_test(every_reason_has_its_sentence_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
