/* gaps.c - the functions that nothing binding serves on the date, at home, there and between. */
#include "law/internal.h"

static bool served(const struct law_answer *answer, size_t function, enum law_band band)
{
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct law_applied *applied = &answer->provisions[i];
		if (applied->band == band && applied->state == LAW_IN_FORCE &&
		    slice_is(applied->instrument->binding, "yes") &&
		    law_serves(applied, function)) {
			return true;
		}
	}
	return false;
}

struct law_gap *law_find_gaps(struct arena *arena, const struct law_answer *answer,
			      size_t *ret_count)
{
	/* Somebody exploited inside Cambodia has no destination but home. */
	const bool stayed_home = slice_is(answer->question.destination, "KH");
	const enum law_band last = stayed_home ? LAW_HOME : LAW_BETWEEN;
	struct law_gap *gaps =
		ARENA_ARRAY(arena, LAW_FUNCTION_COUNT * LAW_BAND_COUNT, struct law_gap);
	size_t count = 0;
	for (size_t function = 0; function < LAW_FUNCTION_COUNT; function++) {
		for (unsigned band = LAW_HOME; band <= last; band++) {
			if (!served(answer, function, (enum law_band)band)) {
				gaps[count++] = (struct law_gap){function, (enum law_band)band};
			}
		}
	}
	*ret_count = count;
	return gaps;
}
