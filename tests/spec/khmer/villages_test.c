/* villages_test.c - does the Latin name of a village find its own Khmer name? On the gazetteer of
 * SPEAN_GAZETTEER or ../shared/data/gazetteer, which is third-party data and never copied here.
 *
 * Split by province: those with an even code were used to look at mistakes, the odd ones only to
 * measure. Villages that share a Khmer name count as one. */
#include "../../testing.h"

#include "base/csv.h"
#include "base/file.h"
#include "khmer_spec.h"
#include "text/khmer.h"
#include "text/names.h"

/* What the rules must reach on provinces they were not fitted to. */
#define FIRST_LEAST 0.85
#define TEN_LEAST   0.95

enum { NAMES_MAX = 16384, FILE_MAX = 16 * 1024 * 1024, SHOWN = 40, BASELINE_EVERY = 200 };

struct set {
	struct slice khmer[NAMES_MAX]; /* normal forms, each once */
	size_t khmer_count;
	struct slice latin[NAMES_MAX];
	size_t own[NAMES_MAX]; /* index into khmer */
	size_t count;
};

static const char *folder(struct ctx *c)
{
	const char *given = getenv("SPEAN_GAZETTEER");
	return given != NULL
		       ? given
		       : arena_cstr(c->arena, S(SPEAN_SOURCE_DIR "/../shared/data/gazetteer"));
}

static bool read_villages(struct ctx *c, struct csv *ret_csv)
{
	const char *path =
		arena_cstr(c->arena, arena_format(c->arena, "%s/villages.csv", folder(c)));
	struct slice text;
	if (!file_exists(path)) {
		print_message("SKIPPED: no gazetteer at %s; set SPEAN_GAZETTEER to measure\n",
			      path);
		return false;
	}
	assert_int_equal(file_read(c, path, FILE_MAX, &text), OK);
	assert_int_equal(csv_parse(c, "villages.csv", text, ret_csv), OK);
	return true;
}

struct keyed {
	struct slice key;
	size_t at;
};

static int by_key(const void *a, const void *b)
{
	return slice_compare(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

static struct set *read_set(struct ctx *c, const struct csv *csv, int parity)
{
	struct set *set = ARENA_NEW(c->arena, struct set);
	struct keyed *keyed = ARENA_ARRAY(c->arena, csv->count, struct keyed);
	for (size_t i = 0; i < csv->count; i++) {
		const struct slice code = csv_field(csv, i, "code");
		if ((code.at[1] - '0') % 2 != parity || set->count == NAMES_MAX) {
			continue;
		}
		struct slice key;
		assert_int_equal(
			khmer_normalise(c, csv_field(csv, i, "name_km"), KHMER_FOR_KEY, &key), OK);
		keyed[set->count] = (struct keyed){key, set->count};
		set->latin[set->count++] = csv_field(csv, i, "name_latin");
	}
	qsort(keyed, set->count, sizeof *keyed, by_key);
	for (size_t i = 0; i < set->count; i++) {
		if (i == 0 || !slice_equal(keyed[i].key, keyed[i - 1].key)) {
			set->khmer[set->khmer_count++] = keyed[i].key;
		}
		set->own[keyed[i].at] = set->khmer_count - 1;
	}
	return set;
}

struct ranks {
	size_t first, ten, asked;
};

static size_t rank_of(struct ctx *c, const struct names_index *index, struct slice latin,
		      size_t own, size_t *ret_best)
{
	const struct names_hit *hits;
	size_t count;
	assert_int_equal(names_index_search(c, index, latin, 10, &hits, &count), OK);
	*ret_best = count > 0 ? hits[0].at : SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		if (hits[i].at == own) {
			return i + 1;
		}
	}
	return SIZE_MAX;
}

static struct ranks measure(struct ctx *c, const struct set *set, size_t shown, size_t every)
{
	struct names_index *index;
	struct ranks ranks = {0};
	struct ctx inner = {.arena = arena_create()};
	assert_int_equal(names_index_create(c, set->khmer, set->khmer_count, &index), OK);
	for (size_t i = 0; i < set->count; i += every) {
		size_t best;
		const size_t rank = rank_of(&inner, index, set->latin[i], set->own[i], &best);
		ranks.asked++;
		ranks.first += rank == 1;
		ranks.ten += rank <= 10;
		if (rank != 1 && best != SIZE_MAX && shown > 0 && i % 7 == 0) {
			shown--;
			print_message("  %.*s: own %.*s at %zd, first %.*s\n",
				      SLICE_PRINT(set->latin[i]),
				      SLICE_PRINT(set->khmer[set->own[i]]), (ssize_t)rank,
				      SLICE_PRINT(set->khmer[best]));
		}
		arena_reset(inner.arena);
	}
	arena_destroy(inner.arena);
	return ranks;
}

/* Across two scripts no letter is shared, so that this is near zero by nature. */
static struct ranks baseline(const struct set *set)
{
	struct ranks ranks = {0};
	for (size_t i = 0; i < set->count; i += BASELINE_EVERY) {
		const double own = jaro_winkler(set->latin[i], set->khmer[set->own[i]]);
		size_t before = 0;
		for (size_t k = 0; k < set->khmer_count; k++) {
			before += k != set->own[i] &&
				  (jaro_winkler(set->latin[i], set->khmer[k]) > own ||
				   (own <= 0 && k < set->own[i]));
		}
		ranks.asked++;
		ranks.first += before == 0;
		ranks.ten += before < 10;
	}
	return ranks;
}

static void report(const char *what, struct ranks ranks, size_t candidates)
{
	print_message("| %s | %zu of %zu | %.1f %% | %.1f %% |\n", what, ranks.asked, candidates,
		      100.0 * (double)ranks.first / (double)ranks.asked,
		      100.0 * (double)ranks.ten / (double)ranks.asked);
}

static void a_latin_village_name_finds_its_khmer_name(void **state)
{
	struct ctx *c = *state;
	struct csv csv;
	if (!read_villages(c, &csv)) {
		return;
	}
	const char *shown = getenv("SPEAN_SHOW_TRAIN");
	const char *asked = getenv("SPEAN_EVERY");
	const size_t every = asked != NULL ? (size_t)strtoul(asked, NULL, 10) : 10;
	const struct set *train = read_set(c, &csv, 0);
	const struct set *test = read_set(c, &csv, 1);
	const struct ranks trained = measure(c, train, shown != NULL ? SHOWN : 0, every);
	const struct ranks tested = measure(c, test, 0, every);
	print_message("| villages | asked, of Khmer names | first | in the first ten |\n");
	report("train provinces", trained, train->khmer_count);
	report("test provinces", tested, test->khmer_count);
	report("test provinces, NFC + Jaro-Winkler", baseline(test), test->khmer_count);
	assert_true((double)tested.first >= FIRST_LEAST * (double)tested.asked);
	assert_true((double)tested.ten >= TEN_LEAST * (double)tested.asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {task_test(a_latin_village_name_finds_its_khmer_name)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
