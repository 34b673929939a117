/* Any bytes as a query or a urlencoded body. What was read is text without control characters, and
 * written and read again it is the same. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "http/pairs.h"
#include "http/target.h"

static struct slice written(struct arena *arena, struct pairs pairs)
{
	struct buf *out = buf_create(arena, 16 * 1024 * 1024);
	for (size_t i = 0; i < pairs.count; i++) {
		buf_add_cstr(out, i > 0 ? "&" : "");
		buf_add(out, form_encode(arena, pairs.at[i].name));
		buf_add_byte(out, '=');
		buf_add(out, form_encode(arena, pairs.at[i].value));
	}
	return buf_slice(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice text = {.at = (const char *)data, .length = size};
	struct pairs pairs;
	struct pairs again;

	if (pairs_parse(&c, text, &pairs) == OK) {
		must(pairs.count <= PAIRS_MAX);
		must(pairs_parse(&c, written(c.arena, pairs), &again) == OK);
		must(again.count == pairs.count);
		for (size_t i = 0; i < pairs.count; i++) {
			must(utf8_first_invalid(pairs.at[i].value) == SIZE_MAX);
			must(slice_find_byte(pairs.at[i].value, '\0') == SIZE_MAX);
			must(slice_equal(pairs.at[i].name, again.at[i].name));
			must(slice_equal(pairs.at[i].value, again.at[i].value));
		}
	}
	(void)pairs_of_cookies(c.arena, text);
	arena_destroy(c.arena);
	return 0;
}
