#include <string.h>

#include "people/internal.h"

enum { TRIES = 6 };

err people_within(struct ctx *c, struct door *door, door_work work, void *argument)
{
	err result = OK;

	for (int i = 0; i < TRIES; i++) {
		result = door_within(c, door, work, argument);
		/* Inside somebody else's transaction only the whole of it can be done again. */
		if (result != ERR_CONFLICT || door->in_transaction ||
		    strcmp(c->fail.key, "store.busy") != 0) {
			break;
		}
	}
	return result;
}
