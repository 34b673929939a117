#include "model/kinds.h"

#include <string.h>

static const struct kind *const KINDS[] = {
	&KIND_ORGANISATION,   &KIND_PROGRAMME,
	&KIND_INSTRUMENT,     &KIND_PROVISION,
	&KIND_FIGURE,         &KIND_CONFLICT,
	&KIND_RECOMMENDATION, &KIND_PLACE,
	&KIND_ACCOUNT,        &KIND_CLIENT,
	&KIND_NOTE,           &KIND_MATCH_QUESTION,
	&KIND_GAPS_QUESTION,  &KIND_DIRECTORY_QUESTION,
	&KIND_LAW_QUESTION,
};

const struct kind *const *model_kinds(size_t *ret_count)
{
	*ret_count = COUNT_OF(KINDS);
	return KINDS;
}

const struct kind *model_kind(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
		if (strcmp(KINDS[i]->name, name) == 0) {
			return KINDS[i];
		}
	}
	return NULL;
}

size_t kind_field(const struct kind *kind, const char *name)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		if (strcmp(field->name, name) == 0 ||
		    (field->alias != NULL && strcmp(field->alias, name) == 0)) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool is_free_text(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_LONG_TEXT || type == FIELD_TAGS ||
	       type == FIELD_URL;
}

bool field_is_column(const struct kind *kind, const struct field *field)
{
	switch (field->class) {
	case CLASS_A:
	case CLASS_C:
		return kind->keeping == KEPT_OPEN;
	case CLASS_B:
		return kind->keeping == KEPT_OPEN || !is_free_text(field->type);
	default:
		return true;
	}
}

bool kind_is_register(const struct kind *kind)
{
	return kind->table != NULL && kind->keeping == KEPT_OPEN;
}
