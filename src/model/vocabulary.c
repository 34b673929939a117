#include "model/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_translated(const struct csv *csv, size_t row)
{
	return !slice_is(csv_field(csv, row, "km_status"), "needs_translation");
}

static int sort_of(struct slice text, size_t row)
{
	int64_t value;
	return slice_to_int64(text, &value) && value >= 0 && value < 100000 ? (int)value
									    : (int)row + 1;
}

static struct code read_vocabulary(const struct csv *csv, size_t row)
{
	struct code code = {
		.scheme = csv_field(csv, row, "scheme"),
		.code = csv_field(csv, row, "code"),
		.parent = csv_field(csv, row, "parent"),
		.definition = csv_field(csv, row, "definition"),
		.client_facing = slice_is(csv_field(csv, row, "client_facing"), "yes"),
		.sort = sort_of(csv_field(csv, row, "sort"), row),
	};
	code.label[LANGUAGE_EN] = csv_field(csv, row, "label_en");
	code.neutral[LANGUAGE_EN] = csv_field(csv, row, "label_neutral_en");
	code.neutral[LANGUAGE_KM] = csv_field(csv, row, "label_neutral_km");
	if (is_translated(csv, row)) {
		code.label[LANGUAGE_KM] = csv_field(csv, row, "label_km");
	}
	return code;
}

/* "12.9256791" as 129256: a point is good to ten metres, and integers compare. */
static int32_t ten_thousandths(struct slice text)
{
	char digits[16] = "";
	size_t length = 0;
	size_t decimals = SIZE_MAX; /* after the point; SIZE_MAX before it */

	for (size_t i = 0; i < text.length && length < 9 && decimals != 4; i++) {
		if (text.at[i] == '.') {
			decimals = 0;
			continue;
		}
		digits[length++] = text.at[i];
		decimals += decimals == SIZE_MAX ? 0 : 1;
	}
	for (decimals = decimals == SIZE_MAX ? 0 : decimals; decimals < 4; decimals++) {
		digits[length++] = '0';
	}
	int64_t value = 0;
	return slice_to_int64((struct slice){digits, length}, &value) ? (int32_t)value : 0;
}

/* Jurisdictions and provinces: a code, a name in each language, in the order of their file. */
static struct code read_place(const struct csv *csv, size_t row, const char *scheme)
{
	struct code code = {
		.scheme = slice_of(scheme),
		.code = csv_field(csv, row, "code"),
		.other_names = csv_field(csv, row, "alt_names"),
		.client_facing = true,
		.sort = (int)row + 1,
		.latitude = ten_thousandths(csv_field(csv, row, "lat")),
		.longitude = ten_thousandths(csv_field(csv, row, "long")),
	};
	code.label[LANGUAGE_EN] = csv_field(csv, row, "name_en");
	if (is_translated(csv, row)) {
		code.label[LANGUAGE_KM] = csv_field(csv, row, "name_km");
	}
	return code;
}

static int compare_keys(const struct code *a, const struct code *b)
{
	const int order = slice_compare(a->scheme, b->scheme);
	return order != 0 ? order : slice_compare(a->code, b->code);
}

static int by_key(const void *a, const void *b)
{
	return compare_keys(*(const struct code *const *)a, *(const struct code *const *)b);
}

static int by_scheme_and_sort(const void *a, const void *b)
{
	const struct code *left = *(const struct code *const *)a;
	const struct code *right = *(const struct code *const *)b;
	const int order = slice_compare(left->scheme, right->scheme);

	if (order != 0) {
		return order;
	}
	/* Rows of one scheme with the same number keep the order of their file. */
	return left->sort != right->sort ? (left->sort > right->sort) - (left->sort < right->sort)
					 : (left > right) - (left < right);
}

static const struct code **sorted(struct arena *arena, const struct model *model,
				  int (*compare)(const void *, const void *))
{
	const struct code **list = ARENA_ARRAY(arena, model->count + 1, const struct code *);

	for (size_t i = 0; i < model->count; i++) {
		list[i] = &model->codes[i];
	}
	qsort(list, model->count, sizeof *list, compare);
	return list;
}

static void group_schemes(struct arena *arena, struct model *model)
{
	const struct code **ordered = sorted(arena, model, by_scheme_and_sort);

	model->sorted = sorted(arena, model, by_key);
	model->schemes = ARENA_ARRAY(arena, model->count + 1, struct scheme);
	for (size_t i = 0; i < model->count; i++) {
		struct scheme *last = &model->schemes[model->schemes_count];
		if (i > 0 && slice_equal(ordered[i]->scheme, ordered[i - 1]->scheme)) {
			last[-1].count++;
			continue;
		}
		*last = (struct scheme){ordered[i]->scheme, &ordered[i], 1};
		model->schemes_count++;
	}
}

static err parse(struct ctx *c, const struct embedded *embedded, const char *path,
		 struct csv *ret_csv)
{
	return csv_parse(c, path, embedded_text(embedded, path), ret_csv);
}

err model_load(struct ctx *c, const struct embedded *embedded, struct model **ret_model)
{
	struct model *model = ARENA_NEW(c->arena, struct model);
	struct csv vocabulary;
	struct csv jurisdictions;
	struct csv provinces;

	TRY(parse(c, embedded, "data/vocabulary.csv", &vocabulary));
	TRY(parse(c, embedded, "data/jurisdictions.csv", &jurisdictions));
	TRY(parse(c, embedded, "data/provinces.csv", &provinces));
	model->codes =
		ARENA_ARRAY(c->arena, vocabulary.count + jurisdictions.count + provinces.count + 1,
			    struct code);
	for (size_t i = 0; i < vocabulary.count; i++) {
		model->codes[model->count++] = read_vocabulary(&vocabulary, i);
	}
	for (size_t i = 0; i < jurisdictions.count; i++) {
		model->codes[model->count++] = read_place(&jurisdictions, i, "jurisdiction");
	}
	for (size_t i = 0; i < provinces.count; i++) {
		model->codes[model->count++] = read_place(&provinces, i, "province");
	}
	group_schemes(c->arena, model);
	*ret_model = model;
	return OK;
}

const struct code *model_code(const struct model *model, const char *scheme, struct slice code)
{
	const struct code wanted = {.scheme = slice_of(scheme), .code = code};
	const struct code *key = &wanted;
	const struct code **found =
		bsearch(&key, model->sorted, model->count, sizeof *model->sorted, by_key);
	return found != NULL ? *found : NULL;
}

const struct code *const *model_codes(const struct model *model, const char *scheme,
				      size_t *ret_count)
{
	for (size_t i = 0; i < model->schemes_count; i++) {
		if (slice_is(model->schemes[i].name, scheme)) {
			*ret_count = model->schemes[i].count;
			return model->schemes[i].codes;
		}
	}
	*ret_count = 0;
	return NULL;
}

/* The text in the language, or in English. */
static bool pick(const struct slice text[LANGUAGE_COUNT], enum language language,
		 struct message *ret_message)
{
	const enum language languages[] = {language, LANGUAGE_EN};

	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		if (!slice_empty(text[languages[i]])) {
			*ret_message = (struct message){text[languages[i]], languages[i], true};
			return true;
		}
	}
	return false;
}

static struct message label_of(const struct code *found, enum language language, struct slice code)
{
	struct message message;

	if (found != NULL && pick(found->label, language, &message)) {
		return message;
	}
	return (struct message){code, LANGUAGE_EN, false};
}

/* Neutral English is better than a Khmer label that says what was done. */
static struct message neutral_label_of(const struct code *found, enum language language,
				       struct slice code)
{
	struct message message;

	if (found != NULL && pick(found->neutral, language, &message)) {
		return message;
	}
	return label_of(found, language, code);
}

struct message model_label(const struct model *model, enum language language, const char *scheme,
			   struct slice code)
{
	return label_of(model_code(model, scheme, code), language, code);
}

struct message model_neutral_label(const struct model *model, enum language language,
				   const char *scheme, struct slice code)
{
	return neutral_label_of(model_code(model, scheme, code), language, code);
}

const struct code *field_code(const struct model *model, const struct field *field,
			      struct slice code)
{
	const struct code *found = NULL;

	if (field->scheme != NULL) {
		found = model_code(model, field->scheme, code);
	}
	if (found == NULL && field->scheme_too != NULL) {
		found = model_code(model, field->scheme_too, code);
	}
	return found;
}

static struct message value_label(const struct messages *messages, enum language language,
				  const struct field *field, struct slice code)
{
	char key[128];
	const size_t length =
		(size_t)snprintf(key, sizeof key, "value.%s.%.*s", field->name, SLICE_PRINT(code));
	const struct slice name = {key, length < sizeof key ? length : sizeof key - 1};
	const struct message message = messages_get(messages, language, name);

	return message.found ? message : (struct message){code, LANGUAGE_EN, false};
}

struct message field_code_label(const struct model *model, const struct messages *messages,
				enum language language, const struct field *field,
				struct slice code)
{
	const struct code *found = field_code(model, field, code);
	return found != NULL ? neutral_label_of(found, language, code)
			     : value_label(messages, language, field, code);
}

struct message field_code_staff_label(const struct model *model, const struct messages *messages,
				      enum language language, const struct field *field,
				      struct slice code)
{
	const struct code *found = field_code(model, field, code);
	return found != NULL ? label_of(found, language, code)
			     : value_label(messages, language, field, code);
}
