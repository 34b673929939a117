/* khmer_cluster.h - one syllable while it is put in order. Inside text/ only. */
#ifndef SPEAN_TEXT_KHMER_CLUSTER_H
#define SPEAN_TEXT_KHMER_CLUSTER_H

#include "text/khmer.h"
#include "text/khmer_table.h"

/* One mark of a cluster, with what belongs to it. */
struct khmer_mark {
	uint16_t character;
	uint16_t subscript; /* what KHMER_SIGN_COENG subscribes, or 0 */
	uint16_t joiner;    /* U+200C or U+200D typed before the mark, or 0 */
	uint8_t class;
};

struct khmer_cluster {
	struct arena *arena;
	enum khmer_purpose purpose;
	uint32_t base; /* 0: marks without one */
	struct khmer_mark *marks;
	struct khmer_mark *spare; /* as large as marks */
	size_t count, capacity;
	bool in_order; /* nothing to do, so far */
};

/* Does `mark` stand where it belongs after a mark of class `before`, with nothing to unify? After
 * the base (KHMER_BASE) every mark but KHMER_OTHER does. */
bool khmer_mark_follows(enum khmer_class before, struct khmer_mark mark);

void khmer_cluster_start(struct khmer_cluster *cluster, uint32_t base);
void khmer_cluster_add(struct khmer_cluster *cluster, struct khmer_mark mark);
/* Put the marks in order and unify what is drawn alike. Linear. */
void khmer_cluster_settle(struct khmer_cluster *cluster);

#endif
