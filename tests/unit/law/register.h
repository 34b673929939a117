/* register.h - the register of data/ as the program carries it, opened once for a group of tests.
 */
#ifndef SPEAN_TESTS_LAW_REGISTER_H
#define SPEAN_TESTS_LAW_REGISTER_H

#include "../../testing.h"

#include "law/answer.h"
#include "law/export.h"
#include "law/law.h"

struct world {
	struct ctx c;
	struct store *store;
	struct law_register law;
};

static inline int world_open(void **state)
{
	static struct world world;
	struct model *model;
	struct door door;
	struct import_report report;
	world = (struct world){.c = {.arena = arena_create()}};
	struct ctx *c = &world.c;
	const struct store_options options = {.location = ":memory:", .opening = STORE_CREATE};
	const bool fine = model_load(c, &SPEAN_EMBEDDED, &model) == OK &&
			  store_open(c, &options, &world.store) == OK &&
			  door_open(c, world.store, model, &door) == OK &&
			  record_import_embedded(c, &door, &SPEAN_EMBEDDED, &report) == OK &&
			  law_load(c, &door, &world.law) == OK;
	if (!fine) {
		print_error("%s %s\n", c->fail.key, c->fail.detail);
		return -1;
	}
	door_close(&door);
	*state = &world;
	return 0;
}

static inline int world_close(void **state)
{
	struct world *world = *state;
	store_close(world->store);
	arena_destroy(world->c.arena);
	return 0;
}

static inline struct pdate day(struct ctx *c, const char *text)
{
	struct pdate date;
	assert_int_equal(date_parse(c, slice_of(text), &date), OK);
	return date;
}

static inline struct law_answer ask(struct world *world, const char *from, const char *form,
				    const char *on)
{
	const struct law_question question = {slice_of(from), slice_of(form), day(&world->c, on)};
	struct law_answer answer;
	assert_int_equal(law_answer(&world->c, &world->law, &question, &answer), OK);
	return answer;
}

/* NULL when the provision is not in the list. */
static inline const struct law_applied *in_list(const struct law_applied *at, size_t count,
						const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_is(at[i].provision->id, id)) {
			return &at[i];
		}
	}
	return NULL;
}

static inline const struct law_applied *applied(const struct law_answer *answer, const char *id)
{
	return in_list(answer->provisions, answer->provisions_count, id);
}

#endif
