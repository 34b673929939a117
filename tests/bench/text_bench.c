/* text_bench.c - how fast Khmer text is normalised, names keyed and searched. Reports only. */
#include "base/clock.h"
#include "text/khmer.h"
#include "text/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 8 << 20, NAMES = 200000, QUERIES = 200, ROUNDS = 5 };

static const char PIECE[] = "ក្រុមការងារជួយស្ត្រីនិងកុមារ នៅខេត្តព្រះសីហនុ ឆ្នាំ២០១៦ with partners. ";
static const char *const PARTS[] = {"សុខ",      "ហេង",    "ចាន់",   "ដារ៉ា",  "សុភា",  "ស្រីមុំ",
				    "វណ្ណា",    "វិចិត្រ",   "Sok",   "Keo",   "Kim",  "Sophal",
				    "Sreymom", "Rath",   "Vuthy", "Bopha", "Chan", "Lim",
				    "Veasna",  "Theary", "Piseth"};

static int by_time(const void *a, const void *b)
{
	const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
	return left < right ? -1 : left > right;
}

static err measure_normal(struct ctx *c, enum khmer_purpose purpose, const char *what)
{
	char *at = arena_alloc(c->arena, TEXT_BYTES);
	const size_t piece = sizeof PIECE - 1, count = TEXT_BYTES / piece;
	int64_t best = INT64_MAX;
	for (size_t i = 0; i < count; i++) {
		memcpy(at + i * piece, PIECE, piece);
	}
	for (size_t i = 0; i < ROUNDS; i++) {
		struct slice normal;
		const int64_t start = clock_monotonic_us();
		TRY(khmer_normalise(c, (struct slice){at, count * piece}, purpose, &normal));
		const int64_t time = clock_monotonic_us() - start;
		best = time < best ? time : best;
	}
	printf("normalise for %s: %.0f MB/s\n", what, (double)(count * piece) / (double)best);
	return OK;
}

static struct slice name_at(struct arena *arena, size_t i)
{
	const size_t count = COUNT_OF(PARTS);
	return arena_format(arena, "%s %s%s", PARTS[i % count], PARTS[i / count % count],
			    PARTS[i / count / count % count]);
}

static err measure_names(struct ctx *c)
{
	struct slice *names = ARENA_ARRAY(c->arena, NAMES, struct slice);
	int64_t *times = ARENA_ARRAY(c->arena, QUERIES, int64_t);
	struct names_index *index;
	for (size_t i = 0; i < NAMES; i++) {
		names[i] = name_at(c->arena, i * 7919);
	}
	const int64_t start = clock_monotonic_us();
	for (size_t i = 0; i < NAMES; i++) {
		struct slice key;
		TRY(names_key(c, names[i], &key));
	}
	printf("skeletons: %.0f names/s\n", NAMES * 1e6 / (double)(clock_monotonic_us() - start));
	TRY(names_index_create(c, names, NAMES, &index));
	for (size_t i = 0; i < QUERIES; i++) {
		const struct names_hit *hits;
		size_t count;
		const int64_t from = clock_monotonic_us();
		TRY(names_index_search(c, index, names[i * 31], 10, &hits, &count));
		times[i] = clock_monotonic_us() - from;
	}
	qsort(times, QUERIES, sizeof *times, by_time);
	printf("search of %d names: median %" PRId64 " us, p95 %" PRId64 " us\n", NAMES,
	       times[QUERIES / 2], times[QUERIES * 95 / 100]);
	return OK;
}

int main(void)
{
	struct ctx c = {.arena = arena_create()};
	const bool done = measure_normal(&c, KHMER_FOR_KEY, "a key") == OK &&
			  measure_normal(&c, KHMER_FOR_DISPLAY, "display") == OK &&
			  measure_names(&c) == OK;
	arena_destroy(c.arena);
	return done ? 0 : 1;
}
