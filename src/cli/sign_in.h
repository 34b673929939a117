/* sign_in.h - somebody of the staff at the machine: who asks and who allows prove it each with the
 * own password, because two people who share a terminal are still to be two. */
#ifndef SPEAN_CLI_SIGN_IN_H
#define SPEAN_CLI_SIGN_IN_H

#include "cli/cli.h"

/* The options of such a command: --as NAME, --password-file FILE, --code CODE. */
#define SIGN_IN_OPTIONS                                                                            \
	{"as", "NAME"}, {"password-file", "FILE"},                                                 \
	{                                                                                          \
		"code", "CODE"                                                                     \
	}

/* Ask for password and second factor, as signing in on the pages does (and as slowly), and open a
 * door for that account; closed with c->arena. ERR_DENIED people.sign_in; ERR_LIMIT people.wait;
 * ERR_INVALID sign_in.factor (a passkey works on the pages only), sign_in.unfinished (no second
 * factor yet). */
MUST_USE err cli_sign_in(struct cli *cli, struct door **ret_door);
/* The same at a place that is open already. */
MUST_USE err cli_sign_in_at(struct cli *cli, struct keyring *keyring, struct door **ret_door);

#endif
