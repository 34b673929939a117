/* app.c - the application: everything that is made once when serving starts. */
#include "web/app.h"
#include "web/internal.h"
#include "web/web.h"

enum { TABLES_MAX = 16 };

static void add_table(struct app *app, struct route_table table)
{
	size_t at = 0;
	while (app->tables[at].routes != NULL) {
		at++;
	}
	must(at + 1 < TABLES_MAX);
	app->tables[at] = table;
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
	app->tables = ARENA_ARRAY(c->arena, TABLES_MAX, struct route_table);
	add_table(app, home_routes());
	add_table(app, directory_routes());
	add_table(app, match_routes());
	add_table(app, law_routes());
	add_table(app, figures_routes());
	add_table(app, assets_routes());
	add_table(app, http_routes());
	*ret_app = app;
	return OK;
}

void app_http_options(struct app *app, struct http_options *options)
{
	options->app = app;
	options->tables = app->tables;
	options->show_error = error_page;
}
