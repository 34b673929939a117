/* assign.c - whose client is it? */
#include "record/audit.h"
#include "record/granting.h"
#include "record/relation.h"
#include "record/within.h"
#include "store/catalogue.h"

struct assignment {
	const struct kind *kind;
	struct slice id;
	struct slice account;
	struct slice organisation;
};

/* ERR_NOT_FOUND for an account that has left, too: nobody is given work who is not there. */
static err check_account(struct ctx *c, struct door *door, struct slice account,
			 struct slice organisation)
{
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_STANDING, &stmt));
	stmt_bind_text(stmt, "id", account);
	TRY(stmt_step(c, stmt, &has_row));
	const bool is_right = has_row && slice_equal(stmt_text(stmt, 0), organisation) &&
			      !slice_is(stmt_text(stmt, 1), "left");
	stmt_finish(stmt);
	return is_right ? OK : record_missing(c, model_kind("account"), account);
}

/* The record is of the own organisation, and the actor may say whose it is. */
static err check(struct ctx *c, struct door *door, const char *deed, struct assignment *assignment)
{
	const struct kind *kind = assignment->kind;
	enum relation relation;

	TRY(deed_on_own(c, door, deed, kind, assignment->id));
	assignment->organisation = door->actor.organisation;
	TRY(grant_relation(c, door, kind, assignment->id, &relation));
	if (!access_decide(&door->actor, kind, relation, DEED_ASSIGN).allowed) {
		return deed_denied(c, door, deed, slice_of(kind->name), assignment->id);
	}
	return OK;
}

static struct slice to_whom(struct arena *arena, struct slice account)
{
	return arena_format(arena, "account=%.*s", SLICE_PRINT(account));
}

static err assign(struct ctx *c, struct door *door, void *argument)
{
	const struct assignment *assignment = argument;

	TRY(assignment_add(c, door, assignment->kind, assignment->id, assignment->account,
			   assignment->organisation));
	TRY(notice_send(c, door, assignment->account, "notice.assigned",
			slice_of(assignment->kind->name), assignment->id));
	return deed_done(c, door, "assign", slice_of(assignment->kind->name), assignment->id,
			 to_whom(c->arena, assignment->account));
}

err record_assign(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		  struct slice account)
{
	struct assignment assignment = {.kind = kind, .id = id, .account = account};

	TRY(check(c, door, "assign", &assignment));
	TRY(check_account(c, door, account, assignment.organisation));
	return door_within(c, door, assign, &assignment);
}

static err unassign(struct ctx *c, struct door *door, void *argument)
{
	const struct assignment *assignment = argument;
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENT_DELETE, &stmt));
	stmt_bind_text(stmt, "kind", slice_of(assignment->kind->name));
	stmt_bind_text(stmt, "record", assignment->id);
	stmt_bind_text(stmt, "account", assignment->account);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return deed_done(c, door, "unassign", slice_of(assignment->kind->name), assignment->id,
			 to_whom(c->arena, assignment->account));
}

err record_unassign(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		    struct slice account)
{
	struct assignment assignment = {.kind = kind, .id = id, .account = account};

	TRY(check(c, door, "unassign", &assignment));
	return door_within(c, door, unassign, &assignment);
}

/* ---- Handing over */

struct handing {
	struct slice from;
	struct slice to;
	struct slice organisation;
	int64_t count;
};

static err organisation_of(struct ctx *c, struct door *door, struct slice account,
			   struct slice *ret_organisation)
{
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_STANDING, &stmt));
	stmt_bind_text(stmt, "id", account);
	TRY(stmt_step(c, stmt, &has_row));
	const struct slice organisation =
		has_row ? arena_copy(c->arena, stmt_text(stmt, 0)) : S("");
	stmt_finish(stmt);
	if (!has_row) {
		return record_missing(c, model_kind("account"), account);
	}
	*ret_organisation = organisation;
	return OK;
}

static err copy_all(struct ctx *c, struct door *door, const struct handing *handing)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENTS_COPY, &stmt));
	stmt_bind_text(stmt, "from", handing->from);
	stmt_bind_text(stmt, "to", handing->to);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err end_all(struct ctx *c, struct door *door, struct handing *handing)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ASSIGNMENTS_END, &stmt));
	stmt_bind_text(stmt, "account", handing->from);
	TRY(stmt_run(c, stmt));
	handing->count = stmt_changes(stmt);
	stmt_finish(stmt);
	return OK;
}

static err tell(struct ctx *c, struct door *door, const struct handing *handing)
{
	size_t told;

	if (handing->count == 0) {
		return OK;
	}
	if (!slice_empty(handing->to)) {
		return notice_send(c, door, handing->to, "notice.handed_over", S("account"),
				   handing->from);
	}
	return notice_send_some(c, door,
				&(struct audience){handing->organisation, STAFF_SUPERVISOR, NULL},
				"notice.left_to_nobody", S("account"), handing->from, &told);
}

static err hand_over(struct ctx *c, struct door *door, void *argument)
{
	struct handing *handing = argument;

	if (!slice_empty(handing->to)) {
		TRY(copy_all(c, door, handing));
	}
	TRY(end_all(c, door, handing));
	TRY(tell(c, door, handing));
	return audit_append(c, door,
			    &(struct audit_entry){.deed = S("hand_over"),
						  .kind = S("account"),
						  .record = handing->from,
						  .count = handing->count,
						  .outcome = S("done"),
						  .detail = to_whom(c->arena, handing->to)});
}

err record_hand_over(struct ctx *c, struct door *door, struct slice from, struct slice to,
		     size_t *ret_count)
{
	const unsigned roles = STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_SUPERVISOR);
	const struct actor *actor = &door->actor;
	struct handing handing = {.from = from, .to = to};

	TRY(organisation_of(c, door, from, &handing.organisation));
	if (actor->kind != ACTOR_CONSOLE && actor->kind != ACTOR_HOUSE) {
		if (!slice_equal(handing.organisation, actor->organisation)) {
			return record_missing(c, model_kind("account"), from);
		}
		if (!actor_has_role(actor, roles)) {
			return deed_denied(c, door, "hand_over", S("account"), from);
		}
	}
	if (!slice_empty(to)) {
		TRY(check_account(c, door, to, handing.organisation));
	}
	TRY(door_within(c, door, hand_over, &handing));
	*ret_count = (size_t)handing.count;
	return OK;
}
