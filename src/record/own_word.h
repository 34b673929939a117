/* own_word.h - does what an organisation said of its programme stand against a row of a table?
 * Private to the import. Rule: docs/rules/directory.md, K5.
 */
#ifndef SPEAN_RECORD_OWN_WORD_H
#define SPEAN_RECORD_OWN_WORD_H

#include "model/model.h"

/* True when `stored` is an organisation's own word (its source is "organisation") and `row` is not
 * a later one of an organisation, or when `stored` was confirmed and `row` is not later at all.
 * False for kinds that have no field "last_confirmed": nobody keeps them by hand. Both were checked
 * against the dictionary. */
MUST_USE err own_word_stands(struct ctx *c, const struct values *stored, const struct values *row,
			     bool *ret_stands);

#endif
