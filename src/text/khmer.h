/* khmer.h - one normal form for Khmer, so that text typed in another order of code points is the
 * same text.
 *
 * Unicode's own forms (NFC, NFKC) leave Khmer as it was typed: its marks have combining class 0, so
 * many orders that render alike stay different strings. Here each syllable is brought into the
 * order of the Unicode Standard (chapter 16.4, Khmer): base, robat, subscripts (RO last), shifter,
 * vowel, signs; known doubles are unified. Linear in the length of the text, whatever it holds.
 *
 * Not here: words (text/words.h), names (text/names.h), sorting (text/sort.h).
 * Pure functions, safe from any thread.
 */
#ifndef SPEAN_TEXT_KHMER_H
#define SPEAN_TEXT_KHMER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum khmer_purpose {
	/* To keep and show: what a reader sees stays the same, joiners that steer line breaks stay.
	 */
	KHMER_FOR_DISPLAY,
	/* To compare and search: what renders alike is alike. Joiners and spaces between words
	 * fold, digits become ASCII, Latin loses case, width and marks, the repetition sign
	 * repeats. */
	KHMER_FOR_KEY,
};

/* The normal form of `text`. Idempotent. ERR_INVALID utf8.invalid with at= for text that is no
 * UTF-8. */
MUST_USE err khmer_normalise(struct ctx *c, struct slice text, enum khmer_purpose purpose,
			     struct slice *ret_text);

#endif
