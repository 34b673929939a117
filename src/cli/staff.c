#include "cli/staff.h"

#include <stdlib.h>

err staff_open(struct cli *cli, struct door **ret_door)
{
	struct keyring *keyring;

	TRY(cli_place(cli, &keyring));
	return cli_console_door(cli, keyring, ret_door);
}

const char *staff_origin_said(struct cli *cli)
{
	const char *origin = cli_option(cli, "origin");

	if (origin == NULL) {
		origin = getenv("SPEAN_ORIGIN");
	}
	if (origin == NULL || origin[0] == '\0') {
		return NULL;
	}
	struct slice text = slice_of(origin);
	while (slice_ends(text, S("/"))) {
		text.length--;
	}
	return arena_cstr(cli->c.arena, text);
}

const char *staff_origin(struct cli *cli)
{
	const char *said = staff_origin_said(cli);
	return said != NULL ? said : "http://127.0.0.1:8080";
}
