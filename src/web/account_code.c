/* account_code.c - one-time codes and recovery codes are set up. A secret is shown when it is made
 * and at no other time; it is in force once a code of it was typed.
 */
#include "base/clock.h"
#include "record/secret.h"
#include "render/qr.h"
#include "web/account.h"

static const struct input INPUTS[] = {
	{"code", "sign_in.code", "account.code_hint", INPUT_CODE, NULL},
};

bool account_has_factor(struct http_exchange *x, struct door *door)
{
	const struct slice account = x->visitor->actor.account;
	const bool has = secret_has(&x->c, door, SECRET_TOTP, account) ||
			 secret_has(&x->c, door, SECRET_PASSKEY, account);
	x->c.fail.code = OK;
	return has;
}

err account_prove(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const bool asks = account_has_factor(x, door);
	door_close(door);
	return asks ? csrf_check_password(x) : OK;
}

err account_end_unproved(struct http_exchange *x, struct door *door)
{
	return people_sign_out_others(&x->c, door, x->visitor->actor.account, x->visitor->token);
}

err account_code_show(struct http_exchange *x)
{
	struct view *view = page_private_view(x);
	struct door *door;

	TRY(page_own_door(x, &door));
	view_flag(view, "asks_password", account_has_factor(x, door));
	page_problem(x, view);
	return page_show(x, SECTION_ACCOUNT, "account.code_title", "account_code", view);
}

/* What authenticator apps read (Google Authenticator, "Key Uri Format"). */
static struct slice key_uri(struct http_exchange *x, struct slice name, struct slice secret)
{
	const struct slice who = http_escape(x->c.arena, name);
	return arena_format(x->c.arena,
			    "otpauth://totp/Spean:%.*s?secret=%.*s&issuer=Spean&digits=6&period=30",
			    SLICE_PRINT(who), SLICE_PRINT(secret));
}

/* Four letters at a time: nobody types 32 in a row without a slip. */
static struct slice in_fours(struct arena *arena, struct slice secret)
{
	struct buf *out = buf_create(arena, secret.length * 2 + 1);
	for (size_t i = 0; i < secret.length; i += 4) {
		buf_add(out, i > 0 ? S(" ") : S(""));
		buf_add(out, slice_between(secret, i, i + 4));
	}
	return buf_slice(out);
}

static err show_secret(struct http_exchange *x, int status, struct door *door, struct slice secret)
{
	struct view *view = page_private_view(x);
	struct account account;
	struct html qr;

	page_problem(x, view);
	TRY(people_load(&x->c, door, x->visitor->actor.account, &account));
	TRY(qr_draw(&x->c, key_uri(x, account.sign_in_name, secret),
		    messages_get(x->app->messages, x->language, S("account.qr")).text, &qr));
	view_html(view, "qr", qr);
	view_text(view, "secret", secret);
	view_text(view, "secret_text", in_fours(x->c.arena, secret));
	page_inputs(x, view, INPUTS, COUNT_OF(INPUTS), NULL);
	return page_show_status(x, status, SECTION_ACCOUNT, "account.code_title",
				"account_code_new", view);
}

err account_code_new(struct http_exchange *x)
{
	struct slice secret;
	struct door *door;

	const err wrong = account_prove(x);
	if (wrong == ERR_DENIED) {
		return kept_show(x, 403);
	}
	TRY(wrong);
	TRY(page_own_door(x, &door));
	TRY(secret_new_totp(&x->c, door, x->visitor->actor.account, &secret));
	return show_secret(x, 200, door, secret);
}

static bool is_base32(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		if (!((byte >= 'A' && byte <= 'Z') || (byte >= '2' && byte <= '7'))) {
			return false;
		}
	}
	return text.length > 0 && text.length <= 64;
}

err account_code_confirm(struct http_exchange *x)
{
	/* Only to draw the same page again: what counts is the secret that the server keeps. */
	const struct slice secret = http_form_value(&x->request, "secret");
	struct door *door;

	TRY(page_own_door(x, &door));
	const bool is_first = !account_has_factor(x, door);
	const err result = secret_confirm_totp(&x->c, door, x->visitor->actor.account,
					       slice_trim(http_form_value(&x->request, "code")),
					       clock_now_ms());
	if (account_can_tell(result) && is_base32(secret)) {
		return show_secret(x, 422, door, secret);
	}
	TRY(result);
	if (is_first) {
		TRY(account_end_unproved(x, door));
	}
	return account_show_recovery(x, door);
}

err account_show_recovery(struct http_exchange *x, struct door *door)
{
	struct view *view = page_private_view(x);
	struct slice codes[RECOVERY_CODES];

	TRY(secret_new_recovery(&x->c, door, x->visitor->actor.account, codes));
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		view_text(view_item(view, "codes"), "code", codes[i]);
	}
	return page_show(x, SECTION_ACCOUNT, "account.recovery_title", "account_recovery", view);
}

err account_recovery_new(struct http_exchange *x)
{
	struct door *door;
	TRY(page_own_door(x, &door));
	return account_show_recovery(x, door);
}
