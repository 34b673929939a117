/* today.c - what waits for whoever has signed in: notices, and what a second person must allow. */
#include "record/grant.h"
#include "web/internal.h"
#include "web/names.h"
#include "web/permissions.h"
#include "web/visitor.h"

enum { FORM_BYTES_MAX = 4 * 1024 };

static err put_notices(struct http_exchange *x, struct view *view, struct door *door)
{
	const struct notice *notices;
	size_t count;
	struct names *names = names_create(x);
	size_t unseen = 0;

	TRY(notice_list(&x->c, door, &notices, &count));
	for (size_t i = 0; i < count; i++) {
		names_want(names, notices[i].kind, notices[i].record);
	}
	TRY(names_fetch(x, names));
	view_list(view, "notices");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "notices");
		view_text(item, "notice", notices[i].id);
		page_moment(x, item, "at", notices[i].at);
		page_text(x, item, "text", arena_cstr(x->c.arena, notices[i].what));
		page_word(x, item, "record_kind", "record.kind", notices[i].kind);
		view_text(item, "record", names_get(x, names, notices[i].kind, notices[i].record));
		view_text(item, "record_id", names_short(notices[i].record));
		view_flag(item, "is_new", !notices[i].seen);
		unseen += !notices[i].seen;
	}
	view_flag(view, "has_notices", count > 0);
	view_int(view, "unseen", (int64_t)unseen);
	return OK;
}

static const char *approval_key(enum approval_deed deed)
{
	static const char *const KEYS[] = {
		[APPROVE_EXPORT] = "approvals.export",
		[APPROVE_ERASE] = "approvals.erase",
		[APPROVE_CEREMONY] = "approvals.ceremony",
	};
	return KEYS[deed];
}

static err put_approvals(struct http_exchange *x, struct view *view, struct door *door)
{
	const struct approval *approvals;
	struct names *names = names_create(x);
	size_t count;

	TRY(approval_list(&x->c, door, &approvals, &count));
	for (size_t i = 0; i < count; i++) {
		names_want(names, S("account"), approvals[i].asked_by);
		names_want(names, approvals[i].kind, approvals[i].record);
	}
	TRY(names_fetch(x, names));
	view_list(view, "approvals");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "approvals");
		const bool own = slice_equal(approvals[i].asked_by, x->visitor->actor.account);
		view_text(item, "approval", approvals[i].id);
		page_text(x, item, "text", approval_key(approvals[i].deed));
		page_word(x, item, "record_kind", "record.kind", approvals[i].kind);
		view_text(item, "record",
			  names_get(x, names, approvals[i].kind, approvals[i].record));
		view_text(item, "record_id", names_short(approvals[i].record));
		view_text(item, "who", names_get(x, names, S("account"), approvals[i].asked_by));
		view_text(item, "who_id", names_short(approvals[i].asked_by));
		page_moment(x, item, "at", approvals[i].asked_at);
		page_moment(x, item, "expires", approvals[i].expires);
		view_text(item, "reason", approvals[i].reason);
		view_flag(item, "is_own", own);
		view_flag(item, "is_open", !own && slice_is(approvals[i].state, "asked"));
		page_text(x, item, "state",
			  arena_format(x->c.arena, "approvals.state.%.*s",
				       SLICE_PRINT(approvals[i].state))
				  .at);
	}
	view_flag(view, "has_approvals", count > 0);
	return OK;
}

static err show(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	const unsigned roles = x->visitor->actor.roles;
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(put_notices(x, view, door));
	view_flag(view, "may_approve", permission_allows(PERMISSION_APPROVE, roles));
	view_flag(view, "may_accounts", permission_allows(PERMISSION_ACCOUNTS, roles));
	view_flag(view, "may_programmes", permission_allows(PERMISSION_PROGRAMMES, roles));
	view_flag(view, "may_stale", permission_allows(PERMISSION_STALE, roles));
	view_flag(view, "may_log", permission_allows(PERMISSION_LOG, roles));
	view_flag(view, "may_organisations", permission_allows(PERMISSION_ORGANISATIONS, roles));
	view_list(view, "approvals");
	view_flag(view, "has_approvals", false);
	if (permission_allows(PERMISSION_APPROVE, roles)) {
		TRY(put_approvals(x, view, door));
	}
	return page_show(x, SECTION_TODAY, "today.title", "today", view);
}

static err take_seen(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(notice_seen(&x->c, door, http_form_value(&x->request, "notice")));
	return page_go(x, S("/today"));
}

static err show_approvals_as(struct http_exchange *x, int status)
{
	struct view *view = page_private_view(x);
	struct door *door;

	page_problem(x, view);
	TRY(page_own_door(x, &door));
	TRY(put_approvals(x, view, door));
	return page_show_status(x, status, SECTION_APPROVALS, "approvals.title", "approvals", view);
}

static err show_approvals(struct http_exchange *x)
{
	return show_approvals_as(x, 200);
}

static err answer(struct http_exchange *x)
{
	const struct slice given = http_form_value(&x->request, "answer");
	struct door *door;

	if (!slice_is(given, "allow") && !slice_is(given, "refuse")) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "approvals.no_answer");
	}
	TRY(page_own_door(x, &door));
	return approval_answer(&x->c, door, http_form_value(&x->request, "approval"),
			       slice_is(given, "allow") ? APPROVAL_ALLOW : APPROVAL_REFUSE);
}

static err take_answer(struct http_exchange *x)
{
	const err result = answer(x);

	switch (result) {
	case OK:
		return page_go(x, S("/approvals"));
	case ERR_INVALID:
		return show_approvals_as(x, 422);
	case ERR_DENIED:
		return show_approvals_as(x, 403);
	case ERR_CONFLICT:
		return show_approvals_as(x, 409);
	default:
		return result;
	}
}

static const struct route ROUTES[] = {
	ROUTE(GET, WORK, "/today", show, "What waits for whoever has signed in."),
	ROUTE(POST, WORK, "/notices/seen", take_seen, "Marks a notice as seen.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(GET, APPROVE, "/approvals", show_approvals,
	      "What somebody asked a second person to allow."),
	ROUTE(POST, APPROVE, "/approvals", take_answer, "Allows or refuses it.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
};

struct route_table today_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
