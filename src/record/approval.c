/* approval.c - what two people do together: one asks, another allows, the first does it once. */
#include "base/clock.h"
#include "base/random.h"
#include "record/audit.h"
#include "record/granting.h"
#include "record/relation.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { HOURS = 24, OPEN_MAX = 1000 };

/* For each deed: its name in the table and in the log, who may allow it, who may ask. Zero asks the
 * table of access.c, by the deed on the record. */
static const struct rule {
	const char *name;
	unsigned allows;
	unsigned asks;
	enum deed deed;
} RULES[] = {
	[APPROVE_EXPORT] = {"export", STAFF_BIT(STAFF_SUPERVISOR), 0, DEED_EXPORT},
	[APPROVE_ERASE] = {"erase", STAFF_BIT(STAFF_SUPERVISOR), 0, DEED_ERASE},
	[APPROVE_CEREMONY] = {"ceremony", STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_HOST),
			      STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_HOST), DEED_COUNT},
};

static struct slice name_of(enum approval_deed deed)
{
	return slice_of(RULES[deed].name);
}

static bool deed_of(struct slice name, enum approval_deed *ret_deed)
{
	for (size_t i = 0; i < COUNT_OF(RULES); i++) {
		if (slice_is(name, RULES[i].name)) {
			*ret_deed = (enum approval_deed)i;
			return true;
		}
	}
	return false;
}

/* ---- Asking */

struct asking {
	enum approval_deed deed;
	struct slice kind;
	struct slice record;
	struct slice id;
};

/* One record, which then is of the own organisation; or the kind as far as the actor sees it (an
 * export): the door leaves out what is too far away. */
static err may_ask(struct ctx *c, struct door *door, enum approval_deed deed,
		   const struct kind *kind, struct slice record, bool *ret_may)
{
	enum relation relation = RELATION_ASSIGNED;

	if (RULES[deed].asks != 0 || kind == NULL) {
		*ret_may = actor_has_role(&door->actor, RULES[deed].asks);
		return OK;
	}
	if (!slice_empty(record)) {
		TRY(deed_on_own(c, door, "ask_approval", kind, record));
		TRY(grant_relation(c, door, kind, record, &relation));
	}
	*ret_may = access_decide(&door->actor, kind, relation, RULES[deed].deed).allowed;
	return OK;
}

static err insert(struct ctx *c, struct door *door, const struct asking *asking)
{
	const int64_t now = clock_now_ms();
	struct slice reason;
	struct stmt *stmt;

	TRY(reason_seal(c, door, S("approval"), asking->id, &reason));
	TRY(db_prepare_statement(c, door->db, STATEMENT_APPROVAL_INSERT, &stmt));
	stmt_bind_text(stmt, "id", asking->id);
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_text(stmt, "deed", name_of(asking->deed));
	stmt_bind_text(stmt, "kind", asking->kind);
	stmt_bind_text(stmt, "record", asking->record);
	stmt_bind_text(stmt, "asked_by", door->actor.account);
	stmt_bind_int(stmt, "asked_at", now);
	stmt_bind_int(stmt, "expires_at", now + (int64_t)HOURS * 3600 * 1000);
	stmt_bind_blob(stmt, "reason", reason);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err tell_allowers(struct ctx *c, struct door *door, const struct asking *asking)
{
	size_t told;

	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		if ((RULES[asking->deed].allows & STAFF_BIT(role)) != 0) {
			const struct audience audience = {door->actor.organisation,
							  (enum staff_role)role, NULL};
			TRY(notice_send_some(c, door, &audience, "notice.approval_asked",
					     asking->kind, asking->record, &told));
		}
	}
	return OK;
}

static struct slice log_detail(struct arena *arena, struct slice deed, struct slice id)
{
	return arena_format(arena, "deed=%.*s\napproval=%.*s", SLICE_PRINT(deed), SLICE_PRINT(id));
}

static err ask(struct ctx *c, struct door *door, void *argument)
{
	const struct asking *asking = argument;

	TRY(insert(c, door, asking));
	TRY(tell_allowers(c, door, asking));
	return deed_done(c, door, "ask_approval", asking->kind, asking->record,
			 log_detail(c->arena, name_of(asking->deed), asking->id));
}

err approval_ask(struct ctx *c, struct door *door, enum approval_deed deed, const struct kind *kind,
		 struct slice record, struct slice *ret_id)
{
	struct asking asking = {
		.deed = deed,
		.kind = kind != NULL ? slice_of(kind->name) : S(""),
		.record = slice_empty(record) ? S("") : record,
		.id = random_uuid7(c->arena, clock_now_ms()),
	};
	bool may = false;

	if (door->actor.kind == ACTOR_STAFF) {
		TRY(may_ask(c, door, deed, kind, record, &may));
	}
	if (!may) {
		return deed_denied(c, door, "ask_approval", asking.kind, asking.record);
	}
	TRY(reason_check(c, &door->actor));
	TRY(door_within(c, door, ask, &asking));
	*ret_id = asking.id;
	return OK;
}

/* ---- Answering */

struct answering {
	struct slice id;
	enum approval_answer answer;
	struct slice asked_by;
	struct slice kind;
	struct slice record;
	struct slice deed;
};

static err load(struct ctx *c, struct door *door, struct answering *answering)
{
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_APPROVAL_ROW, &stmt));
	stmt_bind_text(stmt, "id", answering->id);
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	TRY(stmt_step(c, stmt, &has_row));
	if (has_row) {
		answering->deed = arena_copy(c->arena, stmt_text(stmt, 1));
		answering->kind = arena_copy(c->arena, stmt_text(stmt, 2));
		answering->record = arena_copy(c->arena, stmt_text(stmt, 3));
		answering->asked_by = arena_copy(c->arena, stmt_text(stmt, 4));
	}
	stmt_finish(stmt);
	return has_row ? OK : FAIL_PLAIN(c, ERR_NOT_FOUND, "approval.missing");
}

static const char *log_name(enum approval_answer answer)
{
	return answer == APPROVAL_ALLOW ? "allow" : "refuse";
}

static err answer(struct ctx *c, struct door *door, void *argument)
{
	const struct answering *answering = argument;
	const bool allowed = answering->answer == APPROVAL_ALLOW;
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_APPROVAL_ANSWER, &stmt));
	stmt_bind_text(stmt, "id", answering->id);
	stmt_bind_text(stmt, "state", allowed ? S("allowed") : S("refused"));
	stmt_bind_text(stmt, "answered_by", door->actor.account);
	stmt_bind_int(stmt, "answered_at", clock_now_ms());
	TRY(stmt_run(c, stmt));
	const bool is_first = stmt_changes(stmt) == 1;
	stmt_finish(stmt);
	if (!is_first) {
		return FAIL_PLAIN(c, ERR_CONFLICT, "approval.over");
	}
	TRY(notice_send(c, door, answering->asked_by,
			allowed ? "notice.approval_allowed" : "notice.approval_refused",
			answering->kind, answering->record));
	return deed_done(c, door, log_name(answering->answer), answering->kind, answering->record,
			 log_detail(c->arena, answering->deed, answering->id));
}

/* Write that it was tried, then say why not. */
static err not_this_one(struct ctx *c, struct door *door, const struct answering *answering,
			const char *key)
{
	const err written = deed_denied(c, door, log_name(answering->answer), answering->kind,
					answering->record);
	return written == ERR_DENIED ? FAIL_PLAIN(c, ERR_DENIED, key) : written;
}

err approval_answer(struct ctx *c, struct door *door, struct slice id, enum approval_answer how)
{
	struct answering answering = {.id = id, .answer = how};
	enum approval_deed deed;

	if (door->actor.kind != ACTOR_STAFF) {
		return deed_denied(c, door, log_name(how), S(""), S(""));
	}
	TRY(load(c, door, &answering));
	if (slice_equal(answering.asked_by, door->actor.account)) {
		return not_this_one(c, door, &answering, "approval.own");
	}
	if (!deed_of(answering.deed, &deed) || !actor_has_role(&door->actor, RULES[deed].allows)) {
		return not_this_one(c, door, &answering, "approval.role");
	}
	return door_within(c, door, answer, &answering);
}

/* ---- Listing and using */

static err read_approval(struct ctx *c, struct door *door, const struct stmt *stmt,
			 enum approval_deed deed, struct approval *ret_approval)
{
	struct approval approval = {
		.id = arena_copy(c->arena, stmt_text(stmt, 0)),
		.deed = deed,
		.kind = arena_copy(c->arena, stmt_text(stmt, 2)),
		.record = arena_copy(c->arena, stmt_text(stmt, 3)),
		.asked_by = arena_copy(c->arena, stmt_text(stmt, 4)),
		.asked_at = clock_moment(c->arena, stmt_int(stmt, 5)),
		.expires = clock_moment(c->arena, stmt_int(stmt, 6)),
		.state = arena_copy(c->arena, stmt_text(stmt, 8)),
	};

	TRY(reason_open(c, door, S("approval"), approval.id, stmt_text(stmt, 7), &approval.reason));
	*ret_approval = approval;
	return OK;
}

/* Who asked, and who may allow it; nobody else reads the reason. */
static bool concerns(const struct door *door, enum approval_deed deed, struct slice asked_by)
{
	return slice_equal(asked_by, door->actor.account) ||
	       actor_has_role(&door->actor, RULES[deed].allows);
}

err approval_list(struct ctx *c, struct door *door, const struct approval **ret_approvals,
		  size_t *ret_count)
{
	struct approval *approvals = ARENA_ARRAY(c->arena, OPEN_MAX, struct approval);
	enum approval_deed deed;
	size_t count = 0;
	struct stmt *stmt;
	bool has_row;

	if (door->actor.kind != ACTOR_STAFF) {
		return FAIL(c, ERR_DENIED, "access.denied", "kind=approval\nid=");
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_APPROVAL_OPEN, &stmt));
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_int(stmt, "now", clock_now_ms());
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && count < OPEN_MAX) {
		if (deed_of(stmt_text(stmt, 1), &deed) &&
		    concerns(door, deed, stmt_text(stmt, 4))) {
			TRY(read_approval(c, door, stmt, deed, &approvals[count++]));
		}
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_approvals = approvals;
	*ret_count = count;
	return OK;
}

err approval_use(struct ctx *c, struct door *door, enum approval_deed deed, struct slice kind,
		 struct slice record)
{
	struct stmt *stmt;

	if (door->actor.kind != ACTOR_STAFF) {
		return FAIL_PLAIN(c, ERR_DENIED, "approval.needed");
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_APPROVAL_USE, &stmt));
	stmt_bind_text(stmt, "asked_by", door->actor.account);
	stmt_bind_text(stmt, "deed", name_of(deed));
	stmt_bind_text(stmt, "kind", slice_empty(kind) ? S("") : kind);
	stmt_bind_text(stmt, "record", slice_empty(record) ? S("") : record);
	stmt_bind_text(stmt, "organisation", door->actor.organisation);
	stmt_bind_int(stmt, "now", clock_now_ms());
	TRY(stmt_run(c, stmt));
	const bool is_used = stmt_changes(stmt) == 1;
	stmt_finish(stmt);
	if (!is_used) {
		return FAIL_PLAIN(c, ERR_DENIED, "approval.needed");
	}
	return deed_done(c, door, "use_approval", kind, record,
			 arena_format(c->arena, "deed=%s", RULES[deed].name));
}
