/* walls.h - what `spean serve` shuts off before it answers anybody (sandbox/), and the worker that
 * sets papers. What a place needs to stay open is one list: allow_place in walls.c.
 */
#ifndef SPEAN_CLI_WALLS_H
#define SPEAN_CLI_WALLS_H

#include "cli/cli.h"
#include "sandbox/sandbox.h"
#include "sandbox/worker.h"

/* First of all, while there is no key in memory and no thread: the process that makes children for
 * jobs. Lives in cli->c.arena. */
MUST_USE err walls_worker(struct cli *cli, struct worker **ret_worker);

struct walls {
	struct sandbox_rules rules;
	const struct log *log;
};

/* What the command line asks for: the place, the log's folder, --require-sandbox. */
struct walls walls_of(struct cli *cli, const struct log *log);
/* For http_options.ready, with a struct walls. Says in the log what stands and what does not. */
MUST_USE err walls_enter(struct ctx *c, void *walls);

#endif
