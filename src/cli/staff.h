/* staff.h - what the commands about people share. */
#ifndef SPEAN_CLI_STAFF_H
#define SPEAN_CLI_STAFF_H

#include "cli/cli.h"
#include "people/people.h"

/* Of --store or $SPEAN_STORE, with its keys; closed with the task. */
MUST_USE err staff_open(struct cli *cli, struct door **ret_door);

/* Where people reach the server, without a slash at its end: --origin, $SPEAN_ORIGIN; NULL when
 * neither says it. */
const char *staff_origin_said(struct cli *cli);
/* The same, else the address of `spean serve`. */
const char *staff_origin(struct cli *cli);

#endif
