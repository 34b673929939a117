/* internal.h - what the files of the command line's core share; commands include cli.h only. */
#ifndef SPEAN_CLI_INTERNAL_H
#define SPEAN_CLI_INTERNAL_H

#include "cli/cli.h"

/* Find the command, read its options. *ret_answered: help or the version was asked and is in
 * cli->out. */
MUST_USE err cli_parse(struct cli *cli, size_t count, const char *const *arguments,
		       bool *ret_answered);
/* The usage line of the command (or of the program) to stderr. */
void cli_print_usage(struct cli *cli);
/* Help of one command, of a group ("figures"), or of the program, to cli->out. */
void cli_help(struct cli *cli, const char *group);
/* The option name under which a question's field is asked: "referred_by" is --referred-by. */
struct slice cli_field_option(struct arena *arena, const struct field *field);

#endif
