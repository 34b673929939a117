/* Words and line ends of Khmer. What ICU's dictionary knows is not ours to test; that its answer
 * stays inside what Khmer allows is. */
#include "../../testing.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/words.h"

/* The pieces with '|' between. */
static struct slice pieces(struct ctx *c, struct slice text)
{
	struct word_ends ends;
	struct buf *out = buf_create(c->arena, 1 << 20);
	size_t from = 0;
	assert_int_equal(words_break(c, text, &ends), OK);
	for (size_t i = 0; i < ends.count; i++) {
		assert_true(ends.at[i] > from);
		buf_add_cstr(out, i > 0 ? "|" : "");
		buf_add(out, slice_between(text, from, ends.at[i]));
		from = ends.at[i];
	}
	assert_int_equal(from, text.length);
	return buf_slice(out);
}

static void words_of_both_scripts_are_found(void **state)
{
	static const struct {
		const char *text;
		const char *words;
	} rows[] = {
		{"", ""},
		{"one two", "one| |two"},
		{"ទៅផ្សារ", "ទៅ|ផ្សារ"},
		{"ខ្ញុំទៅផ្សារ", "ខ្ញុំ|ទៅ|ផ្សារ"},
		{"ទៅ Phnom Penh។", "ទៅ| |Phnom| |Penh|។"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_slice(pieces(*state, slice_of(rows[i].text)), rows[i].words);
	}
}

static struct slice with_breaks(struct ctx *c, struct slice text, enum words_where where)
{
	struct slice broken;
	assert_int_equal(words_with_breaks(c, text, where, &broken), OK);
	return broken;
}

static void lines_may_end_between_khmer_words_only(void **state)
{
	static const struct {
		const char *text;
		const char *at_lines;
		const char *at_clusters;
	} rows[] = {
		{"", "", ""},
		{"plain text", "plain text", "plain text"},
		{"ទៅផ្សារ", "ទៅ\u200Bផ្សារ", "ទៅ\u200Bផ្សា\u200Bរ"},
		{"ទៅ\u200Bផ្សារ", "ទៅ\u200Bផ្សារ", "ទៅ\u200Bផ្សា\u200Bរ"},
		{"ភាសា ខ្មែរ", "ភាសា ខ្មែរ", "ភា\u200Bសា ខ្មែ\u200Bរ"},
		{"ស្ត្រី", "ស្ត្រី", "ស្ត្រី"},
		{"ABCខ្មែរ", "ABCខ្មែរ", "ABCខ្មែ\u200Bរ"},
		{"ផ្សេងៗ", "ផ្សេងៗ", "ផ្សេ\u200Bងៗ"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice text = slice_of(rows[i].text);
		assert_slice(with_breaks(*state, text, WORDS_AT_LINES), rows[i].at_lines);
		assert_slice(with_breaks(*state, text, WORDS_AT_CLUSTERS), rows[i].at_clusters);
	}
}

/* Random letters, vowels, signs, subscripts and foreign characters. */
static struct slice any_text(struct ctx *c, struct testing_random *random)
{
	struct buf *out = buf_create(c->arena, 1024);
	const size_t count = testing_below(random, 60);
	for (size_t i = 0; i < count; i++) {
		char at[4];
		const uint32_t kind = testing_below(random, 8);
		const uint32_t character = kind < 6    ? 0x1780 + testing_below(random, 0x5E)
					   : kind == 6 ? 0x200B
						       : 0x20 + testing_below(random, 0x5F);
		buf_add(out, (struct slice){.at = at, .length = utf8_put(at, character)});
	}
	return buf_slice(out);
}

static struct slice without_breaks(struct ctx *c, struct slice text)
{
	struct buf *out = buf_create(c->arena, 4096);
	struct slice rest = text;
	uint32_t character;
	while (utf8_next(&rest, &character)) {
		char at[4];
		if (character != 0x200B) {
			buf_add(out, (struct slice){.at = at, .length = utf8_put(at, character)});
		}
	}
	return buf_slice(out);
}

static void no_line_begins_with_a_sign_whatever_the_text(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(20261122);
	for (size_t i = 0; i < 2000; i++) {
		const struct slice text = any_text(c, &random);
		const struct slice plain = without_breaks(c, text);
		for (int where = 0; where < 2; where++) {
			const struct slice broken = with_breaks(c, plain, (enum words_where)where);
			struct slice rest = broken;
			uint32_t character;
			uint32_t before = 0;
			assert_true(slice_equal(without_breaks(c, broken), plain));
			while (utf8_next(&rest, &character)) {
				if (before == 0x200B) {
					assert_in_range(character, 0x1780, 0x17B3);
				}
				assert_false(before == 0x17D2 && character == 0x200B);
				before = character;
			}
		}
		(void)pieces(c, text);
	}
}

static void long_texts_take_no_longer_than_they_are_long(void **state)
{
	struct ctx *c = *state;
	struct buf *text = buf_create(c->arena, 1 << 21);
	while (buf_length(text) < 1 << 20) {
		buf_add_cstr(text, "ខ្ញុំទៅផ្សារ");
	}
	const struct slice broken = with_breaks(c, buf_slice(text), WORDS_AT_LINES);
	assert_true(broken.length > buf_length(text) * 6 / 5);

	struct buf *subscripts = buf_create(c->arena, 1 << 21);
	while (buf_length(subscripts) < 1 << 20) {
		buf_add_cstr(subscripts, "\u17D2\u1780");
	}
	assert_true(slice_equal(with_breaks(c, buf_slice(subscripts), WORDS_AT_LINES),
				buf_slice(subscripts)));
}

static void what_is_too_long_is_refused(void **state)
{
	struct ctx *c = *state;
	const size_t length = (size_t)WORDS_BYTES_MAX + 1;
	char *at = arena_alloc(c->arena, length);
	memset(at, 'a', length);
	const struct slice text = {.at = at, .length = length};
	struct word_ends ends;
	struct slice broken;
	assert_fail(c, words_break(c, text, &ends), ERR_LIMIT, "text.too_long", "max=16777216");
	assert_fail(c, words_with_breaks(c, text, WORDS_AT_LINES, &broken), ERR_LIMIT,
		    "text.too_long", "max=16777216");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(words_of_both_scripts_are_found),
		task_test(lines_may_end_between_khmer_words_only),
		task_test(no_line_begins_with_a_sign_whatever_the_text),
		task_test(long_texts_take_no_longer_than_they_are_long),
		task_test(what_is_too_long_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
