/* http.h - a seam over the HTTP library: requests and responses, routes, and the gate in front.
 *
 * Handlers see the structs below and nothing else; no name of the library passes this folder, so
 * that it can be replaced. One thread per connection: a handler may block, and its code is
 * straight-line. Framing of hostile requests is decided in http/gate.c (RFC 9112), not by the
 * library.
 *
 * Not here: pages and templates (render/ and http/ do not know each other), rules, SQL.
 */
#ifndef SPEAN_HTTP_HTTP_H
#define SPEAN_HTTP_HTTP_H

#include "base/arena.h"
#include "base/embedded.h"
#include "base/err.h"
#include "base/log.h"
#include "model/model.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

struct http_pair {
	struct slice name;
	struct slice value;
};

/* Lives as long as its exchange. Everything is decoded and valid UTF-8; what is not was answered
 * 400 (422 in a body). */
struct http_request {
	enum http_method method;
	struct slice path;       /* decoded, no query, normalised: no "..", no empty segment */
	struct slice query_text; /* raw, for links back to the same page; never logged */
	const struct http_pair *query;
	size_t query_count;
	const struct http_pair *headers;
	size_t headers_count;
	const struct http_pair *cookies;
	size_t cookies_count;
	struct slice body;            /* whole, at most the route's max_body */
	const struct http_pair *form; /* of a urlencoded body */
	size_t form_count;
	struct slice peer; /* address, or what a trusted proxy says of it */
	bool secure;       /* came over TLS, here or at the trusted proxy */
};

/* The first value, or the empty slice. Header names without regard to case. */
struct slice http_header(const struct http_request *request, const char *name);
struct slice http_query(const struct http_request *request, const char *name);
struct slice http_cookie(const struct http_request *request, const char *name);
struct slice http_form_value(const struct http_request *request, const char *name);
/* Does it come from this machine? */
bool http_is_local(const struct http_request *request);
/* "%XX" for all that is not plain: text as a value in a query. */
struct slice http_escape(struct arena *arena, struct slice text);

enum http_cache {
	CACHE_NONE,       /* no-store: the default */
	CACHE_REVALIDATE, /* no-cache with an ETag: public pages */
	CACHE_FOREVER,    /* immutable: assets whose URL carries a hash */
};

struct http_response {
	int status; /* 200 unless set */
	struct slice content_type;
	struct slice body; /* lives in the exchange's arena, or longer */
	enum http_cache cache;
	struct slice location;        /* of a redirect */
	struct http_pair headers[16]; /* further headers */
	size_t headers_count;
	/* The body compressed beforehand, for assets and cached pages; empty: compress when worth
	 * it. */
	struct slice body_brotli;
	struct slice body_gzip;
	struct slice etag; /* without quotes; empty: made of the body's hash */
};
void http_add_header(struct http_response *response, const char *name, struct slice value);

/* Work out once what every sending of this response would: its ETag and its compressed forms. For
 * responses that are kept and sent again. The results live in `arena`. */
void http_prepare(struct arena *arena, struct http_response *response);

struct app;     /* defined by web/app.h; http only hands it on */
struct visitor; /* who asks: defined by web/visitor.h, set by http_options.authorise */
struct route;

struct http_exchange {
	struct ctx c; /* c.arena is this exchange's own */
	struct app *app;
	const struct route *route;
	struct http_request request;
	struct http_response response;
	struct slice parameters[4]; /* values of ":name" parts of the route's path, in order */
	enum language language;     /* ?lang=, then the cookie "lang", then Accept-Language */
	struct visitor *visitor;    /* NULL on routes of PERMISSION_ANYONE: nobody was asked for */
};

/* Who may call a route. Zero is no permission and an error at start: silence must not open a door.
 * Names only; which role has which stands in one table, web/permissions.c. */
enum permission {
	PERMISSION_UNSET,
	PERMISSION_ANYONE,    /* the same for everybody: no session is looked up, may be kept */
	PERMISSION_GUEST,     /* before and while signing in: anybody, but never kept */
	PERMISSION_HALF,      /* a session, also one that waits for its second factor */
	PERMISSION_SIGNED_IN, /* a whole session: the own account */
	PERMISSION_WORK,      /* any role, with a second factor set up, as have all below */
	PERMISSION_ACCOUNTS,
	PERMISSION_PROGRAMMES,
	PERMISSION_STALE,
	PERMISSION_ORGANISATIONS,
	PERMISSION_LOG,
	PERMISSION_APPROVE,
	PERMISSION_COUNT
};

/* What must show that a request comes from a page of ours: each level asks for more. A route that
 * changes something has one, or the server does not start. Checked by web/csrf.c alone (the levels
 * of Fossil's cgi_csrf_safe are the anchor). */
enum csrf {
	CSRF_NONE,     /* reading changes nothing */
	CSRF_ORIGIN,   /* sent from a page of this origin: Sec-Fetch-Site, Origin, Referer */
	CSRF_TOKEN,    /* and the form holds what only this session's pages know */
	CSRF_PASSWORD, /* and the password was typed again */
};

/* How somebody may prove who asks. */
enum credential {
	CREDENTIAL_COOKIE, /* the session of a browser */
	CREDENTIAL_TOKEN,  /* that, or "Authorization: Bearer" with this permission as a scope */
};

typedef err http_handler(struct http_exchange *x);

struct route {
	enum http_method method; /* HEAD is answered by GET's handler */
	const char *path;        /* "/law/instruments/:id" */
	http_handler *handler;
	enum permission permission;
	enum http_cache cache;
	size_t max_body;  /* 0 = no body */
	const char *what; /* one sentence, for docs/routes.md */
	enum csrf csrf;
	enum credential credential;
};
/* A line of a route table: how, who may, where, what is called, one sentence; then what else there
 * is to say of it (.csrf, .max_body, .cache, .credential). */
#define ROUTE(method_, permission_, path_, handler_, ...)                                          \
	{                                                                                          \
		.method = HTTP_##method_, .permission = PERMISSION_##permission_, .path = (path_), \
		.handler = (handler_), .what = __VA_ARGS__                                         \
	}
struct route_table {
	const struct route *routes;
	size_t count;
};

/* A handler that returns an error leaves x->c.fail; `show_error` then makes the page: status
 * follows from the code (404, 403, 409, 400 for GET and 422 for the rest, 413, 500), unless the
 * handler set a status of 400 or more itself (429, 503). Also asked for what never reached a
 * handler: then x->route is NULL, and x->request may lack its path. */
typedef void http_error_page(struct http_exchange *x, int status);

/* May this exchange go on to its handler? Asked for every route but those that anyone may read,
 * after the body was read. HTTP_ANSWERED: x->response is the answer (a redirect). */
enum http_verdict { HTTP_GO_ON, HTTP_ANSWERED };
typedef err http_authorise(struct http_exchange *x, enum http_verdict *ret_verdict);

struct http_options {
	const char *listen;           /* "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one */
	const char *certificate_file; /* PEM; both or none */
	const char *key_file;
	bool behind_proxy; /* trust X-Forwarded-For/Proto of loopback, allow a listen address beyond
			      it */
	unsigned connections_max;         /* 0 = 512 */
	unsigned connections_per_address; /* 0 = 64 */
	unsigned header_seconds; /* 0 = 15: the reaper's patience with unfinished headers */
	unsigned idle_seconds;   /* 0 = 30 */
	const struct route_table *tables; /* NULL-routes-terminated */
	http_error_page *show_error;
	http_authorise *authorise; /* may be NULL when all routes are for anyone */
	http_handler *health;      /* asked by /healthz; OK = well. May be NULL. */
	struct app *app;
	/* Asked once, when the socket is open and every file is read, before the first thread: here
	 * a program shuts itself in. Its failure is http_start's. May be NULL. */
	err (*ready)(struct ctx *c, void *argument);
	void *ready_argument;
	const struct log *log;
	int access_log; /* descriptor, or -1 */
};

struct http_server;
/* Start serving on threads of its own. ERR_DENIED http.beyond_loopback when neither TLS nor a
 * proxy; ERR_INVALID http.address, http.certificate; ERR_CONFLICT http.port_taken; with address= or
 * path=. ERR_BROKEN http.route for a table that leaves a door open. */
MUST_USE err http_start(struct ctx *c, const struct http_options *options,
			struct http_server **ret_server);
unsigned http_port(const struct http_server *server);
/* Stop listening, let running exchanges end (at most `seconds`), free. NULL is fine. */
void http_stop(struct http_server *server, unsigned seconds);

/* Counters for /metrics in Prometheus text form: requests by status class, bytes, connections,
 * refusals of the gate by reason, seconds as a histogram, resident memory. No personal data by
 * construction. */
void http_metrics(const struct http_server *server, struct buf *out);
/* Ready-made handlers: GET /healthz and GET /metrics are part of http_routes(). */
struct route_table http_routes(void);

/* A page's address back to itself with one query value replaced (or removed by an empty value). */
struct slice http_same_page_with(struct http_exchange *x, const char *name, struct slice value);
/* Form or query fields as values of a kind: repeated names join with ';'. Unknown names are refused
 * (ERR_INVALID form.unknown_field) except "lang". What was typed is kept even where it is wrong. */
MUST_USE err http_form(struct http_exchange *x, const struct kind *kind, struct values *ret_values);
/* Was any field of the kind given at all? */
bool http_form_given(const struct http_exchange *x, const struct kind *kind);

#endif
