/* router.h - which route of the tables answers a path. Compiled once at start, then read-only:
 * safe from any thread.
 */
#ifndef SPEAN_HTTP_ROUTER_H
#define SPEAN_HTTP_ROUTER_H

#include "http/http.h"

enum { ROUTE_PARAMETERS_MAX = 4 };

struct router;

/* Compile the tables (an array that a table without routes ends). ERR_BROKEN http.route with
 * path= and reason= for a route without permission, handler or '/', with too many parameters, or
 * twice. */
MUST_USE err router_create(struct ctx *c, const struct route_table *tables,
			   struct router **ret_router);

enum router_answer {
	ROUTE_FOUND,
	ROUTE_OTHER_METHOD, /* the path is known: 405 */
	ROUTE_UNKNOWN,      /* 404 */
};

struct router_match {
	const struct route *route; /* of ROUTE_FOUND */
	struct slice parameters[ROUTE_PARAMETERS_MAX];
	unsigned allowed; /* bit (1 << method) for each method that the path knows */
};

/* Literal parts win over ":name" parts, from the left; HEAD finds GET's route. */
enum router_answer router_find(const struct router *router, enum http_method method,
			       struct slice path, struct router_match *ret_match);
/* "GET, HEAD, POST" for an Allow header. */
struct slice router_allow(struct arena *arena, unsigned allowed);

/* Methods are words with regard to case (RFC 9110 9.1): "get" is HTTP_OTHER. */
enum http_method method_of(struct slice name);
/* "GET"; "OTHER" for what we do not know: a closed set, fit for counters and logs. */
const char *method_name(enum http_method method);

#endif
