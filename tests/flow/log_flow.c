/* log_flow.c - the access log as a file, and its rotation while requests go on. */
#include <stdio.h>

#include "flow.h"

#include "base/clock.h"
#include "base/file.h"

static size_t lines_in(struct flow *flow, const char *path)
{
	struct slice text;
	size_t count = 0;
	if (file_read(&flow->c, path, 1 << 20, &text) != OK) {
		return 0;
	}
	for (size_t i = 0; i < text.length; i++) {
		count += text.at[i] == '\n';
	}
	return count;
}

static void ask(struct flow *flow, const struct server *server, size_t times)
{
	for (size_t i = 0; i < times; i++) {
		assert_int_equal(server_get(flow->c.arena, server, "/healthz").status, 200);
	}
}

/* An access line is written when its request has ended: perhaps after its answer was read. */
static void await_lines(struct flow *flow, const char *first, const char *second, size_t expected)
{
	const int64_t deadline = clock_monotonic_us() + 10 * 1000 * 1000;
	size_t found = 0;
	while (found < expected && clock_monotonic_us() < deadline) {
		found = lines_in(flow, first) + lines_in(flow, second);
	}
	assert_int_equal(found, expected);
}

/* Which file a line goes into is open until the signal has arrived: all must be in one of them. */
static void rotate(struct flow *flow, const struct server *server, const char *path,
		   const char *old)
{
	ask(flow, server, 3);
	await_lines(flow, path, old, 3);
	assert_int_equal(rename(path, old), 0);
	assert_int_equal(kill(server->process, SIGHUP), 0);
	size_t asked = 3;
	const int64_t deadline = clock_monotonic_us() + 10 * 1000 * 1000;
	while (!file_exists(path) && clock_monotonic_us() < deadline) {
		ask(flow, server, 1);
		asked++;
	}
	assert_true(file_exists(path));
	ask(flow, server, 2);
	await_lines(flow, path, old, asked + 2);
	assert_true(lines_in(flow, path) >= 2);
}

static void the_access_log_is_opened_again_on_a_signal_and_loses_no_line(void **state)
{
	struct flow *flow = *state;
	const char *folder = scratch_folder(flow->c.arena);
	const char *path = arena_format(flow->c.arena, "%s/access.log", folder).at;
	const char *old = arena_format(flow->c.arena, "%s/access.log.1", folder).at;
	struct server server = server_start(flow->c.arena, flow->place,
					    (const char *const[]){"--access-log", path, NULL});
	rotate(flow, &server, path, old);
	assert_int_equal(server_stop(&server), 0);
}

static void a_log_that_cannot_be_written_is_one_sentence(void **state)
{
	struct flow *flow = *state;
	struct slice out;
	struct slice words;
	const char *path =
		arena_format(flow->c.arena, "%s/none/access.log", scratch_folder(flow->c.arena)).at;
	assert_int_equal(
		program_run(flow->c.arena,
			    (const char *const[]){"serve", "--store", flow->place, "--lang", "en",
						  "--access-log", path, NULL},
			    &out, &words),
		1);
	assert_true(slice_find(words, slice_of(path)) != SIZE_MAX);
	assert_int_equal(
		program_run(flow->c.arena,
			    (const char *const[]){"serve", "--store", flow->place, "--lang", "en",
						  "--access-log", path, "--no-access-log", NULL},
			    &out, &words),
		2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_access_log_is_opened_again_on_a_signal_and_loses_no_line),
		cmocka_unit_test(a_log_that_cannot_be_written_is_one_sentence),
	};
	return flow_run(tests, COUNT_OF(tests));
}
