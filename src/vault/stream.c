#include "vault/stream.h"

#include <sodium.h>
#include <string.h>

enum {
	PIECE = 64 * 1024,
	SEALED_PIECE = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES,
	HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
};

struct stream {
	crypto_secretstream_xchacha20poly1305_state state;
	struct sink sink;
	struct source source;
	unsigned char label[STREAM_LABEL_BYTES];
	size_t used; /* bytes of plain text in `plain` */
	size_t given;
	bool ended; /* the last piece was read */
	unsigned char plain[PIECE];
	unsigned char sealed[SEALED_PIECE];
};

_Static_assert((int)STREAM_KEY_BYTES == (int)crypto_secretstream_xchacha20poly1305_KEYBYTES,
	       "one size of key");

static void forget(void *argument)
{
	sodium_free(argument);
}

static struct stream *create(struct ctx *c, const char label[STREAM_LABEL_BYTES])
{
	must(sodium_init() >= 0);
	struct stream *stream = sodium_malloc(sizeof *stream);
	must(stream != NULL);
	memset(stream, 0, sizeof *stream);
	memcpy(stream->label, label, STREAM_LABEL_BYTES);
	arena_defer(c->arena, forget, stream);
	return stream;
}

static struct slice bytes_of(const unsigned char *at, size_t length)
{
	return (struct slice){.at = (const char *)at, .length = length};
}

err stream_begin(struct ctx *c, struct sink sink, const unsigned char key[STREAM_KEY_BYTES],
		 const char label[STREAM_LABEL_BYTES], struct stream **ret_stream)
{
	struct stream *stream = create(c, label);
	unsigned char header[HEADER];
	stream->sink = sink;
	must(crypto_secretstream_xchacha20poly1305_init_push(&stream->state, header, key) == 0);
	TRY(sink.write(c, sink.self, bytes_of(stream->label, STREAM_LABEL_BYTES)));
	TRY(sink.write(c, sink.self, bytes_of(header, sizeof header)));
	*ret_stream = stream;
	return OK;
}

static err push(struct ctx *c, struct stream *stream, unsigned char tag)
{
	unsigned long long length = 0;
	must(crypto_secretstream_xchacha20poly1305_push(&stream->state, stream->sealed, &length,
							stream->plain, stream->used, stream->label,
							sizeof stream->label, tag) == 0);
	stream->used = 0;
	return stream->sink.write(c, stream->sink.self, bytes_of(stream->sealed, (size_t)length));
}

static err write_plain(struct ctx *c, void *self, struct slice bytes)
{
	struct stream *stream = self;
	while (bytes.length > 0) {
		/* A full piece waits until more comes: the last one must be known as the last. */
		if (stream->used == PIECE) {
			TRY(push(c, stream, 0));
		}
		const size_t room = PIECE - stream->used;
		const size_t now = bytes.length < room ? bytes.length : room;
		memcpy(stream->plain + stream->used, bytes.at, now);
		stream->used += now;
		bytes = slice_between(bytes, now, bytes.length);
	}
	return OK;
}

struct sink stream_sink(struct stream *stream)
{
	return (struct sink){.write = write_plain, .self = stream};
}

err stream_finish(struct ctx *c, struct stream *stream)
{
	return push(c, stream, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

/* As many as there are, up to `size`. */
static err read_full(struct ctx *c, struct source source, void *into, size_t size, size_t *ret_got)
{
	size_t all = 0;
	size_t got = 1;
	while (all < size && got > 0) {
		TRY(source.read(c, source.self, (char *)into + all, size - all, &got));
		all += got;
	}
	*ret_got = all;
	return OK;
}

static err refuse(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_BROKEN, "stream.not_authentic");
}

static err check_end(struct ctx *c, struct stream *stream)
{
	char one;
	size_t got = 0;
	TRY(read_full(c, stream->source, &one, 1, &got));
	return got == 0 ? OK : refuse(c);
}

static err pull(struct ctx *c, struct stream *stream)
{
	size_t got = 0;
	unsigned long long length = 0;
	unsigned char tag = 0;
	TRY(read_full(c, stream->source, stream->sealed, sizeof stream->sealed, &got));
	if (got < crypto_secretstream_xchacha20poly1305_ABYTES ||
	    crypto_secretstream_xchacha20poly1305_pull(&stream->state, stream->plain, &length, &tag,
						       stream->sealed, got, stream->label,
						       sizeof stream->label) != 0) {
		return refuse(c);
	}
	stream->used = (size_t)length;
	stream->given = 0;
	stream->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return stream->ended ? check_end(c, stream) : OK;
}

static err read_plain(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got)
{
	struct stream *stream = self;
	while (stream->given == stream->used && !stream->ended) {
		TRY(pull(c, stream));
	}
	const size_t left = stream->used - stream->given;
	const size_t now = size < left ? size : left;
	if (now > 0) {
		memcpy(into, stream->plain + stream->given, now);
	}
	stream->given += now;
	*ret_got = now;
	return OK;
}

err stream_open(struct ctx *c, struct source source, const unsigned char key[STREAM_KEY_BYTES],
		const char label[STREAM_LABEL_BYTES], struct source *ret_plain)
{
	struct stream *stream = create(c, label);
	unsigned char found[STREAM_LABEL_BYTES + HEADER];
	size_t got = 0;
	stream->source = source;
	TRY(read_full(c, source, found, sizeof found, &got));
	if (got < STREAM_LABEL_BYTES || memcmp(found, label, STREAM_LABEL_BYTES) != 0) {
		return FAIL_PLAIN(c, ERR_BROKEN, "stream.other_label");
	}
	if (got < sizeof found || crypto_secretstream_xchacha20poly1305_init_pull(
					  &stream->state, found + STREAM_LABEL_BYTES, key) != 0) {
		return refuse(c);
	}
	*ret_plain = (struct source){.read = read_plain, .self = stream};
	return OK;
}

void stream_key(const unsigned char key[STREAM_KEY_BYTES], const char *purpose,
		unsigned char ret_key[STREAM_KEY_BYTES])
{
	must(sodium_init() >= 0);
	(void)crypto_generichash(ret_key, STREAM_KEY_BYTES, (const unsigned char *)purpose,
				 strlen(purpose), key, STREAM_KEY_BYTES);
}
