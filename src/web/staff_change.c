/* staff_change.c - one person's account: changing it, locking it, a new link, leaving. */
#include "web/account.h"
#include "web/staff.h"

/* Somebody else of the organisation who can take over what is left. */
static err put_heirs(struct http_exchange *x, struct view *view, struct door *door,
		     struct slice leaving)
{
	const struct account *accounts;
	size_t count;

	TRY(people_list(&x->c, door, &accounts, &count));
	view_list(view, "heirs");
	for (size_t i = 0; i < count; i++) {
		if (accounts[i].state == ACCOUNT_ACTIVE && !slice_equal(accounts[i].id, leaving)) {
			struct view *item = view_item(view, "heirs");
			view_text(item, "value", accounts[i].id);
			view_text(item, "label", accounts[i].name);
		}
	}
	return OK;
}

static err show(struct http_exchange *x, int status, const struct account *account)
{
	struct view *view = page_private_view(x);
	struct door *door;

	page_problem(x, view);
	TRY(page_own_door(x, &door));
	TRY(put_heirs(x, view, door, account->id));
	view_text(view, "person", account->name);
	view_text(view, "account", account->id);
	view_int(view, "version", account->version);
	staff_put_state(x, view, account->state);
	view_flag(view, "is_active", account->state == ACCOUNT_ACTIVE);
	view_flag(view, "is_locked", account->state == ACCOUNT_LOCKED);
	view_flag(view, "is_here", account->state != ACCOUNT_LEFT);
	view_flag(view, "is_self", slice_equal(account->id, x->visitor->actor.account));
	staff_put_form(x, view, account);
	return page_show_status(x, status, SECTION_STAFF, "staff.person", "staff_person", view);
}

static err load(struct http_exchange *x, struct account *ret_account)
{
	struct door *door;
	TRY(page_own_door(x, &door));
	return people_load(&x->c, door, x->parameters[0], ret_account);
}

err staff_show_person(struct http_exchange *x)
{
	struct account account;
	TRY(load(x, &account));
	return show(x, 200, &account);
}

static err go_back(struct http_exchange *x)
{
	return page_go(x, arena_format(x->c.arena, "/people/%.*s", SLICE_PRINT(x->parameters[0])));
}

/* Shown again with what was refused; what is wrong in the machine is the error page's. */
static err tell(struct http_exchange *x, err result)
{
	struct account account;
	const struct fail fail = x->c.fail;

	if (!account_can_tell(result)) {
		return result;
	}
	TRY(load(x, &account));
	x->c.fail = fail;
	return show(x, result == ERR_CONFLICT ? 409 : result == ERR_DENIED ? 403 : 422, &account);
}

err staff_take_person(struct http_exchange *x)
{
	struct account old;
	struct account account = staff_read_form(x);
	struct door *door;

	TRY(load(x, &old));
	account.id = old.id;
	account.organisation = old.organisation;
	account.state = old.state;
	if (!slice_to_int64(http_form_value(&x->request, "version"), &account.version)) {
		account.version = old.version;
	}
	TRY(page_own_door(x, &door));
	const err result = people_change(&x->c, door, &account);
	if (result == ERR_INVALID || result == ERR_CONFLICT || result == ERR_DENIED) {
		return show(x, result == ERR_CONFLICT ? 409 : 422, &account);
	}
	TRY(result);
	return go_back(x);
}

err staff_lock(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = people_lock(&x->c, door, x->parameters[0]);
	return result == OK ? go_back(x) : tell(x, result);
}

err staff_unlock(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = people_unlock(&x->c, door, x->parameters[0]);
	return result == OK ? go_back(x) : tell(x, result);
}

err staff_reset(struct http_exchange *x)
{
	struct slice link;
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = people_reset(&x->c, door, x->parameters[0], &link);
	return result == OK ? staff_show_link(x, link, "staff.was_reset") : tell(x, result);
}

static err show_left(struct http_exchange *x, size_t handed_over)
{
	struct view *view = page_private_view(x);

	view_text(view, "handed",
		  messages_count(x->c.arena, x->app->messages, x->language, "staff.handed_over",
				 (int64_t)handed_over));
	return page_show(x, SECTION_STAFF, "staff.left_title", "staff_left", view);
}

err staff_leave(struct http_exchange *x)
{
	size_t handed_over = 0;
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = people_leave(&x->c, door, x->parameters[0],
					http_form_value(&x->request, "heir"), &handed_over);
	return result == OK ? show_left(x, handed_over) : tell(x, result);
}
