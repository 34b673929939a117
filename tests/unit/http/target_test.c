#include "testing.h"

#include "http/target.h"

static void addresses_are_decoded_and_normalised(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		const char *path;
		const char *query;
		enum target_form form;
	} rows[] = {
		{"/", "/", "", TARGET_NORMAL},
		{"/?", "/", "", TARGET_NORMAL},
		{"/law", "/law", "", TARGET_NORMAL},
		{"/law?on=2016-08-01&x=%", "/law", "on=2016-08-01&x=%", TARGET_NORMAL},
		{"/a?b?c", "/a", "b?c", TARGET_NORMAL},
		{"/%6caw", "/law", "", TARGET_NORMAL},
		{"/%E1%9E%80", "/\u1780", "", TARGET_NORMAL},
		{"/\xe1\x9e\x80", "/\u1780", "", TARGET_NORMAL},
		{"/a+b", "/a+b", "", TARGET_NORMAL},
		{"/a%20b%3Fc%23", "/a b?c#", "", TARGET_NORMAL},
		{"/a...b/...", "/a...b/...", "", TARGET_NORMAL},
		{"/law/", "/law", "", TARGET_SLOPPY},
		{"//law", "/law", "", TARGET_SLOPPY},
		{"/a//b", "/a/b", "", TARGET_SLOPPY},
		{"//", "/", "", TARGET_SLOPPY},
		{"//evil.example/", "/evil.example", "", TARGET_SLOPPY},
		{"http://x/law?q", "/law", "q", TARGET_NORMAL},
		{"https://x", "/", "", TARGET_NORMAL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ctx c = {.arena = arena_create()};
		struct target target;
		assert_int_equal(target_parse(&c, slice_of(rows[i].raw), &target), OK);
		assert_true(slice_is(target.path, rows[i].path));
		assert_true(slice_is(target.query_text, rows[i].query));
		assert_int_equal(target.form, rows[i].form);
		arena_destroy(c.arena);
	}
}

static void ambiguous_addresses_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		const char *reason;
	} rows[] = {
		{"", "no path"},
		{"law", "no path"},
		{"*", "no path"},
		{"x:443", "no path"},
		{"ftp://x/", "no path"},
		{"/.", "dot segment"},
		{"/..", "dot segment"},
		{"/a/../b", "dot segment"},
		{"/a/%2e%2e/b", "dot segment"},
		{"/a/.%2E", "dot segment"},
		{"/a%2fb", "slash inside"},
		{"/a%5Cb", "slash inside"},
		{"/a\\b", "slash inside"},
		{"/a%00b", "control character"},
		{"/a%0d%0ab", "control character"},
		{"/a%7f", "control character"},
		{"/a\tb", "must be encoded"},
		{"/a#b", "must be encoded"},
		{"/%", "broken escape"},
		{"/%4", "broken escape"},
		{"/%zz", "broken escape"},
		{"/%c0%af", "not UTF-8"},
		{"/%ed%a0%80", "not UTF-8"},
		{"/\xff", "not UTF-8"},
		{"/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3",
		 "too many parts"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ctx c = {.arena = arena_create()};
		struct target target = {.form = TARGET_SLOPPY};
		assert_int_equal(target_parse(&c, slice_of(rows[i].raw), &target), ERR_INVALID);
		assert_string_equal(c.fail.key, "http.target");
		assert_has(slice_of(c.fail.detail), rows[i].reason);
		assert_int_equal(target.form, TARGET_SLOPPY);
		arena_destroy(c.arena);
	}
}

static void encoded_paths_decode_to_themselves(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	static const char *const paths[] = {"/", "/law/:id", "/a b/\u1780\u17d2", "/100%/?&#\"'<>"};
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct target target;
		const struct slice raw = target_encode(c.arena, slice_of(paths[i]));
		assert_int_equal(target_parse(&c, raw, &target), OK);
		assert_true(slice_is(target.path, paths[i]));
	}
	arena_destroy(c.arena);
}

static void form_text_is_decoded_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		const char *text; /* NULL: refused */
	} rows[] = {
		{"", ""},
		{"a+b%20c", "a b c"},
		{"%2B", "+"},
		{"%E1%9E%80", "\u1780"},
		{"a%0D%0Ab%09c", "a\r\nb\tc"},
		{"%", NULL},
		{"%f", NULL},
		{"%gg", NULL},
		{"%00", NULL},
		{"%1b[2J", NULL},
		{"%7F", NULL},
		{"%FF", NULL},
		{"\x01", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ctx c = {.arena = arena_create()};
		struct slice text = S("before");
		const err result = form_decode(&c, slice_of(rows[i].raw), &text);
		if (rows[i].text == NULL) {
			assert_int_equal(result, ERR_INVALID);
			assert_string_equal(c.fail.key, "form.encoding");
			assert_true(slice_is(text, "before"));
		} else {
			assert_int_equal(result, OK);
			assert_true(slice_is(text, rows[i].text));
			struct slice again;
			assert_int_equal(form_decode(&c, form_encode(c.arena, text), &again), OK);
			assert_true(slice_equal(text, again));
		}
		arena_destroy(c.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_decoded_and_normalised),
		cmocka_unit_test(ambiguous_addresses_are_refused),
		cmocka_unit_test(encoded_paths_decode_to_themselves),
		cmocka_unit_test(form_text_is_decoded_or_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
