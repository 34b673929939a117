/* Any bytes as two names, one a line. A comparison is symmetric and within its bounds; a name is
 * found among itself. */
#include "fuzz.h"

#include "text/names.h"

static void check(struct ctx *c, struct slice a, struct slice b)
{
	struct names_comparison there, back;
	struct slice key;
	if (names_compare(c, a, b, &there) != OK) {
		return;
	}
	must(names_compare(c, b, a, &back) == OK);
	must(there.score >= 0 && there.score <= 1);
	must(there.score - back.score < 1e-6 && back.score - there.score < 1e-6);
	must(names_key(c, a, &key) == OK);
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
