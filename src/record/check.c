/* Does the store still fit the dictionary, and the records each other? */
#include <string.h>

#include "record/internal.h"

enum { FINDINGS_MAX = 1000 };

static bool is_named(const struct slice *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_is(names[i], name)) {
			return true;
		}
	}
	return false;
}

/* Columns that every table of the keeping has beside those of the dictionary. */
static bool is_own(const struct kind *kind, const char *name)
{
	static const char *const OPEN[] = {"position", "version", NULL};
	static const char *const SEALED[] = {"sealed_ab", "sealed_c", "version",
					     "created",   "changed",  NULL};
	const char *const *own = kind->keeping == KEPT_SEALED ? SEALED : OPEN;

	while (*own != NULL && strcmp(*own, name) != 0) {
		own++;
	}
	return *own != NULL;
}

static bool is_column(const struct kind *kind, const char *name)
{
	const size_t field = kind_field(kind, name);
	return field != SIZE_MAX && field_is_column(kind, &kind->fields[field]);
}

err record_check_schema(struct ctx *c, struct door *door, const struct kind *kind)
{
	const struct slice *names;
	size_t count;

	TRY(db_columns(c, door->db, kind->table, &names, &count));
	for (size_t i = 0; i < kind->count; i++) {
		if (field_is_column(kind, &kind->fields[i]) &&
		    !is_named(names, count, kind->fields[i].name)) {
			return FAIL(c, ERR_BROKEN, "record.column_missing", "table=%s\ncolumn=%s",
				    kind->table, kind->fields[i].name);
		}
	}
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_cstr(c->arena, names[i]);
		if (!is_own(kind, name) && !is_column(kind, name)) {
			return FAIL(c, ERR_BROKEN, "record.column_unknown", "table=%s\ncolumn=%s",
				    kind->table, name);
		}
	}
	return OK;
}

static void add_finding(struct ctx *c, struct record_findings *findings, const struct kind *kind,
			struct slice id)
{
	if (findings->count < FINDINGS_MAX) {
		findings->at[findings->count++] =
			(struct record_finding){.kind = kind, .id = id, .fail = c->fail};
	}
}

static err check_record(struct ctx *c, struct door *door, struct ids *ids,
			const struct record *record, struct record_findings *findings)
{
	const struct values *values = &record->values;
	size_t field;

	for (size_t i = 0; i < values->kind->count; i++) {
		if (model_check(c, door->model, &values->kind->fields[i], values->at[i]) != OK) {
			add_finding(c, findings, values->kind, record_id(record));
		}
	}
	const err result = ids_check(c, door, ids, values, &field);
	if (result == ERR_INVALID) {
		add_finding(c, findings, values->kind, record_id(record));
		return OK;
	}
	return result;
}

static err check_all(struct ctx *c, struct door *door, struct record_findings *ret_findings)
{
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);
	struct record_findings findings = {
		.at = ARENA_ARRAY(c->arena, FINDINGS_MAX, struct record_finding),
	};
	struct ids ids = ids_create(c->arena);

	for (size_t i = 0; i < kinds_count; i++) {
		struct records records;
		if (kinds[i]->table == NULL) {
			continue;
		}
		TRY(record_check_schema(c, door, kinds[i]));
		if (kinds[i]->keeping == KEPT_SEALED) {
			continue; /* what a check need not read, it does not open */
		}
		TRY(record_list(c, door, kinds[i], &records));
		for (size_t r = 0; r < records.count; r++) {
			TRY(check_record(c, door, &ids, &records.at[r], &findings));
		}
		findings.records += records.count;
	}
	*ret_findings = findings;
	return OK;
}

err record_check(struct ctx *c, struct door *door, struct record_findings *ret_findings)
{
	/* One view of all tables: an import in between would look like a broken reference. */
	TRY(db_begin(c, door->db, DB_READ));
	return transaction_end(c, door, check_all(c, door, ret_findings));
}
