/* limits_test.c - too large, too many, too slow, too late. */
#include "testing.h"

#include "http/reaper.h"
#include "http/target.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static struct slice repeated(struct fixture *f, const char *before, char byte, size_t count,
			     const char *after)
{
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	buf_add_cstr(out, before);
	for (size_t i = 0; i < count; i++) {
		buf_add_byte(out, byte);
	}
	buf_add_cstr(out, after);
	return buf_slice(out);
}

static int status_of_bytes(struct fixture *f, struct slice request, struct slice *ret_stream)
{
	const int descriptor = client_open(f);
	int64_t status = 0;
	client_send(descriptor, request);
	client_send(descriptor, S("GET /echo/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"));
	const struct slice stream = client_read_to_end(f, descriptor);
	(void)close(descriptor);
	assert_true(slice_to_int64(slice_between(stream, 9, 12), &status));
	assert_lacks(stream, "smuggled");
	*ret_stream = stream;
	return (int)status;
}

static void a_body_over_the_routes_maximum_is_refused_unread(void **state)
{
	struct fixture *f = *state;
	struct slice stream;
	/* Only announced: if the server waited for the bytes, this would end in patience. */
	const struct slice announced =
		S("POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 65\r\n\r\n");
	const int descriptor = client_open(f);
	client_send(descriptor, announced);
	const struct reply reply = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_int_equal(reply.status, 413);
	assert_has(reply.body, "http.body_too_large");
	(void)close(descriptor);
	/* Sent in full it still gets to read why. */
	const struct slice sent = repeated(
		f,
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 300000\r\n\r\na=", 'x',
		299998, "");
	assert_int_equal(status_of_bytes(f, sent, &stream), 413);
	assert_has(stream, "http.body_too_large");
}

static void a_body_of_exactly_the_maximum_is_taken(void **state)
{
	struct fixture *f = *state;
	const struct slice request = repeated(
		f, "POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 64\r\n\r\na=", 'x',
		62, "");
	const struct reply reply = client_ask(f, arena_cstr(f->c.arena, request));
	assert_int_equal(reply.status, 200);
	assert_has(reply.body, "form a=xxxx");
}

static void a_page_without_a_body_takes_none(void **state)
{
	struct fixture *f = *state;
	struct slice stream;
	const struct slice request =
		S("GET / HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 3\r\n\r\na=1");
	assert_int_equal(status_of_bytes(f, request, &stream), 413);
}

static void addresses_and_heads_have_limits(void **state)
{
	struct fixture *f = *state;
	struct slice stream;
	static const struct {
		const char *before;
		size_t count;
		const char *after;
		int status;
		const char *page; /* ours, or NULL where the library answers with its own words */
	} rows[] = {
		{"GET /echo/", TARGET_BYTES_MAX, " HTTP/1.1\r\nHost: x\r\n\r\n", 414,
		 "error 414 km http.gate"},
		{"GET /", 40000, " HTTP/1.1\r\nHost: x\r\n\r\n", 414, NULL},
		{"GET / HTTP/1.1\r\nHost: x\r\nA: ", 17000, "\r\n\r\n", 431,
		 "error 431 km http.gate"},
		/* The nineteenth of the gate's raw requests. */
		{"GET / HTTP/1.1\r\nHost: x\r\nA: ", 40000, "\r\n\r\n", 431, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice request =
			repeated(f, rows[i].before, 'a', rows[i].count, rows[i].after);
		assert_int_equal(status_of_bytes(f, request, &stream), rows[i].status);
		if (rows[i].page != NULL) {
			assert_has(stream, rows[i].page);
		}
	}
}

static void more_headers_than_a_hundred_are_refused(void **state)
{
	struct fixture *f = *state;
	struct slice stream;
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	buf_add_cstr(out, "GET / HTTP/1.1\r\nHost: x\r\n");
	for (int i = 0; i < 100; i++) {
		buf_printf(out, "A%d: 1\r\n", i);
	}
	buf_add_cstr(out, "\r\n");
	assert_int_equal(status_of_bytes(f, buf_slice(out), &stream), 431);
}

static void more_fields_than_a_form_may_have_are_refused(void **state)
{
	struct fixture *f = *state;
	struct slice stream;
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	buf_add_cstr(out, "GET /echo?");
	for (int i = 0; i < 257; i++) {
		buf_add_cstr(out, "a&");
	}
	buf_add_cstr(out, " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_int_equal(status_of_bytes(f, buf_slice(out), &stream), 414);
}

/* ---- Too slow. */

/* Send a byte now and then until the server ends the connection. */
static int64_t drip(struct fixture *f, struct slice start, size_t most)
{
	const int64_t before = clock_monotonic_us();
	const int descriptor = client_open(f);
	client_send(descriptor, start);
	for (size_t i = 0; i < most; i++) {
		struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
		if (poll(&waiting, 1, 100) == 1) {
			char byte;
			assert_int_equal(recv(descriptor, &byte, 1, 0), 0);
			(void)close(descriptor);
			return clock_monotonic_us() - before;
		}
		client_send(descriptor, S("a"));
	}
	fail_msg("still connected");
	return 0;
}

static void slow_heads_are_cut_though_never_silent(void **state)
{
	struct fixture *f = *state;
	assert_in_range(drip(f, S("GET / HTTP/1.1\r\nHost: x\r\nA: "), 150), 900000, 10000000);
	assert_in_range(drip(f, S(""), 150), 900000, 10000000);
}

static void slow_bodies_are_cut(void **state)
{
	struct fixture *f = *state;
	assert_in_range(
		drip(f, S("POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 64\r\n\r\n"),
		     40),
		900000, 10000000);
}

static void a_slow_second_head_is_cut(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 200);
	for (int i = 0; i < 150; i++) {
		struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
		if (poll(&waiting, 1, 100) == 1) {
			char byte;
			assert_int_equal(recv(descriptor, &byte, 1, 0), 0);
			(void)close(descriptor);
			return;
		}
		client_send(descriptor, S("a"));
	}
	fail_msg("still connected");
}

static void the_reaper_cuts_what_is_overdue_and_nothing_else(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	struct reaper *reaper = reaper_create(arena);
	struct reaper_entry entries[3] = {0};
	int pairs[3][2];
	static const int64_t deadlines[] = {1000, 0, 2000};
	char byte;

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
		entries[i].descriptor = pairs[i][0];
		atomic_store(&entries[i].deadline_us, deadlines[i]);
		reaper_add(reaper, &entries[i]);
	}
	assert_int_equal(reaper_run(reaper, 999), 0);
	assert_int_equal(reaper_run(reaper, 1000), 1);
	assert_int_equal(reaper_run(reaper, 1500), 0);
	assert_int_equal(recv(pairs[0][1], &byte, 1, MSG_DONTWAIT), 0);
	assert_int_equal(recv(pairs[1][1], &byte, 1, MSG_DONTWAIT), -1);
	assert_int_equal(recv(pairs[2][1], &byte, 1, MSG_DONTWAIT), -1);
	reaper_remove(reaper, &entries[1]);
	reaper_remove(reaper, &entries[2]);
	assert_int_equal(reaper_run(reaper, 5000), 0);
	assert_int_equal(reaper_count(reaper), 1);
	reaper_remove(reaper, &entries[0]);
	reaper_destroy(reaper);
	for (size_t i = 0; i < 3; i++) {
		(void)close(pairs[i][0]);
		(void)close(pairs[i][1]);
	}
	arena_destroy(arena);
}

/* ---- Too many. */

static void one_address_gets_so_many_connections(void **state)
{
	struct fixture *f = *state;
	int open[2];
	for (size_t i = 0; i < COUNT_OF(open); i++) {
		open[i] = client_open(f);
		client_send(open[i], S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
		assert_int_equal(client_read_reply(f, open[i], BODY_FOLLOWS).status, 200);
	}
	const int more = client_open(f);
	client_send(more, S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(client_read_reply(f, more, BODY_FOLLOWS).status, 0);
	(void)close(more);
	/* Those who are in stay in. */
	client_send(open[0], S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(client_read_reply(f, open[0], BODY_FOLLOWS).status, 200);
	(void)close(open[0]);
	(void)close(open[1]);
}

static void a_connection_ends_after_a_thousand_requests(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	struct reply reply = {.status = 0};
	int count = 0;
	do {
		client_send(descriptor, S("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"));
		reply = client_read_reply(f, descriptor, NO_BODY_FOLLOWS);
		assert_int_equal(reply.status, 200);
		count++;
	} while (!slice_is(reply_header(&reply, "Connection"), "close"));
	assert_int_equal(count, 1000);
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 0);
	(void)close(descriptor);
}

/* ---- The end. */

static void stopping_lets_an_answer_out_and_then_refuses(void **state)
{
	struct fixture *f = *state;
	const int idle = client_open(f);
	const int asking = client_open(f);
	client_send(asking, S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(client_read_reply(f, asking, BODY_FOLLOWS).status, 200);
	const int64_t before = clock_monotonic_us();
	http_stop(f->server, 5);
	f->server = NULL;
	assert_true(clock_monotonic_us() - before < 4000000);
	assert_int_equal(client_read_reply(f, asking, BODY_FOLLOWS).status, 0);
	assert_int_equal(client_read_reply(f, idle, BODY_FOLLOWS).status, 0);
	(void)close(asking);
	(void)close(idle);
	http_stop(NULL, 1);
}

static int prepare(void **state)
{
	*state = fixture_create();
	return 0;
}

static int start(void **state)
{
	(void)prepare(state);
	fixture_start(*state);
	return 0;
}

static int start_impatient(void **state)
{
	struct fixture *f = fixture_create();
	f->options.header_seconds = 1;
	f->options.idle_seconds = 2;
	fixture_start(f);
	*state = f;
	return 0;
}

static int start_small(void **state)
{
	struct fixture *f = fixture_create();
	f->options.connections_per_address = 2;
	fixture_start(f);
	*state = f;
	return 0;
}

static int stop(void **state)
{
	fixture_destroy(*state);
	return 0;
}

int main(void)
{
#define STARTED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
		STARTED(a_body_over_the_routes_maximum_is_refused_unread),
		STARTED(a_body_of_exactly_the_maximum_is_taken),
		STARTED(a_page_without_a_body_takes_none),
		STARTED(addresses_and_heads_have_limits),
		STARTED(more_headers_than_a_hundred_are_refused),
		STARTED(more_fields_than_a_form_may_have_are_refused),
		cmocka_unit_test_setup_teardown(slow_heads_are_cut_though_never_silent,
						start_impatient, stop),
		cmocka_unit_test_setup_teardown(slow_bodies_are_cut, start_impatient, stop),
		cmocka_unit_test_setup_teardown(a_slow_second_head_is_cut, start_impatient, stop),
		cmocka_unit_test(the_reaper_cuts_what_is_overdue_and_nothing_else),
		cmocka_unit_test_setup_teardown(one_address_gets_so_many_connections, start_small,
						stop),
		STARTED(a_connection_ends_after_a_thousand_requests),
		STARTED(stopping_lets_an_answer_out_and_then_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
