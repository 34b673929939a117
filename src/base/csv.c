#include "base/csv.h"

#include "base/utf8.h"

#include <string.h>

/* A position in the text is only turned into line and column when something is refused, so reading
 * stays one pass. */
struct reader {
	struct ctx *c;
	const char *name;
	struct slice text;
	size_t at;
	size_t line;
	size_t count; /* fields of the row being read */
	struct slice fields[CSV_COLUMNS_MAX];
};

enum { LIST_FIRST = 64 };

static struct slice without_mark(struct slice text)
{
	const struct slice mark = S("\xEF\xBB\xBF");
	return slice_starts(text, mark) ? slice_between(text, mark.length, text.length) : text;
}

/* The failure `key` at byte `at`, told as line and column (in characters), both from 1. */
static err refuse(struct reader *reader, err code, const char *key, size_t at, size_t max)
{
	size_t line = 1;
	size_t start = 0;

	for (size_t i = 0; i < at; i++) {
		if (reader->text.at[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	const size_t column = utf8_count(slice_between(reader->text, start, at)) + 1;
	return fail_set(reader->c, code, key, __FILE__, __LINE__,
			"file=%s\nline=%zu\ncolumn=%zu\nmax=%zu", reader->name, line, column, max);
}

static bool is_at_end(const struct reader *reader)
{
	return reader->at == reader->text.length;
}

static bool is_at_line_end(const struct reader *reader)
{
	const char *at = reader->text.at + reader->at;
	return is_at_end(reader) || at[0] == '\n' ||
	       (at[0] == '\r' && reader->at + 1 < reader->text.length && at[1] == '\n');
}

static err read_plain(struct reader *reader, struct slice *ret_field)
{
	const size_t start = reader->at;

	while (!is_at_line_end(reader) && reader->text.at[reader->at] != ',') {
		if (reader->text.at[reader->at] == '"') {
			return refuse(reader, ERR_INVALID, "csv.quote_inside", reader->at, 0);
		}
		if (reader->text.at[reader->at] == '\r') {
			return refuse(reader, ERR_INVALID, "csv.lone_cr", reader->at, 0);
		}
		reader->at++;
	}
	*ret_field = slice_between(reader->text, start, reader->at);
	return OK;
}

static struct slice without_doubled_quotes(struct arena *arena, struct slice field)
{
	char *out = arena_alloc(arena, field.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < field.length; i++) {
		out[length++] = field.at[i];
		if (field.at[i] == '"') {
			i++;
		}
	}
	return (struct slice){.at = out, .length = length};
}

static err read_quoted(struct reader *reader, struct slice *ret_field)
{
	const size_t open = reader->at++;
	bool has_doubled = false;

	for (;; reader->at++) {
		if (is_at_end(reader)) {
			return refuse(reader, ERR_INVALID, "csv.quote_open", open, 0);
		}
		const char byte = reader->text.at[reader->at];
		reader->line += byte == '\n';
		if (byte != '"') {
			continue;
		}
		if (reader->at + 1 == reader->text.length ||
		    reader->text.at[reader->at + 1] != '"') {
			break;
		}
		has_doubled = true;
		reader->at++;
	}
	const struct slice inside = slice_between(reader->text, open + 1, reader->at++);
	if (!is_at_line_end(reader) && reader->text.at[reader->at] != ',') {
		return refuse(reader, ERR_INVALID, "csv.after_quote", reader->at, 0);
	}
	*ret_field = has_doubled ? without_doubled_quotes(reader->c->arena, inside) : inside;
	return OK;
}

/* One row of at most `max` fields into reader->fields, past its line end. `code` and `key` say what
 * it is to have more. */
static err read_row(struct reader *reader, size_t max, err code, const char *key)
{
	reader->count = 0;
	for (;;) {
		if (reader->count == max) {
			return refuse(reader, code, key, reader->at, max);
		}
		const bool is_quoted = !is_at_end(reader) && reader->text.at[reader->at] == '"';
		struct slice *field = &reader->fields[reader->count];
		TRY(is_quoted ? read_quoted(reader, field) : read_plain(reader, field));
		reader->count++;
		if (is_at_line_end(reader)) {
			break;
		}
		reader->at++; /* the comma */
	}
	if (!is_at_end(reader)) {
		reader->at += reader->text.at[reader->at] == '\r' ? 2 : 1;
		reader->line++;
	}
	return OK;
}

static const struct slice *keep_fields(struct reader *reader)
{
	struct slice *fields = ARENA_ARRAY(reader->c->arena, reader->count, struct slice);
	memcpy(fields, reader->fields, reader->count * sizeof *fields);
	return fields;
}

static err read_header(struct reader *reader, struct csv *csv)
{
	if (is_at_end(reader)) {
		return refuse(reader, ERR_INVALID, "csv.empty", 0, 0);
	}
	TRY(read_row(reader, CSV_COLUMNS_MAX, ERR_LIMIT, "csv.too_many_columns"));
	csv->columns = reader->count;
	csv->header = keep_fields(reader);
	for (size_t i = 0; i < csv->columns; i++) {
		if (csv->header[i].length == 0) {
			return FAIL(reader->c, ERR_INVALID, "csv.column_unnamed",
				    "file=%s\nline=1\nnumber=%zu", reader->name, i + 1);
		}
		for (size_t j = 0; j < i; j++) {
			if (slice_equal(csv->header[i], csv->header[j])) {
				return FAIL(reader->c, ERR_INVALID, "csv.column_twice",
					    "file=%s\nline=1\nname=%.*s", reader->name,
					    SLICE_PRINT(csv->header[i]));
			}
		}
	}
	return OK;
}

static struct csv_row *with_room(struct arena *arena, struct csv_row *rows, size_t count,
				 size_t *size)
{
	if (count < *size) {
		return rows;
	}
	const size_t larger = *size > 0 ? *size * 2 : LIST_FIRST;
	struct csv_row *copy = ARENA_ARRAY(arena, larger, struct csv_row);
	if (count > 0) {
		memcpy(copy, rows, count * sizeof *rows);
	}
	*size = larger;
	return copy;
}

static err read_rows(struct reader *reader, struct csv *csv)
{
	struct csv_row *rows = NULL;
	size_t size = 0;
	size_t count = 0;

	while (!is_at_end(reader)) {
		const size_t start = reader->at;
		const size_t line = reader->line;
		if (count == CSV_ROWS_MAX) {
			return refuse(reader, ERR_LIMIT, "csv.too_many_rows", start, CSV_ROWS_MAX);
		}
		TRY(read_row(reader, csv->columns, ERR_INVALID, "csv.too_many_fields"));
		if (reader->count < csv->columns) {
			return FAIL(reader->c, ERR_INVALID, "csv.too_few_fields",
				    "file=%s\nline=%zu\ncount=%zu\nmax=%zu", reader->name, line,
				    reader->count, csv->columns);
		}
		rows = with_room(reader->c->arena, rows, count, &size);
		rows[count++] = (struct csv_row){.line = line, .fields = keep_fields(reader)};
	}
	csv->rows = rows;
	csv->count = count;
	return OK;
}

err csv_parse(struct ctx *c, const char *name, struct slice text, struct csv *ret_csv)
{
	struct reader reader = {.c = c, .name = name, .text = without_mark(text), .line = 1};
	struct csv csv = {.name = name};

	const size_t invalid = utf8_first_invalid(reader.text);
	if (invalid != SIZE_MAX) {
		return refuse(&reader, ERR_INVALID, "csv.not_utf8", invalid, 0);
	}
	const size_t nul = slice_find_byte(reader.text, '\0');
	if (nul != SIZE_MAX) {
		return refuse(&reader, ERR_INVALID, "csv.nul", nul, 0);
	}
	TRY(read_header(&reader, &csv));
	TRY(read_rows(&reader, &csv));
	*ret_csv = csv;
	return OK;
}

size_t csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns; i++) {
		if (slice_is(csv->header[i], name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

struct slice csv_field(const struct csv *csv, size_t row, const char *column)
{
	const size_t at = csv_column(csv, column);
	if (at == SIZE_MAX || row >= csv->count) {
		return (struct slice){.at = NULL, .length = 0};
	}
	return csv->rows[row].fields[at];
}

/* Spaces at the ends are quoted because some readers trim them, a byte-order mark because a
 * reader would drop it at the start of the file. */
static bool needs_quotes(struct slice field)
{
	for (size_t i = 0; i < field.length; i++) {
		if (strchr(",\"\r\n", field.at[i]) != NULL) {
			return true;
		}
	}
	return slice_trim(field).length < field.length || slice_starts(field, S("\xEF\xBB\xBF"));
}

static void add_doubling_quotes(struct buf *out, struct slice field)
{
	struct slice rest = field;
	struct slice piece;

	for (bool is_first = true; slice_next(&rest, '"', &piece); is_first = false) {
		buf_add_cstr(out, is_first ? "" : "\"\"");
		buf_add(out, piece);
	}
}

void csv_add(struct buf *out, enum csv_place place, struct slice field)
{
	const char *quote = needs_quotes(field) ? "\"" : "";

	buf_add_cstr(out, place == CSV_NEXT ? "," : "");
	buf_add_cstr(out, quote);
	add_doubling_quotes(out, field);
	buf_add_cstr(out, quote);
}

void csv_end_row(struct buf *out)
{
	buf_add_cstr(out, "\r\n");
}
