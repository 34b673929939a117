/* eligibility.c - does a programme take this person? Rules R1 to R7 of match.h, one function each.
 */
#include "directory/internal.h"
#include "directory/match.h"

static const char *const REASON_NAMES[REASON_CODE_COUNT] = {
	[REASON_SEX] = "sex",           [REASON_AGE] = "age",           [REASON_FORM] = "form",
	[REASON_REFERRAL] = "referral", [REASON_ROUTE] = "route",       [REASON_AVOID] = "avoid",
	[REASON_LIVING] = "living",     [REASON_LANGUAGE] = "language", [REASON_PLACES] = "places",
	[REASON_STALE] = "stale",
};

const char *reason_code_name(enum reason_code code)
{
	return REASON_NAMES[code];
}

const char *answer_name(enum answer answer)
{
	return answer == ANSWER_YES ? "yes" : answer == ANSWER_ASK ? "ask" : "no";
}

static void add(struct programme_answer *answer, enum reason_code code, enum reason_weight weight,
		const char *key)
{
	answer->reasons[answer->reasons_count++] =
		(struct reason){.code = code, .weight = weight, .key = key};
	const enum answer at_most = weight == WEIGHT_NO    ? ANSWER_NO
				    : weight == WEIGHT_ASK ? ANSWER_ASK
							   : ANSWER_YES;
	if (at_most < answer->answer) {
		answer->answer = at_most;
	}
}

static void fits(struct programme_answer *answer, enum reason_code code)
{
	answer->fits |= 1u << code;
}

static void check_sex(const struct match_question *question, const struct programme *programme,
		      struct programme_answer *answer)
{
	const bool one_sex = !slice_is(programme->sex, "any");

	if (!one_sex || slice_equal(programme->sex, question->sex)) {
		fits(answer, REASON_SEX);
	} else if (slice_is(question->sex, "female") || slice_is(question->sex, "male")) {
		add(answer, REASON_SEX, WEIGHT_NO,
		    slice_is(programme->sex, "female") ? "match.sex.women_only"
						       : "match.sex.men_only");
	} else {
		add(answer, REASON_SEX, WEIGHT_ASK,
		    slice_is(programme->sex, "female") ? "match.sex.ask_women"
						       : "match.sex.ask_men");
	}
}

/* The sentence for limits: both, only the lower, or only the upper. */
static const char *age_key(const struct programme *programme, const char *both, const char *from,
			   const char *to)
{
	if (programme->age_max == AGE_NO_LIMIT) {
		return from;
	}
	return programme->age_min == AGE_NO_LIMIT ? to : both;
}

static void check_age(const struct match_question *question, const struct programme *programme,
		      struct programme_answer *answer)
{
	const int from = programme->age_min == AGE_NO_LIMIT ? 0 : programme->age_min;
	const int to = programme->age_max == AGE_NO_LIMIT ? INT16_MAX : programme->age_max;
	const bool limited = from > 0 || to < INT16_MAX;

	if (!limited) {
		fits(answer, REASON_AGE);
	} else if (question->age_least == AGE_UNKNOWN) {
		add(answer, REASON_AGE, WEIGHT_ASK,
		    age_key(programme, "match.age.ask_between", "match.age.ask_from",
			    "match.age.ask_to"));
	} else if (question->age_most < from || question->age_least > to) {
		add(answer, REASON_AGE, WEIGHT_NO,
		    age_key(programme, "match.age.between", "match.age.from", "match.age.to"));
	} else if (question->age_least < from || question->age_most > to) {
		add(answer, REASON_AGE, WEIGHT_ASK,
		    age_key(programme, "match.age.perhaps_between", "match.age.perhaps_from",
			    "match.age.perhaps_to"));
	} else {
		fits(answer, REASON_AGE);
	}
}

static bool takes_form(const struct programme *programme, struct slice form)
{
	if (slice_list_has(programme->forms, form)) {
		return true;
	}
	return slice_list_has(programme->forms, S("all")) && !slice_is(form, "at_risk") &&
	       !slice_is(form, "not_trafficking");
}

/* `multiple` says only that each form stands beside it, so it is no form of its own; alone it is
 * as good as unknown, but for programmes that take them all. */
static void check_form(const struct match_question *question, const struct programme *programme,
		       struct programme_answer *answer)
{
	struct slice rest = question->forms;
	struct slice form;
	size_t known = 0;
	bool unknown = false;

	while (slice_next_item(&rest, &form)) {
		if (slice_is(form, "unknown")) {
			unknown = true;
			continue;
		}
		if (takes_form(programme, form)) {
			fits(answer, REASON_FORM);
			return;
		}
		known += slice_is(form, "multiple") ? 0 : 1;
	}
	if (unknown || known == 0) {
		add(answer, REASON_FORM, WEIGHT_ASK, "match.form.ask");
	} else {
		add(answer, REASON_FORM, WEIGHT_NO, "match.form.other");
	}
}

/* The programmes' list says police; the vocabulary of who refers says whose police. */
static bool referral_named(const struct programme *programme, struct slice referred_by)
{
	return slice_list_has(programme->referral_from, referred_by) ||
	       (slice_is(referred_by, "kh_police") &&
		slice_list_has(programme->referral_from, S("police")));
}

static void check_referral(const struct match_question *question, const struct programme *programme,
			   struct programme_answer *answer)
{
	if (programme->referral_required == KNOWN_NOT) {
		return;
	}
	if (programme->referral_required == KNOWN_NO ||
	    (!slice_empty(question->referred_by) &&
	     referral_named(programme, question->referred_by))) {
		fits(answer, REASON_REFERRAL);
	} else {
		add(answer, REASON_REFERRAL, WEIGHT_ASK, "match.referral.ask");
	}
}

bool lists_meet(struct slice a, struct slice b)
{
	struct slice item;
	while (slice_next_item(&a, &item)) {
		if (slice_list_has(b, item)) {
			return true;
		}
	}
	return false;
}

static void check_route(const struct match_question *question, const struct programme *programme,
			struct programme_answer *answer)
{
	if (slice_list_has(programme->origin_route, S("any")) ||
	    lists_meet(question->destinations, programme->origin_route)) {
		fits(answer, REASON_ROUTE);
	} else {
		add(answer, REASON_ROUTE, WEIGHT_ASK, "match.route.ask");
	}
}

static void check_avoid(const struct match_question *question, const struct programme *programme,
			struct programme_answer *answer)
{
	if (slice_list_has(question->avoid, programme->id) ||
	    slice_list_has(question->avoid, programme->organisation->id)) {
		add(answer, REASON_AVOID, WEIGHT_NO, "match.avoid");
	}
}

static void remark(const struct match_question *question, const struct programme *programme,
		   struct programme_answer *answer)
{
	if (!slice_empty(question->living) && !slice_empty(programme->living_option) &&
	    !slice_list_has(programme->living_option, question->living)) {
		add(answer, REASON_LIVING, WEIGHT_REMARK, "match.living");
	}
	if (!slice_empty(question->languages) && !slice_empty(programme->languages) &&
	    !lists_meet(question->languages, programme->languages)) {
		add(answer, REASON_LANGUAGE, WEIGHT_REMARK, "match.language");
	}
	if (programme->places_free == 0) {
		add(answer, REASON_PLACES, WEIGHT_REMARK,
		    programme->wait_days == COUNT_UNKNOWN ? "match.places.full"
							  : "match.places.wait");
	}
	const enum freshness freshness = directory_freshness(programme->informed, question->on);
	if (freshness != FRESH) {
		add(answer, REASON_STALE, WEIGHT_REMARK,
		    freshness == STALE ? "match.stale.old" : "match.stale.undated");
	}
}

/* The scheme of needs knows components and services ("legal.wage_claim"): a service counts as its
 * component, so that a programme is asked for what it says of itself. */
static unsigned open_needs(const struct match_question *question)
{
	return model_component_bits(question->needs) & ~model_component_bits(question->declined);
}

struct programme_answer match_programme(const struct match_question *question,
					const struct programme *programme)
{
	struct programme_answer answer = {
		.programme = programme,
		.answer = ANSWER_YES,
		.gives = programme->components & open_needs(question),
	};

	check_sex(question, programme, &answer);
	check_age(question, programme, &answer);
	check_form(question, programme, &answer);
	check_referral(question, programme, &answer);
	check_route(question, programme, &answer);
	check_avoid(question, programme, &answer);
	remark(question, programme, &answer);
	return answer;
}
