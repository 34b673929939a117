/* metrics.c - counters are relaxed in time, never in count: a reader may see a request counted and
 * its bytes not yet.
 */
#include "http/metrics.h"

#include <inttypes.h>
#include <unistd.h>

/* Upper bounds in microseconds: a page is around 1 ms, a slow one around 100. */
static const struct {
	int64_t below_us;
	const char *seconds;
} bounds[HISTOGRAM_BUCKETS] = {{100, "0.0001"}, {500, "0.0005"},  {1000, "0.001"},
			       {5000, "0.005"}, {10000, "0.01"},  {50000, "0.05"},
			       {100000, "0.1"}, {1000000, "1.0"}, {INT64_MAX, "+Inf"}};

void metrics_answer(struct metrics *metrics, int status, size_t bytes, int64_t microseconds)
{
	const int class = status / 100;
	size_t bucket = 0;

	if (class > 0 && class < STATUS_CLASSES) {
		atomic_fetch_add(&metrics->answers[class], 1);
	}
	while (microseconds > bounds[bucket].below_us) {
		bucket++;
	}
	atomic_fetch_add(&metrics->buckets[bucket], 1);
	atomic_fetch_add(&metrics->bytes_sent, bytes);
	atomic_fetch_add(&metrics->microseconds, (uint64_t)microseconds);
}

void metrics_refusal(struct metrics *metrics, enum gate_reason reason)
{
	atomic_fetch_add(&metrics->refusals[reason], 1);
}

/* Second number of statm, in pages; 0 where there is none. */
static uint64_t resident_bytes(const struct metrics *metrics)
{
	char text[128];
	int64_t resident = 0;
	const ssize_t got = pread(metrics->own_size, text, sizeof text, 0);
	struct slice rest = {.at = text, .length = got > 0 ? (size_t)got : 0};
	struct slice number;

	/* The second number: pages in memory. */
	(void)slice_next(&rest, ' ', &number);
	if (!slice_next(&rest, ' ', &number) || !slice_to_int64(number, &resident)) {
		return 0;
	}
	return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(struct buf *out, const char *name, const char *type, const char *help,
		   uint64_t value)
{
	head(out, name, type, help);
	buf_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void write_histogram(const struct metrics *metrics, struct buf *out)
{
	uint64_t count = 0;

	head(out, "spean_http_seconds", "histogram", "Time from a whole head to the answer.");
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		count += atomic_load(&metrics->buckets[i]);
		buf_printf(out, "spean_http_seconds_bucket{le=\"%s\"} %" PRIu64 "\n",
			   bounds[i].seconds, count);
	}
	const uint64_t sum = atomic_load(&metrics->microseconds);
	buf_printf(out,
		   "spean_http_seconds_sum %" PRIu64 ".%06" PRIu64 "\n"
		   "spean_http_seconds_count %" PRIu64 "\n",
		   sum / 1000000, sum % 1000000, count);
}

void metrics_write(const struct metrics *metrics, uint64_t cut, struct buf *out)
{
	head(out, "spean_http_requests_total", "counter", "Answers by class of status.");
	for (size_t i = 1; i < STATUS_CLASSES; i++) {
		buf_printf(out, "spean_http_requests_total{class=\"%zuxx\"} %" PRIu64 "\n", i,
			   atomic_load(&metrics->answers[i]));
	}
	head(out, "spean_http_refused_total", "counter", "Heads that the gate refused, by reason.");
	for (size_t i = GATE_PASS + 1; i < GATE_REASONS; i++) {
		buf_printf(out, "spean_http_refused_total{reason=\"%s\"} %" PRIu64 "\n",
			   gate_reason_name((enum gate_reason)i),
			   atomic_load(&metrics->refusals[i]));
	}
	write_histogram(metrics, out);
	single(out, "spean_http_sent_bytes_total", "counter", "Bytes of bodies sent.",
	       atomic_load(&metrics->bytes_sent));
	single(out, "spean_http_connections_total", "counter", "Connections taken.",
	       atomic_load(&metrics->connections));
	single(out, "spean_http_connections", "gauge", "Connections open now.",
	       atomic_load(&metrics->connections_open));
	single(out, "spean_http_running", "gauge", "Requests being answered now.",
	       atomic_load(&metrics->running));
	single(out, "spean_http_cut_total", "counter", "Connections ended for being too slow.",
	       cut);
	single(out, "process_resident_memory_bytes", "gauge", "Resident memory.",
	       resident_bytes(metrics));
}
