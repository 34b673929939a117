#include "testing.h"

#include "http/pairs.h"

static const struct field FIELDS[] = {
	{.name = "from", .type = FIELD_CODE, .class = CLASS_PUBLIC},
	{.name = "needs", .type = FIELD_CODES, .class = CLASS_PUBLIC},
	{.name = "note", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
};
static const struct kind KIND = {
	.name = "question", .fields = FIELDS, .count = COUNT_OF(FIELDS), .key = SIZE_MAX};

/* An exchange as the server would hand it to a page. */
static void ask(struct http_exchange *x, struct arena *arena, enum http_method method,
		const char *query, const char *body)
{
	struct pairs pairs;
	memset(x, 0, sizeof *x);
	x->c.arena = arena;
	x->request.method = method;
	x->request.path = S("/match");
	x->request.query_text = slice_of(query);
	assert_int_equal(pairs_parse(&x->c, x->request.query_text, &pairs), OK);
	x->request.query = pairs.at;
	x->request.query_count = pairs.count;
	assert_int_equal(pairs_parse(&x->c, slice_of(body), &pairs), OK);
	x->request.form = pairs.at;
	x->request.form_count = pairs.count;
}

static void fields_are_read_by_name(void **state)
{
	(void)state;
	static const struct {
		enum http_method method;
		const char *query;
		const char *body;
		const char *from, *needs, *note;
	} rows[] = {
		{HTTP_GET, "from=TH&needs=legal&needs=health", "", "TH", "legal;health", ""},
		{HTTP_HEAD, "needs=&needs=legal&needs=", "", "", "legal", ""},
		{HTTP_GET, "needs=legal;health&lang=km", "", "", "legal;health", ""},
		{HTTP_GET, "", "", "", "", ""},
		{HTTP_GET, "from=%00x", "", NULL, NULL, NULL},
		{HTTP_POST, "lang=en", "note=a%0D%0Ab%0Dc%0A&from=wrong+code", "wrong code", "",
		 "a\nb\nc\n"},
		{HTTP_POST, "from=CN", "needs=legal", "", "legal", ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_create();
		struct http_exchange x;
		struct values values;
		if (rows[i].from == NULL) {
			struct ctx c = {.arena = arena};
			struct pairs pairs;
			assert_int_equal(pairs_parse(&c, slice_of(rows[i].query), &pairs),
					 ERR_INVALID);
			arena_destroy(arena);
			continue;
		}
		ask(&x, arena, rows[i].method, rows[i].query, rows[i].body);
		assert_int_equal(http_form(&x, &KIND, &values), OK);
		assert_true(slice_is(values_get(&values, "from"), rows[i].from));
		assert_true(slice_is(values_get(&values, "needs"), rows[i].needs));
		assert_true(slice_is(values_get(&values, "note"), rows[i].note));
		arena_destroy(arena);
	}
}

static void a_field_nobody_knows_is_refused_by_name(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	struct http_exchange x;
	struct values values = {.kind = NULL};
	ask(&x, arena, HTTP_GET, "from=TH&form=other", "");
	assert_int_equal(http_form(&x, &KIND, &values), ERR_INVALID);
	assert_string_equal(x.c.fail.key, "form.unknown_field");
	assert_has(slice_of(x.c.fail.detail), "name=form");
	assert_null(values.kind);
	arena_destroy(arena);
}

static void given_means_any_field_of_the_kind(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		bool given;
	} rows[] = {{"", false}, {"lang=en", false}, {"from=", true}, {"lang=en&needs=x", true}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_create();
		struct http_exchange x;
		ask(&x, arena, HTTP_GET, rows[i].query, "");
		assert_int_equal(http_form_given(&x, &KIND), rows[i].given);
		arena_destroy(arena);
	}
}

static void pairs_are_taken_apart(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	struct pairs pairs;
	assert_int_equal(pairs_parse(&c, S("a=1&&b&=2&c=x=y&"), &pairs), OK);
	assert_int_equal(pairs.count, 4);
	assert_true(slice_is(pairs_get(pairs, "a"), "1"));
	assert_true(slice_is(pairs.at[1].name, "b"));
	assert_true(slice_is(pairs_get(pairs, ""), "2"));
	assert_true(slice_is(pairs_get(pairs, "c"), "x=y"));
	assert_true(slice_empty(pairs_get(pairs, "d")));
	arena_destroy(c.arena);
}

static void too_many_pairs_are_a_limit(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	struct pairs pairs = {.count = 7};
	struct buf *text = buf_create(c.arena, 4096);
	for (int i = 0; i < PAIRS_MAX - 1; i++) {
		buf_add_cstr(text, "a=1&");
	}
	buf_add_cstr(text, "a=1");
	assert_int_equal(pairs_parse(&c, buf_slice(text), &pairs), OK);
	assert_int_equal(pairs.count, PAIRS_MAX);
	buf_add_cstr(text, "&a=1");
	pairs.count = 7;
	assert_int_equal(pairs_parse(&c, buf_slice(text), &pairs), ERR_LIMIT);
	assert_int_equal(pairs.count, 7);
	arena_destroy(c.arena);
}

static void cookies_are_taken_apart(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	static const struct {
		const char *header;
		const char *lang;
		size_t count;
	} rows[] = {
		{"", "", 0},
		{"lang=km", "km", 1},
		{"a=1; lang=en; b=2", "en", 3},
		{"a=1;lang=en", "en", 2},
		{"lang", "", 0},
		{"=x; lang=km; ;", "km", 1},
		{"lang=a=b", "a=b", 1},
		{"xlang=1", "", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct pairs cookies = pairs_of_cookies(arena, slice_of(rows[i].header));
		assert_int_equal(cookies.count, rows[i].count);
		assert_true(slice_is(pairs_get(cookies, "lang"), rows[i].lang));
	}
	arena_destroy(arena);
}

static void the_same_page_keeps_everything_but_one_value(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		const char *value;
		const char *address;
	} rows[] = {
		{"", "en", "/match?lang=en"},
		{"lang=km", "en", "/match?lang=en"},
		{"from=TH&lang=km&needs=a%26b", "en", "/match?from=TH&needs=a%26b&lang=en"},
		{"from=TH&lang=km", "", "/match?from=TH"},
		{"lang=km", "", "/match"},
		{"from=TH", "a b&\u1780", "/match?from=TH&lang=a%20b%26%E1%9E%80"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_create();
		struct http_exchange x;
		ask(&x, arena, HTTP_GET, rows[i].query, "");
		assert_true(slice_is(http_same_page_with(&x, "lang", slice_of(rows[i].value)),
				     rows[i].address));
		arena_destroy(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_read_by_name),
		cmocka_unit_test(a_field_nobody_knows_is_refused_by_name),
		cmocka_unit_test(given_means_any_field_of_the_kind),
		cmocka_unit_test(pairs_are_taken_apart),
		cmocka_unit_test(too_many_pairs_are_a_limit),
		cmocka_unit_test(cookies_are_taken_apart),
		cmocka_unit_test(the_same_page_keeps_everything_but_one_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
