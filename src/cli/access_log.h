/* access_log.h - the file of `spean serve --access-log`: opened to be added to, and opened again on
 * a signal, so that logrotate can put the old one away while requests go on. */
#ifndef SPEAN_CLI_ACCESS_LOG_H
#define SPEAN_CLI_ACCESS_LOG_H

#include "base/err.h"

/* Mode 0640, made when it is not there. ERR_BROKEN file.write and its like, with path=. */
MUST_USE err access_log_open(struct ctx *c, const char *path, int *ret_descriptor);
/* The same path again under the same descriptor: threads that write meanwhile reach the one file or
 * the other, and lose no line. On failure the old file stays in use. */
MUST_USE err access_log_reopen(struct ctx *c, const char *path, int descriptor);

#endif
