/* lint.h - put in front of every file that clang-tidy reads.
 *
 * The analyzer sees one file at a time and believes that fail_set may return OK, so that outputs
 * left untouched would be used. Here FAIL is seen to return what it was given.
 */
#ifndef SPEAN_TOOLS_LINT_H
#define SPEAN_TOOLS_LINT_H

#include "base/err.h"

#undef FAIL
#undef FAIL_PLAIN
#define FAIL(c, code, key, ...)                                                                    \
	((void)fail_set((c), (code), (key), __FILE__, __LINE__, __VA_ARGS__), (code))
#define FAIL_PLAIN(c, code, key)                                                                   \
	((void)fail_set((c), (code), (key), __FILE__, __LINE__, "%s", ""), (code))

#endif
