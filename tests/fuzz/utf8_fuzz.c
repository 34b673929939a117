/* Any bytes as UTF-8. What is valid can be walked and written again. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice text = {.at = (const char *)data, .length = size};
	const struct slice valid = slice_between(text, 0, utf8_first_invalid(text));
	struct slice rest = valid;
	struct buf *again = buf_create(c.arena, size);
	uint32_t character = 0;
	size_t count = 0;

	while (utf8_next(&rest, &character)) {
		char bytes[4];
		const size_t length = utf8_put(bytes, character);
		buf_add(again, (struct slice){.at = bytes, .length = length});
		count++;
	}
	must(slice_equal(buf_slice(again), valid));
	must(utf8_count(valid) == count);
	const bool is_clean = valid.length == size && slice_find_byte(text, '\0') == SIZE_MAX;
	must((utf8_check(&c, text) == OK) == is_clean);
	arena_destroy(c.arena);
	return 0;
}
