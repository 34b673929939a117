#include "record/record.h"

#include <string.h>

#include "record/history.h"
#include "record/internal.h"
#include "record/relation.h"
#include "record/sealed.h"
#include "record/sql.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { LIST_FIRST = 64 };

struct slice record_get(const struct record *record, const char *field)
{
	return values_get(&record->values, field);
}

struct slice record_id(const struct record *record)
{
	return record->values.at[record->values.kind->key];
}

err raise_data_version(struct ctx *c, struct door *door)
{
	struct stmt *raise;

	TRY(db_prepare_statement(c, door->db, STATEMENT_META_RAISE, &raise));
	stmt_bind_text(raise, "name", S("data_version"));
	TRY(stmt_run(c, raise));
	stmt_finish(raise);
	return OK;
}

err record_data_version(struct ctx *c, struct door *door, int64_t *ret_version)
{
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_META_VALUE, &read));
	stmt_bind_text(read, "name", S("data_version"));
	TRY(stmt_step(c, read, &has_row));
	must(has_row); /* the first step of the schema puts it there */
	*ret_version = stmt_int(read, 0);
	stmt_finish(read);
	return OK;
}

void bind_values(struct stmt *stmt, const struct values *values)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		const struct slice text = values->at[i];
		stmt_bind_text(stmt, values->kind->fields[i].name,
			       slice_empty(text) ? S("") : text);
	}
}

static struct record read_row(struct arena *arena, const struct kind *kind, const struct stmt *stmt)
{
	struct record record = {.values = values_create(arena, kind),
				.version = stmt_int(stmt, 0),
				.classes = CLASS_BIT(CLASS_PUBLIC)};

	for (size_t i = 0; i < kind->count; i++) {
		const struct slice text = stmt_text(stmt, (int)i + 1);
		record.values.at[i] = slice_empty(text) ? S("") : arena_copy(arena, text);
	}
	return record;
}

static err load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		struct record *ret_record)
{
	struct stmt *load;
	bool has_row;

	/* What comes from an address may hold anything; no id does. */
	if (slice_empty(id) || model_check(c, door->model, &kind->fields[kind->key], id) != OK) {
		return record_missing(c, kind, id);
	}
	TRY(db_prepare(c, door->db, sql_load(c->arena, kind), &load));
	stmt_bind_text(load, kind->fields[kind->key].name, id);
	TRY(stmt_step(c, load, &has_row));
	if (!has_row) {
		stmt_finish(load);
		return record_missing(c, kind, id);
	}
	*ret_record = read_row(c->arena, kind, load);
	stmt_finish(load);
	return OK;
}

err record_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		struct record *ret_record)
{
	return kind->keeping == KEPT_SEALED
		       ? sealed_load(c, door, kind, id, (unsigned)CLASSES_ALL, ret_record)
		       : load(c, door, kind, id, ret_record);
}

static struct record *with_room(struct arena *arena, struct record *records, size_t count,
				size_t *size)
{
	if (count < *size) {
		return records;
	}
	const size_t larger = *size > 0 ? *size * 2 : LIST_FIRST;
	struct record *copy = ARENA_ARRAY(arena, larger, struct record);
	if (count > 0) {
		memcpy(copy, records, count * sizeof *records);
	}
	*size = larger;
	return copy;
}

err record_list(struct ctx *c, struct door *door, const struct kind *kind,
		struct records *ret_records)
{
	struct records records = {NULL, 0};
	size_t size = 0;
	struct stmt *list;

	if (kind->keeping == KEPT_SEALED) {
		return record_page(c, door, kind, S(""), SIZE_MAX, ret_records);
	}
	TRY(db_prepare(c, door->db, sql_list(c->arena, kind), &list));
	for (;;) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		if (records.count == RECORDS_MAX) {
			return FAIL(c, ERR_LIMIT, "record.too_many", "kind=%s\nmax=%d", kind->name,
				    RECORDS_MAX);
		}
		records.at = with_room(c->arena, records.at, records.count, &size);
		records.at[records.count++] = read_row(c->arena, kind, list);
	}
	stmt_finish(list);
	*ret_records = records;
	return OK;
}

err next_position(struct ctx *c, struct door *door, const struct kind *kind, int64_t *ret_position)
{
	struct stmt *next;
	bool has_row;

	TRY(db_prepare(c, door->db, sql_next_position(c->arena, kind), &next));
	TRY(stmt_step(c, next, &has_row));
	*ret_position = has_row ? stmt_int(next, 0) : 1;
	stmt_finish(next);
	return OK;
}

static err insert(struct ctx *c, struct door *door, const struct values *values)
{
	const struct kind *kind = values->kind;
	int64_t position;
	struct stmt *stmt;

	TRY(next_position(c, door, kind, &position));
	TRY(db_prepare(c, door->db, sql_insert(c->arena, kind), &stmt));
	bind_values(stmt, values);
	stmt_bind_int(stmt, "position", position);
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	if (result == ERR_CONFLICT && strcmp(c->fail.key, "store.unique") == 0) {
		return FAIL(c, ERR_CONFLICT, "record.exists", "kind=%s\nid=%.*s", kind->name,
			    SLICE_PRINT(values->at[kind->key]));
	}
	return result;
}

static err changed_by_other(struct ctx *c, const struct record *record)
{
	return FAIL(c, ERR_CONFLICT, "record.changed", "kind=%s\nid=%.*s",
		    record->values.kind->name, SLICE_PRINT(record_id(record)));
}

static err update(struct ctx *c, struct door *door, const struct record *record)
{
	const struct kind *kind = record->values.kind;
	struct stmt *stmt;

	TRY(db_prepare(c, door->db, sql_update(c->arena, kind), &stmt));
	bind_values(stmt, &record->values);
	stmt_bind_int(stmt, "version", record->version);
	TRY(stmt_run(c, stmt));
	const int64_t changed = stmt_changes(stmt);
	stmt_finish(stmt);
	return changed == 1 ? OK : changed_by_other(c, record);
}

/* ---- Saving a register's record: who may, and what it was before */

enum relation register_relation(const struct door *door, const struct values *values)
{
	const char *owner = values->kind->owner;

	return owner != NULL && slice_equal(values_get(values, owner), door->actor.organisation) &&
			       !slice_empty(door->actor.organisation)
		       ? RELATION_ORGANISATION
		       : RELATION_FOREIGN;
}

struct saving {
	const struct record *record;
	enum deed deed;
	enum verdict verdict;
};

/* A record that changes hands belongs to both for a moment: then it is nobody's own. */
static enum verdict judge(const struct door *door, const struct saving *saving,
			  const struct values *before)
{
	const struct values *values = &saving->record->values;
	enum relation relation = register_relation(door, values);

	if (before != NULL && register_relation(door, before) == RELATION_FOREIGN) {
		relation = RELATION_FOREIGN;
	}
	return access_decide(&door->actor, values->kind, relation, saving->deed).allowed
		       ? VERDICT_DONE
		       : VERDICT_DENIED;
}

static err write_log(struct ctx *c, struct door *door, const struct saving *saving,
		     const struct values *before)
{
	const struct values *values = &saving->record->values;
	const struct kind *kind = values->kind;

	TRY(history_add_open(c, door, saving->record->version + 1, before, values));
	return door->actor.kind == ACTOR_STAFF
		       ? deed_log(c, door, saving->deed, kind, record_id(saving->record),
				  CLASS_BIT(CLASS_PUBLIC), 1,
				  arena_format(
					  c->arena, "fields=%.*s",
					  SLICE_PRINT(changed_fields(c->arena, before, values))))
		       : OK;
}

static err save(struct ctx *c, struct door *door, void *argument)
{
	struct saving *saving = argument;
	const struct record *record = saving->record;
	const struct kind *kind = record->values.kind;
	struct ids ids = ids_create(c->arena);
	const struct values *before = NULL;
	struct record now = {.values = {.kind = kind}};
	size_t field;

	if (saving->deed == DEED_CHANGE) {
		TRY(load(c, door, kind, record_id(record), &now));
		before = &now.values;
	}
	saving->verdict = judge(door, saving, before);
	if (saving->verdict != VERDICT_DONE) {
		return verdict_log(c, door, saving->deed, kind, record_id(record), saving->verdict);
	}
	TRY(before == NULL ? insert(c, door, &record->values) : update(c, door, record));
	TRY(ids_check(c, door, &ids, &record->values, &field));
	TRY(write_log(c, door, saving, before));
	return raise_data_version(c, door);
}

err record_save(struct ctx *c, struct door *door, struct record *record)
{
	struct saving saving = {
		.record = record,
		.deed = record->version == 0 ? DEED_CREATE : DEED_CHANGE,
	};
	struct field_errors errors;

	if (record->values.kind->keeping == KEPT_SEALED) {
		return sealed_save(c, door, record);
	}
	TRY(values_check(c, door->model, &record->values, &errors));
	TRY(door_within(c, door, save, &saving));
	return verdict_fail(c, record->values.kind, record_id(record), saving.verdict);
}

err record_references(struct ctx *c, struct door *door, const struct values *values,
		      struct field_errors *ret_errors)
{
	struct ids ids = ids_create(c->arena);
	struct field_error *error;
	size_t field;

	*ret_errors = (struct field_errors){NULL, 0};
	const err result = ids_check(c, door, &ids, values, &field);
	if (result == ERR_INVALID) {
		error = ARENA_NEW(c->arena, struct field_error);
		*error = (struct field_error){&values->kind->fields[field], c->fail};
		*ret_errors = (struct field_errors){error, 1};
	}
	return result;
}
