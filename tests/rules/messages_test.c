#include "planted.h"

static struct catalogue planted(struct findings *findings, const char *text)
{
	return catalogue_parse(findings, S("locale/xx/x.po"), slice_of(text));
}

static void a_catalogue_is_read_with_its_forms_and_doubts(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	const struct catalogue catalogue = planted(
		&findings, "# head\nmsgid \"b.x\"\nmsgstr \"one \\\"two\\\"\\n\"\n\"three\"\n\n"
			   "# review: native reader\nmsgid \"a.y\"\nmsgid_plural \"a.y\"\n"
			   "msgstr[0] \"{count} thing\"\nmsgstr[1] \"{count} things\"\n");
	assert_nothing_found(&findings);
	assert_int_equal(catalogue.count, 2);
	assert_slice(catalogue.entries[0].key, "a.y");
	assert_slice(catalogue.entries[0].text, "{count} thing\n{count} things");
	assert_true(catalogue.entries[0].in_doubt);
	assert_slice(catalogue.entries[1].text, "one \"two\"\nthree");
	assert_false(catalogue.entries[1].in_doubt);
	assert_int_equal(catalogue.entries[1].line, 2);
	assert_null(catalogue_find(&catalogue, S("c.z")));
}

static void broken_and_doubled_entries_are_found(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		size_t expected;
	} rows[] = {
		{"msgid \"a.b\"\nmsgstr \"x\"\n", 0},
		{"msgid \"a.b\"\nmsgstr \"x\"\nmsgid \"a.b\"\nmsgstr \"x\"\n", 1},
		{"msgid \"a.b\"\nmsgstr \"x\nstray\n", 2},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct findings findings = findings_create(c->arena);
		(void)planted(&findings, rows[i].text);
		assert_int_equal(findings.count, rows[i].expected);
	}
}

static void differences_between_languages_are_found(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *one;
		const char *other;
		size_t expected;
	} rows[] = {
		{"msgid \"a.b\"\nmsgstr \"{x} and {y}\"\n", "msgid \"a.b\"\nmsgstr \"{y} {x}\"\n",
		 0},
		{"msgid \"a.b\"\nmsgstr \"{x} and {y}\"\n", "msgid \"a.b\"\nmsgstr \"{x}\"\n", 1},
		{"msgid \"a.b\"\nmsgstr \"x\"\n", "msgid \"a.c\"\nmsgstr \"x\"\n", 1},
		{"msgid \"a.b\"\nmsgstr \"\"\n", "msgid \"a.b\"\nmsgstr \"x\"\n", 1},
		{"msgid \"a.b\"\nmsgstr \"{x@a}\"\n", "msgid \"a.b\"\nmsgstr \"{x@a}\"\n", 0},
		{"msgid \"a.b\"\nmsgstr \"{x@b}\"\n", "msgid \"a.b\"\nmsgstr \"{x@b}\"\n", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct findings findings = findings_create(c->arena);
		const struct catalogue one = planted(&findings, rows[i].one);
		const struct catalogue other = planted(&findings, rows[i].other);
		catalogue_compare(&findings, &one, &other);
		assert_int_equal(findings.count, rows[i].expected);
	}
}

static void keys_without_a_message_are_found(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *code;
		const char *template;
		size_t expected;
	} rows[] = {
		{"FAIL(c, ERR_LIMIT, \"a.b\", \"x=%d\", 1);", "{{t:a.b}}", 0},
		{"FAIL(c, ERR_LIMIT, \"a.z\", \"x=%d\", 1);", "{{t:a.z}} {{t: a.b }}", 2},
		{"x(\"field.%s.name\"); y(\"field.%s.%.*s\", 1);", "", 0},
		{"x(\"field.%s.other\");", "", 1},
		{"x(\"field.age\"); y(\"fiel.age\"); z(\"field.ag\");", "", 2},
		{"x(\"organisations.csv\"); y(\"1.5\"); z(\"A.b\"); w(\".\"); v(\"a.\");", "", 0},
		{"log_line(log, LOG_INFO, \"serve.listen\", \"x=%s\", y); /* \"a.z\" */", "", 0},
		{"FAIL(c, ERR_LIMIT, \"a.f\", \"file=%s\\nline=%zu\", f, l);", "", 0},
		{"FAIL(c, ERR_LIMIT, \"a.f\", \"x=%\" PRId64 \"\\nline=%d\"\n\"\\nfile=%s\", 1);",
		 "", 0},
		{"FAIL(c, ERR_LIMIT, \"a.f\",\n\t\"line=%zu\\nprofile=%s\", f, l);", "", 1},
		{"log_fail(log, \"page\", f);\nFAIL(c, ERR_LIMIT, \"serve.listen\");", "", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct findings findings = findings_create(c->arena);
		const struct catalogue catalogue =
			planted(&findings, "msgid \"a.b\"\nmsgstr \"x\"\n"
					   "msgid \"a.f\"\nmsgstr \"{file} {line}\"\n"
					   "msgid \"field.age.name\"\nmsgstr \"x\"\n");
		messages_of_code(&findings, &catalogue, S("x.c"), slice_of(rows[i].code));
		messages_of_template(&findings, &catalogue, S("x"), slice_of(rows[i].template));
		if (findings.count != rows[i].expected) {
			fail_msg("%s: %s", rows[i].code, testing_text(buf_slice(findings.text)));
		}
	}
}

static void messages_that_nobody_says_are_found(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	const struct catalogue catalogue =
		planted(&findings, "msgid \"a.b\"\nmsgstr \"x\"\nmsgid \"a.bc\"\nmsgstr \"x\"\n"
				   "msgid \"field.age.name\"\nmsgstr \"x\"\n"
				   "msgid \"row.date\"\nmsgstr \"x\"\n"
				   "msgid \"word.of.two\"\nmsgstr \"x\"\n");
	messages_of_code(&findings, &catalogue, S("x.c"),
			 S("x(\"field.%s.name\"); y(\"word.of\"); z(\"%s.%s\");"));
	messages_of_template(&findings, &catalogue, S("x"), S("{{t:a.b}}"));
	messages_unused(&findings, &catalogue);
	assert_int_equal(findings.count, 1);
	assert_true(slice_find(buf_slice(findings.text), S("nobody says a.bc")) != SIZE_MAX);
}

static void both_languages_say_the_same_things(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	const struct catalogue english = catalogue_read(&findings, "locale/en");
	const struct catalogue khmer = catalogue_read(&findings, "locale/km");
	assert_true(english.count > 30);
	catalogue_compare(&findings, &english, &khmer);
	catalogue_compare(&findings, &khmer, &english);
	assert_nothing_found(&findings);
}

static void every_key_in_use_has_its_message_and_every_message_a_use(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	const struct catalogue english = catalogue_read(&findings, "locale/en");
	const struct slice *paths = NULL;
	const size_t sources = tree_list(c->arena, "src", ".c;.h", &paths);
	for (size_t i = 0; i < sources; i++) {
		messages_of_code(&findings, &english, paths[i], tree_read(c->arena, paths[i].at));
	}
	const size_t templates = tree_list(c->arena, "templates", ".mustache", &paths);
	for (size_t i = 0; i < templates; i++) {
		messages_of_template(&findings, &english, paths[i],
				     tree_read(c->arena, paths[i].at));
	}
	assert_true(sources > 20 && templates > 0);
	messages_unused(&findings, &english);
	assert_nothing_found(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(a_catalogue_is_read_with_its_forms_and_doubts),
		task_test(broken_and_doubled_entries_are_found),
		task_test(differences_between_languages_are_found),
		task_test(keys_without_a_message_are_found),
		task_test(messages_that_nobody_says_are_found),
		task_test(both_languages_say_the_same_things),
		task_test(every_key_in_use_has_its_message_and_every_message_a_use),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
