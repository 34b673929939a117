/* audit_verify.c - is the log whole? One walk over all lines, in pieces, with the memory of one. */
#include "record/audit_line.h"

#include <string.h>

#include "record/audit_reader.h"
#include "record/keys_of_door.h"
#include "store/catalogue.h"

enum { PIECE_LINES = 4096, ENDS = 2 };

struct walk {
	struct buf *form;
	struct audit_end end; /* of what was found right so far */
	/* What others know of the end, and where it must be met on the way. */
	struct audit_end known[ENDS];
	struct audit_head_row head;
	struct audit_report report;
};

static void found(struct walk *walk, int64_t line, const char *fault)
{
	if (walk->report.whole) {
		walk->report.whole = false;
		walk->report.at = line;
		walk->report.fault = fault;
	}
}

static bool is_genuine(struct door *door, struct walk *walk, const struct audit_row *row)
{
	unsigned char hash[AUDIT_HASH_BYTES];

	audit_row_hash(door->keys, walk->form, row, row->previous, hash);
	return audit_hash_equal(row->hash, hash);
}

/* ---- Naming a fault: seldom, so it may ask the store again. */

/* The number of a line found by a hash, or 0. */
static err ask_number(struct ctx *c, struct stmt *stmt, int64_t *ret_number)
{
	bool has_row;

	TRY(stmt_step(c, stmt, &has_row));
	*ret_number = has_row ? stmt_int(stmt, 0) : 0;
	stmt_finish(stmt);
	return OK;
}

static err line_with_hash(struct ctx *c, struct door *door, struct slice hash, int64_t *ret_number)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_BY_HASH, &stmt));
	stmt_bind_blob(stmt, "hash", hash);
	return ask_number(c, stmt, ret_number);
}

static err other_line_after(struct ctx *c, struct door *door, struct slice hash, int64_t number,
			    int64_t *ret_number)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_BY_PREVIOUS, &stmt));
	stmt_bind_blob(stmt, "previous", hash);
	stmt_bind_int(stmt, "number", number);
	return ask_number(c, stmt, ret_number);
}

/* A line whose content is not its hash's: it was changed, unless the one that belongs here stands
 * elsewhere, or the log ended before - then this one was put there. */
static err name_forged(struct ctx *c, struct door *door, struct walk *walk, int64_t line)
{
	const struct slice here = {(const char *)walk->end.hash, AUDIT_HASH_BYTES};
	const bool is_behind = walk->head.holds && line > walk->head.end.number;
	int64_t elsewhere;

	TRY(other_line_after(c, door, here, line, &elsewhere));
	found(walk, line, elsewhere > 0 || is_behind ? "audit.inserted" : "audit.changed");
	return OK;
}

/* A true line in a wrong place: the one that belongs here is gone, or stands elsewhere; and this
 * one is a copy, or was moved. `row` is a copy that outlives the statement. */
static err name_misplaced(struct ctx *c, struct door *door, struct walk *walk,
			  const struct audit_row *row)
{
	const struct slice here = {(const char *)walk->end.hash, AUDIT_HASH_BYTES};
	int64_t elsewhere, same;

	TRY(other_line_after(c, door, here, row->number, &elsewhere));
	TRY(line_with_hash(c, door, row->hash, &same));
	if (elsewhere == 0) {
		found(walk, row->number, same < row->number ? "audit.inserted" : "audit.missing");
	} else {
		found(walk, row->number, same < row->number ? "audit.inserted" : "audit.reordered");
	}
	return OK;
}

static err name_fault(struct ctx *c, struct door *door, struct walk *walk,
		      const struct audit_row *row)
{
	const int64_t expected = walk->end.number + 1;
	const struct audit_row copy = {
		.number = row->number,
		.hash = arena_copy(c->arena, row->hash),
	};

	if (row->number != expected) {
		found(walk, row->number < expected ? row->number : expected,
		      row->number < expected ? "audit.inserted" : "audit.missing");
		return OK;
	}
	return is_genuine(door, walk, row) ? name_misplaced(c, door, walk, &copy)
					   : name_forged(c, door, walk, copy.number);
}

/* ---- The walk */

static bool follows(struct door *door, struct walk *walk, const struct audit_row *row)
{
	return row->number == walk->end.number + 1 &&
	       audit_hash_equal(row->previous, walk->end.hash) && is_genuine(door, walk, row);
}

/* Somebody else knew this line, with another hash: the whole chain was made anew from there on. */
static void meet_known(struct walk *walk)
{
	for (size_t i = 0; i < ENDS; i++) {
		if (walk->known[i].number == walk->end.number &&
		    memcmp(walk->known[i].hash, walk->end.hash, AUDIT_HASH_BYTES) != 0) {
			found(walk, walk->end.number, "audit.head_differs");
		}
	}
}

static err walk_piece(struct ctx *c, struct door *door, struct walk *walk, struct stmt *stmt,
		      size_t *ret_lines)
{
	size_t lines = 0;
	bool has_row;

	stmt_bind_int(stmt, "after", walk->end.number);
	stmt_bind_int(stmt, "limit", PIECE_LINES);
	TRY(stmt_step(c, stmt, &has_row));
	for (; has_row; lines++) {
		const struct audit_row row = audit_row_read(stmt);
		if (!follows(door, walk, &row)) {
			return name_fault(c, door, walk, &row);
		}
		walk->end.number = row.number;
		memcpy(walk->end.hash, row.hash.at, AUDIT_HASH_BYTES);
		meet_known(walk);
		TRY(stmt_step(c, stmt, &has_row));
	}
	*ret_lines = lines;
	return OK;
}

/* A line before the first: no walk from 1 would meet it. */
static err check_before_first(struct ctx *c, struct walk *walk, struct stmt *stmt)
{
	bool has_row;

	stmt_bind_int(stmt, "after", INT64_MIN);
	stmt_bind_int(stmt, "limit", 1);
	TRY(stmt_step(c, stmt, &has_row));
	if (has_row && stmt_int(stmt, 0) < 1) {
		found(walk, stmt_int(stmt, 0), "audit.inserted");
	}
	stmt_reset(stmt);
	return OK;
}

static err walk_all(struct ctx *c, struct door *door, struct walk *walk)
{
	size_t lines = PIECE_LINES;
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_WALK, &stmt));
	TRY(check_before_first(c, walk, stmt));
	while (walk->report.whole && lines == PIECE_LINES) {
		TRY(walk_piece(c, door, walk, stmt, &lines));
	}
	stmt_finish(stmt);
	return OK;
}

/* Does it end where the data, the key store and the kept head say? */
static void check_end(struct walk *walk)
{
	const struct audit_head_row *head = &walk->head;
	const bool is_same = head->holds && head->end.number == walk->end.number &&
			     memcmp(head->end.hash, walk->end.hash, AUDIT_HASH_BYTES) == 0;

	for (size_t i = 0; i < ENDS; i++) {
		if (walk->known[i].number > walk->end.number) {
			found(walk, walk->end.number + 1, "audit.cut");
		}
	}
	if (head->holds && head->end.number > walk->end.number) {
		found(walk, walk->end.number + 1, "audit.cut");
	}
	if (!is_same) {
		found(walk, walk->end.number, "audit.head_differs");
	}
}

static err verify(struct ctx *c, struct door *door, struct walk *walk)
{
	TRY(audit_head_load(c, door, &walk->head));
	TRY(walk_all(c, door, walk));
	walk->report.lines = walk->end.number;
	if (walk->report.whole) {
		check_end(walk);
	}
	return OK;
}

err audit_verify(struct ctx *c, struct door *door, struct slice head,
		 struct audit_report *ret_report)
{
	struct walk walk = {.report.whole = true};

	TRY(audit_may_verify(c, door));
	TRY(door_keys(c, door));
	walk.form = buf_create(c->arena, AUDIT_FORM_MAX);
	memcpy(walk.end.hash, audit_genesis().at, AUDIT_HASH_BYTES);
	if (!slice_empty(head)) {
		TRY(audit_end_parse(c, door, head, &walk.known[0]));
	}
	/* Before the snapshot: an anchor that is set meanwhile names a line that it would lack. */
	TRY(audit_end_anchored(c, door, &walk.known[1]));
	if (door->in_transaction) {
		TRY(verify(c, door, &walk));
	} else {
		TRY(db_begin(c, door->db, DB_READ));
		const err result = verify(c, door, &walk);
		db_rollback(door->db);
		TRY(result);
	}
	walk.report.anchored = walk.known[1].number;
	*ret_report = walk.report;
	return OK;
}
