/* clusters_test.c - the normal form on clusters of a written grammar: every order of marks that is
 * drawn alike gives one key, and no two clusters share one.
 *
 * Grammar (Unicode 15, chapter 16.4): base, subscripts, shifter, vowel, sign. Permuted are the
 * marks; subscripts keep their order among themselves, RO apart. */
#include "../../testing.h"

#include "base/utf8.h"
#include "text/khmer.h"

enum { MARKS_MAX = 6, CLUSTERS = 4000, PERMUTATIONS = 24, BYTES_MAX = 64 };

static const char *const BASES[] = {"ក", "ខ", "គ", "ង", "ជ", "ញ", "ដ", "ត", "ន", "ប",
				    "ម", "យ", "រ", "ល", "វ", "ស", "ហ", "អ", "ឥ", "ឱ"};
static const char *const SUBSCRIPTS[] = {"", "", "្ក", "្ង", "្ញ", "្ម", "្ល", "្វ", "្ត", "្ហ"};
static const char *const VOWELS[] = {"", "",  "ា", "ិ",  "ី",  "ឹ",  "ឺ",  "ុ",  "ូ",
				     "ួ", "ើ", "ឿ", "ៀ", "េ", "ែ", "ៃ", "ោ", "ៅ"};
static const char *const SIGNS[] = {"", "", "", "ំ", "ះ", "់", "៍", "័"};

struct cluster {
	const char *marks[MARKS_MAX];
	size_t count;
	struct slice key;
	char canonical[BYTES_MAX];
};

static void add(struct cluster *cluster, const char *mark)
{
	if (mark[0] != '\0') {
		cluster->marks[cluster->count++] = mark;
		(void)strncat(cluster->canonical, mark, BYTES_MAX - strlen(cluster->canonical) - 1);
	}
}

/* Shifters only where no vowel above pushes them into the shape of u: those are apart, below. */
static struct cluster draw(struct testing_random *random)
{
	struct cluster cluster = {0};
	const char *vowel = VOWELS[testing_below(random, COUNT_OF(VOWELS))];
	const char *sign = SIGNS[testing_below(random, COUNT_OF(SIGNS))];
	const bool is_calm =
		strcmp(vowel, "ា") == 0 || strcmp(vowel, "") == 0 || strcmp(vowel, "ែ") == 0;
	(void)snprintf(cluster.canonical, BYTES_MAX, "%s",
		       BASES[testing_below(random, COUNT_OF(BASES))]);
	add(&cluster, SUBSCRIPTS[testing_below(random, COUNT_OF(SUBSCRIPTS))]);
	if (testing_below(random, 3) == 0) {
		add(&cluster, "្រ");
	}
	if (is_calm && strcmp(sign, "ំ") != 0 && strcmp(sign, "័") != 0) {
		add(&cluster, testing_below(random, 2) == 0 ? "៉" : "");
	}
	add(&cluster, vowel);
	add(&cluster, strcmp(sign, "័") == 0 && strcmp(vowel, "ុ") == 0 ? "" : sign);
	return cluster;
}

static struct slice shuffled(struct arena *arena, struct testing_random *random,
			     const struct cluster *cluster)
{
	const char *marks[MARKS_MAX];
	char text[BYTES_MAX] = "";
	memcpy(marks, cluster->marks, sizeof marks);
	for (size_t i = cluster->count; i > 1; i--) {
		const size_t other = testing_below(random, (uint32_t)i);
		const char *moved = marks[i - 1];
		marks[i - 1] = marks[other];
		marks[other] = moved;
	}
	struct slice rest = slice_of(cluster->canonical);
	uint32_t base;
	assert_true(utf8_next(&rest, &base));
	(void)snprintf(text, sizeof text, "%.*s", 3, cluster->canonical);
	for (size_t i = 0; i < cluster->count; i++) {
		(void)strncat(text, marks[i], sizeof text - strlen(text) - 1);
	}
	return arena_copy(arena, slice_of(text));
}

static int by_key(const void *a, const void *b)
{
	const struct cluster *left = a, *right = b;
	const int order = slice_compare(left->key, right->key);
	return order != 0 ? order : strcmp(left->canonical, right->canonical);
}

static void one_cluster_is_one_key_and_no_two_share_it(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(16);
	struct cluster *clusters = ARENA_ARRAY(c->arena, CLUSTERS, struct cluster);
	size_t distinct = 1;
	for (size_t i = 0; i < CLUSTERS; i++) {
		clusters[i] = draw(&random);
		const struct slice canonical = slice_of(clusters[i].canonical);
		assert_int_equal(khmer_normalise(c, canonical, KHMER_FOR_KEY, &clusters[i].key),
				 OK);
		for (size_t k = 0; k < PERMUTATIONS; k++) {
			struct slice key;
			const struct slice text = shuffled(c->arena, &random, &clusters[i]);
			assert_int_equal(khmer_normalise(c, text, KHMER_FOR_KEY, &key), OK);
			if (!slice_equal(key, clusters[i].key)) {
				fail_msg("%.*s: %.*s, not %.*s", SLICE_PRINT(text),
					 SLICE_PRINT(key), SLICE_PRINT(clusters[i].key));
			}
		}
	}
	qsort(clusters, CLUSTERS, sizeof *clusters, by_key);
	for (size_t i = 1; i < CLUSTERS; i++) {
		const bool is_same = strcmp(clusters[i].canonical, clusters[i - 1].canonical) == 0;
		assert_int_equal(slice_equal(clusters[i].key, clusters[i - 1].key), is_same);
		distinct += !is_same;
	}
	print_message("%zu clusters, %d orders each\n", distinct, PERMUTATIONS);
	assert_true(distinct >= 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {task_test(one_cluster_is_one_key_and_no_two_share_it)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
