/* random.h - randomness and identifiers. Cryptographic randomness (libsodium); never seeded. */
#ifndef SPEAN_BASE_RANDOM_H
#define SPEAN_BASE_RANDOM_H

#include "base/arena.h"
#include "base/slice.h"

void random_bytes(void *at, size_t size);
/* A UUID version 7 (RFC 9562) of the moment `now_ms`, as 36 characters. */
struct slice random_uuid7(struct arena *arena, int64_t now_ms);
/* `bytes` as lower-case hexadecimal. */
struct slice hex_encode(struct arena *arena, const void *at, size_t bytes);
/* Back again: exactly `size` bytes, written as hex_encode does. False, and `at` may be half
 * written, for anything else. */
bool hex_decode(struct slice text, unsigned char *at, size_t size);

#endif
