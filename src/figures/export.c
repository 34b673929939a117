/* Figures, comparisons and findings as JSON. */
#include "figures/export.h"

static void put_date(const struct exporter *exporter, const char *key, struct pdate date)
{
	json_put_text(exporter->json, key, date_iso(exporter->arena, date));
}

static void put_number(const struct exporter *exporter, const char *key, struct decimal value)
{
	json_key(exporter->json, key);
	json_number(exporter->json, decimal_text(exporter->arena, value));
}

static void put_sentence(const struct exporter *exporter, const char *key, struct sentence text)
{
	json_put_text(exporter->json, key,
		      sentence_text(exporter->arena, exporter->messages, exporter->language, text));
}

/* The members of a figure, inside an open object. */
static void put_figure(const struct exporter *exporter, const struct figure *figure)
{
	struct json_writer *json = exporter->json;
	json_put_text(json, "id", figure->id);
	json_put_text(json, "indicator_code", figure->indicator_code);
	json_put_text(json, "indicator", figure->indicator);
	put_number(exporter, "value", figure->value);
	json_put_text(json, "unit", figure->unit);
	json_put_text(json, "value_kind", figure->value_kind);
	json_put_text(json, "population", figure->population);
	json_put_text(json, "sex", figure->sex);
	json_put_list(json, "destinations", figure->destination);
	json_put_text(json, "form", figure->form);
	put_date(exporter, "period_start", figure->period_start);
	put_date(exporter, "period_end", figure->period_end);
	put_date(exporter, "as_of", figure->as_of);
	json_put_text(json, "publisher", figure->publisher);
	json_put_text(json, "reporter", figure->reporter);
	json_put_text(json, "definition", figure->definition);
	json_put_text(json, "part_of", figure->part_of);
	json_put_text(json, "where", figure->where);
	json_put_text(json, "status", figure->status);
	json_put_text(json, "verification", figure->verification);
	json_put_text(json, "note", figure->note);
	json_put_bool(json, "estimate", figures_is_estimate(figure));
	json_put_bool(json, "unfinished", figures_is_unfinished(figure));
}

static void put_conflict_ids(struct json_writer *json, const struct conflict_list *conflicts)
{
	json_key(json, "conflicts");
	json_open_array(json);
	for (size_t i = 0; i < conflicts->count; i++) {
		json_text(json, conflicts->at[i]->id);
	}
	json_close_array(json);
}

static void put_conflicts(struct json_writer *json, const char *key,
			  const struct conflict_list *conflicts)
{
	json_key(json, key);
	json_open_array(json);
	for (size_t i = 0; i < conflicts->count; i++) {
		const struct conflict *conflict = conflicts->at[i];
		json_open_object(json);
		json_put_text(json, "id", conflict->id);
		json_put_text(json, "title", conflict->title);
		json_put_text(json, "kind", conflict->kind);
		json_put_list(json, "figures", conflict->figure_ids);
		json_put_text(json, "explanation", conflict->explanation);
		json_put_text(json, "kept_in_data", conflict->kept_in_data);
		json_put_text(json, "software_rule", conflict->software_rule);
		json_put_text(json, "status", conflict->status);
		json_close_object(json);
	}
	json_close_array(json);
}

void export_figures(const struct exporter *exporter, const struct ledger *ledger,
		    const struct figure_list *list)
{
	struct json_writer *json = exporter->json;
	json_open_object(json);
	json_key(json, "figures");
	json_open_array(json);
	for (size_t i = 0; i < list->count; i++) {
		const struct conflict_list conflicts =
			figures_conflicts(exporter->arena, ledger, list->at[i]);
		json_open_object(json);
		put_figure(exporter, list->at[i]);
		put_conflict_ids(json, &conflicts);
		json_close_object(json);
	}
	json_close_array(json);
	json_close_object(json);
}

void export_figure(const struct exporter *exporter, const struct ledger *ledger,
		   const struct figure *figure)
{
	const struct conflict_list conflicts = figures_conflicts(exporter->arena, ledger, figure);
	json_open_object(exporter->json);
	put_figure(exporter, figure);
	put_conflicts(exporter->json, "conflicts", &conflicts);
	json_close_object(exporter->json);
}

static void put_marks(struct json_writer *json, unsigned marks)
{
	static const struct {
		enum mark mark;
		const char *name;
	} MARKS[] = {
		{MARK_UNFINISHED, "unfinished"},
		{MARK_SHORTER, "shorter_period"},
		{MARK_ESTIMATE, "estimate"},
		{MARK_DISPUTED, "disputed"},
	};
	json_key(json, "marks");
	json_open_array(json);
	for (size_t i = 0; i < COUNT_OF(MARKS); i++) {
		if ((marks & MARKS[i].mark) != 0) {
			json_text(json, slice_of(MARKS[i].name));
		}
	}
	json_close_array(json);
}

static void put_compared(const struct exporter *exporter, const struct comparison *comparison)
{
	struct json_writer *json = exporter->json;
	json_key(json, "figures");
	json_open_array(json);
	for (size_t i = 0; i < comparison->count; i++) {
		json_open_object(json);
		put_figure(exporter, comparison->figures[i].figure);
		put_marks(json, comparison->figures[i].marks);
		json_close_object(json);
	}
	json_close_array(json);
}

static void put_aspects(const struct exporter *exporter, const struct comparison *comparison)
{
	struct json_writer *json = exporter->json;
	json_key(json, "differs");
	json_open_array(json);
	for (enum aspect aspect = 0; aspect < ASPECT_COUNT; aspect++) {
		if ((comparison->differs & 1u << aspect) == 0) {
			continue;
		}
		json_open_object(json);
		json_put_text(json, "aspect", slice_of(figures_aspect_name(aspect)));
		json_key(json, "values");
		json_open_array(json);
		for (size_t i = 0; i < comparison->count; i++) {
			json_text(json, figures_aspect(exporter->arena,
						       comparison->figures[i].figure, aspect));
		}
		json_close_array(json);
		json_close_object(json);
	}
	json_close_array(json);
}

static void put_differences(const struct exporter *exporter, const struct comparison *comparison)
{
	struct json_writer *json = exporter->json;
	json_key(json, "differences");
	json_open_array(json);
	for (size_t i = 0; i < comparison->differences_count; i++) {
		const struct difference *difference = &comparison->differences[i];
		json_open_object(json);
		json_put_text(json, "from", difference->from->id);
		json_put_text(json, "to", difference->to->id);
		json_key(json, "value");
		if (difference->computed) {
			json_number(json, decimal_text(exporter->arena, difference->value));
		} else {
			json_null(json);
		}
		json_key(json, "refused");
		json_open_array(json);
		for (size_t j = 0; j < difference->refusals_count; j++) {
			json_text(json, sentence_text(exporter->arena, exporter->messages,
						      exporter->language, difference->refusals[j]));
		}
		json_close_array(json);
		json_close_object(json);
	}
	json_close_array(json);
}

void export_comparison(const struct exporter *exporter, const struct comparison *comparison)
{
	struct json_writer *json = exporter->json;
	json_open_object(json);
	json_put_bool(json, "comparable", true);
	json_put_text(json, "indicator", comparison->figures[0].figure->indicator_code);
	put_compared(exporter, comparison);
	put_aspects(exporter, comparison);
	put_differences(exporter, comparison);
	put_conflicts(json, "conflicts", &comparison->conflicts);
	put_conflicts(json, "nearby", &comparison->nearby);
	json_close_object(json);
}

void export_refusal(const struct exporter *exporter, const struct fail *fail)
{
	json_open_object(exporter->json);
	json_put_bool(exporter->json, "comparable", false);
	json_put_text(exporter->json, "reason",
		      messages_fail(exporter->arena, exporter->messages, exporter->language, fail));
	json_close_object(exporter->json);
}

static void put_sum(const struct exporter *exporter, const struct sum *sum)
{
	struct json_writer *json = exporter->json;
	json_open_object(json);
	json_put_text(json, "kind", slice_of(sum_kind_name(sum->kind)));
	json_put_text(json, "figure", sum->figure->id);
	if (sum->whole != NULL) {
		json_put_text(json, "whole", sum->whole->id);
	}
	json_put_bool(json, "ok", sum->holds);
	put_number(exporter, "stated", sum->stated);
	put_number(exporter, sum->whole != NULL ? "of" : "computed", sum->computed);
	put_sentence(exporter, "text", sum->text);
	json_close_object(json);
}

void export_check(const struct exporter *exporter, const struct check *check)
{
	struct json_writer *json = exporter->json;
	json_open_object(json);
	json_key(json, "findings");
	json_open_array(json);
	for (size_t i = 0; i < check->findings_count; i++) {
		const struct finding *finding = &check->findings[i];
		json_open_object(json);
		json_put_text(json, "conflict", finding->conflict->id);
		json_put_text(json, "title", finding->conflict->title);
		json_put_text(json, "kind", finding->conflict->kind);
		json_put_text(json, "arithmetic", slice_of(arithmetic_name(finding->arithmetic)));
		put_sentence(exporter, "text", finding->text);
		json_close_object(json);
	}
	json_close_array(json);
	json_key(json, "sums");
	json_open_array(json);
	for (size_t i = 0; i < check->sums_count; i++) {
		put_sum(exporter, &check->sums[i]);
	}
	json_close_array(json);
	json_close_object(json);
}
