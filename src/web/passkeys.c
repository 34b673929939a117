#include "web/passkeys.h"

#include "base/clock.h"
#include "people/passkey.h"
#include "record/secret.h"
#include "web/account.h"

enum { JSON_BYTES_MAX = 64 * 1024 };

/* WebAuthn binds keys to a site by name. Without --origin only this machine has one. */
static bool site_of(struct http_exchange *x, struct passkey_site *ret_site)
{
	const struct slice origin = x->app->origin;
	const size_t start = slice_find(origin, S("://"));

	if (start == SIZE_MAX) {
		return false;
	}
	struct slice host = slice_between(origin, start + 3, origin.length);
	const size_t port = slice_find_byte(host, ':');
	host = slice_between(host, 0, port);
	*ret_site = (struct passkey_site){.id = host, .origin = origin};
	return true;
}

void passkeys_put_button(struct http_exchange *x, struct view *view, const char *path)
{
	struct passkey_site site;

	view_flag(view, "passkey_can", site_of(x, &site));
	view_text(view, "passkey_finish", slice_of(path));
	view_text(view, "passkey_start", arena_format(x->c.arena, "%s/start", path));
	page_text(x, view, "passkey_fault", "passkey.fault");
}

/* A failure as the script shows it. */
static err send_problem(struct http_exchange *x, err code)
{
	struct buf *out = buf_create(x->c.arena, JSON_BYTES_MAX);
	struct json_writer json;
	struct slice body;

	if (code == ERR_BROKEN) {
		return code;
	}
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "problem",
		      messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail));
	json_close_object(&json);
	TRY(buf_done(&x->c, out, &body));
	x->response.status = code == ERR_LIMIT ? 429 : 403;
	return page_send(x, "application/json", NULL, body);
}

static err send_target(struct http_exchange *x, struct slice path)
{
	struct buf *out = buf_create(x->c.arena, JSON_BYTES_MAX);
	struct json_writer json;
	struct slice body;

	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "to", path);
	json_close_object(&json);
	TRY(buf_done(&x->c, out, &body));
	return page_send(x, "application/json", NULL, body);
}

static err site_or_fail(struct http_exchange *x, struct passkey_site *ret_site)
{
	if (x->app->vault == NULL || !site_of(x, ret_site)) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "passkey.no_origin");
	}
	return session_may_start(x);
}

/* ---- Signing in */

err passkeys_start_sign_in(struct http_exchange *x)
{
	struct passkey_site site;
	struct slice options;
	struct door house;

	TRY(site_or_fail(x, &site));
	const struct slice mark = secret_random(x->c.arena);
	TRY(house_open(x, &house));
	const err result =
		passkey_sign_in_start(&x->c, &house, &site, mark, clock_now_ms(), &options);
	door_close(&house);
	if (result != OK) {
		return send_problem(x, result);
	}
	challenge_set_cookie(x, mark);
	return page_send(x, "application/json", NULL, options);
}

static err sign_in(struct http_exchange *x, struct door *house, const struct passkey_site *site)
{
	const int64_t now_ms = clock_now_ms();
	struct sign_in sign_in;
	struct slice account;

	TRY(passkey_sign_in(&x->c, house, site, challenge_cookie(x),
			    http_form_value(&x->request, "answer"), now_ms, &account));
	TRY(people_sign_in_verified(&x->c, house, account, x->request.peer, now_ms, &sign_in));
	TRY(session_start(x, house, sign_in.session));
	return OK;
}

err passkeys_sign_in(struct http_exchange *x)
{
	struct passkey_site site;
	struct door house;

	TRY(site_or_fail(x, &site));
	TRY(house_open(x, &house));
	const err result = sign_in(x, &house, &site);
	door_close(&house);
	return result == OK ? send_target(x, kept_target(x)) : send_problem(x, result);
}

/* ---- The own ones */

err passkeys_start_adding(struct http_exchange *x)
{
	struct passkey_site site;
	struct slice options;
	struct door *door;

	TRY(site_or_fail(x, &site));
	err result = account_prove(x);
	if (result == OK) {
		TRY(page_own_door(x, &door));
		result = passkey_register_start(&x->c, door, &site, x->visitor->token,
						clock_now_ms(), &options);
	}
	return result == OK ? page_send(x, "application/json", NULL, options)
			    : send_problem(x, result);
}

err passkeys_add(struct http_exchange *x)
{
	struct passkey_site site;
	struct door *door;

	TRY(site_or_fail(x, &site));
	TRY(page_own_door(x, &door));
	const struct slice typed = slice_trim(http_form_value(&x->request, "label"));
	const struct slice label =
		!slice_empty(typed)
			? typed
			: messages_get(x->app->messages, x->language, S("passkey.unnamed")).text;
	const bool is_first = !account_has_factor(x, door);
	err result = passkey_register(&x->c, door, &site, x->visitor->token,
				      http_form_value(&x->request, "answer"),
				      slice_between(label, 0, 80), clock_now_ms());
	if (result == OK && is_first) {
		result = account_end_unproved(x, door);
	}
	return result == OK ? send_target(x, S("/account")) : send_problem(x, result);
}

err passkeys_remove(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(secret_remove(&x->c, door, SECRET_PASSKEY, x->visitor->actor.account,
			  http_form_value(&x->request, "key")));
	return page_go(x, S("/account"));
}
