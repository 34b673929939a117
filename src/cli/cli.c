#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/internal.h"
#include "sandbox/sandbox.h"
#include "text/messages.h"

enum { OUTPUT_MAX = 256 * 1024 * 1024 };

/* The first of the usual variables that is set decides, as POSIX has it for LC_*. */
static enum language terminal_language(void)
{
	static const char *const NAMES[] = {"SPEAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
		const char *value = getenv(NAMES[i]);
		if (value != NULL && value[0] != '\0') {
			enum language language = LANGUAGE_EN;
			(void)language_from_code(slice_between(slice_of(value), 0, 2), &language);
			return language;
		}
	}
	return LANGUAGE_EN;
}

err cli_flush(struct cli *cli)
{
	struct slice text;
	TRY(buf_done(&cli->c, cli->out, &text));
	while (text.length > 0) {
		const ssize_t wrote = write(STDOUT_FILENO, text.at, text.length);
		if (wrote < 0) {
			return FAIL(&cli->c, ERR_BROKEN, "cli.stdout", "reason=%s",
				    strerrorname_np(errno));
		}
		text = slice_between(text, (size_t)wrote, text.length);
	}
	buf_clear(cli->out);
	return OK;
}

static void say(struct slice text)
{
	(void)fprintf(stderr, "%.*s\n", SLICE_PRINT(text));
}

void cli_say(struct cli *cli, const char *key, const char *format, ...)
{
	char arguments[FAIL_DETAIL_SIZE];
	va_list list;

	va_start(list, format);
	(void)vsnprintf(arguments, sizeof arguments, format, list);
	va_end(list);
	say(messages_format(cli->c.arena, cli->messages, cli->language, key, slice_of(arguments)));
}

struct slice cli_text(struct cli *cli, const char *key)
{
	return messages_get(cli->messages, cli->language, slice_of(key)).text;
}

err cli_usage(struct cli *cli)
{
	cli->exit_code = EXIT_USAGE;
	return cli->c.fail.code;
}

const char *cli_option(const struct cli *cli, const char *name)
{
	for (size_t i = 0; cli->options != NULL && cli->options[i].name != NULL; i++) {
		if (strcmp(cli->options[i].name, name) == 0) {
			return cli->option_values[i];
		}
	}
	must(!"an option of the command's table");
	return NULL;
}

bool cli_given(const struct cli *cli, const char *name)
{
	return cli_option(cli, name) != NULL;
}

err cli_required(struct cli *cli, const char *name, const char **ret_value)
{
	const char *value = cli_option(cli, name);
	if (value == NULL) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.option_missing", "option=%s", name);
		return cli_usage(cli);
	}
	*ret_value = value;
	return OK;
}

err cli_number(struct cli *cli, const char *name, int64_t most, int64_t *number)
{
	const char *text = cli_option(cli, name);
	int64_t value;
	if (text == NULL) {
		return OK;
	}
	if (!slice_to_int64(slice_of(text), &value) || value < 1 || value > most) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.option_bad",
			   "option=%s\nvalue=%.*s\nallowed=%.*s", name,
			   SLICE_PRINT(slice_between(slice_of(text), 0, 60)),
			   SLICE_PRINT(most == INT64_MAX ? S("1, 2 …")
							 : arena_format(cli->c.arena, "1 – %lld",
									(long long)most)));
		return cli_usage(cli);
	}
	*number = value;
	return OK;
}

struct values cli_question(struct cli *cli)
{
	const struct kind *kind = cli->command->question();
	struct values values = values_create(cli->c.arena, kind);
	for (size_t i = 0; i < kind->count; i++) {
		if (cli->question_values[i] != NULL) {
			values.at[i] = values_from_text(cli->c.arena, &kind->fields[i],
							slice_of(cli->question_values[i]));
		}
	}
	return values;
}

/* A failure as a sentence; the place in the code only helps who builds the program. */
static int report(struct cli *cli)
{
	const struct fail *fail = &cli->c.fail;
	(void)fail_as_option(&cli->c);
	say(messages_fail(cli->c.arena, cli->messages, cli->language, fail));
	if (getenv("SPEAN_DEBUG") != NULL) {
		(void)fprintf(stderr, "(%s:%d)\n", fail->file, fail->line);
	}
	if (cli->exit_code == EXIT_USAGE) {
		cli_print_usage(cli);
	}
	return cli->exit_code;
}

static err prepare(struct cli *cli)
{
	/* Before anything is read: every command may come to hold a key. */
	TRY(sandbox_harden(&cli->c));
	TRY(messages_load(&cli->c, cli->embedded, &cli->messages));
	TRY(model_load(&cli->c, cli->embedded, &cli->model));
	cli->language = terminal_language();
	cli->out = buf_create(cli->c.arena, OUTPUT_MAX);
	return OK;
}

static err run(struct cli *cli, int count, char **arguments)
{
	bool answered = false;
	TRY(cli_parse(cli, (size_t)count - 1, (const char *const *)arguments + 1, &answered));
	if (!answered) {
		TRY(cli->command->run(cli));
	}
	return OK;
}

int cli_main(const struct embedded *embedded, int count, char **arguments)
{
	struct cli cli = {.embedded = embedded, .exit_code = EXIT_FAILED};

	/* A closed pipe is an error of write(2), told in words. */
	(void)signal(SIGPIPE, SIG_IGN);
	cli.c.arena = arena_create();
	if (prepare(&cli) != OK) {
		/* No catalogue, no sentence: the build itself is broken. */
		(void)fprintf(stderr, "spean: %s\n%s\n", cli.c.fail.key, cli.c.fail.detail);
		arena_destroy(cli.c.arena);
		return EXIT_FAILED;
	}
	int exit_code = run(&cli, count, arguments) == OK ? EXIT_DONE : report(&cli);
	/* What a refused task had to say on stdout (compare --json) is said all the same. */
	if (cli_flush(&cli) != OK) {
		cli.exit_code = EXIT_FAILED;
		exit_code = report(&cli);
	}
	arena_destroy(cli.c.arena);
	return exit_code;
}
