/* pipe.h - bytes that pass through: where a writer writes to and a reader reads from, without
 * either knowing what stands behind it (a file, a cipher, a test). Constant memory. */
#ifndef SPEAN_BASE_PIPE_H
#define SPEAN_BASE_PIPE_H

#include "base/err.h"
#include "base/slice.h"

/* Takes all of `bytes` or fails. */
struct sink {
	err (*write)(struct ctx *c, void *self, struct slice bytes);
	void *self;
};

/* Gives up to `size` bytes, at least one; 0 is the end. */
struct source {
	err (*read)(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got);
	void *self;
};

/* An open descriptor, which stays the caller's; `name` is what messages call it.
 * ERR_BROKEN file.write (path=, reason=), file.read. Both live in c->arena. */
struct sink sink_to(struct ctx *c, int descriptor, const char *name);
struct source source_from(struct ctx *c, int descriptor, const char *name);

#endif
