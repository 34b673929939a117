/* internal.h - what the files of this folder share. */
#ifndef SPEAN_RECORD_INTERNAL_H
#define SPEAN_RECORD_INTERNAL_H

#include "record/record.h"

enum { RECORDS_MAX = 1000000 };

/* End a transaction: commit what went well, roll back what did not. Returns `result`, or the
 * failure of the commit. */
err transaction_end(struct ctx *c, struct door *door, err result);
/* Give back the door's connections while something else takes its time, and take them again. Never
 * inside a transaction. door_wake does nothing where the door is awake; door_begin wakes it too. */
void door_rest(struct door *door);
MUST_USE err door_wake(struct ctx *c, struct door *door);
/* One more change: record_data_version grows. Inside a transaction. */
MUST_USE err raise_data_version(struct ctx *c, struct door *door);

/* Where a new record of the kind is put: after the last. */
MUST_USE err next_position(struct ctx *c, struct door *door, const struct kind *kind,
			   int64_t *ret_position);

/* Bind every field under its name. The values must live until the statement is finished. */
void bind_values(struct stmt *stmt, const struct values *values);

/* The ids of a kind as they are now, sorted; read once. Make it new after changes. */
struct ids {
	struct arena *arena;
	const struct slice *of_kind[32]; /* by index of model_kinds */
	size_t counts[32];
	bool loaded[32];
};
struct ids ids_create(struct arena *arena);
/* Does every record that a field refers to exist? ERR_INVALID field.no_record with field=, value=;
 * *ret_field is the field. */
MUST_USE err ids_check(struct ctx *c, struct door *door, struct ids *ids,
		       const struct values *values, size_t *ret_field);

#endif
