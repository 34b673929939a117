/* form.c - controls for the fields of a question, and reading them back. */
#include <string.h>

#include "web/app.h"

/* A choice of up to this many codes is shown whole; more become a select. */
enum { CHOICES_SHOWN = 8 };

static bool is_form_scheme(const struct field *field)
{
	return field->scheme != NULL && strcmp(field->scheme, "form") == 0;
}

/* What stands in an address for a code. */
static struct slice address_value(struct http_exchange *x, const struct field *field,
				  struct slice code)
{
	const struct code *known =
		is_form_scheme(field) ? model_code(x->app->model, field->scheme, code) : NULL;
	return known != NULL ? arena_format(x->c.arena, "%d", known->sort) : code;
}

/* Codes of forms may stand as their numbers; everything else stays as it was typed. */
static struct slice kept_code(struct http_exchange *x, struct slice text)
{
	size_t count;
	const struct code *const *codes = model_codes(x->app->model, "form", &count);
	int64_t number;

	for (size_t i = 0; slice_to_int64(text, &number) && i < count; i++) {
		if (codes[i]->sort == number) {
			return codes[i]->code;
		}
	}
	return text;
}

static struct slice kept_codes(struct http_exchange *x, struct slice list)
{
	struct buf *out = buf_create(x->c.arena, list.length * 32 + 64);
	struct slice item;

	while (slice_next_item(&list, &item)) {
		if (buf_length(out) > 0) {
			buf_add_byte(out, ';');
		}
		buf_add(out, kept_code(x, item));
	}
	return buf_slice(out);
}

err page_question(struct http_exchange *x, const struct kind *kind, struct values *ret_values)
{
	struct values values;

	TRY(http_form(x, kind, &values));
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		values.at[i] = is_form_scheme(field)
				       ? kept_codes(x, values.at[i])
				       : values_from_text(x->c.arena, field, values.at[i]);
	}
	*ret_values = values;
	return OK;
}

static const struct field_error *error_of(const struct field_errors *errors,
					  const struct field *field)
{
	for (size_t i = 0; errors != NULL && i < errors->count; i++) {
		if (errors->at[i].field == field) {
			return &errors->at[i];
		}
	}
	return NULL;
}

static void add_error(struct http_exchange *x, struct view *control,
		      const struct field_error *error)
{
	view_flag(control, "has_error", error != NULL);
	view_text(control, "error",
		  error != NULL
			  ? messages_fail(x->c.arena, x->app->messages, x->language, &error->fail)
			  : (struct slice){0});
}

static void add_choice(struct http_exchange *x, struct view *control, const struct field *field,
		       struct slice code, struct slice typed)
{
	struct view *choice = view_item(control, "choices");
	const struct slice value = address_value(x, field, code);

	view_text(choice, "value", value);
	view_flag(choice, "chosen", slice_list_has(typed, code));
	view_text(choice, "id",
		  arena_format(x->c.arena, "%s-%.*s", field->name, SLICE_PRINT(value)));
	view_text(choice, "name", slice_of(field->name));
	if (is_form_scheme(field)) {
		page_label(x, choice, "label", field->scheme, code);
	} else {
		view_message(
			choice, "label",
			field_code_label(x->app->model, x->app->messages, x->language, field, code),
			x->language);
	}
}

static size_t add_choices(struct http_exchange *x, struct view *control, const struct field *field,
			  struct slice typed)
{
	const struct slice *codes;
	size_t count;

	view_list(control, "choices");
	field_codes(x->c.arena, x->app->model, field, &codes, &count);
	for (size_t i = 0; i < count; i++) {
		add_choice(x, control, field, codes[i], typed);
	}
	return count;
}

/* Which control: exactly one of these names is true. */
static void set_control(struct view *control, const struct field *field, size_t choices)
{
	const bool several = field->type == FIELD_CODES || field->type == FIELD_REFERENCES;
	const bool coded = choices > 0;
	const bool date = field->type == FIELD_DATE;
	const bool number = field->type == FIELD_COUNT || field->type == FIELD_NUMBER;

	view_flag(control, "is_checks", coded && several);
	view_flag(control, "many", coded && choices > CHOICES_SHOWN);
	view_flag(control, "is_radios", coded && !several && choices <= CHOICES_SHOWN);
	view_flag(control, "is_select", coded && !several && choices > CHOICES_SHOWN);
	view_flag(control, "is_date", !coded && date);
	view_flag(control, "is_number", !coded && number);
	view_flag(control, "is_long", !coded && field->type == FIELD_LONG_TEXT);
	view_flag(control, "is_text", !coded && !date && !number && field->type != FIELD_LONG_TEXT);
}

void page_form_field(struct http_exchange *x, struct view *control, const struct kind *kind,
		     const struct field *field, struct slice typed,
		     const struct field_errors *errors)
{
	view_text(control, "name", slice_of(field->name));
	view_text(control, "id", slice_of(field->name));
	view_text(control, "typed", typed);
	page_text(x, control, "label",
		  arena_format(x->c.arena, "field.%s.%s", kind->name, field->name).at);
	view_flag(control, "required", (field->flags & FIELD_REQUIRED) != 0);
	add_error(x, control, error_of(errors, field));
	set_control(control, field, add_choices(x, control, field, typed));
}

void page_wrong(struct http_exchange *x, struct view *view, const struct kind *kind, err result,
		const struct field_errors *errors)
{
	const bool of_fields = result != OK && errors->count > 0;

	view_flag(view, "has_errors", result != OK);
	view_text(view, "fault",
		  result != OK && !of_fields
			  ? messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail)
			  : (struct slice){0});
	view_list(view, "wrong");
	for (size_t i = 0; of_fields && i < errors->count; i++) {
		const struct field_error *error = &errors->at[i];
		struct view *item = view_item(view, "wrong");
		view_text(item, "id", slice_of(error->field->name));
		page_text(
			x, item, "label",
			arena_format(x->c.arena, "field.%s.%s", kind->name, error->field->name).at);
		add_error(x, item, error);
	}
}

err page_form(struct http_exchange *x, struct view *view, const char *name,
	      const struct values *values, const struct field_errors *errors)
{
	const struct kind *kind = values->kind;

	view_list(view, name);
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		if ((field->flags & FIELD_INTERNAL) == 0) {
			page_form_field(x, view_item(view, name), kind, field, values->at[i],
					errors);
		}
	}
	return OK;
}
