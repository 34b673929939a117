/* format.h - numbers, dates and money as people of a language read them (after ICU's data).
 *
 * Precision stays as written: "7.80" keeps its zero, a year stays a year. What is no plain decimal
 * comes back as it is. Khmer uses "." between groups and "," before decimals.
 */
#ifndef SPEAN_TEXT_FORMAT_H
#define SPEAN_TEXT_FORMAT_H

#include "base/arena.h"
#include "base/date.h"
#include "text/messages.h"

/* A plain decimal ("150000000000", "7.8") with grouping, Khmer numerals only on request. */
enum digits { DIGITS_LATIN, DIGITS_KHMER };
struct slice format_number(struct arena *arena, enum language language, enum digits digits,
			   struct slice number);
/* "1 August 2016", "August 2016", "2016"; Khmer month names for LANGUAGE_KM. */
struct slice format_date(struct arena *arena, enum language language, enum digits digits,
			 struct pdate date);
/* An amount with its ISO 4217 currency. */
struct slice format_money(struct arena *arena, enum language language, enum digits digits,
			  struct slice amount, struct slice currency);

#endif
