/* figures.h - what the subcommands of `spean figures` share. */
#ifndef SPEAN_CLI_FIGURES_H
#define SPEAN_CLI_FIGURES_H

#include "cli/cli.h"
#include "figures/export.h"

/* The ledger of the command's store. *ret_door may be used further. */
MUST_USE err cli_ledger_open(struct cli *cli, struct door *ret_door, struct ledger *ret_ledger);
/* JSON on cli->out, and the line end after it. */
struct exporter cli_exporter_begin(struct cli *cli);
void cli_exporter_end(struct cli *cli);
/* "42 persons", with grouping. */
struct slice cli_figure_value(struct cli *cli, const struct figure *figure);
/* The period, or the as-of date where there is none, in words. */
struct slice cli_figure_time(struct cli *cli, const struct figure *figure);
/* Places by their names, ", " between. */
struct slice cli_figure_places(struct cli *cli, struct slice destinations);
/* The neutral label of a form. */
struct slice cli_figure_form(struct cli *cli, struct slice form);
struct slice cli_sentence(struct cli *cli, struct sentence sentence);
/* Conflicts as paragraphs below a heading; nothing where there are none. */
void cli_print_conflicts(struct cli *cli, const char *heading_key,
			 const struct conflict_list *conflicts);

#endif
