/* import.c - a gazetteer on its way in: checked as a whole, then put through the door at once. */
#include "places/import.h"

#include <stdlib.h>

#include "places/internal.h"

/* One table, with the column of the place above under the dictionary's name. */
struct table {
	const struct csv *csv;
	const size_t *columns;  /* of each field, or SIZE_MAX */
	enum place_level level; /* that its rows must have, where `has_level` */
	bool has_level;         /* the name of the column tells the level */
};

/* One row on its way in. */
struct row {
	const struct table *table;
	size_t at;
	size_t order; /* over all tables */
	struct values values;
	enum place_level level;
};

struct import {
	struct door *door;
	const struct kind *kind;
	struct slice source;
	struct row *rows; /* sorted by code once read */
	size_t count;
	struct records stored; /* sorted by code */
};

static size_t field_at(const char *name)
{
	return kind_field(model_kind("place"), name);
}

/* "district_code" is the parent of a commune. */
static bool parent_level(struct slice column, enum place_level *ret_level)
{
	static const char *const COLUMNS[] = {"province_code", "district_code", "commune_code"};

	for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) {
		if (slice_is(column, COLUMNS[i])) {
			*ret_level = (enum place_level)(PLACE_DISTRICT + i);
			return true;
		}
	}
	return false;
}

static err open_table(struct ctx *c, const struct csv *csv, const struct kind *kind,
		      struct table *ret_table)
{
	struct table table = {.csv = csv};
	struct csv renamed = *csv;
	struct slice *header = ARENA_ARRAY(c->arena, csv->columns + 1, struct slice);

	for (size_t i = 0; i < csv->columns; i++) {
		const bool is_parent = parent_level(csv->header[i], &table.level);
		table.has_level = table.has_level || is_parent;
		header[i] = is_parent ? S("parent") : csv->header[i];
	}
	renamed.header = header;
	TRY(values_columns(c, &renamed, kind, NULL, &table.columns));
	*ret_table = table;
	return OK;
}

static struct slice column_name(const struct row *row, const char *field)
{
	const size_t column = row->table->columns[field_at(field)];
	return column != SIZE_MAX ? row->table->csv->header[column] : slice_of(field);
}

static err refuse(struct ctx *c, const struct row *row, const char *key, const char *field)
{
	const struct csv *csv = row->table->csv;
	const struct slice code = slice_between(values_get(&row->values, "code"), 0, 40);
	const struct slice parent = slice_between(values_get(&row->values, "parent"), 0, 40);

	return FAIL(c, ERR_INVALID, key, "file=%s\nline=%zu\ncolumn=%.*s\nvalue=%.*s\nparent=%.*s",
		    csv->name, csv->rows[row->at].line, SLICE_PRINT(column_name(row, field)),
		    SLICE_PRINT(shown_value(c->arena, code)),
		    SLICE_PRINT(shown_value(c->arena, parent)));
}

static err check_code(struct ctx *c, struct row *row)
{
	const struct slice code = values_get(&row->values, "code");
	const struct slice parent = values_get(&row->values, "parent");

	if (!place_level_of_code(code, &row->level) || row->level == PLACE_PROVINCE) {
		return refuse(c, row, "places.bad_code", "code");
	}
	if (row->table->has_level && row->level != row->table->level) {
		return refuse(c, row, "places.bad_level", "code");
	}
	if (!slice_equal(parent, slice_between(code, 0, code.length - 2))) {
		return refuse(c, row, "places.not_below", "parent");
	}
	return OK;
}

static err read_row(struct ctx *c, const struct import *import, struct row *row)
{
	const struct csv *csv = row->table->csv;
	const struct kind *kind = import->kind;

	const struct values values =
		values_from_row(c->arena, kind, row->table->columns, &csv->rows[row->at]);
	must(values.at != NULL);
	row->values = values;
	for (size_t i = 0; i < kind->count; i++) {
		values.at[i] = slice_trim(values.at[i]);
		if (model_check(c, import->door->model, &kind->fields[i], values.at[i]) != OK) {
			return fail_in_row(c, csv->name, csv->rows[row->at].line,
					   column_name(row, kind->fields[i].name));
		}
	}
	return check_code(c, row);
}

static err read_rows(struct ctx *c, struct import *import, const struct csv *csvs, size_t count)
{
	struct table *tables = ARENA_ARRAY(c->arena, count + 1, struct table);
	size_t total = 0;

	for (size_t t = 0; t < count; t++) {
		total += csvs[t].count;
	}
	import->rows = ARENA_ARRAY(c->arena, total + 1, struct row);
	for (size_t t = 0; t < count; t++) {
		TRY(open_table(c, &csvs[t], import->kind, &tables[t]));
		for (size_t i = 0; i < csvs[t].count; i++) {
			struct row *row = &import->rows[import->count];
			*row = (struct row){.table = &tables[t], .at = i, .order = import->count};
			TRY(read_row(c, import, row));
			import->count++;
		}
	}
	return OK;
}

static int by_code(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;
	const int order = slice_compare(left->values.at[left->values.kind->key],
					right->values.at[right->values.kind->key]);
	return order != 0 ? order : (left->order > right->order) - (left->order < right->order);
}

static int row_by_code(const void *code, const void *row)
{
	const struct row *right = row;
	return slice_compare(*(const struct slice *)code,
			     right->values.at[right->values.kind->key]);
}

static int record_by_code(const void *code, const void *record)
{
	return slice_compare(*(const struct slice *)code, record_id(record));
}

static int records_in_order(const void *a, const void *b)
{
	return slice_compare(record_id(a), record_id(b));
}

static err refuse_duplicates(struct ctx *c, const struct import *import)
{
	for (size_t i = 1; i < import->count; i++) {
		const struct row *row = &import->rows[i], *first = &import->rows[i - 1];
		const struct slice code = values_get(&row->values, "code");
		if (slice_equal(code, values_get(&first->values, "code"))) {
			return FAIL(c, ERR_INVALID, "row.duplicate",
				    "file=%s\nline=%zu\ncolumn=code\nvalue=%.*s\nfirst=%zu",
				    row->table->csv->name, row->table->csv->rows[row->at].line,
				    SLICE_PRINT(code), first->table->csv->rows[first->at].line);
		}
	}
	return OK;
}

static const struct record *find_stored(const struct import *import, struct slice code)
{
	return import->stored.count == 0 ? NULL
					 : bsearch(&code, import->stored.at, import->stored.count,
						   sizeof *import->stored.at, record_by_code);
}

static err refuse_orphans(struct ctx *c, const struct import *import)
{
	for (size_t i = 0; i < import->count; i++) {
		const struct row *row = &import->rows[i];
		const struct slice parent = values_get(&row->values, "parent");
		const bool known = model_code(import->door->model, "province", parent) != NULL ||
				   bsearch(&parent, import->rows, import->count,
					   sizeof *import->rows, row_by_code) != NULL ||
				   find_stored(import, parent) != NULL;
		if (!known) {
			return refuse(c, row, "places.no_parent", "parent");
		}
	}
	return OK;
}

/* Names are items of a list: the list's own sign must not be in one. */
static struct slice as_item(struct arena *arena, struct slice name)
{
	const struct slice copy = arena_copy(arena, name);
	char *at = arena_cstr(arena, copy);

	for (size_t i = 0; i < copy.length; i++) {
		at[i] = at[i] == ';' ? ',' : at[i];
	}
	return (struct slice){at, copy.length};
}

static void add_name(struct buf *names, struct slice name)
{
	if (!slice_empty(name) && !slice_list_has(buf_slice(names), name)) {
		buf_add_cstr(names, buf_length(names) > 0 ? ";" : "");
		buf_add(names, name);
	}
}

/* What was said before stays: names of old, and the names that this file replaces. */
static err keep_names(struct ctx *c, const struct record *stored, struct values *values)
{
	static const char *const NAMES[] = {"name_km", "name_latin"};
	struct buf *names = buf_create(c->arena, 1000);
	struct slice lists[] = {record_get(stored, "other_names"),
				values_get(values, "other_names")};
	struct slice item, text;

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		while (slice_next_item(&lists[i], &item)) {
			add_name(names, item);
		}
	}
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		const struct slice older = record_get(stored, NAMES[i]);
		if (!slice_equal(older, values_get(values, NAMES[i]))) {
			add_name(names, as_item(c->arena, older));
		}
	}
	TRY(buf_done(c, names, &text));
	values_set(values, "other_names", text);
	return OK;
}

static bool differs(const struct row *row, const struct record *stored, size_t source)
{
	for (size_t i = 0; i < row->values.kind->count; i++) {
		if (i != source && !slice_equal(row->values.at[i], stored->values.at[i])) {
			return true;
		}
	}
	return false;
}

static err complete(struct ctx *c, const struct import *import, struct row *row)
{
	const struct record *stored = find_stored(import, values_get(&row->values, "code"));
	const size_t source = field_at("source");

	if (slice_empty(row->values.at[source])) {
		row->values.at[source] = slice_empty(import->source)
						 ? slice_of(row->table->csv->name)
						 : import->source;
	}
	if (stored == NULL) {
		if (slice_empty(values_get(&row->values, "status"))) {
			values_set(&row->values, "status", S("as_reported"));
		}
		return OK;
	}
	for (size_t i = 0; i < row->values.kind->count; i++) {
		if (row->table->columns[i] == SIZE_MAX && i != source) {
			row->values.at[i] = stored->values.at[i];
		}
	}
	TRY(keep_names(c, stored, &row->values));
	/* The same place from another copy of the file is no change. */
	if (slice_empty(import->source) && row->table->columns[source] == SIZE_MAX &&
	    !differs(row, stored, source)) {
		row->values.at[source] = stored->values.at[source];
	}
	return OK;
}

static struct csv as_one_table(struct arena *arena, const struct import *import)
{
	const struct kind *kind = import->kind;
	struct slice *header = ARENA_ARRAY(arena, kind->count, struct slice);
	struct csv_row *rows = ARENA_ARRAY(arena, import->count + 1, struct csv_row);

	for (size_t i = 0; i < kind->count; i++) {
		header[i] = slice_of(kind->fields[i].name);
	}
	for (size_t i = 0; i < import->count; i++) {
		const struct row *row = &import->rows[i];
		rows[i] = (struct csv_row){row->table->csv->rows[row->at].line, row->values.at};
	}
	return (struct csv){
		.name = import->count > 0 ? import->rows[0].table->csv->name : "places",
		.columns = kind->count,
		.header = header,
		.count = import->count,
		.rows = rows,
	};
}

err places_import(struct ctx *c, struct door *door, const struct csv *tables, size_t count,
		  struct slice source, struct places_report *ret_report)
{
	struct import import = {.door = door, .kind = model_kind("place"), .source = source};
	struct places_report report = {0};

	TRY(read_rows(c, &import, tables, count));
	TRY(record_list(c, door, import.kind, &import.stored));
	if (import.count > 0) {
		qsort(import.rows, import.count, sizeof *import.rows, by_code);
	}
	if (import.stored.count > 0) {
		qsort(import.stored.at, import.stored.count, sizeof *import.stored.at,
		      records_in_order);
	}
	TRY(refuse_duplicates(c, &import));
	TRY(refuse_orphans(c, &import));
	for (size_t i = 0; i < import.count; i++) {
		TRY(complete(c, &import, &import.rows[i]));
		report.districts += import.rows[i].level == PLACE_DISTRICT ? 1 : 0;
		report.communes += import.rows[i].level == PLACE_COMMUNE ? 1 : 0;
		report.villages += import.rows[i].level == PLACE_VILLAGE ? 1 : 0;
	}
	const struct csv all = as_one_table(c->arena, &import);
	TRY(record_import(c, door, import.kind, &all, &report.records));
	*ret_report = report;
	return OK;
}
