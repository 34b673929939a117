/* registers.h - what import and export share: a kind of record by the word that a person typed. */
#ifndef SPEAN_CLI_REGISTERS_H
#define SPEAN_CLI_REGISTERS_H

#include "cli/cli.h"

/* "programme" or "programmes". Wrong usage, record.unknown_kind with kind=, allowed=, otherwise. */
MUST_USE err cli_register(struct cli *cli, const char *word, const struct kind **ret_kind);

#endif
