/* Any bytes as text to normalise. A normal form is valid text and its own normal form. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/khmer.h"

static void check(struct ctx *c, struct slice text, enum khmer_purpose purpose)
{
	struct slice once, twice;
	if (khmer_normalise(c, text, purpose, &once) != OK) {
		return;
	}
	must(utf8_first_invalid(once) == SIZE_MAX);
	must(khmer_normalise(c, once, purpose, &twice) == OK);
	must(slice_equal(once, twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice text = {.at = (const char *)data, .length = size};
	check(&c, text, KHMER_FOR_DISPLAY);
	check(&c, text, KHMER_FOR_KEY);
	arena_destroy(c.arena);
	return 0;
}
