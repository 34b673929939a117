/* fixture.h - hand-made directories, the carried one, and random ones. */
#ifndef SPEAN_TESTS_DIRECTORY_FIXTURE_H
#define SPEAN_TESTS_DIRECTORY_FIXTURE_H

#include "../../testing.h"

#include "directory/directory.h"
#include "directory/gaps.h"
#include "directory/match.h"
#include "directory/words.h"

/* S() for what lives as long as the program. */
#define FIXED(literal)                                                                             \
	{                                                                                          \
		.at = (literal), .length = sizeof(literal) - 1                                     \
	}

static const struct organisation HOUSE = {.id = FIXED("house"), .name = FIXED("House")};

/* Banteay Meanchey, Phnom Penh, Siem Reap, Preah Sihanouk. */
static const struct province_point POINTS[] = {
	{FIXED("01"), 137989, 1028862},
	{FIXED("12"), 115730, 1048578},
	{FIXED("17"), 133149, 1038054},
	{FIXED("18"), 105061, 1036520},
};

/* Takes everybody and gives nothing: tests narrow it. */
static inline struct programme open_programme(const char *id)
{
	return (struct programme){
		.id = slice_of(id),
		.name = slice_of(id),
		.organisation = &HOUSE,
		.sex = S("any"),
		.age_min = AGE_NO_LIMIT,
		.age_max = AGE_NO_LIMIT,
		.forms = S("all"),
		.origin_route = S("any"),
		.places_free = COUNT_UNKNOWN,
		.wait_days = COUNT_UNKNOWN,
		.informed = {.precision = DATE_DAY, .year = 2026, .month = 1, .day = 1},
	};
}

static inline struct pdate day(int year, int month, int number)
{
	return (struct pdate){.precision = DATE_DAY, .year = year, .month = month, .day = number};
}

/* A woman of 24 back from Thailand, of whom everything is known. */
static inline struct match_question known_question(void)
{
	return (struct match_question){
		.on = day(2026, 3, 2),
		.sex = S("female"),
		.age_least = 24,
		.age_most = 24,
		.forms = S("domestic_work"),
		.destinations = S("TH"),
		.referred_by = S("ngo"),
		.scope = SCOPE_ALL,
	};
}

static inline unsigned bits(const char *components)
{
	return model_component_bits(slice_of(components));
}

/* Every row of a carried table as records. */
static inline struct records carried_records(struct ctx *c, const char *kind_name)
{
	const struct kind *kind = model_kind(kind_name);
	static const char *const NONE[] = {NULL};
	struct csv csv;

	assert_int_equal(csv_parse(c, kind->file, embedded_text(&SPEAN_EMBEDDED, kind->file), &csv),
			 OK);
	struct records records = {.at = ARENA_ARRAY(c->arena, csv.count, struct record)};
	for (; records.count < csv.count; records.count++) {
		assert_int_equal(values_from_csv(c, &csv, records.count, kind, NONE,
						 &records.at[records.count].values),
				 OK);
	}
	return records;
}

static inline struct directory carried_directory(struct ctx *c, struct model **ret_model)
{
	const struct records organisations = carried_records(c, "organisation");
	const struct records programmes = carried_records(c, "programme");
	struct directory directory;

	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, ret_model), OK);
	assert_int_equal(directory_make(c, *ret_model, &organisations, &programmes, &directory),
			 OK);
	return directory;
}

/* ---- Random directories: small vocabularies, so that things collide. */

enum { RANDOM_ORGANISATIONS = 6 };

static inline struct slice pick(struct testing_random *random, const char *const *from,
				uint32_t count)
{
	return slice_of(from[testing_below(random, count)]);
}

static inline struct programme random_programme(struct ctx *c, struct testing_random *random,
						const struct organisation *organisations,
						size_t number)
{
	static const char *const SEXES[] = {"any", "any", "female", "male"};
	static const char *const FORMS[] = {"all", "all;at_risk", "fishing;domestic_work",
					    "fishing", "not_trafficking;at_risk"};
	static const char *const ROUTES[] = {"any", "any", "TH;MY", "CN", "VN;KH"};
	static const char *const LIVING[] = {"", "", "shelter", "independent", "family;shelter"};
	struct programme programme =
		open_programme(arena_format(c->arena, "p%02zu", number * 7 % 97).at);

	programme.organisation = &organisations[testing_below(random, RANDOM_ORGANISATIONS)];
	programme.components = testing_below(random, 1u << COMPONENT_COUNT);
	programme.inferred = programme.components & testing_below(random, 1u << COMPONENT_COUNT);
	programme.sex = pick(random, SEXES, COUNT_OF(SEXES));
	programme.forms = pick(random, FORMS, COUNT_OF(FORMS));
	programme.origin_route = pick(random, ROUTES, COUNT_OF(ROUTES));
	programme.living_option = pick(random, LIVING, COUNT_OF(LIVING));
	programme.age_min =
		testing_below(random, 2) == 0 ? AGE_NO_LIMIT : (int)testing_below(random, 25);
	programme.age_max = testing_below(random, 2) == 0
				    ? AGE_NO_LIMIT
				    : (programme.age_min == AGE_NO_LIMIT ? 10 : programme.age_min) +
					      (int)testing_below(random, 15);
	programme.formal_sector = (enum known)testing_below(random, 3);
	programme.wait_days =
		testing_below(random, 2) == 0 ? COUNT_UNKNOWN : (int)testing_below(random, 4) * 20;
	programme.places_free =
		testing_below(random, 2) == 0 ? COUNT_UNKNOWN : (int)testing_below(random, 2);
	return programme;
}

static inline struct directory random_directory(struct ctx *c, struct testing_random *random,
						size_t count)
{
	static const char *const PROVINCES[] = {"01", "12", "18", "", "12"};
	struct organisation *organisations =
		ARENA_ARRAY(c->arena, RANDOM_ORGANISATIONS, struct organisation);
	struct programme *programmes = ARENA_ARRAY(c->arena, count, struct programme);

	for (size_t i = 0; i < RANDOM_ORGANISATIONS; i++) {
		organisations[i] = (struct organisation){
			.id = arena_format(c->arena, "o%zu", i),
			.province = pick(random, PROVINCES, COUNT_OF(PROVINCES)),
		};
	}
	for (size_t i = 0; i < count; i++) {
		programmes[i] = random_programme(c, random, organisations, i);
	}
	return (struct directory){
		.organisations = organisations,
		.organisations_count = RANDOM_ORGANISATIONS,
		.programmes = programmes,
		.programmes_count = count,
		.provinces = POINTS,
		.provinces_count = COUNT_OF(POINTS),
	};
}

#endif
