/* nearest.h - the closest word to one that is wrong: "Did you mean ...?" */
#ifndef SPEAN_MODEL_NEAREST_H
#define SPEAN_MODEL_NEAREST_H

#include "base/arena.h"
#include "base/slice.h"

struct nearest {
	struct slice wrong;
	struct slice best;
	size_t distance; /* edits from `wrong` to `best` */
};

struct nearest nearest_to(struct slice wrong);
void nearest_offer(struct nearest *nearest, struct slice word);
/* A name of `word` in a language: when it is what was written, `word` is meant. */
void nearest_offer_name(struct nearest *nearest, struct slice word, struct slice name);
/* Is the best one close enough that it may be meant? */
bool nearest_found(const struct nearest *nearest);

#endif
