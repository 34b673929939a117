/* catalogue.h - one compiled message catalogue (.mo, the GNU gettext manual, section "MO files").
 *
 * Inside text/ only. The bytes are not trusted although the program carries its own: both byte
 * orders are read, every offset is checked against the file, and what does not hold is refused with
 * a sentence.
 */
#ifndef SPEAN_TEXT_CATALOGUE_H
#define SPEAN_TEXT_CATALOGUE_H

#include "base/arena.h"
#include "text/plural.h"

enum { CATALOGUE_BYTES_MAX = 16 * 1024 * 1024, CATALOGUE_ENTRIES_MAX = 100000 };

struct catalogue {
	size_t count;
	const struct slice *keys;  /* in byte order, without the header's empty key */
	const struct slice *texts; /* of keys[i]; plural forms with a NUL between */
	struct plural plural;
};

/* Read it into c->arena; keys and texts point into `bytes`. `language` is for messages. ERR_INVALID
 * catalogue.* with language=: form, cut, order, forms, charset, plural, and utf8.*; ERR_LIMIT
 * catalogue.too_large. */
MUST_USE err catalogue_read(struct ctx *c, const char *language, struct slice bytes,
			    struct catalogue *ret_catalogue);
/* Index of a key, or SIZE_MAX. */
size_t catalogue_find(const struct catalogue *catalogue, struct slice key);
/* Form `form` of text `index`; the first where a text has no such form. */
struct slice catalogue_form(const struct catalogue *catalogue, size_t index, size_t form);

#endif
