/* grant.h - doors that are opened for a while: assignments, broken glass, and what two people allow
 * together. Whoever decides access (access.c, door) reads these; whoever makes them is logged.
 */
#ifndef SPEAN_RECORD_GRANT_H
#define SPEAN_RECORD_GRANT_H

#include "record/record.h"

/* ---- Assignments: whose client is it? */
MUST_USE err record_assign(struct ctx *c, struct door *door, const struct kind *kind,
			   struct slice id, struct slice account);
MUST_USE err record_unassign(struct ctx *c, struct door *door, const struct kind *kind,
			     struct slice id, struct slice account);
/* Everything assigned to one account goes to another, in one transaction; how many. */
MUST_USE err record_hand_over(struct ctx *c, struct door *door, struct slice from, struct slice to,
			      size_t *ret_count);

/* ---- Broken glass: one hour of RELATION_ASSIGNED to one record of the own organisation, for a
 * typed reason (at least 10 characters: ERR_INVALID grant.reason), for roles case_worker,
 * supervisor, counsellor and legal_officer. The supervisors of the record's team (or, without one,
 * all of the organisation) get a notice in the same transaction. */
enum { GLASS_MINUTES = 60 };
MUST_USE err record_break_glass(struct ctx *c, struct door *door, const struct kind *kind,
				struct slice id);

/* ---- Notices: what somebody must be told at once. No name, no value: kind and record only. */
struct notice {
	struct slice id;
	struct slice at;
	struct slice what; /* message: notice.glass_broken, notice.approval_asked ... */
	struct slice kind;
	struct slice record;
	struct slice from; /* account */
	bool seen;
};
/* Of door->actor, newest first, at most 100. */
MUST_USE err notice_list(struct ctx *c, struct door *door, const struct notice **ret_notices,
			 size_t *ret_count);
MUST_USE err notice_seen(struct ctx *c, struct door *door, struct slice id);
/* To an account, inside the door's open transaction. */
MUST_USE err notice_send(struct ctx *c, struct door *door, struct slice account, const char *what,
			 struct slice kind, struct slice record);

/* To everybody active of an organisation on this server who has the role, also of another one than
 * the actor's (a coalition asks for confirmation); *ret_told says how many. One transaction. */
MUST_USE err notice_send_role(struct ctx *c, struct door *door, struct slice organisation,
			      enum staff_role role, const char *what, struct slice kind,
			      struct slice record, size_t *ret_told);

/* ---- Two people. One asks with a reason, another of the same organisation who has the role allows
 * it, the first does it, once, before it expires (24 hours). Nobody allows the own request. */
enum approval_deed { APPROVE_EXPORT, APPROVE_ERASE, APPROVE_CEREMONY };
struct approval {
	struct slice id;
	enum approval_deed deed;
	struct slice kind;
	struct slice record;
	struct slice asked_by;
	struct slice asked_at;
	struct slice expires;
	struct slice reason; /* opened for who may allow it */
	struct slice state;  /* asked, allowed, refused, used, expired */
};
MUST_USE err approval_ask(struct ctx *c, struct door *door, enum approval_deed deed,
			  const struct kind *kind, struct slice record, struct slice *ret_id);
enum approval_answer { APPROVAL_ALLOW, APPROVAL_REFUSE };
/* ERR_DENIED approval.own, approval.role; ERR_CONFLICT approval.over. */
MUST_USE err approval_answer(struct ctx *c, struct door *door, struct slice id,
			     enum approval_answer answer);
/* Open ones of the organisation, newest first. */
MUST_USE err approval_list(struct ctx *c, struct door *door, const struct approval **ret_approvals,
			   size_t *ret_count);
/* Use an allowed one in the door's open transaction. ERR_DENIED approval.needed when there is none
 * for this deed, record and actor. */
MUST_USE err approval_use(struct ctx *c, struct door *door, enum approval_deed deed,
			  struct slice kind, struct slice record);

#endif
