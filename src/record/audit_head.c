/* audit_head.c - the end of the log: in the data, in the key store, and signed for elsewhere. */
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "record/audit_line.h"
#include "record/granting.h"
#include "record/internal.h"
#include "record/keys_of_door.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { ANCHOR_LINES = 256, ANCHOR_MS = 60000, HEAD_PARTS = 5 };

static const char ANCHOR[] = "audit";
static const char VERSION[] = "spean-audit-1";

static void mac_of(struct ctx *c, struct door *door, const struct audit_end *end,
		   unsigned char ret_mac[VAULT_MAC_BYTES])
{
	struct buf *form = buf_create(c->arena, 256);
	buf_printf(form, "%lld ", (long long)end->number);
	buf_add(form, (struct slice){(const char *)end->hash, AUDIT_HASH_BYTES});
	keys_mac(door->keys, "audit_head", buf_slice(form), ret_mac);
}

/* A log without a line has neither hash nor keyed hash: the schema's first step made its row. */
static bool head_holds(struct ctx *c, struct door *door, const struct audit_end *end,
		       struct slice hash, struct slice mac)
{
	unsigned char right[VAULT_MAC_BYTES];

	if (end->number == 0) {
		return slice_empty(hash) && slice_empty(mac);
	}
	mac_of(c, door, end, right);
	return hash.length == AUDIT_HASH_BYTES && audit_hash_equal(mac, right);
}

static void set_hash(struct audit_end *end, struct slice hash)
{
	const struct slice from =
		end->number > 0 && hash.length == AUDIT_HASH_BYTES ? hash : audit_genesis();
	memcpy(end->hash, from.at, AUDIT_HASH_BYTES);
}

err audit_head_load(struct ctx *c, struct door *door, struct audit_head_row *ret_row)
{
	struct audit_head_row row = {.end.number = -1};
	struct stmt *stmt;
	bool has_row;

	TRY(door_keys(c, door));
	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_HEAD_ROW, &stmt));
	TRY(stmt_step(c, stmt, &has_row));
	if (has_row) {
		row.end.number = stmt_int(stmt, 0);
		set_hash(&row.end, stmt_text(stmt, 1));
		row.holds = head_holds(c, door, &row.end, stmt_text(stmt, 1), stmt_text(stmt, 2));
		row.anchored = stmt_int(stmt, 3);
		row.anchored_at = stmt_int(stmt, 4);
		row.retry_at = stmt_int(stmt, 5);
	}
	stmt_finish(stmt);
	*ret_row = row;
	return OK;
}

err audit_head_move(struct ctx *c, struct door *door, const struct audit_end *end)
{
	unsigned char mac[VAULT_MAC_BYTES];
	struct stmt *stmt;

	mac_of(c, door, end, mac);
	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_HEAD_MOVE, &stmt));
	stmt_bind_int(stmt, "number", end->number);
	stmt_bind_blob(stmt, "hash", (struct slice){(const char *)end->hash, AUDIT_HASH_BYTES});
	stmt_bind_blob(stmt, "mac", (struct slice){(const char *)mac, sizeof mac});
	TRY(stmt_run(c, stmt));
	const bool is_moved = stmt_changes(stmt) == 1;
	stmt_finish(stmt);
	return is_moved ? OK
			: FAIL(c, ERR_BROKEN, "audit.head_differs", "line=%lld",
			       (long long)end->number);
}

/* ---- As text */

err audit_end_sign(struct ctx *c, struct door *door, const struct audit_end *end,
		   struct slice *ret_head)
{
	unsigned char signature[VAULT_SIGN_BYTES];
	const struct slice text = arena_format(
		c->arena, "%s %.*s %lld %.*s", VERSION,
		SLICE_PRINT(clock_moment(c->arena, clock_now_ms())), (long long)end->number,
		SLICE_PRINT(hex_encode(c->arena, end->hash, AUDIT_HASH_BYTES)));
	TRY(door_keys(c, door));
	TRY(keys_sign(c, door->keys, text, signature));
	*ret_head = arena_format(c->arena, "%.*s %.*s", SLICE_PRINT(text),
				 SLICE_PRINT(hex_encode(c->arena, signature, sizeof signature)));
	return OK;
}

err audit_end_parse(struct ctx *c, struct door *door, struct slice head, struct audit_end *ret_end)
{
	unsigned char public_key[VAULT_KEY_BYTES], signature[VAULT_SIGN_BYTES];
	struct slice parts[HEAD_PARTS] = {{NULL, 0}};
	struct slice rest = slice_trim(head);
	const struct slice whole = rest;
	struct audit_end end;
	size_t count = 0;

	while (count < HEAD_PARTS && slice_next(&rest, ' ', &parts[count])) {
		count++;
	}
	TRY(door_keys(c, door));
	TRY(keys_public(c, door->keys, public_key));
	if (count != HEAD_PARTS || rest.at != NULL || !slice_is(parts[0], VERSION) ||
	    !slice_to_int64(parts[2], &end.number) || end.number < 0 ||
	    !hex_decode(parts[3], end.hash, sizeof end.hash) ||
	    !hex_decode(parts[4], signature, sizeof signature) ||
	    !vault_signature_holds(public_key,
				   slice_between(whole, 0, whole.length - parts[4].length - 1),
				   signature)) {
		return FAIL_PLAIN(c, ERR_INVALID, "audit.bad_head");
	}
	*ret_end = end;
	return OK;
}

err audit_end_anchored(struct ctx *c, struct door *door, struct audit_end *ret_end)
{
	struct slice head;

	TRY(door_keys(c, door));
	TRY(keys_anchor(c, door->keys, ANCHOR, &head));
	if (slice_empty(head)) {
		*ret_end = (struct audit_end){0};
		return OK;
	}
	return audit_end_parse(c, door, head, ret_end);
}

/* ---- Anchoring */

bool audit_anchor_is_due(const struct audit_head_row *row, int64_t now_ms)
{
	const bool is_much = row->end.number + 1 - row->anchored >= ANCHOR_LINES;
	const bool is_old = now_ms - row->anchored_at >= ANCHOR_MS;
	return (is_much || is_old) && now_ms >= row->retry_at;
}

/* Is the line that the key store knows still there, and not after the end? */
static err continues(struct ctx *c, struct door *door, const struct audit_end *anchored,
		     const struct audit_end *end, bool *ret_continues)
{
	struct stmt *stmt;
	bool has_row;

	if (anchored->number == 0 || anchored->number > end->number) {
		*ret_continues = anchored->number == 0;
		return OK;
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_WALK, &stmt));
	stmt_bind_int(stmt, "after", anchored->number - 1);
	stmt_bind_int(stmt, "limit", 1);
	TRY(stmt_step(c, stmt, &has_row));
	*ret_continues = false;
	if (has_row) {
		const struct audit_row row = audit_row_read(stmt);
		*ret_continues = row.number == anchored->number &&
				 audit_hash_equal(row.hash, anchored->hash);
	}
	stmt_finish(stmt);
	return OK;
}

static err tell_key_store(struct ctx *c, struct door *door, const struct audit_end *end)
{
	struct slice head;

	TRY(audit_end_sign(c, door, end, &head));
	return keys_anchor_set(c, door->keys, ANCHOR, head);
}

static err set_anchor(struct ctx *c, struct door *door, const struct audit_head_row *row,
		      bool *ret_set)
{
	struct audit_end anchored;
	bool is_right;

	*ret_set = false;
	TRY(audit_end_anchored(c, door, &anchored));
	TRY(continues(c, door, &anchored, &row->end, &is_right));
	if (!row->holds || !is_right) {
		return OK;
	}
	TRY(tell_key_store(c, door, &row->end));
	*ret_set = true;
	return OK;
}

static err note_anchor(struct ctx *c, struct door *door, const struct audit_head_row *row,
		       bool is_set, int64_t now)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_HEAD_ANCHORED, &stmt));
	stmt_bind_int(stmt, "anchored", is_set ? row->end.number : row->anchored);
	stmt_bind_int(stmt, "anchored_at", is_set ? now : row->anchored_at);
	stmt_bind_int(stmt, "retry_at", is_set ? 0 : now + ANCHOR_MS);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

enum haste { WHEN_DUE, NOW };

/* Under the write lock: two that anchor at once cannot set the older one last. */
static err anchor(struct ctx *c, struct door *door, enum haste haste)
{
	const int64_t now = clock_now_ms();
	struct audit_head_row row;
	bool is_set = false;

	TRY(audit_head_load(c, door, &row));
	if (row.end.number <= row.anchored ||
	    (haste == WHEN_DUE && !audit_anchor_is_due(&row, now))) {
		return OK;
	}
	struct ctx unheard = {.arena = c->arena};
	const err tried = set_anchor(&unheard, door, &row, &is_set);
	return note_anchor(c, door, &row, tried == OK && is_set, now);
}

/* Nobody's work fails for it, and nobody's failure is overwritten. */
static void anchor_apart(struct door *door, enum haste haste)
{
	struct arena *arena = arena_create();
	struct ctx unheard = {.arena = arena};

	if (db_begin(&unheard, door->db, DB_WRITE) == OK) {
		(void)!transaction_end(&unheard, door, anchor(&unheard, door, haste));
	}
	arena_destroy(arena);
}

void audit_committed(struct door *door)
{
	if (door->anchor_is_due) {
		door->anchor_is_due = false;
		anchor_apart(door, WHEN_DUE);
	}
}

/* Asked every half minute of a server where often nothing happens: no lock for nothing. */
static bool has_news(struct door *door)
{
	struct arena *arena = arena_create();
	struct ctx unheard = {.arena = arena};
	struct audit_head_row row;
	const bool has = audit_head_load(&unheard, door, &row) == OK &&
			 row.end.number > row.anchored && clock_now_ms() >= row.retry_at;

	arena_destroy(arena);
	return has;
}

void audit_settle(struct door *door)
{
	if (door->vault != NULL && !door->in_transaction && has_news(door)) {
		door->anchor_is_due = false;
		anchor_apart(door, NOW);
	}
}

/* ---- After a restore */

static err accept(struct ctx *c, struct door *door, void *argument)
{
	const struct audit_end *anchored = argument;

	return audit_append(
		c, door,
		&(struct audit_entry){
			.deed = S("accept_log"),
			.kind = S("audit"),
			.record = arena_format(c->arena, "%lld", (long long)anchored->number),
			.outcome = S("done"),
			.detail = slice_trim(door->actor.reason)});
}

static err anchor_anew(struct ctx *c, struct door *door, void *argument)
{
	struct audit_head_row row;

	(void)argument;
	TRY(audit_head_load(c, door, &row));
	TRY(tell_key_store(c, door, &row.end));
	return note_anchor(c, door, &row, true, clock_now_ms());
}

err audit_accept(struct ctx *c, struct door *door)
{
	struct audit_end anchored;

	if (door->actor.kind != ACTOR_CONSOLE) {
		return FAIL(c, ERR_DENIED, "access.denied", "kind=audit\nid=");
	}
	TRY(reason_check(c, &door->actor));
	TRY(audit_end_anchored(c, door, &anchored));
	TRY(door_within(c, door, accept, &anchored));
	return door_within(c, door, anchor_anew, NULL);
}
