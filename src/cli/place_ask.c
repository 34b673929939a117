/* place_ask.c - passphrases and shares, from files or typed where nobody can read along. */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/place.h"
#include "record/key_file.h"

enum { LINE_MAX_BYTES = 1024, PASSPHRASE_LEAST = 16 };

/* A line of the terminal, not shown while it is typed. */
static err read_hidden(struct cli *cli, struct slice *ret_line)
{
	struct termios shown;
	char line[LINE_MAX_BYTES];
	if (tcgetattr(STDIN_FILENO, &shown) != 0) {
		return FAIL_PLAIN(&cli->c, ERR_INVALID, "keyring.nobody_to_ask");
	}
	struct termios hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	const ssize_t got = read(STDIN_FILENO, line, sizeof line);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	(void)fputc('\n', stderr);
	if (got <= 0) {
		return FAIL_PLAIN(&cli->c, ERR_INVALID, "keyring.nobody_to_ask");
	}
	*ret_line = slice_trim(
		arena_copy(cli->c.arena, (struct slice){.at = line, .length = (size_t)got}));
	explicit_bzero(line, sizeof line);
	return OK;
}

err cli_hidden(struct cli *cli, const char *key, struct slice *ret_line)
{
	cli_say(cli, key, "%s", "");
	return read_hidden(cli, ret_line);
}

static err ask_line(struct cli *cli, const char *key, int number, struct slice *ret_line)
{
	cli_say(cli, key, "number=%d", number);
	return read_hidden(cli, ret_line);
}

static err type_passphrase(struct cli *cli, enum keyring_question question, struct slice *ret_text)
{
	struct slice text;
	struct slice again;
	TRY(ask_line(cli, "keyring.ask_passphrase", 0, &text));
	if (question == KEYRING_ASK_NEW) {
		TRY(ask_line(cli, "keyring.ask_again", 0, &again));
		if (!slice_equal(text, again)) {
			return FAIL_PLAIN(&cli->c, ERR_INVALID, "keyring.not_the_same");
		}
	}
	*ret_text = text;
	return OK;
}

/* The text of the file, or what is typed; twice when it is new. */
static err passphrase(struct ctx *c, void *argument, enum keyring_question question,
		      struct slice *ret_passphrase)
{
	struct cli *cli = argument;
	struct slice text;
	if (cli->passphrase_file != NULL) {
		TRY(key_file_check(c, cli->passphrase_file));
		TRY(file_read(c, cli->passphrase_file, LINE_MAX_BYTES, &text));
		text = slice_trim(text);
	} else {
		TRY(type_passphrase(cli, question, &text));
	}
	if (question == KEYRING_ASK_NEW && text.length < PASSPHRASE_LEAST) {
		return FAIL(c, ERR_INVALID, "keyring.passphrase_short", "least=%d",
			    PASSPHRASE_LEAST);
	}
	*ret_passphrase = text;
	return OK;
}

static err shares(struct ctx *c, void *argument, int needed,
		  struct slice ret_shares[KEYRING_SHARES_MAX], size_t *ret_count)
{
	struct cli *cli = argument;
	size_t count = 0;
	for (int i = 0; i < KEYRING_SHARES_MAX && cli->shares[i] != NULL; i++) {
		TRY(key_file_check(c, cli->shares[i]));
		TRY(file_read(c, cli->shares[i], LINE_MAX_BYTES, &ret_shares[count]));
		count++;
	}
	while (cli->shares[0] == NULL && count < (size_t)needed) {
		TRY(ask_line(cli, "keyring.ask_share", (int)count + 1, &ret_shares[count]));
		count++;
	}
	*ret_count = count;
	return OK;
}

/* To stdout, where they can be printed or piped; never to a log. */
static err hand_out(struct ctx *c, void *argument, int needed, int count, const struct slice *texts)
{
	struct cli *cli = argument;
	(void)c;
	for (int i = 0; i < count; i++) {
		buf_printf(cli->out, "# Spean, share %d of %d; any %d open the store.\n%.*s\n",
			   i + 1, count, needed, SLICE_PRINT(texts[i]));
	}
	return cli_flush(cli);
}

struct keyring_asker place_asker(struct cli *cli)
{
	return (struct keyring_asker){
		.argument = cli,
		.passphrase = passphrase,
		.shares = shares,
		.hand_out = hand_out,
	};
}
