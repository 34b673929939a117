/* people_test.c - invented people in both scripts: is a Latin spelling found under its Khmer name,
 * and are other people kept apart? The set and its method: people.csv, people.txt. */
#include "../../testing.h"

#include "base/csv.h"
#include "base/file.h"
#include "khmer_spec.h"
#include "text/khmer.h"
#include "text/names.h"

enum { FILE_MAX = 1024 * 1024, LEVELS = 11, STRANGER_STEP = 10 };

#define RECALL_LEAST 0.95
#define FALSE_MOST   0.02
/* Names that differ in one sound from the asked one are not kept apart at the threshold: the 2 % is
 * missed for them (people.txt). This only keeps the measured share from growing. */
#define NEAREST_MOST 0.30

struct measure {
	size_t asked, first, baseline_first, above, others, others_above, strangers,
		strangers_above;
	size_t same_at[LEVELS], others_at[LEVELS]; /* at or above 0.50, 0.55 ... 1.00 */
};

static double level(size_t at)
{
	return 0.5 + 0.05 * (double)at;
}

static double score_of(struct ctx *c, struct slice a, struct slice b)
{
	struct names_comparison comparison;
	assert_int_equal(names_compare(c, a, b, &comparison), OK);
	return comparison.score;
}

static size_t baseline_best(const struct slice *names, size_t count, struct slice query)
{
	size_t best = 0;
	double best_score = -1;
	for (size_t i = 0; i < count; i++) {
		const double score = jaro_winkler(names[i], query);
		if (score > best_score) {
			best = i;
			best_score = score;
		}
	}
	return best;
}

static void count_levels(size_t *levels, double score)
{
	for (size_t i = 0; i < LEVELS; i++) {
		levels[i] += score >= level(i) - 1e-9;
	}
}

static void measure_row(struct ctx *c, const struct csv *csv, size_t row, const struct slice *names,
			const struct names_index *index, struct measure *measure)
{
	struct slice rest = csv_field(csv, row, "latin");
	struct slice other;
	struct slice spelling;
	while (slice_next_item(&rest, &spelling)) {
		const struct names_hit *hits;
		size_t count;
		assert_int_equal(names_index_search(c, index, spelling, 1, &hits, &count), OK);
		const bool is_first = count > 0 && hits[0].at == row;
		const double score = score_of(c, names[row], spelling);
		measure->asked++;
		measure->first += is_first;
		measure->above += score >= names_threshold();
		measure->baseline_first += baseline_best(names, csv->count, spelling) == row;
		count_levels(measure->same_at, score);
		if (!is_first && getenv("SPEAN_SHOW_TRAIN") != NULL) {
			print_message(
				"  %.*s: %.3f for %.*s, first %.*s\n", SLICE_PRINT(spelling), score,
				SLICE_PRINT(names[row]),
				SLICE_PRINT(count > 0 ? names[hits[0].at] : (struct slice){0}));
		}
	}
	rest = csv_field(csv, row, "others");
	while (slice_next_item(&rest, &other)) {
		const double score = score_of(c, names[row], other);
		measure->others++;
		measure->others_above += score >= names_threshold();
		count_levels(measure->others_at, score);
		if (score >= names_threshold() && getenv("SPEAN_SHOW_TRAIN") != NULL) {
			print_message("  false: %.*s, %.*s: %.3f\n", SLICE_PRINT(names[row]),
				      SLICE_PRINT(other), score);
		}
	}
}

/* Every tenth of all others of the set, each by the first of the Latin spellings: comparing all
 * pairs takes too much memory in one task. */
static void measure_strangers(struct ctx *c, const struct csv *csv, size_t row,
			      struct measure *measure)
{
	const struct slice name = csv_field(csv, row, "khmer");
	for (size_t i = row % STRANGER_STEP; i < csv->count; i += STRANGER_STEP) {
		struct slice rest = csv_field(csv, i, "latin");
		struct slice spelling;
		if (i == row || !slice_next_item(&rest, &spelling)) {
			continue;
		}
		measure->strangers++;
		measure->strangers_above += score_of(c, name, spelling) >= names_threshold();
	}
}

static double share(size_t part, size_t whole)
{
	return 100.0 * (double)part / (double)whole;
}

static void report(const char *part, const struct measure *measure)
{
	print_message("| people, %s | %zu | %.1f %% | %.1f %% | %.1f %% of %zu | %.1f %% |\n", part,
		      measure->asked, share(measure->first, measure->asked),
		      share(measure->above, measure->asked),
		      share(measure->others_above, measure->others), measure->others,
		      share(measure->baseline_first, measure->asked));
	print_message("others of the set, %s: %zu of %zu pairs at the threshold (%.3f %%)\n", part,
		      measure->strangers_above, measure->strangers,
		      share(measure->strangers_above, measure->strangers));
}

static void report_curve(const struct measure *measure)
{
	print_message("| threshold | recall | false matches |\n");
	for (size_t i = 0; i < LEVELS; i++) {
		print_message("| %.2f | %.1f %% | %.1f %% |\n", level(i),
			      share(measure->same_at[i], measure->asked),
			      share(measure->others_at[i], measure->others));
	}
}

static void a_latin_spelling_finds_its_person(void **state)
{
	struct ctx *c = *state;
	struct slice text;
	struct csv csv;
	struct names_index *index;
	struct measure fit = {0}, held = {0};
	assert_int_equal(
		file_read(c, SPEAN_SOURCE_DIR "/tests/spec/khmer/people.csv", FILE_MAX, &text), OK);
	assert_int_equal(csv_parse(c, "people.csv", text, &csv), OK);
	assert_true(csv.count >= 300);
	struct slice *names = ARENA_ARRAY(c->arena, csv.count, struct slice);
	for (size_t i = 0; i < csv.count; i++) {
		names[i] = csv_field(&csv, i, "khmer");
	}
	assert_int_equal(names_index_create(c, names, csv.count, &index), OK);
	for (size_t i = 0; i < csv.count; i++) {
		struct measure *measure =
			slice_is(csv_field(&csv, i, "part"), "held") ? &held : &fit;
		measure_row(c, &csv, i, names, index, measure);
		measure_strangers(c, &csv, i, measure);
	}
	print_message("| set | spellings | first | at the threshold %.2f | near misses at it | "
		      "NFC + Jaro-Winkler first |\n",
		      names_threshold());
	report("fitted", &fit);
	report("held out", &held);
	report_curve(&held);
	assert_true((double)held.first >= RECALL_LEAST * (double)held.asked);
	assert_true((double)held.strangers_above < FALSE_MOST * (double)held.strangers);
	assert_true((double)held.others_above < NEAREST_MOST * (double)held.others);
}

int main(void)
{
	const struct CMUnitTest tests[] = {task_test(a_latin_spelling_finds_its_person)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
