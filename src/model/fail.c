#include "model/model.h"

#include <string.h>

/* What may be wrong with a value, said in three places: beside its field, in a table, on a command
 * line. */
#define TRIPLET(name)                                                                              \
	{                                                                                          \
		"field." name, "row." name, "option." name                                         \
	}

static const struct {
	const char *field;
	const char *row;
	const char *option;
} TRIPLETS[] = {
	TRIPLET("required"),     TRIPLET("too_long"),      TRIPLET("not_utf8"),  TRIPLET("control"),
	TRIPLET("unknown_code"), TRIPLET("misspelt_code"), TRIPLET("only_one"),  TRIPLET("date"),
	TRIPLET("no_such_day"),  TRIPLET("count"),         TRIPLET("too_large"), TRIPLET("number"),
	TRIPLET("id"),           TRIPLET("tag"),           TRIPLET("twice"),     TRIPLET("no_item"),
	TRIPLET("no_record"),
};

enum { SHOWN_MAX = 60 };

struct slice shown_value(struct arena *arena, struct slice value)
{
	size_t length = value.length;

	if (length > SHOWN_MAX) {
		length = SHOWN_MAX;
		while (length > 0 && ((unsigned char)value.at[length] & 0xC0u) == 0x80u) {
			length--;
		}
	}
	char *text = arena_alloc(arena, length + 4);
	for (size_t i = 0; i < length; i++) {
		text[i] = (unsigned char)value.at[i] < 0x20 || value.at[i] == 0x7F ? ' '
										   : value.at[i];
	}
	if (length < value.length) {
		memcpy(text + length, "\xE2\x80\xA6", 3);
		length += 3;
	}
	return (struct slice){text, length};
}

static size_t triplet_of(const char *key)
{
	size_t i = 0;
	while (i < COUNT_OF(TRIPLETS) && strcmp(key, TRIPLETS[i].field) != 0) {
		i++;
	}
	return i;
}

err fail_in_row(struct ctx *c, const char *file, size_t line, struct slice column)
{
	const size_t at = triplet_of(c->fail.key);

	if (at == COUNT_OF(TRIPLETS)) {
		return c->fail.code;
	}
	const char *detail = arena_cstr(c->arena, slice_of(c->fail.detail));
	return FAIL(c, c->fail.code, TRIPLETS[at].row, "file=%s\nline=%zu\ncolumn=%.*s\n%s", file,
		    line, SLICE_PRINT(column), detail);
}

err fail_as_option(struct ctx *c)
{
	const size_t at = triplet_of(c->fail.key);

	if (at == COUNT_OF(TRIPLETS)) {
		return c->fail.code;
	}
	const struct slice start = S("field=");
	char *detail = arena_cstr(c->arena, slice_of(c->fail.detail));
	must(slice_starts(slice_of(detail), start));
	char *option = detail + start.length;
	char *rest = option;
	for (; *rest != '\0' && *rest != '\n'; rest++) {
		*rest = *rest == '_' ? '-' : *rest;
	}
	return FAIL(c, c->fail.code, TRIPLETS[at].option, "option=%.*s%s", (int)(rest - option),
		    option, rest);
}
