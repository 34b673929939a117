/* parse.c - from the words of the command line to a command, its options and its arguments. */
#include "cli/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct words {
	size_t count;
	const char *const *at;
};

/* "figures table" matches the words `figures` `table`; *ret_used is how many it took. */
static bool name_matches(const char *name, struct words words, size_t *ret_used)
{
	struct slice rest = slice_of(name);
	struct slice part;
	size_t used = 0;

	while (slice_next(&rest, ' ', &part)) {
		if (used == words.count || !slice_is(part, words.at[used])) {
			return false;
		}
		used++;
	}
	*ret_used = used;
	return true;
}

/* The command with the longest name that fits: "law show" before "law". */
static const struct command *find_command(struct words words, size_t *ret_used)
{
	size_t count;
	const struct command *const *commands = cli_commands(&count);
	const struct command *best = NULL;

	*ret_used = 0;
	for (size_t i = 0; i < count; i++) {
		size_t used;
		if (name_matches(commands[i]->name, words, &used) && used > *ret_used) {
			best = commands[i];
			*ret_used = used;
		}
	}
	return best;
}

struct slice cli_field_option(struct arena *arena, const struct field *field)
{
	const char *name = field->alias != NULL ? field->alias : field->name;
	char *text = arena_cstr(arena, slice_of(name));
	for (char *at = text; *at != '\0'; at++) {
		if (*at == '_') {
			*at = '-';
		}
	}
	return slice_of(text);
}

/* Where the value of an option goes, and whether it takes one. */
struct target {
	const char **value;
	bool takes_value;
};

/* The first free place; the last one when all are taken, which is then given twice. */
static const char **next_share(struct cli *cli)
{
	size_t at = 0;
	while (at + 1 < COUNT_OF(cli->shares) && cli->shares[at] != NULL) {
		at++;
	}
	return &cli->shares[at];
}

static bool find_global(struct cli *cli, struct slice name, struct target *ret_target)
{
	if (slice_is(name, "store")) {
		*ret_target = (struct target){&cli->store_location, true};
	} else if (slice_is(name, "key-file")) {
		*ret_target = (struct target){&cli->key_file, true};
	} else if (slice_is(name, "key-store")) {
		*ret_target = (struct target){&cli->key_store, true};
	} else if (slice_is(name, "passphrase-file")) {
		*ret_target = (struct target){&cli->passphrase_file, true};
	} else if (slice_is(name, "share")) {
		*ret_target = (struct target){next_share(cli), true};
	} else if (slice_is(name, "lang")) {
		*ret_target = (struct target){&cli->language_name, true};
	} else if (slice_is(name, "help")) {
		*ret_target = (struct target){&cli->help_asked, false};
	} else {
		return false;
	}
	return true;
}

static bool find_option(struct cli *cli, struct slice name, struct target *ret_target)
{
	for (size_t i = 0; cli->options != NULL && cli->options[i].name != NULL; i++) {
		if (slice_is(name, cli->options[i].name)) {
			*ret_target = (struct target){&cli->option_values[i],
						      cli->options[i].value != NULL};
			return true;
		}
	}
	const struct kind *kind = cli->command->question != NULL ? cli->command->question() : NULL;
	for (size_t i = 0; kind != NULL && i < kind->count; i++) {
		if (slice_equal(name, cli_field_option(cli->c.arena, &kind->fields[i]))) {
			*ret_target = (struct target){&cli->question_values[i], true};
			return true;
		}
	}
	return find_global(cli, name, ret_target);
}

static err usage(struct cli *cli, const char *key, struct slice option)
{
	(void)FAIL(&cli->c, ERR_INVALID, key, "option=%.*s", SLICE_PRINT(option));
	return cli_usage(cli);
}

/* One option at words.at[*at]; moves *at past its value. */
static err read_option(struct cli *cli, struct words words, size_t *at)
{
	const struct slice word = slice_of(words.at[*at] + 2);
	const size_t equal = slice_find_byte(word, '=');
	const struct slice name = slice_between(word, 0, equal);
	struct target target;

	if (!find_option(cli, name, &target)) {
		return usage(cli, "cli.option_unknown", name);
	}
	if (*target.value != NULL && target.value != &cli->store_location) {
		return usage(cli, "cli.option_twice", name);
	}
	if (!target.takes_value) {
		*target.value = "";
		return equal == SIZE_MAX ? OK : usage(cli, "cli.option_no_value", name);
	}
	if (equal != SIZE_MAX) {
		*target.value = words.at[*at] + 2 + equal + 1;
		return OK;
	}
	if (*at + 1 == words.count) {
		return usage(cli, "cli.option_needs_value", name);
	}
	*target.value = words.at[++*at];
	return OK;
}

static err read_words(struct cli *cli, struct words words)
{
	const char **arguments = ARENA_ARRAY(cli->c.arena, words.count + 1, const char *);
	bool options = true;

	for (size_t i = 0; i < words.count; i++) {
		if (options && strcmp(words.at[i], "--") == 0) {
			options = false;
		} else if (options && strcmp(words.at[i], "-h") == 0) {
			cli->help_asked = "";
		} else if (options && strncmp(words.at[i], "--", 2) == 0) {
			TRY(read_option(cli, words, &i));
		} else if (options && words.at[i][0] == '-' && words.at[i][1] != '\0') {
			return usage(cli, "cli.option_unknown", slice_of(words.at[i]));
		} else {
			arguments[cli->arguments_count++] = words.at[i];
		}
	}
	cli->arguments = arguments;
	return OK;
}

static err check_counts(struct cli *cli)
{
	if (cli->arguments_count < cli->command->arguments_min) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.argument_missing", "arguments=%s",
			   cli->command->arguments);
		return cli_usage(cli);
	}
	if (cli->arguments_count > cli->command->arguments_max) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.argument_unexpected", "argument=%s",
			   cli->arguments[cli->command->arguments_max]);
		return cli_usage(cli);
	}
	return OK;
}

static err set_language(struct cli *cli)
{
	if (cli->language_name != NULL &&
	    !language_from_code(slice_of(cli->language_name), &cli->language)) {
		return usage(cli, "cli.language_unknown", slice_of(cli->language_name));
	}
	return OK;
}

/* "figures" of "figures table". */
static bool is_group(struct cli *cli, const char *word)
{
	size_t count;
	const struct command *const *commands = cli_commands(&count);
	const struct slice start = arena_format(cli->c.arena, "%s ", word);
	for (size_t i = 0; i < count; i++) {
		if (slice_starts(slice_of(commands[i]->name), start)) {
			return true;
		}
	}
	return false;
}

static err refuse_command(struct cli *cli, struct words words)
{
	const char *word = words.at[0];

	if (!is_group(cli, word)) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.command_unknown", "command=%s", word);
		return cli_usage(cli);
	}
	cli->group = word;
	if (words.count > 1 && words.at[1][0] != '-') {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.command_unknown", "command=%s %.60s", word,
			   words.at[1]);
	} else {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.subcommand_missing", "command=%s", word);
	}
	return cli_usage(cli);
}

static err help_on(struct cli *cli, struct words words)
{
	size_t used = 0;

	cli->command = words.count > 0 ? find_command(words, &used) : NULL;
	if (words.count > 0 && cli->command == NULL && !is_group(cli, words.at[0])) {
		return refuse_command(cli, words);
	}
	cli_help(cli, words.count > 0 ? words.at[0] : NULL);
	return OK;
}

/* Without a command: the program's own options and `help`. */
static err answer_program(struct cli *cli, struct words words, bool *ret_answered)
{
	const char *word = words.count > 0 ? words.at[0] : "--help";

	*ret_answered = true;
	if (strcmp(word, "--version") == 0 || strcmp(word, "version") == 0) {
		buf_add_cstr(cli->out, "spean " SPEAN_VERSION "\n");
		return OK;
	}
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
		return help_on(cli,
			       (struct words){words.count > 0 ? words.count - 1 : 0, words.at + 1});
	}
	return refuse_command(cli, words);
}

err cli_parse(struct cli *cli, size_t count, const char *const *arguments, bool *ret_answered)
{
	const struct words words = {count, arguments};
	size_t used;

	for (size_t i = 0; i < count; i++) {
		TRY(utf8_check(&cli->c, slice_of(arguments[i])));
	}
	cli->command = find_command(words, &used);
	if (cli->command == NULL) {
		return answer_program(cli, words, ret_answered);
	}
	const struct kind *kind = cli->command->question != NULL ? cli->command->question() : NULL;
	size_t options = 0;
	cli->options = cli->command->options;
	while (cli->options != NULL && cli->options[options].name != NULL) {
		options++;
	}
	cli->option_values = ARENA_ARRAY(cli->c.arena, options + 1, const char *);
	cli->question_values =
		ARENA_ARRAY(cli->c.arena, kind != NULL ? kind->count + 1 : 1, const char *);
	cli->store_location = getenv("SPEAN_STORE");
	TRY(read_words(cli, (struct words){count - used, arguments + used}));
	TRY(set_language(cli));
	if (cli->help_asked != NULL) {
		cli_help(cli, NULL);
		*ret_answered = true;
		return OK;
	}
	*ret_answered = false;
	return check_counts(cli);
}
