/* directory.c - looking things up in a loaded directory. */
#include "directory/directory.h"

const struct organisation *directory_organisation(const struct directory *directory,
						  struct slice id)
{
	for (size_t i = 0; i < directory->organisations_count; i++) {
		if (slice_equal(directory->organisations[i].id, id)) {
			return &directory->organisations[i];
		}
	}
	return NULL;
}

const struct programme *directory_programme(const struct directory *directory, struct slice id)
{
	for (size_t i = 0; i < directory->programmes_count; i++) {
		if (slice_equal(directory->programmes[i].id, id)) {
			return &directory->programmes[i];
		}
	}
	return NULL;
}

bool programme_in_scope(const struct programme *programme, enum directory_scope scope)
{
	return !programme->for_professionals &&
	       (scope == SCOPE_ALL || programme->origin == ORIGIN_REVIEW);
}

enum freshness directory_freshness(struct pdate informed, struct pdate on)
{
	if (informed.precision == DATE_NONE) {
		return UNDATED;
	}
	const struct pdate last = date_last_day(informed);
	const struct pdate limit = {
		.precision = DATE_DAY,
		.year = last.year + STALE_AFTER_MONTHS / 12,
		.month = last.month,
		.day = last.day, /* 29 February of a common year compares right all the same */
	};
	return date_compare(on, limit) > 0 ? STALE : FRESH;
}

struct slice programme_province(const struct programme *programme)
{
	return slice_empty(programme->province) ? programme->organisation->province
						: programme->province;
}
