/* nursery.h - both ends of a worker know this. Inside sandbox/ only.
 *
 * The program sends the nursery one message a job over a socket of whole messages: the number of
 * the job, and one end of a new stream. Over that stream goes the input (its length first), and
 * back come a reply head and its bytes. The nursery's own ends are trusted; a child's reply is not.
 */
#ifndef SPEAN_SANDBOX_NURSERY_H
#define SPEAN_SANDBOX_NURSERY_H

#include "sandbox/worker.h"

enum { NURSERY_REPLY_MARK = 0x53504E31, NURSERY_FAIL_MAX = 1024 };

struct nursery_reply {
	uint32_t mark;
	uint32_t code;   /* an err; of a failure "KEY\nDETAIL" follows */
	uint64_t length; /* bytes that follow */
};

/* The life of the nursery and of its keeper: never returns, ends when the other end of `control` is
 * closed. */
_Noreturn void nursery_run(const struct worker_options *options, int control);
/* One job, in its child. `mapped`: bytes that the nursery has mapped already. */
_Noreturn void nursery_job(const struct worker_job *job, size_t mapped, int stream);

#endif
