/* ledger.h - the ledger that the program carries, as it is or with some fields changed. */
#ifndef SPEAN_TESTS_FIGURES_LEDGER_H
#define SPEAN_TESTS_FIGURES_LEDGER_H

#include "../../testing.h"

#include "base/embedded.h"
#include "figures/figures.h"

/* "In this record let this field say that." */
struct change {
	const char *id;
	const char *field;
	const char *value;
};

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

static inline void apply_change(struct records *records, const struct change *change)
{
	for (size_t i = 0; i < records->count; i++) {
		if (slice_is(record_get(&records->at[i], "id"), change->id)) {
			values_set(&records->at[i].values, change->field, slice_of(change->value));
		}
	}
}

/* `changes` ends with an id of NULL; NULL changes nothing. */
static inline struct ledger ledger_with(struct ctx *c, const struct change *changes)
{
	struct records figures = carried_records(c, "figure");
	struct records conflicts = carried_records(c, "conflict");
	struct records programmes = carried_records(c, "programme");
	struct ledger ledger;
	for (; changes != NULL && changes->id != NULL; changes++) {
		struct records *records = changes->id[0] == 'C'   ? &conflicts
					  : changes->id[1] == '-' ? &figures
								  : &programmes;
		apply_change(records, changes);
	}
	assert_int_equal(figures_read(c, &figures, &conflicts, &programmes, &ledger), OK);
	return ledger;
}

/* The value of one argument of a sentence, or "". */
static inline const char *argument(struct sentence sentence, const char *name)
{
	struct slice rest = sentence.arguments;
	struct slice line;
	while (slice_next(&rest, '\n', &line)) {
		const size_t at = slice_find_byte(line, '=');
		if (at != SIZE_MAX && slice_is(slice_between(line, 0, at), name)) {
			return testing_text(slice_between(line, at + 1, line.length));
		}
	}
	return "";
}

#endif
