/* own_routes.c - what the server tells about itself. */
#include "http/exchange.h"
#include "http/listen.h"

#include "base/buf.h"

enum { METRICS_BYTES_MAX = 64 * 1024 };

static err healthz(struct http_exchange *x)
{
	const struct exchange *e = (const struct exchange *)x;

	x->response.content_type = S("text/plain; charset=utf-8");
	if (e->shared->options.health != NULL && e->shared->options.health(x) != OK) {
		if (e->shared->options.log != NULL) {
			log_fail(e->shared->options.log, "http.unhealthy", &x->c.fail);
		}
		x->response.status = 503;
		x->response.body = S("unwell\n");
		return OK;
	}
	x->response.body = S("ok\n");
	return OK;
}

/* Counters tell how busy an office is: only for this machine, or whoever the proxy lets through as
 * this machine. */
static err metrics(struct http_exchange *x)
{
	const struct exchange *e = (const struct exchange *)x;
	struct buf *out = buf_create(x->c.arena, METRICS_BYTES_MAX);

	if (address_reach(arena_cstr(x->c.arena, x->request.peer)) != REACH_LOOPBACK) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "http.no_such_page");
	}
	metrics_write(&e->shared->metrics, reaper_count(e->shared->reaper), out);
	x->response.content_type = S("text/plain; version=0.0.4; charset=utf-8");
	return buf_done(&x->c, out, &x->response.body);
}

struct route_table http_routes(void)
{
	static const struct route routes[] = {
		ROUTE(GET, ANYONE, "/healthz", healthz,
		      "Is the server well? For whoever watches it."),
		ROUTE(GET, ANYONE, "/metrics", metrics,
		      "Counters in Prometheus' text form; only asked from this machine."),
	};
	return (struct route_table){.routes = routes, .count = COUNT_OF(routes)};
}
