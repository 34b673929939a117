/* figures_view.c - from figures and conflicts to what the templates show. */
#include "text/format.h"
#include "web/figures.h"

err page_ledger_open(struct http_exchange *x, struct ledger *ret_ledger)
{
	struct door door;
	TRY(page_door(x, &door));
	return figures_load(&x->c, &door, ret_ledger);
}

void page_figure_format(struct http_exchange *x, struct view *view, const char *name,
			const char *key, struct slice arguments)
{
	view_text(view, name,
		  messages_format(x->c.arena, x->app->messages, x->language, key, arguments));
}

void page_figure_put_sentence(struct http_exchange *x, struct view *view, const char *name,
			      struct sentence sentence)
{
	view_text(view, name, sentence_text(x->c.arena, x->app->messages, x->language, sentence));
}

struct slice page_figure_places(struct http_exchange *x, struct slice destinations)
{
	struct buf *out = buf_create(x->c.arena, 16384);
	struct slice item;
	while (slice_next_item(&destinations, &item)) {
		const struct slice key =
			arena_format(x->c.arena, "figures.place.%.*s", SLICE_PRINT(item));
		const struct message own = messages_get(x->app->messages, x->language, key);
		buf_add_cstr(out, buf_length(out) == 0 ? "" : ", ");
		buf_add(out, own.found
				     ? own.text
				     : model_label(x->app->model, x->language, "jurisdiction", item)
					       .text);
	}
	return buf_slice(out);
}

static struct slice date_text(struct http_exchange *x, struct pdate date)
{
	return format_date(x->c.arena, x->language, DIGITS_LATIN, date);
}

struct slice page_figure_time(struct http_exchange *x, const struct figure *figure)
{
	struct pdate start = figure->period_start;
	const struct pdate end = figure->period_end;
	if (start.precision == DATE_NONE && end.precision == DATE_NONE) {
		return figure->as_of.precision == DATE_NONE ? (struct slice){0}
							    : date_text(x, figure->as_of);
	}
	if (figures_months(figure) == 12 && start.year == end.year) {
		start.precision = DATE_YEAR;
		return date_text(x, start);
	}
	if (start.precision == DATE_NONE || end.precision == DATE_NONE) {
		return date_text(x, start.precision == DATE_NONE ? end : start);
	}
	return arena_format(x->c.arena, "%.*s – %.*s", SLICE_PRINT(date_text(x, start)),
			    SLICE_PRINT(date_text(x, end)));
}

void page_figure_put_unit(struct http_exchange *x, struct view *view, const char *name,
			  struct slice unit)
{
	const struct slice key = arena_format(x->c.arena, "figures.unit.%.*s", SLICE_PRINT(unit));
	const struct message known = messages_get(x->app->messages, x->language, key);
	if (known.found) {
		view_message(view, name, known, x->language);
	} else {
		page_register_text(x, view, name, unit);
	}
}

static void put_value(struct http_exchange *x, struct view *view, const struct figure *figure)
{
	if (slice_is(figure->value_kind, "year")) {
		view_text(view, "value", figure->value_text);
	} else {
		page_number(x, view, "value", figure->value_text);
	}
	page_figure_put_unit(x, view, "unit", figure->unit);
}

static void put_form(struct http_exchange *x, struct view *view, const struct figure *figure)
{
	if (slice_empty(figure->form) || slice_is(figure->form, "all")) {
		view_text(view, "form", (struct slice){0});
		view_text(view, "form_lang", (struct slice){0});
	} else {
		page_label(x, view, "form", "form", figure->form);
	}
}

static void put_marks(struct view *view, const struct figure *figure)
{
	view_flag(view, "unfinished", figures_is_unfinished(figure));
	view_flag(view, "estimate", figures_is_estimate(figure));
	view_flag(view, "disputed", slice_is(figure->status, "disputed"));
	view_flag(view, "verified", slice_is(figure->status, "verified"));
	view_flag(view, "compared", slice_is(figure->row_origin, "extended"));
}

void page_figure_put(struct http_exchange *x, struct view *view, const struct ledger *ledger,
		     const struct figure *figure)
{
	const struct conflict_list conflicts = figures_conflicts(x->c.arena, ledger, figure);
	view_text(view, "id", figure->id);
	put_value(x, view, figure);
	put_form(x, view, figure);
	put_marks(view, figure);
	page_register_text(x, view, "indicator", figure->indicator);
	page_register_text(x, view, "publisher", figure->publisher);
	page_register_text(x, view, "reporter", figure->reporter);
	view_flag(view, "passed_on", !slice_is(figure->reporter, "review-2018"));
	page_register_text(x, view, "population", figure->population);
	page_register_text(x, view, "definition", figure->definition);
	view_text(view, "places", page_figure_places(x, figure->destination));
	view_text(view, "time", page_figure_time(x, figure));
	view_list(view, "doubts");
	for (size_t i = 0; i < conflicts.count; i++) {
		struct view *item = view_item(view, "doubts");
		view_text(item, "conflict", conflicts.at[i]->id);
		page_register_text(x, item, "title", conflicts.at[i]->title);
	}
}

/* Figures left and right of the reason: the first alone, the others opposite. */
static void put_sides(struct http_exchange *x, struct view *view, const struct ledger *ledger,
		      const struct conflict *conflict)
{
	struct slice rest = conflict->figure_ids;
	struct slice id;
	size_t count = 0;
	view_list(view, "first");
	view_list(view, "others");
	while (slice_next_item(&rest, &id)) {
		const struct figure *figure = figures_find(ledger, id);
		if (figure != NULL) {
			page_figure_put(x, view_item(view, count == 0 ? "first" : "others"), ledger,
					figure);
			count++;
		}
	}
	view_flag(view, "has_others", count > 1);
}

/* What arithmetic says of the conflict as the values stand. */
static err put_finding(struct http_exchange *x, struct view *view, const struct ledger *ledger,
		       const struct conflict *conflict)
{
	static const char *const MARKS[] = {
		[ARITHMETIC_PROVED] = "good",
		[ARITHMETIC_REFUTED] = "no",
		[ARITHMETIC_NEEDS_SOURCE] = "ask",
	};
	struct finding finding;
	TRY(figures_check_conflict(&x->c, x->app->embedded, ledger, conflict, &finding));
	const char *name = arithmetic_name(finding.arithmetic);
	view_text(view, "mark", slice_of(MARKS[finding.arithmetic]));
	page_text(x, view, "verdict", arena_format(x->c.arena, "figures.arithmetic.%s", name).at);
	page_figure_put_sentence(x, view, "finding", finding.text);
	return OK;
}

err page_figure_put_pairs(struct http_exchange *x, struct view *view, const char *name,
			  const struct ledger *ledger, const struct conflict_list *conflicts)
{
	view_list(view, name);
	for (size_t i = 0; i < conflicts->count; i++) {
		const struct conflict *conflict = conflicts->at[i];
		struct view *item = view_item(view, name);
		view_text(item, "conflict", conflict->id);
		page_register_text(x, item, "title", conflict->title);
		page_register_text(x, item, "explanation", conflict->explanation);
		page_register_text(x, item, "rule", conflict->software_rule);
		put_sides(x, item, ledger, conflict);
		TRY(put_finding(x, item, ledger, conflict));
	}
	return OK;
}
