#include "base/clock.h"
#include "people/internal.h"
#include "record/audit.h"

err people_has_organisation(struct ctx *c, struct door *door, struct slice organisation)
{
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TENANT_ROW, &read));
	stmt_bind_text(read, "organisation", organisation);
	TRY(stmt_step(c, read, &has_row));
	stmt_finish(read);
	return has_row ? OK
		       : FAIL(c, ERR_NOT_FOUND, "people.no_organisation", "id=%.*s",
			      SLICE_PRINT(slice_between(organisation, 0, 60)));
}

static err of_host(struct ctx *c, const struct door *door)
{
	const struct actor *actor = &door->actor;

	return actor->kind == ACTOR_CONSOLE || (actor->kind == ACTOR_STAFF &&
						(actor->roles & STAFF_BIT(STAFF_HOST)) != 0)
		       ? OK
		       : FAIL(c, ERR_DENIED, "access.denied", "kind=organisation\nid=");
}

static err insert(struct ctx *c, struct door *door, struct slice organisation)
{
	struct stmt *add;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TENANT_INSERT, &add));
	stmt_bind_text(add, "organisation", organisation);
	stmt_bind_int(add, "created", clock_now_ms());
	const err result = stmt_run(c, add);
	stmt_finish(add);
	return result;
}

static err add(struct ctx *c, struct door *door, void *argument)
{
	const struct slice *organisation = argument;
	struct record record;
	const struct audit_entry entry = {
		.deed = S("organisation_add"),
		.kind = S("organisation"),
		.record = *organisation,
		.outcome = S("done"),
	};

	TRY(record_load(c, door, model_kind("organisation"), *organisation, &record));
	if (people_has_organisation(c, door, *organisation) == OK) {
		return FAIL(c, ERR_CONFLICT, "people.organisation_exists", "id=%.*s",
			    SLICE_PRINT(*organisation));
	}
	/* Keys first: a tenant without keys could keep nothing, keys without a tenant do no harm
	 * and are taken at the next try. */
	TRY(secret_add_organisation(c, door, *organisation));
	TRY(insert(c, door, *organisation));
	return audit_append(c, door, &entry);
}

err people_add_organisation(struct ctx *c, struct door *door, struct slice organisation)
{
	struct slice copy = organisation;

	TRY(of_host(c, door));
	return people_within(c, door, add, &copy);
}

err people_organisations(struct ctx *c, struct door *door, const struct tenant **ret_tenants,
			 size_t *ret_count)
{
	enum { TENANTS_MAX = 1000 };
	struct tenant *tenants = ARENA_ARRAY(c->arena, TENANTS_MAX, struct tenant);
	struct stmt *list;
	size_t count = 0;

	TRY(of_host(c, door));
	TRY(db_prepare_statement(c, door->db, STATEMENT_TENANT_LIST, &list));
	while (count < TENANTS_MAX) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		tenants[count++] = (struct tenant){
			.organisation = arena_copy(c->arena, stmt_text(list, 0)),
			.created = clock_moment(c->arena, stmt_int(list, 1)),
			.accounts = stmt_int(list, 2),
		};
	}
	stmt_finish(list);
	*ret_tenants = tenants;
	*ret_count = count;
	return OK;
}

/* ---- Demo stores */

static err mark(struct ctx *c, struct door *door, void *argument)
{
	struct stmt *set;
	(void)argument;

	TRY(db_prepare_statement(c, door->db, STATEMENT_DEMO_SET, &set));
	const err result = stmt_run(c, set);
	stmt_finish(set);
	return result;
}

err people_mark_demo(struct ctx *c, struct door *door)
{
	return people_within(c, door, mark, NULL);
}

err people_is_demo(struct ctx *c, struct door *door, bool *ret_demo)
{
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_META_VALUE, &read));
	stmt_bind_text(read, "name", S("demo"));
	TRY(stmt_step(c, read, &has_row));
	*ret_demo = has_row && stmt_int(read, 0) != 0;
	stmt_finish(read);
	return OK;
}
