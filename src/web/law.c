/* law.c - /law: what applies to a way home, asked in one sentence. */
#include "web/law.h"

#include "base/clock.h"
#include "web/internal.h"

err page_law_open(struct http_exchange *x, struct law_register *ret_law)
{
	struct door door;
	TRY(page_door(x, &door));
	return law_load(&x->c, &door, ret_law);
}

err page_law_control(struct http_exchange *x, struct view *view, const char *name,
		     const struct values *values, const struct field_errors *errors,
		     const char *field)
{
	const size_t at = kind_field(values->kind, field);
	struct kind *one = ARENA_NEW(x->c.arena, struct kind);
	must(at != SIZE_MAX);
	/* A question of one field: its labels are the words of the sentence. */
	*one = (struct kind){.name = "law_sentence",
			     .fields = &values->kind->fields[at],
			     .count = 1,
			     .key = SIZE_MAX};
	const struct values single = {.kind = one, .at = &values->at[at]};
	return page_form(x, view, name, &single, errors);
}

static err put_sentence(struct http_exchange *x, struct view *view, const struct values *values,
			const struct field_errors *errors)
{
	TRY(page_law_control(x, view, "from", values, errors, "destination"));
	TRY(page_law_control(x, view, "on", values, errors, "on"));
	return page_law_control(x, view, "after", values, errors, "form");
}

static err answer_question(struct http_exchange *x, struct view *view, const struct values *values)
{
	struct law_register law;
	struct law_answer answer;
	struct law_question question = {
		.destination = values_get(values, "destination"),
		.form = values_get(values, "form"),
	};
	TRY(date_parse(&x->c, values_get(values, "on"), &question.on));
	TRY(page_law_open(x, &law));
	TRY(law_answer(&x->c, &law, &question, &answer));
	page_law_put_answer(x, view, &answer);
	return OK;
}

static err show_law(struct http_exchange *x)
{
	const struct kind *kind = model_kind("law_question");
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
	TRY(put_sentence(x, view, &values, &errors));
	if (asked && checked == OK) {
		TRY(answer_question(x, view, &values));
	}
	return page_show_status(x, checked == OK ? 200 : 422, SECTION_LAW, "law.title", "law",
				view);
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/law", show_law,
	      "What applies to a way home on a date: at home, there, between the two, beyond.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/law/compare", page_law_show_compare,
	      "Countries side by side, by function.", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/law/instruments", page_law_show_list,
	      "All laws, agreements and guidelines of the register.", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/law/instruments.csv", page_law_send_csv,
	      "The register as CSV, in the columns of the dictionary.", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/law/instruments.jsonld", page_law_send_jsonld,
	      "The register as schema.org/Legislation.", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/law/instruments/:id", page_law_show_instrument,
	      "One instrument: reported beside verified, rules, versions, contradictions; with "
	      ".jsonld after the id, for other programs.",
	      .cache = CACHE_REVALIDATE),
};

struct route_table law_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
