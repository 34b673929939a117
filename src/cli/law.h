/* law.h - what the subcommands of `spean law` share. */
#ifndef SPEAN_CLI_LAW_H
#define SPEAN_CLI_LAW_H

#include "cli/cli.h"
#include "law/answer.h"

/* The register of the command's store. */
MUST_USE err cli_law_open(struct cli *cli, struct law_register *ret_law);
/* The text of --on, or today in Cambodia where it was not given. */
MUST_USE err cli_law_day(struct cli *cli, struct slice text, struct pdate *ret_on);
/* The message "GROUP.CODE": what a state, a band, a function is called. */
struct slice cli_law_word(struct cli *cli, const char *group, struct slice code);
/* A country or another destination by its name. */
struct slice cli_law_place_name(struct cli *cli, struct slice code);
/* A ';' list of jurisdictions by their names, "," between; private parties as they are. */
struct slice cli_law_place_names(struct cli *cli, struct slice list);
/* A ';' list with ", " between. */
struct slice cli_law_list(struct cli *cli, struct slice list);
struct slice cli_law_date_text(struct cli *cli, struct pdate date);

/* The whole answer for people, to cli->out. */
void cli_law_print_answer(struct cli *cli, const struct law_answer *answer);

#endif
