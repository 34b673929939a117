/* sign_in.c - who somebody is: name and password, then a second factor; or a passkey alone. */
#include "base/clock.h"
#include "people/passkey.h"
#include "record/secret.h"
#include "web/internal.h"
#include "web/passkeys.h"
#include "web/visitor.h"

enum { FORM_BYTES_MAX = 64 * 1024 };

static const struct input INPUTS[] = {
	{"name", "sign_in.name", NULL, INPUT_TEXT, "username webauthn"},
	{"password", "sign_in.password", NULL, INPUT_PASSWORD, "current-password"},
};
static const struct input CODE_INPUTS[] = {
	{"code", "sign_in.code", "sign_in.code_hint", INPUT_CODE, NULL},
};

/* Too many tries is another status than a wrong one: clients that repeat by themselves stop. */
static int status_of(const struct http_exchange *x)
{
	return x->c.fail.code == ERR_LIMIT ? 429 : 403;
}

static void put_kept(struct http_exchange *x, struct view *view)
{
	if (slice_is(x->request.path, "/sign-in") || slice_is(x->request.path, "/sign-in/code")) {
		kept_put_passed(x, view);
	} else {
		kept_put_typed(x, view);
	}
}

/* A problem that led here (the session has ended) is none of this form. */
static void put_problem(struct http_exchange *x, struct view *view, int status)
{
	const bool own = slice_is(x->request.path, "/sign-in") && status != 200;
	if (!own) {
		x->c.fail.code = OK;
	}
	page_problem(x, view);
}

/* Who has just set up a server looks here first, at the machine itself (http is served to no
 * other): where do the first sign-ins come from? */
static void put_first_steps(struct http_exchange *x, struct view *view)
{
	view_flag(view, "is_demo", x->app->is_demo);
	view_flag(view, "is_at_machine", !x->app->is_demo && !x->request.secure);
}

err sign_in_show(struct http_exchange *x, int status)
{
	static const struct slice EMPTY[COUNT_OF(INPUTS)];
	const bool is_own = slice_is(x->request.path, "/sign-in");
	struct view *view = page_private_view(x);

	put_first_steps(x, view);
	put_problem(x, view, status);
	put_kept(x, view);
	view_text(view, "to", kept_target(x));
	/* The form of another page has a "name" too: a programme's is not whom to sign in. */
	page_inputs(x, view, INPUTS, COUNT_OF(INPUTS), is_own ? NULL : EMPTY);
	passkeys_put_button(x, view, "/sign-in/passkey");
	return page_show_status(x, status, SECTION_ACCOUNT, "sign_in.title", "sign_in", view);
}

err sign_in_show_second(struct http_exchange *x, int status, unsigned factors)
{
	struct view *view = page_private_view(x);

	page_problem(x, view);
	kept_put_passed(x, view);
	view_text(view, "to", kept_target(x));
	view_flag(view, "has_code", (factors & (FACTOR_TOTP | FACTOR_RECOVERY)) != 0);
	page_inputs(x, view, CODE_INPUTS, COUNT_OF(CODE_INPUTS), NULL);
	passkeys_put_button(x, view, "/sign-in/passkey");
	return page_show_status(x, status, SECTION_ACCOUNT, "sign_in.second_title",
				"sign_in_second", view);
}

/* The account's language, unless one was chosen here. Not knowing it stops nobody. */
static void keep_language(struct http_exchange *x)
{
	struct ctx quiet = {.arena = x->c.arena};
	struct account account;
	struct door door;

	if (!slice_empty(http_cookie(&x->request, "lang")) ||
	    door_open_for(&quiet, x->app->store, x->app->vault, x->app->model, &x->visitor->actor,
			  &door) != OK) {
		return;
	}
	enum language language;
	if (people_load(&quiet, &door, x->visitor->actor.account, &account) == OK &&
	    language_from_code(account.language, &language)) {
		x->language = language;
		http_add_header(
			&x->response, "Set-Cookie",
			arena_format(x->c.arena,
				     "lang=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
				     language_code(language), x->request.secure ? "; Secure" : ""));
	}
	door_close(&door);
}

err sign_in_go_on(struct http_exchange *x, struct door *house, const struct sign_in *sign_in)
{
	TRY(session_start(x, house, sign_in->session));
	door_close(house);
	x->c.fail.code = OK;
	if (!x->visitor->session.whole) {
		if (kept_any(x)) {
			return sign_in_show_second(x, 200, sign_in->factors);
		}
		return page_go(x,
			       arena_format(x->c.arena, "/sign-in/code?to=%.*s",
					    SLICE_PRINT(http_escape(x->c.arena, kept_target(x)))));
	}
	keep_language(x);
	return kept_any(x) ? kept_show(x, 200) : page_go(x, kept_target(x));
}

static err show(struct http_exchange *x)
{
	if (x->app->vault == NULL) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "session.no_people");
	}
	return sign_in_show(x, 200);
}

static err start(struct http_exchange *x, struct door *house)
{
	struct sign_in sign_in;

	TRY(session_may_start(x));
	TRY(people_sign_in(&x->c, house, http_form_value(&x->request, "name"),
			   http_form_value(&x->request, "password"), x->request.peer,
			   clock_now_ms(), &sign_in));
	return sign_in_go_on(x, house, &sign_in);
}

static bool is_for_the_form(err result)
{
	return result == ERR_DENIED || result == ERR_LIMIT || result == ERR_INVALID;
}

static err take(struct http_exchange *x)
{
	struct door house;

	if (x->app->vault == NULL) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "session.no_people");
	}
	TRY(house_open(x, &house));
	const err result = start(x, &house);
	door_close(&house);
	return is_for_the_form(result) ? sign_in_show(x, status_of(x)) : result;
}

/* ---- The second factor */

/* What this account may use: asked again, because a page can be loaded again. */
static unsigned factors_of(struct http_exchange *x)
{
	const struct slice account = x->visitor->session.account;
	struct door house;
	unsigned factors = 0;

	if (house_open(x, &house) != OK) {
		return FACTOR_TOTP;
	}
	factors |= secret_has(&x->c, &house, SECRET_TOTP, account) ? FACTOR_TOTP : 0;
	factors |= secret_has(&x->c, &house, SECRET_RECOVERY, account) ? FACTOR_RECOVERY : 0;
	factors |= secret_has(&x->c, &house, SECRET_PASSKEY, account) ? FACTOR_PASSKEY : 0;
	door_close(&house);
	return factors;
}

static err show_second(struct http_exchange *x)
{
	if (x->visitor->session.whole) {
		return page_go(x, kept_target(x));
	}
	const unsigned factors = factors_of(x);
	x->c.fail.code = OK;
	return sign_in_show_second(x, 200, factors);
}

/* Six digits come from the telephone; everything else can only be a recovery code. */
static enum second_factor factor_of(struct slice code)
{
	size_t digits = 0;
	for (size_t i = 0; i < code.length; i++) {
		digits += code.at[i] >= '0' && code.at[i] <= '9';
	}
	return digits == code.length && digits == 6 ? FACTOR_TOTP : FACTOR_RECOVERY;
}

/* People write "123 456". */
static struct slice without_spaces(struct arena *arena, struct slice text)
{
	char *out = arena_alloc(arena, text.length + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] != ' ') {
			out[length++] = text.at[i];
		}
	}
	return (struct slice){.at = out, .length = length};
}

static err second(struct http_exchange *x, struct door *house)
{
	const struct slice code = without_spaces(x->c.arena, http_form_value(&x->request, "code"));
	struct sign_in sign_in;

	TRY(people_second(&x->c, house, x->visitor->token, factor_of(code), code, x->request.peer,
			  clock_now_ms(), &sign_in));
	return sign_in_go_on(x, house, &sign_in);
}

static err take_second(struct http_exchange *x)
{
	struct door house;

	if (x->visitor->session.whole) {
		return page_go(x, S("/today"));
	}
	TRY(house_open(x, &house));
	const err result = second(x, &house);
	door_close(&house);
	return is_for_the_form(result)
		       ? sign_in_show_second(x, status_of(x), FACTOR_TOTP | FACTOR_RECOVERY)
		       : result;
}

static err sign_out(struct http_exchange *x)
{
	struct door door;

	TRY(house_open(x, &door));
	const err result = people_sign_out(&x->c, &door, x->visitor->token);
	door_close(&door);
	TRY(result);
	session_drop_cookie(x);
	return page_go(x, S("/sign-in"));
}

static const struct route ROUTES[] = {
	ROUTE(GET, GUEST, "/sign-in", show, "Name and password, or a passkey."),
	ROUTE(POST, GUEST, "/sign-in", take,
	      "Begins a session; half of one where a second factor is set up.", .csrf = CSRF_ORIGIN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(GET, HALF, "/sign-in/code", show_second, "Asks for the second factor."),
	ROUTE(POST, HALF, "/sign-in/code", take_second,
	      "Takes a one-time code or a recovery code; the session gets a new token.",
	      .csrf = CSRF_TOKEN, .max_body = FORM_BYTES_MAX),
	ROUTE(POST, GUEST, "/sign-in/passkey/start", passkeys_start_sign_in,
	      "What to ask the browser for, to sign in with a passkey.", .csrf = CSRF_ORIGIN,
	      .max_body = 1024),
	ROUTE(POST, GUEST, "/sign-in/passkey", passkeys_sign_in,
	      "The browser's answer: a whole session.", .csrf = CSRF_ORIGIN,
	      .max_body = FORM_BYTES_MAX),
	ROUTE(POST, HALF, "/sign-out", sign_out, "Ends this session.", .csrf = CSRF_TOKEN,
	      .max_body = 1024),
	ROUTE(GET, GUEST, "/welcome/:link", welcome_show,
	      "Behind a one-time link: a first password."),
	ROUTE(POST, GUEST, "/welcome/:link", welcome_take,
	      "Sets the first password; the link is used up, and a session begins.",
	      .csrf = CSRF_ORIGIN, .max_body = 4096),
};

struct route_table sign_in_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
