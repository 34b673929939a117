/* Any bytes as base64url: what is read is written again as the same letters; what is written is
 * read. */
#include "fuzz.h"

#include "base/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	const struct slice bytes =
		size > 0 ? (struct slice){.at = (const char *)data, .length = size} : S("");
	struct slice read;

	if (base64url_decode(arena, bytes, &read)) {
		must(slice_equal(base64url_encode(arena, read), bytes));
	}
	must(base64url_decode(arena, base64url_encode(arena, bytes), &read));
	must(slice_equal(read, bytes));
	arena_destroy(arena);
	return 0;
}
