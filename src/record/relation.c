#include "record/relation.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "store/catalogue.h"

enum { NEAR = 2 };

err grant_relation(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		   enum relation *ret_relation)
{
	int64_t nearest = 0;
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_RELATION_ROWS, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(kind->name));
	stmt_bind_text(stmt, "record", id);
	stmt_bind_text(stmt, "account", door->actor.account);
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_text(stmt, "team", door->actor.team);
	stmt_bind_int(stmt, "now", clock_now_ms());
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && nearest < NEAR) {
		nearest = stmt_int(stmt, 0) > nearest ? stmt_int(stmt, 0) : nearest;
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_relation = nearest == NEAR ? RELATION_ASSIGNED
			: nearest > 0   ? RELATION_TEAM
					: RELATION_ORGANISATION;
	return OK;
}

err record_missing(struct ctx *c, const struct kind *kind, struct slice id)
{
	return FAIL(c, ERR_NOT_FOUND, "record.missing", "kind=%s\nid=%.*s", kind->name,
		    SLICE_PRINT(utf8_first_invalid(id) == SIZE_MAX ? shown_value(c->arena, id)
								   : S("?")));
}

err record_owner(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		 struct slice *ret_organisation)
{
	const char *key = kind->fields[kind->key].name;
	struct stmt *stmt;
	bool has_row;

	must(kind->owner != NULL);
	if (slice_empty(id) || model_check(c, door->model, &kind->fields[kind->key], id) != OK) {
		return record_missing(c, kind, id);
	}
	TRY(db_prepare(c, door->db,
		       arena_format(c->arena, "SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = :id",
				    kind->owner, kind->table, key),
		       &stmt));
	stmt_bind_text(stmt, "id", id);
	TRY(stmt_step(c, stmt, &has_row));
	const struct slice owner = has_row ? arena_copy(c->arena, stmt_text(stmt, 0)) : S("");
	stmt_finish(stmt);
	if (!has_row) {
		return record_missing(c, kind, id);
	}
	*ret_organisation = owner;
	return OK;
}

err assignment_add(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		   struct slice account, struct slice organisation)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENT_INSERT, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(kind->name));
	stmt_bind_text(stmt, "record", id);
	stmt_bind_text(stmt, "account", account);
	stmt_bind_text(stmt, "organisation", organisation);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}
