/* Catalogues that are not right, and plural rules of many languages, through messages_load. */
#include "../../testing.h"

#include "mo_make.h"

#include <inttypes.h>

static err load(struct ctx *c, struct slice en, struct messages **ret_messages)
{
	const struct embedded embedded = mo_embedded(c->arena, en, en);
	return messages_load(c, &embedded, ret_messages);
}

static void assert_refused(struct ctx *c, struct slice en, err code, const char *key)
{
	struct messages *messages = NULL;
	assert_int_equal(load(c, en, &messages), code);
	assert_string_equal(c->fail.key, key);
	assert_null(messages);
}

static struct slice good(struct ctx *c)
{
	const struct mo_entry entries[] = {
		MO_HEADER("nplurals=2; plural=(n != 1);"),
		{S("a.b"), S("one")},
		{S("a.c\0a.c"), S("one\0two")},
	};
	return mo_make(c->arena, MO_LITTLE, entries, COUNT_OF(entries));
}

static void a_missing_catalogue_is_said(void **state)
{
	struct ctx *c = *state;
	const struct embedded none = {0};
	struct messages *messages = NULL;
	assert_int_equal(messages_load(c, &none, &messages), ERR_NOT_FOUND);
	assert_string_equal(c->fail.key, "catalogue.missing");
	assert_string_equal(c->fail.detail, "language=km");
}

static void wrong_entries_are_refused(void **state)
{
	const struct {
		const char *key;
		struct mo_entry entries[3];
		size_t count;
	} rows[] = {
		{"catalogue.charset", {{{0}, {0}}}, 0},
		{"catalogue.charset", {{S("a"), S("b")}}, 1},
		{"catalogue.charset", {{S(""), S("Plural-Forms: nplurals=1; plural=0;\n")}}, 1},
		{"catalogue.charset",
		 {{S(""), S("Content-Type: text/plain; charset=ISO-8859-1\n")}},
		 1},
		{"catalogue.plural", {{S(""), S("Content-Type: text/plain; charset=UTF-8\n")}}, 1},
		{"catalogue.order",
		 {MO_HEADER("nplurals=1; plural=0;"), {S("b"), S("x")}, {S("a"), S("x")}},
		 3},
		{"catalogue.order",
		 {MO_HEADER("nplurals=1; plural=0;"), {S("a"), S("x")}, {S("a"), S("x")}},
		 3},
		{"catalogue.order", {MO_HEADER("nplurals=1; plural=0;"), {S(""), S("x")}}, 2},
		{"catalogue.forms", {MO_HEADER("nplurals=2; plural=0;"), {S("a\0a"), S("x")}}, 2},
		{"catalogue.forms",
		 {MO_HEADER("nplurals=2; plural=0;"), {S("a\0a"), S("x\0y\0z")}},
		 2},
		{"catalogue.forms", {MO_HEADER("nplurals=2; plural=0;"), {S("a"), S("x\0y")}}, 2},
		{"utf8.invalid", {MO_HEADER("nplurals=1; plural=0;"), {S("a"), S("\xFF")}}, 2},
		{"utf8.invalid", {MO_HEADER("nplurals=1; plural=0;"), {S("\xC0\x80"), S("x")}}, 2},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_refused(c, mo_make(c->arena, MO_BIG, rows[i].entries, rows[i].count),
			       ERR_INVALID, rows[i].key);
	}
}

/* The good file with one word of its head changed. */
static void wrong_heads_are_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
		err code;
		const char *key;
	} rows[] = {
		{0, 0x950412df, ERR_INVALID, "catalogue.form"},
		{0, 0, ERR_INVALID, "catalogue.form"},
		{4, 1, ERR_INVALID, "catalogue.form"},
		{4, 0x10000, ERR_INVALID, "catalogue.form"},
		{8, 100001, ERR_LIMIT, "catalogue.too_large"},
		{8, UINT32_MAX, ERR_LIMIT, "catalogue.too_large"},
		{8, 100000, ERR_INVALID, "catalogue.cut"},
		{12, UINT32_MAX, ERR_INVALID, "catalogue.cut"},
		{12, UINT32_MAX - 23, ERR_INVALID, "catalogue.cut"},
		{16, UINT32_MAX, ERR_INVALID, "catalogue.cut"},
		{28, UINT32_MAX, ERR_INVALID, "catalogue.cut"},
		{32, UINT32_MAX, ERR_INVALID, "catalogue.cut"},
		{36, 2, ERR_INVALID, "catalogue.cut"},
		{52, 5, ERR_INVALID, "catalogue.cut"},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice file = good(c);
		char *bytes = arena_cstr(c->arena, file);
		memcpy(bytes + rows[i].at, &rows[i].value, sizeof rows[i].value);
		assert_refused(c, (struct slice){.at = bytes, .length = file.length}, rows[i].code,
			       rows[i].key);
	}
}

static void every_cut_of_a_file_is_refused(void **state)
{
	struct ctx *c = *state;
	const struct slice file = good(c);
	for (size_t length = 0; length < file.length; length++) {
		/* An own allocation of exactly this length: reading over its end would be caught.
		 */
		const struct slice cut = {
			.at = memcpy(arena_alloc(c->arena, length), file.at, length),
			.length = length,
		};
		struct messages *messages = NULL;
		assert_int_equal(load(c, cut, &messages), ERR_INVALID);
	}
}

/* Texts laid over each other would make a small file take a long time. */
static void texts_that_share_bytes_are_refused(void **state)
{
	enum { ENTRIES = 200, LENGTH = 1000 };
	struct ctx *c = *state;
	struct mo_entry entries[ENTRIES + 1] = {MO_HEADER("nplurals=1; plural=0;")};
	for (size_t i = 1; i <= ENTRIES; i++) {
		entries[i].key = arena_format(c->arena, "%04zu", i);
		entries[i].text = S("x");
	}
	char *longest = arena_alloc(c->arena, LENGTH);
	memset(longest, 'y', LENGTH);
	entries[ENTRIES].text = (struct slice){.at = longest, .length = LENGTH};
	const struct slice file = mo_make(c->arena, MO_LITTLE, entries, COUNT_OF(entries));
	struct messages *messages = NULL;
	assert_int_equal(load(c, file, &messages), OK);
	char *bytes = arena_cstr(c->arena, file);
	const size_t texts = MO_HEADER_BYTES + COUNT_OF(entries) * 8;
	for (size_t i = 1; i < ENTRIES; i++) {
		memcpy(bytes + texts + i * 8, bytes + texts + (size_t)ENTRIES * 8, 8);
	}
	assert_refused(c, (struct slice){.at = bytes, .length = file.length}, ERR_INVALID,
		       "catalogue.cut");
}

struct rule {
	const char *language;
	const char *header;
	size_t forms;
	struct {
		int64_t count;
		char form;
	} cases[10];
	size_t cases_count;
};

/* As the GNU gettext manual gives them, section "Plural forms". */
static const struct rule RULES[] = {
	{"Khmer", "nplurals=1; plural=0;", 1, {{0, '0'}, {1, '0'}, {99, '0'}}, 3},
	{"English", "nplurals=2; plural=(n != 1);", 2, {{0, '1'}, {1, '0'}, {2, '1'}}, 3},
	{"French", " nplurals = 2 ; plural = n>1", 2, {{0, '0'}, {1, '0'}, {2, '1'}}, 3},
	{"Latvian",
	 "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;",
	 3,
	 {{0, '2'}, {1, '0'}, {11, '1'}, {21, '0'}, {111, '1'}},
	 5},
	{"Gaelic",
	 "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;",
	 3,
	 {{1, '0'}, {2, '1'}, {3, '2'}, {0, '2'}},
	 4},
	{"Russian",
	 "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
	 "n%100>=20) ? 1 : 2;",
	 3,
	 {{1, '0'}, {2, '1'}, {5, '2'}, {11, '2'}, {12, '2'}, {21, '0'}, {22, '1'}, {112, '2'}},
	 8},
	{"Slovenian",
	 "nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;",
	 4,
	 {{101, '0'}, {102, '1'}, {104, '2'}, {105, '3'}},
	 4},
	{"Arabic",
	 "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
	 "n%100>=11 ? 4 : 5;",
	 6,
	 {{0, '0'}, {1, '1'}, {2, '2'}, {103, '3'}, {111, '4'}, {100, '5'}},
	 6},
	{"every operator",
	 "nplurals=2; plural=!(n-n/2*2)&&(n+1>=1)&&n<9||n<=0?n*0:1-0;",
	 2,
	 {{0, '0'}, {1, '1'}, {2, '0'}, {8, '0'}, {9, '1'}, {10, '1'}},
	 6},
};

static void plural_rules_of_many_languages_hold(void **state)
{
	static const char FORMS[] = "0\0001\0002\0003\0004\0005";
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(RULES); i++) {
		const struct rule *rule = &RULES[i];
		const struct mo_entry entries[] = {
			{S(""), arena_format(c->arena,
					     "Content-Type: text/plain; charset=UTF-8\n"
					     "Plural-Forms: %s\n",
					     rule->header)},
			{S("k\0k"), {.at = FORMS, .length = rule->forms * 2 - 1}},
		};
		struct messages *messages = NULL;
		assert_int_equal(load(c, mo_make(c->arena, MO_LITTLE, entries, 2), &messages), OK);
		for (size_t k = 0; k < rule->cases_count; k++) {
			const struct slice form = messages_count(c->arena, messages, LANGUAGE_EN,
								 "k", rule->cases[k].count);
			if (form.length != 1 || form.at[0] != rule->cases[k].form) {
				fail_msg("%s: %" PRId64 " has the form %.*s", rule->language,
					 rule->cases[k].count, SLICE_PRINT(form));
			}
		}
	}
}

static struct slice repeated(struct arena *arena, const char *piece, size_t times)
{
	struct buf *out = buf_create(arena, MO_SIZE_MAX);
	for (size_t i = 0; i < times; i++) {
		buf_add_cstr(out, piece);
	}
	return buf_slice(out);
}

static void wrong_plural_rules_are_refused(void **state)
{
	struct ctx *c = *state;
	const char *const rows[] = {
		"",
		"plural=0;",
		"nplurals=2;",
		"nplurals=0; plural=0;",
		"nplurals=9; plural=0;",
		"nplurals=-1; plural=0;",
		"nplurals=2; plural=;",
		"nplurals=2; plural=2;",
		"nplurals=2; plural=n;",
		"nplurals=2; plural=n>150?2:0;",
		"nplurals=2; plural=n 1;",
		"nplurals=2; plural=(n;",
		"nplurals=2; plural=n);",
		"nplurals=2; plural=n?1;",
		"nplurals=2; plural=n?:1;",
		"nplurals=2; plural=n=1;",
		"nplurals=2; plural=n&1;",
		"nplurals=2; plural=1/n;",
		"nplurals=2; plural=n%0;",
		"nplurals=2; plural=m;",
		"nplurals=2; plural=nn;",
		"nplurals=2; plural=-1;",
		"nplurals=2; plural=n==99999999999999999999;",
		"nplurals=2; plural=system(1);",
		arena_cstr(c->arena, arena_format(c->arena, "nplurals=2; plural=%.*s0%.*s;",
						  SLICE_PRINT(repeated(c->arena, "(", 40)),
						  SLICE_PRINT(repeated(c->arena, ")", 40)))),
		arena_cstr(c->arena, arena_format(c->arena, "nplurals=2; plural=%.*s0;",
						  SLICE_PRINT(repeated(c->arena, "!", 400)))),
		arena_cstr(c->arena, arena_format(c->arena, "nplurals=2; plural=%.*s0;",
						  SLICE_PRINT(repeated(c->arena, "n?0:", 100)))),
		arena_cstr(c->arena, arena_format(c->arena, "nplurals=2; plural=0%.*s;",
						  SLICE_PRINT(repeated(c->arena, "+0", 500)))),
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct mo_entry header = {
			S(""), arena_format(c->arena,
					    "Content-Type: text/plain; charset=UTF-8\n"
					    "Plural-Forms: %s\n",
					    rows[i])};
		assert_refused(c, mo_make(c->arena, MO_LITTLE, &header, 1), ERR_INVALID,
			       "catalogue.plural");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_missing_catalogue_is_said),
		task_test(wrong_entries_are_refused),
		task_test(wrong_heads_are_refused),
		task_test(every_cut_of_a_file_is_refused),
		task_test(texts_that_share_bytes_are_refused),
		task_test(plural_rules_of_many_languages_hold),
		task_test(wrong_plural_rules_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
