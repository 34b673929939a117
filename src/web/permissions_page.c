/* permissions_page.c - the tables that decide, as a page: what stands there is what the code reads.
 */
#include "web/permissions_page.h"

#include "web/permissions.h"
#include "web/visitor.h"

static void put_roles_of(struct http_exchange *x, struct view *row, unsigned roles)
{
	for (enum staff_role role = 0; role < STAFF_ROLE_COUNT; role++) {
		struct view *cell = view_item(row, "cells");
		view_flag(cell, "may", (roles & STAFF_BIT(role)) != 0);
		page_text(x, cell, "role",
			  arena_format(x->c.arena, "value.roles.%s", staff_role_name(role)).at);
	}
}

static void put_pages(struct http_exchange *x, struct view *view)
{
	size_t count;
	const struct permission_row *rows = permission_rows(&count);

	for (enum staff_role role = 0; role < STAFF_ROLE_COUNT; role++) {
		struct view *head = view_item(view, "heads");
		page_text(x, head, "role",
			  arena_format(x->c.arena, "value.roles.%s", staff_role_name(role)).at);
	}
	for (size_t i = 0; i < count; i++) {
		struct view *row = view_item(view, "pages");
		page_text(x, row, "label",
			  arena_format(x->c.arena, "permission.%s", rows[i].name).at);
		put_roles_of(x, row, rows[i].roles);
	}
}

static struct slice deeds_of(struct http_exchange *x, unsigned deeds)
{
	struct slice list = S("");
	for (enum deed deed = 0; deed < DEED_COUNT; deed++) {
		if ((deeds & DEED_BIT(deed)) != 0) {
			const struct slice key =
				arena_format(x->c.arena, "permissions.deed.%s", deed_name(deed));
			list = arena_format(
				x->c.arena, "%.*s%s%.*s", SLICE_PRINT(list),
				slice_empty(list) ? "" : ", ",
				SLICE_PRINT(messages_get(x->app->messages, x->language, key).text));
		}
	}
	return list;
}

static struct slice classes_of(struct http_exchange *x, unsigned classes)
{
	static const struct {
		enum field_class class;
		const char *name;
	} NAMES[] = {{CLASS_A, "A"}, {CLASS_B, "B"}, {CLASS_C, "C"}, {CLASS_D, "D"}};
	struct slice list = S("");
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		if ((classes & CLASS_BIT(NAMES[i].class)) != 0) {
			list = arena_format(x->c.arena, "%.*s%s%s", SLICE_PRINT(list),
					    slice_empty(list) ? "" : ", ", NAMES[i].name);
		}
	}
	return list;
}

static void put_records(struct http_exchange *x, struct view *view)
{
	size_t count;
	const struct access_row *rows = access_rows(&count);

	view_list(view, "records");
	for (size_t i = 0; i < count; i++) {
		struct view *row = view_item(view, "records");
		page_text(x, row, "role",
			  arena_format(x->c.arena, "value.roles.%s", staff_role_name(rows[i].role))
				  .at);
		page_word(x, row, "record_kind", "record.kind", slice_of(rows[i].kind));
		page_text(x, row, "relation",
			  arena_format(x->c.arena, "permissions.relation.%s",
				       relation_name(rows[i].relation))
				  .at);
		view_text(row, "deeds", deeds_of(x, rows[i].deeds));
		view_text(row, "classes", classes_of(x, rows[i].classes));
	}
}

err permissions_show(struct http_exchange *x)
{
	struct view *view = page_private_view(x);

	put_pages(x, view);
	put_records(x, view);
	return page_show(x, SECTION_ACCOUNT, "permissions.title", "permissions", view);
}
