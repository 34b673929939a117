/* guard.c - the one place where it is decided whether a private page is reached: session or token,
 * second factor, permission, CSRF level; in this order, so that who is not signed in learns nothing
 * of what there is.
 */
#include "base/clock.h"
#include "record/secret.h"
#include "web/permissions.h"
#include "web/visitor.h"

static struct slice bearer_of(const struct http_exchange *x)
{
	const struct slice value = http_header(&x->request, "Authorization");
	return slice_starts(value, S("Bearer ")) ? slice_trim(slice_between(value, 7, value.length))
						 : (struct slice){0};
}

static err look_up(struct http_exchange *x, struct door *house)
{
	const struct slice bearer = bearer_of(x);

	if (x->route->credential == CREDENTIAL_TOKEN && !slice_empty(bearer)) {
		struct visitor *visitor = ARENA_NEW(x->c.arena, struct visitor);
		visitor->credential = CREDENTIAL_TOKEN;
		TRY(people_token(&x->c, house, bearer, clock_now_ms(), &visitor->actor,
				 &visitor->scopes));
		x->visitor = visitor;
		return OK;
	}
	if (slice_empty(session_cookie(x))) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "people.session");
	}
	return session_take(x, house, session_cookie(x));
}

/* Nobody is no failure: x->visitor stays NULL. */
static err find_visitor(struct http_exchange *x)
{
	struct door house;

	TRY(house_open(x, &house));
	const err result = look_up(x, &house);
	if (result == OK && x->route->permission >= PERMISSION_WORK) {
		const struct slice account = x->visitor->actor.account;
		x->visitor->has_factor = secret_has(&x->c, &house, SECRET_TOTP, account) ||
					 secret_has(&x->c, &house, SECRET_PASSKEY, account);
	}
	door_close(&house);
	if (result == ERR_DENIED) {
		x->c.fail.code = OK;
		return OK;
	}
	return result;
}

static err send_401(struct http_exchange *x)
{
	x->response.status = 401;
	http_add_header(&x->response, "WWW-Authenticate", S("Bearer"));
	return page_send(x, "application/json", NULL, S("{\"error\":\"unauthorized\"}\n"));
}

static bool reads(const struct http_exchange *x)
{
	return x->request.method == HTTP_GET || x->request.method == HTTP_HEAD;
}

static err ask_who(struct http_exchange *x, const char *page)
{
	const bool has_query = !slice_empty(x->request.query_text);
	const struct slice here =
		arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(x->request.path),
			     has_query ? "?" : "", SLICE_PRINT(x->request.query_text));
	const struct slice to = http_escape(x->c.arena, here);

	if (slice_is(here, "/today")) {
		return page_go(x, slice_of(page));
	}
	return page_go(x, arena_format(x->c.arena, "%s?to=%.*s", page, SLICE_PRINT(to)));
}

/* A form that comes without a session: nothing typed is lost (kept.c). */
static err ask_to_sign_in(struct http_exchange *x)
{
	if (x->route->credential == CREDENTIAL_TOKEN) {
		return send_401(x);
	}
	if (reads(x)) {
		return ask_who(x, "/sign-in");
	}
	TRY(csrf_check(x, CSRF_ORIGIN));
	return sign_in_show(x, 403);
}

/* Without a second factor only the own account opens: there it is set up. */
static err ask_for_factor(struct http_exchange *x)
{
	if (x->route->credential == CREDENTIAL_TOKEN) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "session.needs_factor");
	}
	return page_go(x, S("/account/code"));
}

static err check_permission(struct http_exchange *x)
{
	const enum permission permission = x->route->permission;
	const struct visitor *visitor = x->visitor;
	const char *name = permission_name(permission);

	if (permission < PERMISSION_WORK) {
		return OK;
	}
	const bool in_scope = visitor->credential == CREDENTIAL_COOKIE ||
			      slice_list_has(visitor->scopes, slice_of(name));
	if (!in_scope || !permission_allows(permission, visitor->actor.roles)) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "page.not_allowed");
	}
	return OK;
}

/* The password was wrong: the form comes back with what was typed. */
static err check_form(struct http_exchange *x, enum http_verdict *ret_verdict)
{
	const err result = csrf_check(x, x->route->csrf);
	if (result == ERR_DENIED && x->route->csrf == CSRF_PASSWORD &&
	    slice_is(slice_of(x->c.fail.key), "secret.wrong")) {
		*ret_verdict = HTTP_ANSWERED;
		return kept_show(x, 403);
	}
	return result;
}

static err check_visitor(struct http_exchange *x, enum http_verdict *ret_verdict)
{
	const struct visitor *visitor = x->visitor;
	const bool browser = visitor != NULL && visitor->credential == CREDENTIAL_COOKIE;
	const enum permission permission = x->route->permission;

	*ret_verdict = HTTP_ANSWERED;
	if (visitor == NULL) {
		return ask_to_sign_in(x);
	}
	if (browser && !visitor->session.whole && permission > PERMISSION_HALF) {
		if (x->route->credential == CREDENTIAL_TOKEN) {
			return send_401(x);
		}
		return reads(x) ? ask_who(x, "/sign-in/code") : ask_to_sign_in(x);
	}
	TRY(check_permission(x));
	if (permission >= PERMISSION_WORK && !visitor->has_factor) {
		return ask_for_factor(x);
	}
	*ret_verdict = HTTP_GO_ON;
	return check_form(x, ret_verdict);
}

err guard_authorise(struct http_exchange *x, enum http_verdict *ret_verdict)
{
	if (x->route->permission <= PERMISSION_GUEST) {
		return csrf_check(x, x->route->csrf);
	}
	if (x->app->vault == NULL) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "session.no_people");
	}
	TRY(find_visitor(x));
	TRY(check_visitor(x, ret_verdict));
	if (*ret_verdict == HTTP_GO_ON) {
		x->c.fail.code = OK; /* what was refused on the way is no problem of the page */
	}
	return OK;
}
