/* khmer_table.h - what each character of the Khmer block does in a syllable.
 *
 * Source: The Unicode Standard 15, chapter 16.4 (Khmer) and its block chart.
 *
 * Inside text/ only. Read-only tables, safe from any thread.
 */
#ifndef SPEAN_TEXT_KHMER_TABLE_H
#define SPEAN_TEXT_KHMER_TABLE_H

#include <stdint.h>

enum { KHMER_FIRST = 0x1780, KHMER_COUNT = 128 };

/* The order of the enum is the order of a canonical cluster. */
enum khmer_class {
	KHMER_OTHER,      /* no part of a syllable: digits, punctuation, unassigned */
	KHMER_BASE,       /* consonants, independent vowels, U+25CC */
	KHMER_ROBAT,      /* U+17CC */
	KHMER_COENG,      /* U+17D2 and what it subscribes */
	KHMER_COENG_RO,   /* the one subscript that is drawn to the left, so typed anywhere */
	KHMER_SHIFTER,    /* U+17C9, U+17CA */
	KHMER_PRE,        /* vowels drawn before the base: U+17C1 to U+17C3 */
	KHMER_BELOW,      /* U+17BB to U+17BD */
	KHMER_ABOVE,      /* U+17B7 to U+17BA and the compounds U+17BE to U+17C0 */
	KHMER_AFTER,      /* U+17B6, U+17C4, U+17C5 */
	KHMER_NIKAHIT,    /* U+17C6 */
	KHMER_SIGN,       /* other signs above */
	KHMER_SIGN_AFTER, /* U+17C7, U+17C8 */
	KHMER_STRAY       /* U+17D2 that subscribes nothing; ends its cluster */
};

enum khmer_character {
	KHMER_RO = 0x179A,
	KHMER_BA = 0x1794,
	KHMER_DA = 0x178A,
	KHMER_TA = 0x178F,
	KHMER_QA = 0x17A2,
	KHMER_VOWEL_AA = 0x17B6,
	KHMER_VOWEL_I = 0x17B7,
	KHMER_VOWEL_II = 0x17B8,
	KHMER_VOWEL_YY = 0x17BA,
	KHMER_VOWEL_U = 0x17BB,
	KHMER_VOWEL_OE = 0x17BE,
	KHMER_VOWEL_E = 0x17C1,
	KHMER_VOWEL_OO = 0x17C4,
	KHMER_SIGN_NIKAHIT = 0x17C6,
	KHMER_MUUSIKATOAN = 0x17C9,
	KHMER_TRIISAP = 0x17CA,
	KHMER_SIGN_COENG = 0x17D2,
	KHMER_SAMYOK = 0x17D0,
	KHMER_REPEAT = 0x17D7,
	KHMER_DOTTED_CIRCLE = 0x25CC
};

/* Of a character of the block, less KHMER_FIRST. */
extern const uint8_t KHMER_CLASSES[KHMER_COUNT];
/* The shifter that the vowels above a letter push below it, where it is drawn as the vowel u: less
 * KHMER_FIRST; 0 of letters over which both shifters stay above. Found by shaping every letter with
 * every vowel in Noto Sans, Noto Serif, Khmer OS and Khmer OS Battambang, which agree
 * (tests/spec/khmer/shaping_test.c). */
extern const uint8_t KHMER_LOWERED_SHIFTERS[KHMER_COUNT];

#endif
