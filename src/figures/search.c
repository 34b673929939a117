/* The search over lines: fill the line with the fewest possibilities, then the next. */
#include "figures/search.h"

/* Counting stops here: whether a line has 12 or 1,200 subsets, it is not the next one to fill. */
enum { COUNT_MAX = 12, COUNT_STEPS = 3000 };

/* One line of the path, with what is needed to try its next subset later. */
struct level {
	struct classes classes;
	struct filling filling;
};

struct path {
	struct level *levels; /* one a line of both dimensions */
	size_t depth;
	struct classes open[DIMENSIONS];
	struct filling trial;
};

/* How many subsets fit the line, at most `most`. Running out of the allowance counts as many. */
static unsigned possibilities(struct search *search, struct path *path, enum dimension dimension,
			      int line, unsigned most)
{
	if (!filling_begin(search, &path->open[dimension], line, &path->trial)) {
		return 0;
	}
	const uint64_t steps_max = search->steps_max;
	const uint64_t allowance = search->steps + COUNT_STEPS;
	unsigned count = 0;
	search->steps_max = allowance < steps_max ? allowance : steps_max;
	while (count < most && filling_next(search, &path->trial)) {
		count++;
	}
	const bool exhausted = search->steps >= search->steps_max;
	search->steps_max = steps_max;
	return exhausted ? most : count;
}

/* A line whose items need more cross lines than are still open can never be completed. */
static bool fits_across(const struct search *search, enum dimension dimension)
{
	const enum dimension cross = dimension == ROW ? COLUMN : ROW;
	const size_t open =
		search->count[cross] - (size_t)__builtin_popcountll(search->filled[cross]);
	size_t waiting[REBUILD_LINES_MAX] = {0};
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		if (item->line[dimension] != NOWHERE && item->line[cross] == NOWHERE &&
		    ++waiting[item->line[dimension]] > open) {
			return false;
		}
	}
	return true;
}

struct choice {
	enum dimension dimension;
	int line;
	unsigned possibilities;
};

static void choose_in(struct search *search, struct path *path, enum dimension dimension,
		      struct choice *choice)
{
	for (int line = 0; line < (int)search->count[dimension]; line++) {
		if ((search->filled[dimension] >> line & 1) != 0 || choice->possibilities <= 1) {
			continue;
		}
		/* Without a sum anything fits: such lines wait for the others. */
		const bool known = search->lines[dimension][line].known;
		const unsigned limit = known ? COUNT_MAX : COUNT_MAX + 1;
		const unsigned most = choice->possibilities < limit ? choice->possibilities : limit;
		unsigned count = possibilities(search, path, dimension, line, most);
		if (!known && count == COUNT_MAX) {
			count = COUNT_MAX + 1;
		}
		if (choice->line == NOWHERE || count < choice->possibilities) {
			*choice = (struct choice){dimension, line, count};
		}
	}
}

/* The line to fill next; false when some line cannot be filled any more. */
static bool choose(struct search *search, struct path *path, struct choice *ret_choice)
{
	struct choice choice = {.line = NOWHERE, .possibilities = COUNT_MAX + 2};
	for (enum dimension dimension = ROW; dimension < DIMENSIONS; dimension++) {
		if (!fits_across(search, dimension)) {
			return false;
		}
		classes_gather(search, dimension, &path->open[dimension]);
		choose_in(search, path, dimension, &choice);
	}
	*ret_choice = choice;
	return choice.possibilities > 0;
}

/* Go one line deeper: the level keeps its own copy of the classes, because they will be needed
 * again when its next subset is tried. */
static bool descend(struct search *search, struct path *path)
{
	struct choice choice;
	if (!choose(search, path, &choice)) {
		return false;
	}
	struct level *level = &path->levels[path->depth];
	if (level->classes.reach == NULL) {
		classes_reserve(search->arena, &level->classes);
	}
	classes_gather(search, choice.dimension, &level->classes);
	return filling_begin(search, &level->classes, choice.line, &level->filling);
}

bool search_run(struct search *search)
{
	const size_t lines = search->count[ROW] + search->count[COLUMN];
	struct path *path = ARENA_NEW(search->arena, struct path);
	path->levels = ARENA_ARRAY(search->arena, lines, struct level);
	classes_reserve(search->arena, &path->open[ROW]);
	classes_reserve(search->arena, &path->open[COLUMN]);
	bool forward = descend(search, path);
	if (!forward) {
		return search->steps < search->steps_max;
	}
	for (;;) {
		struct level *level = &path->levels[path->depth];
		if (level->filling.started) {
			filling_withdraw(search, &level->filling);
		}
		if (!filling_next(search, &level->filling)) {
			if (path->depth == 0 || search->steps >= search->steps_max) {
				return search->steps < search->steps_max;
			}
			path->depth--;
			continue;
		}
		filling_assign(search, &level->filling);
		path->depth++;
		if (path->depth == lines) {
			search->found(search, search->of);
			path->depth--;
		} else if (!descend(search, path)) {
			path->depth--;
		}
	}
}
