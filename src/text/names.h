/* names.h - names of people and places in Khmer and Latin letters: are they the same name?
 *
 * Cambodia has no one way to write Khmer names in Latin letters: passports, birth certificates and
 * files follow UNGEGN, older French habit, or the ear. So both scripts are brought to one *phonetic
 * skeleton* (consonants by how they sound, vowels folded to a few classes), and what the skeleton
 * loses is judged by a score. The rules are tables (text/names_rules.h) with a source for each.
 *
 * No part assumes that a name has two parts, or which of them is the family's.
 *
 * Not here: who may see a name, keyed tokens (vault/): this module only says what to key.
 * Pure functions over text; a struct names_index is read-only once built. Safe from any thread.
 */
#ifndef SPEAN_TEXT_NAMES_H
#define SPEAN_TEXT_NAMES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum { NAMES_PARTS_MAX = 12, NAMES_BYTES_MAX = 400 };

/* The skeleton of a whole name: its parts in order, a space between; "" where nothing of it is a
 * name. Khmer and Latin spellings of one name share it as far as the rules reach. */
MUST_USE err names_key(struct ctx *c, struct slice name, struct slice *ret_key);
/* All tokens under which a name should be found: for every part its coarse skeleton, joined
 * neighbours for names written without a space, Latin and Khmer alike. For inverted or blind
 * indexes. */
MUST_USE err names_tokens(struct ctx *c, struct slice name, const struct slice **ret_tokens,
			  size_t *ret_count);

struct names_part_match {
	struct slice a,
		b;    /* the parts in their normal form; one of them empty when it has no partner */
	double score; /* 0 to 1 */
	const char *how; /* "same", "spelling", "sound", "joined", "initial", "title", "missing" */
};
struct names_comparison {
	double score; /* 0 (other people) to 1 (the same spelling) */
	const struct names_part_match *parts;
	size_t parts_count;
};
/* How alike are two names, in any scripts and any order of parts. A frequent part counts less: two
 * people called Sok are not thereby one; titles in front do not count, nor does an initial for or
 * against. In other scripts only the same text is the same name. Symmetric. ERR_INVALID for invalid
 * UTF-8, ERR_LIMIT names.too_long. */
MUST_USE err names_compare(struct ctx *c, struct slice a, struct slice b,
			   struct names_comparison *ret_comparison);
/* At or above this score two names are treated as perhaps the same person (see bench/README.md). */
double names_threshold(void);
/* Does a score reach it, as it is shown with three digits? */
bool names_reach(double score);

struct names_index;
/* Index `count` names (not kept). Lives in c->arena: about 110 bytes a name. Linear in the names.
 */
MUST_USE err names_index_create(struct ctx *c, const struct slice *names, size_t count,
				struct names_index **ret_index);
struct names_hit {
	size_t at; /* index of the name */
	double score;
};
/* The best `top` names for a query, best first, equal scores in the order of the index. Reads the
 * lists of the rarest pieces of the query, 300,000 entries at most (the first list whole), and
 * scores 300 names; besides that it clears two bytes for each name of the index. */
MUST_USE err names_index_search(struct ctx *c, const struct names_index *index, struct slice query,
				size_t top, const struct names_hit **ret_hits, size_t *ret_count);

#endif
