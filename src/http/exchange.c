/* exchange.c - the order of judgement: gate, headers, address, route, length and kind of the body;
 * all of it before the first byte of a body is read. What is refused with a body still to come ends
 * the connection, because those bytes could be anything; what is refused without one does not.
 */
#include "http/exchange.h"

#include "base/utf8.h"
#include "http/listen.h"
#include "http/pairs.h"
#include "http/target.h"

#include <string.h>

void exchange_start(struct exchange *e, struct shared *shared, struct arena *arena,
		    const char *peer, enum transport transport, int64_t now_us)
{
	memset(e, 0, sizeof *e);
	e->x.c.arena = arena;
	e->x.app = shared->options.app;
	e->x.language = LANGUAGE_KM;
	e->x.request.peer = slice_of(peer);
	e->x.request.secure = transport == OVER_TLS;
	e->shared = shared;
	e->started_us = now_us;
}

static void plain_page(struct http_exchange *x, int status)
{
	x->response.content_type = S("text/plain; charset=utf-8");
	x->response.body = arena_format(x->c.arena, "%d\n", status);
}

/* The page for c->fail. */
static void show_refusal(struct exchange *e, int status)
{
	struct http_exchange *x = &e->x;

	memset(&x->response, 0, sizeof x->response);
	x->response.status = status;
	if (e->shared->options.show_error != NULL) {
		e->shared->options.show_error(x, status);
	}
	if (x->response.body.length == 0) {
		plain_page(x, status);
	}
	x->response.status = status;
	x->response.cache = CACHE_NONE;
	if (status == 405) {
		http_add_header(&x->response, "Allow", router_allow(x->c.arena, e->allowed));
	}
}

static int status_of(const struct exchange *e, err code)
{
	const bool reads = e->x.request.method == HTTP_GET || e->x.request.method == HTTP_HEAD;
	switch (code) {
	case ERR_NOT_FOUND:
		return 404;
	case ERR_DENIED:
		return 403;
	case ERR_CONFLICT:
		return 409;
	case ERR_INVALID:
		return reads ? 400 : 422;
	case ERR_LIMIT:
		return 413;
	default:
		return 500;
	}
}

static void make_answer(struct exchange *e)
{
	answer_make(e->x.c.arena, &e->x.request, &e->x.response, &e->answer);
}

static enum head_verdict refuse_now(struct exchange *e, int status)
{
	show_refusal(e, status);
	make_answer(e);
	return HEAD_REFUSED;
}

/* ?lang=, then the cookie, then what the browser prefers. */
static enum language choose_language(const struct http_request *request)
{
	enum language language;

	if (language_from_code(http_query(request, "lang"), &language) ||
	    language_from_code(http_cookie(request, "lang"), &language)) {
		return language;
	}
	return language_negotiate(http_header(request, "Accept-Language"));
}

/* The address that our proxy appended, which is the last one; those before it anybody may write. */
static struct slice last_forwarded(const struct http_request *request)
{
	struct slice last = S("");
	for (size_t i = 0; i < request->headers_count; i++) {
		if (same_name(request->headers[i].name, S("X-Forwarded-For"))) {
			struct slice rest = request->headers[i].value;
			struct slice piece;
			while (slice_next(&rest, ',', &piece)) {
				last = slice_trim(piece);
			}
		}
	}
	return last;
}

static void trust_proxy(struct exchange *e)
{
	struct http_request *request = &e->x.request;
	const struct slice forwarded = last_forwarded(request);

	if (!e->shared->options.behind_proxy ||
	    address_reach(arena_cstr(e->x.c.arena, request->peer)) != REACH_LOOPBACK) {
		return;
	}
	if (forwarded.length > 0 && forwarded.length < PEER_SIZE) {
		request->peer = forwarded;
	}
	if (slice_is(http_header(request, "X-Forwarded-Proto"), "https")) {
		request->secure = true;
	}
}

static void take_headers(struct exchange *e, const struct gate_head *head)
{
	struct http_request *request = &e->x.request;
	struct http_pair *headers =
		ARENA_ARRAY(e->x.c.arena, head->headers_count, struct http_pair);

	for (size_t i = 0; i < head->headers_count; i++) {
		headers[i].name = head->headers[i].name;
		headers[i].value = slice_trim(head->headers[i].value);
	}
	request->headers = headers;
	request->headers_count = head->headers_count;
	const struct pairs cookies = pairs_of_cookies(e->x.c.arena, http_header(request, "Cookie"));
	request->cookies = cookies.at;
	request->cookies_count = cookies.count;
	request->method = method_of(head->method);
	trust_proxy(e);
}

static err take_target(struct exchange *e, struct slice raw, enum target_form *ret_form)
{
	struct http_request *request = &e->x.request;
	struct target target;
	struct pairs query;

	TRY(target_parse(&e->x.c, raw, &target));
	request->path = target.path;
	TRY(pairs_parse(&e->x.c, target.query_text, &query));
	request->query_text = target.query_text;
	request->query = query.at;
	request->query_count = query.count;
	*ret_form = target.form;
	return OK;
}

static struct slice tidy_location(struct exchange *e)
{
	const struct http_request *request = &e->x.request;
	const struct slice path = target_encode(e->x.c.arena, request->path);
	return arena_format(e->x.c.arena, "%.*s%s%.*s", SLICE_PRINT(path),
			    request->query_text.length > 0 ? "?" : "",
			    SLICE_PRINT(request->query_text));
}

/* 0: the route is found; else the status of the refusal, with c->fail. */
static int find_route(struct exchange *e, enum target_form form)
{
	struct http_request *request = &e->x.request;
	struct router_match match;
	const enum router_answer answer =
		router_find(e->shared->router, request->method, request->path, &match);

	e->allowed = match.allowed;
	if (answer == ROUTE_UNKNOWN) {
		(void)FAIL_PLAIN(&e->x.c, ERR_NOT_FOUND, "http.no_such_page");
		return 404;
	}
	if (form == TARGET_SLOPPY) {
		return 308;
	}
	if (answer == ROUTE_OTHER_METHOD) {
		(void)FAIL_PLAIN(&e->x.c, ERR_INVALID, "http.method");
		return 405;
	}
	e->x.route = match.route;
	memcpy(e->x.parameters, match.parameters, sizeof match.parameters);
	e->x.response.cache = match.route->cache;
	return 0;
}

static bool is_form(struct slice content_type)
{
	const size_t semicolon = slice_find_byte(content_type, ';');
	const struct slice type = slice_trim(slice_between(
		content_type, 0, semicolon == SIZE_MAX ? content_type.length : semicolon));
	return same_name(type, S("application/x-www-form-urlencoded"));
}

/* May this body come? 0, or the status of the refusal. */
static int check_body(struct exchange *e)
{
	const struct http_request *request = &e->x.request;
	const size_t max = e->x.route->max_body;

	if (request->method != HTTP_GET && request->method != HTTP_HEAD &&
	    slice_is(http_header(request, "Sec-Fetch-Site"), "cross-site")) {
		(void)FAIL_PLAIN(&e->x.c, ERR_DENIED, "http.cross_site");
		return 403;
	}
	if (e->body_length == 0) {
		return 0;
	}
	if (e->body_length > max) {
		(void)FAIL(&e->x.c, ERR_LIMIT, "http.body_too_large", "max=%zu", max);
		return 413;
	}
	if (!is_form(http_header(request, "Content-Type"))) {
		(void)FAIL_PLAIN(&e->x.c, ERR_INVALID, "http.content_type");
		return 415;
	}
	e->body = buf_create(e->x.c.arena, max);
	return 0;
}

static size_t announced_length(const struct http_request *request)
{
	int64_t length = 0;
	return slice_to_int64(http_header(request, "Content-Length"), &length) ? (size_t)length : 0;
}

/* 0, or the status with which the request ends. */
static int judge(struct exchange *e, struct slice raw_target)
{
	enum target_form form;

	if (take_target(e, raw_target, &form) != OK) {
		e->x.language = choose_language(&e->x.request);
		return e->x.c.fail.code == ERR_LIMIT ? 414 : 400;
	}
	e->x.language = choose_language(&e->x.request);
	const int status = find_route(e, form);
	return status != 0 ? status : check_body(e);
}

/* Nothing of a refused head is believed but the language to say so in. */
static enum language language_of_refused(const struct gate_head *head)
{
	const struct http_request bare = {.headers = head->headers,
					  .headers_count = head->headers_count};
	const struct slice wanted = http_header(&bare, "Accept-Language");
	return language_negotiate(utf8_first_invalid(wanted) == SIZE_MAX ? wanted : S(""));
}

enum head_verdict exchange_take_head(struct exchange *e, const struct gate_head *head)
{
	const enum gate_reason reason = gate_check(head);

	if (reason != GATE_PASS) {
		metrics_refusal(&e->shared->metrics, reason);
		e->x.request.method = method_of(head->method);
		e->x.language = language_of_refused(head);
		(void)FAIL(&e->x.c, reason == GATE_LARGE ? ERR_LIMIT : ERR_INVALID, "http.gate",
			   "reason=%s", gate_reason_name(reason));
		return refuse_now(e, gate_status(reason));
	}
	take_headers(e, head);
	e->body_length = announced_length(&e->x.request);
	e->refusal = judge(e, head->target);
	if (e->refusal != 0 && e->body_length > 0) {
		return refuse_now(e, e->refusal);
	}
	return HEAD_GO_ON;
}

void exchange_take_body(struct exchange *e, struct slice part)
{
	if (e->body != NULL) {
		buf_add(e->body, part);
	}
}

static err take_form(struct exchange *e)
{
	struct http_request *request = &e->x.request;
	struct pairs form;

	if (e->body == NULL) {
		return OK;
	}
	TRY(buf_done(&e->x.c, e->body, &request->body));
	TRY(pairs_parse(&e->x.c, request->body, &form));
	request->form = form.at;
	request->form_count = form.count;
	return OK;
}

static void fail_answer(struct exchange *e, err code)
{
	const int asked = e->x.response.status;
	const int status = asked >= 400 ? asked : status_of(e, code);

	if (status >= 500 && e->shared->options.log != NULL) {
		log_fail(e->shared->options.log, "http.failed", &e->x.c.fail);
	}
	show_refusal(e, status);
}

bool http_is_local(const struct http_request *request)
{
	char text[PEER_SIZE];
	const size_t length = request->peer.length;

	if (length == 0 || length >= sizeof text) {
		return false;
	}
	memcpy(text, request->peer.at, length);
	text[length] = '\0';
	return address_reach(text) == REACH_LOOPBACK;
}

/* No route but those for anyone is reached past this. */
static err answer_route(struct exchange *e)
{
	struct http_exchange *x = &e->x;
	enum http_verdict verdict = HTTP_GO_ON;

	TRY(take_form(e));
	if (x->route->permission != PERMISSION_ANYONE || x->route->csrf != CSRF_NONE) {
		TRY(e->shared->options.authorise(x, &verdict));
	}
	return verdict == HTTP_GO_ON ? x->route->handler(x) : OK;
}

void exchange_finish(struct exchange *e)
{
	if (e->refusal == 308) {
		e->x.response.status = 308;
		e->x.response.location = tidy_location(e);
	} else if (e->refusal != 0) {
		show_refusal(e, e->refusal);
	} else {
		const err code = answer_route(e);
		if (code != OK) {
			fail_answer(e, code);
		}
	}
	make_answer(e);
}

void exchange_account(struct exchange *e, int64_t now_us)
{
	const int64_t took = now_us > e->started_us ? now_us - e->started_us : 0;

	metrics_answer(&e->shared->metrics, e->answer.status, e->answer.sent_bytes, took);
	if (e->shared->access.descriptor >= 0) {
		log_line(&e->shared->access, LOG_INFO, "http.access",
			 "method=%s\nroute=%s\nstatus=%d\nbytes=%zu\nus=%lld",
			 method_name(e->x.request.method),
			 e->x.route != NULL ? e->x.route->path : "-", e->answer.status,
			 e->answer.sent_bytes, (long long)took);
	}
}
