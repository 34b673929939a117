#include "../../testing.h"

#include "base/embedded.h"

static const struct embedded_file FILES[] = {{"a", "1", 1},
					     {"a/b", "22", 2},
					     {"a/b.c", "", 0},
					     {"b",
					      "4\0"
					      "4",
					      3}};

static void files_are_found_by_exact_path(void **state)
{
	(void)state;
	for (size_t count = 0; count <= COUNT_OF(FILES); count++) {
		const struct embedded embedded = {.files = FILES, .count = count};
		for (size_t i = 0; i < COUNT_OF(FILES); i++) {
			const struct embedded_file *found =
				embedded_find(&embedded, slice_of(FILES[i].path));
			assert_ptr_equal(found, i < count ? &FILES[i] : NULL);
		}
		assert_null(embedded_find(&embedded, S("")));
		assert_null(embedded_find(&embedded, S("a/")));
		assert_null(embedded_find(&embedded, S("c")));
		assert_null(embedded_find(&embedded, S("A")));
	}
	const struct embedded all = {.files = FILES, .count = COUNT_OF(FILES)};
	assert_int_equal(embedded_text(&all, "b").length, 3);
	assert_slice(embedded_text(&all, "a/b"), "22");
	assert_slice(embedded_text(&all, "none"), "");
}

static void the_built_in_table_is_sorted_and_holds_the_data(void **state)
{
	(void)state;
	assert_true(SPEAN_EMBEDDED.count > 0);
	for (size_t i = 1; i < SPEAN_EMBEDDED.count; i++) {
		assert_true(slice_compare(slice_of(SPEAN_EMBEDDED.files[i - 1].path),
					  slice_of(SPEAN_EMBEDDED.files[i].path)) < 0);
	}
	assert_true(
		slice_starts(embedded_text(&SPEAN_EMBEDDED, "data/organisations.csv"), S("id,")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_found_by_exact_path),
		cmocka_unit_test(the_built_in_table_is_sorted_and_holds_the_data),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
