/* field_value.c - what a field holds, in words: codes by their labels, dates in the form of the
 * language, everything else as the register has it. */
#include "model/kinds.h"
#include "web/app.h"

static bool is_coded(const struct field *field)
{
	return field->type == FIELD_CODE || field->type == FIELD_CODES;
}

static struct message labels(struct http_exchange *x, const struct field *field, struct slice codes)
{
	const struct app *app = x->app;
	struct message all = {.text = S(""), .language = x->language};
	struct slice code;

	while (slice_next_item(&codes, &code)) {
		const struct message label =
			field_code_label(app->model, app->messages, x->language, field, code);
		all.text = arena_format(x->c.arena, "%.*s%s%.*s", SLICE_PRINT(all.text),
					slice_empty(all.text) ? "" : ", ", SLICE_PRINT(label.text));
		if (label.language != x->language) {
			all.language = label.language;
		}
	}
	return all;
}

void page_field_value(struct http_exchange *x, struct view *view, const char *name,
		      const struct field *field, struct slice value)
{
	if (is_coded(field) && !slice_empty(value)) {
		view_message(view, name, labels(x, field, value), x->language);
	} else if (field->type == FIELD_DATE) {
		page_date(x, view, name, value);
		view_text(view, arena_format(x->c.arena, "%s_lang", name).at, (struct slice){0});
	} else {
		page_register_text(x, view, name, value);
	}
}
