/* cover.c - the exact best set of programmes (match.h tells the aims and why this is exact).
 *
 * Words used here. An *aim* is a bit that a set can reach: a need, a wish, or a way of training
 * (formal; not known to be informal). A *state* is the set of aims reached so far and whether the
 * organisation at hand is already in. For each state the cheapest way there is kept. Costs add up
 * and compare in one fixed order, and adding the same cost to both sides never turns a comparison
 * round: so the cheapest way to a state is part of some cheapest whole.
 *
 * The longest wait does not add up. It is therefore not a cost but a bound: the search is run once
 * for each wait that occurs, with the programmes that wait no longer, and the best of all runs
 * wins.
 */
#include "directory/internal.h"
#include "directory/match.h"

#include <stdlib.h>
#include <string.h>

enum {
	AIM_LIVING = 1u << COMPONENT_COUNT,
	AIM_OCCUPATION = 1u << (COMPONENT_COUNT + 1),
	AIM_FORMAL = 1u << (COMPONENT_COUNT + 2),
	AIM_NOT_INFORMAL = 1u << (COMPONENT_COUNT + 3),
	STATES = 1u << (COMPONENT_COUNT + 4),
	CHOSEN_WORDS = MATCH_PROGRAMMES_MAX / 64,
	TRAINING = 1u << 2, /* model_component(2): training and employment */
};

/* In the order of the aims. `wait` is filled in at the end of a run. */
enum cost_part {
	COST_LACKING,
	COST_LOST,
	COST_AGAINST,
	COST_SECTOR,
	COST_ORGANISATIONS,
	COST_WAIT,
	COST_DISTANCE,
	COST_PROGRAMMES,
	COST_PARTS,
};

struct way {
	bool found;
	uint32_t cost[COST_PARTS];
	uint64_t chosen[CHOSEN_WORDS]; /* bit i: candidates sorted by id, the first highest */
};

struct candidate {
	const struct programme_answer *answer;
	unsigned aims;
	size_t by_id; /* its place among all candidates in the order of ids */
	uint32_t wait;
	uint32_t against; /* 1: offers another living option than the one wished */
	uint32_t distance;
	uint32_t lacking; /* of its organisation */
};

struct search {
	struct candidate *candidates; /* grouped by organisation */
	size_t count;
	unsigned needs;
	unsigned wishes;    /* AIM_LIVING, AIM_OCCUPATION: those that were expressed */
	struct way *closed; /* STATES: the organisation at hand is not in the set */
	struct way *opened; /* STATES: it is */
};

int match_wait_days(const struct programme *programme)
{
	if (programme->wait_days != COUNT_UNKNOWN) {
		return programme->wait_days;
	}
	if (programme->places_free == COUNT_UNKNOWN) {
		return COVER_WAIT_UNKNOWN;
	}
	return programme->places_free > 0 ? 0 : COVER_WAIT_FULL;
}

/* Cheaper first; of equals the set that has the first id in which the two differ. */
static bool better(const struct way *a, const struct way *b)
{
	if (!a->found || !b->found) {
		return a->found && !b->found;
	}
	for (size_t i = 0; i < COST_PARTS; i++) {
		if (a->cost[i] != b->cost[i]) {
			return a->cost[i] < b->cost[i];
		}
	}
	for (size_t i = 0; i < CHOSEN_WORDS; i++) {
		if (a->chosen[i] != b->chosen[i]) {
			return a->chosen[i] > b->chosen[i];
		}
	}
	return false;
}

static void choose(struct way *way, size_t by_id)
{
	way->chosen[by_id / 64] |= UINT64_C(1) << (63 - by_id % 64);
}

static bool is_chosen(const struct way *way, size_t by_id)
{
	return (way->chosen[by_id / 64] >> (63 - by_id % 64) & 1) != 0;
}

/* ---- Candidates */

static unsigned aims_of(const struct match_question *question,
			const struct programme_answer *answer, unsigned needs)
{
	const struct programme *programme = answer->programme;
	unsigned aims = answer->gives & needs;

	if (!slice_empty(question->living) &&
	    slice_list_has(programme->living_option, question->living)) {
		aims |= AIM_LIVING;
	}
	if ((aims & TRAINING) != 0) {
		if (lists_meet(question->occupation, programme->target_sector)) {
			aims |= AIM_OCCUPATION;
		}
		aims |= programme->formal_sector == KNOWN_YES ? AIM_FORMAL | AIM_NOT_INFORMAL : 0;
		aims |= programme->formal_sector == KNOWN_NOT ? AIM_NOT_INFORMAL : 0;
	}
	return aims;
}

static uint32_t distance_of(const struct directory *directory,
			    const struct match_question *question,
			    const struct programme *programme)
{
	if (slice_empty(question->province)) {
		return 0;
	}
	const size_t km =
		directory_distance_km(directory, question->province, programme_province(programme));
	return km == SIZE_MAX ? COVER_DISTANCE_UNKNOWN : (uint32_t)km;
}

static struct candidate candidate_of(const struct directory *directory,
				     const struct match_question *question,
				     const struct programme_answer *answer, unsigned needs)
{
	const struct programme *programme = answer->programme;

	return (struct candidate){
		.answer = answer,
		.aims = aims_of(question, answer, needs),
		.wait = (uint32_t)match_wait_days(programme),
		.against = !slice_empty(question->living) &&
			   !slice_empty(programme->living_option) &&
			   !slice_list_has(programme->living_option, question->living),
		.lacking = question->agreements.at != NULL &&
			   !slice_list_has(question->agreements, programme->organisation->id),
		.distance = distance_of(directory, question, programme),
	};
}

static int by_programme_id(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;
	return slice_compare(left->answer->programme->id, right->answer->programme->id);
}

static int by_organisation(const void *a, const void *b)
{
	const struct candidate *left = a;
	const struct candidate *right = b;
	const int order = slice_compare(left->answer->programme->organisation->id,
					right->answer->programme->organisation->id);
	return order != 0 ? order : by_programme_id(a, b);
}

/* An occupation is only a wish where training is a need. */
static unsigned wishes_of(const struct match_question *question, unsigned needs)
{
	const bool occupation = !slice_empty(question->occupation) && (needs & TRAINING) != 0;
	return (slice_empty(question->living) ? 0 : AIM_LIVING) | (occupation ? AIM_OCCUPATION : 0);
}

static err find_candidates(struct ctx *c, const struct directory *directory,
			   const struct match_question *question,
			   const struct programme_answer *answers, size_t count,
			   struct search *search)
{
	struct candidate *candidates =
		ARENA_ARRAY(c->arena, MATCH_PROGRAMMES_MAX, struct candidate);
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (answers[i].answer != ANSWER_YES || (answers[i].gives & search->needs) == 0) {
			continue;
		}
		if (used == MATCH_PROGRAMMES_MAX) {
			return FAIL(c, ERR_LIMIT, "match.too_many", "max=%d", MATCH_PROGRAMMES_MAX);
		}
		candidates[used++] = candidate_of(directory, question, &answers[i], search->needs);
	}
	qsort(candidates, used, sizeof *candidates, by_programme_id);
	for (size_t i = 0; i < used; i++) {
		candidates[i].by_id = i;
	}
	qsort(candidates, used, sizeof *candidates, by_organisation);
	search->candidates = candidates;
	search->count = used;
	return OK;
}

/* ---- One run */

static struct way take(const struct way *from, const struct candidate *candidate, bool opens)
{
	struct way way = *from;

	way.cost[COST_AGAINST] += candidate->against;
	way.cost[COST_DISTANCE] += candidate->distance;
	way.cost[COST_PROGRAMMES] += 1;
	if (opens) {
		way.cost[COST_LACKING] += candidate->lacking;
		way.cost[COST_ORGANISATIONS] += 1;
	}
	choose(&way, candidate->by_id);
	return way;
}

static void keep(struct way *at, const struct way *way)
{
	if (better(way, at)) {
		*at = *way;
	}
}

/* States are walked downwards: a programme only ever adds aims, so that no state is left through a
 * way that already holds this programme. One that adds nothing is never part of a best set. */
static void add_candidate(struct search *search, const struct candidate *candidate)
{
	for (unsigned state = STATES; state-- > 0;) {
		const unsigned next = state | candidate->aims;
		if (next == state) {
			continue;
		}
		if (search->closed[state].found) {
			const struct way way = take(&search->closed[state], candidate, true);
			keep(&search->opened[next], &way);
		}
		if (search->opened[state].found) {
			const struct way way = take(&search->opened[state], candidate, false);
			keep(&search->opened[next], &way);
		}
	}
}

/* Done with an organisation: whether it is in no longer matters. */
static void close_organisation(struct search *search)
{
	for (unsigned state = 0; state < STATES; state++) {
		keep(&search->closed[state], &search->opened[state]);
		search->opened[state].found = false;
	}
}

static uint32_t count_bits(unsigned bits)
{
	return (uint32_t)__builtin_popcount(bits);
}

/* What reaching these aims leaves undone of the wishes and of the way of training. */
static void add_aim_costs(const struct search *search, unsigned state, struct way *way)
{
	way->cost[COST_LOST] = count_bits(search->wishes & ~state);
	if ((search->needs & TRAINING) != 0) {
		way->cost[COST_SECTOR] = (state & AIM_FORMAL) != 0         ? 0
					 : (state & AIM_NOT_INFORMAL) != 0 ? 1
									   : 2;
	}
}

static void run(struct search *search, uint32_t wait, struct way *best)
{
	memset(search->closed, 0, STATES * sizeof *search->closed);
	memset(search->opened, 0, STATES * sizeof *search->opened);
	search->closed[0].found = true;
	for (size_t i = 0; i < search->count; i++) {
		const struct candidate *candidate = &search->candidates[i];
		if (i > 0 && candidate->answer->programme->organisation !=
				     candidate[-1].answer->programme->organisation) {
			close_organisation(search);
		}
		if (candidate->wait <= wait) {
			add_candidate(search, candidate);
		}
	}
	close_organisation(search);
	for (unsigned state = 0; state < STATES; state++) {
		struct way way = search->closed[state];
		if (way.found && (state & search->needs) == search->needs) {
			add_aim_costs(search, state, &way);
			way.cost[COST_WAIT] = wait;
			keep(best, &way);
		}
	}
}

/* Each wait that occurs, once. The states take a third of a megabyte: not the caller's. */
static void run_all(struct search *search, struct way *best)
{
	struct arena *scratch = arena_create();

	search->closed = ARENA_ARRAY(scratch, STATES, struct way);
	search->opened = ARENA_ARRAY(scratch, STATES, struct way);
	for (size_t i = 0; i < search->count; i++) {
		bool seen = false;
		for (size_t before = 0; before < i; before++) {
			seen |= search->candidates[before].wait == search->candidates[i].wait;
		}
		if (!seen) {
			run(search, search->candidates[i].wait, best);
		}
	}
	arena_destroy(scratch);
}

/* ---- The set as a list */

/* A need goes to who states it before who only lists a service; then to who gives more. */
static bool serves_better(const struct cover_part *a, const struct cover_part *b, unsigned need)
{
	const bool a_states = (a->programme->inferred & need) == 0;
	const bool b_states = (b->programme->inferred & need) == 0;
	if (a_states != b_states) {
		return a_states;
	}
	return count_bits(a->gives) > count_bits(b->gives);
}

static void share_needs(struct cover_part *parts, size_t count, unsigned needs)
{
	for (unsigned need = 1; need < 1u << COMPONENT_COUNT; need <<= 1) {
		struct cover_part *best = NULL;
		for (size_t i = 0; i < count && (needs & need) != 0; i++) {
			if ((parts[i].gives & need) != 0 &&
			    (best == NULL || serves_better(&parts[i], best, need))) {
				best = &parts[i];
			}
		}
		if (best != NULL) {
			best->covers |= need;
		}
	}
}

static int by_share(const void *a, const void *b)
{
	const struct cover_part *left = a;
	const struct cover_part *right = b;
	const uint32_t left_count = count_bits(left->covers);
	const uint32_t right_count = count_bits(right->covers);
	if (left_count != right_count) {
		return left_count > right_count ? -1 : 1;
	}
	return slice_compare(left->programme->id, right->programme->id);
}

err match_cover(struct ctx *c, const struct directory *directory,
		const struct match_question *question, const struct programme_answer *answers,
		size_t count, unsigned needs, const struct cover_part **ret_parts,
		size_t *ret_count)
{
	struct search search = {.needs = needs, .wishes = wishes_of(question, needs)};
	struct way best = {.found = false};

	TRY(find_candidates(c, directory, question, answers, count, &search));
	run_all(&search, &best);

	struct cover_part *parts = ARENA_ARRAY(c->arena, search.count, struct cover_part);
	size_t chosen = 0;
	for (size_t i = 0; i < search.count && best.found; i++) {
		const struct candidate *candidate = &search.candidates[i];
		if (is_chosen(&best, candidate->by_id)) {
			parts[chosen++] = (struct cover_part){
				.programme = candidate->answer->programme,
				.gives = candidate->aims & needs,
			};
		}
	}
	share_needs(parts, chosen, needs);
	qsort(parts, chosen, sizeof *parts, by_share);
	*ret_parts = parts;
	*ret_count = chosen;
	return OK;
}
