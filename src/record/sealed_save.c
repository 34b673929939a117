/* sealed_save.c - a sealed record is made or changed. */
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "record/audit.h"
#include "record/internal.h"
#include "record/keys_of_door.h"
#include "record/relation.h"
#include "record/sealed.h"
#include "record/sql.h"
#include "record/within.h"

struct saving {
	struct record *record;
	enum verdict verdict;
	struct sealed_row row; /* as it will be */
	bool opened_c;
};

static const unsigned CLASSES_AB = ~(CLASS_BIT(CLASS_C));

static struct values copy_values(struct arena *arena, const struct values *values)
{
	struct values copy = values_create(arena, values->kind);
	memcpy(copy.at, values->at, values->kind->count * sizeof *copy.at);
	return copy;
}

/* What was typed for a class that may not be written is refused, not dropped in silence. */
static enum verdict judge_typed(const struct values *typed, const struct values *before,
				unsigned writable, unsigned allowed)
{
	enum verdict verdict = VERDICT_DONE;

	for (size_t i = 0; i < typed->kind->count; i++) {
		const unsigned class = CLASS_BIT(typed->kind->fields[i].class);
		if (field_is_visible(typed->kind, i, writable) || slice_empty(typed->at[i]) ||
		    (before != NULL && slice_equal(typed->at[i], before->at[i]))) {
			continue;
		}
		verdict = (allowed & class) != 0 ? VERDICT_REASON : VERDICT_DENIED;
		if (verdict == VERDICT_DENIED) {
			break;
		}
	}
	return verdict;
}

static err check_values(struct ctx *c, struct door *door, const struct values *values)
{
	struct ids ids = ids_create(c->arena);
	struct field_errors errors;
	size_t field;

	TRY(values_check(c, door->model, values, &errors));
	return ids_check(c, door, &ids, values, &field);
}

static void bind_columns(struct stmt *stmt, const struct values *values)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		const struct field *field = &values->kind->fields[i];
		if (field_is_column(values->kind, field)) {
			stmt_bind_text(stmt, field->name,
				       slice_empty(values->at[i]) ? S("") : values->at[i]);
		}
	}
}

/* Class C first: the value of A and B tells whether it is there. */
static err seal_both(struct ctx *c, struct door *door, struct sealed_row *row, bool seals_c)
{
	if (seals_c) {
		TRY(sealed_close(c, door, row, SEAL_C, &row->sealed_c));
	}
	return sealed_close(c, door, row, SEAL_AB, &row->sealed_ab);
}

static void bind_row(struct stmt *stmt, const struct sealed_row *row)
{
	bind_columns(stmt, &row->values);
	stmt_bind_blob(stmt, "sealed_ab", row->sealed_ab);
	stmt_bind_blob(stmt, "sealed_c", row->sealed_c);
	stmt_bind_int(stmt, "moment", clock_now_ms());
}

static err add_history(struct ctx *c, struct door *door, const struct saving *saving,
		       const struct values *before)
{
	const struct sealed_row *row = &saving->row;
	const struct change_of change = {
		.kind = row->values.kind,
		.id = row->values.at[row->values.kind->key],
		.version = row->version,
		.organisation = row->organisation,
		.subject = row->subject,
		.before = before,
		.after = &row->values,
		.keeps_c = !saving->opened_c,
	};
	return history_add(c, door, &change);
}

/* Which fields, and why class C was opened. */
static struct slice detail_of(struct arena *arena, const struct door *door,
			      const struct saving *saving, const struct values *before)
{
	const struct slice fields = changed_fields(arena, before, &saving->row.values);
	const struct slice reason = slice_trim(door->actor.reason);

	return saving->opened_c && !slice_empty(reason)
		       ? arena_format(arena, "fields=%.*s\nreason=%.*s", SLICE_PRINT(fields),
				      SLICE_PRINT(reason))
		       : arena_format(arena, "fields=%.*s", SLICE_PRINT(fields));
}

/* ---- A new record */

/* The person whom it is about is of the own organisation; nearness to the person counts. */
static err find_subject(struct ctx *c, struct door *door, struct sealed_row *row,
			enum relation *ret_relation)
{
	const struct kind *kind = row->values.kind;
	const size_t field = subject_field(kind);
	struct sealed_row subject;
	bool found;

	TRY(sealed_row_load(c, door, model_kind(kind->fields[field].target), row->values.at[field],
			    &subject, &found));
	if (!found || !slice_equal(subject.organisation, row->organisation)) {
		return FAIL(c, ERR_INVALID, "field.no_record", "field=%s\nvalue=%.*s",
			    kind->fields[field].name,
			    SLICE_PRINT(shown_value(c->arena, row->values.at[field])));
	}
	*ret_relation = subject.relation;
	return OK;
}

static err frame_new(struct ctx *c, struct door *door, struct sealed_row *row,
		     enum relation *ret_relation)
{
	const struct kind *kind = row->values.kind;
	struct slice *id = &row->values.at[kind->key];
	struct slice *owner = &row->values.at[owner_field(kind)];

	if (door->actor.kind == ACTOR_STAFF) {
		*owner = door->actor.organisation;
	}
	if (slice_empty(*id)) {
		*id = random_uuid7(c->arena, clock_now_ms());
	}
	row->organisation = *owner;
	row->subject = row->values.at[subject_field(kind)];
	*ret_relation = slice_equal(*owner, door->actor.organisation) ? RELATION_ORGANISATION
								      : RELATION_FOREIGN;
	return kind->subject != NULL ? find_subject(c, door, row, ret_relation) : OK;
}

/* Keys of a record that was never written do no harm, and are taken at the next try. */
static err add_keys(struct ctx *c, struct door *door, const struct sealed_row *row)
{
	TRY(door_keys(c, door));
	if (row->values.kind->subject != NULL) {
		return OK;
	}
	const err result = keys_add_subject(c, door->keys, row->organisation, row->subject);
	return result == ERR_CONFLICT && strcmp(c->fail.key, "vault.subject_exists") == 0 ? OK
											  : result;
}

static err insert(struct ctx *c, struct door *door, const struct sealed_row *row)
{
	const struct kind *kind = row->values.kind;
	struct stmt *stmt;

	TRY(db_prepare(c, door->db, sql_sealed_insert(c->arena, kind), &stmt));
	bind_row(stmt, row);
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	if (result == ERR_CONFLICT && strcmp(c->fail.key, "store.unique") == 0) {
		return FAIL(c, ERR_CONFLICT, "record.exists", "kind=%s\nid=%.*s", kind->name,
			    SLICE_PRINT(row->values.at[kind->key]));
	}
	return result;
}

static err assign_maker(struct ctx *c, struct door *door, const struct sealed_row *row)
{
	const struct kind *kind = row->values.kind;
	const char *assigned = sql_assigned_kind(kind);

	if (door->actor.kind != ACTOR_STAFF || assigned == NULL ||
	    strcmp(assigned, kind->name) != 0) {
		return OK;
	}
	return assignment_add(c, door, kind, row->subject, door->actor.account, row->organisation);
}

static err create(struct ctx *c, struct door *door, struct saving *saving)
{
	struct sealed_row *row = &saving->row;
	const struct kind *kind = row->values.kind;
	enum relation relation;

	TRY(frame_new(c, door, row, &relation));
	const struct decision decision = access_decide(&door->actor, kind, relation, DEED_CREATE);
	saving->verdict = decision.allowed ? judge_typed(&row->values, NULL, decision.classes, 0)
					   : VERDICT_DENIED;
	if (saving->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_CREATE, kind, S(""), saving->verdict);
	}
	TRY(check_values(c, door, &row->values));
	TRY(add_keys(c, door, row));
	saving->opened_c = kind_seals(kind, SEAL_C, decision.classes);
	TRY(seal_both(c, door, row, saving->opened_c));
	TRY(insert(c, door, row));
	row->version = 1;
	TRY(index_put(c, door, row));
	TRY(add_history(c, door, saving, NULL));
	TRY(assign_maker(c, door, row));
	return deed_log(c, door, DEED_CREATE, kind, row->values.at[kind->key], decision.classes, 1,
			detail_of(c->arena, door, saving, NULL));
}

/* ---- A changed one */

static err changed_by_other(struct ctx *c, const struct kind *kind, struct slice id)
{
	return FAIL(c, ERR_CONFLICT, "record.changed", "kind=%s\nid=%.*s", kind->name,
		    SLICE_PRINT(id));
}

static err update(struct ctx *c, struct door *door, struct sealed_row *row)
{
	const struct kind *kind = row->values.kind;
	struct stmt *stmt;

	TRY(db_prepare(c, door->db, sql_sealed_update(c->arena, kind), &stmt));
	bind_row(stmt, row);
	stmt_bind_int(stmt, "version", row->version);
	TRY(stmt_run(c, stmt));
	const bool is_changed = stmt_changes(stmt) == 1;
	stmt_finish(stmt);
	row->version++;
	return is_changed ? OK : changed_by_other(c, kind, row->values.at[kind->key]);
}

/* What was typed, over what is there; key, owner and subject stay as they were made. */
static void merge(struct values *into, const struct values *typed, unsigned writable)
{
	for (size_t i = 0; i < into->kind->count; i++) {
		if (!field_is_frame(into->kind, i) && field_is_visible(into->kind, i, writable)) {
			into->at[i] = slice_empty(typed->at[i]) ? S("") : typed->at[i];
		}
	}
}

/* Decide, and open what is there. */
static err prepare_change(struct ctx *c, struct door *door, struct saving *saving,
			  unsigned *ret_writable)
{
	const struct record *record = saving->record;
	const struct kind *kind = record->values.kind;
	struct sealed_row *row = &saving->row;
	bool found;

	TRY(sealed_row_load(c, door, kind, record_id(record), row, &found));
	if (!found || row_is_hidden(door, row)) {
		saving->verdict = VERDICT_MISSING;
		return OK;
	}
	const struct decision decision =
		access_decide(&door->actor, kind, row->relation, DEED_CHANGE);
	if (!decision.allowed) {
		saving->verdict = VERDICT_DENIED;
		return OK;
	}
	const unsigned writable = decision.classes & record->classes;
	saving->opened_c = kind_seals(kind, SEAL_C, writable);
	if (saving->opened_c && is_blank(door->actor.reason) && !slice_empty(row->sealed_c)) {
		saving->verdict = VERDICT_REASON;
		return OK;
	}
	TRY(sealed_open(c, door, row, saving->opened_c ? ~0u : CLASSES_AB));
	saving->verdict = judge_typed(&record->values, &row->values, writable, decision.classes);
	*ret_writable = writable;
	return OK;
}

static err change(struct ctx *c, struct door *door, struct saving *saving)
{
	const struct record *record = saving->record;
	const struct kind *kind = record->values.kind;
	struct sealed_row *row = &saving->row;
	unsigned writable = 0;

	must(record->classes != 0); /* it comes from a record that was loaded */
	TRY(prepare_change(c, door, saving, &writable));
	if (saving->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_CHANGE, kind, record_id(record), saving->verdict);
	}
	if (row->version != record->version) {
		return changed_by_other(c, kind, record_id(record));
	}
	const struct values before = copy_values(c->arena, &row->values);
	merge(&row->values, &record->values, writable);
	TRY(check_values(c, door, &row->values));
	TRY(seal_both(c, door, row, saving->opened_c));
	TRY(update(c, door, row));
	if (index_differs(&before, &row->values)) {
		TRY(index_put(c, door, row));
	}
	TRY(add_history(c, door, saving, &before));
	return deed_log(c, door, DEED_CHANGE, kind, record_id(record), writable, 1,
			detail_of(c->arena, door, saving, &before));
}

static err save(struct ctx *c, struct door *door, void *argument)
{
	struct saving *saving = argument;

	saving->row.sealed_ab = saving->row.sealed_c = S("");
	saving->row.values = copy_values(c->arena, &saving->record->values);
	return saving->record->version == 0 ? create(c, door, saving) : change(c, door, saving);
}

err sealed_save(struct ctx *c, struct door *door, struct record *record)
{
	struct saving saving = {.record = record};
	const struct kind *kind = record->values.kind;

	TRY(door_within(c, door, save, &saving));
	TRY(verdict_fail(c, kind, record_id(record), saving.verdict));
	record->values.at[kind->key] = saving.row.values.at[kind->key];
	record->values.at[owner_field(kind)] = saving.row.values.at[owner_field(kind)];
	return OK;
}
