/* csv.h - comma-separated tables as in RFC 4180, in and out.
 *
 * In: UTF-8, an optional byte-order mark, LF or CRLF, quoted fields with line breaks. Anything else
 * (an open quote, text after a quote, a row with more or fewer fields, invalid UTF-8, NUL) is
 * refused with file, line and column; nothing is guessed. Linear time. Out: fields quoted when
 * needed, as they are; what a spreadsheet would run, record/csv_text.h disarms.
 */
#ifndef SPEAN_BASE_CSV_H
#define SPEAN_BASE_CSV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

enum { CSV_COLUMNS_MAX = 256, CSV_ROWS_MAX = 1000000 };

struct csv_row {
	size_t line;                /* in the file, from 1 */
	const struct slice *fields; /* csv.columns of them */
};

struct csv {
	const char *name; /* what messages call the file */
	size_t columns;
	const struct slice *header;
	size_t count;
	const struct csv_row *rows;
};

/* Parse the whole table. `name` is what messages call it. The result lives in c->arena; fields
 * point into `text` where they can. ERR_INVALID csv.* with file=, line=, column= (a character of
 * that line, from 1; where a whole row is at fault, count= and max= fields instead); ERR_LIMIT past
 * the maxima. An empty line is a row with one empty field, so only a table of one column may have
 * it. */
MUST_USE err csv_parse(struct ctx *c, const char *name, struct slice text, struct csv *ret_csv);
/* Index of a column, or SIZE_MAX. */
size_t csv_column(const struct csv *csv, const char *name);
/* A field by column name; the empty slice where there is no such column. */
struct slice csv_field(const struct csv *csv, size_t row, const char *column);

/* One field as it is; `first` of a row has no comma before it. End a row with csv_end_row. */
enum csv_place { CSV_FIRST, CSV_NEXT };
void csv_add(struct buf *out, enum csv_place place, struct slice field);
void csv_end_row(struct buf *out); /* CRLF, as RFC 4180 has it */

#endif
