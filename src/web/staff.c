/* staff.c - an organisation's people, for its administrator: who is here, inviting, changing. */
#include "web/staff.h"

#include "web/account.h"
#include "web/internal.h"
#include "web/permissions_page.h"

enum { FORM_BYTES_MAX = 8 * 1024 };

static const struct input INPUTS[] = {
	{"name", "staff.name", "staff.name_hint", INPUT_TEXT, NULL},
	{"sign_in_name", "staff.sign_in_name", "staff.sign_in_name_hint", INPUT_TEXT, NULL},
	{"team", "staff.team", "staff.team_hint", INPUT_TEXT, NULL},
};

void staff_put_state(struct http_exchange *x, struct view *view, enum account_state state)
{
	static const char *const KEYS[] = {
		[ACCOUNT_INVITED] = "value.state.invited",
		[ACCOUNT_ACTIVE] = "value.state.active",
		[ACCOUNT_LOCKED] = "value.state.locked",
		[ACCOUNT_LEFT] = "value.state.left",
	};
	page_text(x, view, "state", KEYS[state]);
}

static void put_roles(struct http_exchange *x, struct view *view, unsigned roles)
{
	for (enum staff_role role = 0; role < STAFF_ROLE_COUNT; role++) {
		struct view *item = view_item(view, "roles");
		const char *name = staff_role_name(role);
		view_text(item, "value", slice_of(name));
		view_flag(item, "chosen", (roles & STAFF_BIT(role)) != 0);
		page_text(x, item, "label", arena_format(x->c.arena, "value.roles.%s", name).at);
	}
}

/* Names that are no role are left out: they are from no form of ours. */
static unsigned read_roles(const struct http_exchange *x)
{
	unsigned roles = 0;
	for (size_t i = 0; i < x->request.form_count; i++) {
		unsigned role = 0;
		if (slice_is(x->request.form[i].name, "role") &&
		    staff_roles_parse(x->request.form[i].value, &role)) {
			roles |= role;
		}
	}
	return roles;
}

void staff_put_form(struct http_exchange *x, struct view *view, const struct account *account)
{
	const struct slice values[] = {account->name, account->sign_in_name, account->team};

	page_inputs(x, view, INPUTS, COUNT_OF(INPUTS), values);
	put_roles(x, view, account->roles);
	view_flag(view, "is_khmer", !slice_is(account->language, "en"));
}

struct account staff_read_form(struct http_exchange *x)
{
	return (struct account){
		.organisation = x->visitor->actor.organisation,
		.name = slice_trim(http_form_value(&x->request, "name")),
		.sign_in_name = slice_trim(http_form_value(&x->request, "sign_in_name")),
		.team = slice_trim(http_form_value(&x->request, "team")),
		.language = slice_is(http_form_value(&x->request, "language"), "en") ? S("en")
										     : S("km"),
		.roles = read_roles(x),
	};
}

static void put_person(struct http_exchange *x, struct view *view, const struct account *account)
{
	struct view *item = view_item(view, "people");

	view_text(item, "href", arena_format(x->c.arena, "/people/%.*s", SLICE_PRINT(account->id)));
	view_text(item, "person", account->name);
	view_text(item, "sign_in_name", account->sign_in_name);
	view_text(item, "team", account->team);
	view_text(item, "roles", page_roles(x, account->roles));
	staff_put_state(x, item, account->state);
	view_flag(item, "is_away",
		  account->state == ACCOUNT_LEFT || account->state == ACCOUNT_LOCKED);
}

static err put_people(struct http_exchange *x, struct view *view, const struct account *accounts,
		      size_t count)
{
	struct slice *names = ARENA_ARRAY(x->c.arena, count + 1, struct slice);
	const size_t *order;

	for (size_t i = 0; i < count; i++) {
		names[i] = accounts[i].name;
	}
	TRY(page_in_order(x, names, count, &order));
	view_list(view, "people");
	for (size_t i = 0; i < count; i++) {
		put_person(x, view, &accounts[order[i]]);
	}
	return OK;
}

static err show_list(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	const struct account *accounts;
	struct door *door;
	size_t count;

	TRY(page_own_door(x, &door));
	TRY(people_list(&x->c, door, &accounts, &count));
	TRY(put_people(x, view, accounts, count));
	return page_show(x, SECTION_STAFF, "staff.title", "staff", view);
}

/* The same list for a program; no more than its page shows. */
static err send_json(struct http_exchange *x)
{
	enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };
	struct buf *out = buf_create(x->c.arena, JSON_BYTES_MAX);
	const struct account *accounts;
	struct json_writer json;
	struct slice body;
	struct door *door;
	size_t count;

	TRY(page_own_door(x, &door));
	TRY(people_list(&x->c, door, &accounts, &count));
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&json);
		json_put_text(&json, "id", accounts[i].id);
		json_put_text(&json, "name", accounts[i].name);
		json_put_text(&json, "sign_in_name", accounts[i].sign_in_name);
		json_put_text(&json, "team", accounts[i].team);
		json_put_list(&json, "roles", staff_roles_list(x->c.arena, accounts[i].roles));
		json_put_bool(&json, "active", accounts[i].state == ACCOUNT_ACTIVE);
		json_close_object(&json);
	}
	json_close_array(&json);
	TRY(buf_done(&x->c, out, &body));
	return page_send(x, "application/json", NULL, body);
}

static err show_invite(struct http_exchange *x, int status, const struct account *account)
{
	struct view *view = page_private_view(x);

	page_problem(x, view);
	staff_put_form(x, view, account);
	return page_show_status(x, status, SECTION_STAFF, "staff.invite", "staff_new", view);
}

static err show_new(struct http_exchange *x)
{
	return show_invite(x, 200, &(struct account){.roles = STAFF_BIT(STAFF_CASE_WORKER)});
}

err staff_show_link(struct http_exchange *x, struct slice link, const char *text)
{
	struct view *view = page_private_view(x);
	const struct slice origin =
		!slice_empty(x->app->origin)
			? x->app->origin
			: arena_format(x->c.arena, "%s://%.*s",
				       x->request.secure ? "https" : "http",
				       SLICE_PRINT(http_header(&x->request, "Host")));

	page_text(x, view, "text", text);
	view_text(view, "shown_once",
		  arena_format(x->c.arena, "%.*s/welcome/%.*s", SLICE_PRINT(origin),
			       SLICE_PRINT(link)));
	return page_show(x, SECTION_STAFF, "staff.link_title", "staff_link", view);
}

static err take_new(struct http_exchange *x)
{
	const struct account account = staff_read_form(x);
	struct door *door;
	struct slice link;
	struct slice id;

	TRY(page_own_door(x, &door));
	const err result = people_invite(&x->c, door, &account, &id, &link);
	if (result == ERR_INVALID || result == ERR_CONFLICT) {
		return show_invite(x, result == ERR_CONFLICT ? 409 : 422, &account);
	}
	TRY(result);
	return staff_show_link(x, link, "staff.invited");
}

static const struct route ROUTES[] = {
	ROUTE(GET, ACCOUNTS, "/people", show_list, "The organisation's people."),
	ROUTE(GET, ACCOUNTS, "/people.json", send_json, "The same as JSON.",
	      .credential = CREDENTIAL_TOKEN),
	ROUTE(GET, ACCOUNTS, "/people/new", show_new, "The form to invite somebody."),
	ROUTE(POST, ACCOUNTS, "/people/new", take_new,
	      "Invites somebody; shows the one-time link once.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(GET, ACCOUNTS, "/people/:id", staff_show_person, "One person's account."),
	ROUTE(POST, ACCOUNTS, "/people/:id", staff_take_person, "Name, team, roles, language.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, ACCOUNTS, "/people/:id/lock", staff_lock, "Locks an account; its sessions end.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, ACCOUNTS, "/people/:id/unlock", staff_unlock, "Opens a locked account.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, ACCOUNTS, "/people/:id/reset", staff_reset,
	      "A new one-time link for somebody who lost password or telephone.",
	      .csrf = CSRF_PASSWORD, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, ACCOUNTS, "/people/:id/leave", staff_leave,
	      "Somebody leaves; what was theirs is handed over.", .csrf = CSRF_PASSWORD,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(GET, ORGANISATIONS, "/organisations", organisations_show,
	      "Organisations that work on this server."),
	ROUTE(POST, ORGANISATIONS, "/organisations", organisations_take,
	      "Lets an organisation of the directory work here: it gets keys.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(GET, SIGNED_IN, "/permissions", permissions_show,
	      "Which role opens which page, and sees what of which record."),
};

struct route_table staff_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
