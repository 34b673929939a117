/* figures_compare.c - /figures/compare and /figures/check. */
#include "web/figures.h"

/* The ids of the question, "id" repeated. */
static size_t read_ids(struct http_exchange *x, struct slice ids[COMPARE_MAX + 1])
{
	size_t count = 0;
	for (size_t i = 0; i < x->request.query_count && count <= COMPARE_MAX; i++) {
		if (slice_is(x->request.query[i].name, "id") &&
		    !slice_empty(x->request.query[i].value)) {
			ids[count++] = x->request.query[i].value;
		}
	}
	return count;
}

static void put_aspect_value(struct http_exchange *x, struct view *view,
			     const struct figure *figure, enum aspect aspect)
{
	view_text(view, "id", figure->id);
	if (aspect == ASPECT_DESTINATION) {
		view_text(view, "said", page_figure_places(x, figure->destination));
		view_text(view, "said_lang", (struct slice){0});
	} else if (aspect == ASPECT_SEX && !slice_empty(figure->sex)) {
		page_text(x, view, "said",
			  arena_format(x->c.arena, "value.sex.%.*s", SLICE_PRINT(figure->sex)).at);
	} else if (aspect == ASPECT_UNIT) {
		page_figure_put_unit(x, view, "said", figure->unit);
	} else if (aspect == ASPECT_FORM && !slice_empty(figure->form)) {
		page_label(x, view, "said", "form", figure->form);
	} else if (aspect == ASPECT_PERIOD) {
		view_text(view, "said",
			  figure->period_start.precision == DATE_NONE
				  ? (struct slice){0}
				  : page_figure_time(x, figure));
		view_text(view, "said_lang", (struct slice){0});
	} else if (aspect == ASPECT_AS_OF) {
		page_date(x, view, "said", date_iso(x->c.arena, figure->as_of));
		view_text(view, "said_lang", (struct slice){0});
	} else {
		page_register_text(x, view, "said", figures_aspect(x->c.arena, figure, aspect));
	}
}

static void put_aspects(struct http_exchange *x, struct view *view,
			const struct comparison *comparison)
{
	view_list(view, "aspects");
	for (enum aspect aspect = 0; aspect < ASPECT_COUNT; aspect++) {
		struct view *item = view_item(view, "aspects");
		page_text(x, item, "aspect",
			  arena_format(x->c.arena, "figures.aspect.%s", figures_aspect_name(aspect))
				  .at);
		view_flag(item, "differs", (comparison->differs & 1u << aspect) != 0);
		view_list(item, "values");
		for (size_t i = 0; i < comparison->count; i++) {
			put_aspect_value(x, view_item(item, "values"),
					 comparison->figures[i].figure, aspect);
		}
	}
}

static void put_difference(struct http_exchange *x, struct view *view,
			   const struct difference *difference)
{
	const struct slice number = decimal_text(x->c.arena, difference->value);
	view_text(view, "from", difference->from->id);
	view_text(view, "to", difference->to->id);
	view_flag(view, "computed", difference->computed);
	view_flag(view, "grows", difference->value.billionths > 0);
	page_number(x, view, "number", number);
	page_figure_put_unit(x, view, "unit", difference->to->unit);
	view_list(view, "refusals");
	for (size_t i = 0; i < difference->refusals_count; i++) {
		page_figure_put_sentence(x, view_item(view, "refusals"), "refusal",
					 difference->refusals[i]);
	}
}

static err put_comparison(struct http_exchange *x, struct view *view, const struct ledger *ledger,
			  const struct comparison *comparison)
{
	view_list(view, "figures");
	view_list(view, "differences");
	for (size_t i = 0; i < comparison->count; i++) {
		struct view *item = view_item(view, "figures");
		page_figure_put(x, item, ledger, comparison->figures[i].figure);
		view_flag(item, "shorter", (comparison->figures[i].marks & MARK_SHORTER) != 0);
	}
	put_aspects(x, view, comparison);
	for (size_t i = 0; i < comparison->differences_count; i++) {
		put_difference(x, view_item(view, "differences"), &comparison->differences[i]);
	}
	view_flag(view, "has_pairs", comparison->conflicts.count > 0);
	return page_figure_put_pairs(x, view, "pairs", ledger, &comparison->conflicts);
}

/* A refusal is an answer of this page, not an accident: its figures are shown with the reason. */
static void put_refused(struct http_exchange *x, struct view *view, const struct ledger *ledger,
			const struct slice *ids, size_t count)
{
	view_list(view, "figures");
	for (size_t i = 0; i < count; i++) {
		const struct figure *figure = figures_find(ledger, ids[i]);
		if (figure != NULL) {
			struct view *item = view_item(view, "figures");
			page_figure_put(x, item, ledger, figure);
			view_flag(item, "shorter", false);
		}
	}
}

err page_figures_compare(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct slice ids[COMPARE_MAX + 1];
	struct ledger ledger;
	struct comparison comparison;
	const size_t count = read_ids(x, ids);
	TRY(page_ledger_open(x, &ledger));
	const err result = figures_compare(&x->c, &ledger, ids, count, &comparison);
	const bool refused = result == ERR_CONFLICT || result == ERR_INVALID;
	if (result != OK && !refused) {
		return result;
	}
	view_flag(view, "comparable", result == OK);
	view_flag(view, "refused", refused);
	view_text(view, "reason",
		  refused ? messages_fail(x->c.arena, x->app->messages, x->language, &x->c.fail)
			  : (struct slice){0});
	if (result == OK) {
		TRY(put_comparison(x, view, &ledger, &comparison));
	} else {
		put_refused(x, view, &ledger, ids, count);
	}
	const int status = result == ERR_CONFLICT ? 409 : count > 0 && refused ? 422 : 200;
	return page_show_status(x, status, SECTION_FIGURES, "figures.page_word", "figures_compare",
				view);
}

/* ---- check */

static void put_findings(struct http_exchange *x, struct view *view, const struct check *check,
			 enum arithmetic arithmetic)
{
	struct view *group = view_item(view, "groups");
	size_t count = 0;
	view_text(group, "code", slice_of(arithmetic_name(arithmetic)));
	page_text(
		x, group, "heading",
		arena_format(x->c.arena, "figures.arithmetic.%s", arithmetic_name(arithmetic)).at);
	view_list(group, "findings");
	for (size_t i = 0; i < check->findings_count; i++) {
		const struct finding *finding = &check->findings[i];
		if (finding->arithmetic != arithmetic) {
			continue;
		}
		struct view *item = view_item(group, "findings");
		view_text(item, "conflict", finding->conflict->id);
		page_register_text(x, item, "title", finding->conflict->title);
		page_register_text(x, item, "explanation", finding->conflict->explanation);
		page_figure_put_sentence(x, item, "text", finding->text);
		view_list(item, "ids");
		struct slice rest = finding->conflict->figure_ids;
		struct slice id;
		while (slice_next_item(&rest, &id)) {
			view_text(view_item(item, "ids"), "id", id);
		}
		count++;
	}
	view_flag(group, "any", count > 0);
}

static void put_sums(struct http_exchange *x, struct view *view, const struct check *check)
{
	size_t held = 0;
	view_list(view, "sums");
	view_list(view, "faults");
	for (size_t i = 0; i < check->sums_count; i++) {
		const struct sum *sum = &check->sums[i];
		struct view *item = view_item(view, sum->holds ? "sums" : "faults");
		page_figure_put_sentence(x, item, "text", sum->text);
		view_text(item, "id", sum->figure->id);
		held += sum->holds ? 1 : 0;
	}
	view_flag(view, "has_faults", held < check->sums_count);
	page_figure_format(x, view, "sums_text", "figures.sums_count",
			   arena_format(x->c.arena, "held=%zu\nall=%zu", held, check->sums_count));
}

err page_figures_check(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct ledger ledger;
	struct check check;
	TRY(page_ledger_open(x, &ledger));
	TRY(figures_check(&x->c, x->app->embedded, &ledger, &check));
	put_sums(x, view, &check);
	view_list(view, "groups");
	put_findings(x, view, &check, ARITHMETIC_PROVED);
	put_findings(x, view, &check, ARITHMETIC_REFUTED);
	put_findings(x, view, &check, ARITHMETIC_NEEDS_SOURCE);
	return page_show(x, SECTION_FIGURES, "figures.page_word", "figures_check", view);
}
