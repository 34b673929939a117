/* gate_test.c - requests that a proxy and a server could read differently, sent as raw bytes to a
 * running server. Every refusal must close the connection: the request that follows each row is
 * answered only where the row itself is a good one.
 */
#include "testing.h"

#include "http/gate.h"

#define FOLLOWER "GET /echo/smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define FORM     "Content-Type: application/x-www-form-urlencoded\r\n"

enum follower { FOLLOWER_UNANSWERED, FOLLOWER_ANSWERED };

struct row {
	const char *what;
	struct slice request;
	int status; /* of the first answer; 0: closed without one */
	enum follower follower;
	const char *reason; /* of the gate; NULL: not the gate */
};

#define ROW(what, request, status, follower, reason)                                               \
	{                                                                                          \
		what, {request, sizeof(request) - 1}, status, follower, reason                     \
	}
#define GOOD(what, request)            ROW(what, request, 200, FOLLOWER_ANSWERED, NULL)
#define REFUSED(what, request, reason) ROW(what, request, 400, FOLLOWER_UNANSWERED, reason)
/* Refused by the library itself, with its own words, before our gate is asked. */
#define LIBRARY(what, request, status) ROW(what, request, status, FOLLOWER_UNANSWERED, NULL)

static const struct row ROWS[] = {
	GOOD("a plain GET", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
	GOOD("blanks around a value",
	     "GET / HTTP/1.1\r\nHost: \t x\r\nA:\r\nB:  \r\nC: 1 \r\n\r\n"),
	GOOD("a form with its length",
	     "POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 3\r\n\r\na=1"),
	GOOD("an absolute address", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
	GOOD("an empty line before the request (RFC 9112 2.2)",
	     "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),

	/* The nineteen. */
	REFUSED("1 Content-Length together with chunked",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
		"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"coding"),
	REFUSED("2 chunked together with Content-Length",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
		"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
		"coding"),
	REFUSED("3 two different lengths",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
		"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=1",
		"length"),
	REFUSED("4 the same length twice",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
		"Content-Length: 3\r\nContent-Length: 3\r\n\r\na=1",
		"length"),
	REFUSED("5 a space before the colon",
		"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"name"),
	REFUSED("6 a folded line",
		"GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n Transfer-Encoding: chunked\r\n\r\n",
		"lines"),
	REFUSED("7 a bare CR in a value",
		"GET / HTTP/1.1\r\nHost: x\r\nA: 1\rTransfer-Encoding: chunked\r\n\r\n", "value"),
	REFUSED("8 two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "host"),
	REFUSED("9 bare LF line ends", "GET / HTTP/1.1\nHost: x\n\n", "lines"),
	REFUSED("10 one bare LF among good line ends",
		"GET / HTTP/1.1\r\nHost: x\r\nA: 1\nB: 2\r\n\r\n", "lines"),
	ROW("11 LF inside a chunk extension",
	    "POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
	    "Transfer-Encoding: chunked\r\n\r\n3;a\nb\r\na=1\r\n0\r\n\r\n",
	    411, FOLLOWER_UNANSWERED, "chunked"),
	REFUSED("12 NUL in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: 1\0 2\r\n\r\n", "lines"),
	REFUSED("13 an unknown coding",
		"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", "coding"),
	LIBRARY("14 a length with a sign",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: +3\r\n\r\na=1", 400),
	LIBRARY("15 a list of lengths",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: 3, 3\r\n\r\na=1", 400),
	LIBRARY("16 a length beyond 64 bits",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
		"Content-Length: 99999999999999999999999\r\n\r\na=1",
		413),
	ROW("17 a chunk size with 0x",
	    "POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
	    "Transfer-Encoding: chunked\r\n\r\n0x3\r\na=1\r\n0\r\n\r\n",
	    411, FOLLOWER_UNANSWERED, "chunked"),
	ROW("18 a good chunked body: a length is asked for",
	    "POST /echo HTTP/1.1\r\nHost: x\r\n" FORM
	    "Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n",
	    411, FOLLOWER_UNANSWERED, "chunked"),
	/* 19, a header of 40 KB, stands in limits_test.c. */

	/* Their relatives. */
	REFUSED("chunked named twice",
		"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"coding"),
	REFUSED("chunked behind another coding",
		"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
		"coding"),
	REFUSED("chunked in HTTP/1.0",
		"POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"coding"),
	REFUSED("a vertical tab in the coding",
		"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0b"
		"chunked\r\n\r\n",
		"value"),
	REFUSED("NUL in a name", "GET / HTTP/1.1\r\nHost: x\r\nA\0B: 1\r\n\r\n", NULL),
	REFUSED("NUL in the address", "GET /\0/x HTTP/1.1\r\nHost: x\r\n\r\n", "lines"),
	REFUSED("NUL and a byte between value and bare LFs",
		"GET / HTTP/1.1\r\nHost: x\r\nA: 1\0{\n\n", "lines"),
	REFUSED("a bare CR in the address", "GET /a\rb HTTP/1.1\r\nHost: x\r\n\r\n", "lines"),
	REFUSED("a tab in the address", "GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n", "lines"),
	REFUSED("a line that begins with NUL", "GET / HTTP/1.1\r\nHost: x\r\n\0A: 1\r\n\r\n",
		"lines"),
	REFUSED("LF CR instead of CR LF", "GET / HTTP/1.1\r\nHost: x\n\r\n\r\n", NULL),
	REFUSED("a bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n", "lines"),
	REFUSED("a bare LF as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\n", "lines"),
	REFUSED("two spaces in the request line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "lines"),
	REFUSED("a space at its end", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", NULL),
	REFUSED("a header without a name", "GET / HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n", NULL),
	REFUSED("a name that is no token", "GET / HTTP/1.1\r\nHost: x\r\nA(b): 1\r\n\r\n", "name"),
	REFUSED("a method that is no token", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", "method"),
	REFUSED("a value that is no UTF-8", "GET / HTTP/1.1\r\nHost: x\r\nA: \xff\r\n\r\n",
		"value"),
	REFUSED("a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", "host"),
	REFUSED("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "host"),
	REFUSED("a version of the future", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", "version"),
	REFUSED("an absolute address with a line end encoded",
		"GET http://x/%0d%0aA:1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na", NULL),
	/* What is left. The library skips the first of these lines before anybody can look at it,
	 * and a NUL in the place of a CR leaves the same traces as CRLF. No proxy sends either on
	 * (docs/http.md). */
	GOOD("a line that begins with NUL before the request line",
	     "\0GET /other HTTP/1.1\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
	GOOD("NUL LF instead of CR LF", "GET / HTTP/1.1\r\nHost: x\0\nA: 1\r\n\r\n"),
	LIBRARY("no host", "GET / HTTP/1.1\r\n\r\n", 400),
	LIBRARY("a line without a colon", "GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", 400),
	LIBRARY("an empty length",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length:\r\n\r\n", 400),
	LIBRARY("a negative length",
		"POST /echo HTTP/1.1\r\nHost: x\r\n" FORM "Content-Length: -1\r\n\r\n", 400),
};

static int status_of(struct slice stream)
{
	int64_t status = 0;
	if (!slice_starts(stream, S("HTTP/1."))) {
		return 0;
	}
	assert_true(slice_to_int64(slice_between(stream, 9, 12), &status));
	return (int)status;
}

static uint64_t refusals(struct fixture *f, const char *reason)
{
	struct buf *out = buf_create(f->c.arena, 64 * 1024);
	char line[64];
	int64_t count = 0;
	http_metrics(f->server, out);
	(void)snprintf(line, sizeof line, "refused_total{reason=\"%s\"} ", reason);
	const size_t at = slice_find(buf_slice(out), slice_of(line));
	assert_true(at != SIZE_MAX);
	struct slice rest = slice_between(buf_slice(out), at + strlen(line), buf_length(out));
	struct slice digits;
	assert_true(slice_next(&rest, '\n', &digits));
	assert_true(slice_to_int64(digits, &count));
	return (uint64_t)count;
}

static void check(struct fixture *f, const struct row *row)
{
	const uint64_t before = row->reason != NULL ? refusals(f, row->reason) : 0;
	const int descriptor = client_open(f);
	client_send(descriptor, row->request);
	client_send(descriptor, S(FOLLOWER));
	const struct slice stream = client_read_to_end(f, descriptor);
	(void)close(descriptor);

	if (status_of(stream) != row->status) {
		fail_msg("%s: expected %d, got: %.*s", row->what, row->status, SLICE_PRINT(stream));
	}
	if (has(stream, "parameter=smuggled") != (row->follower == FOLLOWER_ANSWERED)) {
		fail_msg("%s: what follows was%s answered", row->what,
			 row->follower == FOLLOWER_ANSWERED ? " not" : "");
	}
	if (row->reason != NULL && refusals(f, row->reason) != before + 1) {
		fail_msg("%s: not refused for \"%s\": %.*s", row->what, row->reason,
			 SLICE_PRINT(stream));
	}
}

static void every_raw_request_gets_what_the_table_says(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		check(f, &ROWS[i]);
	}
}

/* Cut anywhere, a head must come out the same: the layout check works on positions in the library's
 * buffer, which must not depend on how the bytes arrived. */
static void heads_that_arrive_in_pieces_are_judged_alike(void **state)
{
	struct fixture *f = *state;
	const struct slice good = S("GET /echo/1 HTTP/1.1\r\nHost: x\r\nAccept: a\r\n\r\n");
	for (size_t cut = 1; cut < good.length; cut++) {
		const int descriptor = client_open(f);
		client_send(descriptor, slice_between(good, 0, cut));
		client_send(descriptor, slice_between(good, cut, good.length));
		client_send(descriptor, S(FOLLOWER));
		const struct slice stream = client_read_to_end(f, descriptor);
		(void)close(descriptor);
		assert_int_equal(status_of(stream), 200);
		assert_has(stream, "parameter=smuggled");
	}
}

static void a_large_but_allowed_head_passes(void **state)
{
	struct fixture *f = *state;
	struct buf *head = buf_create(f->c.arena, HEAD_BYTES_MAX);
	buf_add_cstr(head, "GET /echo/1 HTTP/1.1\r\nHost: x\r\n");
	for (int i = 0; i < 90; i++) {
		buf_printf(head, "Header-%d: %0150d\r\n", i, i);
	}
	buf_add_cstr(head, "\r\n");
	assert_in_range(buf_length(head), HEAD_BYTES_MAX / 2, HEAD_BYTES_MAX - 1);
	const int descriptor = client_open(f);
	for (int i = 0; i < 3; i++) {
		client_send(descriptor, buf_slice(head));
		assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 200);
	}
	/* And several at once, so that one lies behind the other in the library's buffer. */
	for (int i = 0; i < 3; i++) {
		client_send(descriptor, buf_slice(head));
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(client_read_reply(f, descriptor, BODY_FOLLOWS).status, 200);
	}
	(void)close(descriptor);
}

static void refusals_are_pages_in_the_readers_language(void **state)
{
	struct fixture *f = *state;
	const struct reply english = client_ask(
		f, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nAccept-Language: en\r\n\r\n");
	assert_int_equal(english.status, 400);
	assert_true(slice_is(english.body, "error 400 en http.gate\n"));
	assert_has(reply_header(&english, "Content-Security-Policy"), "default-src 'none'");
	assert_true(slice_is(reply_header(&english, "Connection"), "close"));
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
		cmocka_unit_test_setup_teardown(every_raw_request_gets_what_the_table_says, start,
						stop),
		cmocka_unit_test_setup_teardown(heads_that_arrive_in_pieces_are_judged_alike, start,
						stop),
		cmocka_unit_test_setup_teardown(a_large_but_allowed_head_passes, start, stop),
		cmocka_unit_test_setup_teardown(refusals_are_pages_in_the_readers_language, start,
						stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
