/* audit.h - the log of what was read and written: inserted and read, never changed.
 *
 * Every line is chained to the one before by a keyed hash (vault/, purpose "audit"), so that a
 * changed, removed, inserted or reordered line is found; the newest line is anchored in the key
 * store and in signed heads that can be kept elsewhere, so that a cut end is found too.
 * Method: hash chain with external anchors, after Schneier and Kelsey, "Secure Audit Logs to
 * Support Computer Forensics" (ACM TISSEC 2(2), 1999).
 *
 * A line tells who, when, what, which record, what for, and how it ended. It holds no name and no
 * value of a record; a typed reason is sealed with the organisation's key.
 */
#ifndef SPEAN_RECORD_AUDIT_H
#define SPEAN_RECORD_AUDIT_H

#include "base/pipe.h"
#include "record/record.h"

struct audit_entry {
	struct slice deed;    /* deed_name(), or "sign_in", "break_glass", "rotate", "backup" ... */
	struct slice kind;    /* may be empty */
	struct slice record;  /* id, may be empty; a list or a search names no record here */
	unsigned classes;     /* CLASS_BITs that were opened */
	int64_t count;        /* records of a list */
	struct slice outcome; /* "done", "denied", "failed" */
	struct slice detail;  /* sealed: the reason, which fields; may be empty */
};
/* Append in the door's open DB_WRITE transaction, for door->actor. */
MUST_USE err audit_append(struct ctx *c, struct door *door, const struct audit_entry *entry);
/* The same in a transaction of its own, or in that of door_begin. A door without a vault keeps no
 * log: both then do nothing. ERR_BROKEN audit.head_differs when the end of the log is not the one
 * that was left: nothing is written behind it. */
MUST_USE err audit_write(struct ctx *c, struct door *door, const struct audit_entry *entry);

/* ---- Anchors. The key store is told of the newest line after 256 lines or a minute, whichever is
 * first, and when a server or a command ends. Between two anchors a cut end can only be found by a
 * head that was kept elsewhere. A failure to anchor fails nobody's work: it is tried again a minute
 * later. An anchor never goes back, and is not moved while the line it names is not there. */
/* After a commit that may have had a line (transaction_end does it): nothing when none is due. */
void audit_committed(struct door *door);
/* Anchor now, if there is anything new: before a server or a command ends. */
void audit_settle(struct door *door);

struct audit_line {
	int64_t number;  /* from 1, without a gap */
	struct slice at; /* ISO 8601 moment in UTC, milliseconds */
	struct slice organisation;
	struct slice account; /* empty: the console or the house */
	struct slice actor;   /* "staff", "console", "house", "nobody" */
	struct slice deed;
	struct slice kind;
	struct slice record;
	struct slice purpose;
	unsigned classes;
	int64_t count;
	struct slice outcome;
	struct slice detail; /* opened; empty where the reader may not: the console sees its own */
};
struct audit_filter {
	struct slice organisation; /* empty: all (console only) */
	struct slice account;
	struct slice record;
	struct slice deed;
	int64_t from_ms; /* moments from here, in milliseconds; 0: from the beginning */
	int64_t to_ms;   /* moments before this one; 0: to the end */
	int64_t before;  /* numbers below this; 0 = from the newest */
	size_t limit;
};
/* Newest first. STAFF_AUDITOR sees the own organisation's, STAFF_SUPERVISOR the own team's
 * accounts, the console all; others ERR_DENIED access.denied. Reading the log is a line too. */
MUST_USE err audit_list(struct ctx *c, struct door *door, const struct audit_filter *filter,
			const struct audit_line **ret_lines, size_t *ret_count);

struct audit_report {
	int64_t lines;
	int64_t anchored; /* the number that the key store knows of */
	bool whole;
	int64_t at;        /* of the first fault */
	const char *fault; /* message: audit.changed, audit.missing, audit.inserted,
			      audit.reordered, audit.cut, audit.head_differs */
};
/* Walk the whole chain; changes nothing and writes no line. For the console, STAFF_AUDITOR and
 * STAFF_HOST. `head` is one that audit_head gave at another time and that was kept
 * elsewhere, or empty: ERR_INVALID audit.bad_head when it is none of this server's. A fault is in
 * the report, no failure. */
MUST_USE err audit_verify(struct ctx *c, struct door *door, struct slice head,
			  struct audit_report *ret_report);
/* One line of text: version, moment, number, hash, Ed25519 signature. Anchors it too. */
MUST_USE err audit_head(struct ctx *c, struct door *door, struct slice *ret_head);
/* After a backup was restored the log is a cut one: lines that the key store knows of are lost, and
 * its anchor would stay where it is for ever. The console says that it knows (actor.reason, at
 * least 10 characters: ERR_INVALID grant.reason): a line "accept_log" names the number that was
 * known, and the key store takes the end as it now is. Heads that were kept elsewhere go on telling
 * what is missing. ERR_DENIED access.denied; ERR_BROKEN audit.head_differs. */
MUST_USE err audit_accept(struct ctx *c, struct door *door);
/* JSON Lines, one object a line, oldest first, with the sealed detail and the hashes in
 * hexadecimal; then the head. Who may: as audit_list. No transaction is open. */
MUST_USE err audit_export_to(struct ctx *c, struct door *door, const struct audit_filter *filter,
			     const struct sink *sink);
/* The same into a buffer. */
MUST_USE err audit_export(struct ctx *c, struct door *door, const struct audit_filter *filter,
			  struct buf *out);

#endif
