/* answer.c - everything about an answer that does not depend on the page: one place, so that no
 * page can forget a header.
 */
#include "http/answer.h"

#include "http/compress.h"
#include "http/etag.h"
#include "http/target.h"

#include <string.h>

/* Nothing inline, nothing from elsewhere, nothing in frames (CSP level 3). The last four keep other
 * sites from looking in through a window, a frame, a guess at types, or the Referer. */
static const struct {
	const char *name;
	const char *value;
} everywhere[] = {
	{"Content-Security-Policy",
	 "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src "
	 "'self'; "
	 "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
	 "frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "no-referrer"},
	{"Permissions-Policy",
	 "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
	 "usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
};

static void add(struct answer *answer, const char *name, struct slice value)
{
	must(answer->headers_count < ANSWER_HEADERS_MAX);
	answer->headers[answer->headers_count++] =
		(struct http_pair){.name = slice_of(name), .value = value};
}

void http_add_header(struct http_response *response, const char *name, struct slice value)
{
	must(response->headers_count < COUNT_OF(response->headers));
	response->headers[response->headers_count++] =
		(struct http_pair){.name = slice_of(name), .value = value};
}

static void choose_coding(struct arena *arena, const struct http_request *request,
			  const struct http_response *response, enum coding *coding,
			  struct slice *body)
{
	const unsigned accepted = codings_accepted(http_header(request, "Accept-Encoding"));
	const bool takes_brotli = (accepted & 1u << CODING_BROTLI) != 0;
	const bool takes_gzip = (accepted & 1u << CODING_GZIP) != 0;

	if (takes_brotli && response->body_brotli.length > 0) {
		*coding = CODING_BROTLI;
		*body = response->body_brotli;
		return;
	}
	if (takes_gzip && response->body_gzip.length > 0) {
		*coding = CODING_GZIP;
		*body = response->body_gzip;
		return;
	}
	if ((!takes_brotli && !takes_gzip) || response->body.length < COMPRESS_FROM_BYTES) {
		return;
	}
	const enum coding wanted = takes_brotli ? CODING_BROTLI : CODING_GZIP;
	if (body_compress(arena, wanted, response->body, body)) {
		*coding = wanted;
	}
}

void http_prepare(struct arena *arena, struct http_response *response)
{
	response->etag = arena_copy(arena, etag_of_body(arena, response->body));
	if (type_is_compressible(response->content_type) &&
	    response->body.length >= COMPRESS_FROM_BYTES) {
		if (!body_compress(arena, CODING_BROTLI, response->body, &response->body_brotli)) {
			response->body_brotli = S("");
		}
		if (!body_compress(arena, CODING_GZIP, response->body, &response->body_gzip)) {
			response->body_gzip = S("");
		}
	}
}

static struct slice cache_control(enum http_cache cache)
{
	switch (cache) {
	case CACHE_FOREVER:
		return S("public, max-age=31536000, immutable");
	case CACHE_REVALIDATE:
		return S("no-cache");
	default:
		return S("no-store");
	}
}

/* What the choice of this answer may have depended on. A page depends on the language, which comes
 * from a cookie or a header; a file under its own hash does not. */
static void add_vary(struct answer *answer, enum http_cache cache, bool compressible)
{
	if (cache != CACHE_FOREVER) {
		add(answer, "Vary", S("Accept-Encoding, Accept-Language, Cookie"));
	} else if (compressible) {
		add(answer, "Vary", S("Accept-Encoding"));
	}
}

/* Only what an address may hold (RFC 3986); a line end or Khmer text in it becomes "%XX". */
static struct slice clean_location(struct arena *arena, struct slice location)
{
	char *out = arena_alloc_array(arena, location.length + 1, 3);
	size_t length = 0;
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < location.length; i++) {
		const unsigned char byte = (unsigned char)location.at[i];
		if (byte <= 0x20 || byte >= 0x7f || strchr("\"<>\\^`{|}", byte) != NULL) {
			out[length++] = '%';
			out[length++] = digits[byte >> 4];
			out[length++] = digits[byte & 15];
		} else {
			out[length++] = (char)byte;
		}
	}
	return (struct slice){.at = out, .length = length};
}

static void add_own_headers(struct answer *answer, struct arena *arena,
			    const struct http_request *request,
			    const struct http_response *response)
{
	answer->headers_count = 0;
	for (size_t i = 0; i < COUNT_OF(everywhere); i++) {
		add(answer, everywhere[i].name, slice_of(everywhere[i].value));
	}
	if (request->secure) {
		add(answer, "Strict-Transport-Security", S("max-age=31536000"));
	}
	if (response->location.length > 0) {
		add(answer, "Location", clean_location(arena, response->location));
	}
	for (size_t i = 0; i < response->headers_count; i++) {
		const struct http_pair *header = &response->headers[i];
		add(answer, header->name.at, arena_copy(arena, header->value));
	}
}

void answer_make(struct arena *arena, const struct http_request *request,
		 const struct http_response *response, struct answer *ret_answer)
{
	struct answer *answer = ret_answer;
	const bool reads = request->method == HTTP_GET || request->method == HTTP_HEAD;
	const bool compressible = type_is_compressible(response->content_type);
	enum coding coding = CODING_IDENTITY;

	answer->status = response->status != 0 ? response->status : 200;
	answer->body = response->body;
	add_own_headers(answer, arena, request, response);
	add(answer, "Cache-Control", cache_control(response->cache));
	add_vary(answer, response->cache, compressible);
	if (compressible) {
		choose_coding(arena, request, response, &coding, &answer->body);
	}
	if (response->cache != CACHE_NONE && answer->status == 200 && reads) {
		const struct slice opaque = response->etag.length > 0
						    ? response->etag
						    : etag_of_body(arena, response->body);
		const struct slice etag = etag_header(arena, opaque, coding);
		add(answer, "ETag", etag);
		if (etag_matches(http_header(request, "If-None-Match"), etag)) {
			answer->status = 304;
			answer->body = S("");
			answer->sent_bytes = 0;
			return;
		}
	}
	if (coding != CODING_IDENTITY) {
		add(answer, "Content-Encoding", slice_of(coding_name(coding)));
	}
	if (answer->body.length > 0) {
		add(answer, "Content-Type", arena_copy(arena, response->content_type));
	}
	answer->sent_bytes = request->method == HTTP_HEAD ? 0 : answer->body.length;
}
