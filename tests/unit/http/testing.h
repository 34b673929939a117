/* testing.h - a server with a few routes, and a client that sends raw bytes. For the tests of http/
 * only; everything is on loopback and on a free port.
 */
#ifndef SPEAN_TESTS_HTTP_TESTING_H
#define SPEAN_TESTS_HTTP_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"

#define UNUSED __attribute__((unused))

enum { PATIENCE_MS = 20000, PAGE_LENGTH = 5000, SMALL_BODY = 64, ANSWER_MAX = 4 * 1024 * 1024 };

/* ---- Routes that show what reached the handler. */

UNUSED static err hello(struct http_exchange *x)
{
	x->response.content_type = S("text/plain; charset=utf-8");
	x->response.body = S("hello");
	return OK;
}

UNUSED static err page(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, PAGE_LENGTH);
	const struct slice word = S("ស្ពាន ");
	while (buf_length(out) + word.length <= PAGE_LENGTH) {
		buf_add(out, word);
	}
	while (buf_length(out) < PAGE_LENGTH) {
		buf_add_byte(out, '.');
	}
	x->response.content_type = S("text/html; charset=utf-8");
	return buf_done(&x->c, out, &x->response.body);
}

/* Method, path, parameters, query, form, language, peer: one line each. */
UNUSED static err echo(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, 64 * 1024);
	buf_printf(out, "path=%.*s\n", SLICE_PRINT(x->request.path));
	for (size_t i = 0; i < COUNT_OF(x->parameters); i++) {
		if (x->parameters[i].at != NULL) {
			buf_printf(out, "parameter=%.*s\n", SLICE_PRINT(x->parameters[i]));
		}
	}
	for (size_t i = 0; i < x->request.query_count; i++) {
		buf_printf(out, "query %.*s=%.*s\n", SLICE_PRINT(x->request.query[i].name),
			   SLICE_PRINT(x->request.query[i].value));
	}
	for (size_t i = 0; i < x->request.form_count; i++) {
		buf_printf(out, "form %.*s=%.*s\n", SLICE_PRINT(x->request.form[i].name),
			   SLICE_PRINT(x->request.form[i].value));
	}
	buf_printf(out, "cookie=%.*s\n", SLICE_PRINT(http_cookie(&x->request, "seen")));
	buf_printf(out, "language=%s\npeer=%.*s\nsecure=%d\n", language_code(x->language),
		   SLICE_PRINT(x->request.peer), x->request.secure);
	x->response.content_type = S("text/plain; charset=utf-8");
	return buf_done(&x->c, out, &x->response.body);
}

UNUSED static err fail_with(struct http_exchange *x)
{
	static const struct {
		const char *name;
		err code;
	} codes[] = {
		{"not-found", ERR_NOT_FOUND}, {"denied", ERR_DENIED}, {"conflict", ERR_CONFLICT},
		{"invalid", ERR_INVALID},     {"limit", ERR_LIMIT},   {"broken", ERR_BROKEN},
	};
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		if (slice_is(x->parameters[0], codes[i].name)) {
			return FAIL_PLAIN(&x->c, codes[i].code, "http.no_such_page");
		}
	}
	x->response.status = 429;
	return FAIL_PLAIN(&x->c, ERR_LIMIT, "http.no_such_page");
}

UNUSED static err redirect(struct http_exchange *x)
{
	x->response.status = 303;
	x->response.location = S("/echo?a=b c\r\nSet-Cookie: x=1");
	return OK;
}

UNUSED static void show_error(struct http_exchange *x, int status)
{
	x->response.content_type = S("text/plain; charset=utf-8");
	x->response.body =
		arena_format(x->c.arena, "error %d %s %s\n", status, language_code(x->language),
			     x->c.fail.key != NULL ? x->c.fail.key : "-");
}

/* Nobody is known here: what is private is refused, unless a header says otherwise. */
UNUSED static err authorise(struct http_exchange *x, enum http_verdict *ret_verdict)
{
	if (slice_is(http_header(&x->request, "X-Go"), "elsewhere")) {
		x->response.status = 303;
		x->response.location = S("/");
		*ret_verdict = HTTP_ANSWERED;
		return OK;
	}
	if (x->route->permission != PERMISSION_ANYONE &&
	    !slice_is(http_header(&x->request, "X-Go"), "in")) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "http.cross_site");
	}
	return OK;
}

static const struct route ROUTES[] = {
	{HTTP_GET, "/", hello, PERMISSION_ANYONE, CACHE_NONE, 0, "Says hello.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_GET, "/page", page, PERMISSION_ANYONE, CACHE_REVALIDATE, 0, "A page.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_GET, "/asset", page, PERMISSION_ANYONE, CACHE_FOREVER, 0, "A file with a hash.",
	 CSRF_NONE, CREDENTIAL_COOKIE},
	{HTTP_GET, "/echo", echo, PERMISSION_ANYONE, CACHE_NONE, 0, "Tells what came.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_POST, "/echo", echo, PERMISSION_ANYONE, CACHE_NONE, SMALL_BODY, "Tells what came.",
	 CSRF_ORIGIN, CREDENTIAL_COOKIE},
	{HTTP_GET, "/echo/:a", echo, PERMISSION_ANYONE, CACHE_NONE, 0, "One parameter.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_GET, "/echo/fixed", hello, PERMISSION_ANYONE, CACHE_NONE, 0, "Before parameters.",
	 CSRF_NONE, CREDENTIAL_COOKIE},
	{HTTP_GET, "/echo/:a/x/:b", echo, PERMISSION_ANYONE, CACHE_NONE, 0, "Two parameters.",
	 CSRF_NONE, CREDENTIAL_COOKIE},
	{HTTP_GET, "/fail/:how", fail_with, PERMISSION_ANYONE, CACHE_NONE, 0, "Fails.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_POST, "/fail/:how", fail_with, PERMISSION_ANYONE, CACHE_NONE, SMALL_BODY, "Fails.",
	 CSRF_ORIGIN, CREDENTIAL_COOKIE},
	{HTTP_GET, "/redirect", redirect, PERMISSION_ANYONE, CACHE_NONE, 0, "Goes on.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
	{HTTP_GET, "/private", hello, PERMISSION_SIGNED_IN, CACHE_NONE, 0, "Says hello.", CSRF_NONE,
	 CREDENTIAL_COOKIE},
};

/* ---- The server of a test. */

struct fixture {
	struct ctx c;
	struct route_table tables[3];
	struct http_options options;
	struct http_server *server;
};

UNUSED static struct fixture *fixture_create(void)
{
	struct arena *arena = arena_create();
	struct fixture *f = ARENA_NEW(arena, struct fixture);
	f->c.arena = arena;
	f->tables[0] = (struct route_table){ROUTES, COUNT_OF(ROUTES)};
	f->tables[1] = http_routes();
	f->options = (struct http_options){
		.listen = "127.0.0.1:0",
		.tables = f->tables,
		.show_error = show_error,
		.authorise = authorise,
		.access_log = -1,
	};
	return f;
}

UNUSED static void fixture_start(struct fixture *f)
{
	if (http_start(&f->c, &f->options, &f->server) != OK) {
		fail_msg("http_start: %s %s", f->c.fail.key, f->c.fail.detail);
	}
}

UNUSED static void fixture_destroy(struct fixture *f)
{
	struct arena *arena = f->c.arena;
	http_stop(f->server, 1);
	arena_destroy(arena);
}

/* ---- The client. */

UNUSED static int client_open(const struct fixture *f)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)http_port(f->server)),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int on = 1;
	const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(descriptor >= 0);
	(void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	assert_int_equal(connect(descriptor, (struct sockaddr *)&address, sizeof address), 0);
	return descriptor;
}

/* What the server no longer wants to read is no fault of a test. */
UNUSED static void client_send(int descriptor, struct slice bytes)
{
	size_t sent = 0;
	while (sent < bytes.length) {
		const ssize_t more =
			send(descriptor, bytes.at + sent, bytes.length - sent, MSG_NOSIGNAL);
		if (more <= 0) {
			return;
		}
		sent += (size_t)more;
	}
}

/* Read into `out` once. False at the end of the connection; a fault of the test past patience. */
UNUSED static bool client_read_some(int descriptor, struct buf *out)
{
	char bytes[8192];
	struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
	if (poll(&waiting, 1, PATIENCE_MS) != 1) {
		fail_msg("the server neither answered nor closed; so far: %.*s",
			 SLICE_PRINT(buf_slice(out)));
	}
	const ssize_t got = recv(descriptor, bytes, sizeof bytes, 0);
	if (got <= 0) {
		return false;
	}
	buf_add(out, (struct slice){bytes, (size_t)got});
	return true;
}

UNUSED static struct slice client_read_to_end(struct fixture *f, int descriptor)
{
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	while (client_read_some(descriptor, out)) {
	}
	return buf_slice(out);
}

struct reply {
	int status;
	struct slice head;
	struct slice body;
};

/* The value of a header of a reply, or the empty slice. Names as the server writes them. */
UNUSED static struct slice reply_header(const struct reply *reply, const char *name)
{
	struct slice rest = reply->head;
	struct slice line;
	while (slice_next(&rest, '\n', &line)) {
		const size_t colon = slice_find_byte(line, ':');
		if (colon != SIZE_MAX && slice_is(slice_between(line, 0, colon), name)) {
			return slice_trim(slice_between(line, colon + 1, line.length));
		}
	}
	return S("");
}

enum body_follows { BODY_FOLLOWS, NO_BODY_FOLLOWS };

/* One reply of a connection that stays open. Status 0: it was closed instead. */
UNUSED static struct reply client_read_reply(struct fixture *f, int descriptor,
					     enum body_follows follows)
{
	struct buf *out = buf_create(f->c.arena, ANSWER_MAX);
	struct reply reply = {.status = 0};
	size_t head_end;
	/* Byte by byte up to the empty line, so that nothing of a next reply is taken. */
	while ((head_end = slice_find(buf_slice(out), S("\r\n\r\n"))) == SIZE_MAX) {
		char byte;
		struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
		if (poll(&waiting, 1, PATIENCE_MS) != 1) {
			fail_msg("no answer");
		}
		if (recv(descriptor, &byte, 1, 0) != 1) {
			return reply;
		}
		buf_add_byte(out, byte);
	}
	int64_t length = 0;
	reply.head = arena_copy(f->c.arena, buf_slice(out));
	int64_t status = 0;
	assert_true(slice_to_int64(slice_between(reply.head, 9, 12), &status));
	reply.status = (int)status;
	(void)slice_to_int64(reply_header(&reply, "Content-Length"), &length);
	char *body = arena_alloc(f->c.arena, (size_t)length + 1);
	size_t got = 0;
	while (follows == BODY_FOLLOWS && got < (size_t)length) {
		const ssize_t more = recv(descriptor, body + got, (size_t)length - got, 0);
		assert_true(more > 0);
		got += (size_t)more;
	}
	reply.body = (struct slice){body, got};
	return reply;
}

/* A whole exchange on a connection of its own. */
UNUSED static struct reply client_ask(struct fixture *f, const char *request)
{
	const int descriptor = client_open(f);
	const bool head = strncmp(request, "HEAD ", 5) == 0;
	client_send(descriptor, slice_of(request));
	const struct reply reply =
		client_read_reply(f, descriptor, head ? NO_BODY_FOLLOWS : BODY_FOLLOWS);
	(void)close(descriptor);
	return reply;
}

UNUSED static struct reply client_get(struct fixture *f, const char *target, const char *headers)
{
	return client_ask(
		f, arena_format(f->c.arena, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", target, headers)
			   .at);
}

UNUSED static bool has(struct slice text, const char *part)
{
	return slice_find(text, slice_of(part)) != SIZE_MAX;
}

#define assert_has(text, part)                                                                     \
	do {                                                                                       \
		if (!has((text), (part))) {                                                        \
			fail_msg("\"%s\" is not in: %.*s", (part), SLICE_PRINT(text));             \
		}                                                                                  \
	} while (0)
#define assert_lacks(text, part)                                                                   \
	do {                                                                                       \
		if (has((text), (part))) {                                                         \
			fail_msg("\"%s\" is in: %.*s", (part), SLICE_PRINT(text));                 \
		}                                                                                  \
	} while (0)

#endif
