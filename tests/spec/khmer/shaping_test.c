/* shaping_test.c - the normal form held against what HarfBuzz draws in two families of fonts.
 *
 * - The marks of a cluster have one key in whatever order they are typed, and the form to show has
 *   the key of what was typed: asked of every row of marks.
 * - What all fonts draw alike has one key; what is shown is drawn as what was typed in every font;
 *   and a key is drawn as what was typed in at least one of them: asked of syllables only, below.
 *   Where the families differ (a shifter under a vowel above, with a subscript between), a key
 * follows one of them.
 *
 * A dotted circle says that the shaper takes no syllable in this order. Typed that way it is a slip
 * of the same syllable: it has its key, and there is no picture to compare.
 *
 * Keys fold some things that are drawn apart; by rule, not by example, those are not compared:
 * joiners and coeng DA. Deprecated letters, digits, Latin and punctuation are no part of this
 * alphabet. */
#include "../../testing.h"

#include "base/utf8.h"
#include "picture.h"
#include "text/khmer.h"

enum { MARKS_MAX = 8, TEXT_MAX = 4 + 8 * 6, RANDOM_TEXTS = 60000, RECORDS_MAX = 200000 };

/* In the order of the standard (Unicode 15, chapter 16.4). */
enum place { ROBAT, COENG, COENG_RO, SHIFTER, BEFORE, BELOW, ABOVE, AFTER, NIKAHIT, SIGN, VISARGA };

struct mark {
	const char *text;
	enum place place;
	bool folds; /* drawn apart from what it is in a key */
};

static const struct mark MARKS[] = {
	{"្រ", COENG_RO, false}, {"្ញ", COENG, false},  {"្ត", COENG, false},  {"្ដ", COENG, true},
	{"៌", ROBAT, false},     {"៉", SHIFTER, false}, {"៊", SHIFTER, false}, {"េ", BEFORE, false},
	{"ែ", BEFORE, false},   {"ា", AFTER, false},  {"ិ", ABOVE, false},   {"ី", ABOVE, false},
	{"ុ", BELOW, false},     {"ូ", BELOW, false},   {"ួ", BELOW, false},   {"ើ", ABOVE, false},
	{"ោ", AFTER, false},    {"ៀ", ABOVE, false},  {"ំ", NIKAHIT, false}, {"ៈ", VISARGA, false},
	{"ះ", VISARGA, false},  {"់", SIGN, false},    {"័", SIGN, false},    {"៍", SIGN, false},
	{"ៅ", AFTER, false},    {"ឿ", ABOVE, false},
};

/* Fewer, for longer rows, with joiners. */
static const struct mark STEERED[] = {
	{"្ម", COENG, false},       {"្រ", COENG_RO, false},    {"៉", SHIFTER, false},
	{"\u200C៉", SHIFTER, true}, {"\u200D៊", SHIFTER, true}, {"េ", BEFORE, false},
	{"ា", AFTER, false},       {"ី", ABOVE, false},        {"ុ", BELOW, false},
	{"ំ", NIKAHIT, false},      {"័", SIGN, false},
};

static const char *const BASES[] = {"ក", "ង", "ស", "ប", "ញ", "អ"};

struct row {
	char base[4];
	const struct mark *marks[MARKS_MAX];
	size_t count;
};

struct record {
	uint64_t picture;
	struct slice key, text;
};

struct bench {
	struct arena *arena;
	struct ctx scratch;
	struct picture_fonts *fonts;
	struct record *records;
	size_t count, rows, judged;
};

static struct slice text_of(struct arena *arena, const struct row *row)
{
	char text[TEXT_MAX];
	(void)snprintf(text, sizeof text, "%s", row->base);
	for (size_t i = 0; i < row->count; i++) {
		(void)strncat(text, row->marks[i]->text, sizeof text - strlen(text) - 1);
	}
	return arena_copy(arena, slice_of(text));
}

static struct slice normal(struct ctx *c, struct slice text, enum khmer_purpose purpose)
{
	struct slice result;
	assert_int_equal(khmer_normalise(c, text, purpose, &result), OK);
	return result;
}

static const char *code_points(struct slice text)
{
	static char shown[4][400];
	static unsigned next;
	char *at = shown[next++ % 4];
	uint32_t character;
	*at = '\0';
	for (size_t length = 0; utf8_next(&text, &character) && length < 380;) {
		length += (size_t)snprintf(at + length, 400 - length, "%04X ", character);
	}
	return at;
}

static bool is_coeng(const struct mark *mark)
{
	return mark->place == COENG || mark->place == COENG_RO;
}

static bool stands_before(const struct mark *a, const struct mark *b)
{
	if (a->place != b->place) {
		return a->place < b->place;
	}
	return !is_coeng(a) && strcmp(a->text, b->text) < 0;
}

static struct row in_order(const struct row *row)
{
	struct row ordered = *row;
	for (size_t i = 1; i < ordered.count; i++) {
		const struct mark *mark = ordered.marks[i];
		size_t at = i;
		for (; at > 0 && stands_before(mark, ordered.marks[at - 1]); at--) {
			ordered.marks[at] = ordered.marks[at - 1];
		}
		ordered.marks[at] = mark;
	}
	return ordered;
}

static bool has(const struct row *row, const char *mark)
{
	for (size_t i = 0; i < row->count; i++) {
		if (strcmp(row->marks[i]->text, mark) == 0) {
			return true;
		}
	}
	return false;
}

static size_t count_places(const struct row *row, enum place first, enum place last)
{
	size_t count = 0;
	for (size_t i = 0; i < row->count; i++) {
		count += row->marks[i]->place >= first && row->marks[i]->place <= last;
	}
	return count;
}

static bool has_twice(const struct row *row)
{
	for (size_t i = 1; i < row->count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (row->marks[i] == row->marks[k] && !is_coeng(row->marks[i])) {
				return true;
			}
		}
	}
	return false;
}

static bool has_fold(const struct row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (row->marks[i]->folds) {
			return true;
		}
	}
	return false;
}

/* Two subscripts with another mark between them are drawn over each other. */
static bool is_torn(const struct row *row)
{
	size_t runs = 0;
	for (size_t i = 0; i < row->count; i++) {
		const bool starts = i == 0 || !is_coeng(row->marks[i - 1]);
		runs += is_coeng(row->marks[i]) && starts;
	}
	return runs > 1;
}

static bool is_split(const struct row *row)
{
	return has(row, "េ") && count_places(row, BEFORE, AFTER) == 2;
}

/* What Khmer has, with the pieces of a split vowel and u for a shifter: no mark twice, one shifter,
 * at most two vowels, no nikahit over oo; samyok with no sign, vowel or subscript but RO and u.
 * Outside of that, where a mark lands depends on the order in which it was typed. */
static bool is_syllable(const struct row *row)
{
	const size_t vowels = count_places(row, BEFORE, AFTER);
	if (has_twice(row) || is_torn(row) || count_places(row, SHIFTER, SHIFTER) > 1 ||
	    vowels > 2) {
		return false;
	}
	if (has(row, "័") &&
	    (vowels > (has(row, "ុ") ? 1 : 0) || has(row, "ំ") || count_places(row, SIGN, SIGN) > 1 ||
	     count_places(row, COENG, COENG) > 0)) {
		return false;
	}
	return !is_split(row) ||
	       (!has(row, "ំ") && !(has_fold(row) && count_places(row, SHIFTER, SHIFTER) > 0));
}

static void expect_one_key(struct bench *bench, const struct row *row, struct slice text,
			   struct slice key)
{
	struct ctx *c = &bench->scratch;
	const struct row ordered = in_order(row);
	const struct slice of_ordered = normal(c, text_of(c->arena, &ordered), KHMER_FOR_KEY);
	const struct slice of_shown = normal(c, normal(c, text, KHMER_FOR_DISPLAY), KHMER_FOR_KEY);
	if (!slice_equal(key, of_ordered)) {
		fail_msg("%s: key %sin order %s", code_points(text), code_points(key),
			 code_points(of_ordered));
	}
	if (!slice_equal(key, of_shown)) {
		fail_msg("%s: key %safter display %s", code_points(text), code_points(key),
			 code_points(of_shown));
	}
}

static unsigned fonts_alike(struct bench *bench, struct slice other,
			    const uint64_t pictures[PICTURE_FONTS])
{
	unsigned alike = 0;
	for (unsigned font = 0; font < PICTURE_FONTS; font++) {
		uint64_t picture;
		alike += picture_of(bench->fonts, font, other, &picture) &&
			 picture == pictures[font];
	}
	return alike;
}

/* A vowel typed in two pieces: some fonts set a sign over it elsewhere, and Khmer OS the whole of
 * oe over two letters a little lower. */
static bool is_moved(const struct row *row)
{
	return is_split(row) && (count_places(row, SIGN, SIGN) > 0 || strcmp(row->base, "ឈ") == 0 ||
				 strcmp(row->base, "ឋ") == 0);
}

/* In the standard's order there is nothing to move: only what is unified can change the picture. */
static void expect_same_picture(struct bench *bench, const struct row *row, struct slice text,
				struct slice key, const uint64_t pictures[PICTURE_FONTS])
{
	const struct slice shown = normal(&bench->scratch, text, KHMER_FOR_DISPLAY);
	const struct row ordered = in_order(row);
	if (is_moved(row) ||
	    memcmp(ordered.marks, row->marks, row->count * sizeof(struct mark *)) != 0) {
		return;
	}
	bench->judged++;
	if (!slice_equal(shown, text) && fonts_alike(bench, shown, pictures) < PICTURE_FONTS) {
		fail_msg("%sis shown as %s", code_points(text), code_points(shown));
	}
	if (!slice_equal(key, text) && !has_fold(row) && fonts_alike(bench, key, pictures) == 0) {
		fail_msg("%sis drawn unlike its key %s", code_points(text), code_points(key));
	}
}

static void judge(struct bench *bench, const struct row *row)
{
	uint64_t pictures[PICTURE_FONTS], all = 0;
	const struct slice text = text_of(bench->scratch.arena, row);
	const struct slice key = normal(&bench->scratch, text, KHMER_FOR_KEY);

	bench->rows++;
	expect_one_key(bench, row, text, key);
	bool is_clear = is_syllable(row);
	for (unsigned font = 0; font < PICTURE_FONTS && is_clear; font++) {
		is_clear = picture_of(bench->fonts, font, text, &pictures[font]);
		all = all * 31 + (is_clear ? pictures[font] : 0);
	}
	if (is_clear) {
		struct arena *arena = bench->arena;
		expect_same_picture(bench, row, text, key, pictures);
		assert_true(bench->count < RECORDS_MAX);
		bench->records[bench->count++] =
			(struct record){all, arena_copy(arena, key), arena_copy(arena, text)};
	}
	if (bench->rows % 256 == 0) {
		arena_reset(bench->scratch.arena);
	}
}

/* Every row of up to `length` marks. */
static void judge_all(struct bench *bench, const char *base, const struct mark *marks,
		      size_t marks_count, size_t length)
{
	size_t chosen[MARKS_MAX] = {0};
	struct row row = {.count = 0};
	(void)snprintf(row.base, sizeof row.base, "%s", base);
	judge(bench, &row);
	for (row.count = 1; row.count <= length; row.count++) {
		size_t at = 0;
		while (at < row.count) {
			for (size_t i = 0; i < row.count; i++) {
				row.marks[i] = &marks[chosen[i]];
			}
			judge(bench, &row);
			for (at = 0; at < row.count && ++chosen[at] == marks_count; at++) {
				chosen[at] = 0;
			}
		}
	}
}

static int by_picture(const void *a, const void *b)
{
	const struct record *left = a, *right = b;
	return (left->picture > right->picture) - (left->picture < right->picture);
}

static void expect_one_key_of_each_picture(struct bench *bench)
{
	qsort(bench->records, bench->count, sizeof *bench->records, by_picture);
	for (size_t i = 1; i < bench->count; i++) {
		const struct record *left = &bench->records[i - 1], *right = &bench->records[i];
		if (left->picture == right->picture && !slice_equal(left->key, right->key)) {
			fail_msg("%sand %sare drawn alike, keys %sand %s", code_points(left->text),
				 code_points(right->text), code_points(left->key),
				 code_points(right->key));
		}
	}
	print_message("%zu rows, %zu drawn by all fonts, %zu of them in order\n", bench->rows,
		      bench->count, bench->judged);
	assert_true(bench->judged > 500);
}

static int open_bench(void **state)
{
	const char *missing = "";
	struct bench *bench = test_calloc(1, sizeof *bench);
	bench->arena = arena_create();
	bench->scratch = (struct ctx){.arena = arena_create()};
	bench->fonts = picture_fonts_open(bench->arena, &missing);
	bench->records = ARENA_ARRAY(bench->arena, RECORDS_MAX, struct record);
	if (bench->fonts == NULL) {
		print_message("SKIPPED: no font at %s (fonts-noto-core, fonts-khmeros)\n", missing);
	}
	*state = bench;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;
	if (bench->fonts != NULL) {
		picture_fonts_close(bench->fonts);
	}
	arena_destroy(bench->scratch.arena);
	arena_destroy(bench->arena);
	test_free(bench);
	return 0;
}

static void every_short_row_of_marks_has_the_key_of_its_picture(void **state)
{
	struct bench *bench = *state;
	if (bench->fonts == NULL) {
		skip();
	}
	for (size_t i = 0; i < COUNT_OF(BASES); i++) {
		judge_all(bench, BASES[i], MARKS, COUNT_OF(MARKS), 3);
	}
	expect_one_key_of_each_picture(bench);
}

static void longer_rows_and_joiners_have_the_key_of_their_picture(void **state)
{
	struct bench *bench = *state;
	if (bench->fonts == NULL) {
		skip();
	}
	judge_all(bench, "ស", STEERED, COUNT_OF(STEERED), 4);
	judge_all(bench, "ម", STEERED, COUNT_OF(STEERED), 4);
	expect_one_key_of_each_picture(bench);
}

/* Any letter over any letters, marks in any order; half of them a permutation of the row before, so
 * that pictures meet. */
static void drawn_rows_have_the_key_of_their_picture(void **state)
{
	struct bench *bench = *state;
	if (bench->fonts == NULL) {
		skip();
	}
	struct testing_random random = testing_seeded(1789);
	struct mark subscripts[33];
	char texts[33][8];
	struct row row = {.count = 0};
	for (unsigned i = 0; i < COUNT_OF(subscripts); i++) {
		(void)snprintf(texts[i], sizeof texts[i], "\u17D2\xE1\x9E%c", (char)(0x80 + i));
		const bool is_ro = i == 0x1A;
		subscripts[i] = (struct mark){texts[i], is_ro ? COENG_RO : COENG, i == 0x0A};
	}
	for (size_t n = 0; n < RANDOM_TEXTS; n++) {
		if (n % 2 == 0) {
			(void)snprintf(row.base, sizeof row.base, "\xE1\x9E%c",
				       (char)(0x80 + testing_below(&random, 33)));
			row.count = 2 + testing_below(&random, 4);
			for (size_t i = 0; i < row.count; i++) {
				row.marks[i] =
					testing_below(&random, 3) == 0
						? &subscripts[testing_below(&random,
									    COUNT_OF(subscripts))]
						: &MARKS[4 + testing_below(&random,
									   COUNT_OF(MARKS) - 4)];
			}
		} else {
			const size_t a = testing_below(&random, (uint32_t)row.count);
			const size_t b = testing_below(&random, (uint32_t)row.count);
			const struct mark *moved = row.marks[a];
			row.marks[a] = row.marks[b];
			row.marks[b] = moved;
		}
		judge(bench, &row);
	}
	expect_one_key_of_each_picture(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_short_row_of_marks_has_the_key_of_its_picture,
						open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
			longer_rows_and_joiners_have_the_key_of_their_picture, open_bench,
			close_bench),
		cmocka_unit_test_setup_teardown(drawn_rows_have_the_key_of_their_picture,
						open_bench, close_bench),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
