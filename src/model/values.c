#include "model/model.h"

#include <string.h>

struct values values_create(struct arena *arena, const struct kind *kind)
{
	return (struct values){kind, ARENA_ARRAY(arena, kind->count, struct slice)};
}

static size_t index_of(const struct values *values, const char *name)
{
	const size_t index = kind_field(values->kind, name);
	must(index < values->kind->count);
	return index;
}

struct slice values_get(const struct values *values, const char *name)
{
	return values->at[index_of(values, name)];
}

void values_set(struct values *values, const char *name, struct slice text)
{
	values->at[index_of(values, name)] = text;
}

static bool is_list(const struct field *field)
{
	switch (field->type) {
	case FIELD_YEARS:
	case FIELD_CODES:
	case FIELD_TAGS:
	case FIELD_REFERENCES:
		return true;
	default:
		return false;
	}
}

struct slice values_from_text(struct arena *arena, const struct field *field, struct slice text)
{
	const struct slice trimmed = slice_trim(text);

	if (!is_list(field)) {
		return trimmed;
	}
	char *copy = arena_alloc(arena, trimmed.length + 1);
	for (size_t i = 0; i < trimmed.length; i++) {
		copy[i] = trimmed.at[i] == ',' ? ';' : trimmed.at[i];
	}
	/* Rebuilt item by item, so that "legal, ,social" and "legal;social" are the same text. */
	struct slice rest = {copy, trimmed.length};
	struct slice item;
	char *out = arena_alloc(arena, trimmed.length + 1);
	size_t length = 0;
	while (slice_next_item(&rest, &item)) {
		if (length > 0) {
			out[length++] = ';';
		}
		memcpy(out + length, item.at, item.length);
		length += item.length;
	}
	return (struct slice){out, length};
}

err values_check(struct ctx *c, const struct model *model, const struct values *values,
		 struct field_errors *ret_errors)
{
	const struct kind *kind = values->kind;
	struct field_error *errors = ARENA_ARRAY(c->arena, kind->count, struct field_error);
	size_t count = 0;

	for (size_t i = 0; i < kind->count; i++) {
		if (model_check(c, model, &kind->fields[i], values->at[i]) != OK) {
			errors[count++] =
				(struct field_error){.field = &kind->fields[i], .fail = c->fail};
		}
	}
	*ret_errors = (struct field_errors){errors, count};
	if (count > 0) {
		c->fail = errors[0].fail;
		return ERR_INVALID;
	}
	return OK;
}
