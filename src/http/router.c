/* router.c - patterns are compared one after the other. There are some dozens and each comparison
 * ends at the first part that differs, so a tree would be more code and no faster.
 */
#include "http/router.h"

#include "http/target.h"

struct pattern {
	const struct route *route;
	struct slice segments[TARGET_SEGMENTS_MAX];
	size_t count;
};

struct router {
	struct pattern *patterns;
	size_t count;
};

static const char *const method_names[] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT", [HTTP_DELETE] = "DELETE", [HTTP_OTHER] = "OTHER",
};

const char *method_name(enum http_method method)
{
	return method_names[method];
}

enum http_method method_of(struct slice name)
{
	for (size_t i = HTTP_GET; i < HTTP_OTHER; i++) {
		if (slice_is(name, method_names[i])) {
			return (enum http_method)i;
		}
	}
	return HTTP_OTHER;
}

static bool is_parameter(struct slice segment)
{
	return segment.length > 0 && segment.at[0] == ':';
}

/* The parts of "/a/b"; "/" has none. SIZE_MAX: more than there may be. */
static size_t split(struct slice path, struct slice segments[TARGET_SEGMENTS_MAX])
{
	struct slice rest = slice_between(path, 1, path.length);
	size_t count = 0;

	if (rest.length == 0) {
		return 0;
	}
	struct slice segment;
	while (slice_next(&rest, '/', &segment)) {
		if (count == TARGET_SEGMENTS_MAX) {
			return SIZE_MAX;
		}
		segments[count++] = segment;
	}
	return count;
}

static bool same_pattern(const struct pattern *a, const struct pattern *b)
{
	if (a->route->method != b->route->method || a->count != b->count) {
		return false;
	}
	for (size_t i = 0; i < a->count; i++) {
		const bool parameters =
			is_parameter(a->segments[i]) && is_parameter(b->segments[i]);
		if (!parameters && !slice_equal(a->segments[i], b->segments[i])) {
			return false;
		}
	}
	return true;
}

/* What a declaration forgot that would let somebody in, or something out. */
static const char *door_left_open(const struct route *route)
{
	const bool reads = route->method == HTTP_GET || route->method == HTTP_HEAD;
	const bool session = route->permission >= PERMISSION_HALF;

	if (!reads && route->csrf == CSRF_NONE) {
		return "no csrf level";
	}
	if (!session && route->csrf >= CSRF_TOKEN) {
		return "a form token without a session";
	}
	if (route->permission != PERMISSION_ANYONE && route->cache != CACHE_NONE) {
		return "private and kept";
	}
	return NULL;
}

static const char *fault_of(const struct router *router, const struct pattern *pattern)
{
	size_t parameters = 0;

	if (pattern->route->permission == PERMISSION_UNSET) {
		return "no permission";
	}
	if (pattern->route->handler == NULL) {
		return "no handler";
	}
	const char *open_door = door_left_open(pattern->route);
	if (open_door != NULL) {
		return open_door;
	}
	for (size_t i = 0; i < pattern->count; i++) {
		parameters += is_parameter(pattern->segments[i]);
	}
	if (parameters > ROUTE_PARAMETERS_MAX) {
		return "too many parameters";
	}
	for (size_t i = 0; i < router->count; i++) {
		if (same_pattern(&router->patterns[i], pattern)) {
			return "twice";
		}
	}
	return NULL;
}

static err add_route(struct ctx *c, struct router *router, const struct route *route)
{
	struct pattern *pattern = &router->patterns[router->count];
	const struct slice path = slice_of(route->path);

	pattern->route = route;
	if (!slice_starts(path, S("/"))) {
		return FAIL(c, ERR_BROKEN, "http.route", "path=%s\nreason=no slash", route->path);
	}
	pattern->count = split(path, pattern->segments);
	const char *fault = pattern->count == SIZE_MAX ? "too long" : fault_of(router, pattern);
	if (fault != NULL) {
		return FAIL(c, ERR_BROKEN, "http.route", "path=%s\nreason=%s", route->path, fault);
	}
	router->count++;
	return OK;
}

err router_create(struct ctx *c, const struct route_table *tables, struct router **ret_router)
{
	struct router *router = ARENA_NEW(c->arena, struct router);
	size_t count = 0;

	for (const struct route_table *table = tables; table->routes != NULL; table++) {
		count += table->count;
	}
	router->patterns = ARENA_ARRAY(c->arena, count, struct pattern);
	for (const struct route_table *table = tables; table->routes != NULL; table++) {
		for (size_t i = 0; i < table->count; i++) {
			TRY(add_route(c, router, &table->routes[i]));
		}
	}
	*ret_router = router;
	return OK;
}

static bool fits(const struct pattern *pattern, const struct slice *segments, size_t count)
{
	if (pattern->count != count) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!is_parameter(pattern->segments[i]) &&
		    !slice_equal(pattern->segments[i], segments[i])) {
			return false;
		}
	}
	return true;
}

/* Both fit the same path: the one whose first difference is literal. */
static bool is_closer(const struct pattern *a, const struct pattern *b)
{
	for (size_t i = 0; i < a->count; i++) {
		const bool a_open = is_parameter(a->segments[i]);
		if (a_open != is_parameter(b->segments[i])) {
			return !a_open;
		}
	}
	return false;
}

static unsigned methods_of(const struct route *route)
{
	const unsigned bit = 1u << route->method;
	return route->method == HTTP_GET ? bit | 1u << HTTP_HEAD : bit;
}

static void take_parameters(const struct pattern *pattern, const struct slice *segments,
			    struct router_match *match)
{
	size_t taken = 0;
	for (size_t i = 0; i < pattern->count; i++) {
		if (is_parameter(pattern->segments[i])) {
			match->parameters[taken++] = segments[i];
		}
	}
}

enum router_answer router_find(const struct router *router, enum http_method method,
			       struct slice path, struct router_match *ret_match)
{
	struct slice segments[TARGET_SEGMENTS_MAX];
	const size_t count = split(path, segments);
	const struct pattern *best = NULL;
	struct router_match match = {.route = NULL};

	for (size_t i = 0; i < router->count; i++) {
		const struct pattern *pattern = &router->patterns[i];
		if (!fits(pattern, segments, count)) {
			continue;
		}
		const unsigned methods = methods_of(pattern->route);
		match.allowed |= methods;
		if ((methods & 1u << method) != 0 && (best == NULL || is_closer(pattern, best))) {
			best = pattern;
		}
	}
	if (best != NULL) {
		match.route = best->route;
		take_parameters(best, segments, &match);
	}
	*ret_match = match;
	if (best != NULL) {
		return ROUTE_FOUND;
	}
	return match.allowed != 0 ? ROUTE_OTHER_METHOD : ROUTE_UNKNOWN;
}

struct slice router_allow(struct arena *arena, unsigned allowed)
{
	struct slice list = S("");
	for (size_t i = HTTP_GET; i < HTTP_OTHER; i++) {
		if ((allowed & 1u << i) != 0) {
			list = arena_format(arena, "%.*s%s%s", SLICE_PRINT(list),
					    list.length > 0 ? ", " : "", method_names[i]);
		}
	}
	return list;
}
