/* sort.h - the order of a dictionary (ICU collation, CLDR's rules for km and en).
 *
 * For lists that people read: Khmer by consonant, then subscripts and vowels, as in the dictionary
 * of Chuon Nath; Latin without regard to accents and case until all else is equal. Not for keys of
 * a store, which are bytes, and never to say whether two names are the same.
 *
 * Thread-safe. ERR_BROKEN text.no_order (language=) where ICU has lost its data.
 */
#ifndef SPEAN_TEXT_SORT_H
#define SPEAN_TEXT_SORT_H

#include "base/slice.h"
#include "text/messages.h"

enum { SORT_TEXT_BYTES_MAX = 64 * 1024 };

/* *ret_order is <0, 0 or >0. Opens the rules each time (some microseconds): for more than a few
 * comparisons make keys. ERR_LIMIT text.too_long. */
MUST_USE err sort_compare(struct ctx *c, enum language language, struct slice a, struct slice b,
			  int *ret_order);
/* One key for each text, in c->arena: slice_compare of two keys is the order of their texts. Keys
 * are bytes, not text, and only comparable within one program run. ERR_LIMIT text.too_long. */
MUST_USE err sort_keys(struct ctx *c, enum language language, const struct slice *texts,
		       size_t count, struct slice *ret_keys);

#endif
