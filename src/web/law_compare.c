/* law_compare.c - /law/compare: countries side by side, by function. */
#include "web/law.h"

#include "base/clock.h"

/* The question without the destination: the fields after it. */
static struct kind *without_destination(struct arena *arena)
{
	const struct kind *whole = model_kind("law_question");
	struct kind *kind = ARENA_NEW(arena, struct kind);
	must(kind_field(whole, "destination") == 0);
	*kind = *whole;
	kind->fields = &whole->fields[1];
	kind->count = whole->count - 1;
	return kind;
}

/* A level as a mark: solid for what binds, dashed for what does not, no frame for nothing. */
static void put_level(struct http_exchange *x, struct view *view, const char *name,
		      enum law_level level)
{
	static const char *const CLASSES[] = {
		[LAW_NONE] = "soft",
		[LAW_UNCERTAIN] = "mark",
		[LAW_NON_BINDING] = "mark ask",
		[LAW_BINDING] = "mark yes",
	};
	page_law_put_word(x, view, name, "law.level", law_level_code(level));
	view_text(view, arena_format(x->c.arena, "%s_class", name).at, slice_of(CLASSES[level]));
}

static void put_cell(struct http_exchange *x, struct view *view, const struct law_country *country,
		     size_t function)
{
	struct view *cell = view_item(view, "cells");
	page_law_put_places(x, cell, "country", country->code);
	put_level(x, cell, "own", country->own[function]);
	put_level(x, cell, "between", country->between[function]);
	view_flag(cell, "has_between", country->between[function] != LAW_NONE);
	view_list(cell, "rules");
	for (size_t i = 0; i < country->answer.provisions_count; i++) {
		const struct law_applied *applied = &country->answer.provisions[i];
		if (law_stands_behind(country, applied, function)) {
			struct view *rule = view_item(cell, "rules");
			view_text(rule, "id", applied->provision->id);
			page_law_put_link(x, rule, "law", applied->instrument);
		}
	}
}

static void put_comparison(struct http_exchange *x, struct view *view,
			   const struct law_comparison *comparison)
{
	page_date(x, view, "asked_day", date_iso(x->c.arena, comparison->on));
	page_label(x, view, "asked_form", "form", comparison->form);
	for (size_t i = 0; i < comparison->count; i++) {
		page_law_put_places(x, view_item(view, "countries"), "country",
				    comparison->countries[i].code);
	}
	for (size_t function = 0; function < LAW_FUNCTION_COUNT; function++) {
		struct view *row = view_item(view, "functions");
		page_law_put_word(x, row, "function", "law.function", law_function_code(function));
		for (size_t i = 0; i < comparison->count; i++) {
			put_cell(x, row, &comparison->countries[i], function);
		}
	}
}

static err compare(struct http_exchange *x, struct view *view, const struct values *values)
{
	struct law_register law;
	struct law_comparison comparison;
	struct pdate on;
	TRY(date_parse(&x->c, values_get(values, "on"), &on));
	TRY(page_law_open(x, &law));
	TRY(law_compare(&x->c, &law, (struct slice){0}, values_get(values, "form"), on,
			&comparison));
	put_comparison(x, view, &comparison);
	return OK;
}

err page_law_show_compare(struct http_exchange *x)
{
	const struct kind *kind = without_destination(x->c.arena);
	struct view *view = view_create(x->c.arena);
	struct field_errors errors = {0};
	struct values values;
	TRY(page_question(x, kind, &values));
	const bool asked = http_form_given(x, kind);
	if (slice_empty(values_get(&values, "on"))) {
		values_set(&values, "on", date_iso(x->c.arena, clock_today()));
	}
	const err checked = asked ? values_check(&x->c, x->app->model, &values, &errors) : OK;
	if (checked != OK && errors.count == 0) {
		return checked;
	}
	view_flag(view, "has_answer", asked && checked == OK);
	page_wrong(x, view, kind, checked, &errors);
	TRY(page_law_control(x, view, "after", &values, &errors, "form"));
	TRY(page_law_control(x, view, "on", &values, &errors, "on"));
	if (asked && checked == OK) {
		TRY(compare(x, view, &values));
	}
	return page_show_status(x, checked == OK ? 200 : 422, SECTION_LAW, "law.compare_title",
				"law_compare", view);
}
