/* history.h - events of a record as they are kept. Private to the door's files. */
#ifndef SPEAN_RECORD_HISTORY_H
#define SPEAN_RECORD_HISTORY_H

#include "record/record.h"

struct history_of {
	const struct kind *kind;
	struct slice id;
	struct slice organisation;
	struct slice subject;
	unsigned classes;      /* that are shown */
	int64_t after_version; /* only what made later versions */
};
/* Newest first, at most 1000. */
MUST_USE err history_read(struct ctx *c, struct door *door, const struct history_of *of,
			  const struct record_event **ret_events, size_t *ret_count);
/* What the sealed value of one event is bound to. */
struct slice history_slot(struct arena *arena, int64_t version);
/* How near is the actor to a record of a register? RELATION_ORGANISATION or RELATION_FOREIGN. */
enum relation register_relation(const struct door *door, const struct values *values);

#endif
