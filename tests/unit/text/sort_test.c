/* Dictionary order, held to lists that a reader of Khmer or English would write down. */
#include "../../testing.h"

#include "text/sort.h"

enum { LIST_MAX = 16 };

struct list {
	enum language language;
	const char *texts[LIST_MAX]; /* in their right order */
};

static const struct list LISTS[] = {
	/* Consonants in the order of the alphabet; a bare one before its vowels; subscripts last.
	 */
	{LANGUAGE_KM,
	 {"", "ក", "កក", "កា", "កិ", "កី", "កេ", "ខ", "គ", "ង", "ច", "ត", "រ", "ស", "ហ", "អ"}},
	{LANGUAGE_KM, {"កំពង់ចាម", "កំពង់ធំ", "តាកែវ", "បាត់ដំបង", "ភ្នំពេញ", "សៀមរាប"}},
	{LANGUAGE_EN, {"", "apple", "Apple", "banana", "café", "cafés", "Zoo"}},
};

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static size_t length_of(const struct list *list)
{
	size_t count = 0;
	while (count < LIST_MAX && list->texts[count] != NULL) {
		count++;
	}
	return count;
}

static void lists_are_in_the_order_of_a_dictionary(void **state)
{
	struct ctx *c = *state;
	for (size_t k = 0; k < COUNT_OF(LISTS); k++) {
		const struct list *list = &LISTS[k];
		const size_t count = length_of(list);
		for (size_t i = 0; i < count; i++) {
			for (size_t j = 0; j < count; j++) {
				int order = 2;
				assert_int_equal(sort_compare(c, list->language,
							      slice_of(list->texts[i]),
							      slice_of(list->texts[j]), &order),
						 OK);
				if (sign(order) != (i > j) - (i < j)) {
					fail_msg("%s and %s", list->texts[i], list->texts[j]);
				}
			}
		}
	}
}

static void keys_have_the_order_of_their_texts(void **state)
{
	struct ctx *c = *state;
	for (size_t k = 0; k < COUNT_OF(LISTS); k++) {
		const size_t count = length_of(&LISTS[k]);
		struct slice texts[LIST_MAX];
		struct slice keys[LIST_MAX];
		for (size_t i = 0; i < count; i++) {
			texts[i] = slice_of(LISTS[k].texts[i]);
		}
		assert_int_equal(sort_keys(c, LISTS[k].language, texts, count, keys), OK);
		for (size_t i = 1; i < count; i++) {
			assert_true(slice_compare(keys[i - 1], keys[i]) < 0);
		}
	}
}

static void what_is_too_long_or_broken_does_no_harm(void **state)
{
	struct ctx *c = *state;
	char *at = arena_alloc(c->arena, SORT_TEXT_BYTES_MAX + 1);
	memset(at, 'a', SORT_TEXT_BYTES_MAX + 1);
	const struct slice text = {.at = at, .length = SORT_TEXT_BYTES_MAX + 1};
	const struct slice broken = S("\xE1\x9E");
	struct slice key;
	int order = 2;
	assert_fail(c, sort_compare(c, LANGUAGE_KM, text, S("a"), &order), ERR_LIMIT,
		    "text.too_long", "max=65536");
	assert_fail(c, sort_keys(c, LANGUAGE_KM, &text, 1, &key), ERR_LIMIT, "text.too_long",
		    "max=65536");
	assert_int_equal(order, 2);
	assert_int_equal(sort_compare(c, LANGUAGE_KM, broken, S("a"), &order), OK);
	assert_int_equal(sort_keys(c, LANGUAGE_KM, &broken, 1, &key), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(lists_are_in_the_order_of_a_dictionary),
		task_test(keys_have_the_order_of_their_texts),
		task_test(what_is_too_long_or_broken_does_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
