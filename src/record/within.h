/* within.h - work that is one transaction: that of door_begin, or one of its own. */
#ifndef SPEAN_RECORD_WITHIN_H
#define SPEAN_RECORD_WITHIN_H

#include "record/record.h"

typedef err (*door_work)(struct ctx *c, struct door *door, void *argument);

/* Run `work` where writing is allowed; commit what went well, roll back what did not. */
MUST_USE err door_within(struct ctx *c, struct door *door, door_work work, void *argument);

#endif
