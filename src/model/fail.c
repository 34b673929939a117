#include "model/model.h"

#include <string.h>

/* A sentence of one field, and the same for a field in a table. */
static const struct {
	const char *field;
	const char *row;
} TWINS[] = {
	{"field.required", "row.required"},
	{"field.too_long", "row.too_long"},
	{"field.not_utf8", "row.not_utf8"},
	{"field.control", "row.control"},
	{"field.unknown_code", "row.unknown_code"},
	{"field.misspelt_code", "row.misspelt_code"},
	{"field.date", "row.date"},
	{"field.no_such_day", "row.no_such_day"},
	{"field.count", "row.count"},
	{"field.too_large", "row.too_large"},
	{"field.number", "row.number"},
	{"field.id", "row.id"},
	{"field.tag", "row.tag"},
	{"field.twice", "row.twice"},
	{"field.no_item", "row.no_item"},
	{"field.no_record", "row.no_record"},
};

err fail_in_row(struct ctx *c, const char *file, size_t line, struct slice column)
{
	const char *detail = arena_cstr(c->arena, slice_of(c->fail.detail));
	const err code = c->fail.code;

	for (size_t i = 0; i < COUNT_OF(TWINS); i++) {
		if (strcmp(c->fail.key, TWINS[i].field) == 0) {
			return FAIL(c, code, TWINS[i].row, "file=%s\nline=%zu\ncolumn=%.*s\n%s",
				    file, line, SLICE_PRINT(column), detail);
		}
	}
	return code;
}
