#include "base/clock.h"
#include "base/random.h"
#include "record/granting.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { NOTICES_MAX = 100, TOLD_MAX = 10000 };

/* ---- Sending */

err notice_send(struct ctx *c, struct door *door, struct slice account, const char *what,
		struct slice kind, struct slice record)
{
	const int64_t now = clock_now_ms();
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_NOTICE_INSERT, &stmt));
	stmt_bind_text(stmt, "id", random_uuid7(c->arena, now));
	stmt_bind_text(stmt, "account", account);
	stmt_bind_int(stmt, "sent_at", now);
	stmt_bind_text(stmt, "what", slice_of(what));
	stmt_bind_text(stmt, "kind", kind);
	stmt_bind_text(stmt, "record", record);
	stmt_bind_text(stmt, "sender", door->actor.account);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static bool is_one_of(const struct teams *teams, struct slice team)
{
	for (size_t i = 0; teams != NULL && i < teams->count; i++) {
		if (slice_equal(teams->at[i], team)) {
			return true;
		}
	}
	return teams == NULL;
}

/* The ids first: the same connection then writes. */
static err whom(struct ctx *c, struct door *door, const struct audience *audience,
		struct slice *ids, size_t *ret_count)
{
	size_t count = 0;
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNTS_ACTIVE, &stmt));
	stmt_bind_text(stmt, "organisation", audience->organisation);
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && count < TOLD_MAX) {
		unsigned roles = 0;
		/* Whoever did it knows: another shall. */
		if (!slice_equal(stmt_text(stmt, 0), door->actor.account) &&
		    staff_roles_parse(stmt_text(stmt, 1), &roles) &&
		    (roles & STAFF_BIT(audience->role)) != 0 &&
		    is_one_of(audience->teams, stmt_text(stmt, 2))) {
			ids[count++] = arena_copy(c->arena, stmt_text(stmt, 0));
		}
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_count = count;
	return OK;
}

err notice_send_some(struct ctx *c, struct door *door, const struct audience *audience,
		     const char *what, struct slice kind, struct slice record, size_t *ret_told)
{
	struct slice *ids = ARENA_ARRAY(c->arena, TOLD_MAX, struct slice);
	size_t count;

	TRY(whom(c, door, audience, ids, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(notice_send(c, door, ids[i], what, kind, record));
	}
	*ret_told = count;
	return OK;
}

struct notice_to_role {
	struct slice organisation;
	enum staff_role role;
	const char *what;
	struct slice kind;
	struct slice record;
	size_t told;
};

static err send_role(struct ctx *c, struct door *door, void *argument)
{
	struct notice_to_role *to = argument;
	const struct audience audience = {to->organisation, to->role, NULL};
	return notice_send_some(c, door, &audience, to->what, to->kind, to->record, &to->told);
}

err notice_send_role(struct ctx *c, struct door *door, struct slice organisation,
		     enum staff_role role, const char *what, struct slice kind, struct slice record,
		     size_t *ret_told)
{
	struct notice_to_role message = {organisation, role, what, kind, record, 0};

	TRY(door_within(c, door, send_role, &message));
	*ret_told = message.told;
	return OK;
}

/* ---- Reading */

static struct notice read_notice(struct arena *arena, const struct stmt *stmt)
{
	return (struct notice){
		.id = arena_copy(arena, stmt_text(stmt, 0)),
		.at = clock_moment(arena, stmt_int(stmt, 1)),
		.what = arena_copy(arena, stmt_text(stmt, 2)),
		.kind = arena_copy(arena, stmt_text(stmt, 3)),
		.record = arena_copy(arena, stmt_text(stmt, 4)),
		.from = arena_copy(arena, stmt_text(stmt, 5)),
		.seen = stmt_int(stmt, 6) > 0,
	};
}

err notice_list(struct ctx *c, struct door *door, const struct notice **ret_notices,
		size_t *ret_count)
{
	struct notice *notices = ARENA_ARRAY(c->arena, NOTICES_MAX, struct notice);
	size_t count = 0;
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_NOTICE_NEWEST, &stmt));
	stmt_bind_text(stmt, "account", door->actor.account);
	stmt_bind_int(stmt, "limit", NOTICES_MAX);
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && count < NOTICES_MAX) {
		notices[count++] = read_notice(c->arena, stmt);
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_notices = notices;
	*ret_count = count;
	return OK;
}

static err see(struct ctx *c, struct door *door, void *argument)
{
	const struct slice *id = argument;
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_NOTICE_SEE, &stmt));
	stmt_bind_text(stmt, "id", *id);
	stmt_bind_text(stmt, "account", door->actor.account);
	stmt_bind_int(stmt, "seen_at", clock_now_ms());
	TRY(stmt_run(c, stmt));
	const bool is_there = stmt_changes(stmt) == 1;
	stmt_finish(stmt);
	return is_there ? OK : FAIL_PLAIN(c, ERR_NOT_FOUND, "notice.missing");
}

err notice_seen(struct ctx *c, struct door *door, struct slice id)
{
	return door_within(c, door, see, &id);
}
