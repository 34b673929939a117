#include "base/clock.h"

#include "base/err.h"

#include <time.h>

#include "base/arena.h"

enum { CAMBODIA_SECONDS = 7 * 3600, DAY_SECONDS = 24 * 3600, DAY_MS = DAY_SECONDS * 1000 };

int64_t clock_now(void)
{
	struct timespec now;
	must(clock_gettime(CLOCK_REALTIME, &now) == 0);
	return now.tv_sec;
}

int64_t clock_now_ms(void)
{
	struct timespec now;
	must(clock_gettime(CLOCK_REALTIME, &now) == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;
	must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct pdate clock_day(int64_t now)
{
	const int64_t there = now + CAMBODIA_SECONDS;
	const int64_t days = there / DAY_SECONDS - (there % DAY_SECONDS < 0 ? 1 : 0);
	return date_from_days(days);
}

struct pdate clock_today(void)
{
	return clock_day(clock_now());
}

struct slice clock_moment(struct arena *arena, int64_t now_ms)
{
	const int64_t days = now_ms / DAY_MS - (now_ms % DAY_MS < 0 ? 1 : 0);
	const int ms = (int)(now_ms - days * DAY_MS);
	const struct pdate day = date_from_days(days);
	return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", day.year, day.month,
			    day.day, ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}
