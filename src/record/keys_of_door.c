#include "record/keys_of_door.h"

#include "vault/vault.h"

err door_keys(struct ctx *c, struct door *door)
{
	if (door->keys != NULL) {
		return OK;
	}
	if (door->vault == NULL) {
		return FAIL_PLAIN(c, ERR_BROKEN, "record.no_vault");
	}
	return keys_borrow(c, door->vault, &door->keys);
}
