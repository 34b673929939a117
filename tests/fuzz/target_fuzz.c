/* Any bytes as the address of a request. What was accepted is a normalised path of valid UTF-8, and
 * encoded and read again it is the same. */
#include "fuzz.h"

#include "base/utf8.h"
#include "http/compress.h"
#include "http/etag.h"
#include "http/target.h"

static void must_be_normal(struct slice path)
{
	must(slice_starts(path, S("/")));
	must(path.length == 1 || !slice_ends(path, S("/")));
	must(slice_find(path, S("//")) == SIZE_MAX);
	must(slice_find(path, S("/../")) == SIZE_MAX && !slice_ends(path, S("/..")));
	must(slice_find(path, S("/./")) == SIZE_MAX && !slice_ends(path, S("/.")));
	must(slice_find_byte(path, '\\') == SIZE_MAX && slice_find_byte(path, '\0') == SIZE_MAX);
	must(utf8_first_invalid(path) == SIZE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice raw = {.at = (const char *)data, .length = size};
	struct target target;
	struct target again;

	if (target_parse(&c, raw, &target) == OK) {
		must_be_normal(target.path);
		must(target_parse(&c, target_encode(c.arena, target.path), &again) == OK);
		must(slice_equal(again.path, target.path) && again.form == TARGET_NORMAL);
	}
	/* Two more readers of what a client may write. */
	must((codings_accepted(raw) & 1u << CODING_IDENTITY) != 0);
	must(!etag_matches(raw, S("\"no such tag\"")) || slice_find_byte(raw, '*') != SIZE_MAX ||
	     slice_find(raw, S("no such tag")) != SIZE_MAX);
	arena_destroy(c.arena);
	return 0;
}
