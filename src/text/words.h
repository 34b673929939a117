/* words.h - where words of running text begin, and where a line of it may end.
 *
 * Khmer has no spaces between words; ICU finds them with its dictionary (UAX 29 and UAX 14, locale
 * km). It is mostly right and errs on loan words and names, so this is for layout and for search
 * columns. It never judges a name: a name has no words, it has a spelling (names.h).
 *
 * Linear in the text; about 5 microseconds a line of Khmer, and a few for each call. Thread-safe.
 */
#ifndef SPEAN_TEXT_WORDS_H
#define SPEAN_TEXT_WORDS_H

#include "base/arena.h"
#include "base/slice.h"

/* More is refused: ERR_LIMIT text.too_long with max=. */
enum { WORDS_BYTES_MAX = 16 * 1024 * 1024 };

/* Ends of pieces as byte offsets, rising; the last one is the length of the text. What lies between
 * two words (a space, a full stop) is a piece too. */
struct word_ends {
	const size_t *at;
	size_t count; /* 0 for the empty text */
};

/* The words of valid UTF-8; the ends live in c->arena. ERR_LIMIT text.too_long; ERR_BROKEN
 * text.no_words where ICU has lost its data. */
MUST_USE err words_break(struct ctx *c, struct slice text, struct word_ends *ret_ends);

/* The text with U+200B (a space of no width) wherever a line may end between two Khmer letters, for
 * layout engines that break lines at spaces only. Never before a vowel, a sign or a repetition
 * mark, never inside a stack. Where the text has such a space already there is no second one. */
enum words_where {
	WORDS_AT_LINES,    /* between words, as ICU finds them */
	WORDS_AT_CLUSTERS, /* between any two clusters: for a word wider than its column */
};
MUST_USE err words_with_breaks(struct ctx *c, struct slice text, enum words_where where,
			       struct slice *ret_text);

#endif
