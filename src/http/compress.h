/* compress.h - which coding of a body the client takes, and making it (RFC 9110 12.5.3).
 *
 * Pages hold no secret beside text that somebody else can choose, so compressing them over TLS
 * tells nothing (BREACH); a page that will must set CACHE_NONE and an identity body.
 */
#ifndef SPEAN_HTTP_COMPRESS_H
#define SPEAN_HTTP_COMPRESS_H

#include "base/arena.h"
#include "base/slice.h"

/* Identity is none. Of the two others brotli is preferred: smaller, in the same time. */
enum coding { CODING_IDENTITY, CODING_BROTLI, CODING_GZIP };

/* Below it a body fits one packet with its head, packed or not. */
enum { COMPRESS_FROM_BYTES = 1024 };

/* What the client takes, as bits (1 << coding); identity is always among them. */
unsigned codings_accepted(struct slice accept_encoding);
/* "br", "gzip"; NULL for identity. */
const char *coding_name(enum coding coding);
/* Text that shrinks: text/..., JSON, SVG, JavaScript, XML. Fonts and images are packed already. */
bool type_is_compressible(struct slice content_type);
/* False when it does not get smaller. The result lives in the arena. */
bool body_compress(struct arena *arena, enum coding coding, struct slice body,
		   struct slice *ret_body);

#endif
