#include "record/csv_text.h"

#include <string.h>

/* Numbers, dates and codes are checked by their form: nothing in them runs, and -5 must stay -5. */
static bool is_free_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_LONG_TEXT ||
	       field->type == FIELD_URL;
}

/* Apostrophes, any number of them, then a byte that starts a formula. */
static bool starts_formula(struct slice text)
{
	size_t at = 0;

	while (at < text.length && text.at[at] == '\'') {
		at++;
	}
	return at < text.length && memchr("=+-@\t\r", text.at[at], 6) != NULL;
}

struct slice csv_text_out(struct arena *arena, const struct field *field, struct slice text)
{
	if (!is_free_text(field) || !starts_formula(text)) {
		return text;
	}
	return arena_format(arena, "'%.*s", SLICE_PRINT(text));
}

struct slice csv_text_in(const struct field *field, struct slice text)
{
	const bool is_disarmed =
		is_free_text(field) && slice_starts(text, S("'")) && starts_formula(text);
	return is_disarmed ? slice_between(text, 1, text.length) : text;
}
