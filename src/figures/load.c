/* From records to the ledger. */
#include "figures/figures.h"

static const struct {
	const char *code;
	enum total_kind kind;
} TOTAL_KINDS[] = {
	{"grand_total", TOTAL_GRAND},   {"row_total", TOTAL_ROW},
	{"column_total", TOTAL_COLUMN}, {"column_total_outside", TOTAL_COLUMN_OUTSIDE},
	{"cell", TOTAL_CELL},           {"total", TOTAL_WHOLE},
};

static enum total_kind total_kind_of(struct slice code)
{
	for (size_t i = 0; i < COUNT_OF(TOTAL_KINDS); i++) {
		if (slice_is(code, TOTAL_KINDS[i].code)) {
			return TOTAL_KINDS[i].kind;
		}
	}
	return TOTAL_NONE;
}

static void read_texts(const struct record *record, struct figure *figure)
{
	*figure = (struct figure){
		.id = record_get(record, "id"),
		.indicator_code = record_get(record, "indicator_code"),
		.indicator = record_get(record, "indicator"),
		.value_text = record_get(record, "value"),
		.unit = record_get(record, "unit"),
		.value_kind = record_get(record, "value_kind"),
		.population = record_get(record, "population"),
		.sex = record_get(record, "sex"),
		.origin_country = record_get(record, "origin_country"),
		.destination = record_get(record, "destination"),
		.form = record_get(record, "form"),
		.publisher = record_get(record, "publisher"),
		.reporter = record_get(record, "reporter"),
		.definition = record_get(record, "definition_remark"),
		.total_kind = total_kind_of(record_get(record, "total_kind")),
		.part_of = record_get(record, "part_of"),
		.row_origin = record_get(record, "row_origin"),
		.source = record_get(record, "source"),
		.where = record_get(record, "where"),
		.status = record_get(record, "status"),
		.verification = record_get(record, "verification"),
		.note = record_get(record, "note"),
	};
}

static err read_figure(struct ctx *c, const struct record *record, struct figure *figure)
{
	read_texts(record, figure);
	if (decimal_parse(c, figure->value_text, &figure->value) != OK) {
		return FAIL(c, ERR_INVALID, "figures.value", "id=%.*s\nvalue=%.*s",
			    SLICE_PRINT(figure->id), SLICE_PRINT(figure->value_text));
	}
	TRY(date_parse(c, record_get(record, "period_start"), &figure->period_start));
	TRY(date_parse(c, record_get(record, "period_end"), &figure->period_end));
	return date_parse(c, record_get(record, "as_of"), &figure->as_of);
}

static void read_conflict(const struct record *record, struct conflict *conflict)
{
	*conflict = (struct conflict){
		.id = record_get(record, "id"),
		.title = record_get(record, "title"),
		.kind = record_get(record, "kind"),
		.figure_ids = record_get(record, "figure_ids"),
		.instrument_ids = record_get(record, "instrument_ids"),
		.explanation = record_get(record, "explanation"),
		.kept_in_data = record_get(record, "kept_in_data"),
		.software_rule = record_get(record, "software_rule"),
		.source = record_get(record, "source"),
		.where = record_get(record, "where"),
		.status = record_get(record, "status"),
		.verification = record_get(record, "verification"),
		.note = record_get(record, "note"),
	};
}

err figures_read(struct ctx *c, const struct records *figures, const struct records *conflicts,
		 const struct records *programmes, struct ledger *ret_ledger)
{
	struct figure *of_figures = ARENA_ARRAY(c->arena, figures->count, struct figure);
	struct conflict *of_conflicts = ARENA_ARRAY(c->arena, conflicts->count, struct conflict);
	struct named_route *routes = ARENA_ARRAY(c->arena, programmes->count, struct named_route);
	for (size_t i = 0; i < figures->count; i++) {
		TRY(read_figure(c, &figures->at[i], &of_figures[i]));
	}
	for (size_t i = 0; i < conflicts->count; i++) {
		read_conflict(&conflicts->at[i], &of_conflicts[i]);
	}
	for (size_t i = 0; i < programmes->count; i++) {
		const struct record *record = &programmes->at[i];
		routes[i].programme = record_get(record, "id");
		routes[i].forms = record_get(record, "forms");
		routes[i].destinations = record_get(record, "origin_route");
	}
	*ret_ledger = (struct ledger){
		.figures = of_figures,
		.figures_count = figures->count,
		.conflicts = of_conflicts,
		.conflicts_count = conflicts->count,
		.routes = routes,
		.routes_count = programmes->count,
	};
	return OK;
}

err figures_load(struct ctx *c, struct door *door, struct ledger *ret_ledger)
{
	struct records figures;
	struct records conflicts;
	struct records programmes;
	TRY(record_list(c, door, model_kind("figure"), &figures));
	TRY(record_list(c, door, model_kind("conflict"), &conflicts));
	TRY(record_list(c, door, model_kind("programme"), &programmes));
	return figures_read(c, &figures, &conflicts, &programmes, ret_ledger);
}
