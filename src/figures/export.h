/* export.h - the ledger for other programs: JSON with stable keys, and the table as CSV.
 *
 * The keys are documented in the man pages; adding one is fine, changing one is not. Numbers are
 * written as they were reported, so nothing is rounded. Sentences are in the language asked for.
 */
#ifndef SPEAN_FIGURES_EXPORT_H
#define SPEAN_FIGURES_EXPORT_H

#include "base/json.h"
#include "figures/check.h"
#include "figures/compare.h"
#include "figures/table.h"

/* What the writers of this file need beside the data. */
struct exporter {
	struct arena *arena;
	const struct messages *messages;
	enum language language;
	struct json_writer *json;
};

/* {figures[] {id, value, unit, ..., conflicts[]}} */
void export_figures(const struct exporter *exporter, const struct ledger *ledger,
		    const struct figure_list *list);
/* The figure, with its conflicts in full. */
void export_figure(const struct exporter *exporter, const struct ledger *ledger,
		   const struct figure *figure);
/* {comparable: true, indicator, figures[], differs[], differences[], conflicts[]} */
void export_comparison(const struct exporter *exporter, const struct comparison *comparison);
/* {comparable: false, reason} */
void export_refusal(const struct exporter *exporter, const struct fail *fail);
/* {findings[] {conflict, arithmetic, text}, sums[] {kind, figure, holds, text}} */
void export_check(const struct exporter *exporter, const struct check *check);
/* {rows[] {destination, cells{form: {value, uncertain}}, total}, columns{}, total, outside{}} */
void export_table(const struct exporter *exporter, const struct ledger_table *table);
/* {fillings, uncertain[] {destination, form}, cells[], placements[][]} */
void export_rebuild(const struct exporter *exporter, const struct rebuild_problem *problem,
		    const struct rebuild_result *result);

/* destination, the forms, total, the column beside the total, uncertain (forms, ';' between). The
 * last row is the totals. An empty field is unknown. */
void export_table_csv(struct arena *arena, const struct ledger_table *table, struct buf *out);

#endif
