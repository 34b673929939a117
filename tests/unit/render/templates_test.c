/* Page templates: strict, in two languages, and only safe in HTML. */
#include "../../testing.h"

#include "../text/mo_make.h"
#include "render/render.h"

enum { PAGE_MAX = 1 << 20 };

/* A program with these templates, and the messages that the real one has. */
struct fixture {
	struct ctx *c;
	struct messages *messages;
	struct templates *templates;
	struct embedded_file files[4];
	size_t count;
};

static struct fixture with(struct ctx *c)
{
	struct fixture fixture = {.c = c};
	assert_int_equal(messages_load(c, &SPEAN_EMBEDDED, &fixture.messages), OK);
	return fixture;
}

static void add(struct fixture *fixture, const char *path, const char *text)
{
	fixture->files[fixture->count++] =
		(struct embedded_file){.path = path, .bytes = text, .length = strlen(text)};
}

static err load(struct fixture *fixture)
{
	const struct embedded embedded = {.files = fixture->files, .count = fixture->count};
	return templates_load(fixture->c, &embedded, fixture->messages, &fixture->templates);
}

/* Compile one template "page". */
static err compile(struct ctx *c, const char *text)
{
	struct fixture fixture = with(c);
	add(&fixture, "templates/page.mustache", text);
	return load(&fixture);
}

static err render(struct fixture *fixture, const char *name, enum language language,
		  const struct view *view, struct slice *ret_text)
{
	struct buf *out = buf_create(fixture->c->arena, PAGE_MAX);
	const err result =
		templates_render(fixture->c, fixture->templates, name, language, view, out);
	*ret_text = buf_slice(out);
	return result;
}

static err render_one(struct ctx *c, const char *text, const struct view *view,
		      struct slice *ret_text)
{
	struct fixture fixture = with(c);
	add(&fixture, "templates/page.mustache", text);
	assert_int_equal(load(&fixture), OK);
	return render(&fixture, "page", LANGUAGE_EN, view, ret_text);
}

static void a_page_is_filled_from_its_view(void **state)
{
	struct ctx *c = *state;
	struct fixture fixture = with(c);
	struct slice text;
	add(&fixture, "other/ignored.mustache", "{{broken");
	add(&fixture, "templates/list.mustache",
	    "<ul>\n{{#items}}\n  {{>row}}\n{{/items}}\n{{^items}}\n<li>none\n{{/items}}\n</ul>\n");
	add(&fixture, "templates/row.mustache", "<li class=\"{{kind}}\">{{name}} {{{ring}}}\n");
	assert_int_equal(load(&fixture), OK);

	struct view *view = view_create(c->arena);
	view_list(view, "items");
	assert_int_equal(render(&fixture, "list", LANGUAGE_EN, view, &text), OK);
	assert_slice(text, "<ul>\n<li>none\n</ul>\n");

	view_text(view, "kind", S("a\"b"));
	for (int64_t i = 1; i <= 2; i++) {
		struct view *item = view_item(view, "items");
		view_int(item, "name", i);
		view_html(item, "ring", html_escape(c->arena, S("<")));
	}
	assert_int_equal(render(&fixture, "list", LANGUAGE_EN, view, &text), OK);
	assert_slice(text, "<ul>\n  <li class=\"a&quot;b\">1 &lt;\n"
			   "  <li class=\"a&quot;b\">2 &lt;\n</ul>\n");
}

static void an_unknown_name_is_an_error_with_its_place(void **state)
{
	static const struct {
		const char *text;
		const char *name;
		const char *line;
	} rows[] = {
		{"{{known}} {{unknown}}", "name=unknown", "line=1"},
		{"\n\n{{#unknown}}x{{/unknown}}", "name=unknown", "line=3"},
		{"{{known}}\n{{^unknown}}x{{/unknown}}", "name=unknown", "line=2"},
		{"{{object.unknown}}", "name=object.unknown", "line=1"},
		{"{{known.part}}", "name=known.part", "line=1"},
		{"{{#object}}\n<a\n title=\"{{unknown}}\">{{/object}}", "name=unknown", "line=3"},
	};
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	view_text(view, "known", S("k"));
	view_text(view_object(view, "object"), "part", S("p"));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice text;
		const err result = render_one(c, rows[i].text, view, &text);
		assert_fail(c, result, ERR_BROKEN, "template.unknown_name", rows[i].name);
		assert_fail(c, result, ERR_BROKEN, "template.unknown_name", rows[i].line);
		assert_fail(c, result, ERR_BROKEN, "template.unknown_name", "file=page");
	}
}

static void a_name_is_not_asked_for_where_nothing_shows(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	struct slice text;
	view_flag(view, "off", false);
	assert_int_equal(render_one(c, "a{{#off}}{{unknown}}{{/off}}b", view, &text), OK);
	assert_slice(text, "ab");
}

static void only_text_and_markup_are_shown_as_text(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	struct slice text;
	view_text(view, "text", S("<b>"));
	view_html(view, "html", html_escape(c->arena, S("<b>")));
	view_flag(view, "flag", true);
	view_list(view, "list");
	(void)view_object(view, "object");
	assert_int_equal(render_one(c, "{{text}} {{html}} {{{html}}} {{&html}}", view, &text), OK);
	assert_slice(text, "&lt;b&gt; &amp;lt;b&amp;gt; &lt;b&gt; &lt;b&gt;");
	assert_fail(c, render_one(c, "{{{text}}}", view, &text), ERR_BROKEN, "template.not_html",
		    "name=text");
	assert_fail(c, render_one(c, "{{flag}}", view, &text), ERR_BROKEN, "template.no_text",
		    "name=flag");
	assert_fail(c, render_one(c, "{{list}}", view, &text), ERR_BROKEN, "template.no_text",
		    "name=list");
	assert_fail(c, render_one(c, "{{object}}", view, &text), ERR_BROKEN, "template.no_text",
		    "name=object");
}

static void sections_show_what_is_not_empty(void **state)
{
	static const char *const TEXT =
		"{{#flag}}f{{/flag}}{{#text}}t{{/text}}{{#number}}n{{/number}}{{#list}}l{{/list}}"
		"{{#html}}h{{/html}}{{#object}}o{{/object}}";
	struct ctx *c = *state;
	struct slice text;
	struct view *view = view_create(c->arena);
	view_flag(view, "flag", false);
	view_text(view, "text", (struct slice){0});
	view_int(view, "number", 0);
	view_list(view, "list");
	view_html(view, "html", (struct html){0});
	(void)view_object(view, "object");
	assert_int_equal(render_one(c, TEXT, view, &text), OK);
	assert_slice(text, "o");

	view_flag(view, "flag", true);
	view_text(view, "text", S("0"));
	view_int(view, "number", -1);
	(void)view_item(view, "list");
	(void)view_item(view, "list");
	view_html(view, "html", html_escape(c->arena, S("x")));
	assert_int_equal(render_one(c, TEXT, view, &text), OK);
	assert_slice(text, "ftnllho");
}

static void a_second_value_of_a_name_replaces_the_first(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	struct slice text;
	for (int i = 0; i < 100; i++) {
		view_int(view, arena_cstr(c->arena, arena_format(c->arena, "n%d", i)), i);
	}
	view_text(view, "n0", S("first"));
	view_text(view, "n99", S("last"));
	(void)view_item(view, "n50");
	view_text(view, "n50", S("middle"));
	assert_int_equal(render_one(c, "{{n0}} {{n1}} {{n50}} {{n98}} {{n99}}", view, &text), OK);
	assert_slice(text, "first 1 middle 98 last");
}

/* ---- Messages. */

static struct messages *small(struct ctx *c)
{
	const struct mo_entry en[] = {
		MO_HEADER("nplurals=1; plural=0;"),
		{S("a.both"), S("Both & one")},
		{S("a.english"), S("Only <here>")},
	};
	const struct mo_entry km[] = {
		MO_HEADER("nplurals=1; plural=0;"),
		{S("a.both"), S("ទាំងពីរ")},
	};
	const struct embedded embedded =
		mo_embedded(c->arena, mo_make(c->arena, MO_LITTLE, en, COUNT_OF(en)),
			    mo_make(c->arena, MO_LITTLE, km, COUNT_OF(km)));
	struct messages *messages = NULL;
	assert_int_equal(messages_load(c, &embedded, &messages), OK);
	return messages;
}

static void assert_page(struct ctx *c, const char *template, enum language language,
			const char *expected)
{
	struct fixture fixture = {.c = c, .messages = small(c)};
	struct slice text;
	add(&fixture, "templates/page.mustache", template);
	assert_int_equal(load(&fixture), OK);
	assert_int_equal(render(&fixture, "page", language, view_create(c->arena), &text), OK);
	assert_slice(text, expected);
}

static void a_message_comes_in_the_language_of_the_page(void **state)
{
	assert_page(*state, "<p>{{t:a.both}}", LANGUAGE_EN, "<p>Both &amp; one");
	assert_page(*state, "<p>{{ t:a.both }}", LANGUAGE_KM, "<p>ទាំងពីរ");
	assert_page(*state, "<p>{{t:a.english}}", LANGUAGE_EN, "<p>Only &lt;here&gt;");
}

static void what_khmer_lacks_is_marked_as_english_where_a_tag_may_stand(void **state)
{
	assert_page(*state,
		    "<title>{{t:a.english}}</title><i title=\"{{t:a.english}}\">{{t:a.english}}</i>"
		    "<option>{{t:a.english}}</option>",
		    LANGUAGE_KM,
		    "<title>Only &lt;here&gt;</title><i title=\"Only &lt;here&gt;\">"
		    "<span lang=\"en\">Only &lt;here&gt;</span></i>"
		    "<option>Only &lt;here&gt;</option>");
}

static void wrong_messages_are_refused(void **state)
{
	struct ctx *c = *state;
	assert_fail(c, compile(c, "\n{{t:no.such.key}}"), ERR_INVALID, "template.unknown_message",
		    "line=2");
	assert_fail(c, compile(c, "{{{t:template.missing}}}"), ERR_INVALID, "template.raw_message",
		    "what=t:template.missing");
	assert_fail(c, compile(c, "{{t:template.missing}}"), ERR_INVALID,
		    "template.message_arguments", "what=template.missing");
}

static void a_message_in_a_view_says_its_language(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	struct slice text;
	view_message(view, "a", (struct message){S("A"), LANGUAGE_EN, true}, LANGUAGE_KM);
	view_message(view, "b", (struct message){S("B"), LANGUAGE_KM, true}, LANGUAGE_KM);
	assert_int_equal(
		render_one(c, "{{a}}:{{a_lang}} {{b}}:{{#b_lang}}x{{/b_lang}}", view, &text), OK);
	assert_slice(text, "A:en B:");
}

/* ---- Templates that are not right. */

static void wrong_templates_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text;
		const char *key;
		const char *argument;
	} rows[] = {
		{"a\n{{b", "template.open_tag", "line=2"},
		{"{{", "template.open_tag", "line=1"},
		{"{{{a}}", "template.open_tag", "line=1"},
		{"{{=<% %>", "template.open_tag", "line=1"},
		{"\n{{#a}}\n\n", "template.open_section", "line=2"},
		{"{{#a}}\n{{^b}}{{/b}}", "template.open_section", "what=a"},
		{"\n\n{{/a}}", "template.stray_close", "line=3"},
		{"{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}", "template.wrong_close", "line=3"},
		{"{{}}", "template.name", "line=1"},
		{"{{#}}{{/}}", "template.name", "line=1"},
		{"{{a b}}", "template.name", "what=a b"},
		{"{{a..b}}", "template.name", "what=a..b"},
		{"{{.a}}", "template.name", "what=.a"},
		{"{{a.}}", "template.name", "what=a."},
		{"{{a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q}}", "template.name", "line=1"},
		{"{{=a=}}", "template.delimiters", "what=a"},
		{"{{=a b c=}}", "template.delimiters", "what=a b c"},
		{"{{= == == =}}", "template.delimiters", "line=1"},
		{"\n{{>nowhere}}", "template.unknown_partial", "what=nowhere"},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fail(c, compile(c, rows[i].text), ERR_INVALID, rows[i].key,
			    rows[i].argument);
	}
}

static void values_may_stand_where_escaping_protects(void **state)
{
	static const char *const rows[] = {
		"{{a}}",
		"<p>{{a}}</p>",
		"<p title=\"{{a}}\" lang='{{a}}'>",
		"<a href = \"/x?y={{a}}\">",
		"<br/>{{a}}",
		"<!doctype html><title>{{a}}</title>{{a}}",
		"<textarea name=\"x\">{{a}}</textarea>{{a}}",
		"<option{{#a}} selected{{/a}}>{{a}}</option>",
		"<input {{#a}}checked{{/a}} value=\"{{a}}\">",
		"<!-- {{#a}}x{{/a}} -->{{a}}",
		"a < b {{a}}",
		"<p class=x>{{a}}",
		"{{#a}}<p>{{/a}}{{^a}}<div>{{/a}}{{{a}}}",
		"<TITLE>{{a}}</TITLE>{{{a}}}",
		"<p title=\">\">{{{a}}}",
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (compile(c, rows[i]) != OK) {
			fail_msg("%s: %s %s", rows[i], c->fail.key, c->fail.detail);
		}
	}
}

static void values_may_stand_nowhere_else(void **state)
{
	static const struct {
		const char *text;
		const char *key;
	} rows[] = {
		{"<{{a}}>", "template.place"},
		{"<p {{a}}>", "template.place"},
		{"<p title={{a}}>", "template.place"},
		{"<p title=x{{a}}>", "template.place"},
		{"<p title=\"{{{a}}}\">", "template.place"},
		{"<p title=\"{{>page}}\">", "template.place"},
		{"<title>{{{a}}}</title>", "template.place"},
		{"<script>{{a}}</script>", "template.place"},
		{"<SCRIPT src=\"x\">\"{{a}}\"</SCRIPT>", "template.place"},
		{"<style>{{a}}</style>", "template.place"},
		{"<!-- {{a}} -->", "template.place"},
		{"<!doctype {{a}}>", "template.place"},
		{"<p {{t:template.missing}}>", "template.place"},
		{"{{#a}}<p {{/a}}>", "template.unbalanced"},
		{"{{#a}}<p title=\"{{/a}}\">", "template.unbalanced"},
		{"<p title=\"{{^a}}\"{{/a}}>", "template.unbalanced"},
		{"{{#a}}<script>{{/a}}</script>", "template.unbalanced"},
		{"{{a}}<p", "template.unbalanced"},
		{"<textarea>", "template.unbalanced"},
		{"<!-- never closed", "template.unbalanced"},
	};
	struct ctx *c = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fail(c, compile(c, rows[i].text), ERR_INVALID, rows[i].key, "line=1");
	}
}

/* ---- Limits. */

static struct slice repeated(struct arena *arena, const char *piece, size_t times)
{
	struct buf *out = buf_create(arena, 8 * PAGE_MAX);
	for (size_t i = 0; i < times; i++) {
		buf_add_cstr(out, piece);
	}
	return buf_slice(out);
}

static struct slice no_partial(void *of, struct slice name)
{
	(void)of;
	(void)name;
	return (struct slice){0};
}

static struct slice itself(void *of, struct slice name)
{
	(void)name;
	return *(const struct slice *)of;
}

static err plain(struct ctx *c, struct slice text, const struct view *view, size_t max)
{
	struct buf *out = buf_create(c->arena, max);
	struct slice done;
	TRY(mustache_render(c, text, view, itself, &text, out));
	return buf_done(c, out, &done);
}

static void endless_partials_are_stopped(void **state)
{
	struct ctx *c = *state;
	struct fixture fixture = with(c);
	struct slice text;
	add(&fixture, "templates/a.mustache", "a{{>b}}");
	add(&fixture, "templates/b.mustache", "\n  {{>a}}\n");
	assert_int_equal(load(&fixture), OK);
	const struct view *view = view_create(c->arena);
	assert_fail(c, render(&fixture, "a", LANGUAGE_EN, view, &text), ERR_LIMIT,
		    "template.endless", "");
	assert_fail(c, plain(c, S("{{>x}}"), view, PAGE_MAX), ERR_LIMIT, "template.endless", "");
}

static void sections_are_limited_in_depth(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	view_flag(view, "a", true);
	for (size_t depth = 64; depth <= 65; depth++) {
		const struct slice text = arena_format(
			c->arena, "%.*s%.*s", SLICE_PRINT(repeated(c->arena, "{{#a}}", depth)),
			SLICE_PRINT(repeated(c->arena, "{{/a}}", depth)));
		const err result = plain(c, text, view, PAGE_MAX);
		if (depth == 64) {
			assert_int_equal(result, OK);
		} else {
			assert_fail(c, result, ERR_LIMIT, "template.too_deep", "max=64");
		}
	}
}

static void sections_that_multiply_are_stopped(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	for (int i = 0; i < 10; i++) {
		(void)view_item(view, "a");
	}
	const struct slice text =
		arena_format(c->arena, "%.*s%.*s", SLICE_PRINT(repeated(c->arena, "{{#a}}", 30)),
			     SLICE_PRINT(repeated(c->arena, "{{/a}}", 30)));
	assert_fail(c, plain(c, text, view, PAGE_MAX), ERR_LIMIT, "template.endless", "line=1");
}

static void the_output_has_its_limit(void **state)
{
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	view_text(view, "a", repeated(c->arena, "x", 1000));
	assert_int_equal(plain(c, S("{{a}}"), view, 1000), OK);
	assert_fail(c, plain(c, S("{{a}}y"), view, 1000), ERR_LIMIT, "base.too_long", "");
}

static void a_template_has_its_limit(void **state)
{
	struct ctx *c = *state;
	const struct view *view = view_create(c->arena);
	assert_int_equal(plain(c, repeated(c->arena, "x", PAGE_MAX), view, PAGE_MAX), OK);
	assert_fail(c, plain(c, repeated(c->arena, "x", PAGE_MAX + 1), view, PAGE_MAX), ERR_LIMIT,
		    "template.too_large", "");
}

/* A quarter of a megabyte each: a quadratic step in any of them would be felt for minutes. */
static void hostile_texts_take_linear_time(void **state)
{
	static const char *const pieces[] = {
		"{{",        "{{{", "}}",     "{{a}}",  "{{#a}}{{/a}}",       "{{=",
		"\n{{!a}} ", " ",   "{{{a}}", "{{>b}}", "{{=| |=}}|={{ }}=|", "{{^a}}",
		"{{/a}}",    "\n",  "{{&a}}", "{{! ",   "\t{{>b}}\n",         "{{a.b.c}}",
	};
	struct ctx *c = *state;
	struct view *view = view_create(c->arena);
	view_text(view, "a", S("x"));
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct buf *out = buf_create(c->arena, 4 * PAGE_MAX);
		const size_t times = PAGE_MAX / 4 / strlen(pieces[i]);
		const err result = mustache_render(c, repeated(c->arena, pieces[i], times), view,
						   no_partial, NULL, out);
		assert_true(result == OK || result == ERR_INVALID || result == ERR_LIMIT);
	}
}

/* ---- Names. */

static void names_of_a_template_include_its_partials(void **state)
{
	struct ctx *c = *state;
	struct fixture fixture = with(c);
	const struct slice *names = NULL;
	add(&fixture, "templates/a.mustache", "{{b}}{{#c}}{{.}}{{d.e}}{{/c}}{{b}}{{>p}}{{>p}}");
	add(&fixture, "templates/p.mustache", "{{^f}}{{/f}}{{>a}}");
	add(&fixture, "templates/q.mustache", "{{unseen}}");
	assert_int_equal(load(&fixture), OK);
	static const char *const expected[] = {"b", "c", "d", "e", "f"};
	assert_int_equal(templates_names(fixture.templates, "a", c->arena, &names), 5);
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_slice(names[i], expected[i]);
	}
	assert_int_equal(templates_names(fixture.templates, "none", c->arena, &names), 0);
	assert_int_equal(templates_list(fixture.templates, c->arena, &names), 3);
	assert_slice(names[2], "q");
}

static void a_missing_template_is_said(void **state)
{
	struct ctx *c = *state;
	struct fixture fixture = with(c);
	struct slice text;
	assert_int_equal(load(&fixture), OK);
	assert_fail(c, render(&fixture, "gone", LANGUAGE_EN, view_create(c->arena), &text),
		    ERR_BROKEN, "template.missing", "file=gone");
}

static void the_templates_of_the_program_compile(void **state)
{
	struct ctx *c = *state;
	struct messages *messages = NULL;
	struct templates *templates = NULL;
	assert_int_equal(messages_load(c, &SPEAN_EMBEDDED, &messages), OK);
	if (templates_load(c, &SPEAN_EMBEDDED, messages, &templates) != OK) {
		fail_msg("%s %s", c->fail.key, c->fail.detail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_page_is_filled_from_its_view),
		task_test(an_unknown_name_is_an_error_with_its_place),
		task_test(a_name_is_not_asked_for_where_nothing_shows),
		task_test(only_text_and_markup_are_shown_as_text),
		task_test(sections_show_what_is_not_empty),
		task_test(a_second_value_of_a_name_replaces_the_first),
		task_test(a_message_comes_in_the_language_of_the_page),
		task_test(what_khmer_lacks_is_marked_as_english_where_a_tag_may_stand),
		task_test(wrong_messages_are_refused),
		task_test(a_message_in_a_view_says_its_language),
		task_test(wrong_templates_are_refused_with_their_line),
		task_test(values_may_stand_where_escaping_protects),
		task_test(values_may_stand_nowhere_else),
		task_test(endless_partials_are_stopped),
		task_test(sections_are_limited_in_depth),
		task_test(sections_that_multiply_are_stopped),
		task_test(the_output_has_its_limit),
		task_test(a_template_has_its_limit),
		task_test(hostile_texts_take_linear_time),
		task_test(names_of_a_template_include_its_partials),
		task_test(a_missing_template_is_said),
		task_test(the_templates_of_the_program_compile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
