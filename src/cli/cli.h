/* cli.h - subcommands: what `spean NAME` does. One file per subcommand, one table of all
 * (cli/commands.c).
 *
 * A command writes data to stdout and words to stderr, and exits 0 on success, 1 on a refused or
 * failed task, 2 on wrong usage. Flags are options of the command's table; those that describe a
 * question (match, law) are the fields of that kind in the dictionary: --NAME VALUE.
 */
#ifndef SPEAN_CLI_CLI_H
#define SPEAN_CLI_CLI_H

#include "base/embedded.h"
#include "base/err.h"
#include "base/json.h"
#include "base/log.h"
#include "record/record.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct cli_option {
	const char *name;  /* "json", without dashes */
	const char *value; /* what the value is called in help ("FILE"); NULL: a switch */
};

struct cli {
	struct ctx c;
	const struct embedded *embedded;
	struct messages *messages;
	struct model *model;
	enum language language; /* SPEAN_LANG, then LC_ALL/LC_MESSAGES/LANG; English for a terminal
				   that says neither */
	struct buf *out;        /* data: written to stdout at the end, or in pieces by cli_flush */
	const struct command *command;
	size_t arguments_count; /* positional */
	const char *const *arguments;
	const struct cli_option *options;
	const char **option_values;   /* parallel to the command's options; "" for a given switch */
	const char **question_values; /* parallel to the question's fields; NULL: not given */
	const char *store_location;   /* --store, or $SPEAN_STORE, or NULL */
	const char *key_file;         /* --key-file, or NULL: beside the store */
	const char *key_store;        /* --key-store, or NULL: beside the data */
	const char *passphrase_file;  /* --passphrase-file, or NULL: asked at the terminal */
	const char *shares[3];        /* --share, up to three times; NULL: typed */
	const char *language_name;    /* --lang, or NULL */
	const char *help_asked;       /* --help: "" */
	const char *group;            /* a first word without its second: "figures" */
	int exit_code; /* of a failed run: EXIT_FAILED unless cli_usage said otherwise */
};

struct command {
	const char *name;      /* "figures table" */
	const char *arguments; /* usage of the positional ones ("NAME [FILE]"), or "" */
	size_t arguments_min, arguments_max;
	const struct cli_option *options; /* ends with { NULL, NULL } */
	const char *needed; /* the options it cannot do without, by ';', for its usage, or NULL */
	const struct kind *(*question)(void); /* a kind whose fields are options too, or NULL */
	/* Help: messages "command.NAME.summary" and "command.NAME.help" (spaces become '_'). */
	err (*run)(struct cli *cli);
};

/* All commands, in the order of the help. */
const struct command *const *cli_commands(size_t *ret_count);
/* The whole program. */
int cli_main(const struct embedded *embedded, int count, char **arguments);

/* The option's value, or NULL when it was not given. */
const char *cli_option(const struct cli *cli, const char *name);
bool cli_given(const struct cli *cli, const char *name);
/* Options that are fields of the command's question, as values (not yet checked). */
struct values cli_question(struct cli *cli);
/* Write what cli->out holds to stdout and clear it. ERR_BROKEN cli.stdout (a full disk, a closed
 * pipe). */
MUST_USE err cli_flush(struct cli *cli);
/* A sentence for people, to stderr: the message KEY with arguments "name=value\n...". */
void cli_say(struct cli *cli, const char *key, const char *format, ...) PRINTF_LIKE(3, 4);
/* A message as text, for tables on stdout. */
struct slice cli_text(struct cli *cli, const char *key);
/* Say that c->fail is wrong usage: the exit is then EXIT_USAGE and the usage line is shown. Returns
 * c->fail.code, so that `return cli_usage(cli)` reads well after a FAIL. */
MUST_USE err cli_usage(struct cli *cli);
/* The value of an option that must be given; wrong usage when it is not. */
MUST_USE err cli_required(struct cli *cli, const char *name, const char **ret_value);
/* The value of an option as a whole number from 1 to `most`; *number stays as it is when the option
 * was not given. Wrong usage, cli.option_bad with option=, value=, allowed=, otherwise. */
MUST_USE err cli_number(struct cli *cli, const char *name, int64_t most, int64_t *number);

/* Ask with the message KEY for a line that is not shown while it is typed. ERR_INVALID
 * keyring.nobody_to_ask where there is no terminal. */
MUST_USE err cli_hidden(struct cli *cli, const char *key, struct slice *ret_line);

/* The door for a command that reads registers: of --store or $SPEAN_STORE, or, where neither is
 * given, of a private store in memory with the data that the program carries. */
MUST_USE err cli_door(struct cli *cli, struct door *ret_door);
/* The store of --store or $SPEAN_STORE with its keys: the place's keyring, closed with c->arena
 * (record/keyring.h). Without either, wrong usage. The vault is only handed on. */
struct keyring;
MUST_USE err cli_place(struct cli *cli, struct keyring **ret_keyring);
/* A door of the console to such a place, for what is done at the machine: accounts, keys, the log.
 * Closed with c->arena. */
MUST_USE err cli_console_door(struct cli *cli, struct keyring *keyring, struct door **ret_door);
/* What `spean serve` opens: store and vault, or on a server of whose keys nothing was said the
 * store alone (*ret_vault NULL: registers only). */
struct vault;
MUST_USE err cli_serving(struct cli *cli, struct store **ret_store, struct vault **ret_vault);
/* A door of the console to the same, for a command that brings tables into registers. Where nothing
 * was said of the keys no line can be logged: that is said. Closed with c->arena. */
MUST_USE err cli_writing_door(struct cli *cli, struct door **ret_door);

/* A table of text for terminals: columns padded to their width (Khmer counts by cell). */
struct table;
struct table *table_create(struct arena *arena, size_t columns);
void table_cell(struct table *table, struct slice text); /* row after row */
void table_cell_right(struct table *table, struct slice text);
void table_print(const struct table *table, struct buf *out);

#endif
