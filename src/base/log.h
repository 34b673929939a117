/* log.h - lines for whoever runs the program: time, level, event, key=value. Only floors 5 and 6
 * call it. Values are quoted and cut; control bytes are escaped. Never pass a name, a note, a key
 * or a query string: an access line has method, path pattern, status, bytes and time.
 *
 * Thread-safe: one write(2) a line.
 */
#ifndef SPEAN_BASE_LOG_H
#define SPEAN_BASE_LOG_H

#include "base/err.h"
#include "base/slice.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct log {
	int descriptor;       /* usually 2; opened and closed by the owner */
	enum log_level level; /* lines above it are dropped */
};

/* log_line(log, LOG_INFO, "serve.listen", "address=%s", address). Pairs are separated by newlines
 * in the format, as in FAIL: "method=%s\nstatus=%d". */
void log_line(const struct log *log, enum log_level level, const char *event, const char *format,
	      ...) PRINTF_LIKE(4, 5);
/* A failure with its place in the code. */
void log_fail(const struct log *log, const char *event, const struct fail *fail);

#endif
