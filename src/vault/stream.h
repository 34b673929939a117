/* stream.h - a long text under one key, in pieces: for backups. libsodium's secretstream
 * (XChaCha20-Poly1305): no piece can be changed, moved, repeated, taken out or added, and an end
 * that is missing is found. 64 KiB of memory, whatever the length.
 *
 * A stream starts with a label in clear, which says what it is and is bound to every piece.
 */
#ifndef SPEAN_VAULT_STREAM_H
#define SPEAN_VAULT_STREAM_H

#include "base/arena.h"
#include "base/pipe.h"

enum { STREAM_KEY_BYTES = 32, STREAM_LABEL_BYTES = 16 };

struct stream;

/* Write to the sink that stream_sink gives, then stream_finish: without it the stream is one that
 * was cut. The key is read during the call. All lives in c->arena, and is wiped with it. Errors are
 * those of `sink`. */
MUST_USE err stream_begin(struct ctx *c, struct sink sink,
			  const unsigned char key[STREAM_KEY_BYTES],
			  const char label[STREAM_LABEL_BYTES], struct stream **ret_stream);
struct sink stream_sink(struct stream *stream);
MUST_USE err stream_finish(struct ctx *c, struct stream *stream);

/* Read back through *ret_plain. Its end (0 bytes) comes only after the last piece was found
 * authentic and nothing follows it. ERR_BROKEN stream.other_label (no such stream, or of another
 * kind); stream.not_authentic (changed, cut, or another key: they cannot be told apart). */
MUST_USE err stream_open(struct ctx *c, struct source source,
			 const unsigned char key[STREAM_KEY_BYTES],
			 const char label[STREAM_LABEL_BYTES], struct source *ret_plain);

/* The key of streams called `purpose` below another key (keyed BLAKE2b). */
void stream_key(const unsigned char key[STREAM_KEY_BYTES], const char *purpose,
		unsigned char ret_key[STREAM_KEY_BYTES]);

#endif
