/* search.h - the inside of rebuild_run: which values go into which line. Only rebuild.c and the
 * search_*.c files include it.
 *
 * An *item* is one printed value. It needs a row and a column; each is a *line* of one *dimension*,
 * and the other dimension is its *cross*. Items with the same value and the same cross line cannot
 * be told apart: they form a *class*, and a line takes a number of them, not particular ones. So
 * every placement is reached on exactly one path, whatever line the search fills next.
 */
#ifndef SPEAN_FIGURES_SEARCH_H
#define SPEAN_FIGURES_SEARCH_H

#include "figures/rebuild.h"

enum dimension { ROW, COLUMN, DIMENSIONS };
enum { NOWHERE = -1, REACH_BITS = 4096, REACH_WORDS = REACH_BITS / 64 };

struct item {
	int64_t value;
	int line[DIMENSIONS]; /* NOWHERE until decided */
};

struct line {
	bool known;
	int64_t sum;
};

struct claim { /* a fact that speaks of a line, not of a cell */
	enum dimension dimension;
	int line;
	int64_t value;
};

/* Sums that can be made of the classes from one on, modulo REACH_BITS: no bit, no subset. */
struct reach {
	uint64_t words[REACH_WORDS];
};

struct class
{
	int64_t value;
	int cross;
	unsigned size;
	unsigned first; /* in classes.order */
};

/* The items that have no line yet in one dimension, largest value first. */
struct classes {
	enum dimension dimension;
	size_t count;
	size_t items_count;
	struct class at[REBUILD_VALUES_MAX];
	unsigned short order[REBUILD_VALUES_MAX]; /* item numbers, class by class */
	int64_t before[REBUILD_VALUES_MAX + 1];   /* sum of the items before one, in that order */
	struct reach *reach;                      /* count + 1 */
};

/* One line being filled: a generator of the subsets of classes that fit it. */
struct filling {
	const struct classes *classes;
	int line;
	bool started;
	bool known;
	bool takes_rest;  /* the last open line of its dimension */
	int64_t rest;     /* of the sum */
	unsigned room;    /* cells still free */
	uint64_t crossed; /* cross lines whose cell in this line is taken */
	unsigned short taken[REBUILD_VALUES_MAX];
};

struct search {
	struct arena *arena;
	size_t count[DIMENSIONS]; /* of lines */
	struct line lines[DIMENSIONS][REBUILD_LINES_MAX];
	struct item items[REBUILD_VALUES_MAX]; /* largest first */
	size_t items_count;
	struct claim claims[REBUILD_FACTS_MAX];
	size_t claims_count;
	uint64_t filled[DIMENSIONS]; /* lines done, as bits */
	uint64_t steps;
	uint64_t steps_max;
	void (*found)(struct search *search, void *of);
	void *of;
};

/* ---- search_classes.c */
void classes_reserve(struct arena *arena, struct classes *classes);
void classes_gather(struct search *search, enum dimension dimension, struct classes *classes);
bool reach_has(const struct reach *reach, int64_t sum);

/* ---- search_fill.c */
/* Begin to fill `line`. False when what stands there already cannot be right. */
bool filling_begin(const struct search *search, const struct classes *classes, int line,
		   struct filling *filling);
/* The next subset that fits; false when there is none left, or no work left. */
bool filling_next(struct search *search, struct filling *filling);
void filling_assign(struct search *search, const struct filling *filling);
void filling_withdraw(struct search *search, const struct filling *filling);

/* ---- search.c */
/* Visit every placement: search->found is called with each complete state of the items. False when
 * the work was used up. */
bool search_run(struct search *search);

#endif
