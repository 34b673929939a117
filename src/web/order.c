/* order.c - lists of names as people look for them: in dictionary order. */
#include <stdlib.h>

#include "text/sort.h"
#include "web/app.h"

struct place {
	struct slice key;
	size_t at;
};

static int compare(const void *a, const void *b)
{
	const struct place *one = a;
	const struct place *other = b;
	const int order = slice_compare(one->key, other->key);

	if (order != 0) {
		return order;
	}
	return one->at < other->at ? -1 : one->at > other->at;
}

err page_in_order(struct http_exchange *x, const struct slice *texts, size_t count,
		  const size_t **ret_order)
{
	struct slice *keys = ARENA_ARRAY(x->c.arena, count + 1, struct slice);
	struct place *places = ARENA_ARRAY(x->c.arena, count + 1, struct place);
	size_t *order = ARENA_ARRAY(x->c.arena, count + 1, size_t);

	TRY(sort_keys(&x->c, x->language, texts, count, keys));
	for (size_t i = 0; i < count; i++) {
		places[i] = (struct place){.key = keys[i], .at = i};
	}
	qsort(places, count, sizeof *places, compare);
	for (size_t i = 0; i < count; i++) {
		order[i] = places[i].at;
	}
	*ret_order = order;
	return OK;
}
