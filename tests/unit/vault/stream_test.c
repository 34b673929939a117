/* A stream comes back as it went, or is refused: changed, cut, lengthened, put together anew. */
#include "../../testing.h"

#include "base/buf.h"
#include "vault/stream.h"

enum { PIECE = 64 * 1024, SEALED_PIECE = PIECE + 17, START = 16 + 24 };

static const unsigned char KEY[STREAM_KEY_BYTES] = "0123456789abcdef0123456789abcde";
static const char LABEL[] = "SPEAN-TEST-0001\n";

struct bytes {
	struct slice all;
	size_t at;
	size_t step; /* how many a read gives at most */
};

static err take(struct ctx *c, void *self, struct slice bytes)
{
	(void)c;
	buf_add(self, bytes);
	return OK;
}

static err give(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got)
{
	struct bytes *bytes = self;
	size_t now = bytes->all.length - bytes->at;
	(void)c;
	now = now < size ? now : size;
	now = now < bytes->step ? now : bytes->step;
	if (now > 0) {
		memcpy(into, bytes->all.at + bytes->at, now);
	}
	bytes->at += now;
	*ret_got = now;
	return OK;
}

static struct slice plain_of(struct arena *arena, size_t length)
{
	char *at = arena_alloc(arena, length + 1);
	for (size_t i = 0; i < length; i++) {
		at[i] = (char)(i * 31 + i / 255);
	}
	return (struct slice){.at = at, .length = length};
}

static struct slice sealed_of(struct ctx *c, struct slice plain, size_t step)
{
	struct buf *out = buf_create(c->arena, 8 << 20);
	struct stream *stream = NULL;
	assert_int_equal(
		stream_begin(c, (struct sink){.write = take, .self = out}, KEY, LABEL, &stream),
		OK);
	const struct sink sink = stream_sink(stream);
	for (size_t at = 0; at < plain.length; at += step) {
		const size_t end = at + step < plain.length ? at + step : plain.length;
		assert_int_equal(sink.write(c, sink.self, slice_between(plain, at, end)), OK);
	}
	assert_int_equal(stream_finish(c, stream), OK);
	return arena_copy(c->arena, buf_slice(out));
}

/* The plain text, or the failure. */
static err open_all(struct ctx *c, struct slice sealed, size_t step, const unsigned char *key,
		    const char *label, struct slice *ret_plain)
{
	struct bytes *bytes = ARENA_NEW(c->arena, struct bytes);
	struct buf *out = buf_create(c->arena, 8 << 20);
	struct source plain;
	char chunk[1000];
	size_t got = 1;
	*bytes = (struct bytes){.all = sealed, .step = step};
	TRY(stream_open(c, (struct source){.read = give, .self = bytes}, key, label, &plain));
	while (got > 0) {
		TRY(plain.read(c, plain.self, chunk, sizeof chunk, &got));
		buf_add(out, (struct slice){.at = chunk, .length = got});
	}
	*ret_plain = buf_slice(out);
	return OK;
}

static void any_length_in_any_pieces_comes_back(void **state)
{
	struct ctx *c = *state;
	static const size_t lengths[] = {
		0,         1,         999,           PIECE - 1, PIECE,
		PIECE + 1, 2 * PIECE, 2 * PIECE + 1, 3 * PIECE, 5 * PIECE + 77};
	static const size_t steps[] = {777, PIECE, 1 << 20};
	for (size_t i = 0; i < COUNT_OF(lengths) * COUNT_OF(steps); i++) {
		const struct slice plain = plain_of(c->arena, lengths[i / 3]);
		const struct slice sealed = sealed_of(c, plain, steps[i % 3]);
		struct slice back;
		assert_int_equal(open_all(c, sealed, steps[(i + 1) % 3], KEY, LABEL, &back), OK);
		assert_true(slice_equal(back, plain));
	}
}

static void assert_refused(struct ctx *c, struct slice sealed, const char *key)
{
	struct slice back;
	assert_int_equal(open_all(c, sealed, 1 << 20, KEY, LABEL, &back), ERR_BROKEN);
	assert_string_equal(c->fail.key, key);
}

static void a_cut_end_is_found_wherever_it_is(void **state)
{
	struct ctx *c = *state;
	const struct slice sealed = sealed_of(c, plain_of(c->arena, 2 * PIECE + 100), 4096);
	static const size_t ends[] = {START,
				      START + 1,
				      START + SEALED_PIECE - 1,
				      START + SEALED_PIECE,
				      START + SEALED_PIECE + 1,
				      START + 2 * SEALED_PIECE};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		assert_refused(c, slice_between(sealed, 0, ends[i]), "stream.not_authentic");
	}
	assert_refused(c, slice_between(sealed, 0, sealed.length - 1), "stream.not_authentic");
	assert_refused(c, slice_between(sealed, 0, 20), "stream.not_authentic");
	assert_refused(c, slice_between(sealed, 0, 7), "stream.other_label");
	assert_refused(c, S(""), "stream.other_label");
}

static void pieces_cannot_be_changed_moved_repeated_or_added(void **state)
{
	struct ctx *c = *state;
	const struct slice sealed = sealed_of(c, plain_of(c->arena, 3 * PIECE + 100), 4096);
	char *at = arena_alloc(c->arena, sealed.length + SEALED_PIECE);
	memcpy(at, sealed.at, sealed.length);
	for (size_t i = STREAM_LABEL_BYTES; i < sealed.length; i += 4999) {
		at[i] = (char)(at[i] ^ 0x10);
		assert_refused(c, (struct slice){.at = at, .length = sealed.length},
			       "stream.not_authentic");
		at[i] = (char)(at[i] ^ 0x10);
	}
	/* one more byte behind the end */
	assert_refused(c, (struct slice){.at = at, .length = sealed.length + 1},
		       "stream.not_authentic");
	/* the first two pieces in the other order */
	memcpy(at + START, sealed.at + START + SEALED_PIECE, SEALED_PIECE);
	memcpy(at + START + SEALED_PIECE, sealed.at + START, SEALED_PIECE);
	assert_refused(c, (struct slice){.at = at, .length = sealed.length},
		       "stream.not_authentic");
	/* the second one left out */
	memcpy(at, sealed.at, START + SEALED_PIECE);
	memcpy(at + START + SEALED_PIECE, sealed.at + START + 2 * SEALED_PIECE,
	       sealed.length - START - 2 * SEALED_PIECE);
	assert_refused(c, (struct slice){.at = at, .length = sealed.length - SEALED_PIECE},
		       "stream.not_authentic");
}

static void another_key_or_another_kind_opens_nothing(void **state)
{
	struct ctx *c = *state;
	const struct slice sealed = sealed_of(c, plain_of(c->arena, 100), 4096);
	unsigned char other[STREAM_KEY_BYTES];
	struct slice back;
	stream_key(KEY, "other", other);
	assert_int_equal(open_all(c, sealed, 99, other, LABEL, &back), ERR_BROKEN);
	assert_string_equal(c->fail.key, "stream.not_authentic");
	assert_int_equal(open_all(c, sealed, 99, KEY, "SPEAN-TEST-0002\n", &back), ERR_BROKEN);
	assert_string_equal(c->fail.key, "stream.other_label");
	/* the label replaced too: it is bound to what follows */
	char *at = arena_alloc(c->arena, sealed.length);
	memcpy(at, sealed.at, sealed.length);
	memcpy(at, "SPEAN-TEST-0002\n", STREAM_LABEL_BYTES);
	assert_int_equal(open_all(c, (struct slice){.at = at, .length = sealed.length}, 99, KEY,
				  "SPEAN-TEST-0002\n", &back),
			 ERR_BROKEN);
	assert_string_equal(c->fail.key, "stream.not_authentic");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		task_test(any_length_in_any_pieces_comes_back),
		task_test(a_cut_end_is_found_wherever_it_is),
		task_test(pieces_cannot_be_changed_moved_repeated_or_added),
		task_test(another_key_or_another_kind_opens_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
