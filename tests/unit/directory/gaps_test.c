/* Holes against the grid: every single kind of person is asked about with the rule itself. */
#include "fixture.h"

enum { ROUNDS = 120, PROGRAMMES = 8 };

struct point {
	size_t at[GAP_DIMENSIONS];
};

static bool box_holds(const struct gap_box *box, const struct point *point)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if ((box->sets[i] >> point->at[i] & 1) == 0) {
			return false;
		}
	}
	return true;
}

/* The best answer that a person of this kind gets for a component, referrals granted. */
static enum answer best_answer(const struct directory *directory, const struct gap_space *space,
			       const struct point *point, size_t component)
{
	const struct age_group *age = &space->ages[point->at[GAP_AGE]];
	enum answer best = ANSWER_NO;
	struct match_question question = known_question();
	question.sex = space->codes[GAP_SEX][point->at[GAP_SEX]];
	question.age_least = age->from;
	question.age_most = age->to == AGE_NO_LIMIT ? 200 : age->to;
	question.forms = space->codes[GAP_FORM][point->at[GAP_FORM]];
	question.destinations = space->codes[GAP_DESTINATION][point->at[GAP_DESTINATION]];
	for (size_t i = 0; i < directory->programmes_count; i++) {
		struct programme programme = directory->programmes[i];
		programme.referral_required = KNOWN_NO;
		const struct programme_answer answer = match_programme(&question, &programme);
		if ((programme.components >> component & 1) != 0 && answer.answer > best) {
			best = answer.answer;
		}
	}
	return best;
}

static bool next_point(const struct gap_space *space, struct point *point)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if (++point->at[i] < space->count[i]) {
			return true;
		}
		point->at[i] = 0;
	}
	return false;
}

/* In some hole of this component that says `at_most` or worse? */
static bool in_a_hole(const struct gaps *gaps, size_t component, const struct point *point,
		      enum answer at_most)
{
	for (size_t i = 0; i < gaps->count; i++) {
		if (gaps->at[i].component == component && gaps->at[i].best <= at_most &&
		    box_holds(&gaps->at[i].box, point)) {
			return true;
		}
	}
	return false;
}

static void assert_holes_are_the_grid(const struct directory *directory,
				      const struct gap_space *space, const struct gaps *gaps)
{
	for (size_t component = 0; component < COMPONENT_COUNT; component++) {
		struct point point = {{0}};
		do {
			const enum answer best = best_answer(directory, space, &point, component);
			assert_int_equal(in_a_hole(gaps, component, &point, ANSWER_NO),
					 best == ANSWER_NO);
			assert_int_equal(in_a_hole(gaps, component, &point, ANSWER_ASK),
					 best <= ANSWER_ASK);
		} while (next_point(space, &point));
	}
}

/* Does every kind of person in the box get `best` at most? */
static bool box_is_true(const struct directory *directory, const struct gap_space *space,
			const struct gap *gap, const struct gap_box *box)
{
	struct point point = {{0}};
	do {
		if (box_holds(box, &point) &&
		    best_answer(directory, space, &point, gap->component) > gap->best) {
			return false;
		}
	} while (next_point(space, &point));
	return true;
}

static void assert_maximal(const struct directory *directory, const struct gap_space *space,
			   const struct gap *gap)
{
	for (size_t dimension = 0; dimension < GAP_DIMENSIONS; dimension++) {
		for (size_t value = 0; value < space->count[dimension]; value++) {
			struct gap_box wider = gap->box;
			wider.sets[dimension] |= UINT64_C(1) << value;
			if (wider.sets[dimension] != gap->box.sets[dimension]) {
				assert_false(box_is_true(directory, space, gap, &wider));
			}
		}
	}
}

static void holes_are_exactly_the_kinds_of_people_nobody_takes(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(4711);

	for (size_t round = 0; round < ROUNDS; round++) {
		const size_t count = testing_below(&random, PROGRAMMES) + 1;
		const struct directory directory = random_directory(c, &random, count);
		struct gap_space space;
		struct gaps gaps;
		assert_int_equal(gap_space_of(c, &directory, SCOPE_ALL,
					      S("fishing;domestic_work;at_risk;other"),
					      S("TH;CN;SO"), &space),
				 OK);
		const struct gap_box all =
			gap_box_of(&space, &(struct match_question){.age_least = AGE_UNKNOWN});
		assert_int_equal(gaps_find(c, &directory, SCOPE_ALL, &space, &all, &gaps), OK);
		assert_holes_are_the_grid(&directory, &space, &gaps);
	}
}

static void no_hole_can_be_widened_and_still_be_true(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(815);

	for (size_t round = 0; round < ROUNDS / 10; round++) {
		const struct directory directory = random_directory(c, &random, 5);
		struct gap_space space;
		struct gaps gaps;
		assert_int_equal(gap_space_of(c, &directory, SCOPE_ALL,
					      S("fishing;domestic_work;at_risk"), S("TH;CN"),
					      &space),
				 OK);
		const struct gap_box all =
			gap_box_of(&space, &(struct match_question){.age_least = AGE_UNKNOWN});
		assert_int_equal(gaps_find(c, &directory, SCOPE_ALL, &space, &all, &gaps), OK);
		for (size_t i = 0; i < gaps.count; i++) {
			assert_maximal(&directory, &space, &gaps.at[i]);
		}
	}
}

static void ages_are_cut_at_limits_and_at_eighteen(void **state)
{
	struct ctx *c = *state;
	struct programme programme = open_programme("aged");
	programme.age_min = 15;
	programme.age_max = 19;
	const struct directory directory = {.programmes = &programme, .programmes_count = 1};
	static const struct age_group expected[] = {
		{0, 14}, {15, 17}, {18, 19}, {20, AGE_NO_LIMIT}};
	struct gap_space space;

	assert_int_equal(gap_space_of(c, &directory, SCOPE_ALL, S("fishing"), S("TH"), &space), OK);
	assert_int_equal(space.count[GAP_AGE], COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_int_equal(space.ages[i].from, expected[i].from);
		assert_int_equal(space.ages[i].to, expected[i].to);
	}
}

static void a_question_narrows_the_space(void **state)
{
	struct ctx *c = *state;
	const struct directory directory = {.programmes_count = 0};
	struct gap_space space;
	struct match_question question = {.sex = S("not_said"), .age_least = 17, .age_most = 17};

	assert_int_equal(
		gap_space_of(c, &directory, SCOPE_ALL, S("fishing;at_risk"), S("TH;CN"), &space),
		OK);
	question.forms = S("at_risk");
	question.destinations = S("X-UN");
	const struct gap_box box = gap_box_of(&space, &question);
	assert_int_equal(box.sets[GAP_SEX], 4);
	assert_int_equal(box.sets[GAP_AGE], 1);
	assert_int_equal(box.sets[GAP_FORM], 2);
	assert_int_equal(box.sets[GAP_DESTINATION], 3);
}

/* ---- The carried directory, in words */

struct world {
	struct model *model;
	struct directory directory;
	struct words words;
	struct gap_space space;
	struct gaps gaps;
};

static struct world open_world(struct ctx *c, enum language language)
{
	struct world world;
	struct messages *messages;
	world.directory = carried_directory(c, &world.model);
	assert_int_equal(messages_load(c, &SPEAN_EMBEDDED, &messages), OK);
	world.words = (struct words){
		.arena = c->arena,
		.messages = messages,
		.model = world.model,
		.language = language,
		.reader = WORDS_NEUTRAL,
	};
	assert_int_equal(
		gap_space_create(c, world.model, &world.directory, SCOPE_REVIEW, &world.space), OK);
	return world;
}

static void find(struct ctx *c, struct world *world, const struct match_question *question)
{
	const struct gap_box box = gap_box_of(&world->space, question);
	assert_int_equal(
		gaps_find(c, &world->directory, SCOPE_REVIEW, &world->space, &box, &world->gaps),
		OK);
}

static bool says(const struct world *world, const char *sentence)
{
	for (size_t i = 0; i < world->gaps.count; i++) {
		if (slice_is(words_gap(&world->words, &world->space, &world->gaps.at[i]),
			     sentence)) {
			return true;
		}
	}
	return false;
}

static void the_review_leaves_working_men_without_medical_care(void **state)
{
	struct ctx *c = *state;
	struct world world = open_world(c, LANGUAGE_EN);
	const struct match_question men = {.sex = S("male"),
					   .age_least = AGE_UNKNOWN,
					   .age_most = AGE_UNKNOWN,
					   .forms = S("general_labour")};
	find(c, &world, &men);
	/* Chab Dai takes other forms only, Horizons young women only. */
	assert_true(says(&world,
			 "No programme gives help against stigma to men (experience: Work abroad "
			 "(factory, building, farm)), whatever the age or country."));
	assert_true(says(&world, "No programme gives medical care to men (experience: Work abroad "
				 "(factory, building, farm)), whatever the age or country."));
}

static void every_sentence_is_complete_in_both_languages_and_names_no_form_of_harm(void **state)
{
	struct ctx *c = *state;
	for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
		struct world world = open_world(c, language);
		const struct match_question anybody = {.age_least = AGE_UNKNOWN,
						       .age_most = AGE_UNKNOWN};
		find(c, &world, &anybody);
		assert_true(world.gaps.count > 7);
		for (size_t i = 0; i < world.gaps.count; i++) {
			const struct slice text =
				words_gap(&world.words, &world.space, &world.gaps.at[i]);
			assert_true(slice_find_byte(text, '{') == SIZE_MAX);
			assert_true(slice_find(text, S("gaps.")) == SIZE_MAX);
			assert_true(slice_find(text, S("orced")) == SIZE_MAX);
			assert_true(slice_find(text, S("exual")) == SIZE_MAX);
		}
	}
}

static void all_programmes_together_leave_fewer_holes(void **state)
{
	struct ctx *c = *state;
	struct world world = open_world(c, LANGUAGE_EN);
	struct gap_space space;
	struct gaps gaps;
	const struct match_question anybody = {.age_least = AGE_UNKNOWN, .age_most = AGE_UNKNOWN};

	assert_int_equal(gap_space_create(c, world.model, &world.directory, SCOPE_ALL, &space), OK);
	const struct gap_box box = gap_box_of(&space, &anybody);
	assert_int_equal(gaps_find(c, &world.directory, SCOPE_ALL, &space, &box, &gaps), OK);
	/* Medical care after any form, for people back from Thailand: Koh Kong. */
	struct match_question from_thailand = anybody;
	from_thailand.destinations = S("TH");
	from_thailand.forms = S("fishing");
	const struct gap_box narrow = gap_box_of(&space, &from_thailand);
	struct gaps found;
	assert_int_equal(gaps_find(c, &world.directory, SCOPE_ALL, &space, &narrow, &found), OK);
	for (size_t i = 0; i < found.count; i++) {
		assert_int_not_equal(found.at[i].component, 4);
	}
	assert_true(gaps.count > 0);
}

static void sentences_say_whatever_does_not_matter(void **state)
{
	struct ctx *c = *state;
	struct world world = open_world(c, LANGUAGE_EN);
	const struct gap everything = {
		.component = 4,
		.best = ANSWER_NO,
		.box = {{2, world.space.all[GAP_AGE], world.space.all[GAP_FORM],
			 world.space.all[GAP_DESTINATION]}},
	};
	assert_slice(
		words_gap(&world.words, &world.space, &everything),
		"No programme gives medical care to men, whatever the age, experience or country.");
	struct gap young = everything;
	young.best = ANSWER_ASK;
	young.box.sets[GAP_SEX] = 7;
	young.box.sets[GAP_AGE] = 3;
	assert_slice(words_gap(&world.words, &world.space, &young),
		     "No programme is sure to give medical care to anybody (age: under 18), "
		     "whatever the experience or country; some may, if asked.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(holes_are_exactly_the_kinds_of_people_nobody_takes),
		task_test(no_hole_can_be_widened_and_still_be_true),
		task_test(ages_are_cut_at_limits_and_at_eighteen),
		task_test(a_question_narrows_the_space),
		task_test(sentences_say_whatever_does_not_matter),
		task_test(the_review_leaves_working_men_without_medical_care),
		task_test(every_sentence_is_complete_in_both_languages_and_names_no_form_of_harm),
		task_test(all_programmes_together_leave_fewer_holes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
