/* home.c - the first page: what this is, for somebody who is not signed in. */
#include "web/app.h"
#include "web/internal.h"

static err show_home(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct ring_segment segments[COMPONENT_COUNT];

	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		const struct message label =
			model_label(x->app->model, x->language, "component", model_component(i));
		segments[i] = (struct ring_segment){.state = RING_MET, .label = label.text};
		struct view *item = view_item(view, "components");
		page_label(x, item, "label", "component", model_component(i));
	}
	view_html(view, "ring",
		  ring_draw(x->c.arena, x->language, 240,
			    messages_get(x->app->messages, x->language, S("home.ring")).text,
			    segments));
	return page_show(x, SECTION_HOME, "home.title", "home", view);
}

static err show_about(struct http_exchange *x)
{
	return page_show(x, SECTION_HOME, "about.title", "about", view_create(x->c.arena));
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/", show_home, "What this is, in a few words, and where to go.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/about", show_about,
	      "Where the content comes from, what is doubtful, what is kept about a visitor.",
	      .cache = CACHE_REVALIDATE),
};

struct route_table home_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
