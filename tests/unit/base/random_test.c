#include "../../testing.h"

#include "base/random.h"

static void hexadecimal_is_lower_case_and_whole(void **state)
{
	struct ctx *c = *state;
	assert_slice(hex_encode(c->arena, "\x00\x0F\xA5\xFF", 4), "000fa5ff");
	assert_slice(hex_encode(c->arena, "", 0), "");
}

static void hexadecimal_comes_back_or_is_refused(void **state)
{
	(void)state;
	unsigned char bytes[2] = {0};
	static const char *const wrong[] = {"",     "0",    "000",  "00000", "000000",
					    "00A5", "00 5", "00g5", "0x00"};
	assert_true(hex_decode(S("0fa5"), bytes, 2));
	assert_memory_equal(bytes, "\x0F\xA5", 2);
	assert_true(hex_decode(S(""), bytes, 0));
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_false(hex_decode(slice_of(wrong[i]), bytes, 2));
	}
}

static void random_bytes_fill_every_byte(void **state)
{
	(void)state;
	unsigned char seen[32] = {0};
	for (int round = 0; round < 100; round++) {
		unsigned char bytes[34] = {0};
		random_bytes(bytes + 1, sizeof seen);
		for (size_t i = 0; i < sizeof seen; i++) {
			seen[i] |= bytes[i + 1];
		}
		assert_int_equal(bytes[0] | bytes[33], 0);
	}
	for (size_t i = 0; i < sizeof seen; i++) {
		assert_int_equal(seen[i], 0xFF);
	}
}

/* RFC 9562 section 5.7 and its example A.6 for the time part. */
static void uuid7_has_time_version_and_variant(void **state)
{
	struct ctx *c = *state;
	for (int round = 0; round < 200; round++) {
		const struct slice id = random_uuid7(c->arena, INT64_C(0x017F22E279B0));
		assert_int_equal(id.length, 36);
		assert_true(slice_starts(id, S("017f22e2-79b0-7")));
		assert_int_equal(id.at[18], '-');
		assert_non_null(strchr("89ab", id.at[19]));
		assert_int_equal(id.at[23], '-');
		assert_int_equal(strspn(id.at, "0123456789abcdef-"), 36);
	}
	assert_true(slice_starts(random_uuid7(c->arena, 0), S("00000000-0000-7")));
	assert_true(
		slice_starts(random_uuid7(c->arena, (INT64_C(1) << 48) - 1), S("ffffffff-ffff-7")));
}

static void uuid7_sorts_by_time_and_does_not_repeat(void **state)
{
	struct ctx *c = *state;
	struct slice before = S("");
	for (int64_t now = INT64_C(1795000000000); now < INT64_C(1795000001000); now++) {
		const struct slice id = random_uuid7(c->arena, now);
		assert_true(slice_compare(before, id) < 0);
		assert_false(slice_equal(id, random_uuid7(c->arena, now)));
		before = id;
	}
}

static void ask_before_1970(void *argument)
{
	(void)random_uuid7(argument, -1);
}

static void uuid7_of_a_moment_it_cannot_hold_is_a_broken_promise(void **state)
{
	struct ctx *c = *state;
	assert_aborts(ask_before_1970, c->arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(hexadecimal_is_lower_case_and_whole),
		cmocka_unit_test(hexadecimal_comes_back_or_is_refused),
		cmocka_unit_test(random_bytes_fill_every_byte),
		task_test(uuid7_has_time_version_and_variant),
		task_test(uuid7_sorts_by_time_and_does_not_repeat),
		task_test(uuid7_of_a_moment_it_cannot_hold_is_a_broken_promise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
