/* granting.h - what assignments, broken glass, notices and approvals share. Private to them. */
#ifndef SPEAN_RECORD_GRANTING_H
#define SPEAN_RECORD_GRANTING_H

#include "record/grant.h"

/* A member of staff with one of the roles (STAFF_BITs)? */
bool actor_has_role(const struct actor *actor, unsigned roles);

/* The typed reason: ERR_INVALID grant.reason with min= when it is shorter. */
MUST_USE err reason_check(struct ctx *c, const struct actor *actor);
/* The actor's reason, sealed with the organisation's key for one row of `kind`; and back. */
MUST_USE err reason_seal(struct ctx *c, struct door *door, struct slice kind, struct slice record,
			 struct slice *ret_sealed);
MUST_USE err reason_open(struct ctx *c, struct door *door, struct slice kind, struct slice record,
			 struct slice sealed, struct slice *ret_reason);

/* OK when the record is of the actor's organisation. Another's and nobody's: the same line, and
 * ERR_NOT_FOUND record.missing. Not inside of door_within, as below. */
MUST_USE err deed_on_own(struct ctx *c, struct door *door, const char *deed,
			 const struct kind *kind, struct slice id);
/* Write that it was tried, then ERR_DENIED access.denied. Not inside of door_within, whose own
 * transaction is then rolled back; that of door_begin is fine. `record` lives as long as c->arena.
 */
MUST_USE err deed_denied(struct ctx *c, struct door *door, const char *deed, struct slice kind,
			 struct slice record);
/* The line of a deed, in its transaction. */
MUST_USE err deed_done(struct ctx *c, struct door *door, const char *deed, struct slice kind,
		       struct slice record, struct slice detail);

struct teams {
	const struct slice *at;
	size_t count;
};
/* Who is told: those of an organisation who are active and have the role, but for the actor. */
struct audience {
	struct slice organisation;
	enum staff_role role;
	const struct teams *teams; /* NULL: of any team */
};
/* Inside the open transaction. */
MUST_USE err notice_send_some(struct ctx *c, struct door *door, const struct audience *audience,
			      const char *what, struct slice kind, struct slice record,
			      size_t *ret_told);

#endif
