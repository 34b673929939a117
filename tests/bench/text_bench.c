/* text_bench.c - how fast Khmer text is normalised, names keyed and searched. Reports only.
 */
#include "text/khmer.h"
#include "text/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	TEXT_BYTES = 8 << 20,
	NAMES = 1000000,
	KEYED = 200000,
	QUERIES = 1000,
	TOP = 10,
	ROUNDS = 5,
	SEED = 16,
};

static const char PIECE[] = "ក្រុមការងារជួយស្ត្រីនិងកុមារ នៅខេត្តព្រះសីហនុ ឆ្នាំ២០១៦ with partners. ";
static const char *const KHMER_PARTS[] = {
	"សុខ", "ហេង", "ចាន់",  "ដារ៉ា", "សុភា", "ស្រី",   "មុំ",   "វណ្ណា", "វិចិត្រ",  "គឹម",   "លឹម",  "កែវ",
	"ម៉ៅ", "ធីតា", "បុប្ផា", "ឧត្តម", "រដ្ឋ", "ពេជ្រ", "ស្រស់", "ណារី",  "វាសនា", "ពិសិដ្ឋ", "ម៉ាលី", "សំណាង"};
static const char *const LATIN_PARTS[] = {
	"sok",   "keo", "kim",    "phal",    "srey",   "rath",  "vuthy",  "bopha",
	"chan",  "lim", "veasna", "theary",  "piseth", "mom",   "chhorn", "oeun",
	"ratha", "nov", "thida",  "kunthea", "narith", "pheap", "leak",   "samnang"};

/* xorshift64: the same names on every machine. */
static uint32_t draw(uint64_t *state, size_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)((*state >> 24) % below);
}

/* Of the processor, not of the wall: other programs on the machine do not count. */
static int64_t used_us(void)
{
	return (int64_t)((double)clock() * 1e6 / CLOCKS_PER_SEC);
}

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
		const int64_t start = used_us();
		TRY(khmer_normalise(c, (struct slice){at, count * piece}, purpose, &normal));
		const int64_t time = used_us() - start;
		best = time < best ? time : best;
	}
	printf("normalise for %s: %.0f MB/s\n", what, (double)(count * piece) / (double)best);
	return OK;
}

/* Two parts or three, each of one piece or two; half of the names in each script. */
static struct slice draw_name(struct arena *arena, uint64_t *state)
{
	const bool is_khmer = draw(state, 2) == 0;
	const char *const *parts = is_khmer ? KHMER_PARTS : LATIN_PARTS;
	const size_t count = is_khmer ? COUNT_OF(KHMER_PARTS) : COUNT_OF(LATIN_PARTS);
	const char *const family = parts[draw(state, count)];
	const char *const first = parts[draw(state, count)];
	const char *const second = draw(state, 3) > 0 ? parts[draw(state, count)] : "";
	const char *const last = draw(state, 2) == 0 ? parts[draw(state, count)] : "";
	return arena_format(arena, "%s %s%s%s%s", family, first, second, *last == 0 ? "" : " ",
			    last);
}

/* One character of the name left out or put twice. */
static struct slice with_typo(struct arena *arena, uint64_t *state, struct slice name)
{
	size_t from = draw(state, name.length);
	while (from > 0 && ((unsigned char)name.at[from] & 0xC0) == 0x80) {
		from--;
	}
	size_t to = from + 1;
	while (to < name.length && ((unsigned char)name.at[to] & 0xC0) == 0x80) {
		to++;
	}
	const size_t again = draw(state, 2) == 0 ? from : to;
	return arena_format(arena, "%.*s%.*s", (int)(again == to ? from : to), name.at,
			    (int)(name.length - again), name.at + again);
}

static err measure_keys(const struct slice *names)
{
	struct ctx c = {.arena = arena_create()};
	const int64_t start = used_us();
	for (size_t i = 0; i < KEYED; i++) {
		struct slice key;
		TRY(names_key(&c, names[i], &key));
		if (i % 64 == 63) {
			arena_reset(c.arena);
		}
	}
	const int64_t time = used_us() - start;
	arena_destroy(c.arena);
	printf("skeletons: %.2f million names/s\n", KEYED / (double)time);
	return OK;
}

static bool has_name(const struct slice *names, const struct names_hit *hits, size_t count,
		     struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(names[hits[i].at], name)) {
			return true;
		}
	}
	return false;
}

static err measure_search(struct ctx *c, const struct names_index *index, const struct slice *names,
			  uint64_t *state)
{
	int64_t *times = ARENA_ARRAY(c->arena, QUERIES, int64_t);
	size_t found = 0;
	for (size_t i = 0; i < QUERIES; i++) {
		const struct names_hit *hits;
		size_t count;
		const size_t asked = draw(state, NAMES);
		const struct slice query = with_typo(c->arena, state, names[asked]);
		const int64_t from = used_us();
		TRY(names_index_search(c, index, query, TOP, &hits, &count));
		times[i] = used_us() - from;
		found += has_name(names, hits, count, names[asked]) ? 1 : 0;
	}
	qsort(times, QUERIES, sizeof *times, by_time);
	printf("search: %d queries with a typo, p50 %.2f ms, p95 %.2f ms, %zu in the first %d\n",
	       QUERIES, (double)times[QUERIES / 2] / 1e3, (double)times[QUERIES * 95 / 100] / 1e3,
	       found, TOP);
	return OK;
}

static err measure_names(struct ctx *c)
{
	uint64_t state = SEED;
	struct slice *names = ARENA_ARRAY(c->arena, NAMES, struct slice);
	struct names_index *index;
	for (size_t i = 0; i < NAMES; i++) {
		names[i] = draw_name(c->arena, &state);
	}
	TRY(measure_keys(names));
	const size_t before = arena_used(c->arena);
	const int64_t start = used_us();
	TRY(names_index_create(c, names, NAMES, &index));
	printf("index: %d names (seed %d), %.0f MB, built in %.1f s\n", NAMES, SEED,
	       (double)(arena_used(c->arena) - before) / 1e6, (double)(used_us() - start) / 1e6);
	return measure_search(c, index, names, &state);
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
