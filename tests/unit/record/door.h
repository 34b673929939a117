/* door.h - a door on the store of a test (support/stores.h), and small tables to put through it. */
#ifndef SPEAN_TESTS_RECORD_DOOR_H
#define SPEAN_TESTS_RECORD_DOOR_H

#include "../../testing.h"

#include "record/record.h"
#include "support/stores.h"

/* The one open door of a test, here so that it is closed also when the test fails half-way. */
static struct door test_door;

static inline struct door *door_of(struct ctx *c, struct store *store)
{
	struct model *model;

	assert_int_equal(model_load(c, &SPEAN_EMBEDDED, &model), OK);
	assert_int_equal(door_open(c, store, model, &test_door), OK);
	return &test_door;
}

static inline int door_teardown(void **state)
{
	if (test_door.store != NULL) {
		door_close(&test_door);
	}
	test_door = (struct door){NULL};
	return stores_teardown(state);
}

#define DOOR_TEST(test)                                                                            \
	{#test " (SQLite)", test, stores_setup_sqlite, door_teardown, NULL},                       \
	{                                                                                          \
#test " (PostgreSQL)", test, stores_setup_postgres, door_teardown, NULL            \
	}

static inline err import_text(struct ctx *c, struct door *door, const char *kind, const char *text,
			      struct import_report *ret_report)
{
	struct csv csv;

	TRY(csv_parse(c, "file.csv", slice_of(text), &csv));
	return record_import(c, door, model_kind(kind), &csv, ret_report);
}

/* An organisation with all that is required. */
static inline struct record organisation(struct ctx *c, const char *id, const char *name)
{
	struct record record = {.values = values_create(c->arena, model_kind("organisation"))};

	values_set(&record.values, "id", slice_of(id));
	values_set(&record.values, "name", slice_of(name));
	values_set(&record.values, "kind", S("ngo"));
	values_set(&record.values, "origin", S("extended"));
	values_set(&record.values, "source", S("extended"));
	values_set(&record.values, "status", S("as_reported"));
	return record;
}

static inline struct record loaded(struct ctx *c, struct door *door, const char *kind,
				   const char *id)
{
	struct record record;
	assert_int_equal(record_load(c, door, model_kind(kind), slice_of(id), &record), OK);
	return record;
}

static inline size_t count_of(struct ctx *c, struct door *door, const char *kind)
{
	struct records records;
	assert_int_equal(record_list(c, door, model_kind(kind), &records), OK);
	return records.count;
}

#endif
