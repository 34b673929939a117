#include "../../testing.h"

#include "base/csv.h"
#include "base/embedded.h"

static struct csv parsed(struct ctx *c, struct slice text)
{
	struct csv csv;
	const err result = csv_parse(c, "t.csv", text, &csv);
	if (result != OK) {
		fail_msg("refused: %s %s", c->fail.key, c->fail.detail);
	}
	return csv;
}

/* The table as one line: fields in brackets, rows ended by '/'. */
static const char *flat(struct ctx *c, const struct csv *csv)
{
	struct buf *out = buf_create(c->arena, 10 * 1000 * 1000);
	for (size_t i = 0; i < csv->columns; i++) {
		buf_printf(out, "[%.*s]", SLICE_PRINT(csv->header[i]));
	}
	for (size_t row = 0; row < csv->count; row++) {
		buf_add_byte(out, '/');
		for (size_t i = 0; i < csv->columns; i++) {
			buf_printf(out, "[%.*s]", SLICE_PRINT(csv->rows[row].fields[i]));
		}
	}
	return arena_cstr(c->arena, buf_slice(out));
}

static void reads_what_rfc_4180_describes(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{"a,b,c\r\nzzz,yyy,xxx\r\n", "[a][b][c]/[zzz][yyy][xxx]"},
		{"a,b\r\n1,2", "[a][b]/[1][2]"},
		{"a,b\n1,2\n3,4\n", "[a][b]/[1][2]/[3][4]"},
		{"a,b\r\n1,2\n3,4\r\n", "[a][b]/[1][2]/[3][4]"},
		{"a\n", "[a]"},
		{"a", "[a]"},
		{"a,b\n,\n", "[a][b]/[][]"},
		{"a,b\n\"\",\"\"\n", "[a][b]/[][]"},
		{"a, b \n 1 ,2 \n", "[a][ b ]/[ 1 ][2 ]"},
		{"\"aaa\",\"b\r\nbb\"\r\nz,y\r\n", "[aaa][b\r\nbb]/[z][y]"},
		{"a,b\n\"x\"\"y\",\"\"\"\"\n", "[a][b]/[x\"y][\"]"},
		{"a,b\n\"1,2\",\"\r\"\n", "[a][b]/[1,2][\r]"},
		{"a,b\n1,\"2\"", "[a][b]/[1][2]"},
		{"a\n\n1\n\n", "[a]/[]/[1]/[]"},
		{"\xEF\xBB\xBF"
		 "a,b\n1,2\n",
		 "[a][b]/[1][2]"},
		{"\xEF\xBB\xBF\"a\",b\n1,2\n", "[a][b]/[1][2]"},
		{"ឈ្មោះ,b\nសុខា,2\n", "[ឈ្មោះ][b]/[សុខា][2]"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct csv csv = parsed(c, slice_of(rows[i].text));
		assert_string_equal(flat(c, &csv), rows[i].expected);
	}
}

static void refusals_name_line_and_column(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *text;
		const char *key;
		const char *line;
		const char *column;
	} rows[] = {
		{"", "csv.empty", "line=1", "column=1"},
		{"\xEF\xBB\xBF", "csv.empty", "line=1", "column=1"},
		{"a,b\n1,\"2\n3,4\n", "csv.quote_open", "line=2", "column=3"},
		{"a,b\n1,\"2\"\"", "csv.quote_open", "line=2", "column=3"},
		{"a,b\n1,\"2\"x\n", "csv.after_quote", "line=2", "column=6"},
		{"a,b\n\"1\" ,2\n", "csv.after_quote", "line=2", "column=4"},
		{"a,b\n\"1\"\r2,3\n", "csv.after_quote", "line=2", "column=4"},
		{"a,b\n1,2\"3\n", "csv.quote_inside", "line=2", "column=4"},
		{"a,b\n1, \"3\"\n", "csv.quote_inside", "line=2", "column=4"},
		{"a,b\nស្ពាន,2\"\n", "csv.quote_inside", "line=2", "column=8"},
		{"a,b\n1\r2,3\n", "csv.lone_cr", "line=2", "column=2"},
		{"a,b\n1,2\r", "csv.lone_cr", "line=2", "column=4"},
		{"a,b\n1,2,3\n", "csv.too_many_fields", "line=2", "column=5"},
		{"a,b\n1,2,\n", "csv.too_many_fields", "line=2", "column=5"},
		{"a,b\n1\n", "csv.too_few_fields", "line=2", "count=1"},
		{"a,b\n\"1\n2\",2\n\n1,2\n", "csv.too_few_fields", "line=4", "max=2"},
		{"a,b\n1,2\n\n", "csv.too_few_fields", "line=3", "count=1"},
		{"a,b\n\"x\ny\",\"\nz\",3\n", "csv.too_many_fields", "line=4", "column=4"},
		{"a,b\n1,\xFF\n", "csv.not_utf8", "line=2", "column=3"},
		{"a,b\n1,\xE1\x9E\n", "csv.not_utf8", "line=2", "column=3"},
		{"a,,c\n", "csv.column_unnamed", "line=1", "number=2"},
		{"a,b,a\n", "csv.column_twice", "line=1", "name=a"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct csv csv = {.count = 77};
		const err result = csv_parse(c, "t.csv", slice_of(rows[i].text), &csv);
		assert_fail(c, result, ERR_INVALID, rows[i].key, rows[i].line);
		assert_fail(c, result, ERR_INVALID, rows[i].key, rows[i].column);
		assert_fail(c, result, ERR_INVALID, rows[i].key, "file=t.csv");
		assert_int_equal(csv.count, 77);
	}
}

static void a_nul_is_refused(void **state)
{
	struct ctx *c = *state;
	struct csv csv;
	const err result = csv_parse(c, "t.csv", S("a,b\n1,\0\n"), &csv);
	assert_fail(c, result, ERR_INVALID, "csv.nul", "column=3");
}

static void rows_know_their_line_after_line_breaks_in_fields(void **state)
{
	struct ctx *c = *state;
	const struct csv csv = parsed(c, S("a,b\r\n\"1\n\n\",2\r\n3,4\r\n\"\r\n\",6\r\n7,8"));
	const size_t expected[] = {2, 5, 6, 8};
	assert_int_equal(csv.count, COUNT_OF(expected));
	for (size_t i = 0; i < csv.count; i++) {
		assert_int_equal(csv.rows[i].line, expected[i]);
	}
}

static void fields_are_found_by_column_name(void **state)
{
	struct ctx *c = *state;
	const struct csv csv = parsed(c, S("id,name\n1,x\n2,y\n"));
	assert_int_equal(csv_column(&csv, "name"), 1);
	assert_true(csv_column(&csv, "nam") == SIZE_MAX);
	assert_slice(csv_field(&csv, 1, "name"), "y");
	assert_slice(csv_field(&csv, 1, "other"), "");
	assert_slice(csv_field(&csv, 2, "name"), "");
}

static struct slice repeated(struct ctx *c, const char *start, const char *piece, size_t count)
{
	struct buf *text = buf_create(c->arena, 100 * 1000 * 1000);
	buf_add_cstr(text, start);
	for (size_t i = 0; i < count; i++) {
		buf_add_cstr(text, piece);
	}
	return buf_slice(text);
}

static void columns_and_rows_have_a_limit(void **state)
{
	struct ctx *c = *state;
	struct csv csv;
	struct buf *header = buf_create(c->arena, 10000);
	for (int i = 0; i < CSV_COLUMNS_MAX; i++) {
		buf_printf(header, "%sc%d", i > 0 ? "," : "", i);
	}
	assert_int_equal(csv_parse(c, "t.csv", buf_slice(header), &csv), OK);
	assert_int_equal(csv.columns, CSV_COLUMNS_MAX);
	buf_add_cstr(header, ",one_more");
	assert_fail(c, csv_parse(c, "t.csv", buf_slice(header), &csv), ERR_LIMIT,
		    "csv.too_many_columns", "max=256");

	const struct slice most = repeated(c, "a\n", "1\n", CSV_ROWS_MAX);
	assert_int_equal(csv_parse(c, "t.csv", most, &csv), OK);
	assert_int_equal(csv.count, CSV_ROWS_MAX);
	const struct slice more = repeated(c, "a\n", "1\n", CSV_ROWS_MAX + 1);
	assert_fail(c, csv_parse(c, "t.csv", more, &csv), ERR_LIMIT, "csv.too_many_rows",
		    "line=1000002");
}

static void writes_quotes_only_where_needed(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *field;
		const char *expected;
	} rows[] = {
		{"abc", "abc"},     {"", ""},
		{"a b", "a b"},     {" a", "\" a\""},
		{"a,b", "\"a,b\""}, {"a\"b", "\"a\"\"b\""},
		{"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""},
		{"=1+2", "=1+2"},   {"\xEF\xBB\xBFx", "\"\xEF\xBB\xBFx\""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf *out = buf_create(c->arena, 100);
		csv_add(out, CSV_FIRST, slice_of(rows[i].field));
		assert_slice(buf_slice(out), rows[i].expected);
	}
}

/* Whatever is written is read back the same. */
static void round_trip(void **state)
{
	struct ctx *c = *state;
	static const char *const pieces[] = {",", "\"", "\n", "\r", "\r\n",         " ",
					     "a", "é",  "ស",  "=",  "\xEF\xBB\xBF", "'"};
	struct testing_random random = testing_seeded(4180);
	for (int round = 0; round < 2000; round++) {
		struct slice fields[6];
		struct buf *out = buf_create(c->arena, 10000);
		const enum csv_place places[] = {CSV_FIRST, CSV_NEXT};
		buf_add_cstr(out, "a,b\r\n");
		for (size_t i = 0; i < COUNT_OF(fields); i++) {
			struct buf *field = buf_create(c->arena, 100);
			for (uint32_t n = testing_below(&random, 6); n > 0; n--) {
				buf_add_cstr(field,
					     pieces[testing_below(&random, COUNT_OF(pieces))]);
			}
			fields[i] = buf_slice(field);
			csv_add(out, places[i % 2], fields[i]);
			if (i % 2 == 1) {
				csv_end_row(out);
			}
		}
		const struct csv csv = parsed(c, buf_slice(out));
		assert_int_equal(csv.count, COUNT_OF(fields) / 2);
		for (size_t i = 0; i < COUNT_OF(fields); i++) {
			assert_true(slice_equal(csv.rows[i / 2].fields[i % 2], fields[i]));
		}
		arena_reset(c->arena);
	}
}

/* And written again they are read the same: no table of ours leans on a form that we do not write.
 */
static void the_tables_of_the_project_are_read(void **state)
{
	struct ctx *c = *state;
	size_t tables = 0;
	for (size_t i = 0; i < SPEAN_EMBEDDED.count; i++) {
		const struct slice path = slice_of(SPEAN_EMBEDDED.files[i].path);
		if (!slice_starts(path, S("data/")) || !slice_ends(path, S(".csv"))) {
			continue;
		}
		const struct csv csv = parsed(c, embedded_text(&SPEAN_EMBEDDED, path.at));
		assert_true(csv.columns > 1 && csv.count > 0);
		struct buf *out = buf_create(c->arena, 10 * 1000 * 1000);
		for (size_t column = 0; column < csv.columns; column++) {
			csv_add(out, column > 0 ? CSV_NEXT : CSV_FIRST, csv.header[column]);
		}
		csv_end_row(out);
		for (size_t row = 0; row < csv.count; row++) {
			for (size_t column = 0; column < csv.columns; column++) {
				csv_add(out, column > 0 ? CSV_NEXT : CSV_FIRST,
					csv.rows[row].fields[column]);
			}
			csv_end_row(out);
		}
		const struct csv again = parsed(c, buf_slice(out));
		assert_string_equal(flat(c, &again), flat(c, &csv));
		tables++;
	}
	assert_true(tables >= 10);
}

/* Each of these would show a reader that starts over or asks for memory by the square. */
static void hostile_inputs_end(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *start;
		const char *piece;
	} rows[] = {
		{"", "\""}, {"a\n\"", "\"\""}, {"", ","},          {"a\n", ","},    {"", "\r"},
		{"", "\n"}, {"a,b\n", "\n"},   {"a\n", "\"x\"\n"}, {"a\n\"", "\n"}, {"a\n\"", "x"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct csv csv;
		const struct slice text = repeated(c, rows[i].start, rows[i].piece, 1000 * 1000);
		const err result = csv_parse(c, "t.csv", text, &csv);
		assert_true(result == OK || result == ERR_INVALID || result == ERR_LIMIT);
		/* Copies, row lists and fields together stay a small multiple of the input. */
		assert_true(arena_used(c->arena) < 100 * 1000 * 1000);
		arena_reset(c->arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(reads_what_rfc_4180_describes),
		task_test(refusals_name_line_and_column),
		task_test(a_nul_is_refused),
		task_test(rows_know_their_line_after_line_breaks_in_fields),
		task_test(fields_are_found_by_column_name),
		task_test(columns_and_rows_have_a_limit),
		task_test(writes_quotes_only_where_needed),
		task_test(round_trip),
		task_test(the_tables_of_the_project_are_read),
		task_test(hostile_inputs_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
