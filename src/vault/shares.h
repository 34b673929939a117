/* shares.h - a root key in the hands of several people: any m of n shares give it back, fewer tell
 * nothing about it.
 *
 * Method: A. Shamir, "How to Share a Secret" (Communications of the ACM 22(11), 1979), byte by byte
 * over GF(256) with the polynomial of AES (FIPS 197). The arithmetic uses neither tables nor
 * branches on secret bytes.
 *
 * A share is text to print and type: Crockford's letters in groups of four, with a check against
 * slips of the hand and the mark of the set that it belongs to. */
#ifndef SPEAN_VAULT_SHARES_H
#define SPEAN_VAULT_SHARES_H

#include "vault/vault.h"

enum { SHARES_MIN = 2, SHARES_MAX = 3 };

/* Any `needed` of `count`: 2 of 2, 2 of 3, 3 of 3; else ERR_INVALID share.plan. */
MUST_USE err shares_split(struct ctx *c, const unsigned char key[VAULT_KEY_BYTES], int needed,
			  int count, struct slice ret_shares[SHARES_MAX]);
/* Lines beginning with '#' are passed over. ERR_INVALID share.form (share=, which one: mistyped or
 * no share), share.twice, share.foreign (of another set), share.few (needed=, given=). The caller
 * wipes the key. */
MUST_USE err shares_join(struct ctx *c, const struct slice *shares, size_t count,
			 unsigned char ret_key[VAULT_KEY_BYTES]);

#endif
