/* csrf.c - does this request come from a page of ours? One function, with levels that routes state
 * (http.h, enum csrf). After Fossil's cgi_csrf_safe.
 *
 * Fetch metadata decides where a browser sends it (all since 2023). Without it Origin must be ours;
 * our pages send no referrer, and then some browsers say "Origin: null": such a form is refused,
 * which is the safe side. The cookie is SameSite=Strict beside.
 */
#include "web/visitor.h"

/* "https://host:port" of the request itself, or what the server was told to be. */
static struct slice own_origin(struct http_exchange *x)
{
	if (!slice_empty(x->app->origin)) {
		return x->app->origin;
	}
	return arena_format(x->c.arena, "%s://%.*s", x->request.secure ? "https" : "http",
			    SLICE_PRINT(http_header(&x->request, "Host")));
}

static bool is_own_page(struct http_exchange *x, struct slice address)
{
	const struct slice own = own_origin(x);
	return slice_starts(address, own) &&
	       (address.length == own.length || address.at[own.length] == '/');
}

static bool is_from_here(struct http_exchange *x)
{
	const struct slice site = http_header(&x->request, "Sec-Fetch-Site");
	const struct slice origin = http_header(&x->request, "Origin");

	if (!slice_empty(site)) {
		return slice_is(site, "same-origin");
	}
	if (!slice_empty(origin)) {
		return is_own_page(x, origin);
	}
	return is_own_page(x, http_header(&x->request, "Referer"));
}

/* In the same time wherever they differ. */
static bool same_token(struct slice a, struct slice b)
{
	unsigned char differs = 0;

	for (size_t i = 0; a.length == b.length && i < a.length; i++) {
		differs |= (unsigned char)(a.at[i] ^ b.at[i]);
	}
	return a.length == b.length && a.length > 0 && differs == 0;
}

/* A password waits its turn: meanwhile the session may have ended, or the roles have changed. */
static err ask_again_who(struct http_exchange *x)
{
	struct door house;

	TRY(house_open(x, &house));
	const err result = session_take(x, &house, x->visitor->token);
	door_close(&house);
	return result;
}

err csrf_check_password(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result =
		people_confirm_password(&x->c, door, http_form_value(&x->request, "password"));
	if (result == ERR_LIMIT) {
		x->response.status = 429;
	}
	TRY(result);
	door_close(door);
	return ask_again_who(x);
}

err csrf_check(struct http_exchange *x, enum csrf level)
{
	if (level >= CSRF_ORIGIN && !is_from_here(x)) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "csrf.origin");
	}
	if (level >= CSRF_TOKEN &&
	    (x->visitor == NULL ||
	     !same_token(http_form_value(&x->request, "token"), x->visitor->form_token))) {
		return FAIL_PLAIN(&x->c, ERR_DENIED, "csrf.token");
	}
	return level >= CSRF_PASSWORD ? csrf_check_password(x) : OK;
}
