/* own.c - /own: what an organisation's administrators keep of its programmes; /stale: what nobody
 * has confirmed for long, for a coalition that asks.
 */
#include "web/own.h"
#include "base/clock.h"
#include "directory/keep.h"
#include "text/format.h"
#include "web/directory.h"
#include "web/internal.h"
#include "web/visitor.h"

/* ---- Lists */

static void put_kept(struct http_exchange *x, struct view *item, const struct kept_programme *kept)
{
	struct arena *arena = x->c.arena;
	const struct programme *programme = kept->programme;
	const struct slice id = programme->id;

	page_programme_item(x, item, programme);
	page_freshness(x, item, programme);
	page_date(x, item, "confirmed", record_get(programme->record, "last_confirmed"));
	view_flag(item, "to_look", kept->to_look);
	view_flag(item, "places_known", programme->places_free != COUNT_UNKNOWN);
	view_int(item, "places", programme->places_free);
	view_flag(item, "wait_known", programme->wait_days != COUNT_UNKNOWN);
	view_int(item, "wait", programme->wait_days);
	view_text(item, "edit_href", arena_format(arena, "/own/programmes/%.*s", SLICE_PRINT(id)));
	view_text(item, "confirm_href",
		  arena_format(arena, "/own/programmes/%.*s/confirm", SLICE_PRINT(id)));
	view_text(item, "ask_href", arena_format(arena, "/stale/%.*s", SLICE_PRINT(id)));
}

static err put_list(struct http_exchange *x, struct view *view, struct slice organisation,
		    bool only_to_look)
{
	struct door door;
	struct directory directory;
	const struct kept_programme *kept;
	size_t count;
	int64_t shown = 0;

	TRY(page_directory_open(x, &door, &directory));
	keep_list(x->c.arena, &directory, organisation, clock_today(), &kept, &count);
	view_list(view, "programmes");
	for (size_t i = 0; i < count; i++) {
		if (kept[i].to_look || !only_to_look) {
			put_kept(x, view_item(view, "programmes"), &kept[i]);
			shown++;
		}
	}
	view_int(view, "count", shown);
	view_flag(view, "none", shown == 0);
	const struct organisation *own = directory_organisation(&directory, organisation);
	page_register_text(x, view, "organisation", own != NULL ? own->name : organisation);
	return OK;
}

static err show_own(struct http_exchange *x)
{
	struct view *view = page_private_view(x);

	TRY(put_list(x, view, x->visitor->actor.organisation, false));
	return page_show(x, SECTION_PROGRAMMES, "own.title", "own", view);
}

static err show_stale(struct http_exchange *x)
{
	struct view *view = page_private_view(x);

	TRY(put_list(x, view, S(""), true));
	view_int(view, "months", CONFIRM_AFTER_MONTHS);
	return page_show(x, SECTION_STALE, "own.stale.title", "stale", view);
}

/* ---- One tap */

static err confirm(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(keep_confirm(&x->c, door, x->parameters[0], clock_today()));
	return page_go(x, S("/own"));
}

static err ask(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	struct door *door;
	size_t told;

	TRY(page_own_door(x, &door));
	TRY(keep_ask(&x->c, door, x->parameters[0], &told));
	view_int(view, "told", (int64_t)told);
	view_flag(view, "nobody", told == 0);
	return page_show(x, SECTION_STALE, "own.asked.title", "stale_asked", view);
}

static const struct route ROUTES[] = {
	ROUTE(GET, PROGRAMMES, "/own", show_own,
	      "The programmes of one's own organisation, and how old what is said of them is."),
	ROUTE(GET, PROGRAMMES, "/own/new", page_own_show_new, "A programme to add."),
	ROUTE(POST, PROGRAMMES, "/own/new", page_own_save_new, "Add a programme.",
	      .csrf = CSRF_TOKEN, .max_body = OWN_FORM_MAX),
	ROUTE(GET, PROGRAMMES, "/own/programmes/:id", page_own_show_programme,
	      "A programme of one's own organisation to change."),
	ROUTE(POST, PROGRAMMES, "/own/programmes/:id", page_own_save_programme,
	      "Change a programme; a second editor is shown the first's change.",
	      .csrf = CSRF_TOKEN, .max_body = OWN_FORM_MAX),
	ROUTE(GET, PROGRAMMES, "/own/programmes/:id/history", page_own_show_history,
	      "Who changed what of a programme, and what stood there before."),
	ROUTE(POST, PROGRAMMES, "/own/programmes/:id/confirm", confirm,
	      "Say that what is said of a programme is still true.", .csrf = CSRF_TOKEN,
	      .max_body = OWN_FORM_MAX),
	ROUTE(GET, STALE, "/stale", show_stale, "Programmes that nobody has confirmed for long."),
	ROUTE(POST, STALE, "/stale/:id", ask, "Ask an organisation to confirm a programme.",
	      .csrf = CSRF_TOKEN, .max_body = OWN_FORM_MAX),
};

struct route_table own_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
