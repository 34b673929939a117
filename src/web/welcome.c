/* welcome.c - behind a one-time link: who it is for, and the first password. */
#include "base/clock.h"
#include "web/passkeys.h"
#include "web/visitor.h"

static const struct input INPUTS[] = {
	{"new_password", "account.password_new", "account.password_hint", INPUT_NEW_PASSWORD,
	 "new-password"},
	{"new_password_again", "account.password_again", NULL, INPUT_NEW_PASSWORD, "new-password"},
};

err welcome_new_password(struct http_exchange *x, struct slice *ret_password)
{
	const struct slice password = http_form_value(&x->request, "new_password");

	if (!slice_equal(password, http_form_value(&x->request, "new_password_again"))) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "account.unlike");
	}
	*ret_password = password;
	return OK;
}

static err show(struct http_exchange *x, int status, const struct account *account)
{
	struct view *view = page_private_view(x);

	page_problem(x, view);
	view_text(view, "person", account->name);
	view_text(view, "sign_in_name", account->sign_in_name);
	view_text(view, "action", x->request.path);
	page_inputs(x, view, INPUTS, COUNT_OF(INPUTS), NULL);
	return page_show_status(x, status, SECTION_ACCOUNT, "welcome.title", "welcome", view);
}

static err find(struct http_exchange *x, struct account *ret_account)
{
	struct door house;

	if (x->app->vault == NULL) {
		return FAIL_PLAIN(&x->c, ERR_NOT_FOUND, "session.no_people");
	}
	TRY(house_open(x, &house));
	const err result = people_link(&x->c, &house, x->parameters[0], ret_account);
	door_close(&house);
	return result;
}

err welcome_show(struct http_exchange *x)
{
	struct account account;
	TRY(find(x, &account));
	return show(x, 200, &account);
}

static err accept(struct http_exchange *x, struct door *house, const struct account *account)
{
	struct slice password;
	struct sign_in sign_in;

	TRY(session_may_start(x));
	TRY(welcome_new_password(x, &password));
	TRY(people_accept(&x->c, house, x->parameters[0], password));
	TRY(people_sign_in(&x->c, house, account->sign_in_name, password, x->request.peer,
			   clock_now_ms(), &sign_in));
	TRY(session_start(x, house, sign_in.session));
	return page_go(x, S("/account/code"));
}

err welcome_take(struct http_exchange *x)
{
	struct account account;
	struct door house;

	TRY(find(x, &account));
	TRY(house_open(x, &house));
	const err result = accept(x, &house, &account);
	door_close(&house);
	return result == ERR_INVALID ? show(x, 422, &account) : result;
}
