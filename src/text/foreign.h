/* foreign.h - text that is neither ASCII nor Khmer, through ICU. Inside text/ only. */
#ifndef SPEAN_TEXT_FOREIGN_H
#define SPEAN_TEXT_FOREIGN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

/* NFC. `text` is valid UTF-8. */
MUST_USE err foreign_compose(struct ctx *c, struct slice text, struct slice *ret_text);
/* Compatibility forms, width and case folded; accents of Latin, Greek and Cyrillic dropped;
 * punctuation as spaces. */
MUST_USE err foreign_fold(struct ctx *c, struct slice text, struct slice *ret_text);

#endif
