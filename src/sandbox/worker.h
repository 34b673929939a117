/* worker.h - jobs that read foreign bytes or draw with large libraries, each in a child of its own
 * that can do nothing but that: no network, no process, no file but fonts to read (or none at all),
 * limited memory and time. Bytes go in, bytes or a failure come out.
 *
 * A nursery is forked before the program has a thread, a key or a store, and makes a child for
 * every job: what a job's mistake gives away is that job's bytes. A crash, a hang or too much
 * output is a clean failure of that job, and the next one works. A nursery that was killed is made
 * anew by its keeper, a process that does nothing else; only jobs that it had in hand are lost.
 *
 * Threads: worker_run from any thread, some at once, the others wait. Start and stop in one.
 */
#ifndef SPEAN_SANDBOX_WORKER_H
#define SPEAN_SANDBOX_WORKER_H

#include "base/buf.h"
#include "sandbox/sandbox.h"

enum worker_files { WORKER_NO_FILES, WORKER_READS_FILES };

struct worker_job {
	const char *name; /* in messages and logs */
	/* Runs in the child. What it leaves in `output`, or c->fail, comes back. Nothing else that
	 * it changes is seen by anybody. */
	err (*run)(struct ctx *c, struct slice input, struct buf *output);
	enum worker_files files;
	size_t input_max; /* bytes */
	size_t output_max;
	size_t memory_max; /* beyond what the nursery has already */
	unsigned seconds;
};

struct worker_options {
	const struct worker_job *const *jobs; /* outlive the worker */
	size_t jobs_count;
	/* Run once in the nursery, before its walls stand: what all jobs will need (the list of
	 * fonts). May be NULL. */
	void (*prepare)(void);
	const char *const *readable; /* for WORKER_READS_FILES */
	size_t readable_count;
};

struct worker;

/* Fork the nursery. Needs a process with one thread. Ends with c->arena.
 * ERR_BROKEN sandbox.failed. */
MUST_USE err worker_start(struct ctx *c, const struct worker_options *options,
			  struct worker **ret_worker);

/* `job` is one of the worker's. The output lives in c->arena. What the job itself said (with its
 * key and arguments), or ERR_LIMIT worker.input_too_long (job=, max=); ERR_BROKEN worker.died (a
 * crash, or more memory than it may have), worker.too_slow (seconds=), worker.too_much (output,
 * max=), worker.busy (no place in that time), worker.gone (nursery and keeper have ended: the
 * program must be started again); each with job=. */
MUST_USE err worker_run(struct ctx *c, struct worker *worker, const struct worker_job *job,
			struct slice input, struct slice *ret_output);

/* Is the nursery there, or who makes it anew? */
bool worker_is_alive(const struct worker *worker);

/* For tests: the process id of the keeper, whose one child the nursery is. */
int worker_process(const struct worker *worker);

#endif
