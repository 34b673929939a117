/* gaps.h - for whom does no programme give a component? Holes in the directory as the most general
 * sentences that are true.
 *
 * A person is a point in four dimensions: sex, age group, form, destination. A programme that gives
 * a component takes a product of subsets of the four, so what no programme takes is the complement
 * of a union of products, and the answer is the list of all maximal products inside it: none can be
 * widened in any dimension and still be true. A required referral opens no hole, since it can be
 * had; whom to avoid, places and age of the information do not count either.
 */
#ifndef SPEAN_DIRECTORY_GAPS_H
#define SPEAN_DIRECTORY_GAPS_H

#include "directory/directory.h"
#include "directory/match.h"

enum gap_dimension { GAP_SEX, GAP_AGE, GAP_FORM, GAP_DESTINATION, GAP_DIMENSIONS };
enum { GAP_VALUES_MAX = 64, GAP_BOXES_MAX = 4096, GAP_ADULT_AGE = 18 };

struct age_group {
	int from;
	int to; /* inclusive; AGE_NO_LIMIT for the last */
};

/* The values of each dimension, in order; a set of them is a bit each. */
struct gap_space {
	/* GAP_SEX: female, male, and "other" for whoever is neither or does not say. */
	struct slice codes[GAP_DIMENSIONS][GAP_VALUES_MAX]; /* GAP_AGE: empty */
	struct age_group ages[GAP_VALUES_MAX];
	size_t count[GAP_DIMENSIONS];
	uint64_t all[GAP_DIMENSIONS];
};

/* Age groups are cut at every limit of a programme in scope and at 18; wildcards, `multiple` and
 * what is not known are no values. ERR_LIMIT gaps.too_many (dimension=). */
MUST_USE err gap_space_create(struct ctx *c, const struct model *model,
			      const struct directory *directory, enum directory_scope scope,
			      struct gap_space *ret_space);
/* The same from lists of codes, ';' between. */
MUST_USE err gap_space_of(struct ctx *c, const struct directory *directory,
			  enum directory_scope scope, struct slice forms, struct slice destinations,
			  struct gap_space *ret_space);

struct gap_box {
	uint64_t sets[GAP_DIMENSIONS];
};
/* What the fields of the kind "gaps_question" ask. The values were checked. */
struct match_question gaps_question_read(const struct values *values);
/* The part of the space that the question's sex, age, forms and destinations name; what it does
 * not name stays whole. A code that is no value of the space ("unknown") leaves its dimension
 * whole too. */
struct gap_box gap_box_of(const struct gap_space *space, const struct match_question *question);

struct gap {
	size_t component;
	/* ANSWER_NO: no programme takes anybody of the box, not even with a question.
	 * ANSWER_ASK: no programme takes anybody of the box for certain, some perhaps. */
	enum answer best;
	struct gap_box box;
};
struct gaps {
	const struct gap *at; /* by component; certain holes first; widest first */
	size_t count;
};

/* All maximal holes inside `within`. ERR_LIMIT gaps.too_many when there are more than
 * GAP_BOXES_MAX. Each programme splits each box that it touches into at most four. */
MUST_USE err gaps_find(struct ctx *c, const struct directory *directory, enum directory_scope scope,
		       const struct gap_space *space, const struct gap_box *within,
		       struct gaps *ret_gaps);

#endif
