#include "planted.h"

static void source_is_split_into_code_comments_and_literals(void **state)
{
	struct ctx *c = *state;
	const struct slice text = S("a /* \"b\" */ \"c /* \\\" d\" '\"' // e \"f\"\n'\\'' \"g\"\n");
	const struct source_text source = source_read(c->arena, text);
	assert_slice(source.code, "a           \"         \" ' '         \n'  ' \" \"\n");
	assert_slice(source.comments, "  /* \"b\" */                 // e \"f\"\n        \n");
	assert_int_equal(source.literal_count, 2);
	assert_slice(source.literals[0].text, "c /* \\\" d");
	assert_slice(source.literals[1].text, "g");
	assert_int_equal(source.literals[1].line, 2);
}

static void a_banned_call_is_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant unsafe[] = {
		{"src/web/x.c", "strcpy(a, b);", 1},
		{"src/web/x.c", "strcat (a, b); sprintf(c, d); vsprintf(e);", 3},
		{"tools/x.c", "strtok(a); atoi(b); atol(c); gets(d); system(e); popen(f);", 6},
		{"src/web/x.c", "localtime(a); gmtime(b); rand(); srand(1); alloca(2);", 5},
		{"src/web/x.c", "x = localtime_r(a); strtok_r(b); snprintf(c); my_rand();", 0},
		{"src/web/x.c", "/* strcpy(a) */ \"strcpy(a)\"; view->system(1); y.system(2);", 0},
		{"src/web/x.c", "int system; strcpy = 1;", 0},
	};
	static const struct plant program[] = {
		{"src/web/x.c", "malloc(1); calloc(1, 2); realloc(p, 3); free(p);", 4},
		{"src/base/arena.c", "malloc(1); calloc(1, 2); realloc(p, 3); free(p);", 0},
		{"src/base/arena.c", "strdup(p);", 1},
		{"src/web/x.c", "setlocale(LC_ALL, \"\"); printf(\"x\"); strtod(a, b);", 3},
	};
	check_plants(c->arena, rule_unsafe_functions, unsafe, COUNT_OF(unsafe));
	check_plants(c->arena, rule_program_functions, program, COUNT_OF(program));
}

static void state_that_can_change_is_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"src/web/x.c", "static int count;\n", 1},
		{"src/web/x.c", "static struct x y = {0};\n", 1},
		{"src/web/x.c", "{\n\tstatic char buffer[10];\n}\n", 1},
		{"src/web/x.c", "static const int count = 1;\n", 0},
		{"src/web/x.c", "static const char *const NAMES[] = {\"a\"};\n", 0},
		{"src/web/x.c", "static int count(void);\nstatic void *x(int a)\n{\n}\n", 0},
		{"src/web/x.c", "static inline int x(void)\n", 0},
		{"src/web/x.c", "/* static int x; */\n", 0},
	};
	check_plants(c->arena, rule_no_mutable_state, plants, COUNT_OF(plants));
}

static const char *lines(struct arena *arena, const char *before, size_t count, const char *after)
{
	struct buf *text = buf_create(arena, 100000);
	buf_add_cstr(text, before);
	for (size_t i = 0; i < count; i++) {
		buf_add_cstr(text, "\tx();\n");
	}
	buf_add_cstr(text, after);
	return arena_cstr(arena, buf_slice(text));
}

static void long_files_long_functions_and_open_ends_are_found(void **state)
{
	struct ctx *c = *state;
	const struct plant plants[] = {
		{"src/web/x.c", lines(c->arena, "void f(void)\n{\n", 80, "}\n"), 0},
		{"src/web/x.c", lines(c->arena, "void f(void)\n{\n", 81, "}\n"), 1},
		{"src/web/x.c", lines(c->arena, "", 800, ""), 0},
		{"src/web/x.c", lines(c->arena, "", 801, ""), 1},
		{"src/web/x.c", "int x; // why\n", 1},
		{"src/web/x.c", "/* TODO later */\n/* FIXME */\n", 2},
		{"src/web/x.c", "x(\"http://example.org TODO\");\n", 0},
	};
	check_plants(c->arena, rule_shape, plants, COUNT_OF(plants));
}

static void a_header_without_guard_or_purpose_is_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"src/base/x.h",
		 "/* x.h - for tests. */\n#ifndef SPEAN_BASE_X_H\n#define SPEAN_BASE_X_H\n#endif\n",
		 0},
		{"src/base/x.h", "#ifndef SPEAN_BASE_X_H\n#define SPEAN_BASE_X_H\n#endif\n", 2},
		{"src/base/x.h", "/* x.h - for tests. */\n#ifndef X_H\n#define X_H\n#endif\n", 1},
		{"src/base/x.h",
		 "/* y.h - moved. */\n#ifndef SPEAN_BASE_X_H\n#define SPEAN_BASE_X_H\n", 1},
	};
	check_plants(c->arena, rule_header, plants, COUNT_OF(plants));
}

static void markup_and_statements_in_code_are_found(void **state)
{
	struct ctx *c = *state;
	static const struct plant plants[] = {
		{"src/web/x.c", "x(\"<p>hello\"); y(\"</li>\"); z(\"<div class=\");", 3},
		{"src/web/x.c", "#include <stdio.h>\nx(\"a < b\"); y(\"<=\"); /* <p> */", 0},
		{"src/web/x.c", "x(\"SELECT a FROM b\"); y(\"DELETE FROM x\");", 2},
		{"src/web/x.c", "x(\"SELECTED\"); y(\"Update it\");", 0},
		{"src/render/x.c", "x(\"<p>hello\");", 0},
	};
	check_plants(c->arena, rule_no_markup_in_code, plants, COUNT_OF(plants));
}

static void the_tree_keeps_the_rules_of_code(void **state)
{
	struct ctx *c = *state;
	struct findings findings = findings_create(c->arena);
	static const char *const folders[] = {"src", "tools", "tests"};
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		assert_true(tree_each(&findings, folders[i], ".c;.h", rule_shape) > 0);
		(void)tree_each(&findings, folders[i], ".c;.h", rule_unsafe_functions);
	}
	(void)tree_each(&findings, "src", ".c;.h", rule_program_functions);
	(void)tree_each(&findings, "src", ".c;.h", rule_no_mutable_state);
	(void)tree_each(&findings, "src", ".c;.h", rule_no_markup_in_code);
	(void)tree_each(&findings, "src", ".h", rule_header);
	assert_nothing_found(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(source_is_split_into_code_comments_and_literals),
		task_test(a_banned_call_is_found),
		task_test(state_that_can_change_is_found),
		task_test(long_files_long_functions_and_open_ends_are_found),
		task_test(a_header_without_guard_or_purpose_is_found),
		task_test(markup_and_statements_in_code_are_found),
		task_test(the_tree_keeps_the_rules_of_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
