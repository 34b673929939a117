/* copies.h - which copies of the key store there are. Erasing a person is true only when all from
 * before are gone, so each backup of the keys writes a line about itself here first. */
#ifndef SPEAN_VAULT_COPIES_H
#define SPEAN_VAULT_COPIES_H

#include "vault/vault.h"

struct key_copy {
	int64_t number;
	struct slice made;  /* ISO moment */
	struct slice place; /* a path, or what the maker calls it */
};

/* ret_number tells it apart from all others, also from those that are gone. */
MUST_USE err keys_copy_add(struct ctx *c, struct keys *keys, struct slice made, struct slice place,
			   int64_t *ret_number);
/* It was destroyed, at the moment `gone`. ERR_NOT_FOUND backup.no_copy (number=). */
MUST_USE err keys_copy_gone(struct ctx *c, struct keys *keys, int64_t number, struct slice gone);
/* Those that are not gone, oldest first; at most 1000. */
MUST_USE err keys_copies(struct ctx *c, struct keys *keys, const struct key_copy **ret_copies,
			 size_t *ret_count);

#endif
