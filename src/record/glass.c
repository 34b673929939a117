/* glass.c - a closed door broken open: one record, one hour, a reason, and somebody is told. */
#include "base/clock.h"
#include "base/random.h"
#include "record/audit.h"
#include "record/granting.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { TEAMS_MAX = 100 };

static const unsigned BREAKERS = STAFF_BIT(STAFF_CASE_WORKER) | STAFF_BIT(STAFF_SUPERVISOR) |
				 STAFF_BIT(STAFF_COUNSELLOR) | STAFF_BIT(STAFF_LEGAL_OFFICER);

struct glass {
	const struct kind *kind;
	struct slice id;
};

static err teams_of(struct ctx *c, struct door *door, const struct glass *glass,
		    struct teams *ret_teams)
{
	struct slice *teams = ARENA_ARRAY(c->arena, TEAMS_MAX, struct slice);
	size_t count = 0;
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENT_TEAMS, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(glass->kind->name));
	stmt_bind_text(stmt, "record", glass->id);
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && count < TEAMS_MAX) {
		teams[count++] = arena_copy(c->arena, stmt_text(stmt, 0));
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_teams = (struct teams){teams, count};
	return OK;
}

/* Somebody must hear of it: the team's supervisors, or all of them, or the administrators. */
static err tell(struct ctx *c, struct door *door, const struct glass *glass)
{
	const struct slice organisation = door->actor.organisation;
	const struct slice kind = slice_of(glass->kind->name);
	struct teams teams;
	size_t told;

	TRY(teams_of(c, door, glass, &teams));
	TRY(notice_send_some(c, door, &(struct audience){organisation, STAFF_SUPERVISOR, &teams},
			     "notice.glass_broken", kind, glass->id, &told));
	if (told == 0) {
		TRY(notice_send_some(c, door,
				     &(struct audience){organisation, STAFF_SUPERVISOR, NULL},
				     "notice.glass_broken", kind, glass->id, &told));
	}
	if (told == 0) {
		TRY(notice_send_some(c, door,
				     &(struct audience){organisation, STAFF_ADMINISTRATOR, NULL},
				     "notice.glass_broken", kind, glass->id, &told));
	}
	return OK;
}

static err grant(struct ctx *c, struct door *door, const struct glass *glass)
{
	const int64_t now = clock_now_ms();
	const struct slice id = random_uuid7(c->arena, now);
	struct slice reason;
	struct stmt *stmt;

	TRY(reason_seal(c, door, S("grant"), id, &reason));
	TRY(db_prepare_statement(c, door->db, STATEMENT_GRANT_INSERT, &stmt));
	stmt_bind_text(stmt, "id", id);
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_text(stmt, "account", door->actor.account);
	stmt_bind_text(stmt, "kind", slice_of(glass->kind->name));
	stmt_bind_text(stmt, "record", glass->id);
	stmt_bind_int(stmt, "granted_at", now);
	stmt_bind_int(stmt, "expires_at", now + (int64_t)GLASS_MINUTES * 60 * 1000);
	stmt_bind_blob(stmt, "reason", reason);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err break_glass(struct ctx *c, struct door *door, void *argument)
{
	const struct glass *glass = argument;

	TRY(grant(c, door, glass));
	TRY(tell(c, door, glass));
	return deed_done(c, door, "break_glass", slice_of(glass->kind->name), glass->id,
			 slice_trim(door->actor.reason));
}

err record_break_glass(struct ctx *c, struct door *door, const struct kind *kind, struct slice id)
{
	struct glass glass = {kind, id};

	if (kind->keeping != KEPT_SEALED || !actor_has_role(&door->actor, BREAKERS)) {
		return deed_denied(c, door, "break_glass", slice_of(kind->name), id);
	}
	TRY(reason_check(c, &door->actor));
	TRY(deed_on_own(c, door, "break_glass", kind, id));
	TRY(door_within(c, door, break_glass, &glass));
	/* Worth more than its turn: the key store hears of this line at once. */
	audit_settle(door);
	return OK;
}
