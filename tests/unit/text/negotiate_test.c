#include "../../testing.h"

#include "text/messages.h"

static void the_best_wish_wins(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum language language;
	} rows[] = {
		{"", LANGUAGE_KM},
		{"km", LANGUAGE_KM},
		{"en", LANGUAGE_EN},
		{"EN-gb", LANGUAGE_EN},
		{"km-KH", LANGUAGE_KM},
		{"en-US,en;q=0.9", LANGUAGE_EN},
		{"km-KH,km;q=0.9,en-US;q=0.8,en;q=0.7", LANGUAGE_KM},
		{"en-US,en;q=0.9,km;q=0.8", LANGUAGE_EN},
		{"en;q=0.1, km;q=0.2", LANGUAGE_KM},
		{"en;q=0.2, km;q=0.1", LANGUAGE_EN},
		{"en;q=0.001", LANGUAGE_EN},
		{"en;q=0", LANGUAGE_KM},
		{"km;q=0", LANGUAGE_EN},
		{"km;q=0.0,en;q=0.000", LANGUAGE_KM},
		{"km;q=0,*", LANGUAGE_EN},
		{"km-KH;q=0,km;q=0.5", LANGUAGE_KM},
		{"en,*;q=0", LANGUAGE_EN},
		{"*;q=0", LANGUAGE_KM},
		{"*", LANGUAGE_KM},
		{"*;q=0.5,en", LANGUAGE_EN},
		{"*, en;q=0.5", LANGUAGE_KM},
		{"fr-FR, fr;q=0.9", LANGUAGE_KM},
		{"fr, en;q=0.3", LANGUAGE_EN},
		{"km, en", LANGUAGE_KM},
		{"en, km", LANGUAGE_KM},
		{"en ; q=0.9 , km ; q=0.8", LANGUAGE_EN},
		{"en;Q=0.9,km;q=0.5", LANGUAGE_EN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (language_negotiate(slice_of(rows[i].header)) != rows[i].language) {
			fail_msg("%s", rows[i].header);
		}
	}
}

static void what_is_malformed_is_left_out(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum language language;
	} rows[] = {
		{",,,", LANGUAGE_KM},
		{";;;,en", LANGUAGE_EN},
		{"en;q=1.5", LANGUAGE_KM},
		{"en;q=1.001", LANGUAGE_KM},
		{"en;q=2", LANGUAGE_KM},
		{"en;q=-1", LANGUAGE_KM},
		{"en;q=0.1234", LANGUAGE_KM},
		{"en;q=0.5x,km;q=0", LANGUAGE_EN},
		{"en;q=", LANGUAGE_KM},
		{"en;level=1", LANGUAGE_KM},
		{"en;q=.5", LANGUAGE_KM},
		{"english", LANGUAGE_KM},
		{"e", LANGUAGE_KM},
		{"\xFF\xFE,en", LANGUAGE_EN},
		{"kmer;q=0,en;q=0.1", LANGUAGE_EN},
		{"-en", LANGUAGE_KM},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (language_negotiate(slice_of(rows[i].header)) != rows[i].language) {
			fail_msg("%s", rows[i].header);
		}
	}
}

static void a_very_long_header_is_read_to_its_end(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	enum { LENGTH = 1000000 };
	char *header = arena_alloc(arena, LENGTH);
	memset(header, ',', LENGTH);
	memcpy(header + LENGTH - 2, "en", 2);
	assert_int_equal(language_negotiate((struct slice){.at = header, .length = LENGTH}),
			 LANGUAGE_EN);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_wish_wins),
		cmocka_unit_test(what_is_malformed_is_left_out),
		cmocka_unit_test(a_very_long_header_is_read_to_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
