/* account_tokens.c - API tokens: made, shown once, ended. */
#include "web/account.h"
#include "web/permissions.h"

enum { TOKEN_DAYS_USUAL = 90 };

/* The chosen scopes as one list, unknown ones refused. */
static err read_scopes(struct http_exchange *x, struct slice *ret_scopes)
{
	struct slice list = S("");
	size_t count;
	const struct permission_row *rows = permission_rows(&count);

	for (size_t i = 0; i < x->request.form_count; i++) {
		const struct http_pair *pair = &x->request.form[i];
		for (size_t j = 0; slice_is(pair->name, "scope") && j < count; j++) {
			if (slice_is(pair->value, rows[j].name) &&
			    permission_allows(rows[j].permission, x->visitor->actor.roles)) {
				list = arena_format(x->c.arena, "%.*s%s%s", SLICE_PRINT(list),
						    slice_empty(list) ? "" : ";", rows[j].name);
			}
		}
	}
	if (slice_empty(list)) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "account.no_scope");
	}
	*ret_scopes = list;
	return OK;
}

static err make(struct http_exchange *x, struct slice *ret_token)
{
	const struct slice label = slice_trim(http_form_value(&x->request, "label"));
	int64_t days = TOKEN_DAYS_USUAL;
	struct slice scopes;
	struct door *door;

	(void)slice_to_int64(http_form_value(&x->request, "days"), &days);
	if (slice_empty(label) || label.length > 200 || days < 1 || days > 365) {
		return FAIL_PLAIN(&x->c, ERR_INVALID, "account.token_form");
	}
	TRY(read_scopes(x, &scopes));
	TRY(page_own_door(x, &door));
	return people_new_token(&x->c, door, label, scopes, (int)days, ret_token);
}

err account_token_new(struct http_exchange *x)
{
	struct slice token;
	const err result = make(x, &token);

	if (account_can_tell(result)) {
		return account_show(x, 422);
	}
	TRY(result);
	struct view *view = page_private_view(x);
	view_text(view, "shown_once", token);
	return page_show(x, SECTION_ACCOUNT, "account.token_title", "account_token", view);
}

err account_token_end(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	TRY(people_end_token(&x->c, door, http_form_value(&x->request, "key")));
	return page_go(x, S("/account"));
}
