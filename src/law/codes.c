/* codes.c - the words that files and commands use for states, bands, functions and levels. */
#include "law/internal.h"

static const char *const STATES[] = {
	[LAW_NOT_YET] = "not_yet",
	[LAW_IN_FORCE] = "in_force",
	[LAW_REPLACED] = "replaced",
	[LAW_UNKNOWN] = "unknown",
};
static const char *const BANDS[] = {
	[LAW_HOME] = "home",     [LAW_DESTINATION] = "destination", [LAW_BETWEEN] = "between",
	[LAW_BEYOND] = "beyond", [LAW_NOWHERE] = "nowhere",
};
static const char *const FUNCTIONS[LAW_FUNCTION_COUNT] = {
	"punish",       "prohibit",    "protect", "assist",    "repatriate",
	"rehabilitate", "reintegrate", "prevent", "cooperate", "recruit",
};
static const char *const LEVELS[] = {
	[LAW_NONE] = "none",
	[LAW_UNCERTAIN] = "uncertain",
	[LAW_NON_BINDING] = "non_binding",
	[LAW_BINDING] = "binding",
};
static const char *const BASES[] = {
	[LAW_BASIS_STATED] = "stated",   [LAW_BASIS_SIGNED] = "signed",
	[LAW_BASIS_ADOPTED] = "adopted", [LAW_BASIS_YEAR] = "year",
	[LAW_BASIS_NONE] = "none",
};
static const char *const ABOUTS[] = {
	[LAW_ABOUT_JURISDICTION] = "jurisdiction", [LAW_ABOUT_YEAR] = "year",
	[LAW_ABOUT_ARTICLE] = "article",           [LAW_ABOUT_DUPLICATE] = "duplicate",
	[LAW_ABOUT_INSTRUMENT] = "instrument",     [LAW_ABOUT_PROVISION] = "provision",
};

struct slice law_state_code(enum law_state state)
{
	return slice_of(STATES[state]);
}

struct slice law_band_code(enum law_band band)
{
	return slice_of(BANDS[band]);
}

struct slice law_function_code(size_t function)
{
	must(function < LAW_FUNCTION_COUNT);
	return slice_of(FUNCTIONS[function]);
}

struct slice law_basis_code(enum law_basis basis)
{
	return slice_of(BASES[basis]);
}

struct slice law_level_code(enum law_level level)
{
	return slice_of(LEVELS[level]);
}

struct slice law_about_code(enum law_dispute_about about)
{
	return slice_of(ABOUTS[about]);
}

unsigned law_function_bits(struct slice list)
{
	unsigned bits = 0;
	struct slice item;
	while (slice_next_item(&list, &item)) {
		for (size_t f = 0; f < LAW_FUNCTION_COUNT; f++) {
			if (slice_is(item, FUNCTIONS[f])) {
				bits |= 1u << f;
			}
		}
	}
	return bits;
}
