/* plural.h - which form of a sentence a count takes, by a catalogue's own rule.
 *
 * Inside text/ only. The rule is the expression of a gettext header, "nplurals=2; plural=(n !=
 * 1);": whole numbers, n, and the operators of C without side effects. It is read anew at each use;
 * it is short, and nothing needs to be kept for it.
 */
#ifndef SPEAN_TEXT_PLURAL_H
#define SPEAN_TEXT_PLURAL_H

#include "base/err.h"
#include "base/slice.h"

struct plural {
	uint64_t forms;          /* how many there are, 1 to PLURAL_FORMS_MAX */
	struct slice expression; /* of n */
};

enum { PLURAL_FORMS_MAX = 8, PLURAL_LENGTH_MAX = 512, PLURAL_DEPTH_MAX = 32 };

/* Read the value of a "Plural-Forms" header line. ERR_INVALID catalogue.plural with rule= and
 * language=: not of that form, too long, too deep, or a count from 0 to 200 gets no form of it. */
MUST_USE err plural_parse(struct ctx *c, const char *language, struct slice header,
			  struct plural *ret_plural);
/* The form for `count`: below plural->forms. */
size_t plural_form(const struct plural *plural, uint64_t count);

#endif
