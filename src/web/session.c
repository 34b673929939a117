/* session.c - the cookie of a session, and doors for what happens before somebody is known. */
#include "base/clock.h"
#include "record/secret.h"
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

/* The form token has two halves: what proves the session, and whose page it is. */
struct slice session_person_mark(struct slice form_token)
{
	const size_t dot = slice_find_byte(form_token, '.');
	return dot == SIZE_MAX ? S("?") : slice_between(form_token, dot + 1, form_token.length);
}

static struct slice form_token(struct http_exchange *x, struct door *house,
			       const struct visitor *visitor)
{
	const struct slice session = people_form_token(&x->c, house, visitor->token);
	const struct slice person =
		secret_keyed(&x->c, house, "person_of_form", visitor->session.account);
	return arena_format(x->c.arena, "%.*s.%.*s", SLICE_PRINT(session), SLICE_PRINT(person));
}

err session_take(struct http_exchange *x, struct door *house, struct slice token)
{
	struct visitor *visitor = ARENA_NEW(x->c.arena, struct visitor);

	visitor->token = token;
	visitor->credential = CREDENTIAL_COOKIE;
	TRY(people_session(&x->c, house, token, clock_now_ms(), &visitor->session,
			   &visitor->actor));
	visitor->form_token = form_token(x, house, visitor);
	x->visitor = visitor;
	return OK;
}

/* ---- What a session runs on, in a few words, for the page of own sessions */

struct word {
	const char *in_header;
	const char *shown;
};

/* The first that the browser names; each calls itself by all names of those before it. */
static const char *word_of(struct slice agent, const struct word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_find(agent, slice_of(words[i].in_header)) != SIZE_MAX) {
			return words[i].shown;
		}
	}
	return "?";
}

static struct slice about_of(struct http_exchange *x)
{
	static const struct word BROWSERS[] = {
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Firefox/", "Firefox"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	};
	static const struct word SYSTEMS[] = {
		{"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	};
	const struct slice agent = http_header(&x->request, "User-Agent");

	return arena_format(x->c.arena, "%s, %s", word_of(agent, BROWSERS, COUNT_OF(BROWSERS)),
			    word_of(agent, SYSTEMS, COUNT_OF(SYSTEMS)));
}

err session_start(struct http_exchange *x, struct door *house, struct slice token)
{
	struct ctx quiet = {.arena = x->c.arena};

	TRY(session_take(x, house, token));
	session_set_cookie(x, token);
	/* A session without its description is still a session. */
	if (people_describe_session(&quiet, house, token, about_of(x), clock_now_ms()) != OK &&
	    x->app->log != NULL) {
		log_fail(x->app->log, "session.not_described", &quiet.fail);
	}
	return OK;
}
