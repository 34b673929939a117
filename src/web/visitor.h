/* visitor.h - who asks: the session of a browser, or an API token; found by guard.c before a
 * private page is reached, and never for a page that anyone may read.
 *
 * The cookie is "__Host-spean": Secure, HttpOnly, SameSite=Strict, for this host and every path.
 * Over plain HTTP, which is served to this machine only, browsers refuse that prefix; there the
 * cookie is "spean", and anywhere else nobody signs in without TLS (ERR_DENIED session.plain).
 */
#ifndef SPEAN_WEB_VISITOR_H
#define SPEAN_WEB_VISITOR_H

#include "people/people.h"
#include "web/app.h"

struct visitor {
	struct actor actor;
	struct session session;  /* zeroed with an API token */
	struct slice token;      /* the session's, as its cookie has it */
	struct slice form_token; /* what the forms of this session carry */
	struct slice scopes;     /* of an API token */
	enum credential credential;
	struct door *door; /* page_own_door's */
	bool has_factor;   /* a second factor is set up; asked for PERMISSION_WORK and above */
};

/* The guard: session, permission and CSRF level of every private route. */
err guard_authorise(struct http_exchange *x, enum http_verdict *ret_verdict);

/* ---- session.c */
/* A door of the program itself, for what happens before somebody is known. Close it before another
 * door is opened: one exchange holds one connection to the store at a time. */
MUST_USE err house_open(struct http_exchange *x, struct door *ret_door);
/* The value of the session's cookie, or empty. */
struct slice session_cookie(struct http_exchange *x);
/* ERR_DENIED session.plain where a cookie would travel in the clear. */
MUST_USE err session_may_start(struct http_exchange *x);
void session_set_cookie(struct http_exchange *x, struct slice token);
/* Take the cookie away, and what the browser kept of our pages (Clear-Site-Data). */
void session_drop_cookie(struct http_exchange *x);
/* A second cookie for the time before somebody is known: whose passkey challenge is it? */
struct slice challenge_cookie(struct http_exchange *x);
void challenge_set_cookie(struct http_exchange *x, struct slice token);
/* From now on the exchange has this session; its pages carry its form token. */
MUST_USE err session_take(struct http_exchange *x, struct door *house, struct slice token);
/* Of a form token: whose page it came from, a keyed hash of the account; "?" of what is none. */
struct slice session_person_mark(struct slice form_token);
/* The same for one that has just begun: with its cookie, and a word on what it runs on. */
MUST_USE err session_start(struct http_exchange *x, struct door *house, struct slice token);

/* ---- csrf.c: ERR_DENIED csrf.origin, csrf.token, secret.wrong. The one function. */
MUST_USE err csrf_check(struct http_exchange *x, enum csrf level);
/* The last step of CSRF_PASSWORD, for a page that asks for it only sometimes. */
MUST_USE err csrf_check_password(struct http_exchange *x);

/* ---- kept.c: what was typed when the session had ended. It goes into hidden fields of the
 * sign-in page that answers the very form, stays with the browser and never on the server, and
 * comes back as a form to send, if the same person signs in. Passwords, codes and tokens are left
 * out. */
void kept_put_typed(struct http_exchange *x, struct view *view);  /* of the form that came now */
void kept_put_passed(struct http_exchange *x, struct view *view); /* of the page before */
bool kept_any(const struct http_exchange *x);
/* The form as it was, to be looked at and sent. */
MUST_USE err kept_show(struct http_exchange *x, int status);
/* Where to go after signing in: "to" of query or form when it is a path of ours, or /today. */
struct slice kept_target(const struct http_exchange *x);

/* ---- sign_in.c */
MUST_USE err sign_in_show(struct http_exchange *x, int status);
MUST_USE err sign_in_show_second(struct http_exchange *x, int status, unsigned factors);
/* Set the cookie of a session just begun and lead on: to the second factor, to setting one up, or
 * to where somebody wanted to go. */
MUST_USE err sign_in_go_on(struct http_exchange *x, struct door *house,
			   const struct sign_in *sign_in);

#endif
