#include "record/audit_reader.h"

#include "store/catalogue.h"

enum { TEAM_MAX = 10000 };

static err denied(struct ctx *c)
{
	return FAIL(c, ERR_DENIED, "access.denied", "kind=audit\nid=");
}

static bool has_role(const struct actor *actor, unsigned roles)
{
	return actor->kind == ACTOR_STAFF && (actor->roles & roles) != 0;
}

static bool is_machine(const struct actor *actor)
{
	return actor->kind == ACTOR_CONSOLE || actor->kind == ACTOR_HOUSE;
}

err audit_may_verify(struct ctx *c, struct door *door)
{
	const unsigned roles = STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_HOST);
	return is_machine(&door->actor) || has_role(&door->actor, roles) ? OK : denied(c);
}

static err team_of(struct ctx *c, struct door *door, struct audit_reader *reader)
{
	struct stmt *stmt;
	bool has_row;

	reader->accounts = ARENA_ARRAY(c->arena, TEAM_MAX, struct slice);
	if (slice_empty(door->actor.team)) {
		/* People of no team are no team. */
		reader->accounts[reader->accounts_count++] = door->actor.account;
		return OK;
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNTS_OF_TEAM, &stmt));
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_text(stmt, "team", door->actor.team);
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && reader->accounts_count < TEAM_MAX) {
		reader->accounts[reader->accounts_count++] =
			arena_copy(c->arena, stmt_text(stmt, 0));
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	return OK;
}

err audit_reader_of(struct ctx *c, struct door *door, struct audit_reader *ret_reader)
{
	struct audit_reader reader = {.organisation = door->actor.organisation};

	if (is_machine(&door->actor)) {
		*ret_reader = (struct audit_reader){.sees_detail = false};
		return OK;
	}
	if (slice_empty(reader.organisation) ||
	    !has_role(&door->actor, STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_SUPERVISOR))) {
		return denied(c);
	}
	reader.sees_detail = true;
	if (!has_role(&door->actor, STAFF_BIT(STAFF_AUDITOR))) {
		TRY(team_of(c, door, &reader));
	}
	*ret_reader = reader;
	return OK;
}
