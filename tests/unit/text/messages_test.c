#include "../../testing.h"

#include "text/messages.h"

#include "mo_make.h"

static void assert_text(struct slice text, const char *expected)
{
	if (!slice_is(text, expected)) {
		fail_msg("got \"%.*s\", expected \"%s\"", SLICE_PRINT(text), expected);
	}
}

/* Three messages, the last of which Khmer lacks. */
static struct messages *small(struct ctx *c)
{
	const struct mo_entry en[] = {
		MO_HEADER("nplurals=2; plural=(n != 1);"),
		{S("count.people\0count.people"), S("{count} person\0{count} people")},
		{S("csv.quote_open"), S("Line {line}: the quote in {file} is never closed.")},
		{S("only.english"), S("Only in English")},
	};
	const struct mo_entry km[] = {
		MO_HEADER("nplurals=1; plural=0;"),
		{S("count.people\0count.people"), S("មនុស្ស {count} នាក់")},
		{S("csv.quote_open"), S("បន្ទាត់ {line}៖ {file}")},
	};
	const struct embedded embedded =
		mo_embedded(c->arena, mo_make(c->arena, MO_LITTLE, en, COUNT_OF(en)),
			    mo_make(c->arena, MO_BIG, km, COUNT_OF(km)));
	struct messages *messages = NULL;
	assert_int_equal(messages_load(c, &embedded, &messages), OK);
	return messages;
}

static void a_message_is_found_in_either_byte_order(void **state)
{
	const struct messages *messages = small(*state);
	const struct message en = messages_get(messages, LANGUAGE_EN, S("csv.quote_open"));
	assert_true(en.found);
	assert_int_equal(en.language, LANGUAGE_EN);
	const struct message km = messages_get(messages, LANGUAGE_KM, S("csv.quote_open"));
	assert_true(km.found);
	assert_int_equal(km.language, LANGUAGE_KM);
	assert_text(km.text, "បន្ទាត់ {line}៖ {file}");
}

static void what_khmer_lacks_comes_in_english_and_says_so(void **state)
{
	const struct message message = messages_get(small(*state), LANGUAGE_KM, S("only.english"));
	assert_true(message.found);
	assert_int_equal(message.language, LANGUAGE_EN);
	assert_text(message.text, "Only in English");
}

static void an_unknown_key_is_its_own_text(void **state)
{
	const struct message message = messages_get(small(*state), LANGUAGE_KM, S("no.such"));
	assert_false(message.found);
	assert_text(message.text, "no.such");
}

static void arguments_are_filled_in_by_name(void **state)
{
	static const struct {
		const char *arguments;
		const char *expected;
	} rows[] = {
		{"line=3\nfile=a.csv", "Line 3: the quote in a.csv is never closed."},
		{"file=a.csv\nline=3", "Line 3: the quote in a.csv is never closed."},
		{"line=3", "Line 3: the quote in {file} is never closed."},
		{"", "Line {line}: the quote in {file} is never closed."},
		{"line=\nfile={line}", "Line : the quote in {line} is never closed."},
		{"lin=9\nline=a=b\nfile=x\nfile=y", "Line a=b: the quote in x is never closed."},
		{"line\n=\n\nfile", "Line {line}: the quote in {file} is never closed."},
	};
	struct ctx *c = *state;
	const struct messages *messages = small(c);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(messages_format(c->arena, messages, LANGUAGE_EN, "csv.quote_open",
					    slice_of(rows[i].arguments)),
			    rows[i].expected);
	}
}

static void braces_that_name_nothing_stay(void **state)
{
	const struct mo_entry en[] = {
		MO_HEADER("nplurals=1; plural=0;"),
		{S("a"), S("{")},
		{S("b"), S("{{x}} } {x")},
		{S("c"), S("{}{ {x}{x}")},
		{S("d"), S("{x@word}, {y@word}, {x@}, {@word}")},
		{S("word.1"), S("one {x}")},
	};
	struct ctx *c = *state;
	const struct slice mo = mo_make(c->arena, MO_LITTLE, en, COUNT_OF(en));
	const struct embedded embedded = mo_embedded(c->arena, mo, mo);
	struct messages *messages = NULL;
	assert_int_equal(messages_load(c, &embedded, &messages), OK);
	assert_text(messages_format(c->arena, messages, LANGUAGE_EN, "a", S("x=1")), "{");
	assert_text(messages_format(c->arena, messages, LANGUAGE_EN, "b", S("x=1")), "{1} } {x");
	assert_text(messages_format(c->arena, messages, LANGUAGE_EN, "c", S("x=1")), "{}{ 11");
	/* A code is said in words where there are any, and nothing is filled in twice. */
	assert_text(messages_format(c->arena, messages, LANGUAGE_EN, "d", S("x=1\ny=2")),
		    "one {x}, 2, 1, {@word}");
}

static void a_count_takes_its_form_and_its_digits(void **state)
{
	static const struct {
		int64_t count;
		const char *en;
		const char *km;
	} rows[] = {
		{0, "0 people", "មនុស្ស 0 នាក់"},
		{1, "1 person", "មនុស្ស 1 នាក់"},
		{2, "2 people", "មនុស្ស 2 នាក់"},
		{1234567, "1,234,567 people", "មនុស្ស 1.234.567 នាក់"},
		{-1, "-1 person", "មនុស្ស -1 នាក់"},
		{INT64_MIN, "-9,223,372,036,854,775,808 people",
		 "មនុស្ស -9.223.372.036.854.775.808 នាក់"},
	};
	struct ctx *c = *state;
	const struct messages *messages = small(c);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(messages_count(c->arena, messages, LANGUAGE_EN, "count.people",
					   rows[i].count),
			    rows[i].en);
		assert_text(messages_count(c->arena, messages, LANGUAGE_KM, "count.people",
					   rows[i].count),
			    rows[i].km);
	}
}

static void a_failure_becomes_its_sentence(void **state)
{
	struct ctx *c = *state;
	const struct messages *messages = small(c);
	struct ctx failing = {.arena = c->arena};
	assert_int_equal(FAIL(&failing, ERR_INVALID, "csv.quote_open", "file=%s\nline=%d", "x", 7),
			 ERR_INVALID);
	assert_text(messages_fail(c->arena, messages, LANGUAGE_EN, &failing.fail),
		    "Line 7: the quote in x is never closed.");
	assert_int_equal(FAIL(&failing, ERR_BROKEN, "no.such", "at=%d", 1), ERR_BROKEN);
	assert_text(messages_fail(c->arena, messages, LANGUAGE_EN, &failing.fail),
		    "no.such (at=1)");
	assert_int_equal(FAIL_PLAIN(&failing, ERR_BROKEN, "no.such"), ERR_BROKEN);
	assert_text(messages_fail(c->arena, messages, LANGUAGE_EN, &failing.fail), "no.such");
}

static void codes_of_languages_go_both_ways(void **state)
{
	(void)state;
	enum language language = LANGUAGE_EN;
	assert_true(language_from_code(S("km"), &language));
	assert_int_equal(language, LANGUAGE_KM);
	assert_true(language_from_code(slice_of(language_code(LANGUAGE_EN)), &language));
	assert_int_equal(language, LANGUAGE_EN);
	static const char *const wrong[] = {"", "KM", "k", "kmm", "fr"};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_false(language_from_code(slice_of(wrong[i]), &language));
		assert_int_equal(language, LANGUAGE_EN);
	}
}

/* ---- The catalogues that the program carries. */

static struct messages *real(struct ctx *c)
{
	struct messages *messages = NULL;
	if (messages_load(c, &SPEAN_EMBEDDED, &messages) != OK) {
		fail_msg("%s %s", c->fail.key, c->fail.detail);
	}
	return messages;
}

/* "{line} {file}" as a set: every place of `a` stands in `b`. */
static void assert_places_in(struct slice key, struct slice a, struct slice b)
{
	for (;;) {
		const size_t open = slice_find_byte(a, '{');
		if (open >= a.length) {
			return;
		}
		a = slice_between(a, open, SIZE_MAX);
		const size_t close = slice_find_byte(a, '}');
		assert_true(close < a.length);
		const struct slice place = slice_between(a, 0, close + 1);
		if (slice_find(b, place) == SIZE_MAX) {
			fail_msg("%.*s: %.*s stands in one language only", SLICE_PRINT(key),
				 SLICE_PRINT(place));
		}
		a = slice_between(a, close, SIZE_MAX);
	}
}

static void both_catalogues_say_the_same_keys_with_the_same_arguments(void **state)
{
	const struct messages *messages = real(*state);
	const struct slice *keys = NULL;
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const enum language language = (enum language)i;
		const enum language other = language == LANGUAGE_KM ? LANGUAGE_EN : LANGUAGE_KM;
		const size_t count = messages_keys(messages, language, &keys);
		assert_true(count > 0);
		for (size_t k = 0; k < count; k++) {
			const struct message here = messages_get(messages, language, keys[k]);
			const struct message there = messages_get(messages, other, keys[k]);
			if (!there.found || there.language != other) {
				fail_msg("%.*s: not in %s", SLICE_PRINT(keys[k]),
					 language_code(other));
			}
			assert_places_in(keys[k], here.text, there.text);
		}
	}
}

static void keys_come_in_order_and_are_all_found(void **state)
{
	const struct messages *messages = real(*state);
	const struct slice *keys = NULL;
	const size_t count = messages_keys(messages, LANGUAGE_KM, &keys);
	for (size_t k = 0; k < count; k++) {
		assert_true(k == 0 || slice_compare(keys[k - 1], keys[k]) < 0);
		assert_true(messages_get(messages, LANGUAGE_KM, keys[k]).found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_message_is_found_in_either_byte_order),
		task_test(what_khmer_lacks_comes_in_english_and_says_so),
		task_test(an_unknown_key_is_its_own_text),
		task_test(arguments_are_filled_in_by_name),
		task_test(braces_that_name_nothing_stay),
		task_test(a_count_takes_its_form_and_its_digits),
		task_test(a_failure_becomes_its_sentence),
		task_test(codes_of_languages_go_both_ways),
		task_test(both_catalogues_say_the_same_keys_with_the_same_arguments),
		task_test(keys_come_in_order_and_are_all_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
