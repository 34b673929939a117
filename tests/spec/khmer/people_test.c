/* people_test.c - invented people in both scripts: is a Latin spelling found under its Khmer name,
 * and are other people kept apart? The sets and their method: people.txt. */
#include "../../testing.h"

#include "base/csv.h"
#include "base/file.h"
#include "khmer_spec.h"
#include "text/khmer.h"
#include "text/names.h"

enum { FILE_MAX = 1024 * 1024, LEVELS = 11, STRANGER_STEP = 10, NAMES_MAX = 1000 };

#define RECALL_LEAST 0.95
#define FALSE_MOST   0.02
#define THRESHOLD_LEAST                                                                            \
	0.90 /* recall at the threshold; not asked, but it may not be bought away                  \
	      */

/* At or above 0.50, 0.55 ... 1.00: spellings of the person, near misses. */
struct curve {
	size_t same[LEVELS], others[LEVELS];
};

struct measure {
	const char *title;
	bool is_shown; /* its mistakes may be looked at */
	struct csv csv;
	size_t first_name; /* of its names in the index */
	size_t asked, first, baseline_first, above, others, others_above, strangers,
		strangers_above;
	struct curve curve, baseline;
};

/* The people of both sets. */
struct all {
	struct slice names[NAMES_MAX];
	size_t count;
	struct names_index *index;
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

static bool is_found(struct ctx *c, const struct all *all, struct slice spelling, size_t own)
{
	const struct names_hit *hits;
	size_t count;
	assert_int_equal(names_index_search(c, all->index, spelling, 1, &hits, &count), OK);
	/* Two sets may hold the same name. */
	return count > 0 && slice_equal(all->names[hits[0].at], all->names[own]);
}

static void show(const struct measure *measure, const char *what, struct slice a, struct slice b,
		 double score)
{
	if (measure->is_shown && getenv("SPEAN_SHOW_TRAIN") != NULL) {
		print_message("  %s: %.*s, %.*s: %.3f\n", what, SLICE_PRINT(a), SLICE_PRINT(b),
			      score);
	}
}

static void measure_row(struct ctx *c, const struct all *all, size_t row, struct measure *measure)
{
	const size_t own = measure->first_name + row;
	const struct slice name = all->names[own];
	struct slice rest = csv_field(&measure->csv, row, "latin");
	struct slice spelling;
	while (slice_next_item(&rest, &spelling)) {
		const bool is_first = is_found(c, all, spelling, own);
		const double score = score_of(c, name, spelling);
		measure->asked++;
		measure->first += is_first;
		measure->above += score >= names_threshold();
		measure->baseline_first += baseline_best(all->names, all->count, spelling) == own;
		count_levels(measure->curve.same, score);
		count_levels(measure->baseline.same, jaro_winkler(name, spelling));
		if (!is_first || score < names_threshold()) {
			show(measure, is_first ? "below" : "not first", name, spelling, score);
		}
	}
	rest = csv_field(&measure->csv, row, "others");
	while (slice_next_item(&rest, &spelling)) {
		const double score = score_of(c, name, spelling);
		measure->others++;
		measure->others_above += score >= names_threshold();
		count_levels(measure->curve.others, score);
		count_levels(measure->baseline.others, jaro_winkler(name, spelling));
		if (score >= names_threshold()) {
			show(measure, "false", name, spelling, score);
		}
	}
}

/* Every tenth of all others of the set, each by the first of the Latin spellings: comparing all
 * pairs takes too much memory in one task. */
static void measure_strangers(struct ctx *c, size_t row, struct measure *measure)
{
	const struct csv *csv = &measure->csv;
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

static void report(const struct measure *measure)
{
	print_message(
		"| people, %s | %zu | %.1f %% | %.1f %% | %.1f %% of %zu | %zu of %zu | %.1f %% "
		"|\n",
		measure->title, measure->asked, share(measure->first, measure->asked),
		share(measure->above, measure->asked),
		share(measure->others_above, measure->others), measure->others,
		measure->strangers_above, measure->strangers,
		share(measure->baseline_first, measure->asked));
}

/* Of all pairs said to be the same, as many are as this share. */
static double precision(const struct curve *curve, size_t at)
{
	const size_t said = curve->same[at] + curve->others[at];
	return said == 0 ? 100 : share(curve->same[at], said);
}

static void report_curve(const struct measure *measure)
{
	print_message(
		"%s\n| threshold | recall | false matches | precision | baseline: recall | false "
		"matches | precision |\n",
		measure->title);
	for (size_t i = 0; i < LEVELS; i++) {
		print_message(
			"| %.2f | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |\n",
			level(i), share(measure->curve.same[i], measure->asked),
			share(measure->curve.others[i], measure->others),
			precision(&measure->curve, i),
			share(measure->baseline.same[i], measure->asked),
			share(measure->baseline.others[i], measure->others),
			precision(&measure->baseline, i));
	}
}

static void read_set(struct ctx *c, const char *file, struct all *all, struct measure *measure)
{
	struct slice text;
	const char *path = arena_cstr(
		c->arena, arena_format(c->arena, SPEAN_SOURCE_DIR "/tests/spec/khmer/%s", file));
	assert_int_equal(file_read(c, path, FILE_MAX, &text), OK);
	assert_int_equal(csv_parse(c, file, text, &measure->csv), OK);
	measure->first_name = all->count;
	for (size_t i = 0; i < measure->csv.count; i++) {
		assert_true(all->count < NAMES_MAX);
		all->names[all->count++] = csv_field(&measure->csv, i, "khmer");
	}
}

static void assert_reached(const struct measure *measure)
{
	assert_true((double)measure->first >= RECALL_LEAST * (double)measure->asked);
	assert_true((double)measure->above >= THRESHOLD_LEAST * (double)measure->asked);
	assert_true((double)measure->others_above < FALSE_MOST * (double)measure->others);
	assert_true((double)measure->strangers_above < FALSE_MOST * (double)measure->strangers);
}

static void a_latin_spelling_finds_its_person(void **state)
{
	struct ctx *c = *state;
	struct all *all = ARENA_NEW(c->arena, struct all);
	struct measure sets[] = {{.title = "fitted", .is_shown = true},
				 {.title = "held out", .is_shown = true},
				 {.title = "confirming", .is_shown = true},
				 {.title = "blind", .is_shown = true},
				 {.title = "last"}};
	read_set(c, "people.csv", all, &sets[0]);
	read_set(c, "people_held_out.csv", all, &sets[1]);
	read_set(c, "people_confirm.csv", all, &sets[2]);
	read_set(c, "people_blind.csv", all, &sets[3]);
	read_set(c, "people_last.csv", all, &sets[4]);
	assert_true(sets[0].csv.count >= 300 && sets[1].csv.count >= 100 &&
		    sets[2].csv.count >= 100 && sets[3].csv.count >= 200 &&
		    sets[4].csv.count >= 80);
	assert_int_equal(names_index_create(c, all->names, all->count, &all->index), OK);
	print_message(
		"| set | spellings | first | at the threshold %.2f | near misses at it | other "
		"pairs at it | NFC + Jaro-Winkler first |\n",
		names_threshold());
	for (size_t k = 0; k < COUNT_OF(sets); k++) {
		for (size_t i = 0; i < sets[k].csv.count; i++) {
			measure_row(c, all, i, &sets[k]);
			measure_strangers(c, i, &sets[k]);
		}
		report(&sets[k]);
	}
	for (size_t k = 0; k < COUNT_OF(sets); k++) {
		report_curve(&sets[k]);
		assert_reached(&sets[k]);
	}
}

struct pairs {
	size_t same, same_above, others, others_above;
};

static void measure_pair(struct ctx *c, const struct csv *csv, size_t row, struct pairs *pairs)
{
	const struct slice a = csv_field(csv, row, "a");
	const struct slice b = csv_field(csv, row, "b");
	const bool is_same = slice_equal(csv_field(csv, row, "same"), slice_of("yes"));
	const double score = score_of(c, a, b);
	const bool is_above = score >= names_threshold();
	pairs->same += is_same;
	pairs->same_above += is_same && is_above;
	pairs->others += !is_same;
	pairs->others_above += !is_same && is_above;
	if (is_same != is_above && getenv("SPEAN_SHOW_TRAIN") != NULL) {
		print_message("  %s: %.*s, %.*s: %.3f\n", is_same ? "below" : "false",
			      SLICE_PRINT(a), SLICE_PRINT(b), score);
	}
}

static void pairs_of_one_script_are_judged(void **state)
{
	struct ctx *c = *state;
	static const char *const kinds[] = {"latin", "khmer"};
	struct slice text;
	struct csv csv;
	assert_int_equal(file_read(c, SPEAN_SOURCE_DIR "/tests/spec/khmer/people_blind_pairs.csv",
				   FILE_MAX, &text),
			 OK);
	assert_int_equal(csv_parse(c, "people_blind_pairs.csv", text, &csv), OK);
	for (size_t k = 0; k < COUNT_OF(kinds); k++) {
		struct pairs pairs = {0};
		for (size_t i = 0; i < csv.count; i++) {
			if (slice_equal(csv_field(&csv, i, "kind"), slice_of(kinds[k]))) {
				measure_pair(c, &csv, i, &pairs);
			}
		}
		print_message("| pairs, %s | same person at the threshold: %zu of %zu | others at "
			      "it: %zu of %zu |\n",
			      kinds[k], pairs.same_above, pairs.same, pairs.others_above,
			      pairs.others);
		assert_true((double)pairs.same_above >= THRESHOLD_LEAST * (double)pairs.same);
		assert_true((double)pairs.others_above < FALSE_MOST * (double)pairs.others);
		assert_true(pairs.same >= 50 && pairs.others >= 40);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {task_test(a_latin_spelling_finds_its_person),
					   task_test(pairs_of_one_script_are_judged)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
