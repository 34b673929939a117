#include "cli/staff.h"

#include <stdlib.h>

err staff_open(struct cli *cli, struct door **ret_door)
{
	struct keyring *keyring;

	TRY(cli_place(cli, &keyring));
	return cli_console_door(cli, keyring, ret_door);
}

const char *staff_origin(struct cli *cli)
{
	const char *origin = cli_option(cli, "origin");

	if (origin == NULL) {
		origin = getenv("SPEAN_ORIGIN");
	}
	struct slice text = origin != NULL ? slice_of(origin) : S("http://127.0.0.1:8080");
	while (slice_ends(text, S("/"))) {
		text.length--;
	}
	return arena_cstr(cli->c.arena, text);
}
