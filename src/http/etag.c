/* etag.c - SHA-256 rather than a faster checksum: two different pages under one tag would show
 * somebody a stale page as current, and processors have instructions for it.
 */
#include "http/etag.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/err.h"
#include "base/random.h"

enum { DIGEST_BYTES = 32, TAG_BYTES = 16 };

struct slice etag_of_body(struct arena *arena, struct slice body)
{
	unsigned char digest[DIGEST_BYTES];

	must(gnutls_hash_fast(GNUTLS_DIG_SHA256, body.at != NULL ? body.at : "", body.length,
			      digest) == 0);
	return hex_encode(arena, digest, TAG_BYTES);
}

struct slice etag_header(struct arena *arena, struct slice opaque, enum coding coding)
{
	const char *name = coding_name(coding);
	return arena_format(arena, "\"%.*s%s%s\"", SLICE_PRINT(opaque), name != NULL ? "-" : "",
			    name != NULL ? name : "");
}

bool etag_matches(struct slice if_none_match, struct slice etag)
{
	struct slice rest = if_none_match;
	struct slice item;

	while (if_none_match.length > 0 && slice_next(&rest, ',', &item)) {
		struct slice tag = slice_trim(item);
		if (slice_starts(tag, S("W/"))) {
			tag = slice_between(tag, 2, tag.length);
		}
		if (slice_equal(tag, etag) || slice_is(tag, "*")) {
			return true;
		}
	}
	return false;
}
