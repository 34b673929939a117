/* etag.h - entity tags (RFC 9110 8.8.3, 13.1.2): a strong tag for each coding of a body. */
#ifndef SPEAN_HTTP_ETAG_H
#define SPEAN_HTTP_ETAG_H

#include "base/arena.h"
#include "base/slice.h"
#include "http/compress.h"

/* 128 bits of the body's SHA-256, in hexadecimal. */
struct slice etag_of_body(struct arena *arena, struct slice body);
/* "\"opaque-br\"": as it stands in the header; each coding is another representation. */
struct slice etag_header(struct arena *arena, struct slice opaque, enum coding coding);
/* Does If-None-Match name this tag? Weak comparison, lists, and "*". */
bool etag_matches(struct slice if_none_match, struct slice etag);

#endif
