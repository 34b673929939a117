#include <string.h>

#include "people/internal.h"

enum { TRIES = 6 };

err people_within(struct ctx *c, struct door *door, door_work work, void *argument)
{
	err result = OK;

	/* Inside somebody else's transaction only the whole of it can be done again. */
	if (door->in_transaction) {
		return work(c, door, argument);
	}
	for (int i = 0; i < TRIES; i++) {
		TRY(door_begin(c, door));
		result = door_end(c, door, work(c, door, argument));
		if (result != ERR_CONFLICT || strcmp(c->fail.key, "store.busy") != 0) {
			break;
		}
	}
	return result;
}
