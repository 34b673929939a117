/* coverage.c - organisations by the seven components. */
#include "directory/directory.h"

enum offer programme_offer(const struct programme *programme, size_t component)
{
	const unsigned bit = 1u << component;
	if ((programme->components & bit) == 0) {
		return OFFER_NONE;
	}
	return (programme->inferred & bit) != 0 ? OFFER_INFERRED : OFFER_STATED;
}

static void add_programme(struct coverage_row *row, const struct programme *programme)
{
	row->programmes++;
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		const enum offer offer = programme_offer(programme, i);
		if (offer > row->offers[i]) {
			row->offers[i] = offer;
		}
	}
}

static void add_totals(struct coverage *coverage, const struct coverage_row *row)
{
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		coverage->stated[i] += row->offers[i] == OFFER_STATED;
		coverage->inferred[i] += row->offers[i] == OFFER_INFERRED;
	}
}

void directory_coverage(struct arena *arena, const struct directory *directory,
			enum directory_scope scope, struct coverage *ret_coverage)
{
	struct coverage_row *rows =
		ARENA_ARRAY(arena, directory->organisations_count, struct coverage_row);
	struct coverage coverage = {.rows = rows};

	for (size_t i = 0; i < directory->organisations_count; i++) {
		struct coverage_row row = {.organisation = &directory->organisations[i]};
		for (size_t p = 0; p < directory->programmes_count; p++) {
			const struct programme *programme = &directory->programmes[p];
			if (programme->organisation == row.organisation &&
			    programme_in_scope(programme, scope)) {
				add_programme(&row, programme);
			}
		}
		if (row.programmes > 0) {
			add_totals(&coverage, &row);
			rows[coverage.count++] = row;
		}
	}
	*ret_coverage = coverage;
}
