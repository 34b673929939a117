/* compress.c - whole bodies at once: pages are small, and their length must be known for the head
 * of the answer anyway.
 */
#include "http/compress.h"

#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>

#include "base/err.h"
#include "http/pairs.h"

/* Measured on a page of 20 KB (docs/http.md): quality 5 takes as long as gzip 6 and saves a third
 * more; a window of 64 KB is larger than any page and keeps the encoder's memory small. */
enum { BROTLI_QUALITY = 5, BROTLI_WINDOW = 16, GZIP_LEVEL = 6, GZIP_WINDOW = 15 + 16 };

const char *coding_name(enum coding coding)
{
	static const char *const names[] = {
		[CODING_IDENTITY] = NULL, [CODING_BROTLI] = "br", [CODING_GZIP] = "gzip"};
	return names[coding];
}

/* Is the weight behind a coding zero? "gzip;q=0", "br; q=0.000" */
static bool is_refused(struct slice parameters)
{
	const struct slice text = slice_trim(parameters);
	if (text.length < 3 || (text.at[0] != 'q' && text.at[0] != 'Q') || text.at[1] != '=') {
		return false;
	}
	for (size_t i = 2; i < text.length; i++) {
		if (text.at[i] != '0' && text.at[i] != '.') {
			return false;
		}
	}
	return true;
}

unsigned codings_accepted(struct slice accept_encoding)
{
	static const unsigned all = 1u << CODING_BROTLI | 1u << CODING_GZIP;
	struct slice rest = accept_encoding;
	struct slice item;
	unsigned named = 0;
	unsigned accepted = 0;
	bool star = false;

	while (accept_encoding.length > 0 && slice_next(&rest, ',', &item)) {
		const size_t semicolon = slice_find_byte(item, ';');
		const size_t end = semicolon == SIZE_MAX ? item.length : semicolon;
		const struct slice name = slice_trim(slice_between(item, 0, end));
		const bool refused = is_refused(slice_between(item, end + 1, item.length));
		unsigned bit = 0;
		if (same_name(name, S("br"))) {
			bit = 1u << CODING_BROTLI;
		} else if (same_name(name, S("gzip")) || same_name(name, S("x-gzip"))) {
			bit = 1u << CODING_GZIP;
		} else if (slice_is(name, "*")) {
			star = !refused;
		}
		named |= bit;
		accepted |= refused ? 0 : bit;
	}
	if (star) {
		accepted |= all & ~named;
	}
	return accepted | 1u << CODING_IDENTITY;
}

bool type_is_compressible(struct slice content_type)
{
	static const char *const starts[] = {
		"text/",
		"application/json",
		"application/ld+json",
		"application/javascript",
		"application/xml",
		"image/svg+xml",
	};
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		if (slice_starts(content_type, slice_of(starts[i]))) {
			return true;
		}
	}
	return false;
}

static bool brotli(struct slice body, uint8_t *out, size_t *length)
{
	return BrotliEncoderCompress(BROTLI_QUALITY, BROTLI_WINDOW, BROTLI_MODE_TEXT, body.length,
				     (const uint8_t *)body.at, length, out) == BROTLI_TRUE;
}

static bool gzip(struct slice body, uint8_t *out, size_t *length)
{
	z_stream stream;

	if (body.length > UINT32_MAX || *length > UINT32_MAX) {
		return false;
	}
	memset(&stream, 0, sizeof stream);
	if (deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) !=
	    Z_OK) {
		return false;
	}
	stream.next_in = (Bytef *)(uintptr_t)body.at;
	stream.avail_in = (uInt)body.length;
	stream.next_out = out;
	stream.avail_out = (uInt)*length;
	const int result = deflate(&stream, Z_FINISH);
	*length = stream.total_out;
	(void)deflateEnd(&stream);
	return result == Z_STREAM_END;
}

bool body_compress(struct arena *arena, enum coding coding, struct slice body,
		   struct slice *ret_body)
{
	/* An output that does not fit in less than the body is not worth sending. */
	size_t length = body.length;
	uint8_t *out = arena_alloc(arena, length);

	if (!(coding == CODING_BROTLI ? brotli(body, out, &length) : gzip(body, out, &length)) ||
	    length >= body.length) {
		return false;
	}
	*ret_body = (struct slice){.at = (const char *)out, .length = length};
	return true;
}
