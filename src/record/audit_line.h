/* audit_line.h - one line of the log as it is kept, and its hash. Private to the log's files.
 *
 * The hash is keys_mac "audit" over one text that can be read in one way only: a number for the
 * form, the hash of the line before, then every column, texts with their length before them and
 * numbers in eight bytes. The number of the line is not in it: where a line stands follows from the
 * chain, and a line that was moved can be told from one that was changed.
 */
#ifndef SPEAN_RECORD_AUDIT_LINE_H
#define SPEAN_RECORD_AUDIT_LINE_H

#include "base/buf.h"
#include "record/audit.h"
#include "vault/vault.h"

enum { AUDIT_HASH_BYTES = VAULT_MAC_BYTES, AUDIT_FORM_MAX = 1 << 16 };

struct audit_row {
	int64_t number;
	int64_t moment; /* milliseconds */
	struct slice actor;
	struct slice organisation;
	struct slice account;
	struct slice deed;
	struct slice kind;
	struct slice record;
	struct slice purpose;
	int64_t classes;
	int64_t count;
	struct slice outcome;
	struct slice detail; /* sealed */
	struct slice previous;
	struct slice hash;
};

/* Of a row of the statements audit_walk, audit_all and their like: borrowed until the next step. */
struct audit_row audit_row_read(const struct stmt *stmt);
/* The hash of the row after `previous`. `form` is scratch with AUDIT_FORM_MAX bytes. */
void audit_row_hash(struct keys *keys, struct buf *form, const struct audit_row *row,
		    struct slice previous, unsigned char ret_hash[AUDIT_HASH_BYTES]);
/* Where the detail of a line is sealed. `arena` for the number as text. */
struct seal_place audit_detail_place(struct arena *arena, struct slice organisation,
				     int64_t number);

/* What the first line follows. */
struct slice audit_genesis(void);
/* In constant time; false for any other length than a hash's. */
bool audit_hash_equal(struct slice a, const unsigned char b[AUDIT_HASH_BYTES]);

/* ---- The newest line, as the data, the key store or a piece of paper know it. */
struct audit_end {
	int64_t number; /* 0: no line yet */
	unsigned char hash[AUDIT_HASH_BYTES];
};
struct audit_head_row {
	struct audit_end end;
	bool holds; /* its own keyed hash is right */
	int64_t anchored;
	int64_t anchored_at;
	int64_t retry_at;
};
MUST_USE err audit_head_load(struct ctx *c, struct door *door, struct audit_head_row *ret_row);
/* From the line before to this one. ERR_BROKEN audit.head_differs when another row is there. */
MUST_USE err audit_head_move(struct ctx *c, struct door *door, const struct audit_end *end);

/* Signed text of an end, and back. ERR_INVALID audit.bad_head for anything else, a wrong signature
 * too. */
MUST_USE err audit_end_sign(struct ctx *c, struct door *door, const struct audit_end *end,
			    struct slice *ret_head);
MUST_USE err audit_end_parse(struct ctx *c, struct door *door, struct slice head,
			     struct audit_end *ret_end);
/* What the key store knows; number 0 when it knows nothing. */
MUST_USE err audit_end_anchored(struct ctx *c, struct door *door, struct audit_end *ret_end);

/* Is it time to tell the key store? */
bool audit_anchor_is_due(const struct audit_head_row *row, int64_t now_ms);

#endif
