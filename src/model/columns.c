/* From the columns of a table to the fields of a kind. */
#include "model/model.h"

#include <string.h>

#include "model/nearest.h"

static size_t field_of_column(const struct kind *kind, struct slice column)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		if (slice_is(column, field->name) ||
		    (field->alias != NULL && slice_is(column, field->alias))) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool is_ignored(const char *const *ignored, struct slice column)
{
	for (size_t i = 0; ignored != NULL && ignored[i] != NULL; i++) {
		struct slice pattern = slice_of(ignored[i]);
		const bool is_prefix = slice_ends(pattern, slice_of("*"));
		if (is_prefix) {
			pattern.length--;
		}
		if (is_prefix ? slice_starts(column, pattern) : slice_equal(column, pattern)) {
			return true;
		}
	}
	return false;
}

static err unknown_column(struct ctx *c, const struct csv *csv, const struct kind *kind,
			  struct slice column)
{
	struct nearest nearest = nearest_to(column);

	for (size_t i = 0; i < kind->count; i++) {
		nearest_offer(&nearest, slice_of(kind->fields[i].name));
	}
	return FAIL(c, ERR_INVALID,
		    nearest_found(&nearest) ? "csv.misspelt_column" : "csv.unknown_column",
		    "file=%s\nline=1\ncolumn=%.*s\nnearest=%.*s", csv->name,
		    SLICE_PRINT(shown_value(c->arena, column)), SLICE_PRINT(nearest.best));
}

err values_columns(struct ctx *c, const struct csv *csv, const struct kind *kind,
		   const char *const *ignored, const size_t **ret_columns)
{
	size_t *columns = ARENA_ARRAY(c->arena, kind->count, size_t);

	for (size_t i = 0; i < kind->count; i++) {
		columns[i] = SIZE_MAX;
	}
	for (size_t i = 0; i < csv->columns; i++) {
		const size_t field = field_of_column(kind, csv->header[i]);
		if (field == SIZE_MAX) {
			if (!is_ignored(ignored, csv->header[i])) {
				return unknown_column(c, csv, kind, csv->header[i]);
			}
		} else if (columns[field] != SIZE_MAX) {
			return FAIL(c, ERR_INVALID, "csv.column_twice", "file=%s\nline=1\nname=%s",
				    csv->name, kind->fields[field].name);
		} else {
			columns[field] = i;
		}
	}
	for (size_t i = 0; i < kind->count; i++) {
		if (columns[i] == SIZE_MAX && (kind->fields[i].flags & FIELD_REQUIRED) != 0) {
			return FAIL(c, ERR_INVALID, "csv.missing_column",
				    "file=%s\nline=1\ncolumn=%s", csv->name, kind->fields[i].name);
		}
	}
	*ret_columns = columns;
	return OK;
}

struct values values_from_row(struct arena *arena, const struct kind *kind, const size_t *columns,
			      const struct csv_row *row)
{
	struct values values = values_create(arena, kind);

	for (size_t i = 0; i < kind->count; i++) {
		if (columns[i] != SIZE_MAX) {
			values.at[i] = row->fields[columns[i]];
		}
	}
	return values;
}

err values_from_csv(struct ctx *c, const struct csv *csv, size_t row, const struct kind *kind,
		    const char *const *ignored, struct values *ret_values)
{
	const size_t *columns;

	must(row < csv->count);
	TRY(values_columns(c, csv, kind, ignored, &columns));
	*ret_values = values_from_row(c->arena, kind, columns, &csv->rows[row]);
	return OK;
}
