/* account.c - the own account: password, second factors, passkeys, sessions, tokens, language. */
#include "web/account.h"

#include "record/secret.h"
#include "web/internal.h"
#include "web/passkeys.h"
#include "web/permissions.h"

enum { FORM_BYTES_MAX = 8 * 1024, ANSWER_BYTES_MAX = 64 * 1024 };

static const struct input PASSWORD_INPUTS[] = {
	{"password", "account.password_now", NULL, INPUT_PASSWORD, "current-password"},
	{"new_password", "account.password_new", "account.password_hint", INPUT_NEW_PASSWORD,
	 "new-password"},
	{"new_password_again", "account.password_again", NULL, INPUT_NEW_PASSWORD, "new-password"},
};

bool account_can_tell(err result)
{
	return result == ERR_DENIED || result == ERR_INVALID || result == ERR_CONFLICT ||
	       result == ERR_LIMIT;
}

struct slice page_roles(struct http_exchange *x, unsigned roles)
{
	struct slice list = S("");

	for (enum staff_role role = 0; role < STAFF_ROLE_COUNT; role++) {
		if ((roles & STAFF_BIT(role)) != 0) {
			const struct slice key =
				arena_format(x->c.arena, "value.roles.%s", staff_role_name(role));
			const struct slice name =
				messages_get(x->app->messages, x->language, key).text;
			list = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(list),
					    slice_empty(list) ? "" : ", ", SLICE_PRINT(name));
		}
	}
	return list;
}

static err put_who(struct http_exchange *x, struct view *view, struct door *door)
{
	struct account account;

	TRY(people_load(&x->c, door, x->visitor->actor.account, &account));
	view_text(view, "person", account.name);
	view_text(view, "sign_in_name", account.sign_in_name);
	view_text(view, "roles", page_roles(x, account.roles));
	view_flag(view, "is_khmer", slice_is(account.language, "km"));
	return OK;
}

static err put_passkeys(struct http_exchange *x, struct view *view, struct door *door)
{
	const struct secret *secrets;
	size_t count;

	TRY(secret_list(&x->c, door, SECRET_PASSKEY, x->visitor->actor.account, &secrets, &count));
	view_list(view, "passkeys");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "passkeys");
		view_text(item, "key", secrets[i].name);
		view_text(item, "called", secrets[i].label);
		page_moment(x, item, "created", secrets[i].created);
		page_moment(x, item, "used", secrets[i].used);
	}
	passkeys_put_button(x, view, "/account/passkeys");
	return OK;
}

static err put_sessions(struct http_exchange *x, struct view *view, struct door *door)
{
	const struct session *sessions;
	size_t count;

	TRY(people_sessions(&x->c, door, x->visitor->actor.account, &sessions, &count));
	view_list(view, "sessions");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "sessions");
		const bool here =
			sessions[i].here || slice_equal(sessions[i].key, x->visitor->session.key);
		view_text(item, "key", sessions[i].key);
		view_text(item, "about", sessions[i].about);
		view_flag(item, "here", here);
		page_moment(x, item, "started", sessions[i].started);
		page_moment(x, item, "seen", sessions[i].seen);
	}
	return OK;
}

static void put_scopes(struct http_exchange *x, struct view *view)
{
	size_t count;
	const struct permission_row *rows = permission_rows(&count);

	view_list(view, "scopes");
	for (size_t i = 0; i < count; i++) {
		if (permission_allows(rows[i].permission, x->visitor->actor.roles)) {
			struct view *item = view_item(view, "scopes");
			view_text(item, "value", slice_of(rows[i].name));
			page_text(x, item, "label",
				  arena_format(x->c.arena, "permission.%s", rows[i].name).at);
		}
	}
}

static err put_tokens(struct http_exchange *x, struct view *view, struct door *door)
{
	const struct api_token *tokens;
	size_t count;

	TRY(people_tokens(&x->c, door, &tokens, &count));
	view_list(view, "tokens");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "tokens");
		view_text(item, "key", tokens[i].key);
		view_text(item, "called", tokens[i].label);
		view_text(item, "may", tokens[i].scopes);
		page_date(x, item, "expires", tokens[i].expires);
		page_moment(x, item, "used", tokens[i].used);
	}
	put_scopes(x, view);
	return OK;
}

err account_show(struct http_exchange *x, int status)
{
	struct view *view = page_private_view(x);
	const struct slice account = x->visitor->actor.account;
	struct door *door;

	page_problem(x, view);
	page_inputs(x, view, PASSWORD_INPUTS, COUNT_OF(PASSWORD_INPUTS), NULL);
	TRY(page_own_door(x, &door));
	TRY(put_who(x, view, door));
	view_flag(view, "has_factor", account_has_factor(x, door));
	view_flag(view, "has_totp", secret_has(&x->c, door, SECRET_TOTP, account));
	view_flag(view, "has_recovery", secret_has(&x->c, door, SECRET_RECOVERY, account));
	TRY(put_passkeys(x, view, door));
	TRY(put_sessions(x, view, door));
	TRY(put_tokens(x, view, door));
	return page_show_status(x, status, SECTION_ACCOUNT, "account.title", "account", view);
}

static err show(struct http_exchange *x)
{
	return account_show(x, 200);
}

static err change_password(struct http_exchange *x, struct door *door)
{
	struct slice password;
	TRY(welcome_new_password(x, &password));
	TRY(people_change_password(&x->c, door, http_form_value(&x->request, "password"),
				   password));
	/* Whoever signed in with the old one is out. */
	return people_sign_out_others(&x->c, door, x->visitor->actor.account, x->visitor->token);
}

static err take_password(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = change_password(x, door);
	if (account_can_tell(result)) {
		return account_show(x, result == ERR_DENIED ? 403 : 422);
	}
	TRY(result);
	return page_go(x, S("/account"));
}

static err take_language(struct http_exchange *x)
{
	struct account account;
	enum language language;
	struct door *door;

	if (!language_from_code(http_form_value(&x->request, "language"), &language)) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "account.language_unknown");
	}
	TRY(page_own_door(x, &door));
	TRY(people_load(&x->c, door, x->visitor->actor.account, &account));
	account.language = slice_of(language_code(language));
	TRY(people_change(&x->c, door, &account));
	return page_go(x, arena_format(x->c.arena, "/account?lang=%s", language_code(language)));
}

static err end_session(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(people_end_session(&x->c, door, x->visitor->actor.account,
			       http_form_value(&x->request, "key")));
	return page_go(x, S("/account"));
}

static err end_all_sessions(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(people_sign_out_everywhere(&x->c, door, x->visitor->actor.account));
	session_drop_cookie(x);
	return page_go(x, S("/sign-in"));
}

static const struct route ROUTES[] = {
	ROUTE(GET, SIGNED_IN, "/account", show, "The own account."),
	ROUTE(POST, SIGNED_IN, "/account/password", take_password,
	      "A new password; the old one is asked for.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/language", take_language,
	      "The language that pages begin in.", .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/sessions/end", end_session,
	      "Ends one of the own sessions.", .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/sessions/end-all", end_all_sessions,
	      "Signs out everywhere.", .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(GET, SIGNED_IN, "/account/code", account_code_show, "How one-time codes are set up."),
	ROUTE(POST, SIGNED_IN, "/account/code/new", account_code_new,
	      "A new secret for one-time codes, as QR code and text.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/code", account_code_confirm,
	      "The first code: now they are in force. Shows the recovery codes once.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/recovery", account_recovery_new,
	      "New recovery codes; the old ones end.", .csrf = CSRF_PASSWORD,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/passkeys/start", passkeys_start_adding,
	      "What to ask the browser for, to make a passkey.", .csrf = CSRF_TOKEN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/passkeys", passkeys_add,
	      "The browser's answer: a new passkey.", .csrf = CSRF_TOKEN,
	      .max_body = ANSWER_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/passkeys/remove", passkeys_remove, "Takes a passkey away.",
	      .csrf = CSRF_PASSWORD, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/tokens", account_token_new, "A new API token, shown once.",
	      .csrf = CSRF_PASSWORD, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, SIGNED_IN, "/account/tokens/end", account_token_end, "Ends an API token.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
};

struct route_table account_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
