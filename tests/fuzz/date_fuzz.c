/* Any bytes as a date. What was accepted is written as it was, and its days count forth and back.
 */
#include "fuzz.h"

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	const struct slice text = {.at = (const char *)data, .length = size};
	struct pdate date;

	if (date_parse(&c, text, &date) == OK) {
		must(slice_equal(date_iso(c.arena, date), text));
		if (date.precision != DATE_NONE) {
			const struct pdate first = date_first_day(date);
			const struct pdate last = date_last_day(date);
			must(date_compare(first, last) <= 0);
			must(date_compare(date_from_days(date_days(first)), first) == 0);
			must(date_compare(date_from_days(date_days(last)), last) == 0);
			must(date_age(date, last) == 0);
		}
	}
	arena_destroy(c.arena);
	return 0;
}
