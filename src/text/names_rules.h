/* names_rules.h - how Khmer sounds and how Cambodia writes it in Latin letters, as tables.
 *
 * Sources, named beside each table in names_rules.c:
 * UNGEGN: romanisation system for Khmer (1972) of the United Nations Group of Experts on
 * Geographical Names; ALA-LC: romanisation table for Khmer of the Library of Congress; French:
 * the older practice of civil registers; habit: passports and files, no one standard. What a sound
 * is usually written as stands in names_spellings.csv, a row for each with its source. Costs are
 * judgement, adjusted on tests/spec/khmer/people.csv.
 *
 * Inside text/ only. Read-only, safe from any thread.
 */
#ifndef SPEAN_TEXT_NAMES_RULES_H
#define SPEAN_TEXT_NAMES_RULES_H

#include "base/slice.h"
#include "text/names_alphabet.h"

/* The alphabet of names_alphabet.h: consonants, Latin vowels, Khmer vowels. */
#define NAMES_SOUND(name)       SOUND_##name,
#define NAMES_KHMER_SOUND(name) KHMER_##name,
enum sound {
	SOUND_NONE,
	NAMES_CONSONANTS(NAMES_SOUND) NAMES_LATIN_VOWELS(NAMES_SOUND)
		NAMES_KHMER_VOWELS(NAMES_KHMER_SOUND) SOUND_COUNT,
	SOUND_VOWELS = SOUND_A, /* from here on vowels */
	SOUND_PLAIN = 0x7F,     /* less its weakness */
	SOUND_WEAK = 0x80       /* may be silent: costs little to leave out */
};

struct letter_rule {
	uint8_t sound;
	uint8_t series; /* 1 or 2 */
	bool is_strong; /* decides the series of its cluster; sonorants do not */
};
/* U+1780 to U+17A2. */
extern const struct letter_rule LETTER_RULES[0x23];

/* The sounds of a vowel sign, the second may be SOUND_NONE: after the first series, then the
 * second. U+17B6 to U+17C5, and before them the inherent vowel at index 0. */
extern const uint8_t VOWEL_RULES[17][2][2];
/* U+17A5 to U+17B3: up to two sounds. */
extern const uint8_t INDEPENDENT_RULES[15][2];

struct latin_rule {
	char graph[5];
	uint8_t sounds[2];
	char where; /* 0 anywhere, 'c' not before a vowel, 'v' only before a vowel */
};
/* By their first letter, and the longest first of those that share it. */
extern const struct latin_rule LATIN_RULES[];
/* Where the rules of each letter from a to z start, and the end. */
extern const uint8_t LATIN_STARTS[27];

/* Khmer words with what is heard; in the normal form for keys. */
enum { WORD_SOUNDS = 8, WORD_BYTES_LEAST = 15 };
struct word_rule {
	const char *khmer;
	size_t length; /* in bytes */
	uint8_t sounds[WORD_SOUNDS];
};
extern const struct word_rule WORD_RULES[];
extern const size_t WORD_RULES_COUNT;

/* What stands in front of a name and is none of it, as parts of the normal form. One that is sure
 * is left out where a part remains, written together with the name, too, if it is Khmer; of the
 * others, which are names as well (Lok, Kanha), two parts must remain, and they still count where
 * they meet a part of the other name. */
struct title_rule { /* two letters at least */
	char text[27];
	bool is_sure;
};
extern const struct title_rule TITLE_RULES[];
extern const size_t TITLE_RULES_COUNT;

/* What a digit is called, as Latin words. */
extern const char *const DIGIT_NAMES[10];

/* Cost of one sound for another, both ways: 0 to 10 a usual spelling of the same, 100 or more
 * another sound. Made of names_spellings.csv by tools/name_costs.c. */
extern const uint8_t SOUND_COSTS[SOUND_COUNT][SOUND_COUNT];
/* Cost to leave a sound out, weak or not; of a vowel at the end of a part see names_align.c. */
extern const uint8_t GAP_COSTS[256];
/* The sound that stands for all that are written alike: unaspirated, unvoiced, a Latin vowel. */
extern const uint8_t PLAIN_SOUNDS[SOUND_COUNT];

/* Coarse class of a plain sound for skeletons: one letter, or 0 for what a skeleton drops. */
extern const char SKELETON_RULES[SOUND_COUNT];

/* Frequent parts of Khmer names by habit, as plain sounds; filled with SOUND_NONE. */
enum { FREQUENT_SOUNDS = 8 };
extern const uint8_t FREQUENT_PARTS[][FREQUENT_SOUNDS];
extern const size_t FREQUENT_PARTS_COUNT;

#endif
