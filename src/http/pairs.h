/* pairs.h - lists of names and values as requests carry them: query strings, urlencoded bodies,
 * cookies. Pure functions; results live in the arena.
 */
#ifndef SPEAN_HTTP_PAIRS_H
#define SPEAN_HTTP_PAIRS_H

#include "http/http.h"

/* More than any form of ours has; a bound on the work of a lookup. */
enum { PAIRS_MAX = 256, COOKIES_MAX = 64 };

struct pairs {
	const struct http_pair *at;
	size_t count;
};

/* "a=1&b=2", as in queries and in bodies of application/x-www-form-urlencoded. ERR_INVALID
 * form.encoding, ERR_LIMIT form.too_many with max=. */
MUST_USE err pairs_parse(struct ctx *c, struct slice text, struct pairs *ret_pairs);
/* A Cookie header (RFC 6265 5.4). What is no pair is left out; cookies may come from anybody. */
struct pairs pairs_of_cookies(struct arena *arena, struct slice header);
/* The first value, or the empty slice. */
struct slice pairs_get(struct pairs pairs, const char *name);
bool same_name(struct slice a, struct slice b); /* ASCII, without regard to case */

#endif
