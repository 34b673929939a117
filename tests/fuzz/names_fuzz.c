/* Any bytes as two names, one a line. A comparison is symmetric and within its bounds; a name with
 * a key is found among names that hold it. */
#include "fuzz.h"

#include "text/names.h"

static void check_search(struct ctx *c, struct slice a, struct slice b, struct slice key)
{
	const struct slice names[] = {a, b};
	const struct names_hit *hits;
	struct names_index *index;
	size_t count;
	must(names_index_create(c, names, COUNT_OF(names), &index) == OK);
	must(names_index_search(c, index, a, COUNT_OF(names), &hits, &count) == OK);
	must(count > 0 || slice_empty(key));
	for (size_t i = 0; i < count; i++) {
		must(hits[i].at < COUNT_OF(names) && hits[i].score >= 0 && hits[i].score <= 1);
	}
}

static void check(struct ctx *c, struct slice a, struct slice b)
{
	struct names_comparison there, back;
	struct slice key;
	const struct slice *tokens;
	size_t count;
	if (names_compare(c, a, b, &there) != OK) {
		return;
	}
	must(names_compare(c, b, a, &back) == OK);
	must(there.score >= 0 && there.score <= 1);
	must(there.score - back.score < 1e-6 && back.score - there.score < 1e-6);
	must(names_key(c, a, &key) == OK);
	must(names_tokens(c, a, &tokens, &count) == OK);
	must((count > 0) == !slice_empty(key));
	check_search(c, a, b, key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	struct slice rest = {.at = (const char *)data, .length = size};
	struct slice a = {0};
	if (size > 0 && slice_next(&rest, '\n', &a)) {
		check(&c, a, rest);
	}
	arena_destroy(c.arena);
	return 0;
}
