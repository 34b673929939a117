/* Every conflict meets the rule of its kind. */
#include "figures/check.h"

#include "figures/rules.h"

static const struct {
	const char *kind;
	conflict_rule *rule; /* NULL: arithmetic has nothing to say about this kind */
	const char *open;    /* which source would settle it */
} RULES[] = {
	{"contradiction", rule_contradiction, "figures.source.contradiction"},
	{"overlap", NULL, "figures.source.overlap"},
	{"definition", rule_definition, "figures.source.definition"},
	{"arithmetic", rule_arithmetic, "figures.source.arithmetic"},
	{"reconstruction", rule_reconstruction, "figures.source.reconstruction"},
	{"rank", rule_rank, "figures.source.rank"},
	{"period", rule_period, "figures.source.period"},
	{"attribution", rule_attribution, "figures.source.attribution"},
	{"scope", NULL, "figures.source.scope"},
	{"data_hygiene", rule_data_hygiene, "figures.source.data_hygiene"},
	{"legal", NULL, "figures.source.legal"},
	{"editorial", NULL, "figures.source.editorial"},
	{"internal", rule_internal, "figures.source.internal"},
};

const char *arithmetic_name(enum arithmetic arithmetic)
{
	static const char *const NAMES[] = {
		[ARITHMETIC_PROVED] = "proved",
		[ARITHMETIC_REFUTED] = "refuted",
		[ARITHMETIC_NEEDS_SOURCE] = "needs_source",
	};
	must((size_t)arithmetic < COUNT_OF(NAMES));
	return NAMES[arithmetic];
}

const char *sum_kind_name(enum sum_kind kind)
{
	static const char *const NAMES[] = {
		[SUM_ROW] = "row_total",
		[SUM_COLUMN] = "column_total",
		[SUM_ROWS_OF_GRAND] = "grand_total_of_rows",
		[SUM_COLUMNS_OF_GRAND] = "grand_total_of_columns",
		[SUM_OUTSIDE] = "outside_total",
		[SUM_PART] = "part_of",
		[SUM_PLACEMENT] = "placement",
	};
	must((size_t)kind < COUNT_OF(NAMES));
	return NAMES[kind];
}

struct slice figure_in_words(struct arena *arena, const struct figure *figure)
{
	return arena_format(arena, "%.*s (%.*s)", SLICE_PRINT(figure->value_text),
			    SLICE_PRINT(figure->id));
}

struct slice list_in_words(struct arena *arena, struct slice list)
{
	struct slice words = S("");
	struct slice item;
	while (slice_next_item(&list, &item)) {
		words = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(words),
				     slice_empty(words) ? "" : ", ", SLICE_PRINT(item));
	}
	return words;
}

bool figures_same_thing(const struct figure *a, const struct figure *b)
{
	return slice_equal(a->indicator_code, b->indicator_code) &&
	       slice_equal(a->destination, b->destination) && slice_equal(a->form, b->form) &&
	       slice_equal(figures_publisher(a), figures_publisher(b)) && figures_same_time(a, b);
}

const struct grid *dispute_grid(const struct dispute *dispute, const struct figure *figure)
{
	for (size_t i = 0; i < dispute->grids.count; i++) {
		if (grid_is_of(&dispute->grids.at[i], figure)) {
			return &dispute->grids.at[i];
		}
	}
	return NULL;
}

static struct figure_list figures_of(struct arena *arena, const struct ledger *ledger,
				     const struct conflict *conflict)
{
	const struct figure **list =
		ARENA_ARRAY(arena, ledger->figures_count, const struct figure *);
	struct slice rest = conflict->figure_ids;
	struct slice id;
	size_t count = 0;
	while (count < ledger->figures_count && slice_next_item(&rest, &id)) {
		const struct figure *figure = figures_find(ledger, id);
		if (figure != NULL) {
			list[count++] = figure;
		}
	}
	return (struct figure_list){.at = list, .count = count};
}

/* Who could settle it: the publishers of the figures, each once, or the records that it names. */
static struct slice sources_of(const struct dispute *dispute)
{
	struct arena *arena = dispute->c->arena;
	struct slice text = {0};
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct slice name = dispute->figures.at[i]->publisher;
		size_t before = 0;
		while (!slice_equal(dispute->figures.at[before]->publisher, name)) {
			before++;
		}
		if (before == i) {
			text = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(text),
					    slice_empty(text) ? "" : "; ", SLICE_PRINT(name));
		}
	}
	if (!slice_empty(text)) {
		return text;
	}
	struct slice rest = dispute->conflict->instrument_ids;
	struct slice item;
	while (slice_next_item(&rest, &item)) {
		text = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : "; ", SLICE_PRINT(item));
	}
	return text;
}

static struct sentence source_sentence(const struct dispute *dispute, const char *key)
{
	return sentence_make(dispute->c->arena, key, "sources=%.*s",
			     SLICE_PRINT(sources_of(dispute)));
}

static err decide(const struct dispute *dispute, struct finding *ret_finding)
{
	struct verdict verdict = {.arithmetic = ARITHMETIC_NEEDS_SOURCE};
	const char *open = "figures.source.other";
	for (size_t i = 0; i < COUNT_OF(RULES); i++) {
		if (!slice_is(dispute->conflict->kind, RULES[i].kind)) {
			continue;
		}
		open = RULES[i].open;
		if (RULES[i].rule != NULL) {
			TRY(RULES[i].rule(dispute, &verdict));
		}
	}
	if (verdict.text.key == NULL) {
		verdict = (struct verdict){ARITHMETIC_NEEDS_SOURCE, source_sentence(dispute, open)};
	}
	*ret_finding = (struct finding){
		.conflict = dispute->conflict,
		.arithmetic = verdict.arithmetic,
		.text = verdict.text,
	};
	return OK;
}

err figures_check_conflict(struct ctx *c, const struct embedded *embedded,
			   const struct ledger *ledger, const struct conflict *conflict,
			   struct finding *ret_finding)
{
	const struct dispute dispute = {
		.c = c,
		.embedded = embedded,
		.ledger = ledger,
		.grids = grids_of(c->arena, ledger),
		.conflict = conflict,
		.figures = figures_of(c->arena, ledger, conflict),
	};
	return decide(&dispute, ret_finding);
}

err figures_check(struct ctx *c, const struct embedded *embedded, const struct ledger *ledger,
		  struct check *ret_check)
{
	struct check check = {.findings_count = ledger->conflicts_count};
	struct finding *findings = ARENA_ARRAY(c->arena, ledger->conflicts_count, struct finding);
	for (size_t i = 0; i < ledger->conflicts_count; i++) {
		TRY(figures_check_conflict(c, embedded, ledger, &ledger->conflicts[i],
					   &findings[i]));
	}
	check.findings = findings;
	TRY(check_sums(c, embedded, ledger, &check.sums, &check.sums_count));
	*ret_check = check;
	return OK;
}
