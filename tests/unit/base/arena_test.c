#include "../../testing.h"

#include "base/buf.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct ctx *c = *state;
	for (size_t size = 0; size < 70000; size = size * 2 + 1) {
		unsigned char *at = arena_alloc(c->arena, size);
		assert_int_equal((uintptr_t)at % 16, 0);
		for (size_t i = 0; i < size; i++) {
			assert_int_equal(at[i], 0);
			at[i] = 0xFF;
		}
	}
}

static void used_memory_is_zeroed_again_after_a_reset(void **state)
{
	struct ctx *c = *state;
	for (int round = 0; round < 3; round++) {
		char *at = arena_alloc(c->arena, 100);
		for (size_t i = 0; i < 100; i++) {
			assert_int_equal(at[i], 0);
		}
		memset(at, 'x', 100);
		assert_int_equal(arena_used(c->arena), 100);
		arena_reset(c->arena);
		assert_int_equal(arena_used(c->arena), 0);
	}
}

static void append(struct buf *order, const char *name)
{
	buf_add_cstr(order, name);
}

struct note {
	struct buf *order;
	const char *name;
};

static void run_note(void *argument)
{
	const struct note *note = argument;
	append(note->order, note->name);
}

static void defers_run_once_and_last_first(void **state)
{
	struct ctx *c = *state;
	struct buf *order = buf_create(c->arena, 100);
	struct arena *inner = arena_create();
	struct note notes[] = {{order, "a"}, {order, "b"}, {order, "c"}};
	for (size_t i = 0; i < COUNT_OF(notes); i++) {
		arena_defer(inner, run_note, &notes[i]);
		/* Blocks of all sizes in between must not disturb the order. */
		(void)arena_alloc(inner, 20000 * (i + 1));
	}
	arena_reset(inner);
	assert_slice(buf_slice(order), "cba");
	arena_defer(inner, run_note, &notes[0]);
	arena_destroy(inner);
	assert_slice(buf_slice(order), "cbaa");
	arena_destroy(NULL);
}

static void text_is_copied_with_an_end(void **state)
{
	struct ctx *c = *state;
	const struct slice copy = arena_copy(c->arena, S("abc"));
	assert_slice(copy, "abc");
	assert_int_equal(copy.at[3], '\0');
	const struct slice none = arena_copy(c->arena, (struct slice){.at = NULL});
	assert_string_equal(none.at, "");
	assert_string_equal(arena_cstr(c->arena, slice_between(S("abcdef"), 1, 3)), "bc");
	assert_slice(arena_format(c->arena, "%d-%s", 7, "x"), "7-x");
	assert_int_equal(arena_format(c->arena, "%50000d", 7).length, 50000);
}

static void ask_for_too_many(void *argument)
{
	(void)arena_alloc_array(argument, SIZE_MAX / 2, 4);
}

static void ask_for_the_most(void *argument)
{
	(void)arena_alloc(argument, SIZE_MAX - 8);
}

static void sizes_that_overflow_end_the_program(void **state)
{
	struct ctx *c = *state;
	assert_aborts(ask_for_too_many, c->arena);
	assert_aborts(ask_for_the_most, c->arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(memory_is_zeroed_and_aligned),
		task_test(used_memory_is_zeroed_again_after_a_reset),
		task_test(defers_run_once_and_last_first),
		task_test(text_is_copied_with_an_end),
		task_test(sizes_that_overflow_end_the_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
