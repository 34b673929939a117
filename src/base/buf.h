/* buf.h - a growing buffer that cannot be made without saying how large it may get.
 *
 * Appending never fails at the spot: past the maximum the buffer takes nothing more and remembers
 * it (a sticky mark), asked once at the end by buf_done -> ERR_LIMIT. After curl's dynbuf and
 * Varnish's workspaces.
 *
 * The memory is the arena's: a buffer lives as long as the arena that it was made in.
 */
#ifndef SPEAN_BASE_BUF_H
#define SPEAN_BASE_BUF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

struct buf;

/* `max_bytes` is the most it will ever hold. */
struct buf *buf_create(struct arena *arena, size_t max_bytes);
/* `text` must not be a piece of the buffer itself: growing may move it. */
void buf_add(struct buf *buf, struct slice text);
void buf_add_cstr(struct buf *buf, const char *text);
void buf_add_byte(struct buf *buf, char byte);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* What it holds so far. Valid until the next append. */
struct slice buf_slice(const struct buf *buf);
size_t buf_length(const struct buf *buf);
/* Forget the content and the mark, keep the memory. */
void buf_clear(struct buf *buf);
/* Cut back to `length` bytes (no more than it holds). Does not lift the mark. */
void buf_cut(struct buf *buf, size_t length);
/* The content, or ERR_LIMIT ("base.too_long", max=) if something did not fit. */
MUST_USE err buf_done(struct ctx *c, const struct buf *buf, struct slice *ret_text);

#endif
