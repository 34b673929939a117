/* names_sound.h - a name as it sounds: parts, each a row of sounds. Inside text/ only. */
#ifndef SPEAN_TEXT_NAMES_SOUND_H
#define SPEAN_TEXT_NAMES_SOUND_H

#include "text/names.h"
#include "text/names_rules.h"

enum { SOUNDS_MAX = 480 };

struct sounded {
	size_t count;                        /* parts */
	size_t titles;                       /* parts at the start that may be a title */
	struct slice parts[NAMES_PARTS_MAX]; /* of the normal form */
	size_t starts[NAMES_PARTS_MAX + 1];  /* where each part starts in sounds */
	uint8_t sounds[SOUNDS_MAX];
};

/* ERR_INVALID, ERR_LIMIT names.too_long. */
MUST_USE err names_sound(struct ctx *c, struct slice name, struct sounded *ret_sounded);
void sound_khmer(struct slice part, uint8_t *sounds, size_t *count);
void sound_latin(struct slice part, uint8_t *sounds, size_t *count);
void sound_add(uint8_t *sounds, size_t *count, unsigned sound);
static inline bool sound_is_vowel(unsigned sound)
{
	return (sound & SOUND_PLAIN) >= SOUND_VOWELS;
}

/* 0 to 1: two rows of sounds, aligned at the least cost. What cannot reach `least` may be said to
 * be 0, for which less is computed. Time: the product of the counts. */
double sounds_alike(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count,
		    double least);
/* The cost of leaving a row out: its weight. */
double sounds_weight(const uint8_t *sounds, size_t count);
/* The best pairing of the parts, in any order. */
void names_pair(struct ctx *c, const struct sounded *a, const struct sounded *b,
		struct names_comparison *ret_comparison);
enum { SPAN_MAX = 4, SCORED_PAIRS = 1024, SCORED_KEY = 32 };
struct span {
	size_t from, count; /* parts */
};
struct candidate {
	struct span a, b;
	double score;
};
struct scored_pair {
	uint8_t key[SCORED_KEY];
	double score;
};
/* Room to score names in. `list` holds names_pairs_max candidates. `scored` is NULL or SCORED_PAIRS
 * of zeros: it keeps what parts of one asked name (always `a`) scored with parts of others, so that
 * frequent parts are aligned once. */
struct names_scorer {
	struct candidate *list;
	struct scored_pair *scored;
};
/* Spans of two names to compare: one part with up to SPAN_MAX, either way. */
static inline size_t names_pairs_max(size_t a_parts, size_t b_parts)
{
	return a_parts * b_parts * (2 * SPAN_MAX - 1);
}
double names_score(struct names_scorer *scorer, const struct sounded *a, const struct sounded *b);

/* Where the next packed name goes; starts as {0}. */
struct names_packer {
	uint8_t *next;
	size_t left, size; /* size: of the last block */
};
/* A copy of the name, its text included, of about 60 bytes. Lives in the arena. */
const uint8_t *names_pack(struct arena *arena, struct names_packer *packer,
			  const struct sounded *name);
/* The name again; its parts point into `packed`. */
void names_unpack(const uint8_t *packed, struct sounded *ret_name);

/* The skeleton of a row of sounds; returns its length. `at` has room for count + 1. */
size_t sounds_skeleton(const uint8_t *sounds, size_t count, char *at);

#endif
