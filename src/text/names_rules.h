/* names_rules.h - how Khmer sounds and how Cambodia writes it in Latin letters, as tables.
 *
 * Sources, named beside each table in names_rules.c:
 * UNGEGN: romanisation system for Khmer (1972) of the United Nations Group of Experts on
 * Geographical Names; ALA-LC: romanisation table for Khmer of the Library of Congress; French:
 * the older practice of civil registers; habit: passports and files, no one standard. Costs are
 * judgement, adjusted on the train provinces of tests/spec/khmer only.
 *
 * Inside text/ only. Read-only, safe from any thread.
 */
#ifndef SPEAN_TEXT_NAMES_RULES_H
#define SPEAN_TEXT_NAMES_RULES_H

#include "base/slice.h"

/* The alphabet that both scripts are brought to. Two-letter vowels are one sound each. */
enum sound {
	SOUND_NONE,
	SOUND_K,
	SOUND_KH,
	SOUND_G,
	SOUND_NG,
	SOUND_C,
	SOUND_CH,
	SOUND_NH,
	SOUND_D,
	SOUND_T,
	SOUND_TH,
	SOUND_N,
	SOUND_B,
	SOUND_P,
	SOUND_PH,
	SOUND_M,
	SOUND_Y,
	SOUND_R,
	SOUND_L,
	SOUND_V,
	SOUND_S,
	SOUND_H,
	SOUND_F,
	SOUND_Z,
	SOUND_VOWELS, /* from here on vowels */
	SOUND_A = SOUND_VOWELS,
	SOUND_O,
	SOUND_E,
	SOUND_I,
	SOUND_IU,
	SOUND_U,
	SOUND_OU,
	SOUND_UO,
	SOUND_EU,
	SOUND_OEA,
	SOUND_IE,
	SOUND_EA,
	SOUND_AE,
	SOUND_AO,
	SOUND_AU,
	SOUND_OA,
	SOUND_COUNT,
	SOUND_WEAK = 0x80 /* may be silent: costs little to leave out */
};

struct letter_rule {
	uint8_t sound;
	uint8_t series; /* 1 or 2 */
	bool is_strong; /* decides the series of its cluster; sonorants do not */
};
/* U+1780 to U+17A2. */
extern const struct letter_rule LETTER_RULES[0x23];

/* The two sounds (the second may be SOUND_NONE) of a vowel sign after each series. */
struct vowel_rule {
	uint8_t first[2], second[2];
};
/* U+17B6 to U+17C5, and before them the inherent vowel at index 0. */
extern const struct vowel_rule VOWEL_RULES[17];
/* U+17A5 to U+17B3: up to two sounds. */
extern const uint8_t INDEPENDENT_RULES[15][2];

struct latin_rule {
	const char *graph;
	uint8_t sounds[2];
	char where; /* 0 anywhere, 'c' not before a vowel, 'v' only before a vowel */
};
/* By their first letter, and the longest first of those that share it. */
extern const struct latin_rule LATIN_RULES[];
/* Where the rules of each letter from a to z start, and the end. */
extern const uint8_t LATIN_STARTS[27];

/* What a digit is called, as Latin words. */
extern const char *const DIGIT_NAMES[10];

/* Cost of one sound for another, 1 to 100, both ways; 0 where no rule names the pair. */
extern const uint8_t SOUND_COSTS[SOUND_COUNT][SOUND_COUNT];

/* Coarse class of a sound for skeletons: one letter, or 0 for what a skeleton drops. */
extern const char SKELETON_RULES[SOUND_COUNT];

/* Frequent parts of Khmer names by habit, as they sound; filled with SOUND_NONE. */
enum { FREQUENT_SOUNDS = 8 };
extern const uint8_t FREQUENT_PARTS[][FREQUENT_SOUNDS];
extern const size_t FREQUENT_PARTS_COUNT;

#endif
