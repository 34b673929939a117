/* The best set against every set: the aims of match.h are written down here a second time, as the
 * cost of a whole set, and the cheapest of all subsets must be what the search finds. */
#include "fixture.h"

enum { COSTS = 8, ROUNDS = 400, PROGRAMMES = 10 };

struct price {
	unsigned open;
	uint32_t costs[COSTS];
};

static bool lists(struct slice list, struct slice item)
{
	return !slice_empty(item) && slice_list_has(list, item);
}

static uint32_t max_of(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* What a set costs, straight from the words of match.h. */
static struct price price_of(const struct directory *directory,
			     const struct match_question *question,
			     const struct programme_answer *const *set, size_t count,
			     unsigned needs)
{
	const unsigned training = bits("training_employment");
	struct price price = {.open = needs};
	bool living = false;
	bool occupation = false;
	uint32_t sector = 2;

	for (size_t i = 0; i < count; i++) {
		const struct programme *programme = set[i]->programme;
		const bool trains = (set[i]->gives & needs & training) != 0;
		bool first = true;
		for (size_t before = 0; before < i; before++) {
			first &= set[before]->programme->organisation != programme->organisation;
		}
		price.open &= ~set[i]->gives;
		living |= lists(programme->living_option, question->living);
		occupation |= trains && lists(programme->target_sector, question->occupation);
		if (trains && programme->formal_sector != KNOWN_NO) {
			const uint32_t this_sector = programme->formal_sector == KNOWN_YES ? 0 : 1;
			sector = sector < this_sector ? sector : this_sector;
		}
		price.costs[0] +=
			first && question->agreements.at != NULL &&
			!slice_list_has(question->agreements, programme->organisation->id);
		price.costs[2] += !slice_empty(question->living) &&
				  !slice_empty(programme->living_option) &&
				  !slice_list_has(programme->living_option, question->living);
		price.costs[4] += first;
		price.costs[5] = max_of(price.costs[5], (uint32_t)match_wait_days(programme));
		if (!slice_empty(question->province)) {
			const size_t km = directory_distance_km(directory, question->province,
								programme_province(programme));
			price.costs[6] += km == SIZE_MAX ? COVER_DISTANCE_UNKNOWN : (uint32_t)km;
		}
		price.costs[7]++;
	}
	price.costs[1] += !slice_empty(question->living) && !living;
	price.costs[1] +=
		!slice_empty(question->occupation) && (needs & training) != 0 && !occupation;
	price.costs[3] = (needs & training) != 0 ? sector : 0;
	return price;
}

static int compare(const struct price *a, const struct price *b)
{
	const int a_open = __builtin_popcount(a->open);
	const int b_open = __builtin_popcount(b->open);
	if (a_open != b_open) {
		return a_open - b_open;
	}
	for (size_t i = 0; i < COSTS; i++) {
		if (a->costs[i] != b->costs[i]) {
			return a->costs[i] < b->costs[i] ? -1 : 1;
		}
	}
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct programme_answer *const *left = a;
	const struct programme_answer *const *right = b;
	return slice_compare((*left)->programme->id, (*right)->programme->id);
}

/* Programmes that may take part, in the order of ids. */
static size_t candidates_of(const struct match *match, const struct programme_answer **ret_at)
{
	size_t count = 0;
	for (size_t i = 0; i < match->answers_count; i++) {
		if (match->answers[i].answer == ANSWER_YES && match->answers[i].gives != 0) {
			ret_at[count++] = &match->answers[i];
		}
	}
	qsort(ret_at, count, sizeof *ret_at, by_id);
	return count;
}

/* The cheapest subset as bits, the first candidate highest; of equals the largest number, which is
 * the one that has the first id in which two sets differ. */
static uint32_t try_all(const struct directory *directory, const struct match_question *question,
			const struct programme_answer *const *candidates, size_t count,
			unsigned needs)
{
	uint32_t best = 0;
	struct price best_price = price_of(directory, question, NULL, 0, needs);

	for (uint32_t set = 1; set < UINT32_C(1) << count; set++) {
		const struct programme_answer *chosen[PROGRAMMES];
		size_t size = 0;
		for (size_t i = 0; i < count; i++) {
			if ((set >> (count - 1 - i) & 1) != 0) {
				chosen[size++] = candidates[i];
			}
		}
		const struct price price = price_of(directory, question, chosen, size, needs);
		if (compare(&price, &best_price) <= 0) {
			best = set;
			best_price = price;
		}
	}
	return best;
}

static uint32_t found_set(const struct match *match,
			  const struct programme_answer *const *candidates, size_t count)
{
	uint32_t set = 0;
	for (size_t part = 0; part < match->cover_count; part++) {
		for (size_t i = 0; i < count; i++) {
			if (candidates[i]->programme == match->cover[part].programme) {
				set |= UINT32_C(1) << (count - 1 - i);
			}
		}
	}
	return set;
}

static struct match_question random_question(struct ctx *c, struct testing_random *random)
{
	static const char *const LIVING[] = {"", "shelter", "independent"};
	static const char *const PROVINCES[] = {"", "12", "01"};
	struct match_question question = known_question();
	struct buf *needs = buf_create(c->arena, 1024);

	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		if (testing_below(random, 3) > 0) {
			buf_add(needs, model_component(i));
			buf_add_byte(needs, ';');
		}
	}
	question.needs = buf_slice(needs);
	question.living = pick(random, LIVING, COUNT_OF(LIVING));
	question.province = pick(random, PROVINCES, COUNT_OF(PROVINCES));
	question.occupation = testing_below(random, 3) == 0 ? S("hotel") : S("");
	if (testing_below(random, 3) == 0) {
		question.agreements = S("o1;o3");
	}
	return question;
}

/* Everybody is taken, so that the sets are large. */
static void open_doors(struct directory *directory, struct testing_random *random)
{
	struct programme *programmes = (struct programme *)(uintptr_t)directory->programmes;
	for (size_t i = 0; i < directory->programmes_count; i++) {
		programmes[i].sex = S("any");
		programmes[i].forms = S("all");
		programmes[i].origin_route = S("any");
		programmes[i].age_min = AGE_NO_LIMIT;
		programmes[i].age_max = AGE_NO_LIMIT;
		programmes[i].components &= testing_below(random, 1u << COMPONENT_COUNT);
		programmes[i].target_sector = testing_below(random, 4) == 0 ? S("hotel") : S("");
	}
}

static void the_search_finds_the_cheapest_of_all_sets(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(20261122);

	for (size_t round = 0; round < ROUNDS; round++) {
		struct directory directory = random_directory(c, &random, PROGRAMMES);
		open_doors(&directory, &random);
		const struct match_question question = random_question(c, &random);
		struct match match;
		assert_int_equal(match_run(c, &directory, &question, &match), OK);
		const struct programme_answer *candidates[PROGRAMMES];
		const size_t count = candidates_of(&match, candidates);
		const uint32_t best = try_all(&directory, &question, candidates, count,
					      match.needs & ~match.uncovered);
		if (found_set(&match, candidates, count) != best) {
			fail_msg("round %zu: found %x, best %x", round,
				 found_set(&match, candidates, count), best);
		}
	}
}

/* ---- Each aim once, by hand */

struct pair {
	struct organisation organisations[3];
	struct programme programmes[3];
	struct directory directory;
};

static void three_of(struct pair *pair, const char *first, const char *second, const char *third)
{
	const char *const components[] = {first, second, third};
	static const char *const IDS[] = {"a", "b", "c"};
	for (size_t i = 0; i < 3; i++) {
		pair->organisations[i] = (struct organisation){.id = slice_of(IDS[i])};
		pair->programmes[i] = open_programme(IDS[i]);
		pair->programmes[i].organisation = &pair->organisations[i];
		pair->programmes[i].components = bits(components[i]);
	}
	pair->directory = (struct directory){
		.organisations = pair->organisations,
		.organisations_count = 3,
		.programmes = pair->programmes,
		.programmes_count = 3,
	};
}

static void assert_cover(struct ctx *c, const struct pair *pair,
			 const struct match_question *question, const char *expected)
{
	struct match match;
	struct buf *text = buf_create(c->arena, 256);
	assert_int_equal(match_run(c, &pair->directory, question, &match), OK);
	for (size_t i = 0; i < match.cover_count; i++) {
		buf_add_cstr(text, i > 0 ? ";" : "");
		buf_add(text, match.cover[i].programme->id);
	}
	assert_slice(buf_slice(text), expected);
}

static struct match_question needing(const char *needs)
{
	struct match_question question = known_question();
	question.needs = slice_of(needs);
	return question;
}

static void fewer_organisations_are_better(void **state)
{
	struct pair pair;
	const struct match_question question = needing("legal;social");
	three_of(&pair, "legal", "social", "legal;social");
	assert_cover(*state, &pair, &question, "c");
	/* Two programmes of one organisation beat two organisations. */
	three_of(&pair, "legal", "social", "social");
	pair.programmes[2].organisation = &pair.organisations[0];
	assert_cover(*state, &pair, &question, "a;c");
}

static void an_agreement_counts_before_the_number_of_organisations(void **state)
{
	struct pair pair;
	struct match_question question = needing("legal;social");
	three_of(&pair, "legal", "social", "legal;social");
	question.agreements = S("a;b");
	assert_cover(*state, &pair, &question, "a;b");
}

static void the_wished_living_option_counts_before_the_number_of_organisations(void **state)
{
	struct pair pair;
	struct match_question question = needing("legal;social");
	three_of(&pair, "legal", "social", "legal;social");
	pair.programmes[1].living_option = S("independent");
	pair.programmes[2].living_option = S("shelter");
	question.living = S("independent");
	assert_cover(*state, &pair, &question, "a;b");
}

static void formal_work_counts_before_informal(void **state)
{
	struct pair pair;
	const struct match_question question = needing("training_employment");
	three_of(&pair, "training_employment", "training_employment", "training_employment");
	pair.programmes[0].formal_sector = KNOWN_NO;
	pair.programmes[2].formal_sector = KNOWN_YES;
	assert_cover(*state, &pair, &question, "c");
	pair.programmes[2].formal_sector = KNOWN_NO;
	assert_cover(*state, &pair, &question, "b");
}

static void a_short_wait_counts_and_an_unknown_one_stands_in_the_middle(void **state)
{
	struct pair pair;
	const struct match_question question = needing("legal");
	three_of(&pair, "legal", "legal", "legal");
	pair.programmes[0].wait_days = COVER_WAIT_UNKNOWN + 1;
	assert_cover(*state, &pair, &question, "b");
	pair.programmes[2].wait_days = COVER_WAIT_UNKNOWN - 1;
	assert_cover(*state, &pair, &question, "c");
	pair.programmes[1].places_free = 3;
	assert_cover(*state, &pair, &question, "b");
	pair.programmes[1].places_free = 0;
	assert_cover(*state, &pair, &question, "c");
}

static void the_nearest_counts_when_all_else_is_equal(void **state)
{
	struct pair pair;
	struct match_question question = needing("legal");
	three_of(&pair, "legal", "legal", "legal");
	pair.directory.provinces = POINTS;
	pair.directory.provinces_count = COUNT_OF(POINTS);
	pair.programmes[1].province = S("12");
	pair.organisations[2].province = S("17");
	assert_cover(*state, &pair, &question, "a");
	question.province = S("01");
	assert_cover(*state, &pair, &question, "c");
}

static void equal_sets_are_decided_by_the_order_of_ids(void **state)
{
	struct pair pair;
	const struct match_question question = needing("legal");
	three_of(&pair, "legal", "legal", "legal");
	assert_cover(*state, &pair, &question, "a");
}

static void needs_that_nobody_covers_stay_open(void **state)
{
	struct ctx *c = *state;
	struct pair pair;
	struct match match;
	struct match_question question = needing("legal.wage_claim;medical;social");
	three_of(&pair, "legal", "stigma", "medical");
	pair.programmes[2].sex = S("male");
	question.declined = S("social");
	assert_int_equal(match_run(c, &pair.directory, &question, &match), OK);
	assert_int_equal(match.needs, bits("legal;medical"));
	assert_int_equal(match.uncovered, bits("medical"));
	assert_int_equal(match.cover_count, 1);
	assert_int_equal(match.cover[0].covers, bits("legal"));
}

static void a_need_is_counted_on_who_states_it(void **state)
{
	struct ctx *c = *state;
	struct pair pair;
	struct match match;
	const struct match_question question = needing("legal;social;medical");
	three_of(&pair, "legal;social", "social;medical", "");
	pair.programmes[0].inferred = bits("social");
	assert_int_equal(match_run(c, &pair.directory, &question, &match), OK);
	assert_int_equal(match.cover_count, 2);
	assert_slice(match.cover[0].programme->id, "b");
	assert_int_equal(match.cover[0].covers, bits("social;medical"));
	assert_int_equal(match.cover[1].covers, bits("legal"));
}

static void more_programmes_than_the_search_holds_are_refused(void **state)
{
	struct ctx *c = *state;
	struct programme *programmes =
		ARENA_ARRAY(c->arena, MATCH_PROGRAMMES_MAX + 1, struct programme);
	for (size_t i = 0; i <= MATCH_PROGRAMMES_MAX; i++) {
		programmes[i] = open_programme(arena_format(c->arena, "p%zu", i).at);
		programmes[i].components = bits("legal");
	}
	struct directory directory = {
		.organisations = &HOUSE,
		.organisations_count = 1,
		.programmes = programmes,
		.programmes_count = MATCH_PROGRAMMES_MAX,
	};
	const struct match_question question = needing("legal");
	struct match match;
	assert_int_equal(match_run(c, &directory, &question, &match), OK);
	assert_slice(match.cover[0].programme->id, "p0");
	directory.programmes_count++;
	assert_fail(c, match_run(c, &directory, &question, &match), ERR_LIMIT, "match.too_many",
		    "max=256");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(the_search_finds_the_cheapest_of_all_sets),
		task_test(fewer_organisations_are_better),
		task_test(an_agreement_counts_before_the_number_of_organisations),
		task_test(the_wished_living_option_counts_before_the_number_of_organisations),
		task_test(formal_work_counts_before_informal),
		task_test(a_short_wait_counts_and_an_unknown_one_stands_in_the_middle),
		task_test(the_nearest_counts_when_all_else_is_equal),
		task_test(equal_sets_are_decided_by_the_order_of_ids),
		task_test(needs_that_nobody_covers_stay_open),
		task_test(a_need_is_counted_on_who_states_it),
		task_test(more_programmes_than_the_search_holds_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
