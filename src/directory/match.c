/* match.c - the whole question: every programme's answer, what stays open, the best set. */
#include "directory/match.h"

static enum directory_scope read_scope(struct slice origin)
{
	return slice_is(origin, "all") ? SCOPE_ALL : SCOPE_REVIEW;
}

static err read_reference_date(struct ctx *c, struct slice text, struct pdate today,
			       struct pdate *ret_on)
{
	struct pdate on;
	TRY(date_parse(c, text, &on));
	if (on.precision != DATE_NONE && on.precision != DATE_DAY) {
		return FAIL(c, ERR_INVALID, "match.date_not_full", "value=%.*s", SLICE_PRINT(text));
	}
	*ret_on = on.precision == DATE_NONE ? today : on;
	return OK;
}

/* The ages that a birth date known to the day, the month or the year allows. */
static err read_birth(struct ctx *c, struct slice text, struct match_question *question)
{
	struct pdate birth;
	TRY(date_parse(c, text, &birth));
	if (birth.precision == DATE_NONE) {
		return OK;
	}
	const struct pdate first = date_first_day(birth);
	if (date_compare(first, question->on) > 0) {
		return FAIL(c, ERR_INVALID, "match.birth_later", "value=%.*s", SLICE_PRINT(text));
	}
	const struct pdate last = date_last_day(birth);
	const int most = date_age(first, question->on);
	const int least = date_compare(last, question->on) > 0 ? 0 : date_age(last, question->on);
	if (question->age_least != AGE_UNKNOWN &&
	    (question->age_least < least || question->age_least > most)) {
		return FAIL(c, ERR_INVALID, "match.age_twice", "age=%d\nvalue=%.*s",
			    question->age_least, SLICE_PRINT(text));
	}
	if (question->age_least == AGE_UNKNOWN) {
		question->age_least = least;
		question->age_most = most;
	}
	return OK;
}

static void read_age(struct slice text, struct match_question *question)
{
	int64_t age = AGE_UNKNOWN;
	(void)slice_to_int64(text, &age);
	question->age_least = (int)age;
	question->age_most = (int)age;
}

err match_question_read(struct ctx *c, const struct values *values, struct pdate today,
			struct match_question *ret_question)
{
	struct match_question question = {
		.sex = values_get(values, "sex"),
		.forms = values_get(values, "forms"),
		.destinations = values_get(values, "destinations"),
		.referred_by = values_get(values, "referred_by"),
		.needs = values_get(values, "needs"),
		.declined = values_get(values, "declined"),
		.living = values_get(values, "living_preference"),
		.occupation = values_get(values, "occupation"),
		.languages = values_get(values, "languages"),
		.avoid = values_get(values, "avoid"),
		.province = values_get(values, "province"),
		.scope = read_scope(values_get(values, "origin")),
	};

	TRY(read_reference_date(c, values_get(values, "reference_date"), today, &question.on));
	read_age(values_get(values, "age"), &question);
	TRY(read_birth(c, values_get(values, "birth_date"), &question));
	*ret_question = question;
	return OK;
}

/* The needs that programmes under yes cover, of those in `scope`. */
static unsigned covered_in(const struct directory *directory, const struct match_question *question,
			   enum directory_scope scope)
{
	unsigned covered = 0;
	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (programme_in_scope(programme, scope)) {
			const struct programme_answer answer = match_programme(question, programme);
			covered |= answer.answer == ANSWER_YES ? answer.gives : 0;
		}
	}
	return covered;
}

static err check_avoided(struct ctx *c, const struct directory *directory, struct slice avoid)
{
	struct slice id;
	while (slice_next_item(&avoid, &id)) {
		if (directory_organisation(directory, id) == NULL &&
		    directory_programme(directory, id) == NULL) {
			return FAIL(c, ERR_INVALID, "match.avoid_unknown", "value=%.*s",
				    SLICE_PRINT(slice_between(id, 0, 80)));
		}
	}
	return OK;
}

err match_run(struct ctx *c, const struct directory *directory,
	      const struct match_question *question, struct match *ret_match)
{
	struct programme_answer *answers =
		ARENA_ARRAY(c->arena, directory->programmes_count, struct programme_answer);
	struct match match = {
		.answers = answers,
		.needs = model_component_bits(question->needs) &
			 ~model_component_bits(question->declined),
	};

	TRY(check_avoided(c, directory, question->avoid));
	for (size_t i = 0; i < directory->programmes_count; i++) {
		if (programme_in_scope(&directory->programmes[i], question->scope)) {
			answers[match.answers_count++] =
				match_programme(question, &directory->programmes[i]);
		}
	}
	match.uncovered = match.needs & ~covered_in(directory, question, question->scope);
	match.beyond_review = match.uncovered & covered_in(directory, question, SCOPE_ALL);
	TRY(match_cover(c, directory, question, answers, match.answers_count,
			match.needs & ~match.uncovered, &match.cover, &match.cover_count));
	*ret_match = match;
	return OK;
}
