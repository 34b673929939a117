/* sample.h - a store with provinces, and gazetteers on their way into it. */
#ifndef SPEAN_TESTS_PLACES_SAMPLE_H
#define SPEAN_TESTS_PLACES_SAMPLE_H

#include "../../testing.h"

#include "base/csv.h"
#include "base/file.h"
#include "places/import.h"
#include "places/places.h"
#include "support/stores.h"

/* The one open door of a test, here so that it is closed also when the test fails half-way. */
static struct door sample_door;

static inline struct door *open_door(struct stores *t)
{
	struct model *model;

	assert_int_equal(model_load(t->c, &SPEAN_EMBEDDED, &model), OK);
	assert_int_equal(door_open(t->c, t->store, model, &sample_door), OK);
	return &sample_door;
}

static inline int sample_teardown(void **state)
{
	if (sample_door.store != NULL) {
		door_close(&sample_door);
	}
	sample_door = (struct door){NULL};
	return stores_teardown(state);
}

static inline err import_text(struct ctx *c, struct door *door, const char *text,
			      struct places_report *ret_report)
{
	struct csv csv;
	TRY(csv_parse(c, "places.csv", slice_of(text), &csv));
	return places_import(c, door, &csv, 1, (struct slice){0}, ret_report);
}

static inline struct csv read_table(struct ctx *c, const char *path)
{
	struct slice text;
	struct csv csv = {NULL};
	assert_int_equal(file_read(c, path, 64 << 20, &text), OK);
	assert_int_equal(csv_parse(c, path, text, &csv), OK);
	return csv;
}

static inline struct places *load(struct ctx *c, struct door *door)
{
	struct places *places = NULL;
	assert_int_equal(places_load(c, door, &places), OK);
	return places;
}

static inline struct places *load_sample(struct stores *t, struct door *door)
{
	const struct csv csv = read_table(t->c, SPEAN_SOURCE_DIR "/tests/data/places_sample.csv");
	struct places_report report;
	if (places_import(t->c, door, &csv, 1, S("a sample"), &report) != OK) {
		fail_msg("%s %s", t->c->fail.key, t->c->fail.detail);
	}
	return load(t->c, door);
}

#endif
