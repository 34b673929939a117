#include "figures/sentence.h"

#include <stdarg.h>
#include <stdio.h>

struct sentence sentence_make(struct arena *arena, const char *key, const char *format, ...)
{
	va_list arguments;
	va_list again;
	va_start(arguments, format);
	va_copy(again, arguments);
	const int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	must(length >= 0);
	char *text = arena_alloc(arena, (size_t)length + 1);
	(void)vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return (struct sentence){.key = key, .arguments = {.at = text, .length = (size_t)length}};
}

struct slice sentence_text(struct arena *arena, const struct messages *messages,
			   enum language language, struct sentence sentence)
{
	if (sentence.key == NULL) {
		return (struct slice){0};
	}
	return messages_format(arena, messages, language, sentence.key, sentence.arguments);
}
