/* Every subset of the open classes that fits one line, one after the other. */
#include "figures/search.h"

#include <string.h>

static uint64_t bit(int line)
{
	return (uint64_t)1 << line;
}

bool filling_begin(const struct search *search, const struct classes *classes, int line,
		   struct filling *filling)
{
	const enum dimension dimension = classes->dimension;
	const enum dimension cross = dimension == ROW ? COLUMN : ROW;
	const size_t open =
		search->count[dimension] - (size_t)__builtin_popcountll(search->filled[dimension]);
	*filling = (struct filling){
		.classes = classes,
		.line = line,
		.known = search->lines[dimension][line].known,
		.takes_rest = open == 1,
		.rest = search->lines[dimension][line].sum,
		.room = (unsigned)search->count[cross],
	};
	/* What facts have put here beforehand. */
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		if (item->line[dimension] != line) {
			continue;
		}
		const uint64_t taken = item->line[cross] != NOWHERE ? bit(item->line[cross]) : 0;
		if (filling->room == 0 || (filling->crossed & taken) != 0) {
			return false;
		}
		filling->rest -= item->value;
		filling->room--;
		filling->crossed |= taken;
	}
	return !filling->known || filling->rest >= 0;
}

static unsigned least_of(uint64_t a, uint64_t b)
{
	return (unsigned)(a < b ? a : b);
}

/* How many of class `k` the line can take, given what it has taken before. */
static unsigned most(const struct filling *filling, size_t k)
{
	const struct class *class = &filling->classes->at[k];
	unsigned count = least_of(class->size, filling->room);
	if (class->cross != NOWHERE) {
		count = least_of(count, (filling->crossed & bit(class->cross)) != 0 ? 0 : 1);
	}
	if (filling->known && class->value > 0) {
		count = least_of(count, (uint64_t)(filling->rest / class->value));
	}
	return count;
}

static void take(struct filling *filling, size_t k, unsigned count)
{
	const struct class *class = &filling->classes->at[k];
	filling->taken[k] = (unsigned short)(filling->taken[k] + count);
	filling->rest -= class->value * count;
	filling->room -= count;
	if (class->cross != NOWHERE && count > 0) {
		filling->crossed |= bit(class->cross);
	}
}

static void give_back(struct filling *filling, size_t k, unsigned count)
{
	const struct class *class = &filling->classes->at[k];
	filling->taken[k] = (unsigned short)(filling->taken[k] - count);
	filling->rest += class->value * count;
	filling->room += count;
	if (class->cross != NOWHERE && count > 0) {
		filling->crossed &= ~bit(class->cross);
	}
}

/* Can the classes from `k` on still bring the line to its sum? */
static bool promising(const struct filling *filling, size_t k)
{
	const struct classes *classes = filling->classes;
	if (!filling->known) {
		return true;
	}
	if (!reach_has(&classes->reach[k], filling->rest)) {
		return false;
	}
	const size_t from = k < classes->count ? classes->at[k].first : classes->items_count;
	const size_t to = from + least_of(classes->items_count - from, filling->room);
	return classes->before[to] - classes->before[from] >= filling->rest;
}

static bool line_holds(const struct search *search, const struct filling *filling, int64_t value)
{
	const struct classes *classes = filling->classes;
	for (size_t k = 0; k < classes->count; k++) {
		if (filling->taken[k] > 0 && classes->at[k].value == value) {
			return true;
		}
	}
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		if (item->line[classes->dimension] == filling->line && item->value == value) {
			return true;
		}
	}
	return false;
}

static bool accepts(const struct search *search, const struct filling *filling)
{
	if (filling->known && filling->rest != 0) {
		return false;
	}
	for (size_t i = 0; i < search->claims_count; i++) {
		const struct claim *claim = &search->claims[i];
		if (claim->dimension == filling->classes->dimension &&
		    claim->line == filling->line && !line_holds(search, filling, claim->value)) {
			return false;
		}
	}
	return true;
}

bool filling_next(struct search *search, struct filling *filling)
{
	const size_t count = filling->classes->count;
	bool forward = !filling->started;
	size_t k = filling->started ? count : 0;
	filling->started = true;
	while (search->steps < search->steps_max) {
		search->steps++;
		if (!forward) {
			if (k == 0) {
				return false;
			}
			k--;
			/* One fewer of this class, or none left to give: further back. */
			forward = filling->taken[k] > 0 && !filling->takes_rest;
			give_back(filling, k, forward ? 1 : filling->taken[k]);
			k += forward ? 1 : 0;
		} else if (!promising(filling, k)) {
			forward = false;
		} else if (k == count) {
			if (accepts(search, filling)) {
				return true;
			}
			forward = false;
		} else {
			const unsigned number = most(filling, k);
			forward = !filling->takes_rest || number == filling->classes->at[k].size;
			if (forward) {
				take(filling, k++, number);
			}
		}
	}
	return false;
}

static void put(struct search *search, const struct filling *filling, int line)
{
	const struct classes *classes = filling->classes;
	for (size_t k = 0; k < classes->count; k++) {
		for (unsigned n = 0; n < filling->taken[k]; n++) {
			const unsigned short item = classes->order[classes->at[k].first + n];
			search->items[item].line[classes->dimension] = line;
		}
	}
}

void filling_assign(struct search *search, const struct filling *filling)
{
	put(search, filling, filling->line);
	search->filled[filling->classes->dimension] |= bit(filling->line);
}

void filling_withdraw(struct search *search, const struct filling *filling)
{
	put(search, filling, NOWHERE);
	search->filled[filling->classes->dimension] &= ~bit(filling->line);
}
