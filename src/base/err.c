#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A detail cut in the middle of a UTF-8 character would be refused by whoever shows it. */
static void cut_at_character(char *text, size_t size)
{
	size_t length = strnlen(text, size);
	if (length + 1 < size) {
		return;
	}
	while (length > 0 && ((unsigned char)text[length - 1] & 0xC0u) == 0x80u) {
		length--;
	}
	if (length > 0 && (unsigned char)text[length - 1] >= 0xC0u) {
		length--;
	}
	text[length] = '\0';
}

err fail_set(struct ctx *c, err code, const char *key, const char *file, int line,
	     const char *format, ...)
{
	va_list arguments;

	c->fail.code = code;
	c->fail.key = key;
	c->fail.file = file;
	c->fail.line = line;
	c->fail.detail[0] = '\0';
	va_start(arguments, format);
	(void)vsnprintf(c->fail.detail, sizeof c->fail.detail, format, arguments);
	va_end(arguments);
	cut_at_character(c->fail.detail, sizeof c->fail.detail);
	return code;
}

_Noreturn void must_failed(const char *condition, const char *file, int line)
{
	(void)fprintf(stderr, "spean: broken promise: %s (%s:%d)\n", condition, file, line);
	abort();
}
