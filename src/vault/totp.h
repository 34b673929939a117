/* totp.h - one-time codes by time: RFC 6238 over RFC 4226, HMAC-SHA-1, 30 seconds, as every
 * authenticator app has it. Not here: keeping the secret and the last step (record/secret.h). */
#ifndef SPEAN_VAULT_TOTP_H
#define SPEAN_VAULT_TOTP_H

#include "vault/vault.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6, TOTP_STEP_SECONDS = 30, TOTP_DRIFT = 1 };

/* HOTP of RFC 4226 as `digits` decimal digits (6 to 8). */
struct slice totp_code(struct arena *arena, struct slice secret, uint64_t step, int digits);
/* Is `code` (spaces between digits are fine) that of now, or of one step before or after? Never of
 * a step at or before `last_step` (-1 when none was used yet): a code counts once. All steps are
 * compared, each in constant time. *ret_step is the one to remember. */
bool totp_holds(struct arena *arena, struct slice secret, struct slice code, int64_t now_ms,
		int64_t last_step, int64_t *ret_step);
/* TOTP_SECRET_BYTES new random bytes. */
struct slice totp_secret(struct arena *arena);

/* RFC 4648 base 32 without '='. Decoding takes either case and spaces; false for anything else. */
struct slice base32_encode(struct arena *arena, struct slice bytes);
bool base32_decode(struct arena *arena, struct slice text, struct slice *ret_bytes);

#endif
