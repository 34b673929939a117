/* The file of a table whose places were lost: kind,row,column,value,note. */
#include "figures/rebuild.h"

struct lines {
	struct rebuild_line at[REBUILD_LINES_MAX];
	size_t count;
};

struct reader {
	struct ctx *c;
	const struct csv *csv;
	size_t row; /* of the file */
	struct lines rows;
	struct lines columns;
	struct decimal *values;
	size_t values_count;
	struct rebuild_fact *facts;
	size_t facts_count;
};

static struct slice field(const struct reader *reader, const char *name)
{
	return slice_trim(csv_field(reader->csv, reader->row, name));
}

static err refuse(struct reader *reader, err code, const char *key, struct slice what)
{
	return FAIL(reader->c, code, key, "file=%s\nline=%zu\nwhat=%.*s", reader->csv->name,
		    reader->csv->rows[reader->row].line, SLICE_PRINT(what));
}

static err add_line(struct reader *reader, struct lines *lines, struct slice name)
{
	for (size_t i = 0; i < lines->count; i++) {
		if (slice_equal(lines->at[i].name, name)) {
			return refuse(reader, ERR_INVALID, "rebuild.sum_twice", name);
		}
	}
	if (lines->count == REBUILD_LINES_MAX) {
		return FAIL(reader->c, ERR_LIMIT, "rebuild.too_many_lines",
			    "file=%s\nline=%zu\nmax=%d", reader->csv->name,
			    reader->csv->rows[reader->row].line, REBUILD_LINES_MAX);
	}
	lines->at[lines->count++] = (struct rebuild_line){.name = name};
	return OK;
}

static err read_value(struct reader *reader, struct decimal *ret_value)
{
	const struct slice text = field(reader, "value");
	if (decimal_parse(reader->c, text, ret_value) != OK || ret_value->billionths < 0) {
		return refuse(reader, ERR_INVALID, "rebuild.value", text);
	}
	return OK;
}

static err read_sum(struct reader *reader, struct lines *lines, const char *own, const char *other)
{
	const struct slice name = field(reader, own);
	if (slice_empty(name)) {
		return refuse(reader, ERR_INVALID, "rebuild.name_missing", slice_of(own));
	}
	if (!slice_empty(field(reader, other))) {
		return refuse(reader, ERR_INVALID, "rebuild.name_unexpected", slice_of(other));
	}
	TRY(add_line(reader, lines, name));
	if (slice_empty(field(reader, "value"))) {
		return OK;
	}
	struct rebuild_line *line = &lines->at[lines->count - 1];
	TRY(read_value(reader, &line->sum));
	line->known = true;
	return OK;
}

static err read_printed(struct reader *reader)
{
	if (!slice_empty(field(reader, "row")) || !slice_empty(field(reader, "column"))) {
		return refuse(reader, ERR_INVALID, "rebuild.name_unexpected", S("row, column"));
	}
	if (reader->values_count == REBUILD_VALUES_MAX) {
		return FAIL(reader->c, ERR_LIMIT, "rebuild.too_many_values",
			    "file=%s\nline=%zu\nmax=%d", reader->csv->name,
			    reader->csv->rows[reader->row].line, REBUILD_VALUES_MAX);
	}
	TRY(read_value(reader, &reader->values[reader->values_count]));
	reader->values_count++;
	return OK;
}

/* A fact may only name what a sum line names: a misspelt row would otherwise become a new one. */
static err read_place(struct reader *reader, const struct lines *lines, const char *name,
		      size_t *ret_at)
{
	const struct slice text = field(reader, name);
	if (slice_empty(text)) {
		*ret_at = REBUILD_ANYWHERE;
		return OK;
	}
	for (size_t i = 0; i < lines->count; i++) {
		if (slice_equal(lines->at[i].name, text)) {
			*ret_at = i;
			return OK;
		}
	}
	return refuse(reader, ERR_INVALID, "rebuild.fact_unknown_line", text);
}

static err read_fact(struct reader *reader)
{
	if (reader->facts_count == REBUILD_FACTS_MAX) {
		return FAIL(reader->c, ERR_LIMIT, "rebuild.too_many_facts",
			    "file=%s\nline=%zu\nmax=%d", reader->csv->name,
			    reader->csv->rows[reader->row].line, REBUILD_FACTS_MAX);
	}
	struct rebuild_fact fact;
	TRY(read_place(reader, &reader->rows, "row", &fact.row));
	TRY(read_place(reader, &reader->columns, "column", &fact.column));
	if (fact.row == REBUILD_ANYWHERE && fact.column == REBUILD_ANYWHERE) {
		return refuse(reader, ERR_INVALID, "rebuild.fact_nowhere", field(reader, "value"));
	}
	TRY(read_value(reader, &fact.value));
	reader->facts[reader->facts_count++] = fact;
	return OK;
}

static err read_line(struct reader *reader)
{
	const struct slice kind = field(reader, "kind");
	if (slice_is(kind, "row_sum")) {
		return read_sum(reader, &reader->rows, "row", "column");
	}
	if (slice_is(kind, "column_sum")) {
		return read_sum(reader, &reader->columns, "column", "row");
	}
	if (slice_is(kind, "value")) {
		return read_printed(reader);
	}
	return slice_is(kind, "fact") ? OK : refuse(reader, ERR_INVALID, "rebuild.kind", kind);
}

/* Facts come second, because they name rows and columns that may follow them in the file. */
static err read_facts(struct reader *reader)
{
	for (reader->row = 0; reader->row < reader->csv->count; reader->row++) {
		if (slice_is(field(reader, "kind"), "fact")) {
			TRY(read_fact(reader));
		}
	}
	return OK;
}

static err check_columns(struct ctx *c, const struct csv *csv)
{
	static const char *const NAMES[] = {"kind", "row", "column", "value"};
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		if (csv_column(csv, NAMES[i]) == SIZE_MAX) {
			return FAIL(c, ERR_INVALID, "rebuild.column_missing", "file=%s\nname=%s",
				    csv->name, NAMES[i]);
		}
	}
	return OK;
}

err rebuild_read(struct ctx *c, const struct csv *csv, enum rebuild_text text,
		 struct rebuild_problem *ret_problem)
{
	TRY(check_columns(c, csv));
	struct reader *reader = ARENA_NEW(c->arena, struct reader);
	reader->c = c;
	reader->csv = csv;
	reader->values = ARENA_ARRAY(c->arena, REBUILD_VALUES_MAX, struct decimal);
	reader->facts = ARENA_ARRAY(c->arena, REBUILD_FACTS_MAX, struct rebuild_fact);
	for (reader->row = 0; reader->row < csv->count; reader->row++) {
		TRY(read_line(reader));
	}
	TRY(read_facts(reader));
	if (reader->rows.count == 0 || reader->columns.count == 0) {
		return FAIL(c, ERR_INVALID, "rebuild.no_grid", "file=%s", csv->name);
	}
	if (reader->values_count == 0) {
		return FAIL(c, ERR_INVALID, "rebuild.no_values", "file=%s", csv->name);
	}
	*ret_problem = (struct rebuild_problem){
		.rows = reader->rows.at,
		.rows_count = reader->rows.count,
		.columns = reader->columns.at,
		.columns_count = reader->columns.count,
		.values = reader->values,
		.values_count = reader->values_count,
		.facts = reader->facts,
		.facts_count = text == REBUILD_WITH_TEXT ? reader->facts_count : 0,
	};
	return OK;
}
