/* record_text.h - a record as lines for a terminal: "Label: value", codes by their labels. */
#ifndef SPEAN_CLI_RECORD_TEXT_H
#define SPEAN_CLI_RECORD_TEXT_H

#include "cli/cli.h"

/* Every field that says something, in the order of the dictionary. */
void cli_print_record(struct cli *cli, const struct record *record);

#endif
