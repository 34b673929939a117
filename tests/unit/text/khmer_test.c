/* One normal form: what is drawn alike is one key, what is drawn apart stays apart. */
#include "../../testing.h"

#include "text/khmer.h"

#include <time.h>

static struct slice normal(void **state, const char *text, enum khmer_purpose purpose)
{
	struct slice result;
	assert_int_equal(khmer_normalise(*state, slice_of(text), purpose, &result), OK);
	return result;
}

struct pair {
	const char *typed, *expected;
};

static void a_key_brings_marks_into_one_order(void **state)
{
	static const struct pair ROWS[] = {
		{"ស្រ្តី", "ស្ត្រី"}, /* RO last */
		{"ស្ត្រី", "ស្ត្រី"},
		{"ស្ដ្រី", "ស្ត្រី"}, /* coeng DA is drawn as coeng TA */
		{"ខ្ញំុ", "ខ្ញុំ"},   /* nikahit before u */
		{"កេី", "កើ"},
		{"កីេ", "កើ"},
		{"កេា", "កោ"},
		{"កាេ", "កោ"},
		{"ធមា៌", "ធម៌ា"},
		{"ម៉ា", "ម៉ា"},
		{"មា៉", "ម៉ា"},
		{"សុី", "ស៊ី"},   /* u below an above vowel is the shifter */
		{"ស្អុី", "ស្អ៊ី"}, /* fonts differ there: by the base */
		{"ក្ញុី", "ក្ញ៉ី"}, /* or by the subscript that takes one */
		{"ញុាំ", "ញ៉ាំ"},
		{"ហុ៊ាន", "ហ៊ុាន"},
		{"កាា", "កា"},
		{"ឣក", "អក"},
		{"ឤក", "អាក"},
		{"ឲ្យ", "ឱ្យ"},
		{"ក\u17B4ា", "កា"},
		{"ក\u200Bា\u200C\u200D\u2060", "កា"},
		{"១២៣៤៥៦៧៨៩០", "1234567890"},
		{"\u19E1\u19EA\u19F5", "1105"},
		{"ផ្សេងៗ", "ផ្សេងផ្សេង"},
		{"តូច ៗ", "តូចតូច"},
		{"ៗ", ""},
		{"  Sok,  DARA. ", "sok dara"},
		{"Ｓｏｋ é Đ L'ak L’ak", "sok e đ lak lak"},
		{"ក។ ខ", "ក ខ"},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		assert_slice(normal(state, ROWS[i].typed, KHMER_FOR_KEY), ROWS[i].expected);
	}
}

static void what_is_shown_keeps_what_a_reader_sees(void **state)
{
	static const struct pair ROWS[] = {
		{"ស្រ្តី", "ស្ត្រី"},
		{"ផ្ដល់", "ផ្ដល់"},
		{"ប៊ី", "ប៊ី"},
		{"សុី", "ស៊ី"},
		{"ថុី", "ថុី"}, /* no shifter is pushed below this letter */
		{"ស្អុី", "ស្អុី"},
		{"ស្រី\u200Bមុំ", "ស្រី\u200Bមុំ"},
		{"ម៉\u200Cី", "ម៉\u200Cី"},
		{"Sok  Dara.", "Sok  Dara."},
		{"e\u0301", "é"},
		{"ផ្សេងៗ ១៩", "ផ្សេងៗ ១៩"},
		/* A coeng that subscribes nothing takes no letter from behind other marks. */
		{"\u17D2\u200C\u17CC\u178A", "\u17D2\u200C\u17CC\u178A"},
		{"ក៉\u17D2\u200C\u17CCដ", "ក៉\u17D2\u200C\u17CCដ"},
		/* A joiner steers the mark after it, also behind a ZWSP. */
		{"\u200B\u200C\u17BB\u17BE", "\u200B\u200C\u17BB\u17BE"},
		{"", ""},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		assert_slice(normal(state, ROWS[i].typed, KHMER_FOR_DISPLAY), ROWS[i].expected);
	}
}

static void what_is_drawn_apart_stays_apart(void **state)
{
	static const struct pair ROWS[] = {
		{"កា", "គា"},     {"ក្ក", "កក"},   {"កុំ", "កំ"},   {"ស៊ុន", "សុន"}, {"ប៉ា", "ប៊ា"},
		{"ខ្មែរ", "ខ្មេរ"}, {"ក្ន្ម", "ក្ម្ន"}, {"ក់", "ក៍"},   {"កៀ", "កឿ"}, {"ដ", "ត"},
		{"ក្រ្រ", "ក្រ"},    {"ឡ", "ល"},     {"ប៊ុន", "ប៉ុន"}, {"កិ", "កឹ"},   {"កោ", "កៅ"},
		{"ស៉ី", "ស៊ី"},       {"ប៊ី", "ប៉ី"},     {"ថុី", "ថ៊ី"},
	};
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct slice a = normal(state, ROWS[i].typed, KHMER_FOR_KEY);
		assert_false(slice_equal(a, normal(state, ROWS[i].expected, KHMER_FOR_KEY)));
	}
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
	struct ctx *c = *state;
	struct slice result = S("untouched");
	assert_fail(c, khmer_normalise(c, S("ក\xE1\x9E"), KHMER_FOR_KEY, &result), ERR_INVALID,
		    "utf8.invalid", "at=4");
	assert_fail(c, khmer_normalise(c, S("a\0b"), KHMER_FOR_DISPLAY, &result), ERR_INVALID,
		    "utf8.nul", "at=2");
	assert_slice(result, "untouched");
}

/* Any characters of the block, joiners, Latin, digits and marks in any order. */
static struct slice random_text(struct arena *arena, struct testing_random *random)
{
	static const uint16_t OTHERS[] = {0x200B, 0x200C, 0x200D, 0x2060, 'a',    'Z',
					  ' ',    '.',    0x301,  0xE9,   0x25CC, 0xFF21,
					  0x1100, 0x1161, 0x17D2, 0x17D2, 0x179A, 0x17C1,
					  0x17B6, 0x17D7, 0x17B4, 0x0E35, 0x2019};
	const size_t count = 1 + testing_below(random, 12);
	char *at = arena_alloc(arena, count * 3);
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		const uint32_t character = testing_below(random, 3) == 0
						   ? OTHERS[testing_below(random, COUNT_OF(OTHERS))]
						   : 0x1780 + testing_below(random, 0x5E);
		if (character < 0x80) {
			at[length++] = (char)character;
		} else if (character < 0x800) {
			at[length++] = (char)(0xC0 | character >> 6);
			at[length++] = (char)(0x80 | (character & 0x3F));
		} else {
			at[length++] = (char)(0xE0 | character >> 12);
			at[length++] = (char)(0x80 | (character >> 6 & 0x3F));
			at[length++] = (char)(0x80 | (character & 0x3F));
		}
	}
	return (struct slice){.at = at, .length = length};
}

static void a_normal_form_is_its_own_normal_form(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(41);
	for (size_t i = 0; i < 30000; i++) {
		const struct slice text = random_text(c->arena, &random);
		for (int purpose = KHMER_FOR_DISPLAY; purpose <= KHMER_FOR_KEY; purpose++) {
			struct slice once, twice;
			assert_int_equal(
				khmer_normalise(c, text, (enum khmer_purpose)purpose, &once), OK);
			assert_int_equal(
				khmer_normalise(c, once, (enum khmer_purpose)purpose, &twice), OK);
			if (!slice_equal(once, twice)) {
				fail_msg("purpose %d \"%.*s\": \"%.*s\", then \"%.*s\"", purpose,
					 SLICE_PRINT(text), SLICE_PRINT(once), SLICE_PRINT(twice));
			}
		}
		if (i % 1000 == 999) {
			arena_reset(c->arena);
		}
	}
}

/* Processor time for as many pieces as `bytes` hold, the least of a few rounds. */
static double time_of(struct ctx *c, const char *piece, size_t bytes, enum khmer_purpose purpose,
		      int rounds)
{
	const size_t length = strlen(piece), count = bytes / length;
	double least = 0;
	for (int round = 0; round < rounds; round++) {
		char *at = arena_alloc(c->arena, bytes);
		struct slice result;
		for (size_t i = 0; i < count; i++) {
			memcpy(at + i * length, piece, length);
		}
		const struct slice text = {.at = at, .length = count * length};
		const clock_t start = clock();
		assert_int_equal(khmer_normalise(c, text, purpose, &result), OK);
		const double took = (double)(clock() - start) / CLOCKS_PER_SEC;
		least = round == 0 || took < least ? took : least;
		arena_reset(c->arena);
	}
	return least;
}

/* Eight times the text takes some eight times as long, and sixty-four times where a walk is
 * quadratic: half-way between them nothing but that is found, however busy the machine. */
static void hostile_texts_take_linear_time(void **state)
{
	static const char *const PIECES[] = {
		"្រ",       "្ក",       "្ក្រ",     "្",       "េា",     "ុិ",       "េី",
		"ាិុេ",      "់ៈ",       "៌",       "៉៊",       "៉ិ",       "\u200C", "\u200C\u200D",
		"ិ\u200C",  "\u200Bា", "ៗ",      "កៗ",     "ក្",      "\u0301", "e\u0301",
		"'\u17D2", "ក\u0301", "\u17B4", "\u17A4", "\u17A8ុ", "ស្អុី",
	};
	for (size_t i = 0; i < COUNT_OF(PIECES); i++) {
		for (int purpose = KHMER_FOR_DISPLAY; purpose <= KHMER_FOR_KEY; purpose++) {
			const enum khmer_purpose as = (enum khmer_purpose)purpose;
			const double small = time_of(*state, PIECES[i], 1 << 17, as, 3);
			const double large = time_of(*state, PIECES[i], 1 << 20, as, 1);
			if (large > 24 * small + 0.01) {
				fail_msg("\"%s\" %d: 1 MB %.0f ms, 128 KB %.0f ms", PIECES[i],
					 purpose, large * 1e3, small * 1e3);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_key_brings_marks_into_one_order),
		task_test(what_is_shown_keeps_what_a_reader_sees),
		task_test(what_is_drawn_apart_stays_apart),
		task_test(what_is_no_text_is_refused_with_its_place),
		task_test(a_normal_form_is_its_own_normal_form),
		task_test(hostile_texts_take_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
