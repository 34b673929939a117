/* rules.h - the inside of check.h: one rule a kind of conflict. Only check*.c include it. */
#ifndef SPEAN_FIGURES_RULES_H
#define SPEAN_FIGURES_RULES_H

#include "figures/check.h"
#include "figures/table.h"

/* A conflict in the hands of its rule. */
struct dispute {
	struct ctx *c;
	const struct embedded *embedded;
	const struct ledger *ledger;
	struct grids grids;
	const struct conflict *conflict;
	struct figure_list figures; /* that it names, as far as the ledger has them */
};

/* Without a text, arithmetic has nothing to say, and the check names the source that would. */
struct verdict {
	enum arithmetic arithmetic;
	struct sentence text;
};

typedef err conflict_rule(const struct dispute *dispute, struct verdict *ret_verdict);

/* check_values.c */
conflict_rule rule_contradiction, rule_arithmetic, rule_definition, rule_data_hygiene,
	rule_attribution;
/* check_order.c */
conflict_rule rule_rank, rule_period;
/* check_places.c */
conflict_rule rule_reconstruction, rule_internal;

/* check_sums.c: every sum and link of the ledger. */
MUST_USE err check_sums(struct ctx *c, const struct embedded *embedded, const struct ledger *ledger,
			const struct sum **ret_sums, size_t *ret_count);

/* "42 (F-029)". */
struct slice figure_in_words(struct arena *arena, const struct figure *figure);
/* A ';' list with ", " between. */
struct slice list_in_words(struct arena *arena, struct slice list);
/* The same indicator, destination, form, publisher and period: one thing, counted by one body. */
bool figures_same_thing(const struct figure *a, const struct figure *b);
/* The grid that prints the same indicator, publisher and period, or NULL. */
const struct grid *dispute_grid(const struct dispute *dispute, const struct figure *figure);

#endif
