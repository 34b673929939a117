/* life.c - an account is locked, opened again, started anew, left. Access ends in the same moment:
 * every session and token is looked up with the state of its account. */
#include "people/internal.h"
#include "record/grant.h"

struct change {
	struct slice id;
	struct slice heir;
	struct slice link;
	size_t handed_over;
};

static err end_tokens(struct ctx *c, struct door *door, struct slice account)
{
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_DELETE_ALL, &end));
	stmt_bind_text(end, "account", account);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static err end_links(struct ctx *c, struct door *door, struct slice account)
{
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_LINK_DELETE, &end));
	stmt_bind_text(end, "account", account);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static err free_name(struct ctx *c, struct door *door, struct slice account)
{
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SIGN_IN_NAME_DELETE, &end));
	stmt_bind_text(end, "account", account);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static err wrong_state(struct ctx *c, const struct account_row *row)
{
	return FAIL(c, ERR_CONFLICT, "people.state", "state=%s", people_state_name(row->state));
}

static err not_oneself(struct ctx *c, const struct door *door, struct slice id)
{
	return slice_equal(door->actor.account, id)
		       ? FAIL_PLAIN(c, ERR_DENIED, "people.own_account")
		       : OK;
}

static err lock(struct ctx *c, struct door *door, void *argument)
{
	const struct change *change = argument;
	struct account_row row;

	TRY(account_may_manage(c, door, change->id, &row));
	TRY(not_oneself(c, door, change->id));
	if (row.state == ACCOUNT_LEFT || row.state == ACCOUNT_LOCKED) {
		return wrong_state(c, &row);
	}
	/* The console can stop the last one too: an account in wrong hands does not wait. */
	if (door->actor.kind != ACTOR_CONSOLE) {
		TRY(account_not_last(c, door, &row));
	}
	TRY(account_set_state(c, door, row.id, ACCOUNT_LOCKED));
	TRY(session_delete_all(c, door, row.id));
	TRY(end_links(c, door, row.id));
	return people_log(c, door, NULL, row.id, "account_lock", "done");
}

err people_lock(struct ctx *c, struct door *door, struct slice id)
{
	struct change change = {.id = id};
	return people_within(c, door, lock, &change);
}

static err unlock(struct ctx *c, struct door *door, void *argument)
{
	const struct change *change = argument;
	struct account_row row;

	TRY(account_may_manage(c, door, change->id, &row));
	if (row.state != ACCOUNT_LOCKED) {
		return wrong_state(c, &row);
	}
	/* Who had not come yet still needs a link (people_reset). */
	const bool has_come = secret_has(c, door, SECRET_PASSWORD, row.id);
	TRY(account_set_state(c, door, row.id, has_come ? ACCOUNT_ACTIVE : ACCOUNT_INVITED));
	return people_log(c, door, NULL, row.id, "account_unlock", "done");
}

err people_unlock(struct ctx *c, struct door *door, struct slice id)
{
	struct change change = {.id = id};
	return people_within(c, door, unlock, &change);
}

static err tell_supervisors(struct ctx *c, struct door *door, const struct account_row *row,
			    const char *what)
{
	size_t told;
	return notice_send_role(c, door, row->organisation, STAFF_SUPERVISOR, what, S("account"),
				row->id, &told);
}

static err reset(struct ctx *c, struct door *door, void *argument)
{
	struct change *change = argument;
	struct account_row row;

	TRY(account_may_manage(c, door, change->id, &row));
	TRY(not_oneself(c, door, change->id));
	if (row.state == ACCOUNT_LEFT || row.state == ACCOUNT_LOCKED) {
		return wrong_state(c, &row);
	}
	TRY(session_delete_all(c, door, row.id));
	TRY(end_tokens(c, door, row.id));
	TRY(secret_end_all(c, door, row.id));
	if (row.state != ACCOUNT_INVITED) {
		TRY(account_set_state(c, door, row.id, ACCOUNT_INVITED));
		/* Whoever has the link becomes this person: others shall know of it. */
		TRY(tell_supervisors(c, door, &row, "notice.account_reset"));
	}
	TRY(link_create(c, door, row.id, clock_now_ms(), &change->link));
	return people_log(c, door, NULL, row.id, "account_reset", "done");
}

err people_reset(struct ctx *c, struct door *door, struct slice account, struct slice *ret_link)
{
	struct change change = {.id = account};

	TRY(people_within(c, door, reset, &change));
	*ret_link = change.link;
	return OK;
}

/* Work goes to somebody of the same organisation who is there. */
static err check_heir(struct ctx *c, struct door *door, const struct account_row *row,
		      struct slice heir)
{
	struct account_row other;

	if (slice_equal(row->id, heir) || account_row(c, door, heir, &other) != OK ||
	    !slice_equal(other.organisation, row->organisation) || other.state != ACCOUNT_ACTIVE) {
		return FAIL_PLAIN(c, ERR_INVALID, "people.heir");
	}
	return OK;
}

static err leave(struct ctx *c, struct door *door, void *argument)
{
	struct change *change = argument;
	struct account_row row;

	TRY(account_may_manage(c, door, change->id, &row));
	TRY(not_oneself(c, door, change->id));
	if (row.state == ACCOUNT_LEFT) {
		return wrong_state(c, &row);
	}
	TRY(account_not_last(c, door, &row));
	if (!slice_empty(change->heir)) {
		TRY(check_heir(c, door, &row, change->heir));
	}
	TRY(account_set_state(c, door, row.id, ACCOUNT_LEFT));
	TRY(session_delete_all(c, door, row.id));
	TRY(end_tokens(c, door, row.id));
	TRY(end_links(c, door, row.id));
	TRY(free_name(c, door, row.id));
	TRY(secret_end_all(c, door, row.id));
	TRY(record_hand_over(c, door, row.id, change->heir, &change->handed_over));
	return people_log(c, door, NULL, row.id, "account_leave", "done");
}

err people_leave(struct ctx *c, struct door *door, struct slice id, struct slice heir,
		 size_t *ret_handed_over)
{
	struct change change = {.id = id, .heir = heir};

	TRY(people_within(c, door, leave, &change));
	*ret_handed_over = change.handed_over;
	return OK;
}
