/* base64.h - bytes as letters for addresses, cookies and JSON: base64url of RFC 4648, section 5,
 * without padding.
 *
 * Reading is strict: one form for each value (no padding, no white space, unused bits zero), so
 * that two texts never mean the same bytes.
 */
#ifndef SPEAN_BASE_BASE64_H
#define SPEAN_BASE_BASE64_H

#include "base/arena.h"
#include "base/slice.h"

struct slice base64url_encode(struct arena *arena, struct slice bytes);
/* False, and *ret_bytes untouched, for anything that base64url_encode does not write. */
bool base64url_decode(struct arena *arena, struct slice text, struct slice *ret_bytes);

#endif
