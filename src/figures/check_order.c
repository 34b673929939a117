/* Conflicts that are decided by putting values, or dates, in order. */
#include "figures/rules.h"

enum { ORDER_MAX = 64 };

/* ---- Rank: an order or a rank that a sentence states, against the values. */

struct order {
	const struct figure *at[ORDER_MAX];
	size_t count;
};

static struct slice order_in_words(struct arena *arena, const struct order *order)
{
	struct slice words = {0};
	for (size_t i = 0; i < order->count; i++) {
		words = arena_format(arena, "%.*s%s%.*s %.*s", SLICE_PRINT(words),
				     i == 0 ? "" : ", ", SLICE_PRINT(order->at[i]->destination),
				     SLICE_PRINT(order->at[i]->value_text));
	}
	return words;
}

/* Largest first; equal values keep their order. */
static void insert(struct order *order, const struct figure *figure)
{
	size_t at = order->count++;
	while (at > 0 && decimal_compare(order->at[at - 1]->value, figure->value) < 0) {
		order->at[at] = order->at[at - 1];
		at--;
	}
	order->at[at] = figure;
}

static const struct figure *value_for(const struct figure_list *figures, struct slice destination)
{
	for (size_t i = 0; i < figures->count; i++) {
		if (slice_equal(figures->at[i]->destination, destination)) {
			return figures->at[i];
		}
	}
	return NULL;
}

/* The figure states an order by listing several destinations. */
static void judge_order(const struct dispute *dispute, const struct figure *stated,
			struct verdict *verdict)
{
	struct arena *arena = dispute->c->arena;
	struct order counted = {.count = 0};
	struct slice rest = stated->destination;
	struct slice destination;
	const struct figure *before = NULL;
	bool descending = true;
	while (slice_next_item(&rest, &destination)) {
		const struct figure *value = value_for(&dispute->figures, destination);
		if (value == NULL || counted.count == ORDER_MAX) {
			return;
		}
		descending &= before == NULL || decimal_compare(before->value, value->value) >= 0;
		before = value;
		insert(&counted, value);
	}
	*verdict = (struct verdict){
		.arithmetic = descending ? ARITHMETIC_REFUTED : ARITHMETIC_PROVED,
		.text = sentence_make(
			arena, descending ? "figures.check.order_agrees" : "figures.check.order",
			"id=%.*s\nstated=%.*s\ncounted=%.*s", SLICE_PRINT(stated->id),
			SLICE_PRINT(list_in_words(arena, stated->destination)),
			SLICE_PRINT(order_in_words(arena, &counted))),
	};
}

static bool counts_the_same(const struct figure *a, const struct figure *b)
{
	struct figure moved = *b;
	moved.destination = a->destination;
	return figures_same_thing(a, &moved) && slice_equal(a->population, b->population);
}

/* The figure is a rank; it is held against every count of the ledger like the one that the conflict
 * names for the same destination. */
static void judge_rank(const struct dispute *dispute, const struct figure *rank,
		       struct verdict *verdict)
{
	struct arena *arena = dispute->c->arena;
	const struct figure *own = NULL;
	struct order counted = {.count = 0};
	int64_t place = 1;
	for (size_t i = 0; i < dispute->figures.count && own == NULL; i++) {
		const struct figure *figure = dispute->figures.at[i];
		own = figure != rank && slice_equal(figure->destination, rank->destination) ? figure
											    : NULL;
	}
	for (size_t i = 0; own != NULL && i < dispute->ledger->figures_count; i++) {
		const struct figure *figure = &dispute->ledger->figures[i];
		if (counts_the_same(own, figure) && counted.count < ORDER_MAX) {
			place += decimal_compare(figure->value, own->value) > 0 ? 1 : 0;
			insert(&counted, figure);
		}
	}
	if (counted.count < 2) {
		return;
	}
	const bool agrees = decimal_equal(decimal_of(place), rank->value);
	*verdict = (struct verdict){
		.arithmetic = agrees ? ARITHMETIC_REFUTED : ARITHMETIC_PROVED,
		.text = sentence_make(
			arena, agrees ? "figures.check.rank_agrees" : "figures.check.rank",
			"id=%.*s\nstated=%.*s\ncounted=%.*s\nplace=%lld", SLICE_PRINT(rank->id),
			SLICE_PRINT(rank->value_text), SLICE_PRINT(order_in_words(arena, &counted)),
			(long long)place),
	};
}

err rule_rank(const struct dispute *dispute, struct verdict *ret_verdict)
{
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct figure *figure = dispute->figures.at[i];
		if (slice_is(figure->value_kind, "rank")) {
			judge_rank(dispute, figure, ret_verdict);
			return OK;
		}
		if (slice_find_byte(figure->destination, ';') != SIZE_MAX) {
			judge_order(dispute, figure, ret_verdict);
			return OK;
		}
	}
	return OK;
}

/* ---- Period: figures of unlike periods, or of one that was not over. */

static struct verdict unfinished(struct arena *arena, const struct figure *figure)
{
	return (struct verdict){
		.arithmetic = ARITHMETIC_PROVED,
		.text = sentence_make(arena, "figures.check.unfinished",
				      "figure=%.*s\nend=%.*s\nas_of=%.*s",
				      SLICE_PRINT(figure_in_words(arena, figure)),
				      SLICE_PRINT(date_iso(arena, figure->period_end)),
				      SLICE_PRINT(date_iso(arena, figure->as_of))),
	};
}

err rule_period(const struct dispute *dispute, struct verdict *ret_verdict)
{
	struct arena *arena = dispute->c->arena;
	const struct figure *shortest = NULL;
	const struct figure *longest = NULL;
	for (size_t i = 0; i < dispute->figures.count; i++) {
		const struct figure *figure = dispute->figures.at[i];
		if (figures_is_unfinished(figure)) {
			*ret_verdict = unfinished(arena, figure);
			return OK;
		}
		if (figures_months(figure) == 0) {
			continue;
		}
		if (shortest == NULL || figures_months(figure) < figures_months(shortest)) {
			shortest = figure;
		}
		if (longest == NULL || figures_months(figure) > figures_months(longest)) {
			longest = figure;
		}
	}
	if (shortest == NULL) {
		return OK;
	}
	const bool agrees = figures_months(shortest) == figures_months(longest);
	*ret_verdict = (struct verdict){
		.arithmetic = agrees ? ARITHMETIC_REFUTED : ARITHMETIC_PROVED,
		.text = sentence_make(
			arena, agrees ? "figures.check.periods_agree" : "figures.check.shorter",
			"figure=%.*s\nmonths=%d\nother=%.*s\nother_months=%d",
			SLICE_PRINT(figure_in_words(arena, shortest)), figures_months(shortest),
			SLICE_PRINT(figure_in_words(arena, longest)), figures_months(longest)),
	};
	return OK;
}
