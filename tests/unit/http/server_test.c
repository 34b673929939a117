#include "testing.h"

static void a_route_answers(void **state)
{
	struct fixture *f = *state;
	const struct reply reply = client_get(f, "/", "");
	assert_int_equal(reply.status, 200);
	assert_true(slice_is(reply.body, "hello"));
	assert_has(reply_header(&reply, "Content-Security-Policy"), "default-src 'none'");
	assert_has(reply_header(&reply, "Cache-Control"), "no-store");
	assert_lacks(reply.head, "Strict-Transport-Security");
}

static void keep_alive_serves_many_on_one_connection(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	for (int i = 0; i < 5; i++) {
		client_send(descriptor, S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
		const struct reply reply = client_read_reply(f, descriptor, BODY_FOLLOWS);
		assert_int_equal(reply.status, 200);
		assert_true(slice_is(reply.body, "hello"));
	}
	(void)close(descriptor);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET /echo/2 HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET /echo/3 HTTP/1.1\r\nHost: x\r\n\r\n"));
	for (int i = 1; i <= 3; i++) {
		const struct reply reply = client_read_reply(f, descriptor, BODY_FOLLOWS);
		char expected[32];
		(void)snprintf(expected, sizeof expected, "parameter=%d\n", i);
		assert_has(reply.body, expected);
	}
	(void)close(descriptor);
}

static void a_form_reaches_the_handler(void **state)
{
	struct fixture *f = *state;
	const struct reply reply =
		client_ask(f, "POST /echo?lang=en HTTP/1.1\r\nHost: x\r\nContent-Length: 22\r\n"
			      "Content-Type: application/x-www-form-urlencoded\r\n"
			      "Cookie: other=1; seen=yes\r\n\r\n"
			      "a=1&b=%E1%9E%80+x&a=2&");
	assert_int_equal(reply.status, 200);
	assert_has(reply.body, "form a=1\n");
	assert_has(reply.body, "form b=\u1780 x\n");
	assert_has(reply.body, "form a=2\n");
	assert_has(reply.body, "language=en\n");
	assert_has(reply.body, "cookie=yes\n");
}

static void head_has_no_body_but_its_length(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	const struct reply head = client_read_reply(f, descriptor, NO_BODY_FOLLOWS);
	assert_int_equal(head.status, 200);
	assert_true(slice_is(reply_header(&head, "Content-Length"), "5"));
	const struct reply next = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_true(slice_is(next.body, "hello"));
	(void)close(descriptor);
}

static int start(void **state)
{
	struct fixture *f = fixture_create();
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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_route_answers, start, stop),
		cmocka_unit_test_setup_teardown(keep_alive_serves_many_on_one_connection, start,
						stop),
		cmocka_unit_test_setup_teardown(pipelined_requests_are_answered_in_order, start,
						stop),
		cmocka_unit_test_setup_teardown(a_form_reaches_the_handler, start, stop),
		cmocka_unit_test_setup_teardown(head_has_no_body_but_its_length, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
