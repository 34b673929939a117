/* metrics.h - counters, and their text in the Prometheus exposition format 0.0.4.
 *
 * Labels are closed sets of our own words: no address, no path, no name can get in. Thread-safe.
 */
#ifndef SPEAN_HTTP_METRICS_H
#define SPEAN_HTTP_METRICS_H

#include <stdatomic.h>

#include "base/buf.h"
#include "http/gate.h"

enum { STATUS_CLASSES = 6, HISTOGRAM_BUCKETS = 9 };

struct metrics {
	/* /proc/self/statm, opened at the start: later the program can open nothing there. -1:
	 * none. */
	int own_size;
	_Atomic uint64_t answers[STATUS_CLASSES]; /* [2] counts 2xx */
	_Atomic uint64_t refusals[GATE_REASONS];
	_Atomic uint64_t bytes_sent;
	_Atomic uint64_t connections;
	_Atomic uint64_t connections_open;
	_Atomic uint64_t running; /* exchanges begun and not yet ended */
	_Atomic uint64_t microseconds;
	_Atomic uint64_t buckets[HISTOGRAM_BUCKETS]; /* not cumulative; the last is +Inf */
};

/* One answer: its status, the bytes of its body that went out, and how long it took to make. */
void metrics_answer(struct metrics *metrics, int status, size_t bytes, int64_t microseconds);
/* One head that the gate refused; its answer is counted by metrics_answer as well. */
void metrics_refusal(struct metrics *metrics, enum gate_reason reason);
/* `cut` connections were ended by the reaper. */
void metrics_write(const struct metrics *metrics, uint64_t cut, struct buf *out);

#endif
