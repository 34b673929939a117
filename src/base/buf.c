#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

struct buf {
	char *at;
	size_t length;
	size_t size;
	size_t max;
	bool overflowed;
};

/* As the arena does it: nothing of what was written stays behind. */
static void wipe_and_free(char *at, size_t size)
{
	if (at != NULL) {
		explicit_bzero(at, size);
	}
	free(at);
}

static void release(void *argument)
{
	struct buf *buf = argument;
	wipe_and_free(buf->at, buf->size);
	buf->at = NULL;
}

struct buf *buf_create(struct arena *arena, size_t max_bytes)
{
	struct buf *buf = ARENA_NEW(arena, struct buf);
	buf->max = max_bytes;
	arena_defer(arena, release, buf);
	return buf;
}

/* Make room for `more` bytes and a NUL. False: it would pass the maximum. */
static bool make_room(struct buf *buf, size_t more)
{
	if (buf->overflowed || more > buf->max - buf->length) {
		buf->overflowed = true;
		return false;
	}
	const size_t needed = buf->length + more + 1;
	if (needed <= buf->size) {
		return true;
	}
	size_t size = buf->size > 0 ? buf->size : FIRST_SIZE;
	while (size < needed) {
		size = size > buf->max / 2 ? buf->max + 1 : size * 2;
	}
	char *at = malloc(size);
	must(at != NULL);
	if (buf->length > 0) {
		memcpy(at, buf->at, buf->length);
	}
	wipe_and_free(buf->at, buf->size);
	buf->at = at;
	buf->size = size;
	return true;
}

void buf_add(struct buf *buf, struct slice text)
{
	if (text.length == 0 || !make_room(buf, text.length)) {
		return;
	}
	memcpy(buf->at + buf->length, text.at, text.length);
	buf->length += text.length;
}

void buf_add_cstr(struct buf *buf, const char *text)
{
	buf_add(buf, slice_of(text));
}

void buf_add_byte(struct buf *buf, char byte)
{
	if (make_room(buf, 1)) {
		buf->at[buf->length++] = byte;
	}
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;
	va_list again;

	va_start(arguments, format);
	va_copy(again, arguments);
	const int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	must(length >= 0);
	if (make_room(buf, (size_t)length)) {
		(void)vsnprintf(buf->at + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}

struct slice buf_slice(const struct buf *buf)
{
	return (struct slice){.at = buf->at, .length = buf->length};
}

size_t buf_length(const struct buf *buf)
{
	return buf->length;
}

void buf_clear(struct buf *buf)
{
	buf->length = 0;
	buf->overflowed = false;
}

void buf_cut(struct buf *buf, size_t length)
{
	must(length <= buf->length);
	buf->length = length;
}

err buf_done(struct ctx *c, const struct buf *buf, struct slice *ret_text)
{
	if (buf->overflowed) {
		return FAIL(c, ERR_LIMIT, "base.too_long", "max=%zu", buf->max);
	}
	*ret_text = buf_slice(buf);
	return OK;
}
