/* commands.h - the list of subcommands. To add one: a file that defines its `const struct command`,
 * a line here, a line in commands.c, and its texts in locale/. */
#ifndef SPEAN_CLI_COMMANDS_H
#define SPEAN_CLI_COMMANDS_H

#include "cli/cli.h"

extern const struct command COMMAND_INIT;
extern const struct command COMMAND_SERVE;
extern const struct command COMMAND_DIRECTORY_LIST;
extern const struct command COMMAND_DIRECTORY_SHOW;
extern const struct command COMMAND_DIRECTORY_COVERAGE;
extern const struct command COMMAND_DIRECTORY_GAPS;
extern const struct command COMMAND_MATCH;
extern const struct command COMMAND_LAW;
extern const struct command COMMAND_LAW_COMPARE;
extern const struct command COMMAND_LAW_SHOW;
extern const struct command COMMAND_LAW_EXPORT;
extern const struct command COMMAND_FIGURES_LIST;
extern const struct command COMMAND_FIGURES_SHOW;
extern const struct command COMMAND_FIGURES_COMPARE;
extern const struct command COMMAND_FIGURES_CHECK;
extern const struct command COMMAND_FIGURES_TABLE;
extern const struct command COMMAND_FIGURES_REBUILD;
extern const struct command COMMAND_PLACES_IMPORT;
extern const struct command COMMAND_PLACES_FIND;
extern const struct command COMMAND_PLACES_SHOW;
extern const struct command COMMAND_NAMES_COMPARE;
extern const struct command COMMAND_NAMES_KEY;
extern const struct command COMMAND_NAMES_SEARCH;
extern const struct command COMMAND_VAULT_STATUS;
extern const struct command COMMAND_VAULT_ROTATE;
extern const struct command COMMAND_VAULT_REKEY;
extern const struct command COMMAND_IMPORT;
extern const struct command COMMAND_EXPORT;
extern const struct command COMMAND_CHECK;
extern const struct command COMMAND_AUDIT_VERIFY;
extern const struct command COMMAND_AUDIT_SHOW;
extern const struct command COMMAND_AUDIT_EXPORT;
extern const struct command COMMAND_AUDIT_HEAD;
extern const struct command COMMAND_AUDIT_ACCEPT;
extern const struct command COMMAND_ERASE;
extern const struct command COMMAND_FILE_EXPORT;
extern const struct command COMMAND_APPROVAL_LIST;
extern const struct command COMMAND_APPROVAL_ALLOW;
extern const struct command COMMAND_APPROVAL_REFUSE;
extern const struct command COMMAND_ORGANISATION_ADD;
extern const struct command COMMAND_USER_ADD;
extern const struct command COMMAND_USER_LIST;
extern const struct command COMMAND_USER_LOCK;
extern const struct command COMMAND_USER_UNLOCK;
extern const struct command COMMAND_USER_RESET;
extern const struct command COMMAND_USER_LEAVE;
extern const struct command COMMAND_DEMO;
extern const struct command COMMAND_BACKUP;
extern const struct command COMMAND_RESTORE;

#endif
