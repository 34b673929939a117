/* reaper.h - cuts connections that let us wait: unfinished headers or bodies, unread answers.
 *
 * The library's own timeout counts silence only; a client that sends one byte a second would stay
 * for ever. Every connection stands in a list with the moment until which its present step must be
 * done; past it, the socket is shut down and the library ends the connection as if the other side
 * had gone.
 *
 * Thread-safe. Entries live inside the owner's own structs.
 */
#ifndef SPEAN_HTTP_REAPER_H
#define SPEAN_HTTP_REAPER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct reaper_entry {
	struct reaper_entry *previous;
	struct reaper_entry *next;
	int descriptor;
	_Atomic int64_t deadline_us; /* of clock_monotonic_us; 0 = none */
};

struct reaper;

/* Without a thread: reaper_run decides when. It lives in the arena. ERR_BROKEN http.threads from
 * reaper_start. */
struct reaper *reaper_create(struct arena *arena);
MUST_USE err reaper_start(struct ctx *c, struct reaper *reaper);
/* Stop the thread if there is one. The list must be empty. NULL is fine. */
void reaper_destroy(struct reaper *reaper);

void reaper_add(struct reaper *reaper, struct reaper_entry *entry);
/* After it returns, the entry's descriptor is not touched any more. */
void reaper_remove(struct reaper *reaper, struct reaper_entry *entry);
/* Shut down what is overdue at `now_us`; each once. How many that were. */
size_t reaper_run(struct reaper *reaper, int64_t now_us);
/* All that were cut so far. */
uint64_t reaper_count(const struct reaper *reaper);

#endif
