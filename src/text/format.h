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
/* The same in the style that a reader asked for; a zeroed style is format_date in Latin digits. */
enum era {
	ERA_COMMON,
	ERA_BUDDHIST, /* "1 August 2559 BE": the year + 543, as in ICU's calendar "buddhist". The
		       * year of the Cambodian court begins in spring, at Visakha Bochea, and can
		       * be one more; that needs the lunar calendar and is not counted here. */
};
enum date_wording {
	DATE_AS_WRITTEN,
	DATE_ABOUT, /* "about 1995", where no more than the year is known */
};
struct date_style {
	enum digits digits;
	enum era era;
	enum date_wording wording;
};
struct slice format_date_styled(struct arena *arena, enum language language,
				struct date_style style, struct pdate date);
/* An amount with its ISO 4217 currency. */
struct slice format_money(struct arena *arena, enum language language, enum digits digits,
			  struct slice amount, struct slice currency);

#endif
