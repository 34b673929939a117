/* inputs.c - forms that are no questions to a register: signing in, inviting, passwords. */
#include "web/app.h"

void page_problem(struct http_exchange *x, struct view *view)
{
	const bool has = x->c.fail.code != OK;

	view_flag(view, "has_problem", has);
	view_text(view, "problem",
		  has ? messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail)
		      : (struct slice){0});
	/* page_inputs says which of its fields it is about. */
	view_text(view, "problem_at", (struct slice){0});
	view_text(view, "problem_label", (struct slice){0});
}

/* Does the detail of a failure name this field? "field=NAME\n..." (model/check.c) */
static bool names_field(struct slice detail, const char *name)
{
	const struct slice start = S("field=");
	const size_t end = slice_find_byte(detail, '\n');

	return slice_starts(detail, start) &&
	       slice_is(slice_between(detail, start.length, end == SIZE_MAX ? detail.length : end),
			name);
}

/* Which input a failure is about, where its key says so. */
static bool is_about(const struct fail *fail, const char *name)
{
	static const struct {
		const char *key;
		const char *name;
	} ROWS[] = {
		{"people.password_short", "new_password"},
		{"people.password_long", "new_password"},
		{"people.password_known", "new_password"},
		{"account.unlike", "new_password"},
		{"people.name_taken", "sign_in_name"},
		{"secret.wrong", "password"},
		{"people.sign_in", "password"},
	};
	for (size_t i = 0; fail->code != OK && i < COUNT_OF(ROWS); i++) {
		if (slice_is(slice_of(fail->key), ROWS[i].key) &&
		    slice_is(slice_of(name), ROWS[i].name)) {
			return true;
		}
	}
	return fail->code != OK && names_field(slice_of(fail->detail), name);
}

static bool is_shown_again(enum input_kind kind)
{
	return kind == INPUT_TEXT || kind == INPUT_NUMBER;
}

/* The sentence beside its field, and the way there from the top. */
static void put_error(struct http_exchange *x, struct view *view, struct view *item,
		      const struct input *input)
{
	const bool has = is_about(&x->c.fail, input->name);

	view_flag(item, "has_error", has);
	view_text(item, "error",
		  has ? messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail)
		      : (struct slice){0});
	if (has) {
		view_text(view, "problem_at", slice_of(input->name));
		page_text(x, view, "problem_label", input->label);
	}
}

static void put_kind(struct view *item, const struct input *input)
{
	view_flag(item, "is_password",
		  input->kind == INPUT_PASSWORD || input->kind == INPUT_NEW_PASSWORD);
	view_flag(item, "is_code", input->kind == INPUT_CODE);
	view_flag(item, "is_number", input->kind == INPUT_NUMBER);
	view_flag(item, "is_text", input->kind == INPUT_TEXT);
	view_text(item, "complete", slice_of(input->complete != NULL ? input->complete : "off"));
}

void page_inputs(struct http_exchange *x, struct view *view, const struct input *inputs,
		 size_t count, const struct slice *values)
{
	view_list(view, "inputs");
	for (size_t i = 0; i < count; i++) {
		const struct input *input = &inputs[i];
		struct view *item = view_item(view, "inputs");
		const struct slice value =
			values != NULL ? values[i] : http_form_value(&x->request, input->name);

		view_text(item, "name", slice_of(input->name));
		view_text(item, "id", slice_of(input->name));
		page_text(x, item, "label", input->label);
		view_flag(item, "has_hint", input->hint != NULL);
		page_text(x, item, "hint", input->hint != NULL ? input->hint : input->label);
		view_text(item, "typed", is_shown_again(input->kind) ? value : (struct slice){0});
		put_error(x, view, item, input);
		put_kind(item, input);
	}
}
