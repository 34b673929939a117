/* names_align.c - two rows of sounds at the least cost. */
#include "text/names_sound.h"

enum {
	GAP_LAST_VOWEL = 110, /* Socheat and Socheata are two names */
	GAP_JOINED = 8,
	GAP_HIATUS = 30,   /* Isma-ael, Ismael */
	LAST_VARIANT = 20, /* no more than this, or it is another last vowel: Sokha, Sokhea */
	LAST_VOWEL = 100,
	WEIGHT_LEAST = 200,
	WEIGHT_MOST = 400,
	SHORT_SOUNDS = 24,
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
	size_t heard = at; /* behind the last sound before it that is not weak */
	while (heard > 1 && (sounds[heard - 1] & SOUND_WEAK) != 0) {
		heard--;
	}
	const unsigned before = heard > 0 ? sounds[heard - 1] : SOUND_NONE;
	if ((sound & SOUND_WEAK) != 0) {
		return GAP_COSTS[sound];
	}
	if (sound_is_vowel(sound)) {
		const bool before_y = at + 1 < count && sounds[at + 1] == SOUND_Y;
		return at + 1 == count                              ? GAP_LAST_VOWEL
		       : before_y && PLAIN_SOUNDS[sound] == SOUND_I ? GAP_JOINED
		       : sound_is_vowel(sounds[at + 1])             ? GAP_HIATUS
								    : GAP_COSTS[sound];
	}
	const bool is_again = PLAIN_SOUNDS[sound] == PLAIN_SOUNDS[before & SOUND_PLAIN] && at > 0;
	const bool is_breath = sound == SOUND_H && is_stop(before);
	const bool is_glide = sound == SOUND_FINAL_V && (PLAIN_SOUNDS[before] == SOUND_AU ||
							 PLAIN_SOUNDS[before] == SOUND_AO);
	return is_again || is_breath || is_glide ? GAP_JOINED : GAP_COSTS[sound];
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

/* The last vowel tells names apart (Sokha, Sokhea, Sokho), which is why what is loose inside a name
 * is not loose there. */
static unsigned cost_of_last(uint8_t a, uint8_t b)
{
	const unsigned cost = SOUND_COSTS[a & SOUND_PLAIN][b & SOUND_PLAIN];
	const bool are_vowels = sound_is_vowel(a) && sound_is_vowel(b);
	return are_vowels && ((a | b) & SOUND_WEAK) == 0 && cost >= LAST_VARIANT &&
			       cost < LAST_VOWEL
		       ? LAST_VOWEL
		       : cost;
}

/* What a cost is measured by. Within bounds: in a long name another sound is no less another name,
 * and a short one is not another for each variant. */
static double measure_of(double weight)
{
	return weight < WEIGHT_LEAST ? WEIGHT_LEAST : weight > WEIGHT_MOST ? WEIGHT_MOST : weight;
}

static double alike_in(unsigned *row, uint8_t *gaps, const uint8_t *a, size_t a_count,
		       const uint8_t *b, size_t b_count, double least)
{
	row[0] = 0;
	for (size_t j = 0; j < b_count; j++) {
		gaps[j] = (uint8_t)gap_at(b, b_count, j);
		row[j + 1] = row[j] + gaps[j];
	}
	const double weight = measure_of((sounds_weight(a, a_count) + row[b_count]) / 2);
	unsigned diagonal = 0, above = 0;
	for (size_t i = 0; i < a_count; i++) {
		/* No cost is negative: the end of the alignment costs no less than any row. */
		const unsigned gap = gap_at(a, a_count, i);
		diagonal = row[b_count - 1];
		above = row[b_count];
		if (1 - next_row(row, a[i], gap, b, gaps, b_count) / weight < least) {
			return 0;
		}
	}
	const unsigned end = least_of(above + gap_at(a, a_count, a_count - 1),
				      row[b_count - 1] + gaps[b_count - 1],
				      diagonal + cost_of_last(a[a_count - 1], b[b_count - 1]));
	const double alike = 1 - end / weight;
	return alike > 0 ? alike : 0;
}

/* Two sizes of room: the compiler clears it before use, which for most names would take longer than
 * the alignment. */
static double alike_long(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count,
			 double least)
{
	unsigned row[SOUNDS_MAX + 1];
	uint8_t gaps[SOUNDS_MAX];
	return alike_in(row, gaps, a, a_count, b, b_count, least);
}

double sounds_alike(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count,
		    double least)
{
	if (a_count == 0 || b_count == 0) {
		return 0;
	}
	if (b_count > SHORT_SOUNDS) {
		return alike_long(a, a_count, b, b_count, least);
	}
	unsigned row[SHORT_SOUNDS + 1];
	uint8_t gaps[SHORT_SOUNDS];
	return alike_in(row, gaps, a, a_count, b, b_count, least);
}
