/* internal.h - what the files of law/ share among themselves. */
#ifndef SPEAN_LAW_INTERNAL_H
#define SPEAN_LAW_INTERNAL_H

#include "law/answer.h"
#include "law/export.h"

/* Rule L1: from the instrument's own dates. Fills basis and start. */
MUST_USE err law_find_start(struct ctx *c, struct law_instrument *instrument);

/* Bits of a ';' list of functions; what is no function is left out. */
unsigned law_function_bits(struct slice list);

/* Is an item of a list of jurisdictions a code ("KH", "X-ME", "ASEAN")? Anything else there is the
 * name of a private party. */
bool law_is_code(struct slice item);

/* A region or the world rather than a state: ASEAN, GMS, UN, GLOBAL. */
bool law_is_body(struct slice code);

struct law_gap *law_find_gaps(struct arena *arena, const struct law_answer *answer,
			      size_t *ret_count);

#endif
