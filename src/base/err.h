/* err.h - how a function says that it failed, and what a person will be told.
 *
 * A function that can fail returns `err` (must be used) and puts the detail into the caller's
 * `struct ctx`. Library code never prints and never logs: the floor that owns the terminal or the
 * socket turns the detail into a sentence (text/messages.h).
 *
 * Not here: the sentences themselves. `key` names one in locale/, nothing else.
 */
#ifndef SPEAN_BASE_ERR_H
#define SPEAN_BASE_ERR_H

#include <stddef.h>

#define MUST_USE                         __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Seven values, on purpose: whoever needs an eighth is on too high a level to be one function. */
enum err {
	OK = 0,
	ERR_NOT_FOUND, /* no such thing, or not for you: the two look alike from outside */
	ERR_DENIED,    /* the actor may not */
	ERR_CONFLICT,  /* somebody else was first, or the state forbids it */
	ERR_INVALID,   /* the input is wrong; the detail says where */
	ERR_LIMIT,     /* too large, too many, too long */
	ERR_BROKEN,    /* the machine, a file or a library failed */
};
typedef enum err err;

enum { FAIL_DETAIL_SIZE = 512 };

/* The last failure of one task. `key` is a message of locale/ ("csv.quote_open"); `detail` carries
 * its named arguments, one "name=value" a line, cut at FAIL_DETAIL_SIZE on a whole character. */
struct fail {
	err code;
	const char *key;
	const char *file;
	int line;
	char detail[FAIL_DETAIL_SIZE];
};

struct arena;

/* What every task carries down: where memory comes from, and where a failure is told.
 * One thread at a time; never shared. */
struct ctx {
	struct arena *arena;
	struct fail fail;
};

/* Fill c->fail and return `code`. Use FAIL, which adds the place. `format` makes the detail:
 * "name=%s\nline=%zu". */
err fail_set(struct ctx *c, err code, const char *key, const char *file, int line,
	     const char *format, ...) PRINTF_LIKE(6, 7);

#define FAIL(c, code, key, ...) fail_set((c), (code), (key), __FILE__, __LINE__, __VA_ARGS__)
/* The same where the sentence needs no argument. */
#define FAIL_PLAIN(c, code, key) fail_set((c), (code), (key), __FILE__, __LINE__, "%s", "")

/* The only macro that controls the flow: pass a failure on. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		const err try_result_ = (call);                                                    \
		if (try_result_ != OK) {                                                           \
			return try_result_;                                                        \
		}                                                                                  \
	} while (0)

/* Stop the program when a promise of the code itself is broken. Stays on in release builds. */
#define must(condition) ((condition) ? (void)0 : must_failed(#condition, __FILE__, __LINE__))
_Noreturn void must_failed(const char *condition, const char *file, int line);

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
