/* base64url: RFC 4648, section 10, and what must not be read. */
#include "../../testing.h"

#include "base/base64.h"

static void bytes_become_the_letters_of_the_standard_and_back(void **state)
{
	static const struct {
		const char *bytes;
		const char *text;
	} cases[] = {
		{"", ""},
		{"f", "Zg"},
		{"fo", "Zm8"},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg"},
		{"fooba", "Zm9vYmE"},
		{"foobar", "Zm9vYmFy"},
		{"\xfb\xff\xfe", "-__-"},
	};
	(void)state;
	struct arena *arena = arena_create();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct slice bytes;
		assert_slice(base64url_encode(arena, slice_of(cases[i].bytes)), cases[i].text);
		assert_true(base64url_decode(arena, slice_of(cases[i].text), &bytes));
		assert_slice(bytes, cases[i].bytes);
	}
	arena_destroy(arena);
}

static void other_writings_of_the_same_bytes_are_refused(void **state)
{
	static const char *const texts[] = {"Zg==", "Zg=",   "Zh",   "Z",     "Zm9vY",
					    "Zm 8", "Zm8\n", "+//+", "Zm9v!", "\xc3\xa9"};
	(void)state;
	struct arena *arena = arena_create();
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct slice bytes = S("untouched");
		assert_false(base64url_decode(arena, slice_of(texts[i]), &bytes));
		assert_slice(bytes, "untouched");
	}
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_the_letters_of_the_standard_and_back),
		cmocka_unit_test(other_writings_of_the_same_bytes_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
