/* bits.h - bytes as letters of five bits each. Private to src/vault: base 32 of RFC 4648 for
 * authenticators, Crockford's for what people type. */
#ifndef SPEAN_VAULT_BITS_H
#define SPEAN_VAULT_BITS_H

#include "base/arena.h"

enum { BITS_BAD = -1 };

/* `alphabet` has 32 letters. The last letter is filled up with zero bits. */
struct slice bits_write(struct arena *arena, struct slice bytes, const char *alphabet);
/* Letters in `ignored` are passed over. False for a letter without a value, and when the bits left
 * over are not zero or a whole letter too many: one text for one value. */
bool bits_read(struct arena *arena, struct slice text, struct slice ignored,
	       int (*value_of)(char letter), struct slice *ret_bytes);

#endif
