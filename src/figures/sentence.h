/* sentence.h - a sentence that a rule of this folder has to say: a message key of locale/ with its
 * arguments, one "name=value" a line, as in struct fail. Whoever shows it formats it in the
 * reader's language (messages_format).
 */
#ifndef SPEAN_FIGURES_SENTENCE_H
#define SPEAN_FIGURES_SENTENCE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "text/messages.h"

struct sentence {
	const char *key; /* NULL: nothing to say */
	struct slice arguments;
};

/* `format` makes the arguments: "id=%.*s\nvalue=%.*s". */
struct sentence sentence_make(struct arena *arena, const char *key, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* In a language. The empty text where there is nothing to say. */
struct slice sentence_text(struct arena *arena, const struct messages *messages,
			   enum language language, struct sentence sentence);

#endif
