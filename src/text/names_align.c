/* names_align.c - two rows of sounds at the least cost, and two names by the best pairs of parts.
 */
#include "text/names_sound.h"

#include <string.h>

enum {
	GAP_LAST_VOWEL = 110, /* Socheat and Socheata are two names */
	GAP_JOINED = 8,
	WEIGHT_LEAST = 200,
	WEIGHT_MOST = 400,
	SPAN_MAX = 4,
	PAIRS_MAX = 2048,
};

double sounds_weight(const uint8_t *sounds, size_t count)
{
	unsigned weight = 0;
	for (size_t i = 0; i < count; i++) {
		weight += GAP_COSTS[sounds[i]];
	}
	return weight;
}

static bool is_stop(unsigned sound)
{
	const unsigned plain = PLAIN_SOUNDS[sound & SOUND_PLAIN];
	return plain == SOUND_K || plain == SOUND_C || plain == SOUND_T || plain == SOUND_P;
}

/* Where two words meet, what ends one and opens the next is often written once (Sok Kheng, Sokheng;
 * Bun Na, Buna), an h behind a stop is taken for its breath, an i before y for the y. */
static unsigned gap_at(const uint8_t *sounds, size_t count, size_t at)
{
	const unsigned sound = sounds[at];
	const size_t skipped = at > 1 && (sounds[at - 1] & SOUND_WEAK) != 0 ? 2 : 1;
	const unsigned before = at >= skipped ? sounds[at - skipped] : SOUND_NONE;
	if ((sound & SOUND_WEAK) != 0) {
		return GAP_COSTS[sound];
	}
	if (sound_is_vowel(sound)) {
		const bool before_y = at + 1 < count && sounds[at + 1] == SOUND_Y;
		return at + 1 == count                              ? GAP_LAST_VOWEL
		       : before_y && PLAIN_SOUNDS[sound] == SOUND_I ? GAP_JOINED
								    : GAP_COSTS[sound];
	}
	const bool is_again = PLAIN_SOUNDS[sound] == PLAIN_SOUNDS[before & SOUND_PLAIN] && at > 0;
	const bool is_breath = sound == SOUND_H && is_stop(before);
	return is_again || is_breath ? GAP_JOINED : GAP_COSTS[sound];
}

static unsigned least_of(unsigned a, unsigned b, unsigned c)
{
	const unsigned ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* A row of the alignment after one more sound of the left side; returns its least cost. */
static unsigned next_row(unsigned *row, uint8_t sound, unsigned gap, const uint8_t *b,
			 const uint8_t *gaps, size_t count)
{
	const uint8_t *costs = SOUND_COSTS[sound & SOUND_PLAIN];
	unsigned diagonal = row[0], left = row[0] + gap, lowest = left;
	row[0] = left;
	for (size_t j = 0; j < count; j++) {
		const unsigned above = row[j + 1];
		left = least_of(above + gap, left + gaps[j], diagonal + costs[b[j] & SOUND_PLAIN]);
		row[j + 1] = left;
		lowest = left < lowest ? left : lowest;
		diagonal = above;
	}
	return lowest;
}

/* What a cost is measured by. Within bounds: in a long name another sound is no less another name,
 * and a short one is not another for each variant. */
static double measure_of(double weight)
{
	return weight < WEIGHT_LEAST ? WEIGHT_LEAST : weight > WEIGHT_MOST ? WEIGHT_MOST : weight;
}

double sounds_alike(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count,
		    double least)
{
	unsigned row[SOUNDS_MAX + 1];
	uint8_t gaps[SOUNDS_MAX];
	if (a_count == 0 || b_count == 0) {
		return 0;
	}
	row[0] = 0;
	for (size_t j = 0; j < b_count; j++) {
		gaps[j] = (uint8_t)gap_at(b, b_count, j);
		row[j + 1] = row[j] + gaps[j];
	}
	const double weight = measure_of((sounds_weight(a, a_count) + row[b_count]) / 2);
	for (size_t i = 0; i < a_count; i++) {
		/* No cost is negative: the end of the alignment costs no less than any row. */
		const unsigned gap = gap_at(a, a_count, i);
		if (1 - next_row(row, a[i], gap, b, gaps, b_count) / weight < least) {
			return 0;
		}
	}
	const double alike = 1 - row[b_count] / weight;
	return alike > 0 ? alike : 0;
}

/* Below this value two parts are no pair. Longer spans get at most 0.06 more than their score. */
static const double PAIR_LEAST = 0.35, SPAN_LEAST = 0.28;

/* One part that is another name is not made good by parts that agree. */
static const double WORST_SHARE = 0.35;

struct span {
	size_t from, count;
};

struct candidate {
	struct span a, b;
	double score, worth;
};

static const uint8_t *sounds_of(const struct sounded *name, struct span span, size_t *ret_count)
{
	*ret_count = name->starts[span.from + span.count] - name->starts[span.from];
	return name->sounds + name->starts[span.from];
}

static struct slice text_of(const struct sounded *name, struct span span)
{
	const struct slice first = name->parts[span.from];
	const struct slice last = name->parts[span.from + span.count - 1];
	return (struct slice){.at = first.at, .length = (size_t)(last.at + last.length - first.at)};
}

static double span_score(const struct sounded *a, struct span a_span, const struct sounded *b,
			 struct span b_span, double least)
{
	size_t a_count, b_count;
	const uint8_t *a_sounds = sounds_of(a, a_span, &a_count);
	const uint8_t *b_sounds = sounds_of(b, b_span, &b_count);
	if (slice_equal(text_of(a, a_span), text_of(b, b_span))) {
		return 1;
	}
	/* Only the same letters are the same: what sounds alike stays just below. */
	return 0.995 * sounds_alike(a_sounds, a_count, b_sounds, b_count, least);
}

static bool is_frequent(const uint8_t *sounds, size_t count)
{
	uint8_t filled[FREQUENT_SOUNDS] = {0};
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		if ((sounds[i] & SOUND_WEAK) != 0) {
			continue;
		}
		if (length == FREQUENT_SOUNDS) {
			return false;
		}
		filled[length++] = PLAIN_SOUNDS[sounds[i]];
	}
	for (size_t i = 0; i < FREQUENT_PARTS_COUNT; i++) {
		if (memcmp(FREQUENT_PARTS[i], filled, sizeof filled) == 0) {
			return true;
		}
	}
	return false;
}

/* A short or frequent part says less about who is meant. */
static double span_worth(const struct sounded *name, struct span span)
{
	size_t count;
	const uint8_t *sounds = sounds_of(name, span, &count);
	const double weight = 60 + sounds_weight(sounds, count);
	return is_frequent(sounds, count) ? weight * 0.75 : weight;
}

static size_t list_candidates(const struct sounded *a, const struct sounded *b,
			      struct candidate *list)
{
	size_t count = 0;
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			for (size_t n = 1; n <= SPAN_MAX && i + n <= a->count; n++) {
				for (size_t m = 1; m <= SPAN_MAX && j + m <= b->count; m++) {
					if ((n > 1 && m > 1) || count == PAIRS_MAX) {
						continue;
					}
					struct candidate pair = {.a = {i, n}, .b = {j, m}};
					pair.score = span_score(a, pair.a, b, pair.b, SPAN_LEAST);
					list[count++] = pair;
				}
			}
		}
	}
	return count;
}

static bool is_free(const bool *used, struct span span)
{
	for (size_t i = 0; i < span.count; i++) {
		if (used[span.from + i]) {
			return false;
		}
	}
	return true;
}

static void use(bool *used, struct span span)
{
	for (size_t i = 0; i < span.count; i++) {
		used[span.from + i] = true;
	}
}

/* The best pair that is still free. A longer pair wins over a slightly better short one. */
static const struct candidate *best_free(const struct candidate *list, size_t count,
					 const bool *a_used, const bool *b_used)
{
	const struct candidate *best = NULL;
	double best_value = PAIR_LEAST;
	for (size_t i = 0; i < count; i++) {
		const double value =
			list[i].score + 0.02 * (double)(list[i].a.count + list[i].b.count - 2);
		if (value > best_value && is_free(a_used, list[i].a) &&
		    is_free(b_used, list[i].b)) {
			best = &list[i];
			best_value = value;
		}
	}
	return best;
}

struct pairing {
	double gained, possible, worst; /* worst: of the pairs */
	struct names_part_match *parts; /* NULL: only the score is asked */
	size_t count;
};

static const char *how_of(const struct candidate *pair)
{
	if (pair->a.count != pair->b.count) {
		return "joined";
	}
	return pair->score >= 1 ? "same" : pair->score >= 0.9 ? "spelling" : "sound";
}

static void add_pair(struct pairing *pairing, const struct sounded *a, const struct sounded *b,
		     const struct candidate *pair)
{
	const double worth = (span_worth(a, pair->a) + span_worth(b, pair->b)) / 2;
	pairing->gained += worth * pair->score;
	pairing->possible += worth;
	pairing->worst = pair->score < pairing->worst ? pair->score : pairing->worst;
	if (pairing->parts != NULL) {
		pairing->parts[pairing->count++] =
			(struct names_part_match){.a = text_of(a, pair->a),
						  .b = text_of(b, pair->b),
						  .score = pair->score,
						  .how = how_of(pair)};
	}
}

/* Parts without a partner: people leave parts out, so that they cost half. */
static void add_missing(struct pairing *pairing, const struct sounded *name, const bool *used,
			bool is_a)
{
	for (size_t i = 0; i < name->count; i++) {
		const struct span span = {i, 1};
		if (used[i]) {
			continue;
		}
		pairing->possible += span_worth(name, span) * 0.6;
		if (pairing->parts != NULL) {
			struct names_part_match part = {.score = 0, .how = "missing"};
			*(is_a ? &part.a : &part.b) = text_of(name, span);
			pairing->parts[pairing->count++] = part;
		}
	}
}

static double pair_parts(const struct sounded *a, const struct sounded *b, struct candidate *list,
			 struct pairing *pairing)
{
	bool a_used[NAMES_PARTS_MAX] = {false};
	bool b_used[NAMES_PARTS_MAX] = {false};
	const size_t count = list_candidates(a, b, list);
	const struct candidate *pair = best_free(list, count, a_used, b_used);
	while (pair != NULL) {
		add_pair(pairing, a, b, pair);
		use(a_used, pair->a);
		use(b_used, pair->b);
		pair = best_free(list, count, a_used, b_used);
	}
	add_missing(pairing, a, a_used, true);
	add_missing(pairing, b, b_used, false);
	const double mean = pairing->possible > 0 ? pairing->gained / pairing->possible : 0;
	return mean - WORST_SHARE * (mean > pairing->worst ? mean - pairing->worst : 0);
}

/* Names split at other places: the whole, in order; or, without spaces on one side, the other
 * side's parts turned round. */
static double whole_score(const struct sounded *a, const struct sounded *b, double least)
{
	const struct span a_all = {0, a->count}, b_all = {0, b->count};
	return a->count == 0 || b->count == 0 ? 0 : span_score(a, a_all, b, b_all, least);
}

static double turned_score(const struct sounded *whole, const struct sounded *parts, double least)
{
	uint8_t turned[SOUNDS_MAX];
	double best = 0;
	if (whole->count != 1 || parts->count < 2) {
		return 0;
	}
	const size_t total = parts->starts[parts->count];
	for (size_t i = 1; i < parts->count; i++) {
		const size_t cut = parts->starts[i];
		memcpy(turned, parts->sounds + cut, total - cut);
		memcpy(turned + total - cut, parts->sounds, cut);
		const double score =
			sounds_alike(whole->sounds, whole->starts[1], turned, total, least);
		best = score > best ? score : best;
	}
	return best * 0.97;
}

static double score_with(const struct sounded *a, const struct sounded *b, struct pairing *pairing,
			 struct candidate *list)
{
	double score = pair_parts(a, b, list, pairing);
	if (a->count != b->count) {
		const double others[] = {whole_score(a, b, score), turned_score(a, b, score),
					 turned_score(b, a, score)};
		for (size_t i = 0; i < COUNT_OF(others); i++) {
			score = others[i] > score ? others[i] : score;
		}
	}
	return score;
}

double names_score(const struct sounded *a, const struct sounded *b)
{
	struct candidate list[PAIRS_MAX];
	struct pairing pairing = {.worst = 1};
	return score_with(a, b, &pairing, list);
}

void names_pair(struct ctx *c, const struct sounded *a, const struct sounded *b,
		struct names_comparison *ret_comparison)
{
	struct candidate *list = ARENA_ARRAY(c->arena, PAIRS_MAX, struct candidate);
	struct pairing pairing = {
		.worst = 1,
		.parts = ARENA_ARRAY(c->arena, a->count + b->count + 1, struct names_part_match)};
	const double score = score_with(a, b, &pairing, list);
	*ret_comparison = (struct names_comparison){
		.score = score, .parts = pairing.parts, .parts_count = pairing.count};
}
