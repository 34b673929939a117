/* codes.h - random things that people carry: codes to type, tokens to click.
 *
 * Codes are written in Crockford's base 32 (no I, L, O, U), in groups of four: what was read as
 * "o" or "l" is taken as 0 or 1 when it is typed. */
#ifndef SPEAN_VAULT_CODES_H
#define SPEAN_VAULT_CODES_H

#include "vault/vault.h"

/* `letters` random letters, five bits each, in groups of four: "7KQ2-94MX". */
struct slice code_random(struct arena *arena, size_t letters);
/* A typed code as one comparable text: capitals, no spaces and hyphens, o as 0, i and l as 1. */
struct slice code_normal(struct arena *arena, struct slice typed);
/* Bytes as such letters in groups of four, and back; either case, spaces and line ends ignored. */
struct slice code_write(struct arena *arena, struct slice bytes);
bool code_read(struct arena *arena, struct slice typed, struct slice *ret_bytes);

/* 32 random bytes as 43 letters of base64url (RFC 4648). */
enum { TOKEN_LETTERS = 43 };
struct slice token_random(struct arena *arena);
/* Equal, in time that depends on the lengths only. */
bool equal_in_constant_time(struct slice a, struct slice b);

#endif
