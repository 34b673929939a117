/* names_pair.c - two names by the best pairs of their parts. */
#include "text/names_sound.h"

#include <string.h>

/* Only the same letters are the same: what sounds alike stays just below. */
static const double SOUNDS_SHARE = 0.995;

/* Below this value two parts are no pair. Longer spans get at most 0.06 more than their score. */
static const double PAIR_LEAST = 0.35, SPAN_LEAST = 0.28;

/* People leave parts out; an initial stands for many names. */
static const double MISSING_SHARE = 0.6, INITIAL_SCORE = 0.88, INITIAL_SHARE = 0.6;

/* One part that is another name is not made good by parts that agree. */
static const double WORST_SHARE = 0.35;

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

/* Where the asked span and the sounds would stand, or NULL: too long, or nothing is kept. Filled
 * with zeros where nothing was kept; another pair that stood there is replaced. */
static struct scored_pair *place_in(struct names_scorer *scorer, struct span a,
				    const uint8_t *sounds, size_t count, uint8_t key[SCORED_KEY])
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	if (scorer->scored == NULL || count + 2 > SCORED_KEY) {
		return NULL;
	}
	memset(key, 0, SCORED_KEY);
	key[0] = (uint8_t)(a.from * (SPAN_MAX + 1) + a.count);
	key[1] = (uint8_t)count;
	memcpy(key + 2, sounds, count);
	for (size_t i = 0; i < count + 2; i++) {
		hash = (hash ^ key[i]) * 16777619u;
	}
	return &scorer->scored[(hash ^ hash >> 16) % SCORED_PAIRS];
}

static bool is_number(struct slice text)
{
	bool is_all = true;
	for (size_t i = 0; i < text.length; i++) {
		is_all = is_all && text.at[i] >= '0' && text.at[i] <= '9';
	}
	return is_all;
}

static double span_score(struct names_scorer *scorer, const struct sounded *a, struct span a_span,
			 const struct sounded *b, struct span b_span)
{
	size_t a_count, b_count;
	uint8_t key[SCORED_KEY];
	const uint8_t *a_sounds = sounds_of(a, a_span, &a_count);
	const uint8_t *b_sounds = sounds_of(b, b_span, &b_count);
	if (slice_equal(text_of(a, a_span), text_of(b, b_span))) {
		return 1;
	}
	if (is_number(text_of(a, a_span)) && is_number(text_of(b, b_span))) {
		return 0; /* twelve and thirteen may sound alike */
	}
	struct scored_pair *place = place_in(scorer, a_span, b_sounds, b_count, key);
	if (place != NULL && memcmp(place->key, key, SCORED_KEY) == 0) {
		return place->score;
	}
	const double score =
		SOUNDS_SHARE * sounds_alike(a_sounds, a_count, b_sounds, b_count, SPAN_LEAST);
	if (place != NULL) {
		memcpy(place->key, key, SCORED_KEY);
		place->score = score;
	}
	return score;
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

/* Judged apart, in add_initials. */
static bool may_be_initial(const struct sounded *name, size_t part)
{
	return name->parts[part].length == 1 && name->starts[part + 1] > name->starts[part];
}

/* With a vowel it may be a syllable of a name written apart. */
static bool joins_initial(const struct sounded *name, struct span span)
{
	bool joins = false;
	for (size_t i = span.from; i < span.from + span.count && span.count > 1; i++) {
		joins = joins ||
			(may_be_initial(name, i) && !sound_is_vowel(name->sounds[name->starts[i]]));
	}
	return joins;
}

static size_t list_candidates(struct names_scorer *scorer, const struct sounded *a,
			      const struct sounded *b)
{
	size_t count = 0;
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			const bool is_initial = may_be_initial(a, i) != may_be_initial(b, j);
			for (size_t n = 1; n <= SPAN_MAX && i + n <= a->count; n++) {
				for (size_t m = 1; m <= SPAN_MAX && j + m <= b->count; m++) {
					if ((n > 1 && m > 1) || (is_initial && n == 1 && m == 1)) {
						continue;
					}
					struct candidate pair = {.a = {i, n}, .b = {j, m}};
					if (joins_initial(a, pair.a) || joins_initial(b, pair.b)) {
						continue;
					}
					pair.score = span_score(scorer, a, pair.a, b, pair.b);
					scorer->list[count++] = pair;
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

static void note_pair(struct pairing *pairing, const struct sounded *a, const struct sounded *b,
		      const struct candidate *pair, const char *how)
{
	if (pairing->parts != NULL) {
		pairing->parts[pairing->count++] =
			(struct names_part_match){.a = text_of(a, pair->a),
						  .b = text_of(b, pair->b),
						  .score = pair->score,
						  .how = how};
	}
}

static void add_pair(struct pairing *pairing, const struct sounded *a, const struct sounded *b,
		     const struct candidate *pair)
{
	const double worth = (span_worth(a, pair->a) + span_worth(b, pair->b)) / 2;
	pairing->gained += worth * pair->score;
	pairing->possible += worth;
	pairing->worst = pair->score < pairing->worst ? pair->score : pairing->worst;
	note_pair(pairing, a, b, pair, how_of(pair));
}

/* A letter for a part: S for Suong, N for Nguon, C for Chan, any vowel for another. */
static bool opens_alike(const struct sounded *a, size_t a_part, const struct sounded *b,
			size_t b_part)
{
	const unsigned left = PLAIN_SOUNDS[a->sounds[a->starts[a_part]] & SOUND_PLAIN];
	const unsigned right = PLAIN_SOUNDS[b->sounds[b->starts[b_part]] & SOUND_PLAIN];
	const bool are_vowels = sound_is_vowel(left) && sound_is_vowel(right);
	const bool is_c = a->parts[a_part].at[0] == 'c' || b->parts[b_part].at[0] == 'c';
	return left == right || are_vowels || (is_c && (left == SOUND_C || right == SOUND_C)) ||
	       (SKELETON_RULES[left] != 0 && SKELETON_RULES[left] == SKELETON_RULES[right]);
}

/* A letter for a part that it opens says little, for or against. */
static void add_initials(struct pairing *pairing, const struct sounded *a, const struct sounded *b,
			 bool *a_used, bool *b_used)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			const bool is_one = may_be_initial(a, i) != may_be_initial(b, j);
			if (a_used[i] || b_used[j] || !is_one || !opens_alike(a, i, b, j)) {
				continue;
			}
			const struct candidate pair = {{i, 1}, {j, 1}, INITIAL_SCORE};
			const double worth =
				INITIAL_SHARE * (span_worth(a, pair.a) + span_worth(b, pair.b)) / 2;
			pairing->gained += worth * INITIAL_SCORE;
			pairing->possible += worth;
			note_pair(pairing, a, b, &pair, "initial");
			a_used[i] = b_used[j] = true;
		}
	}
}

/* Parts without a partner: people leave parts out, so that they cost less. */
static void add_missing(struct pairing *pairing, const struct sounded *name, const bool *used,
			bool is_a)
{
	for (size_t i = 0; i < name->count; i++) {
		const struct span span = {i, 1};
		if (used[i]) {
			continue;
		}
		const bool is_title = i < name->titles;
		pairing->possible += is_title ? 0 : span_worth(name, span) * MISSING_SHARE;
		if (pairing->parts != NULL) {
			struct names_part_match part = {.score = 0,
							.how = is_title ? "title" : "missing"};
			*(is_a ? &part.a : &part.b) = text_of(name, span);
			pairing->parts[pairing->count++] = part;
		}
	}
}

static double pair_parts(struct names_scorer *scorer, const struct sounded *a,
			 const struct sounded *b, struct pairing *pairing)
{
	bool a_used[NAMES_PARTS_MAX] = {false};
	bool b_used[NAMES_PARTS_MAX] = {false};
	const struct candidate *list = scorer->list;
	if (a->titles > 0 && b->titles > 0) {
		use(a_used, (struct span){0, a->titles});
		use(b_used, (struct span){0, b->titles});
	}
	const size_t count = list_candidates(scorer, a, b);
	const struct candidate *pair = best_free(list, count, a_used, b_used);
	while (pair != NULL) {
		add_pair(pairing, a, b, pair);
		use(a_used, pair->a);
		use(b_used, pair->b);
		pair = best_free(list, count, a_used, b_used);
	}
	add_initials(pairing, a, b, a_used, b_used);
	add_missing(pairing, a, a_used, true);
	add_missing(pairing, b, b_used, false);
	const double mean = pairing->possible > 0 ? pairing->gained / pairing->possible : 0;
	return mean - WORST_SHARE * (mean > pairing->worst ? mean - pairing->worst : 0);
}

/* Names split at other places: the whole, in order; or, without spaces on one side, the other
 * side's parts turned round. */
static double whole_score(const struct sounded *a, const struct sounded *b, double least)
{
	return SOUNDS_SHARE *
	       sounds_alike(a->sounds, a->starts[a->count], b->sounds, b->starts[b->count], least);
}

static double turned_score(const struct sounded *whole, const struct sounded *parts, double least)
{
	if (whole->count != 1 || parts->count < 2) {
		return 0;
	}
	uint8_t turned[SOUNDS_MAX];
	double best = 0;
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

static double score_with(struct names_scorer *scorer, const struct sounded *a,
			 const struct sounded *b, struct pairing *pairing)
{
	double score = pair_parts(scorer, a, b, pairing);
	if (a->count != b->count) {
		const double others[] = {whole_score(a, b, score), turned_score(a, b, score),
					 turned_score(b, a, score)};
		for (size_t i = 0; i < COUNT_OF(others); i++) {
			score = others[i] > score ? others[i] : score;
		}
	}
	return score;
}

double names_score(struct names_scorer *scorer, const struct sounded *a, const struct sounded *b)
{
	struct pairing pairing = {.worst = 1};
	return score_with(scorer, a, b, &pairing);
}

void names_pair(struct ctx *c, const struct sounded *a, const struct sounded *b,
		struct names_comparison *ret_comparison)
{
	struct names_scorer scorer = {.list = ARENA_ARRAY(c->arena,
							  names_pairs_max(a->count, b->count) + 1,
							  struct candidate)};
	struct pairing pairing = {
		.worst = 1,
		.parts = ARENA_ARRAY(c->arena, a->count + b->count + 1, struct names_part_match)};
	const double score = score_with(&scorer, a, b, &pairing);
	*ret_comparison = (struct names_comparison){
		.score = score, .parts = pairing.parts, .parts_count = pairing.count};
}
