/* sandbox.h - what a process of ours gives up for good before it meets the world: its memory as a
 * file for others, the files it does not need, and the calls that only an intruder would make.
 *
 * Three steps, each of which nothing can take back: sandbox_harden at the start of the program;
 * sandbox_enter when everything is open that will ever be opened elsewhere, and before the first
 * thread; and for parsers of foreign bytes a child with next to nothing (worker.h). The kernel
 * holds to it (Landlock, seccomp), so it also binds code that was slipped in through a mistake of
 * ours. What is refused is EPERM or EACCES, not the end of the program: a library that only tries
 * must not take the service down. docs/security.md lists it call by call.
 *
 * Not here: who may see which record (record/), the service manager's own walls (etc/).
 */
#ifndef SPEAN_SANDBOX_SANDBOX_H
#define SPEAN_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Others of the same user can neither read this process's memory nor trace it, it leaves no core
 * dump, and no program that it starts gets more rights than it has. For every process that may hold
 * a key. ERR_BROKEN sandbox.failed with step= and reason=. */
MUST_USE err sandbox_harden(struct ctx *c);

enum sandbox_access {
	SANDBOX_READ,  /* files and lists of files */
	SANDBOX_WRITE, /* the same, and make, change, rename, remove; never devices, links or
			  sockets */
};

enum sandbox_network {
	SANDBOX_ANSWER_ONLY, /* only sockets that are open already; Unix sockets may be opened */
	SANDBOX_CONNECT,     /* also TCP and UDP to others: a database server, its name */
};

/* A machine whose kernel lacks Landlock (before 5.13, or switched off) has no wall around files. */
enum sandbox_demand { SANDBOX_IF_POSSIBLE, SANDBOX_REQUIRED };

enum { SANDBOX_PATHS_MAX = 64 };

/* Start from zero and add paths with sandbox_allow. */
struct sandbox_rules {
	struct {
		const char *path;
		enum sandbox_access access;
	} paths[SANDBOX_PATHS_MAX];
	size_t count;
	enum sandbox_network network;
	enum sandbox_demand demand;
};

/* A file, or a folder with all that is in it. Kept by reference; more than SANDBOX_PATHS_MAX is a
 * broken promise. A path that does not exist when the sandbox is entered is left out. */
void sandbox_allow(struct sandbox_rules *rules, const char *path, enum sandbox_access access);

struct sandbox_state {
	int landlock; /* version of the kernel's interface; 0: no wall around files */
};

/* From here on: only the files of the rules, no program started, no process made (threads are
 * fine), nobody traced, no memory that is both written and run, no socket but of the rules. Needs a
 * process with one thread: a second one would stay outside. ERR_BROKEN sandbox.failed with step=
 * and reason=; ERR_BROKEN sandbox.no_landlock when it is required and the kernel lacks it. */
MUST_USE err sandbox_enter(struct ctx *c, const struct sandbox_rules *rules,
			   struct sandbox_state *ret_state);

#endif
