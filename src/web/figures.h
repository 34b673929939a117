/* figures.h - what the pages of the figure ledger share: web/figures*.c only. */
#ifndef SPEAN_WEB_FIGURES_H
#define SPEAN_WEB_FIGURES_H

#include "figures/check.h"
#include "figures/compare.h"
#include "figures/table.h"
#include "web/app.h"

/* Handlers, one file a page; the routes stand in figures.c. */
http_handler page_figures_compare;
http_handler page_figures_check;
http_handler page_figures_table;
http_handler page_figures_table_or_paper; /* the same; as PDF where the name ends in .pdf */
http_handler page_figures_places;

MUST_USE err page_ledger_open(struct http_exchange *x, struct ledger *ret_ledger);

/* Everything that templates/figure_card.mustache shows of a figure. */
void page_figure_put(struct http_exchange *x, struct view *view, const struct ledger *ledger,
		     const struct figure *figure);
/* The list NAME of templates/figure_pair.mustache: each conflict between its figures. */
MUST_USE err page_figure_put_pairs(struct http_exchange *x, struct view *view, const char *name,
				   const struct ledger *ledger,
				   const struct conflict_list *conflicts);
void page_figure_put_sentence(struct http_exchange *x, struct view *view, const char *name,
			      struct sentence sentence);
/* Units are words of the register; those that the catalogue knows are translated. */
void page_figure_put_unit(struct http_exchange *x, struct view *view, const char *name,
			  struct slice unit);
/* Places by their names, ", " between. */
struct slice page_figure_places(struct http_exchange *x, struct slice destinations);
/* The period or, where there is none, the as-of date, in words. */
struct slice page_figure_time(struct http_exchange *x, const struct figure *figure);
/* The message KEY with arguments as in struct fail. */
void page_figure_format(struct http_exchange *x, struct view *view, const char *name,
			const char *key, struct slice arguments);

#endif
