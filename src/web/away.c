/* away.c - the hide key: a page that could be anybody's, in place of the one that was open.
 *
 * A calendar of this month, without our name, our colours or a way back that looks like one. The
 * button of every page (and Esc twice, assets/enhance.js) ends the session and leads here; the page
 * left behind may not be kept, so the browser's way back asks who somebody is.
 */
#include "base/clock.h"
#include "text/format.h"
#include "web/internal.h"
#include "web/visitor.h"

enum { DAYS_A_WEEK = 7 };

/* Monday is 0; 1970-01-01 was a Thursday. */
static int64_t weekday(int64_t days)
{
	return ((days + 3) % DAYS_A_WEEK + DAYS_A_WEEK) % DAYS_A_WEEK;
}

static void put_month(struct http_exchange *x, struct view *view, struct pdate today)
{
	const struct pdate first = {DATE_DAY, today.year, today.month, 1};
	const struct pdate last =
		date_last_day((struct pdate){DATE_MONTH, today.year, today.month, 0});
	const int64_t start = date_days(first) - weekday(date_days(first));

	view_text(view, "month",
		  format_date(x->c.arena, x->language, DIGITS_LATIN,
			      (struct pdate){DATE_MONTH, today.year, today.month, 0}));
	for (int64_t week = start; week <= date_days(last); week += DAYS_A_WEEK) {
		struct view *row = view_item(view, "weeks");
		for (int64_t day = week; day < week + DAYS_A_WEEK; day++) {
			const struct pdate date = date_from_days(day);
			struct view *cell = view_item(row, "days");
			view_flag(cell, "in_month", date.month == today.month);
			view_flag(cell, "today", date_compare(date, today) == 0);
			view_int(cell, "day", date.day);
		}
	}
}

static err show(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	enum { AWAY_BYTES_MAX = 64 * 1024 };
	struct html page;

	put_month(x, view, clock_today());
	view_text(view, "lang", slice_of(language_code(x->language)));
	view_text(view, "assets", assets_path(x->app->assets));
	TRY(templates_render_html(&x->c, x->app->templates, "away", x->language, view,
				  AWAY_BYTES_MAX, &page));
	x->response.body = page.markup;
	x->response.content_type = S("text/html; charset=utf-8");
	http_add_header(&x->response, "Content-Language", slice_of(language_code(x->language)));
	return OK;
}

/* Whatever happens, the neutral page comes: it is no time for an error. */
static void end_session(struct http_exchange *x)
{
	struct ctx quiet = {.arena = x->c.arena};
	const struct actor house = {.kind = ACTOR_HOUSE};
	struct door door;

	if (x->app->vault == NULL || slice_empty(session_cookie(x)) ||
	    door_open_for(&quiet, x->app->store, x->app->vault, x->app->model, &house, &door) !=
		    OK) {
		return;
	}
	if (people_sign_out(&quiet, &door, session_cookie(x)) == ERR_BROKEN &&
	    x->app->log != NULL) {
		log_fail(x->app->log, "hide.failed", &quiet.fail);
	}
	door_close(&door);
}

static err take(struct http_exchange *x)
{
	end_session(x);
	session_drop_cookie(x);
	return page_go(x, S("/away"));
}

static const struct route ROUTES[] = {
	ROUTE(GET, GUEST, "/away", show, "A neutral page."),
	ROUTE(POST, GUEST, "/away", take,
	      "The hide key: ends the session and leads to the neutral page.", .csrf = CSRF_ORIGIN,
	      .max_body = 64),
};

struct route_table away_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
