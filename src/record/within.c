#include "record/within.h"

#include "record/internal.h"

err door_within(struct ctx *c, struct door *door, door_work work, void *argument)
{
	if (door->in_transaction) {
		return work(c, door, argument);
	}
	TRY(db_begin(c, door->db, DB_WRITE));
	return transaction_end(c, door, work(c, door, argument));
}
