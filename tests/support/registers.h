/* registers.h - the registers of data/ as the program carries them, in a private store in memory:
 * one call for a test that only reads.
 *
 *     struct registers *registers = registers_open();
 *     ... registers->c, registers->door, registers->model ...
 *     registers_close(registers);
 */
#ifndef SPEAN_TESTS_SUPPORT_REGISTERS_H
#define SPEAN_TESTS_SUPPORT_REGISTERS_H

#include "../testing.h"

#include "record/record.h"

struct registers {
	struct ctx c;
	struct store *store;
	struct model *model;
	struct door door;
};

static inline err registers_fill(struct registers *registers)
{
	struct ctx *c = &registers->c;
	const struct store_options options = {.location = ":memory:", .opening = STORE_CREATE};
	struct import_report report;

	TRY(model_load(c, &SPEAN_EMBEDDED, &registers->model));
	TRY(store_open(c, &options, &registers->store));
	TRY(door_open(c, registers->store, registers->model, &registers->door));
	return record_import_embedded(c, &registers->door, &SPEAN_EMBEDDED, &report);
}

static inline struct registers *registers_open(void)
{
	struct registers *registers = test_calloc(1, sizeof *registers);
	registers->c.arena = arena_create();
	if (registers_fill(registers) != OK) {
		fail_msg("%s: %s", registers->c.fail.key, registers->c.fail.detail);
	}
	return registers;
}

static inline void registers_close(struct registers *registers)
{
	door_close(&registers->door);
	store_close(registers->store);
	arena_destroy(registers->c.arena);
	test_free(registers);
}

#endif
