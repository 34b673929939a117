/* staff.h - what the commands about people share. */
#ifndef SPEAN_CLI_STAFF_H
#define SPEAN_CLI_STAFF_H

#include "cli/cli.h"
#include "people/people.h"

/* Of --store or $SPEAN_STORE, with its keys; closed with the task. */
MUST_USE err staff_open(struct cli *cli, struct door **ret_door);

/* Where the server is reached: --origin, $SPEAN_ORIGIN, or the address of `spean serve`. Without a
 * slash at its end. */
const char *staff_origin(struct cli *cli);

#endif
