/* people.h - accounts, clients and notes for tests of sealed records (support/house.h). */
#ifndef SPEAN_TESTS_RECORD_PEOPLE_H
#define SPEAN_TESTS_RECORD_PEOPLE_H

#include "../../testing.h"

#include "record/audit.h"
#include "record/grant.h"
#include "record/record.h"
#include "support/house.h"

#define PLANTED_KM    "ចាន់ សុខា"
#define PLANTED_LATIN "Chan Sokha"
#define PLANTED_TEXT  "Planted-Summary-7Qx2 afraid of the neighbour"
#define PLANTED_C     "Planted-Counselling-9Zt4 does not sleep"

/* A new record of the kind from pairs "field", "text", NULL. */
static inline struct record record_of(struct ctx *c, const char *kind, const char *const *pairs)
{
	struct record record = {.values = values_create(c->arena, model_kind(kind))};

	for (size_t i = 0; i < record.values.kind->count; i++) {
		record.values.at[i] = S("");
	}
	for (; pairs[0] != NULL; pairs += 2) {
		values_set(&record.values, pairs[0], slice_of(pairs[1]));
	}
	return record;
}

static inline struct record client_of(struct ctx *c)
{
	static const char *const PAIRS[] = {
		"code",       "LT-0042",     "name",  "Sokha",       "name_km", PLANTED_KM,
		"name_latin", PLANTED_LATIN, "phone", "012 345 678", "sex",     "female",
		"birth_date", "1999-04",     "stage", "intake",      "summary", PLANTED_TEXT,
		"opened_on",  "2026-11-02",  NULL,
	};
	return record_of(c, "client", PAIRS);
}

static inline struct record note_of(struct ctx *c, struct slice client, const char *confidential)
{
	static const char *const PAIRS[] = {
		"date", "2026-11-05", "component", "legal", "text", "Spoke about papers.", NULL,
	};
	struct record note = record_of(c, "note", PAIRS);

	values_set(&note.values, "client", client);
	values_set(&note.values, "confidential", slice_of(confidential));
	return note;
}

/* Somebody saves a new record; its id. */
static inline struct slice saved_by(struct house *house, const struct actor *actor,
				    struct record record)
{
	struct door door = house_door(house, actor);
	assert_ok(house->c, record_save(house->c, &door, &record));
	door_close(&door);
	return arena_copy(house->c->arena, record_id(&record));
}

static inline struct record seen_by(struct house *house, const struct actor *actor,
				    const char *kind, struct slice id)
{
	struct door door = house_door(house, actor);
	struct record record;
	assert_ok(house->c, record_load(house->c, &door, model_kind(kind), id, &record));
	door_close(&door);
	return record;
}

static inline void assert_not_seen(struct house *house, const struct actor *actor, const char *kind,
				   struct slice id, err code, const char *key)
{
	struct door door = house_door(house, actor);
	struct record record;
	assert_failed(house->c, record_load(house->c, &door, model_kind(kind), id, &record), code,
		      key);
	door_close(&door);
}

/* The account of one of the house's people, in the given team, as the console would make it. */
static inline void account_for(struct house *house, const struct actor *actor)
{
	struct record record = {.values = values_create(house->c->arena, model_kind("account"))};
	struct door door = house_door(house, &HOUSE_CONSOLE);

	for (size_t i = 0; i < record.values.kind->count; i++) {
		record.values.at[i] = S("");
	}
	values_set(&record.values, "id", actor->account);
	values_set(&record.values, "organisation", actor->organisation);
	values_set(&record.values, "sign_in_name",
		   arena_format(house->c->arena, "name-%.*s", SLICE_PRINT(actor->account)));
	values_set(&record.values, "name", S("Dara"));
	values_set(&record.values, "team", actor->team);
	values_set(&record.values, "roles", staff_roles_list(house->c->arena, actor->roles));
	values_set(&record.values, "state", S("active"));
	assert_ok(house->c, record_save(house->c, &door, &record));
	door_close(&door);
}

/* The newest line of the log. */
static inline struct audit_line newest_line(struct house *house)
{
	const struct audit_filter filter = {.limit = 1};
	struct door door = house_door(house, &HOUSE_CONSOLE);
	const struct audit_line *lines;
	size_t count;
	assert_ok(house->c, audit_list(house->c, &door, &filter, &lines, &count));
	assert_true(count == 1);
	door_close(&door);
	return lines[0];
}

#endif
