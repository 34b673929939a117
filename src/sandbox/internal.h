/* internal.h - the walls themselves, for the files of this folder. */
#ifndef SPEAN_SANDBOX_INTERNAL_H
#define SPEAN_SANDBOX_INTERNAL_H

#include "sandbox/sandbox.h"

/* Sanitizers look into their own process and start a tracer when it ends (LeakSanitizer). Only a
 * build made with them leaves these doors open: they are not in a release, and no switch opens
 * them.
 */
#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

/* ERR_BROKEN sandbox.failed of this step, with the reason in `number` (an errno). */
err sandbox_failed(struct ctx *c, const char *step, int number);

/* Shut in the files of the rules. *ret_version is 0 where the kernel has no Landlock. */
MUST_USE err landlock_enter(struct ctx *c, const struct sandbox_rules *rules, int *ret_version);

/* What a process may still ask of the kernel. */
enum filter {
	FILTER_SERVER, /* nearly everything that a server does; a list of what not */
	FILTER_SERVER_CONNECTING,
	FILTER_NURSERY,     /* makes children for jobs, and no more */
	FILTER_JOB_READING, /* a job that reads files (fonts): a list of what it may */
	FILTER_JOB_WITHOUT_FILES,
};
MUST_USE err filter_enter(struct ctx *c, enum filter filter);

#endif
