#include "testing.h"

#include <pthread.h>

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

static void a_client_that_asks_first_is_told_to_go_on(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
				  "Content-Type: application/x-www-form-urlencoded\r\n"
				  "Expect: 100-continue\r\n\r\n"));
	assert_int_equal(client_read_reply(f, descriptor, NO_BODY_FOLLOWS).status, 100);
	client_send(descriptor, S("a=1"));
	const struct reply reply = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_int_equal(reply.status, 200);
	assert_has(reply.body, "form a=1\n");
	client_send(descriptor, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n"
				  "Content-Type: application/x-www-form-urlencoded\r\n"
				  "Expect: 100-continue\r\n\r\n"));
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 413);
	(void)close(descriptor);
}

static void a_body_is_no_next_request(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n"
				  "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
				  "a=1&GET / HTTP/1.1%0D%0A=b"
				  "GET /echo/next HTTP/1.1\r\nHost: x\r\n\r\n"));
	const struct reply first = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_int_equal(first.status, 200);
	assert_has(first.body, "form a=1\n");
	const struct reply next = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_has(next.body, "parameter=next\n");
	(void)close(descriptor);
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

static void http_1_0_is_answered_and_closed(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n"));
	const struct slice stream = client_read_to_end(f, descriptor);
	assert_true(slice_starts(stream, S("HTTP/1.1 200")) ||
		    slice_starts(stream, S("HTTP/1.0 200")));
	assert_true(slice_ends(stream, S("\r\n\r\nhello")));
	(void)close(descriptor);
}

static void failures_become_statuses(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *how;
		int read;
		int sent;
	} rows[] = {
		{"not-found", 404, 404}, {"denied", 403, 403}, {"conflict", 409, 409},
		{"invalid", 400, 422},   {"limit", 413, 413},  {"broken", 500, 500},
		{"busy", 429, 429},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char request[200];
		char page[64];
		(void)snprintf(request, sizeof request, "GET /fail/%s HTTP/1.1\r\nHost: x\r\n\r\n",
			       rows[i].how);
		const struct reply read = client_ask(f, request);
		assert_int_equal(read.status, rows[i].read);
		(void)snprintf(page, sizeof page, "error %d km http.no_such_page\n", rows[i].read);
		assert_true(slice_is(read.body, page));
		(void)snprintf(request, sizeof request,
			       "POST /fail/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
			       rows[i].how);
		assert_int_equal(client_ask(f, request).status, rows[i].sent);
	}
}

static void other_methods_are_told_what_is_allowed(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *request;
		int status;
		const char *allow;
	} rows[] = {
		{"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD"},
		{"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD"},
		{"OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD, POST"},
		{"get / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD"},
		{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405, "GET, HEAD"},
		{"POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 404, ""},
		{"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, ""},
		{"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400, ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct reply reply = client_ask(f, rows[i].request);
		assert_int_equal(reply.status, rows[i].status);
		assert_true(slice_is(reply_header(&reply, "Allow"), rows[i].allow));
	}
}

static void a_refusal_without_a_body_keeps_the_connection(void **state)
{
	struct fixture *f = *state;
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET /none HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"
				  "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 404);
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 400);
	assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 200);
	(void)close(descriptor);
}

static void sloppy_addresses_are_sent_to_the_right_one(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *target;
		int status;
		const char *location;
	} rows[] = {
		{"/echo/", 308, "/echo"},
		{"//echo//a%20b/?q=%20&lang=en", 308, "/echo/a%20b?q=%20&lang=en"},
		{"//evil.example", 404, ""},
		{"/none/", 404, ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct reply reply = client_get(f, rows[i].target, "");
		assert_int_equal(reply.status, rows[i].status);
		assert_true(slice_is(reply_header(&reply, "Location"), rows[i].location));
	}
}

static void only_forms_of_our_own_pages_are_taken(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *headers;
		const char *body;
		int status;
		const char *key;
	} rows[] = {
		{"Content-Type: application/json\r\n", "a=1", 415, "http.content_type"},
		{"Content-Type: multipart/form-data; boundary=x\r\n", "a=1", 415,
		 "http.content_type"},
		{"", "a=1", 415, "http.content_type"},
		{"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n", "a=1", 200,
		 "form a=1"},
		{"Content-Type: APPLICATION/X-WWW-Form-Urlencoded\r\nSec-Fetch-Site: "
		 "same-origin\r\n",
		 "a=1", 200, "form a=1"},
		{"Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: "
		 "cross-site\r\n",
		 "a=1", 403, "http.cross_site"},
		{"Content-Type: application/x-www-form-urlencoded\r\n", "a=%", 422,
		 "form.encoding"},
		{"Content-Type: application/x-www-form-urlencoded\r\n", "a=%ff", 422,
		 "form.encoding"},
		{"Content-Type: application/x-www-form-urlencoded\r\n", "a=\x01", 422,
		 "form.encoding"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct slice request = arena_format(
			f->c.arena,
			"POST /echo HTTP/1.1\r\nHost: x\r\n%sContent-Length: %zu\r\n\r\n%s",
			rows[i].headers, strlen(rows[i].body), rows[i].body);
		const struct reply reply = client_ask(f, request.at);
		assert_int_equal(reply.status, rows[i].status);
		assert_has(reply.body, rows[i].key);
	}
}

static void the_language_is_asked_for_in_three_ways(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *target;
		const char *headers;
		const char *language;
	} rows[] = {
		{"/echo", "", "km"},
		{"/echo", "Accept-Language: en-GB,en;q=0.8\r\n", "en"},
		{"/echo", "Accept-Language: en\r\nCookie: lang=km\r\n", "km"},
		{"/echo?lang=en", "Cookie: lang=km\r\n", "en"},
		{"/echo?lang=xx", "Cookie: lang=en\r\n", "en"},
		{"/echo?lang=%3Cscript%3E", "Cookie: lang=zz\r\nAccept-Language: en\r\n", "en"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char line[32];
		(void)snprintf(line, sizeof line, "language=%s\n", rows[i].language);
		const struct reply reply = client_get(f, rows[i].target, rows[i].headers);
		assert_int_equal(reply.status, 200);
		assert_has(reply.body, line);
	}
}

static void a_proxy_is_believed_only_where_one_was_promised(void **state)
{
	struct fixture *f = *state;
	static const char headers[] = "X-Forwarded-For: 192.0.2.7, 203.0.113.9\r\n"
				      "X-Forwarded-Proto: https\r\n";
	const struct reply direct = client_get(f, "/echo", headers);
	assert_has(direct.body, "peer=127.0.0.1\nsecure=0");
	struct fixture *proxied = fixture_create();
	proxied->options.behind_proxy = true;
	fixture_start(proxied);
	const struct reply reply = client_get(proxied, "/echo", headers);
	assert_has(reply.body, "peer=203.0.113.9\nsecure=1");
	assert_has(reply.head, "Strict-Transport-Security");
	assert_int_equal(client_get(proxied, "/metrics", headers).status, 404);
	assert_int_equal(client_get(proxied, "/metrics", "").status, 200);
	fixture_destroy(proxied);
}

/* ---- What the server tells about itself. */

static err unwell(struct http_exchange *x)
{
	return FAIL_PLAIN(&x->c, ERR_BROKEN, "http.threads");
}

static void health_is_asked(void **state)
{
	struct fixture *f = *state;
	const struct reply well = client_get(f, "/healthz", "");
	assert_int_equal(well.status, 200);
	assert_true(slice_is(well.body, "ok\n"));
	struct fixture *ill = fixture_create();
	ill->options.health = unwell;
	fixture_start(ill);
	assert_int_equal(client_get(ill, "/healthz", "").status, 503);
	fixture_destroy(ill);
}

static void metrics_count_and_name_nobody(void **state)
{
	struct fixture *f = *state;
	(void)client_get(f, "/echo/Sokha?name=Sokha", "");
	(void)client_get(f, "/none", "");
	(void)client_ask(f, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
	const struct reply reply = client_get(f, "/metrics", "");
	assert_int_equal(reply.status, 200);
	assert_true(slice_is(reply_header(&reply, "Content-Type"),
			     "text/plain; version=0.0.4; charset=utf-8"));
	static const char *const lines[] = {
		"spean_http_requests_total{class=\"2xx\"} 1\n",
		"spean_http_requests_total{class=\"4xx\"} 2\n",
		"spean_http_refused_total{reason=\"host\"} 1\n",
		"spean_http_refused_total{reason=\"lines\"} 0\n",
		"spean_http_seconds_bucket{le=\"+Inf\"} 3\n",
		"spean_http_seconds_count 3\n",
		"spean_http_connections_total 4\n",
		"# TYPE spean_http_seconds histogram\n",
		"process_resident_memory_bytes ",
	};
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		assert_has(reply.body, lines[i]);
	}
	assert_lacks(reply.body, "Sokha");
	assert_lacks(reply.body, "127.0.0.1");
	assert_lacks(reply.body, "/echo");
}

static void the_access_log_has_patterns_and_no_queries(void **state)
{
	(void)state;
	int ends[2];
	char text[4096];
	assert_int_equal(pipe(ends), 0);
	struct fixture *f = fixture_create();
	f->options.access_log = ends[1];
	fixture_start(f);
	(void)client_get(f, "/echo/Sokha?name=Sokha&lang=en", "Cookie: seen=Sokha\r\n");
	(void)client_get(f, "/none/Sokha", "");
	(void)client_ask(f, "SOKHA / HTTP/1.1\r\nHost: x\r\n\r\n");
	fixture_destroy(f);
	(void)close(ends[1]);
	const ssize_t got = read(ends[0], text, sizeof text);
	(void)close(ends[0]);
	assert_true(got > 0);
	const struct slice log = {text, (size_t)got};
	assert_has(log, "http.access");
	assert_has(log, "/echo/:a");
	assert_has(log, "404");
	assert_has(log, "OTHER");
	assert_lacks(log, "Sokha");
	assert_lacks(log, "SOKHA");
	assert_lacks(log, "?");
	assert_lacks(log, "127.0.0.1");
}

/* ---- Stopping while an answer is being made. The handler waits for a byte that only comes when
 * the server is already stopping. */

static int begun[2];
static int go_on[2];

static err wait_for_byte(struct http_exchange *x)
{
	char byte;
	must(write(begun[1], "b", 1) == 1);
	must(read(go_on[0], &byte, 1) == 1);
	return hello(x);
}

static void *stop_now(void *server)
{
	http_stop(server, 20);
	return NULL;
}

static void a_running_answer_is_finished_before_the_end(void **state)
{
	(void)state;
	static const struct route routes[] = {{HTTP_GET, "/wait", wait_for_byte, PERMISSION_ANYONE,
					       CACHE_NONE, 0, "Waits.", CSRF_NONE,
					       CREDENTIAL_COOKIE}};
	struct fixture *f = fixture_create();
	pthread_t stopper;
	char byte;
	assert_int_equal(pipe(begun), 0);
	assert_int_equal(pipe(go_on), 0);
	f->tables[1] = (struct route_table){routes, COUNT_OF(routes)};
	fixture_start(f);
	const int descriptor = client_open(f);
	client_send(descriptor, S("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_int_equal(read(begun[0], &byte, 1), 1);
	const unsigned port = http_port(f->server);
	assert_int_equal(pthread_create(&stopper, NULL, stop_now, f->server), 0);
	/* Nobody new gets in any more: refused, or accepted by nobody and closed. */
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int refused = 0;
	for (int i = 0; i < 100000 && refused == 0; i++) {
		const int late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		refused = connect(late, (struct sockaddr *)&address, sizeof address) != 0;
		(void)close(late);
	}
	assert_true(refused);
	assert_int_equal(write(go_on[1], "g", 1), 1);
	const struct reply reply = client_read_reply(f, descriptor, BODY_FOLLOWS);
	assert_int_equal(reply.status, 200);
	assert_true(slice_is(reply.body, "hello"));
	assert_true(slice_is(reply_header(&reply, "Connection"), "close"));
	assert_int_equal(pthread_join(stopper, NULL), 0);
	f->server = NULL;
	(void)close(descriptor);
	for (int i = 0; i < 2; i++) {
		(void)close(begun[i]);
		(void)close(go_on[i]);
	}
	fixture_destroy(f);
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
#define STARTED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
		STARTED(a_route_answers),
		STARTED(keep_alive_serves_many_on_one_connection),
		STARTED(pipelined_requests_are_answered_in_order),
		STARTED(a_form_reaches_the_handler),
		STARTED(a_client_that_asks_first_is_told_to_go_on),
		STARTED(a_body_is_no_next_request),
		STARTED(head_has_no_body_but_its_length),
		STARTED(http_1_0_is_answered_and_closed),
		STARTED(failures_become_statuses),
		STARTED(other_methods_are_told_what_is_allowed),
		STARTED(a_refusal_without_a_body_keeps_the_connection),
		STARTED(sloppy_addresses_are_sent_to_the_right_one),
		STARTED(only_forms_of_our_own_pages_are_taken),
		STARTED(the_language_is_asked_for_in_three_ways),
		STARTED(a_proxy_is_believed_only_where_one_was_promised),
		STARTED(health_is_asked),
		STARTED(metrics_count_and_name_nobody),
		cmocka_unit_test(the_access_log_has_patterns_and_no_queries),
		cmocka_unit_test(a_running_answer_is_finished_before_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
