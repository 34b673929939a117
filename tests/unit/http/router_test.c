#include "testing.h"

#include "http/router.h"

static err nothing(struct http_exchange *x)
{
	(void)x;
	return OK;
}

#define PATH(m, p)                                                                                 \
	{                                                                                          \
		.method = (m), .path = (p), .handler = nothing, .what = "A test.",                 \
		.permission = PERMISSION_ANYONE, .csrf = CSRF_ORIGIN                               \
	}

static const struct route ROUTES_HERE[] = {
	PATH(HTTP_GET, "/"),
	PATH(HTTP_GET, "/law"),
	PATH(HTTP_GET, "/law/:id"),
	PATH(HTTP_GET, "/law/compare"),
	PATH(HTTP_POST, "/law/:id"),
	PATH(HTTP_GET, "/law/:id/:article"),
	PATH(HTTP_GET, "/law/compare/:country"),
	PATH(HTTP_GET, "/:a/:b/:c/:d"),
	PATH(HTTP_DELETE, "/note"),
};

static struct router *router_of(struct ctx *c, const struct route *routes, size_t count)
{
	const struct route_table tables[] = {{routes, count}, {NULL, 0}};
	struct router *router = NULL;
	assert_int_equal(router_create(c, tables, &router), OK);
	return router;
}

static void paths_find_their_routes(void **state)
{
	(void)state;
	static const struct {
		enum http_method method;
		const char *path;
		enum router_answer answer;
		const char *route;
		const char *parameters[ROUTE_PARAMETERS_MAX];
		const char *allow;
	} rows[] = {
		{HTTP_GET, "/", ROUTE_FOUND, "/", {0}, "GET, HEAD"},
		{HTTP_HEAD, "/law", ROUTE_FOUND, "/law", {0}, "GET, HEAD"},
		{HTTP_GET, "/law/tip", ROUTE_FOUND, "/law/:id", {"tip"}, "GET, HEAD, POST"},
		{HTTP_POST, "/law/tip", ROUTE_FOUND, "/law/:id", {"tip"}, "GET, HEAD, POST"},
		{HTTP_GET, "/law/compare", ROUTE_FOUND, "/law/compare", {0}, "GET, HEAD, POST"},
		{HTTP_POST,
		 "/law/compare",
		 ROUTE_FOUND,
		 "/law/:id",
		 {"compare"},
		 "GET, HEAD, POST"},
		{HTTP_GET,
		 "/law/compare/TH",
		 ROUTE_FOUND,
		 "/law/compare/:country",
		 {"TH"},
		 "GET, HEAD"},
		{HTTP_GET, "/law/a/9", ROUTE_FOUND, "/law/:id/:article", {"a", "9"}, "GET, HEAD"},
		{HTTP_GET,
		 "/1/2/3/ខ",
		 ROUTE_FOUND,
		 "/:a/:b/:c/:d",
		 {"1", "2", "3", "ខ"},
		 "GET, HEAD"},
		{HTTP_PUT, "/law", ROUTE_OTHER_METHOD, NULL, {0}, "GET, HEAD"},
		{HTTP_GET, "/note", ROUTE_OTHER_METHOD, NULL, {0}, "DELETE"},
		{HTTP_OTHER, "/", ROUTE_OTHER_METHOD, NULL, {0}, "GET, HEAD"},
		{HTTP_GET, "/laws", ROUTE_UNKNOWN, NULL, {0}, ""},
		{HTTP_GET, "/Law", ROUTE_UNKNOWN, NULL, {0}, ""},
		{HTTP_GET, "/1/2/3/4/5", ROUTE_UNKNOWN, NULL, {0}, ""},
	};
	struct ctx c = {.arena = arena_create()};
	const struct router *router = router_of(&c, ROUTES_HERE, COUNT_OF(ROUTES_HERE));

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct router_match match;
		const enum router_answer answer =
			router_find(router, rows[i].method, slice_of(rows[i].path), &match);
		assert_int_equal(answer, rows[i].answer);
		if (answer == ROUTE_FOUND) {
			assert_string_equal(match.route->path, rows[i].route);
		}
		for (size_t p = 0; p < ROUTE_PARAMETERS_MAX; p++) {
			assert_true(
				slice_equal(match.parameters[p], slice_of(rows[i].parameters[p])));
		}
		assert_true(slice_is(router_allow(c.arena, match.allowed), rows[i].allow));
	}
	arena_destroy(c.arena);
}

static void wrong_declarations_are_refused_at_start(void **state)
{
	(void)state;
	static const struct {
		struct route routes[2];
		const char *reason;
	} rows[] = {
		{{{HTTP_GET, "/", nothing, PERMISSION_UNSET, CACHE_NONE, 0, "", CSRF_NONE,
		   CREDENTIAL_COOKIE}},
		 "no permission"},
		{{{HTTP_GET, "/", NULL, PERMISSION_ANYONE, CACHE_NONE, 0, "", CSRF_NONE,
		   CREDENTIAL_COOKIE}},
		 "no handler"},
		{{{.method = HTTP_POST,
		   .path = "/",
		   .handler = nothing,
		   .permission = PERMISSION_GUEST}},
		 "no csrf level"},
		{{{.method = HTTP_POST,
		   .path = "/",
		   .handler = nothing,
		   .permission = PERMISSION_GUEST,
		   .csrf = CSRF_TOKEN}},
		 "a form token without a session"},
		{{{.method = HTTP_GET,
		   .path = "/",
		   .handler = nothing,
		   .permission = PERMISSION_LOG,
		   .cache = CACHE_REVALIDATE}},
		 "private and kept"},
		{{PATH(HTTP_GET, "law")}, "no slash"},
		{{PATH(HTTP_GET, "/:a/:b/:c/:d/:e")}, "too many parameters"},
		{{PATH(HTTP_GET, "/law/:id"), PATH(HTTP_GET, "/law/:name")}, "twice"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ctx c = {.arena = arena_create()};
		const size_t count = rows[i].routes[1].path != NULL ? 2 : 1;
		const struct route_table tables[] = {{rows[i].routes, count}, {NULL, 0}};
		struct router *router = NULL;
		assert_int_equal(router_create(&c, tables, &router), ERR_BROKEN);
		assert_null(router);
		assert_string_equal(c.fail.key, "http.route");
		assert_has(slice_of(c.fail.detail), rows[i].reason);
		arena_destroy(c.arena);
	}
}

static void the_servers_own_routes_are_declared_rightly(void **state)
{
	(void)state;
	struct ctx c = {.arena = arena_create()};
	const struct route_table own = http_routes();
	(void)router_of(&c, own.routes, own.count);
	for (size_t i = 0; i < own.count; i++) {
		assert_true(slice_of(own.routes[i].what).length > 0);
	}
	arena_destroy(c.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_find_their_routes),
		cmocka_unit_test(wrong_declarations_are_refused_at_start),
		cmocka_unit_test(the_servers_own_routes_are_declared_rightly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
