/* CSV into a kind: all rows or none. */
#include <stdlib.h>
#include <string.h>

#include "record/audit.h"
#include "record/csv_text.h"
#include "record/internal.h"
#include "record/own_word.h"
#include "record/sealed.h"
#include "record/sql.h"

/* One table on its way in. */
struct table {
	const struct kind *kind;
	const struct csv *csv;
	const size_t *columns;        /* of each field, or SIZE_MAX */
	struct values *rows;          /* one a row of the file */
	struct records stored;        /* as it was before, sorted by id */
	struct import_report *report; /* of all tables together */
};

/* An id and the row that it stands in. */
struct place {
	struct slice id;
	size_t row;
};

static err in_row(struct ctx *c, const struct table *table, size_t row, size_t field)
{
	/* A column may carry the field's alias: the message uses the file's own word. */
	const struct slice column = table->columns[field] != SIZE_MAX
					    ? table->csv->header[table->columns[field]]
					    : slice_of(table->kind->fields[field].name);
	return fail_in_row(c, table->csv->name, table->csv->rows[row].line, column);
}

static int by_id(const void *a, const void *b)
{
	return slice_compare(record_id(a), record_id(b));
}

static const struct record *find_stored(const struct table *table, const struct values *values)
{
	const struct record wanted = {.values = *values};
	if (table->stored.count == 0) {
		return NULL;
	}
	return bsearch(&wanted, table->stored.at, table->stored.count, sizeof wanted, by_id);
}

/* A column that the file lacks says nothing: what is stored stays. */
static void keep_stored(const struct table *table, struct values *values)
{
	const struct record *stored = find_stored(table, values);

	for (size_t i = 0; stored != NULL && i < table->kind->count; i++) {
		if (table->columns[i] == SIZE_MAX) {
			values->at[i] = stored->values.at[i];
		}
	}
}

static err read_rows(struct ctx *c, const struct door *door, struct table *table)
{
	const struct kind *kind = table->kind;

	table->rows = ARENA_ARRAY(c->arena, table->csv->count + 1, struct values);
	for (size_t row = 0; row < table->csv->count; row++) {
		struct values *values = &table->rows[row];
		*values = values_from_row(c->arena, kind, table->columns, &table->csv->rows[row]);
		keep_stored(table, values);
		for (size_t i = 0; i < kind->count; i++) {
			values->at[i] = csv_text_in(&kind->fields[i], values->at[i]);
			if (model_check(c, door->model, &kind->fields[i], values->at[i]) != OK) {
				return in_row(c, table, row, i);
			}
		}
	}
	return OK;
}

static int by_id_and_row(const void *a, const void *b)
{
	const struct place *left = a;
	const struct place *right = b;
	const int order = slice_compare(left->id, right->id);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static err refuse_duplicates(struct ctx *c, const struct table *table)
{
	const struct csv *csv = table->csv;
	struct place *places = ARENA_ARRAY(c->arena, csv->count + 1, struct place);

	for (size_t row = 0; row < csv->count; row++) {
		places[row] = (struct place){table->rows[row].at[table->kind->key], row};
	}
	qsort(places, csv->count, sizeof *places, by_id_and_row);
	for (size_t i = 1; i < csv->count; i++) {
		if (slice_equal(places[i].id, places[i - 1].id)) {
			return FAIL(c, ERR_INVALID, "row.duplicate",
				    "file=%s\nline=%zu\ncolumn=%s\nvalue=%.*s\nfirst=%zu",
				    csv->name, csv->rows[places[i].row].line,
				    table->kind->fields[table->kind->key].name,
				    SLICE_PRINT(places[i].id), csv->rows[places[i - 1].row].line);
		}
	}
	return OK;
}

static bool is_same(const struct values *a, const struct values *b)
{
	for (size_t i = 0; i < a->kind->count; i++) {
		if (!slice_equal(a->at[i], b->at[i])) {
			return false;
		}
	}
	return true;
}

static void name_id(struct arena *arena, struct import_ids *ids, struct slice id)
{
	if (ids->count++ < IMPORT_NAMED) {
		ids->first = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(ids->first),
					  ids->count > 1 ? ", " : "", SLICE_PRINT(id));
	}
}

static err run_once(struct ctx *c, struct stmt *stmt, const struct values *values,
		    const char *number_name, int64_t number)
{
	bind_values(stmt, values);
	stmt_bind_int(stmt, number_name, number);
	TRY(stmt_run(c, stmt));
	stmt_reset(stmt);
	return OK;
}

/* Another row than the stored one: it takes its place, with history, or that one stays. */
static err write_other(struct ctx *c, struct door *door, const struct table *table,
		       struct stmt *update, const struct record *stored,
		       const struct values *values)
{
	bool stands;

	TRY(own_word_stands(c, &stored->values, values, &stands));
	if (stands) {
		name_id(c->arena, &table->report->kept, record_id(stored));
		return OK;
	}
	name_id(c->arena, &table->report->changed, record_id(stored));
	TRY(run_once(c, update, values, "version", stored->version));
	return history_add_open(c, door, stored->version + 1, &stored->values, values);
}

static err write_rows(struct ctx *c, struct door *door, struct table *table)
{
	struct stmt *insert;
	struct stmt *update;
	int64_t position;

	TRY(next_position(c, door, table->kind, &position));
	TRY(db_prepare(c, door->db, sql_insert(c->arena, table->kind), &insert));
	TRY(db_prepare(c, door->db, sql_update(c->arena, table->kind), &update));
	for (size_t row = 0; row < table->csv->count; row++) {
		const struct values *values = &table->rows[row];
		const struct record *stored = find_stored(table, values);
		if (stored == NULL) {
			TRY(run_once(c, insert, values, "position", position++));
			table->report->added++;
		} else if (is_same(values, &stored->values)) {
			table->report->same++;
		} else {
			TRY(write_other(c, door, table, update, stored, values));
		}
	}
	stmt_finish(insert);
	stmt_finish(update);
	return OK;
}

/* Write a table; its references are checked when all tables are in. */
static err import_table(struct ctx *c, struct door *door, struct table *table)
{
	TRY(values_columns(c, table->csv, table->kind, NULL, &table->columns));
	TRY(record_list(c, door, table->kind, &table->stored));
	if (table->stored.count > 0) {
		qsort(table->stored.at, table->stored.count, sizeof *table->stored.at, by_id);
	}
	TRY(read_rows(c, door, table));
	TRY(refuse_duplicates(c, table));
	return write_rows(c, door, table);
}

static err check_references(struct ctx *c, struct door *door, const struct table *table,
			    struct ids *ids)
{
	for (size_t row = 0; row < table->csv->count; row++) {
		size_t field = 0;
		const err result = ids_check(c, door, ids, &table->rows[row], &field);
		if (result == ERR_INVALID) {
			return in_row(c, table, row, field);
		}
		TRY(result);
	}
	return OK;
}

static err import_tables(struct ctx *c, struct door *door, struct table *tables, size_t count,
			 struct import_report *report)
{
	struct ids ids = ids_create(c->arena);

	for (size_t i = 0; i < count; i++) {
		tables[i].report = report;
		TRY(import_table(c, door, &tables[i]));
	}
	for (size_t i = 0; i < count; i++) {
		TRY(check_references(c, door, &tables[i], &ids));
	}
	return report->added + report->changed.count > 0 ? raise_data_version(c, door) : OK;
}

/* What became of each row its history tells; who brought which file, the log. */
static err write_log(struct ctx *c, struct door *door, const struct table *tables, size_t count,
		     const struct import_report *report)
{
	const bool is_one = count == 1;
	const struct audit_entry entry = {
		.deed = S("import"),
		.kind = is_one ? slice_of(tables[0].kind->name) : S(""),
		.classes = CLASS_BIT(CLASS_PUBLIC),
		.count = (int64_t)(report->added + report->changed.count),
		.outcome = S("done"),
		.detail = arena_format(c->arena, "added=%zu;changed=%zu;same=%zu;kept=%zu;file=%s",
				       report->added, report->changed.count, report->same,
				       report->kept.count, is_one ? tables[0].csv->name : "data/"),
	};
	return audit_append(c, door, &entry);
}

static err import_and_log(struct ctx *c, struct door *door, struct table *tables, size_t count,
			  struct import_report *report)
{
	TRY(import_tables(c, door, tables, count, report));
	return write_log(c, door, tables, count, report);
}

/* Whole tables are brought in at the machine; staff change one record at a time. */
static err may_import(struct ctx *c, const struct door *door)
{
	return door->actor.kind == ACTOR_CONSOLE
		       ? OK
		       : FAIL(c, ERR_DENIED, "access.denied", "kind=*\nid=");
}

static err import_together(struct ctx *c, struct door *door, struct table *tables, size_t count,
			   struct import_report *ret_report)
{
	struct import_report report = {0};

	TRY(may_import(c, door));
	TRY(db_begin(c, door->db, DB_WRITE));
	TRY(transaction_end(c, door, import_and_log(c, door, tables, count, &report)));
	*ret_report = report;
	return OK;
}

err record_import(struct ctx *c, struct door *door, const struct kind *kind, const struct csv *csv,
		  struct import_report *ret_report)
{
	struct table table = {.kind = kind, .csv = csv};

	must(kind_is_register(kind));
	return import_together(c, door, &table, 1, ret_report);
}

err record_import_check(struct ctx *c, struct door *door, const struct kind *kind,
			const struct csv *csv, struct import_report *ret_report)
{
	struct table table = {.kind = kind, .csv = csv};
	struct import_report report = {0};

	TRY(db_begin(c, door->db, DB_WRITE));
	const err result = import_tables(c, door, &table, 1, &report);
	db_rollback(door->db);
	TRY(result);
	*ret_report = report;
	return OK;
}

err record_import_embedded(struct ctx *c, struct door *door, const struct embedded *embedded,
			   struct import_report *ret_report)
{
	size_t kinds_count;
	const struct kind *const *kinds = model_kinds(&kinds_count);
	struct table *tables = ARENA_ARRAY(c->arena, kinds_count, struct table);
	size_t count = 0;

	for (size_t i = 0; i < kinds_count; i++) {
		if (kinds[i]->file == NULL ||
		    embedded_find(embedded, slice_of(kinds[i]->file)) == NULL) {
			continue;
		}
		struct csv *csv = ARENA_NEW(c->arena, struct csv);
		TRY(csv_parse(c, kinds[i]->file, embedded_text(embedded, kinds[i]->file), csv));
		tables[count++] = (struct table){.kind = kinds[i], .csv = csv};
	}
	return import_together(c, door, tables, count, ret_report);
}
