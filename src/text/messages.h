/* messages.h - every sentence that a person reads, in Khmer and English, from locale/km.po and
 * locale/en.po.
 *
 * A message has a key ("csv.quote_open"); each catalogue translates the key. Arguments are named:
 * "Line {line}: the quote is never closed." A sentence that Khmer lacks falls back to English and
 * is marked as English, visibly (struct message.language). Language is a parameter, never
 * setlocale. Plural forms follow the catalogue's own Plural-Forms rule.
 *
 * Loaded once, then read-only: safe from any thread.
 */
#ifndef SPEAN_TEXT_MESSAGES_H
#define SPEAN_TEXT_MESSAGES_H

#include "base/arena.h"
#include "base/embedded.h"
#include "base/err.h"

enum language { LANGUAGE_KM, LANGUAGE_EN, LANGUAGE_COUNT };

/* "km" and "en", for the lang attribute and headers. */
const char *language_code(enum language language);
bool language_from_code(struct slice code, enum language *ret_language);
/* The best language for an Accept-Language header (RFC 9110 12.5.4); LANGUAGE_KM when it says
 * nothing. */
enum language language_negotiate(struct slice accept_language);

struct messages;

struct message {
	struct slice text;
	enum language language; /* what it is really in */
	bool found;             /* false: text is the key itself */
};

/* Read locale/km.mo and locale/en.mo. The result lives in c->arena. */
MUST_USE err messages_load(struct ctx *c, const struct embedded *embedded,
			   struct messages **ret_messages);
struct message messages_get(const struct messages *messages, enum language language,
			    struct slice key);
/* With arguments, one "name=value" a line as in struct fail; {name} without a value stays as it is.
 * For a code among them the sentence may write {kind@record.kind}: the message "record.kind.client"
 * where kind is "client", the value itself where there is no such message. */
struct slice messages_format(struct arena *arena, const struct messages *messages,
			     enum language language, const char *key, struct slice arguments);
/* The form for `count`; {count} is replaced by it, grouped as the language groups numbers. */
struct slice messages_count(struct arena *arena, const struct messages *messages,
			    enum language language, const char *key, int64_t count);
/* The sentence for a failure. */
struct slice messages_fail(struct arena *arena, const struct messages *messages,
			   enum language language, const struct fail *fail);
/* All keys of a catalogue in byte order, for tests. */
size_t messages_keys(const struct messages *messages, enum language language,
		     const struct slice **ret_keys);

#endif
