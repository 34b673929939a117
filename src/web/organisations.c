/* organisations.c - which organisations of the directory work on this server. */
#include "web/permissions_page.h"

#include "web/visitor.h"

static bool is_tenant(const struct tenant *tenants, size_t count, struct slice id)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(tenants[i].organisation, id)) {
			return true;
		}
	}
	return false;
}

static struct slice name_of(const struct records *records, struct slice id)
{
	for (size_t i = 0; i < records->count; i++) {
		if (slice_equal(record_id(&records->at[i]), id)) {
			return record_get(&records->at[i], "name");
		}
	}
	return id;
}

static err put_others(struct http_exchange *x, struct view *view, const struct tenant *tenants,
		      size_t count, const struct records *records)
{
	struct slice *called = ARENA_ARRAY(x->c.arena, records->count + 1, struct slice);
	const size_t *order;

	for (size_t i = 0; i < records->count; i++) {
		called[i] = record_get(&records->at[i], "name");
	}
	TRY(page_in_order(x, called, records->count, &order));
	view_list(view, "others");
	for (size_t i = 0; i < records->count; i++) {
		const struct slice id = record_id(&records->at[order[i]]);
		if (!is_tenant(tenants, count, id)) {
			struct view *item = view_item(view, "others");
			view_text(item, "value", id);
			page_register_text(x, item, "called", called[order[i]]);
		}
	}
	return OK;
}

static err put(struct http_exchange *x, struct view *view, const struct tenant *tenants,
	       size_t count, const struct records *records)
{
	view_list(view, "tenants");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "tenants");
		page_register_text(x, item, "called", name_of(records, tenants[i].organisation));
		page_moment(x, item, "created", tenants[i].created);
		view_int(item, "accounts", tenants[i].accounts);
	}
	return put_others(x, view, tenants, count, records);
}

static err show(struct http_exchange *x, int status)
{
	struct view *view = page_private_view(x);
	const struct tenant *tenants;
	struct records records;
	struct door *door;
	size_t count;

	page_problem(x, view);
	TRY(page_own_door(x, &door));
	TRY(people_organisations(&x->c, door, &tenants, &count));
	TRY(record_list(&x->c, door, model_kind("organisation"), &records));
	TRY(put(x, view, tenants, count, &records));
	return page_show_status(x, status, SECTION_ORGANISATIONS, "organisations.title",
				"organisations", view);
}

err organisations_show(struct http_exchange *x)
{
	return show(x, 200);
}

err organisations_take(struct http_exchange *x)
{
	struct door *door;

	TRY(page_own_door(x, &door));
	const err result = people_add_organisation(
		&x->c, door, slice_trim(http_form_value(&x->request, "organisation")));
	if (result == ERR_CONFLICT || result == ERR_INVALID || result == ERR_NOT_FOUND) {
		return show(x, result == ERR_CONFLICT ? 409 : 422);
	}
	TRY(result);
	return page_go(x, S("/organisations"));
}
