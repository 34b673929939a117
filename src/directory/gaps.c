/* gaps.c - the maximal holes of the directory. A box is a product of four sets, each a word of
 * bits.
 *
 * The holes for one component start as the one box that is asked about. Each programme that gives
 * it takes a box P of its own; a hole H that meets P is replaced by the parts of H that avoid P in
 * one dimension each. Every maximal hole avoids every P in some dimension, so none is lost; boxes
 * inside other boxes are dropped at each step.
 */
#include "directory/gaps.h"

#include <stdlib.h>
#include <string.h>

struct boxes {
	struct gap_box *at;
	size_t count;
};

static uint32_t count_bits(uint64_t bits)
{
	return (uint32_t)__builtin_popcountll(bits);
}

static bool box_empty(const struct gap_box *box)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if (box->sets[i] == 0) {
			return true;
		}
	}
	return false;
}

static bool box_meets(const struct gap_box *a, const struct gap_box *b)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if ((a->sets[i] & b->sets[i]) == 0) {
			return false;
		}
	}
	return true;
}

static bool box_inside(const struct gap_box *inner, const struct gap_box *outer)
{
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		if ((inner->sets[i] & ~outer->sets[i]) != 0) {
			return false;
		}
	}
	return true;
}

/* Add unless it lies in one that is there; drop those that lie in it. */
static err add_maximal(struct ctx *c, struct boxes *boxes, const struct gap_box *box)
{
	size_t kept = 0;

	for (size_t i = 0; i < boxes->count; i++) {
		if (box_inside(box, &boxes->at[i])) {
			return OK;
		}
	}
	for (size_t i = 0; i < boxes->count; i++) {
		if (!box_inside(&boxes->at[i], box)) {
			boxes->at[kept++] = boxes->at[i];
		}
	}
	if (kept == GAP_BOXES_MAX) {
		return FAIL(c, ERR_LIMIT, "gaps.too_many", "max=%d", GAP_BOXES_MAX);
	}
	boxes->at[kept] = *box;
	boxes->count = kept + 1;
	return OK;
}

/* Take `taken` out of every hole. `next` is room of the same size. */
static err subtract(struct ctx *c, struct boxes *holes, struct boxes *next,
		    const struct gap_box *taken)
{
	next->count = 0;
	for (size_t i = 0; i < holes->count; i++) {
		const struct gap_box *hole = &holes->at[i];
		if (!box_meets(hole, taken)) {
			TRY(add_maximal(c, next, hole));
			continue;
		}
		for (size_t dimension = 0; dimension < GAP_DIMENSIONS; dimension++) {
			struct gap_box part = *hole;
			part.sets[dimension] &= ~taken->sets[dimension];
			if (!box_empty(&part)) {
				TRY(add_maximal(c, next, &part));
			}
		}
	}
	const struct boxes swap = *holes;
	*holes = *next;
	*next = swap;
	return OK;
}

/* ---- What a programme takes */

static const enum reason_code REASONS[GAP_DIMENSIONS] = {
	[GAP_SEX] = REASON_SEX,
	[GAP_AGE] = REASON_AGE,
	[GAP_FORM] = REASON_FORM,
	[GAP_DESTINATION] = REASON_ROUTE,
};

/* A person of whom only one thing is known. */
static struct match_question question_of(const struct gap_space *space, size_t dimension,
					 size_t value)
{
	struct match_question question = {
		.on = {.precision = DATE_DAY, .year = 2000, .month = 1, .day = 1},
		.age_least = AGE_UNKNOWN,
		.age_most = AGE_UNKNOWN,
	};
	const struct slice code = space->codes[dimension][value];

	if (dimension == GAP_SEX) {
		question.sex = code;
	} else if (dimension == GAP_FORM) {
		question.forms = code;
	} else if (dimension == GAP_DESTINATION) {
		question.destinations = code;
	} else {
		question.age_least = space->ages[value].from;
		question.age_most =
			space->ages[value].to == AGE_NO_LIMIT ? INT16_MAX : space->ages[value].to;
	}
	return question;
}

/* What the rule (match.h) says of that one thing. */
static enum answer answer_of(const struct programme *programme, const struct gap_space *space,
			     size_t dimension, size_t value)
{
	const struct match_question question = question_of(space, dimension, value);
	const struct programme_answer answer = match_programme(&question, programme);

	for (size_t i = 0; i < answer.reasons_count; i++) {
		if (answer.reasons[i].code == REASONS[dimension]) {
			return answer.reasons[i].weight == WEIGHT_NO ? ANSWER_NO : ANSWER_ASK;
		}
	}
	return ANSWER_YES;
}

/* Everybody whom it answers `least` or better. */
static struct gap_box taken_by(const struct programme *programme, const struct gap_space *space,
			       enum answer least)
{
	struct gap_box box = {{0}};
	for (size_t dimension = 0; dimension < GAP_DIMENSIONS; dimension++) {
		for (size_t value = 0; value < space->count[dimension]; value++) {
			if (answer_of(programme, space, dimension, value) >= least) {
				box.sets[dimension] |= UINT64_C(1) << value;
			}
		}
	}
	return box;
}

/* ---- Holes of one component */

struct search {
	const struct directory *directory;
	const struct gap_space *space;
	enum directory_scope scope;
	const struct gap_box *within;
	struct boxes holes;
	struct boxes room;
};

static err find_holes(struct ctx *c, struct search *search, size_t component, enum answer least)
{
	search->holes.count = 0;
	if (!box_empty(search->within)) {
		search->holes.at[search->holes.count++] = *search->within;
	}
	for (size_t i = 0; i < search->directory->programmes_count; i++) {
		const struct programme *programme = &search->directory->programmes[i];
		if (programme_in_scope(programme, search->scope) &&
		    (programme->components >> component & 1) != 0) {
			const struct gap_box taken = taken_by(programme, search->space, least);
			TRY(subtract(c, &search->holes, &search->room, &taken));
		}
	}
	return OK;
}

/* How many kinds of people a box holds, for showing the widest first. */
static uint64_t box_size(const struct gap_box *box)
{
	uint64_t size = 1;
	for (size_t i = 0; i < GAP_DIMENSIONS; i++) {
		size *= count_bits(box->sets[i]);
	}
	return size;
}

static int by_size(const void *a, const void *b)
{
	const uint64_t left = box_size(a);
	const uint64_t right = box_size(b);
	if (left != right) {
		return left > right ? -1 : 1;
	}
	/* Any fixed order will do: the same directory gives the same list. */
	return memcmp(a, b, sizeof(struct gap_box));
}

struct list {
	struct gap *at;
	size_t count;
	size_t size;
};

static void add_gap(struct arena *arena, struct list *list, struct gap gap)
{
	if (list->count == list->size) {
		const size_t size = list->size > 0 ? list->size * 2 : 32;
		struct gap *at = ARENA_ARRAY(arena, size, struct gap);
		if (list->count > 0) {
			memcpy(at, list->at, list->count * sizeof *at);
		}
		list->at = at;
		list->size = size;
	}
	list->at[list->count++] = gap;
}

static bool is_known(const struct list *list, size_t from, const struct gap_box *box)
{
	for (size_t i = from; i < list->count; i++) {
		if (box_inside(box, &list->at[i].box)) {
			return true;
		}
	}
	return false;
}

/* First whom nobody takes at all; then whom nobody takes for certain, but for boxes that the first
 * list has told already. */
static err component_gaps(struct ctx *c, struct search *search, size_t component, struct list *list)
{
	static const enum answer LEAST[] = {ANSWER_ASK, ANSWER_YES};
	const size_t first = list->count;

	for (size_t step = 0; step < COUNT_OF(LEAST); step++) {
		TRY(find_holes(c, search, component, LEAST[step]));
		qsort(search->holes.at, search->holes.count, sizeof *search->holes.at, by_size);
		for (size_t i = 0; i < search->holes.count; i++) {
			const struct gap_box *box = &search->holes.at[i];
			if (!is_known(list, first, box)) {
				add_gap(c->arena, list,
					(struct gap){.component = component,
						     .best = LEAST[step] - 1,
						     .box = *box});
			}
		}
	}
	return OK;
}

err gaps_find(struct ctx *c, const struct directory *directory, enum directory_scope scope,
	      const struct gap_space *space, const struct gap_box *within, struct gaps *ret_gaps)
{
	struct search search = {
		.directory = directory,
		.space = space,
		.scope = scope,
		.within = within,
		.holes.at = ARENA_ARRAY(c->arena, GAP_BOXES_MAX, struct gap_box),
		.room.at = ARENA_ARRAY(c->arena, GAP_BOXES_MAX, struct gap_box),
	};
	struct list list = {0};

	for (size_t component = 0; component < COMPONENT_COUNT; component++) {
		TRY(component_gaps(c, &search, component, &list));
	}
	*ret_gaps = (struct gaps){.at = list.at, .count = list.count};
	return OK;
}
