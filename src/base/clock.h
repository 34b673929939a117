/* clock.h - the time, asked in one place. Rules never ask: they get `now` or `on` as a parameter.
 */
#ifndef SPEAN_BASE_CLOCK_H
#define SPEAN_BASE_CLOCK_H

#include <stdint.h>

#include "base/date.h"

int64_t clock_now(void);          /* seconds since 1970-01-01 UTC */
int64_t clock_now_ms(void);       /* milliseconds since then */
int64_t clock_monotonic_us(void); /* microseconds of a clock that never jumps */
/* The calendar day of the moment `now` (as clock_now) in Cambodia: UTC+7, no summer time. */
struct pdate clock_day(int64_t now);
struct pdate clock_today(void); /* clock_day of now */
/* The moment as ISO 8601 in UTC, "2026-11-22T16:05:09.120Z". */
struct slice clock_moment(struct arena *arena, int64_t now_ms);

#endif
