/* keys_of_door.h - the keys of a door, borrowed when the first sealed value or log line asks. */
#ifndef SPEAN_RECORD_KEYS_OF_DOOR_H
#define SPEAN_RECORD_KEYS_OF_DOOR_H

#include "record/record.h"

/* door->keys is there afterwards; door_close gives it back. ERR_BROKEN record.no_vault when the
 * door was opened without a vault. */
MUST_USE err door_keys(struct ctx *c, struct door *door);

#endif
