/* decimal.h - exact numbers as registers write them ("42", "7.8", "150000000000").
 *
 * Sums of a ledger must be right to the last digit, so nothing here is a floating-point number: a
 * value is a whole number of billionths. 18 digits before the point, 9 after it; a sum of a
 * thousand million such values still fits.
 *
 * Not here: grouping and numerals of a language (text/format.h).
 */
#ifndef SPEAN_FIGURES_DECIMAL_H
#define SPEAN_FIGURES_DECIMAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

__extension__ typedef __int128 int128;

struct decimal {
	int128 billionths;
};

/* An optional '-', digits, an optional point with digits; nothing else ("1,000", "1e5" and "+1" are
 * refused). ERR_INVALID decimal.form or decimal.too_long with value=. */
MUST_USE err decimal_parse(struct ctx *c, struct slice text, struct decimal *ret_value);
struct decimal decimal_of(int64_t whole);
struct decimal decimal_add(struct decimal a, struct decimal b);
struct decimal decimal_subtract(struct decimal a, struct decimal b);
/* <0, 0, >0. */
int decimal_compare(struct decimal a, struct decimal b);
bool decimal_equal(struct decimal a, struct decimal b);
struct decimal decimal_absolute(struct decimal value);
/* The shortest form that reads back to the same value; also a JSON number. */
struct slice decimal_text(struct arena *arena, struct decimal value);
/* The whole part, cut to int64_t at both ends: for the length of a bar, never for a sum. */
int64_t decimal_whole(struct decimal value);

#endif
