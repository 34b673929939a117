/* The ring of seven and the charts: what stands in their markup, not how it looks. */
#include "../../testing.h"

#include "render/render.h"

static size_t count_of(struct slice text, const char *needle)
{
	size_t count = 0;
	for (;;) {
		const size_t at = slice_find(text, slice_of(needle));
		if (at == SIZE_MAX) {
			return count;
		}
		count++;
		text = slice_between(text, at + 1, SIZE_MAX);
	}
}

static bool has(struct slice text, const char *needle)
{
	return count_of(text, needle) > 0;
}

/* Well-formed as XML, as far as our own markup goes: tags nest, attributes are quoted. */
static void assert_nested(struct slice text)
{
	enum { DEPTH_MAX = 16 };
	struct slice open[DEPTH_MAX];
	size_t depth = 0;
	for (;;) {
		const size_t at = slice_find_byte(text, '<');
		if (at == SIZE_MAX) {
			break;
		}
		text = slice_between(text, at + 1, SIZE_MAX);
		const size_t end = slice_find_byte(text, '>');
		assert_true(end < text.length);
		const struct slice tag = slice_between(text, 0, end);
		const struct slice name = slice_between(tag, 0, slice_find_byte(tag, ' '));
		assert_int_equal(count_of(tag, "\"") % 2, 0);
		if (slice_starts(tag, S("/"))) {
			assert_true(depth > 0);
			depth--;
			assert_true(slice_equal(slice_between(name, 1, SIZE_MAX), open[depth]));
		} else if (!slice_ends(tag, S("/"))) {
			assert_true(depth < DEPTH_MAX);
			open[depth++] = name;
		}
		text = slice_between(text, end, SIZE_MAX);
	}
	assert_int_equal(depth, 0);
}

/* Nothing that a strict content security policy forbids, and no reference to the outside. */
static void assert_quiet(struct slice text)
{
	assert_false(has(text, "style="));
	assert_false(has(text, "<style"));
	assert_false(has(text, "<script"));
	assert_false(has(text, " on"));
	assert_false(has(text, "http"));
}

static void fill(struct ring_segment segments[COMPONENT_COUNT], enum ring_state state)
{
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		segments[i] = (struct ring_segment){.state = state};
	}
}

static void a_small_ring_is_short_and_says_its_title(void **state)
{
	struct ctx *c = *state;
	struct ring_segment segments[COMPONENT_COUNT];
	fill(segments, RING_NOT_OFFERED);
	segments[0].state = RING_MET;
	segments[3].state = RING_INFERRED;
	segments[5].state = RING_MET;
	segments[5].label = S("not shown at this size");
	segments[5].href = S("/not-linked-either");
	const struct slice ring =
		ring_draw(c->arena, LANGUAGE_EN, 20, S("Legal & more"), segments).markup;
	assert_true(ring.length < 1200);
	assert_nested(ring);
	assert_quiet(ring);
	assert_true(slice_starts(ring, S("<svg class=\"ring\" width=\"20\" height=\"20\"")));
	assert_true(has(ring, "role=\"img\"><title>Legal &amp; more</title>"));
	assert_int_equal(count_of(ring, "<path"), COMPONENT_COUNT);
	assert_false(has(ring, "<text"));
	assert_false(has(ring, "<a"));
	assert_true(has(ring, "class=\"ring-stigma\" d="));
	assert_true(has(ring, "class=\"ring-legal\" transform=\"rotate(154)\""));
	assert_int_equal(count_of(ring, "ring-not-offered"), 4);
}

/* The path of the first segment. */
static struct slice shape_of(struct ctx *c, unsigned size, enum ring_state state)
{
	struct ring_segment segments[COMPONENT_COUNT];
	fill(segments, state);
	const struct slice ring = ring_draw(c->arena, LANGUAGE_KM, size, S("t"), segments).markup;
	assert_nested(ring);
	assert_quiet(ring);
	const struct slice from = slice_between(ring, slice_find(ring, S(" d=\"")) + 4, SIZE_MAX);
	return slice_between(from, 0, slice_find_byte(from, '"'));
}

static void every_state_has_a_shape_of_its_own(void **state)
{
	static const unsigned sizes[] = {20, 64, 240};
	for (size_t s = 0; s < COUNT_OF(sizes); s++) {
		for (int a = RING_NOT_ASSESSED; a <= RING_INFERRED; a++) {
			for (int b = RING_NOT_ASSESSED; b < a; b++) {
				assert_false(slice_equal(
					shape_of(*state, sizes[s], (enum ring_state)a),
					shape_of(*state, sizes[s], (enum ring_state)b)));
			}
		}
	}
}

static void a_card_has_marks_in_the_language(void **state)
{
	struct ctx *c = *state;
	struct ring_segment segments[COMPONENT_COUNT];
	fill(segments, RING_MET);
	segments[6].label = S("<psychological>");
	const struct slice en = ring_draw(c->arena, LANGUAGE_EN, 64, S("t"), segments).markup;
	const struct slice km = ring_draw(c->arena, LANGUAGE_KM, 64, S("t"), segments).markup;
	assert_nested(en);
	assert_int_equal(count_of(en, "<text class=\"ring-mark\""), COMPONENT_COUNT);
	assert_true(has(en, ">L</text>"));
	assert_true(has(km, ">ច</text>"));
	assert_false(has(km, ">L</text>"));
	assert_true(has(en, "<g><title>&lt;psychological&gt;</title>"));
}

static void marks_of_a_language_are_seven_different_ones(void **state)
{
	struct ctx *c = *state;
	struct ring_segment segments[COMPONENT_COUNT];
	fill(segments, RING_MET);
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		struct slice rest =
			ring_draw(c->arena, (enum language)i, 240, S("t"), segments).markup;
		struct slice marks[COMPONENT_COUNT];
		for (size_t k = 0; k < COMPONENT_COUNT; k++) {
			const size_t end = slice_find(rest, S("</text>"));
			const struct slice before = slice_between(rest, 0, end);
			const size_t from = slice_find(before, S("\">")) == SIZE_MAX ? 0 : end;
			size_t start = from;
			while (before.at[start - 1] != '>') {
				start--;
			}
			marks[k] = slice_between(before, start, end);
			rest = slice_between(rest, end + 1, SIZE_MAX);
			for (size_t m = 0; m < k; m++) {
				assert_false(slice_equal(marks[m], marks[k]));
			}
		}
	}
}

static void a_large_ring_links_its_segments_and_is_a_group(void **state)
{
	struct ctx *c = *state;
	struct ring_segment segments[COMPONENT_COUNT];
	fill(segments, RING_OPEN);
	segments[2].href = S("/needs?a=1&b=\"2\"");
	segments[2].label = S("Training: open");
	const struct slice ring =
		ring_draw(c->arena, LANGUAGE_EN, 240, S("Seven \"needs\""), segments).markup;
	assert_nested(ring);
	assert_quiet(ring);
	assert_int_equal(count_of(ring, "<a "), 1);
	assert_true(has(ring, "href=\"/needs?a=1&amp;b=&quot;2&quot;\""
			      "><title>Training: open</title>"));
	assert_true(has(ring, "role=\"group\" aria-label=\"Seven &quot;needs&quot;\""));
	assert_false(has(ring, "role=\"img\""));
	assert_int_equal(count_of(ring, "ring-hit"), 1);
}

/* ---- Charts. */

static void bars_start_at_zero_and_keep_their_proportion(void **state)
{
	struct ctx *c = *state;
	const struct bar bars[] = {
		{.label = S("A"), .value = 100, .text = S("100")},
		{.label = S("B & C"), .value = 50, .text = S("50*"), .uncertain = true},
		{.label = S("D"), .value = 0, .text = S("0")},
		{.label = S("E"), .value = -5, .text = S("?")},
	};
	const struct slice chart =
		chart_bars(c->arena, S("Title <1>"), S("What it shows"), bars, COUNT_OF(bars))
			.markup;
	assert_nested(chart);
	assert_quiet(chart);
	assert_true(has(chart, "role=\"img\""));
	assert_true(has(chart, "<title>Title &lt;1&gt;</title><desc>What it shows</desc>"));
	assert_true(has(chart, ">B &amp; C</text>"));
	assert_true(has(chart, ">50*</text>"));
	assert_int_equal(count_of(chart, "class=\"chart-bar\""), 4);
	assert_int_equal(count_of(chart, "x=\"0.00%\" width=\"0.00%\""), 2);
	assert_int_equal(count_of(chart, "class=\"chart-uncertain\""), 1);

	unsigned whole = 0;
	unsigned half = 0;
	const size_t first = slice_find(chart, S("width=\"")) + 7;
	struct slice rest = slice_between(chart, first, SIZE_MAX);
	rest = slice_between(rest, slice_find(rest, S("<rect")), SIZE_MAX);
	assert_int_equal(
		sscanf(arena_cstr(c->arena, rest), "<rect x=\"0.00%%\" width=\"%u.", &whole), 1);
	rest = slice_between(rest, 1, SIZE_MAX);
	rest = slice_between(rest, slice_find(rest, S("<rect")), SIZE_MAX);
	assert_int_equal(
		sscanf(arena_cstr(c->arena, rest), "<rect x=\"0.00%%\" width=\"%u.", &half), 1);
	assert_true(whole > 60 && whole <= 100);
	assert_in_range(half * 2, whole - 1, whole + 1);
}

static void long_khmer_labels_are_wrapped_and_lose_nothing(void **state)
{
	struct ctx *c = *state;
	const struct slice label =
		S("ការបណ្តុះបណ្តាលនិងការងារការថែទាំសុខភាពនិងវេជ្ជសាស្ត្រការបង្ការការរើសអើង");
	const struct bar bar = {.label = label, .value = 1, .text = S("1")};
	struct slice chart = chart_bars(c->arena, S("t"), S("d"), &bar, 1).markup;
	struct buf *joined = buf_create(c->arena, 10000);
	size_t lines = 0;
	for (;;) {
		const size_t at = slice_find(chart, S("class=\"chart-label\""));
		if (at == SIZE_MAX) {
			break;
		}
		chart = slice_between(chart, at, SIZE_MAX);
		const size_t from = slice_find_byte(chart, '>') + 1;
		const size_t to = slice_find(chart, S("</text>"));
		const struct slice line = slice_between(chart, from, to);
		/* No line begins with a dependent vowel or sign (U+17B4 to U+17D3). */
		assert_false(
			line.length >= 3 && (unsigned char)line.at[0] == 0xE1 &&
			(((unsigned char)line.at[1] == 0x9E && (unsigned char)line.at[2] >= 0xB4) ||
			 ((unsigned char)line.at[1] == 0x9F && (unsigned char)line.at[2] <= 0x93)));
		buf_add(joined, line);
		chart = slice_between(chart, to, SIZE_MAX);
		lines++;
	}
	assert_true(lines >= 2);
	assert_true(slice_equal(buf_slice(joined), label));
}

static void stacked_bars_name_their_parts_and_sums(void **state)
{
	struct ctx *c = *state;
	const struct slice series[] = {S("Fishing"), S("Domestic <work>")};
	const int64_t malaysia[] = {13, 63};
	const int64_t taiwan[] = {1, 0};
	const bool doubtful[] = {true, false};
	const struct chart_row rows[] = {
		{.label = S("Malaysia"), .values = malaysia},
		{.label = S("Taiwan"), .values = taiwan, .uncertain = doubtful},
	};
	const struct slice chart =
		chart_stacked(c->arena, S("Title"), S("d"), series, 2, rows, 2).markup;
	assert_nested(chart);
	assert_quiet(chart);
	assert_true(has(chart, "<title>Domestic &lt;work&gt;: 63</title>"));
	assert_true(has(chart, ">63</text>"));
	assert_true(has(chart, ">76</text>"));
	assert_true(has(chart, "<title>Fishing: 1</title>"));
	assert_int_equal(count_of(chart, "class=\"chart-uncertain\""), 1);
	assert_int_equal(count_of(chart, "chart-series-2\""), 2);
}

static void charts_of_nothing_and_of_everything_stay_whole(void **state)
{
	struct ctx *c = *state;
	const struct slice none = chart_bars(c->arena, S("t"), (struct slice){0}, NULL, 0).markup;
	assert_nested(none);
	assert_false(has(none, "<desc>"));
	const int64_t huge[] = {INT64_MAX, INT64_MAX};
	const struct slice series[] = {S("a"), S("b")};
	const struct chart_row row = {.label = S("r"), .values = huge};
	const struct slice chart =
		chart_stacked(c->arena, S("t"), S("d"), series, 2, &row, 1).markup;
	assert_nested(chart);
	assert_true(has(chart, ">9223372036854775807</text>"));
	const struct bar bar = {
		.label = S("x"), .value = INT64_MAX, .text = S("9223372036854775807")};
	assert_nested(chart_bars(c->arena, S("t"), S("d"), &bar, 1).markup);
}

static void two_charts_of_a_page_have_different_hatches(void **state)
{
	struct ctx *c = *state;
	const struct bar bar = {.label = S("x"), .value = 1, .text = S("1"), .uncertain = true};
	const struct slice a = chart_bars(c->arena, S("one"), S("d"), &bar, 1).markup;
	const struct slice b = chart_bars(c->arena, S("two"), S("d"), &bar, 1).markup;
	const size_t at = slice_find(a, S("id=\"hatch-")) + 4;
	const char *id = arena_cstr(c->arena, slice_between(a, at, at + 14));
	assert_int_equal(count_of(a, id), 2);
	assert_false(has(b, id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_small_ring_is_short_and_says_its_title),
		task_test(every_state_has_a_shape_of_its_own),
		task_test(a_card_has_marks_in_the_language),
		task_test(marks_of_a_language_are_seven_different_ones),
		task_test(a_large_ring_links_its_segments_and_is_a_group),
		task_test(bars_start_at_zero_and_keep_their_proportion),
		task_test(long_khmer_labels_are_wrapped_and_lose_nothing),
		task_test(stacked_bars_name_their_parts_and_sums),
		task_test(charts_of_nothing_and_of_everything_stay_whole),
		task_test(two_charts_of_a_page_have_different_hatches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
