/* routes_flow.c - docs/routes.md lists every route as its table states it. After a change of the
 * tables, SPEAN_WRITE_ROUTES=1 writes the list anew. */
#include "flow.h"

#include "base/buf.h"
#include "base/file.h"
#include "web/internal.h"
#include "web/permissions.h"

#define LIST SPEAN_SOURCE_DIR "/docs/routes.md"

static const char HEAD[] =
	"# Routes\n"
	"\n"
	"Made from the route tables (`src/web/*.c`, `src/http/own_routes.c`) by "
	"`tests/flow/routes_flow.c`, "
	"which fails when the two differ.\n"
	"*Who*: anyone (a public page, may be kept), guest (before and while signing in), half "
	"(also with "
	"the second factor missing), signed in, or the permission that a role must have "
	"(`src/web/permissions.c`). *Form*: what shows that it was sent from one of our pages "
	"(`docs/http.md`), and the largest body in bytes. *Token*: an API token may ask, too.\n"
	"\n"
	"| Route | Who | Form | What it does |\n"
	"| --- | --- | --- | --- |\n";

static const char *who(const struct route *route)
{
	static const char *const NAMES[] = {
		[PERMISSION_ANYONE] = "anyone",
		[PERMISSION_GUEST] = "guest",
		[PERMISSION_HALF] = "half",
		[PERMISSION_SIGNED_IN] = "signed in",
	};
	return route->permission < COUNT_OF(NAMES) ? NAMES[route->permission]
						   : permission_name(route->permission);
}

static void add_route(struct buf *out, const struct route *route)
{
	static const char *const FORMS[] = {
		[CSRF_NONE] = "",
		[CSRF_ORIGIN] = "origin, ",
		[CSRF_TOKEN] = "token of the session, ",
		[CSRF_PASSWORD] = "token and password, ",
	};

	buf_printf(out, "| `%s %s` | %s%s | %s", route->method == HTTP_POST ? "POST" : "GET",
		   route->path, who(route), route->credential == CREDENTIAL_TOKEN ? "; token" : "",
		   FORMS[route->csrf]);
	if (route->max_body > 0) {
		buf_printf(out, "%zu", route->max_body);
	}
	buf_printf(out, " | %s |\n", route->what);
}

static void the_list_of_routes_is_what_the_tables_say(void **state)
{
	struct ctx c = {.arena = arena_create()};
	struct buf *out = buf_create(c.arena, 1 << 20);
	struct slice kept = S("");
	size_t count;
	(void)state;

	const struct route_table *tables = route_tables(c.arena, &count);
	buf_add_cstr(out, HEAD);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < tables[i].count; j++) {
			add_route(out, &tables[i].routes[j]);
		}
	}
	if (getenv("SPEAN_WRITE_ROUTES") != NULL) {
		assert_int_equal(file_replace(&c, LIST, 0644, buf_slice(out)), OK);
	}
	assert_int_equal(file_read(&c, LIST, 1 << 20, &kept), OK);
	if (!slice_equal(kept, buf_slice(out))) {
		fail_msg("%s is not what the tables say: run this with SPEAN_WRITE_ROUTES=1", LIST);
	}
	arena_destroy(c.arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_of_routes_is_what_the_tables_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
