/* session.c - the cookie of a session, and doors for what happens before somebody is known. */
#include "base/clock.h"
#include "web/visitor.h"

static const char *cookie_name(const struct http_exchange *x)
{
	return x->request.secure ? "__Host-spean" : "spean";
}

static const char *challenge_name(const struct http_exchange *x)
{
	return x->request.secure ? "__Host-spean-key" : "spean-key";
}

static void set_cookie(struct http_exchange *x, const char *name, struct slice value,
		       const char *more)
{
	http_add_header(&x->response, "Set-Cookie",
			arena_format(x->c.arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
				     name, SLICE_PRINT(value), x->request.secure ? "; Secure" : "",
				     more));
}

err house_open(struct http_exchange *x, struct door *ret_door)
{
	const struct actor house = {.kind = ACTOR_HOUSE};

	TRY(door_open_for(&x->c, x->app->store, x->app->vault, x->app->model, &house, ret_door));
	ret_door->known_passwords = x->app->known_passwords;
	return OK;
}

struct slice session_cookie(struct http_exchange *x)
{
	return http_cookie(&x->request, cookie_name(x));
}

err session_may_start(struct http_exchange *x)
{
	if (!x->request.secure && !http_is_local(&x->request)) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "session.plain");
	}
	return OK;
}

void session_set_cookie(struct http_exchange *x, struct slice token)
{
	set_cookie(x, cookie_name(x), token, "");
}

void session_drop_cookie(struct http_exchange *x)
{
	set_cookie(x, cookie_name(x), S(""), "; Max-Age=0");
	http_add_header(&x->response, "Clear-Site-Data", S("\"cache\""));
}

struct slice challenge_cookie(struct http_exchange *x)
{
	return http_cookie(&x->request, challenge_name(x));
}

void challenge_set_cookie(struct http_exchange *x, struct slice token)
{
	set_cookie(x, challenge_name(x), token, "; Max-Age=300");
}

err session_take(struct http_exchange *x, struct door *house, struct slice token)
{
	struct visitor *visitor = ARENA_NEW(x->c.arena, struct visitor);

	visitor->token = token;
	visitor->credential = CREDENTIAL_COOKIE;
	TRY(people_session(&x->c, house, token, clock_now_ms(), &visitor->session,
			   &visitor->actor));
	visitor->form_token = people_form_token(&x->c, house, token);
	x->visitor = visitor;
	return OK;
}
