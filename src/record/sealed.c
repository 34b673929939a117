/* sealed.c - a record of a sealed kind for one reader: row, decision, opening, redaction, line. */
#include "record/sealed.h"

#include "base/clock.h"
#include "record/audit.h"
#include "record/relation.h"
#include "record/sql.h"
#include "record/within.h"

/* ---- What became of a deed */

static struct slice outcome_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_DONE:
		return S("done");
	case VERDICT_MISSING:
		return S("failed");
	default:
		return S("denied");
	}
}

/* A foreign record and one that does not exist leave the same line, and take the same time. */
err verdict_log(struct ctx *c, struct door *door, enum deed deed, const struct kind *kind,
		struct slice id, enum verdict verdict)
{
	struct audit_entry *entry = ARENA_NEW(c->arena, struct audit_entry);

	*entry = (struct audit_entry){
		.deed = slice_of(deed_name(deed)),
		.kind = slice_of(kind->name),
		.record = id,
		.outcome = outcome_of(verdict),
	};
	TRY(audit_append(c, door, entry));
	if (door->in_transaction) {
		door->denied = entry; /* should all of it be undone, this line is written again */
	}
	return OK;
}

err verdict_fail(struct ctx *c, const struct kind *kind, struct slice id, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_DONE:
		return OK;
	case VERDICT_MISSING:
		return record_missing(c, kind, id);
	case VERDICT_REASON:
		return FAIL(c, ERR_DENIED, "access.reason_needed", "kind=%s\nid=%.*s", kind->name,
			    SLICE_PRINT(id));
	case VERDICT_DENIED:
		break;
	}
	return FAIL(c, ERR_DENIED, "access.denied", "kind=%s\nid=%.*s", kind->name,
		    SLICE_PRINT(id));
}

err deed_log(struct ctx *c, struct door *door, enum deed deed, const struct kind *kind,
	     struct slice id, unsigned classes, int64_t count, struct slice detail)
{
	const struct audit_entry entry = {
		.deed = slice_of(deed_name(deed)),
		.kind = slice_of(kind->name),
		.record = id,
		.classes = classes,
		.count = count,
		.outcome = S("done"),
		.detail = detail,
	};
	return audit_append(c, door, &entry);
}

/* ---- Fields */

bool is_blank(struct slice text)
{
	return slice_empty(slice_trim(text));
}

size_t owner_field(const struct kind *kind)
{
	const size_t field = kind_field(kind, kind->owner);
	must(field != SIZE_MAX);
	return field;
}

size_t subject_field(const struct kind *kind)
{
	const size_t field = kind->subject != NULL ? kind_field(kind, kind->subject) : kind->key;
	must(field != SIZE_MAX);
	return field;
}

bool field_is_frame(const struct kind *kind, size_t field)
{
	return field == kind->key || field == owner_field(kind) || field == subject_field(kind);
}

bool field_is_visible(const struct kind *kind, size_t field, unsigned classes)
{
	return (classes & CLASS_BIT(kind->fields[field].class)) != 0 || field_is_frame(kind, field);
}

/* ---- Rows */

void bind_actor(struct stmt *stmt, const struct door *door, const struct kind *kind)
{
	const struct actor *actor = &door->actor;

	if (sql_assigned_kind(kind) != NULL) {
		stmt_bind_text(stmt, "account",
			       slice_empty(actor->account) ? S("") : actor->account);
		stmt_bind_text(stmt, "team", slice_empty(actor->team) ? S("") : actor->team);
		stmt_bind_int(stmt, "now", clock_now_ms());
	}
}

static enum relation relation_of(const struct door *door, const struct sealed_row *row,
				 int64_t nearness)
{
	const struct actor *actor = &door->actor;

	if (!slice_equal(row->organisation, actor->organisation)) {
		return RELATION_FOREIGN;
	}
	if (!slice_empty(actor->account) && slice_equal(row->subject, actor->account)) {
		return RELATION_SELF;
	}
	return nearness == SQL_ASSIGNED ? RELATION_ASSIGNED
	       : nearness == SQL_TEAM   ? RELATION_TEAM
					: RELATION_ORGANISATION;
}

struct sealed_row sealed_row_read(struct ctx *c, const struct door *door, const struct kind *kind,
				  const struct stmt *stmt)
{
	struct sealed_row row = {.values = values_create(c->arena, kind),
				 .version = stmt_int(stmt, 0)};
	int column = 1;

	for (size_t i = 0; i < kind->count; i++) {
		row.values.at[i] = S("");
		if (field_is_column(kind, &kind->fields[i])) {
			const struct slice text = stmt_text(stmt, column++);
			row.values.at[i] = slice_empty(text) ? S("") : arena_copy(c->arena, text);
		}
	}
	row.sealed_ab = arena_copy(c->arena, stmt_text(stmt, column));
	row.sealed_c = arena_copy(c->arena, stmt_text(stmt, column + 1));
	row.organisation = row.values.at[owner_field(kind)];
	row.subject = row.values.at[subject_field(kind)];
	row.relation = relation_of(door, &row, stmt_int(stmt, column + 2));
	return row;
}

err sealed_row_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		    struct sealed_row *ret_row, bool *ret_found)
{
	struct stmt *load;
	bool has_row;

	if (slice_empty(id) || model_check(c, door->model, &kind->fields[kind->key], id) != OK) {
		*ret_found = false;
		return OK;
	}
	TRY(db_prepare(c, door->db, sql_sealed_load(c->arena, kind), &load));
	stmt_bind_text(load, "id", id);
	bind_actor(load, door, kind);
	TRY(stmt_step(c, load, &has_row));
	if (has_row) {
		*ret_row = sealed_row_read(c, door, kind, load);
	}
	stmt_finish(load);
	*ret_found = has_row;
	return OK;
}

/* ---- Reading */

bool row_is_hidden(const struct door *door, const struct sealed_row *row)
{
	return door->actor.kind == ACTOR_STAFF && row->relation == RELATION_FOREIGN;
}

err sealed_read(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		enum deed deed, unsigned classes, struct sealed_row *ret_row,
		enum verdict *ret_verdict)
{
	struct sealed_row row;
	bool found;

	TRY(sealed_row_load(c, door, kind, id, &row, &found));
	if (!found || row_is_hidden(door, &row)) {
		*ret_verdict = VERDICT_MISSING;
		return OK;
	}
	struct decision decision = access_decide(&door->actor, kind, row.relation, deed);
	decision.classes &= classes;
	if (!decision.allowed) {
		*ret_verdict = VERDICT_DENIED;
		return OK;
	}
	if (decision.needs_reason && (decision.classes & CLASS_BIT(CLASS_C)) != 0 &&
	    is_blank(door->actor.reason)) {
		*ret_verdict = VERDICT_REASON;
		return OK;
	}
	TRY(sealed_open(c, door, &row, decision.classes));
	row.classes = decision.classes;
	*ret_row = row;
	*ret_verdict = VERDICT_DONE;
	return OK;
}

struct loading {
	const struct kind *kind;
	struct slice id;
	unsigned classes;
	struct record *record;
	enum verdict verdict;
};

static err load(struct ctx *c, struct door *door, void *argument)
{
	struct loading *loading = argument;
	const struct kind *kind = loading->kind;
	struct sealed_row row;

	TRY(sealed_read(c, door, kind, loading->id, DEED_READ, loading->classes, &row,
			&loading->verdict));
	if (loading->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_READ, kind, loading->id, loading->verdict);
	}
	sealed_redact(&row.values, row.classes);
	*loading->record = (struct record){row.values, row.version, row.classes};
	const bool with_c = (row.classes & CLASS_BIT(CLASS_C)) != 0;
	return deed_log(c, door, DEED_READ, kind, loading->id, row.classes, 1,
			with_c ? slice_trim(door->actor.reason) : S(""));
}

err sealed_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		unsigned classes, struct record *ret_record)
{
	struct record record;
	struct loading loading = {.kind = kind, .id = id, .classes = classes, .record = &record};

	TRY(door_within(c, door, load, &loading));
	TRY(verdict_fail(c, kind, id, loading.verdict));
	*ret_record = record;
	return OK;
}

err record_load_without_c(struct ctx *c, struct door *door, const struct kind *kind,
			  struct slice id, struct record *ret_record)
{
	return kind->keeping == KEPT_SEALED
		       ? sealed_load(c, door, kind, id, (unsigned)CLASSES_BUT_C, ret_record)
		       : record_load(c, door, kind, id, ret_record);
}
