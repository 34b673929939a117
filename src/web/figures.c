/* figures.c - /figures: the ledger as cards, narrowed by what the figures are about, and one figure
 * alone. */
#include "web/figures.h"

#include "web/internal.h"

/* What the list can be narrowed by. An indicator is named by one of its figures, so that the
 * address says nothing in words. */
static const struct field FILTER[] = {
	{.name = "indicator", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 40},
	{.name = "destination",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .scheme = "jurisdiction",
	 .also = "ALL;UNRESOLVED"},
	{.name = "form", .type = FIELD_CODE, .class = CLASS_PUBLIC, .scheme = "form"},
	{.name = "publisher", .type = FIELD_TEXT, .class = CLASS_PUBLIC},
	{.name = "conflicts", .type = FIELD_CODE, .class = CLASS_PUBLIC, .values = "1"},
};
static const struct kind FILTER_KIND = {
	.name = "figures_filter",
	.fields = FILTER,
	.count = COUNT_OF(FILTER),
	.key = SIZE_MAX,
};

static err read_filter(struct http_exchange *x, const struct ledger *ledger,
		       const struct values *values, struct figure_filter *ret_filter)
{
	const struct slice like = values_get(values, "indicator");
	struct figure_filter filter = {
		.destination = values_get(values, "destination"),
		.form = values_get(values, "form"),
		.publisher = values_get(values, "publisher"),
		.conflicts = slice_empty(values_get(values, "conflicts")) ? WITH_OR_WITHOUT_CONFLICT
									  : ONLY_WITH_CONFLICT,
	};
	struct field_errors errors;
	TRY(values_check(&x->c, x->app->model, values, &errors));
	if (!slice_empty(like)) {
		const struct figure *figure = NULL;
		TRY(figures_get(&x->c, ledger, like, &figure));
		filter.indicator = figure->indicator_code;
	}
	*ret_filter = filter;
	return OK;
}

/* One choice of a select: the view that has to get its label. */
static struct view *add_choice(struct view *view, const char *name, struct slice value,
			       struct slice chosen)
{
	struct view *item = view_item(view, name);
	view_text(item, "value", value);
	view_flag(item, "chosen", slice_equal(value, chosen));
	return item;
}

typedef struct slice quality(const struct figure *figure);

static struct slice destination_of(const struct figure *figure)
{
	return slice_find_byte(figure->destination, ';') == SIZE_MAX ? figure->destination
								     : (struct slice){0};
}

static struct slice form_of(const struct figure *figure)
{
	return figure->form;
}

static struct slice code_of(const struct figure *figure)
{
	return figure->indicator_code;
}

/* The first figure of the ledger with this quality: each stands in a select once. */
static bool is_first(const struct ledger *ledger, size_t at, quality *of)
{
	const struct slice own = of(&ledger->figures[at]);
	for (size_t i = 0; i < at; i++) {
		if (slice_equal(of(&ledger->figures[i]), own)) {
			return false;
		}
	}
	return !slice_empty(own);
}

/* "migrants_in_destination" as words. The codes are the register's, and English. */
static struct slice code_words(struct arena *arena, struct slice code)
{
	char *text = arena_cstr(arena, code);
	for (size_t i = 0; i < code.length; i++) {
		text[i] = text[i] == '_' ? ' ' : text[i];
	}
	return (struct slice){.at = text, .length = code.length};
}

static struct slice form_number(struct http_exchange *x, struct slice form)
{
	const struct code *code = model_code(x->app->model, "form", form);
	return code != NULL ? arena_format(x->c.arena, "%d", code->sort) : form;
}

static void put_choices(struct http_exchange *x, struct view *view, const struct ledger *ledger,
			const struct figure_filter *filter)
{
	view_list(view, "indicators");
	view_list(view, "destinations");
	view_list(view, "forms");
	view_list(view, "publishers");
	for (size_t i = 0; i < ledger->figures_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		if (is_first(ledger, i, code_of)) {
			struct view *item = add_choice(view, "indicators", figure->id, S(""));
			view_flag(item, "chosen",
				  slice_equal(figure->indicator_code, filter->indicator));
			page_register_text(x, item, "label",
					   code_words(x->c.arena, figure->indicator_code));
		}
		if (is_first(ledger, i, destination_of)) {
			struct view *item = add_choice(view, "destinations", figure->destination,
						       filter->destination);
			view_text(item, "label", page_figure_places(x, figure->destination));
		}
		if (is_first(ledger, i, form_of)) {
			struct view *item = add_choice(view, "forms", form_number(x, figure->form),
						       form_number(x, filter->form));
			page_label(x, item, "label", "form", figure->form);
		}
		if (is_first(ledger, i, figures_publisher)) {
			const struct slice name = figures_publisher(figure);
			struct view *item = add_choice(view, "publishers", name, filter->publisher);
			page_register_text(x, item, "label", name);
		}
	}
	view_flag(view, "only_conflicts", filter->conflicts == ONLY_WITH_CONFLICT);
}

static bool touches(const struct conflict *conflict, const struct figure_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_list_has(conflict->figure_ids, list->at[i]->id)) {
			return true;
		}
	}
	return false;
}

/* The conflicts between figures that a list touches; all of them only when they were asked for,
 * because they are long. */
static struct conflict_list conflicts_of(struct arena *arena, const struct ledger *ledger,
					 const struct figure_list *list)
{
	const struct conflict **found =
		ARENA_ARRAY(arena, ledger->conflicts_count, const struct conflict *);
	size_t count = 0;
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		if (touches(&ledger->conflicts[i], list)) {
			found[count++] = &ledger->conflicts[i];
		}
	}
	return (struct conflict_list){.at = found, .count = count};
}

static err show_list(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct ledger ledger;
	struct figure_filter filter;
	struct values values;
	TRY(page_question(x, &FILTER_KIND, &values));
	TRY(page_ledger_open(x, &ledger));
	TRY(read_filter(x, &ledger, &values, &filter));
	const struct figure_list list = figures_select(x->c.arena, &ledger, &filter);
	const struct conflict_list conflicts = filter.conflicts == ONLY_WITH_CONFLICT
						       ? conflicts_of(x->c.arena, &ledger, &list)
						       : (struct conflict_list){0};
	put_choices(x, view, &ledger, &filter);
	view_text(view, "count_text",
		  messages_count(x->c.arena, x->app->messages, x->language, "figures.count",
				 (int64_t)list.count));
	view_flag(view, "none", list.count == 0);
	view_list(view, "figures");
	for (size_t i = 0; i < list.count; i++) {
		page_figure_put(x, view_item(view, "figures"), &ledger, list.at[i]);
	}
	TRY(page_figure_put_pairs(x, view, "pairs", &ledger, &conflicts));
	view_flag(view, "has_pairs", conflicts.count > 0);
	return page_show(x, SECTION_FIGURES, "figures.page_word", "figures", view);
}

static void put_facts(struct http_exchange *x, struct view *view, const struct figure *figure)
{
	page_register_text(x, view, "where", figure->where);
	page_register_text(x, view, "verification", figure->verification);
	page_register_text(x, view, "note", figure->note);
	view_text(view, "part_of", figure->part_of);
	page_date(x, view, "as_of", date_iso(x->c.arena, figure->as_of));
	view_flag(view, "has_sex", !slice_empty(figure->sex));
	page_text(
		x, view, "sex",
		slice_empty(figure->sex)
			? "figures.not_stated"
			: arena_format(x->c.arena, "value.sex.%.*s", SLICE_PRINT(figure->sex)).at);
}

static err show_one(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct ledger ledger;
	const struct figure *figure = NULL;
	TRY(page_ledger_open(x, &ledger));
	TRY(figures_get(&x->c, &ledger, x->parameters[0], &figure));
	const struct conflict_list conflicts = figures_conflicts(x->c.arena, &ledger, figure);
	const struct figure_filter alike = {.indicator = figure->indicator_code};
	const struct figure_list others = figures_select(x->c.arena, &ledger, &alike);
	page_figure_put(x, view, &ledger, figure);
	put_facts(x, view, figure);
	TRY(page_figure_put_pairs(x, view, "pairs", &ledger, &conflicts));
	view_flag(view, "has_pairs", conflicts.count > 0);
	view_list(view, "alike");
	for (size_t i = 0; i < others.count; i++) {
		if (others.at[i] != figure) {
			page_figure_put(x, view_item(view, "alike"), &ledger, others.at[i]);
		}
	}
	view_flag(view, "has_alike", others.count > 1);
	return page_show(x, SECTION_FIGURES, "figures.page_word", "figure", view);
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/figures", show_list,
	      "The figure ledger as cards, narrowed by what the figures are about.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/figures/compare", page_figures_compare,
	      "Figures side by side (id=, repeated), or why they are not.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/figures/check", page_figures_check,
	      "All sums and conflicts, recomputed.", .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/figures/tables/:name", page_figures_table_or_paper,
	      "A table of the review, rebuilt; with .csv or .json after the name, for other "
	      "programs, with .pdf to print.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/figures/tables/:name/places", page_figures_places,
	      "Every placement of the table's printed values that agrees with its sums.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/figures/:id", show_one,
	      "One figure with its meaning and its conflicts.", .cache = CACHE_REVALIDATE),
};

struct route_table figures_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
