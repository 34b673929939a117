/* door.c - opening, closing, and what is one transaction. */
#include "record/audit.h"
#include "record/internal.h"
#include "vault/vault.h"

static err open_door(struct ctx *c, struct store *store, const struct door *as,
		     struct door *ret_door)
{
	struct door door = *as;

	TRY(store_borrow(c, store, &door.db));
	door.store = store;
	*ret_door = door;
	return OK;
}

err door_open(struct ctx *c, struct store *store, const struct model *model, struct door *ret_door)
{
	const struct door door = {.model = model, .actor = {.kind = ACTOR_CONSOLE}};
	return open_door(c, store, &door, ret_door);
}

err door_open_for(struct ctx *c, struct store *store, struct vault *vault,
		  const struct model *model, const struct actor *actor, struct door *ret_door)
{
	const struct door door = {.model = model, .actor = *actor, .vault = vault};
	return open_door(c, store, &door, ret_door);
}

void door_close(struct door *door)
{
	if (door != NULL) {
		keys_return(door->keys);
		door->keys = NULL;
		store_return(door->store, door->db);
		door->db = NULL;
		door->in_transaction = false;
	}
}

void door_rest(struct door *door)
{
	must(!door->in_transaction);
	door_close(door);
}

err door_wake(struct ctx *c, struct door *door)
{
	return door->db != NULL ? OK : store_borrow(c, door->store, &door->db);
}

err door_begin(struct ctx *c, struct door *door)
{
	must(!door->in_transaction);
	TRY(door_wake(c, door)); /* a rest may have ended badly */
	TRY(db_begin(c, door->db, DB_WRITE));
	door->in_transaction = true;
	return OK;
}

/* A denial inside of work that is now undone: its line is written all the same. What the work
 * failed of is told, not how this went. */
static void write_denied(struct ctx *c, struct door *door)
{
	const struct fail fail = c->fail;
	const struct audit_entry *denied = door->denied;

	door->denied = NULL;
	if (denied != NULL && audit_write(c, door, denied) == OK) {
		c->fail = fail;
	}
}

err door_end(struct ctx *c, struct door *door, err result)
{
	must(door->in_transaction);
	door->in_transaction = false;
	const err ended = transaction_end(c, door, result);
	if (ended != OK) {
		write_denied(c, door);
	}
	door->denied = NULL;
	return ended;
}

err transaction_end(struct ctx *c, struct door *door, err result)
{
	if (result == OK) {
		result = db_commit(c, door->db);
	}
	if (result != OK) {
		db_rollback(door->db);
	} else {
		audit_committed(door);
	}
	return result;
}
