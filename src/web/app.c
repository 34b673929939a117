/* app.c - the application: everything that is made once when serving starts. */
#include "web/app.h"

#include "render/paper.h"
#include "web/cache.h"
#include "web/internal.h"
#include "web/places.h"
#include "web/visitor.h"
#include "web/web.h"

enum { ROUTES_MAX = 256 };

/* May the answers of this route be kept for the next asker? */
static bool is_kept(const struct route *route)
{
	return route->method == HTTP_GET && route->cache == CACHE_REVALIDATE &&
	       route->permission == PERMISSION_ANYONE;
}

static err answer_kept(struct http_exchange *x)
{
	const struct app *app = x->app;
	const size_t at = (size_t)(x->route - app->routes);
	return page_cache_answer(app->cache, x, app->handlers[at]);
}

const struct route_table *route_tables(struct arena *arena, size_t *ret_count)
{
	static struct route_table (*const TOPICS[])(void) = {
		home_routes,   directory_routes, match_routes,   law_routes,    figures_routes,
		places_routes, sign_in_routes,   account_routes, staff_routes,  own_routes,
		today_routes,  log_routes,       away_routes,    assets_routes, http_routes,
	};
	struct route_table *tables = ARENA_ARRAY(arena, COUNT_OF(TOPICS), struct route_table);

	for (size_t i = 0; i < COUNT_OF(TOPICS); i++) {
		tables[i] = TOPICS[i]();
	}
	*ret_count = COUNT_OF(TOPICS);
	return tables;
}

/* The topics' tables become one, in which the kept routes go through the cache. */
static void add_table(struct app *app, struct route_table table)
{
	for (size_t i = 0; i < table.count; i++) {
		must(app->table.count < ROUTES_MAX);
		app->routes[app->table.count] = table.routes[i];
		app->handlers[app->table.count] = table.routes[i].handler;
		if (is_kept(&table.routes[i])) {
			app->routes[app->table.count].handler = answer_kept;
		}
		app->table.count++;
	}
}

err app_create(struct ctx *c, const struct embedded *embedded, struct messages *messages,
	       struct model *model, struct store *store, const struct log *log,
	       struct app **ret_app)
{
	struct app *app = ARENA_NEW(c->arena, struct app);
	struct templates *templates;

	TRY(templates_load(c, embedded, messages, &templates));
	app->embedded = embedded;
	app->messages = messages;
	app->model = model;
	app->templates = templates;
	app->store = store;
	app->log = log;
	app->assets = assets_create(c->arena, embedded);
	app->cache = page_cache_create(c->arena);
	app->places = places_kept_create(c->arena);
	app->routes = ARENA_ARRAY(c->arena, ROUTES_MAX, struct route);
	app->handlers = ARENA_ARRAY(c->arena, ROUTES_MAX, http_handler *);
	app->tables = ARENA_ARRAY(c->arena, 2, struct route_table);
	app->table.routes = app->routes;
	size_t topics;
	const struct route_table *tables = route_tables(c->arena, &topics);
	for (size_t i = 0; i < topics; i++) {
		add_table(app, tables[i]);
	}
	app->tables[0] = app->table;
	*ret_app = app;
	return OK;
}

/* Well is who can still read its registers. */
static err is_well(struct http_exchange *x)
{
	struct door door;
	int64_t version;

	if (x->app->worker != NULL && !worker_is_alive(x->app->worker)) {
		return FAIL(&x->c, ERR_BROKEN, "worker.gone", "job=%s", PAPER_JOB.name);
	}
	TRY(page_door(x, &door));
	return record_data_version(&x->c, &door, &version);
}

void app_set_papers_in(struct app *app, struct worker *worker)
{
	app->worker = worker;
}

void app_refuse_passwords(struct app *app, const struct known_passwords *list)
{
	app->known_passwords = list;
}

/* The mark of a demo store never goes away: asked once. When it cannot be read, nothing else can.
 */
static bool asks_is_demo(struct app *app)
{
	const struct actor house = {.kind = ACTOR_HOUSE};
	struct ctx c = {.arena = arena_create()};
	struct door door;
	bool is_demo = false;

	if (door_open_for(&c, app->store, app->vault, app->model, &house, &door) == OK) {
		if (people_is_demo(&c, &door, &is_demo) != OK) {
			log_fail(app->log, "app.demo", &c.fail);
		}
		door_close(&door);
	}
	arena_destroy(c.arena);
	return is_demo;
}

void app_keep_people(struct app *app, struct vault *vault, const char *origin)
{
	app->vault = vault;
	app->origin = slice_of(origin);
	app->is_demo = asks_is_demo(app);
}

void app_http_options(struct app *app, struct http_options *options)
{
	options->health = is_well;
	options->app = app;
	options->tables = app->tables;
	options->show_error = error_page;
	options->authorise = guard_authorise;
}
