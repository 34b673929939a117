/* house_door.c - who goes in and out of the house: apart from house.c, so that tests of the vault
 * alone need nothing above it. */
#include "support/house.h"

#include <string.h>

/* Ids are UUIDs of version 7, as accounts have them. */
#define STAFF(number, where, group, bits)                                                          \
	{                                                                                          \
		.kind = ACTOR_STAFF, .account = {"01900000-0000-7000-8000-0000000000" number, 36}, \
		.organisation = {where, 9}, .team = {group, 6}, .roles = (bits),                   \
		.purpose = {"casework", 8},                                                        \
	}
#define LOTUS "org-lotus"
#define RIVER "org-river"

const struct actor HOUSE_WORKER = STAFF("01", LOTUS, "team-a", STAFF_BIT(STAFF_CASE_WORKER));
const struct actor HOUSE_COLLEAGUE = STAFF("02", LOTUS, "team-a", STAFF_BIT(STAFF_CASE_WORKER));
const struct actor HOUSE_STRANGER = STAFF("03", LOTUS, "team-b", STAFF_BIT(STAFF_CASE_WORKER));
const struct actor HOUSE_SUPERVISOR = STAFF("04", LOTUS, "team-a", STAFF_BIT(STAFF_SUPERVISOR));
const struct actor HOUSE_SUPERVISOR_B = STAFF("05", LOTUS, "team-b", STAFF_BIT(STAFF_SUPERVISOR));
const struct actor HOUSE_COUNSELLOR = STAFF("06", LOTUS, "team-a", STAFF_BIT(STAFF_COUNSELLOR));
const struct actor HOUSE_LEGAL_OFFICER =
	STAFF("07", LOTUS, "team-a", STAFF_BIT(STAFF_LEGAL_OFFICER));
const struct actor HOUSE_DATA_OFFICER = STAFF("08", LOTUS, "team-a", STAFF_BIT(STAFF_DATA_OFFICER));
const struct actor HOUSE_ADMINISTRATOR =
	STAFF("09", LOTUS, "team-a", STAFF_BIT(STAFF_ADMINISTRATOR));
const struct actor HOUSE_HOST = STAFF("10", LOTUS, "team-a", STAFF_BIT(STAFF_HOST));
const struct actor HOUSE_AUDITOR = STAFF("11", LOTUS, "team-a", STAFF_BIT(STAFF_AUDITOR));
const struct actor HOUSE_COALITION = STAFF("12", LOTUS, "team-a", STAFF_BIT(STAFF_COALITION));
const struct actor RIVER_WORKER = STAFF("21", RIVER, "team-r", STAFF_BIT(STAFF_CASE_WORKER));
const struct actor RIVER_SUPERVISOR = STAFF("22", RIVER, "team-r", STAFF_BIT(STAFF_SUPERVISOR));
const struct actor RIVER_ADMINISTRATOR =
	STAFF("23", RIVER, "team-r", STAFF_BIT(STAFF_ADMINISTRATOR));
const struct actor HOUSE_CONSOLE = {.kind = ACTOR_CONSOLE};
const struct actor HOUSE_ITSELF = {.kind = ACTOR_HOUSE};
const struct actor HOUSE_NOBODY = {.kind = ACTOR_NOBODY};

struct door house_door(struct house *house, const struct actor *actor)
{
	struct door door;
	if (house->model == NULL) {
		assert_ok(house->c, model_load(house->c, &SPEAN_EMBEDDED, &house->model));
	}
	assert_ok(house->c, door_open_for(house->c, house->stores->store, house->vault,
					  house->model, actor, &door));
	return door;
}

struct door house_door_with_reason(struct house *house, const struct actor *actor,
				   const char *reason)
{
	struct actor with_reason = *actor;
	with_reason.reason = slice_of(reason);
	return house_door(house, &with_reason);
}

static void register_one(struct house *house, struct door *door, struct slice id, const char *name)
{
	struct record record = {
		.values = values_create(house->c->arena, model_kind("organisation")),
	};
	values_set(&record.values, "id", id);
	values_set(&record.values, "name", slice_of(name));
	values_set(&record.values, "kind", S("ngo"));
	values_set(&record.values, "origin", S("extended"));
	values_set(&record.values, "source", S("review-2018"));
	values_set(&record.values, "status", S("as_reported"));
	assert_ok(house->c, record_save(house->c, door, &record));
}

void house_register_organisations(struct house *house)
{
	struct door door;
	if (house->model == NULL) {
		assert_ok(house->c, model_load(house->c, &SPEAN_EMBEDDED, &house->model));
	}
	assert_ok(house->c, door_open(house->c, house->stores->store, house->model, &door));
	register_one(house, &door, ORG_LOTUS, "Lotus House");
	register_one(house, &door, ORG_RIVER, "River Centre");
	door_close(&door);
}
