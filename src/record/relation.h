/* relation.h - how near is the actor to a record? What the door asks before it decides (access.h).
 */
#ifndef SPEAN_RECORD_RELATION_H
#define SPEAN_RECORD_RELATION_H

#include "record/record.h"

/* RELATION_ASSIGNED (assigned, or glass broken less than an hour ago), RELATION_TEAM (somebody of
 * the own team is assigned) or RELATION_ORGANISATION. The record is of the actor's organisation:
 * RELATION_FOREIGN and RELATION_SELF the caller knows by himself. */
MUST_USE err grant_relation(struct ctx *c, struct door *door, const struct kind *kind,
			    struct slice id, enum relation *ret_relation);
/* The organisation that a record belongs to. ERR_NOT_FOUND record.missing with kind=, id=. */
MUST_USE err record_owner(struct ctx *c, struct door *door, const struct kind *kind,
			  struct slice id, struct slice *ret_organisation);
/* ERR_NOT_FOUND record.missing; `id` may hold anything. */
err record_missing(struct ctx *c, const struct kind *kind, struct slice id);
/* Assign without asking who does it, in the open transaction: for whoever makes a record. */
MUST_USE err assignment_add(struct ctx *c, struct door *door, const struct kind *kind,
			    struct slice id, struct slice account, struct slice organisation);

#endif
