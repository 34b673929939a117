#include "testing.h"

#include <zlib.h>

#include "http/answer.h"
#include "http/compress.h"
#include "http/etag.h"

static void accept_encoding_is_read_as_rfc_9110_says(void **state)
{
	(void)state;
	enum { BR = 1 << CODING_BROTLI, GZ = 1 << CODING_GZIP };
	static const struct {
		const char *header;
		unsigned accepted;
	} rows[] = {
		{"", 0},
		{"gzip", GZ},
		{"br", BR},
		{"gzip, deflate, br", GZ | BR},
		{"GZIP,BR", GZ | BR},
		{"x-gzip", GZ},
		{"gzip;q=0, br;q=1.0", BR},
		{"gzip ; q=0.000 , br", BR},
		{"br;q=0.001", BR},
		{"*", GZ | BR},
		{"*;q=0", 0},
		{"br;q=0, *", GZ},
		{"identity", 0},
		{"zstd, deflate", 0},
		{"gzippy", 0},
		{",,;q=0,", 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(codings_accepted(slice_of(rows[i].header)),
				 rows[i].accepted | 1u << CODING_IDENTITY);
	}
}

static void entity_tags_match_weakly_and_in_lists(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		bool matches;
	} rows[] = {
		{"\"a-br\"", true}, {"W/\"a-br\"", true}, {"\"b\", \"a-br\"", true},
		{"*", true},        {"", false},          {"\"a\"", false},
		{"a-br", false},    {"\"A-BR\"", false},  {"\"b\",W/\"c\"", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(etag_matches(slice_of(rows[i].header), S("\"a-br\"")),
				 rows[i].matches);
	}
}

static void a_tag_is_of_the_body_and_its_coding(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	const struct slice one = etag_of_body(arena, S("one"));
	assert_int_equal(one.length, 32);
	assert_true(slice_equal(one, etag_of_body(arena, S("one"))));
	assert_false(slice_equal(one, etag_of_body(arena, S("two"))));
	assert_int_equal(etag_of_body(arena, S("")).length, 32);
	assert_true(slice_is(etag_header(arena, S("x"), CODING_IDENTITY), "\"x\""));
	assert_true(slice_is(etag_header(arena, S("x"), CODING_BROTLI), "\"x-br\""));
	assert_true(slice_is(etag_header(arena, S("x"), CODING_GZIP), "\"x-gzip\""));
	arena_destroy(arena);
}

static struct slice gunzip(struct arena *arena, struct slice packed, size_t length)
{
	z_stream stream;
	unsigned char *out = arena_alloc(arena, length + 1);
	memset(&stream, 0, sizeof stream);
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)(uintptr_t)packed.at;
	stream.avail_in = (uInt)packed.length;
	stream.next_out = out;
	stream.avail_out = (uInt)length + 1;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	const size_t got = stream.total_out;
	(void)inflateEnd(&stream);
	return (struct slice){(const char *)out, got};
}

static void bodies_are_compressed_where_that_is_asked_and_worth_it(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *target;
		const char *accept;
		const char *coding;
	} rows[] = {
		{"/page", "", ""},
		{"/page", "Accept-Encoding: gzip\r\n", "gzip"},
		{"/page", "Accept-Encoding: gzip, br\r\n", "br"},
		{"/page", "Accept-Encoding: br;q=0, gzip\r\n", "gzip"},
		{"/", "Accept-Encoding: gzip, br\r\n", ""},
	};
	const struct slice whole = client_get(f, "/page", "").body;
	assert_int_equal(whole.length, PAGE_LENGTH);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct reply reply = client_get(f, rows[i].target, rows[i].accept);
		assert_int_equal(reply.status, 200);
		assert_true(slice_is(reply_header(&reply, "Content-Encoding"), rows[i].coding));
		assert_has(reply_header(&reply, "Vary"), "Accept-Encoding");
		if (rows[i].coding[0] != '\0') {
			assert_true(reply.body.length < PAGE_LENGTH / 10);
		}
		if (strcmp(rows[i].coding, "gzip") == 0) {
			assert_true(
				slice_equal(gunzip(f->c.arena, reply.body, PAGE_LENGTH), whole));
		}
	}
}

static void a_known_page_is_not_sent_again(void **state)
{
	struct fixture *f = *state;
	static const char *const accepts[] = {"", "Accept-Encoding: gzip\r\n",
					      "Accept-Encoding: br\r\n"};
	struct slice tags[COUNT_OF(accepts)];

	for (size_t i = 0; i < COUNT_OF(accepts); i++) {
		const struct reply first = client_get(f, "/page", accepts[i]);
		tags[i] = reply_header(&first, "ETag");
		assert_true(slice_starts(tags[i], S("\"")));
		assert_true(slice_is(reply_header(&first, "Cache-Control"), "no-cache"));
		for (size_t k = 0; k < i; k++) {
			assert_false(slice_equal(tags[i], tags[k]));
		}
		const char *ask = arena_format(f->c.arena, "%sIf-None-Match: %.*s\r\n", accepts[i],
					       SLICE_PRINT(tags[i]))
					  .at;
		const struct reply again = client_get(f, "/page", ask);
		assert_int_equal(again.status, 304);
		assert_int_equal(again.body.length, 0);
		assert_true(slice_equal(reply_header(&again, "ETag"), tags[i]));
		assert_true(slice_is(reply_header(&again, "Vary"),
				     "Accept-Encoding, Accept-Language, Cookie"));
		assert_has(reply_header(&again, "Content-Security-Policy"), "default-src 'none'");
	}
	const struct reply other = client_get(f, "/page", "If-None-Match: \"other\"\r\n");
	assert_int_equal(other.status, 200);
}

static void nothing_uncacheable_gets_a_tag(void **state)
{
	struct fixture *f = *state;
	const struct reply reply = client_get(f, "/", "If-None-Match: *\r\n");
	assert_int_equal(reply.status, 200);
	assert_true(slice_empty(reply_header(&reply, "ETag")));
	assert_true(slice_is(reply_header(&reply, "Cache-Control"), "no-store"));
}

static void files_with_a_hash_stay_for_ever(void **state)
{
	struct fixture *f = *state;
	const struct reply reply = client_get(f, "/asset", "");
	assert_has(reply_header(&reply, "Cache-Control"), "immutable");
	assert_true(slice_is(reply_header(&reply, "Vary"), "Accept-Encoding"));
}

static void make(struct arena *arena, const char *accept, const struct http_response *response,
		 struct answer *answer)
{
	const struct http_pair header = {S("Accept-Encoding"), slice_of(accept)};
	const struct http_request request = {
		.method = HTTP_GET, .headers = &header, .headers_count = 1};
	memset(answer, 0, sizeof *answer);
	answer_make(arena, &request, response, answer);
}

static void what_was_compressed_beforehand_is_used(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	static const struct {
		const char *accept;
		const char *body;
	} rows[] = {
		{"", "plain"}, {"gzip", "gzipped"}, {"br, gzip", "brotlied"}, {"br", "brotlied"}};
	const struct http_response response = {.content_type = S("text/css"),
					       .cache = CACHE_FOREVER,
					       .body = S("plain"),
					       .body_brotli = S("brotlied"),
					       .body_gzip = S("gzipped"),
					       .etag = S("v1")};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct answer answer;
		make(arena, rows[i].accept, &response, &answer);
		assert_true(slice_is(answer.body, rows[i].body));
	}
	arena_destroy(arena);
}

static void what_is_packed_already_is_left_alone(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	char *bytes = arena_alloc(arena, 4096);
	const struct http_response response = {.content_type = S("font/woff2"),
					       .body = {bytes, 4096}};
	struct answer answer;
	make(arena, "br, gzip", &response, &answer);
	assert_ptr_equal(answer.body.at, bytes);
	arena_destroy(arena);
}

static void what_does_not_shrink_is_sent_as_it_is(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	unsigned char *bytes = arena_alloc(arena, 4096);
	uint32_t seed = 1;
	for (size_t i = 0; i < 4096; i++) {
		seed = seed * 1664525u + 1013904223u;
		bytes[i] = (unsigned char)(seed >> 24);
	}
	const struct http_response response = {.content_type = S("text/plain"),
					       .body = {(const char *)bytes, 4096}};
	struct answer answer;
	make(arena, "br", &response, &answer);
	assert_int_equal(answer.body.length, 4096);
	make(arena, "gzip", &response, &answer);
	assert_int_equal(answer.body.length, 4096);
	arena_destroy(arena);
}

static void an_address_to_go_on_to_cannot_smuggle_headers(void **state)
{
	struct fixture *f = *state;
	const struct reply reply = client_get(f, "/redirect", "");
	assert_int_equal(reply.status, 303);
	assert_true(
		slice_is(reply_header(&reply, "Location"), "/echo?a=b%20c%0D%0ASet-Cookie:%20x=1"));
	assert_true(slice_empty(reply_header(&reply, "Set-Cookie")));
}

static int start(void **state)
{
	struct fixture *f = fixture_create();
	fixture_start(f);
	*state = f;
	return 0;
}

static int stop(void **state)
{
	fixture_destroy(*state);
	return 0;
}

int main(void)
{
#define STARTED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accept_encoding_is_read_as_rfc_9110_says),
		cmocka_unit_test(entity_tags_match_weakly_and_in_lists),
		cmocka_unit_test(a_tag_is_of_the_body_and_its_coding),
		STARTED(bodies_are_compressed_where_that_is_asked_and_worth_it),
		STARTED(a_known_page_is_not_sent_again),
		STARTED(nothing_uncacheable_gets_a_tag),
		STARTED(files_with_a_hash_stay_for_ever),
		cmocka_unit_test(what_was_compressed_beforehand_is_used),
		cmocka_unit_test(what_is_packed_already_is_left_alone),
		cmocka_unit_test(what_does_not_shrink_is_sent_as_it_is),
		STARTED(an_address_to_go_on_to_cannot_smuggle_headers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
