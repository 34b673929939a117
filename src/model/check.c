/* Is a text right for its field? One check a type; every refusal names field and value. */
#include "model/model.h"

#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "model/nearest.h"
#include "model/vocabulary.h"

enum { ID_MAX = 64, TEXT_MAX = 500, LONG_TEXT_MAX = 4000, LIST_MAX = 1000, ALLOWED_MAX = 240 };

/* Under which name a person met the field. */
static const char *met_as(const struct field *field)
{
	return field->alias != NULL ? field->alias : field->name;
}

static err refuse(struct ctx *c, const char *key, const struct field *field, struct slice value)
{
	return FAIL(c, ERR_INVALID, key, "field=%s\nvalue=%.*s", met_as(field),
		    SLICE_PRINT(shown_value(c->arena, value)));
}

static size_t max_bytes(const struct field *field)
{
	if (field->max_bytes > 0) {
		return field->max_bytes;
	}
	switch (field->type) {
	case FIELD_ID:
	case FIELD_REFERENCE:
		return ID_MAX;
	case FIELD_LONG_TEXT:
	case FIELD_URL:
		return LONG_TEXT_MAX;
	case FIELD_CODES:
	case FIELD_TAGS:
	case FIELD_REFERENCES:
	case FIELD_YEARS:
		return LIST_MAX;
	default:
		return TEXT_MAX;
	}
}

static err check_bytes(struct ctx *c, const struct field *field, struct slice value)
{
	if (value.length > max_bytes(field)) {
		return FAIL(c, ERR_INVALID, "field.too_long", "field=%s\nmax=%zu\nlength=%zu",
			    met_as(field), max_bytes(field), value.length);
	}
	if (utf8_first_invalid(value) != SIZE_MAX) {
		return FAIL(c, ERR_INVALID, "field.not_utf8", "field=%s", met_as(field));
	}
	const bool is_long = field->type == FIELD_LONG_TEXT;
	for (size_t i = 0; i < value.length; i++) {
		const unsigned char byte = (unsigned char)value.at[i];
		const bool is_break = byte == '\n' || byte == '\r' || byte == '\t';
		if ((byte < 0x20 && !(is_long && is_break)) || byte == 0x7F) {
			return refuse(c, "field.control", field, value);
		}
	}
	return OK;
}

static bool is_letter_or_digit(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9');
}

/* Letters and digits, and the bytes of `others` after the first. */
static bool is_word(struct slice text, const char *others)
{
	if (slice_empty(text) || !is_letter_or_digit(text.at[0])) {
		return false;
	}
	for (size_t i = 1; i < text.length; i++) {
		if (!is_letter_or_digit(text.at[i]) && strchr(others, text.at[i]) == NULL) {
			return false;
		}
	}
	return true;
}

static bool is_also(const struct field *field, struct slice code)
{
	struct slice rest = slice_of(field->also);
	struct slice item;

	while (slice_next_item(&rest, &item)) {
		if (slice_equal(item, code)) {
			return true;
		}
		if (slice_ends(item, slice_of("*")) && code.length >= item.length &&
		    memcmp(item.at, code.at, item.length - 1) == 0) {
			return is_word(slice_between(code, item.length - 1, code.length), "_-");
		}
	}
	return false;
}

static bool is_known(const struct model *model, const struct field *field, struct slice code)
{
	if (field->except != NULL && slice_list_has(slice_of(field->except), code)) {
		return false;
	}
	return (field->values != NULL && slice_list_has(slice_of(field->values), code)) ||
	       field_code(model, field, code) != NULL || is_also(field, code);
}

void field_codes(struct arena *arena, const struct model *model, const struct field *field,
		 const struct slice **ret_codes, size_t *ret_count)
{
	const struct slice lists[] = {slice_of(field->values), slice_of(field->also)};
	const struct slice except = slice_of(field->except);
	size_t scheme_count = 0;
	const struct code *const *scheme =
		field->scheme != NULL ? model_codes(model, field->scheme, &scheme_count) : NULL;
	const size_t most = scheme_count + (lists[0].length + lists[1].length) / 2 + 2;
	struct slice *codes = ARENA_ARRAY(arena, most, struct slice);
	size_t count = 0;

	for (size_t i = 0; i < scheme_count; i++) {
		if (!slice_list_has(except, scheme[i]->code)) {
			codes[count++] = scheme[i]->code;
		}
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct slice rest = lists[i];
		struct slice item;
		while (slice_next_item(&rest, &item)) {
			if (!slice_ends(item, slice_of("*"))) {
				codes[count++] = item;
			}
		}
	}
	*ret_codes = codes;
	*ret_count = count;
}

/* The first of the codes, as many as a sentence can take. */
static struct slice listed(struct arena *arena, const struct slice *codes, size_t count)
{
	struct buf *text = buf_create(arena, ALLOWED_MAX + 8);

	for (size_t i = 0; i < count; i++) {
		if (buf_length(text) + codes[i].length + 2 > ALLOWED_MAX) {
			buf_add_cstr(text, ", …");
			break;
		}
		buf_add_cstr(text, i > 0 ? ", " : "");
		buf_add(text, codes[i]);
	}
	return buf_slice(text);
}

static void offer_scheme(struct nearest *nearest, const struct model *model,
			 const struct field *field, const char *scheme)
{
	size_t count = 0;
	const struct code *const *codes =
		scheme != NULL ? model_codes(model, scheme, &count) : NULL;

	for (size_t i = 0; i < count; i++) {
		if (is_known(model, field, codes[i]->code)) {
			nearest_offer(nearest, codes[i]->code);
			nearest_offer_name(nearest, codes[i]->code, codes[i]->label[LANGUAGE_EN]);
			nearest_offer_name(nearest, codes[i]->code, codes[i]->label[LANGUAGE_KM]);
		}
	}
}

static err unknown_code(struct ctx *c, const struct model *model, const struct field *field,
			struct slice code)
{
	const bool is_list =
		slice_find_byte(code, ';') != SIZE_MAX || slice_find_byte(code, ',') != SIZE_MAX;
	if (field->type == FIELD_CODE && is_list) {
		return refuse(c, "field.only_one", field, code);
	}
	struct nearest nearest = nearest_to(code);
	const struct slice *codes;
	size_t count;

	field_codes(c->arena, model, field, &codes, &count);
	for (size_t i = 0; i < count; i++) {
		nearest_offer(&nearest, codes[i]);
	}
	offer_scheme(&nearest, model, field, field->scheme);
	offer_scheme(&nearest, model, field, field->scheme_too);
	return FAIL(c, ERR_INVALID,
		    nearest_found(&nearest) ? "field.misspelt_code" : "field.unknown_code",
		    "field=%s\nvalue=%.*s\nnearest=%.*s\nallowed=%.*s", met_as(field),
		    SLICE_PRINT(shown_value(c->arena, code)), SLICE_PRINT(nearest.best),
		    SLICE_PRINT(listed(c->arena, codes, count)));
}

static err check_date(struct ctx *c, const struct field *field, struct slice value)
{
	struct pdate date;

	if (date_parse(c, value, &date) == OK) {
		return OK;
	}
	return refuse(c,
		      strcmp(c->fail.key, "date.no_such_day") == 0 ? "field.no_such_day"
								   : "field.date",
		      field, value);
}

static err check_count(struct ctx *c, const struct field *field, struct slice value)
{
	int64_t count;

	if (!slice_to_int64(value, &count) || count < 0) {
		return refuse(c, "field.count", field, value);
	}
	if (field->most > 0 && (uint64_t)count > field->most) {
		return FAIL(c, ERR_INVALID, "field.too_large", "field=%s\nvalue=%.*s\nmost=%zu",
			    met_as(field), SLICE_PRINT(shown_value(c->arena, value)), field->most);
	}
	return OK;
}

static bool are_digits(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9') {
			return false;
		}
	}
	return text.length > 0;
}

static err check_number(struct ctx *c, const struct field *field, struct slice value)
{
	const size_t sign = value.at[0] == '-' ? 1 : 0;
	const size_t point = slice_find_byte(value, '.');
	const bool is_good =
		are_digits(slice_between(value, sign, point)) &&
		(point == SIZE_MAX || are_digits(slice_between(value, point + 1, value.length)));
	return is_good ? OK : refuse(c, "field.number", field, value);
}

static err check_reference(struct ctx *c, const struct field *field, struct slice value)
{
	const bool is_good = is_word(value, "_-") || is_also(field, value);
	return is_good ? OK : refuse(c, "field.id", field, value);
}

/* One value, or one item of a list. */
static err check_item(struct ctx *c, const struct model *model, const struct field *field,
		      struct slice value)
{
	switch (field->type) {
	case FIELD_ID:
	case FIELD_REFERENCE:
	case FIELD_REFERENCES:
		return check_reference(c, field, value);
	case FIELD_DATE:
	case FIELD_YEARS:
		return check_date(c, field, value);
	case FIELD_CODE:
	case FIELD_CODES:
		return is_known(model, field, value) ? OK : unknown_code(c, model, field, value);
	case FIELD_TAGS:
		return is_word(value, "_-.:") ? OK : refuse(c, "field.tag", field, value);
	case FIELD_NUMBER:
		return check_number(c, field, value);
	case FIELD_COUNT:
		return check_count(c, field, value);
	default:
		return OK;
	}
}

static bool is_list(enum field_type type)
{
	return type == FIELD_YEARS || type == FIELD_CODES || type == FIELD_TAGS ||
	       type == FIELD_REFERENCES;
}

static err check_list(struct ctx *c, const struct model *model, const struct field *field,
		      struct slice value)
{
	struct slice rest = value;
	struct slice item;
	struct slice before = {value.at, 0};

	while (slice_next_item(&rest, &item)) {
		TRY(check_item(c, model, field, item));
		if (slice_list_has(before, item)) {
			return refuse(c, "field.twice", field, item);
		}
		before.length = (size_t)(item.at + item.length - value.at);
	}
	return before.length > 0 ? OK : refuse(c, "field.no_item", field, value);
}

err model_check(struct ctx *c, const struct model *model, const struct field *field,
		struct slice value)
{
	if (slice_empty(value)) {
		return (field->flags & FIELD_REQUIRED) != 0
			       ? FAIL(c, ERR_INVALID, "field.required", "field=%s", met_as(field))
			       : OK;
	}
	TRY(check_bytes(c, field, value));
	return is_list(field->type) ? check_list(c, model, field, value)
				    : check_item(c, model, field, value);
}
