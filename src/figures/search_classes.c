/* Which items are still open in one dimension, and which sums they can make. */
#include "figures/search.h"

#include <string.h>

void classes_reserve(struct arena *arena, struct classes *classes)
{
	classes->reach = ARENA_ARRAY(arena, REBUILD_VALUES_MAX + 1, struct reach);
}

bool reach_has(const struct reach *reach, int64_t sum)
{
	const unsigned bit = (unsigned)(sum % REACH_BITS);
	return (reach->words[bit / 64] >> (bit % 64) & 1) != 0;
}

/* Add one more item of `value`: every sum stays, and every sum plus the value joins (a rotation,
 * because sums are kept modulo REACH_BITS). */
static void reach_add(struct reach *reach, int64_t value)
{
	const unsigned shift = (unsigned)(value % REACH_BITS);
	const unsigned words = shift / 64;
	const unsigned bits = shift % 64;
	const struct reach old = *reach;
	for (unsigned i = 0; i < REACH_WORDS; i++) {
		const uint64_t low = old.words[(i + REACH_WORDS - words) % REACH_WORDS];
		const uint64_t below = old.words[(i + 2 * REACH_WORDS - words - 1) % REACH_WORDS];
		reach->words[i] |= bits == 0 ? low : low << bits | below >> (64 - bits);
	}
}

static void reach_all(struct classes *classes)
{
	struct reach *last = &classes->reach[classes->count];
	memset(last, 0, sizeof *last);
	last->words[0] = 1;
	for (size_t i = classes->count; i-- > 0;) {
		classes->reach[i] = classes->reach[i + 1];
		for (unsigned n = 0; n < classes->at[i].size; n++) {
			reach_add(&classes->reach[i], classes->at[i].value);
		}
	}
}

/* Equal values stand together already; put those of one cross line beside each other. */
static void order_items(const struct search *search, enum dimension dimension,
			struct classes *classes)
{
	const enum dimension cross = dimension == ROW ? COLUMN : ROW;
	classes->items_count = 0;
	for (size_t i = 0; i < search->items_count; i++) {
		const struct item *item = &search->items[i];
		if (item->line[dimension] != NOWHERE) {
			continue;
		}
		size_t at = classes->items_count++;
		while (at > 0) {
			const struct item *before = &search->items[classes->order[at - 1]];
			if (before->value != item->value ||
			    before->line[cross] <= item->line[cross]) {
				break;
			}
			classes->order[at] = classes->order[at - 1];
			at--;
		}
		classes->order[at] = (unsigned short)i;
	}
}

void classes_gather(struct search *search, enum dimension dimension, struct classes *classes)
{
	const enum dimension cross = dimension == ROW ? COLUMN : ROW;
	classes->dimension = dimension;
	classes->count = 0;
	classes->before[0] = 0;
	order_items(search, dimension, classes);
	for (size_t i = 0; i < classes->items_count; i++) {
		const struct item *item = &search->items[classes->order[i]];
		struct class *last = classes->count > 0 ? &classes->at[classes->count - 1] : NULL;
		classes->before[i + 1] = classes->before[i] + item->value;
		if (last != NULL && last->value == item->value &&
		    last->cross == item->line[cross]) {
			last->size++;
			continue;
		}
		classes->at[classes->count++] = (struct class){.value = item->value,
							       .cross = item->line[cross],
							       .size = 1,
							       .first = (unsigned)i};
	}
	reach_all(classes);
	/* Adding up sums is the dear part: a step is about one test of a subset. */
	search->steps += classes->items_count * 16 + 1;
}
