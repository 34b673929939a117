/* directory.h - what the subcommands of `spean directory` and `spean match` share. */
#ifndef SPEAN_CLI_DIRECTORY_H
#define SPEAN_CLI_DIRECTORY_H

#include "cli/cli.h"
#include "directory/words.h"

/* The directory of the command's store. *ret_door may be used further. */
MUST_USE err directory_open(struct cli *cli, struct door *ret_door,
			    struct directory *ret_directory);
/* Words for staff in the command's language. */
struct words directory_words(const struct cli *cli);
/* --origin review|all. ERR_INVALID (wrong usage) cli.option_bad for another word. */
MUST_USE err directory_scope_option(struct cli *cli, enum directory_scope *ret_scope);
/* A JSON writer on cli->out, and the line end after it. */
void directory_json_begin(struct cli *cli, struct json_writer *ret_json);
void directory_json_end(struct cli *cli);

#endif
