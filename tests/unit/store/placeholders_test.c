/* Names of parameters and types as PostgreSQL wants them. */
#include "store/placeholders.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void names_become_numbers_outside_of_quotes_and_comments(void **state)
{
	(void)state;
	static const struct {
		const char *sql;
		const char *expected;
		size_t count;
	} rows[] = {
		{"SELECT 1", "SELECT 1", 0},
		{"", "", 0},
		{"a = :a AND b = :b", "a = $1 AND b = $2", 2},
		{":a :b :a :abc :a_1", "$1 $2 $1 $3 $4", 4},
		{"':a' || :a", "':a' || $1", 1},
		{"'it''s :x' :y", "'it''s :x' $1", 1},
		{"\"a:b\" :c", "\"a:b\" $1", 1},
		{"a::text = :a::bigint", "a::text = $1::bigint", 1},
		{"-- :a\n:b -- :c", "-- :a\n$1 -- :c", 1},
		{"/* :a /* :b */ :c */ :d", "/* :a /* :b */ :c */ $1", 1},
		{"$$ :a $$ :b", "$$ :a $$ $1", 1},
		{"$tag$ :a $$ $tag$ :b", "$tag$ :a $$ $tag$ $1", 1},
		{"'open :a", "'open :a", 0},
		{"/* open :a", "/* open :a", 0},
		{"$x$ open :a", "$x$ open :a", 0},
		{"a : b :", "a : b :", 0},
		{"x=:a,y=:b)", "x=$1,y=$2)", 2},
		{":1 ::: :", ":1 ::: :", 0},
		{"CAST(:a AS BLOB)", "CAST($1 AS BYTEA)", 1},
		{"'AS BLOB' :blob", "'AS BLOB' $1", 1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *arena = arena_create();
		const struct placeholders found = placeholders_number(arena, slice_of(rows[i].sql));
		assert_string_equal(found.sql.at, rows[i].expected);
		assert_int_equal(found.count, rows[i].count);
		arena_destroy(arena);
	}
}

static void names_stand_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	const struct placeholders found = placeholders_number(arena, S(":b :a :b :c"));
	assert_true(slice_is(found.names[0], "b"));
	assert_true(slice_is(found.names[1], "a"));
	assert_true(slice_is(found.names[2], "c"));
	arena_destroy(arena);
}

static void types_are_translated_but_not_casts_strings_or_longer_words(void **state)
{
	(void)state;
	static const struct {
		const char *sql;
		const char *expected;
	} rows[] = {
		{"(a TEXT, b BLOB)", "(a TEXT COLLATE \"C\", b BYTEA)"},
		{"a text NOT NULL", "a TEXT COLLATE \"C\" NOT NULL"},
		{"CAST(a AS TEXT)", "CAST(a AS TEXT)"},
		{"CAST(a AS\n\ttext)", "CAST(a AS\n\ttext)"},
		{"'TEXT BLOB'", "'TEXT BLOB'"},
		{"-- BLOB\n", "-- BLOB\n"},
		{"context TEXTUAL blobs BIGINT", "context TEXTUAL blobs BIGINT"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *arena = arena_create();
		assert_string_equal(placeholders_types(arena, slice_of(rows[i].sql)).at,
				    rows[i].expected);
		arena_destroy(arena);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_become_numbers_outside_of_quotes_and_comments),
		cmocka_unit_test(names_stand_in_the_order_of_their_numbers),
		cmocka_unit_test(types_are_translated_but_not_casts_strings_or_longer_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
