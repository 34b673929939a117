/* The seven components of successful reintegration, in the review's own numbering (its list is
 * printed in two columns; data/recommendations.csv, COMP-1 to COMP-7). */
#include "model/model.h"

static const char *const COMPONENTS[COMPONENT_COUNT] = {
	"stigma", "education", "training_employment", "legal", "medical", "social", "psychological",
};

struct slice model_component(size_t index)
{
	must(index < COMPONENT_COUNT);
	return slice_of(COMPONENTS[index]);
}

unsigned model_component_bits(struct slice list)
{
	struct slice rest = list;
	struct slice item;
	unsigned bits = 0;

	while (slice_next_item(&rest, &item)) {
		const struct slice component = slice_between(item, 0, slice_find_byte(item, '.'));
		for (size_t i = 0; i < COMPONENT_COUNT; i++) {
			bits |= slice_is(component, COMPONENTS[i]) ? 1u << i : 0u;
		}
	}
	return bits;
}
