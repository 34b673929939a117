#include "../../testing.h"

#include "base/json.h"

static const struct json_value *parsed(struct ctx *c, struct slice text)
{
	const struct json_value *value = NULL;
	if (json_parse(c, text, &value) != OK) {
		fail_msg("refused: %s %s", c->fail.key, c->fail.detail);
	}
	return value;
}

/* ---- reading ---- */

static void values_of_every_kind_are_read(void **state)
{
	struct ctx *c = *state;
	const struct json_value *value =
		parsed(c, S(" {\"a\": [1, -2.50e+3, \"x\\u17d2\\n\", true, false, null], \"\": {}, "
			    "\"b\": 0 } \n"));
	assert_int_equal(value->kind, JSON_OBJECT);
	assert_int_equal(value->count, 3);
	assert_slice(value->keys[0], "a");
	assert_slice(value->keys[1], "");
	const struct json_value *list = json_get(value, "a");
	assert_int_equal(list->kind, JSON_ARRAY);
	assert_int_equal(list->count, 6);
	assert_int_equal(list->items[0].kind, JSON_NUMBER);
	assert_slice(list->items[0].text, "1");
	assert_slice(list->items[1].text, "-2.50e+3");
	assert_int_equal(list->items[2].kind, JSON_TEXT);
	assert_slice(list->items[2].text, "x\xE1\x9F\x92\n");
	assert_int_equal(list->items[3].kind, JSON_TRUE);
	assert_int_equal(list->items[4].kind, JSON_FALSE);
	assert_int_equal(list->items[5].kind, JSON_NULL);
	assert_int_equal(json_get(value, "")->kind, JSON_OBJECT);
	assert_slice(json_get(value, "b")->text, "0");
	assert_null(json_get(value, "c"));
	assert_null(json_get(list, "a"));
	assert_null(json_get(NULL, "a"));
}

static void single_values_are_json_too(void **state)
{
	struct ctx *c = *state;
	assert_slice(parsed(c, S("7"))->text, "7");
	assert_slice(parsed(c, S("\"\""))->text, "");
	assert_int_equal(parsed(c, S("null"))->kind, JSON_NULL);
	assert_int_equal(parsed(c, S("[]"))->count, 0);
}

/* Digits inside strings and keys must not be taken for the next number. */
static void numbers_keep_the_digits_that_were_written(void **state)
{
	struct ctx *c = *state;
	const struct json_value *value =
		parsed(c, S("{\"1\":\"2 \\\" "
			    "3\",\"-4\":[5.10,\"\\\\\",6E2],\"x\\\"7\":0.1000000000000000000001,"
			    "\"n\":9223372036854775807,\"m\":-9223372036854775808,\"z\":-0}"));
	assert_slice(json_get(value, "-4")->items[0].text, "5.10");
	assert_slice(json_get(value, "-4")->items[2].text, "6E2");
	assert_slice(json_get(value, "x\"7")->text, "0.1000000000000000000001");
	assert_slice(json_get(value, "n")->text, "9223372036854775807");
	assert_slice(json_get(value, "m")->text, "-9223372036854775808");
	assert_slice(json_get(value, "z")->text, "-0");
}

static void what_is_no_json_is_refused(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *key;
		const char *argument;
	} rows[] = {
		{"", "json.ends_early", "line=1"},
		{" \n ", "json.ends_early", "line=2"},
		{"[1,2", "json.ends_early", "line=1"},
		{"{\"a\":1", "json.ends_early", ""},
		{"\"abc", "json.ends_early", ""},
		{"[1,]", "json.syntax", ""},
		{"{\"a\":1,}", "json.syntax", ""},
		{"{a:1}", "json.syntax", ""},
		{"{'a':1}", "json.syntax", ""},
		{"{\"a\" 1}", "json.syntax", ""},
		{"{1:2}", "json.syntax", ""},
		{"[1 2]", "json.syntax", ""},
		{"[01]", "json.syntax", ""},
		{"[+1]", "json.syntax", ""},
		{"[1.]", "json.syntax", ""},
		{"[.5]", "json.syntax", ""},
		{"[1e]", "json.syntax", ""},
		{"[0x1]", "json.syntax", ""},
		{"[NaN]", "json.syntax", ""},
		{"[Infinity]", "json.syntax", ""},
		{"[tru]", "json.syntax", ""},
		{"[True]", "json.syntax", ""},
		{"/* x */ 1", "json.syntax", ""},
		{"[\"a\tb\"]", "json.syntax", ""},
		{"[\"a\nb\"]", "json.syntax", ""},
		{"[\"\\x\"]", "json.syntax", ""},
		{"[\"\\u12\"]", "json.syntax", ""},
		{"[\"\\ud800\"]", "json.syntax", ""},
		{"[\"\\udc00\"]", "json.syntax", ""},
		{"\xEF\xBB\xBF[]", "json.syntax", ""},
		{"]", "json.syntax", ""},
		{"[1]\n x", "json.trailing", "line=2"},
		{"1 2", "json.trailing", ""},
		{"{}{}", "json.trailing", ""},
		{"{\"a\":1,\"a\":2}", "json.key_twice", ""},
		{"{\"a\":1,\"\\u0061\":2}", "json.key_twice", ""},
		{"[{\"k\":{\"a\":1,\"a\":1}}]", "json.key_twice", ""},
		{"[\"a\\u0000b\"]", "json.nul", ""},
		{"{\"a\\u0000b\":1}", "json.nul", ""},
		{"[9223372036854775808]", "json.number_too_large", ""},
		{"[-9223372036854775809]", "json.number_too_large", ""},
		{"[123456789012345678901]", "json.number_too_large", ""},
		{"[1e400]", "json.number_too_large", ""},
		{"[\n\"\xFF\"]", "json.not_utf8", "line=2"},
		{"[\n\"\xED\xA0\x80\"]", "json.not_utf8", "column=2"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct json_value *value = NULL;
		const err result = json_parse(c, slice_of(rows[i].text), &value);
		if (result != ERR_INVALID || strcmp(c->fail.key, rows[i].key) != 0) {
			fail_msg("%s: %d %s", rows[i].text, result, c->fail.key);
		}
		assert_fail(c, result, ERR_INVALID, rows[i].key, rows[i].argument);
		assert_null(value);
	}
	const struct json_value *value = NULL;
	assert_int_equal(json_parse(c, S("[1]\0"), &value), ERR_INVALID);
	assert_int_equal(json_parse(c, S("\"a\0b\""), &value), ERR_INVALID);
}

static void a_refusal_shows_where(void **state)
{
	struct ctx *c = *state;
	const struct json_value *value = NULL;
	const err result = json_parse(c, S("{\n \"name\": \"x\",\n \"ឈ\": nope\n}"), &value);
	assert_fail(c, result, ERR_INVALID, "json.syntax", "line=3");
	assert_fail(c, result, ERR_INVALID, "json.syntax", "column=11");
	assert_fail(c, result, ERR_INVALID, "json.syntax", "what= \"ឈ\": nope");
}

static struct slice nested(struct ctx *c, size_t depth, const char *open, const char *close)
{
	struct buf *text = buf_create(c->arena, 16 * 1000 * 1000);
	for (size_t i = 0; i < depth; i++) {
		buf_add_cstr(text, open);
	}
	buf_add_cstr(text, "1");
	for (size_t i = 0; i < depth; i++) {
		buf_add_cstr(text, close);
	}
	return buf_slice(text);
}

static void nesting_ends_at_64(void **state)
{
	struct ctx *c = *state;
	const struct json_value *value = NULL;
	assert_int_equal(json_parse(c, nested(c, 64, "[", "]"), &value), OK);
	assert_int_equal(json_parse(c, nested(c, 64, "{\"a\":", "}"), &value), OK);
	assert_fail(c, json_parse(c, nested(c, 65, "[", "]"), &value), ERR_INVALID, "json.too_deep",
		    "column=65");
	assert_fail(c, json_parse(c, nested(c, 65, "{\"a\":", "}"), &value), ERR_INVALID,
		    "json.too_deep", "");
	assert_fail(c, json_parse(c, nested(c, 1000 * 1000, "[", "]"), &value), ERR_INVALID,
		    "json.too_deep", "column=65");
	assert_int_equal(json_parse(c,
				    S("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
				      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"]"),
				    &value),
			 OK);
}

static void hostile_inputs_end(void **state)
{
	struct ctx *c = *state;
	static const char *const pieces[] = {"\"",   "\\", "\"\\", "[",  "{\"", "1", "-", "1,",
					     "\"\"", " ",  "\n",   "{}", "]",   ",", "e", "\\u"};
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct buf *text = buf_create(c->arena, 16 * 1000 * 1000);
		const struct json_value *value = NULL;
		for (size_t n = 0; n < 1000 * 1000; n++) {
			buf_add_cstr(text, pieces[i]);
		}
		assert_int_equal(json_parse(c, buf_slice(text), &value), ERR_INVALID);
		arena_reset(c->arena);
	}
}

static void a_long_list_is_read(void **state)
{
	struct ctx *c = *state;
	struct buf *text = buf_create(c->arena, 16 * 1000 * 1000);
	buf_add_cstr(text, "[0");
	for (int i = 1; i < 200 * 1000; i++) {
		buf_printf(text, ",%d", i);
	}
	buf_add_cstr(text, "]");
	const struct json_value *value = parsed(c, buf_slice(text));
	assert_int_equal(value->count, 200 * 1000);
	assert_slice(value->items[199999].text, "199999");
}

/* ---- writing ---- */

static void writer_places_commas_and_brackets(void **state)
{
	struct ctx *c = *state;
	struct buf *out = buf_create(c->arena, 1000);
	struct json_writer json;
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "a", S("x"));
	json_put_int(&json, "b", INT64_MIN);
	json_put_bool(&json, "c", true);
	json_put_list(&json, "d", S("p; q;;r"));
	json_put_list(&json, "e", S(""));
	json_key(&json, "f");
	json_open_array(&json);
	json_null(&json);
	json_open_object(&json);
	json_close_object(&json);
	json_number(&json, S("7.8"));
	json_close_array(&json);
	json_close_object(&json);
	assert_slice(buf_slice(out),
		     "{\"a\":\"x\",\"b\":-9223372036854775808,\"c\":true,\"d\":[\"p\",\"q\","
		     "\"r\"],\"e\":[],\"f\":[null,{},7.8]}");
}

static void indented_output_has_one_item_a_line(void **state)
{
	struct ctx *c = *state;
	struct buf *out = buf_create(c->arena, 1000);
	struct json_writer json;
	json_writer_init(&json, out, JSON_INDENTED);
	json_open_object(&json);
	json_put_list(&json, "a", S("x;y"));
	json_key(&json, "b");
	json_open_object(&json);
	json_close_object(&json);
	json_close_object(&json);
	assert_slice(buf_slice(out), "{\n  \"a\": [\n    \"x\",\n    \"y\"\n  ],\n  \"b\": {}\n}");
}

static void strings_cannot_leave_a_script_element(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{"</script>", "\"\\u003c/script\\u003e\""},
		{"a&b", "\"a\\u0026b\""},
		{"\"\\/", "\"\\\"\\\\/\""},
		{"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
		{"\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\""},
		{"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA", "\"\\u2028\\u2029\xE2\x80\xAA\""},
		{"ស្ពាន", "\"ស្ពាន\""},
		{"\xE2\x80", "\"\xE2\x80\""},
		{"", "\"\""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf *out = buf_create(c->arena, 1000);
		struct json_writer json;
		json_writer_init(&json, out, JSON_COMPACT);
		json_text(&json, slice_of(rows[i].text));
		assert_slice(buf_slice(out), rows[i].expected);
	}
}

static void random_strings_come_back(void **state)
{
	struct ctx *c = *state;
	static const char *const pieces[] = {"\"", "\\",   "\n",           "<", "&", "ស", "\x01",
					     "/",  "\x7F", "\xE2\x80\xA8", "u", "0", "😀"};
	struct testing_random random = testing_seeded(8259);
	for (int round = 0; round < 2000; round++) {
		struct buf *text = buf_create(c->arena, 1000);
		struct buf *out = buf_create(c->arena, 10000);
		struct json_writer json;
		for (uint32_t n = testing_below(&random, 12); n > 0; n--) {
			buf_add_cstr(text, pieces[testing_below(&random, COUNT_OF(pieces))]);
		}
		json_writer_init(&json, out, JSON_COMPACT);
		json_text(&json, buf_slice(text));
		const struct json_value *value = parsed(c, buf_slice(out));
		assert_true(slice_equal(value->text, buf_slice(text)));
		arena_reset(c->arena);
	}
}

static void writer_nests_as_deep_as_the_reader_reads(void **state)
{
	struct ctx *c = *state;
	struct buf *out = buf_create(c->arena, 1000);
	struct json_writer json;
	json_writer_init(&json, out, JSON_COMPACT);
	for (int i = 0; i < JSON_DEPTH_MAX; i++) {
		json_open_array(&json);
	}
	for (int i = 0; i < JSON_DEPTH_MAX; i++) {
		json_close_array(&json);
	}
	const struct json_value *value = NULL;
	assert_int_equal(json_parse(c, buf_slice(out), &value), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(values_of_every_kind_are_read),
		task_test(single_values_are_json_too),
		task_test(numbers_keep_the_digits_that_were_written),
		task_test(what_is_no_json_is_refused),
		task_test(a_refusal_shows_where),
		task_test(nesting_ends_at_64),
		task_test(hostile_inputs_end),
		task_test(a_long_list_is_read),
		task_test(writer_places_commas_and_brackets),
		task_test(indented_output_has_one_item_a_line),
		task_test(strings_cannot_leave_a_script_element),
		task_test(random_strings_come_back),
		task_test(writer_nests_as_deep_as_the_reader_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
