/* reseal.c - after keys were changed: seal anew what lies under the old ones, a piece at a time,
 * while others read and write. Nothing is shown to anybody; the log tells how many. */
#include "record/audit.h"
#include "record/history.h"
#include "record/keys_of_door.h"
#include "record/sealed.h"
#include "record/sql.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { PIECE = 200, LEFT_MAX = 1000 };

struct resealing {
	struct slice organisation;
	size_t limit;
	size_t done;
	size_t left;
};

/* The program's own work, without a person before it. */
static err may_keep(struct ctx *c, const struct door *door)
{
	return door->actor.kind == ACTOR_CONSOLE || door->actor.kind == ACTOR_HOUSE
		       ? OK
		       : FAIL(c, ERR_DENIED, "access.denied", "kind=*\nid=");
}

/* One sealed value; *sealed is the new one when it was stale and the limit is not reached. */
static err reseal_value(struct ctx *c, struct door *door, struct resealing *work,
			const struct seal_place *place, struct slice *sealed, bool *changed)
{
	struct slice plain;
	bool is_stale;

	if (slice_empty(*sealed)) {
		return OK;
	}
	err result = keys_is_stale(c, door->keys, place, *sealed, &is_stale);
	if (is_erased(c, result)) {
		return OK;
	}
	TRY(result);
	if (!is_stale) {
		return OK;
	}
	if (work->done == work->limit) {
		work->left++;
		return OK;
	}
	result = keys_open(c, door->keys, place, *sealed, &plain);
	if (is_erased(c, result)) {
		return OK;
	}
	TRY(result);
	TRY(keys_seal(c, door->keys, place, plain, sealed));
	work->done++;
	*changed = true;
	return OK;
}

static err write_row(struct ctx *c, struct door *door, const struct sealed_row *row)
{
	const struct kind *kind = row->values.kind;
	struct stmt *stmt;

	TRY(db_prepare(c, door->db, sql_sealed_reseal(c->arena, kind), &stmt));
	stmt_bind_text(stmt, "id", row->values.at[kind->key]);
	stmt_bind_int(stmt, "version", row->version);
	stmt_bind_blob(stmt, "sealed_ab", row->sealed_ab);
	stmt_bind_blob(stmt, "sealed_c", row->sealed_c);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err reseal_row(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		      struct resealing *work)
{
	struct sealed_row row;
	bool changed = false;
	bool found;

	TRY(sealed_row_load(c, door, kind, id, &row, &found));
	if (!found) {
		return OK;
	}
	const struct seal_place ab = sealed_place(kind, &row, SEAL_AB, S("values"));
	const struct seal_place of_c = sealed_place(kind, &row, SEAL_C, S("values"));
	TRY(reseal_value(c, door, work, &ab, &row.sealed_ab, &changed));
	TRY(reseal_value(c, door, work, &of_c, &row.sealed_c, &changed));
	return changed ? write_row(c, door, &row) : OK;
}

/* The next ids after *after, which becomes the last of them. */
static err next_ids(struct ctx *c, struct door *door, const struct kind *kind,
		    struct slice organisation, struct slice after, struct slice ids[PIECE],
		    size_t *ret_count)
{
	struct stmt *stmt;
	bool has_row;
	size_t count = 0;

	TRY(db_prepare(c, door->db, sql_sealed_ids(c->arena, kind), &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	stmt_bind_text(stmt, "after", after);
	stmt_bind_int(stmt, "limit", PIECE);
	TRY(stmt_step(c, stmt, &has_row));
	while (has_row && count < PIECE) {
		ids[count++] = arena_copy(c->arena, stmt_text(stmt, 0));
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	*ret_count = count;
	return OK;
}

typedef err (*row_work)(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			struct resealing *work);

/* Every record of a kind, in pieces: what one piece needed is given back before the next. */
static err each_row(struct ctx *c, struct door *door, const struct kind *kind,
		    struct resealing *work, row_work each)
{
	struct ctx piece = {.arena = arena_create()};
	struct slice ids[PIECE];
	struct slice after = S("");
	size_t count = PIECE;
	err result = OK;

	while (result == OK && count == PIECE && work->left < LEFT_MAX) {
		result = next_ids(&piece, door, kind, work->organisation, after, ids, &count);
		for (size_t i = 0; result == OK && i < count; i++) {
			result = each(&piece, door, kind, ids[i], work);
		}
		after = result == OK && count > 0 ? arena_copy(c->arena, ids[count - 1]) : after;
		arena_reset(piece.arena);
	}
	if (result != OK) {
		c->fail = piece.fail;
	}
	arena_destroy(piece.arena);
	return result;
}

static err reseal_event(struct ctx *c, struct door *door, const struct kind *kind,
			const struct stmt *rows, struct resealing *work)
{
	const struct slice record = stmt_text(rows, 0);
	const int64_t version = stmt_int(rows, 1);
	struct seal_place place = {
		.class = SEAL_AB,
		.organisation = work->organisation,
		.subject = stmt_text(rows, 2),
		.kind = slice_of(kind->name),
		.record = record,
		.slot = history_slot(c->arena, version),
	};
	struct slice sealed_ab = stmt_text(rows, 3);
	struct slice sealed_c = stmt_text(rows, 4);
	struct stmt *update;
	bool changed = false;

	TRY(reseal_value(c, door, work, &place, &sealed_ab, &changed));
	place.class = SEAL_C;
	TRY(reseal_value(c, door, work, &place, &sealed_c, &changed));
	if (!changed) {
		return OK;
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_HISTORY_RESEAL, &update));
	stmt_bind_text(update, "kind", slice_of(kind->name));
	stmt_bind_text(update, "record", record);
	stmt_bind_int(update, "version", version);
	stmt_bind_blob(update, "sealed_ab", slice_empty(sealed_ab) ? S("") : sealed_ab);
	stmt_bind_blob(update, "sealed_c", slice_empty(sealed_c) ? S("") : sealed_c);
	TRY(stmt_run(c, update));
	stmt_finish(update);
	return OK;
}

/* ---- What proves an account and describes its sessions and tokens lies under its keys too. */

static err reseal_part(struct ctx *c, struct door *door, struct seal_place *place,
		       const struct stmt *rows, enum statement_id update, struct resealing *work)
{
	const struct slice before = stmt_text(rows, 1);
	struct slice after = before;
	struct stmt *stmt;
	bool changed = false;

	place->slot = stmt_text(rows, 0);
	TRY(reseal_value(c, door, work, place, &after, &changed));
	if (!changed) {
		return OK;
	}
	TRY(db_prepare_statement(c, door->db, update, &stmt));
	stmt_bind_text(stmt, "account", place->record);
	stmt_bind_blob(stmt, "before", before);
	stmt_bind_blob(stmt, "after", after);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static err reseal_parts(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			struct resealing *work)
{
	static const struct {
		enum statement_id list;
		enum statement_id update;
	} PARTS[] = {
		{STATEMENT_SECRET_SEALED, STATEMENT_SECRET_RESEAL},
		{STATEMENT_SESSION_SEALED, STATEMENT_SESSION_RESEAL},
		{STATEMENT_TOKEN_SEALED, STATEMENT_TOKEN_RESEAL},
	};
	struct seal_place place = {
		.class = SEAL_AB,
		.organisation = work->organisation,
		.subject = id,
		.kind = slice_of(kind->name),
		.record = id,
	};
	for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
		struct stmt *rows;
		bool has_row;
		TRY(db_prepare_statement(c, door->db, PARTS[i].list, &rows));
		stmt_bind_text(rows, "account", id);
		TRY(stmt_step(c, rows, &has_row));
		while (has_row) {
			TRY(reseal_part(c, door, &place, rows, PARTS[i].update, work));
			TRY(stmt_step(c, rows, &has_row));
		}
		stmt_finish(rows);
	}
	return OK;
}

/* ---- History */

struct place_in_history {
	struct slice record;
	int64_t version;
};

static err history_piece(struct ctx *c, struct door *door, const struct kind *kind,
			 struct resealing *work, struct arena *lasting, struct place_in_history *at,
			 size_t *ret_count)
{
	struct stmt *rows;
	bool has_row;
	size_t count = 0;

	TRY(db_prepare_statement(c, door->db, STATEMENT_HISTORY_AFTER, &rows));
	stmt_bind_text(rows, "organisation", work->organisation);
	stmt_bind_text(rows, "kind", slice_of(kind->name));
	stmt_bind_text(rows, "record", at->record);
	stmt_bind_int(rows, "version", at->version);
	stmt_bind_int(rows, "limit", PIECE);
	TRY(stmt_step(c, rows, &has_row));
	while (has_row) {
		count++;
		TRY(reseal_event(c, door, kind, rows, work));
		*at = (struct place_in_history){arena_copy(lasting, stmt_text(rows, 0)),
						stmt_int(rows, 1)};
		TRY(stmt_step(c, rows, &has_row));
	}
	stmt_finish(rows);
	*ret_count = count;
	return OK;
}

static err reseal_history(struct ctx *c, struct door *door, const struct kind *kind,
			  struct resealing *work)
{
	struct ctx piece = {.arena = arena_create()};
	struct place_in_history at = {S(""), 0};
	size_t count = PIECE;
	err result = OK;

	while (result == OK && count == PIECE && work->left < LEFT_MAX) {
		result = history_piece(&piece, door, kind, work, c->arena, &at, &count);
		arena_reset(piece.arena);
	}
	if (result != OK) {
		c->fail = piece.fail;
	}
	arena_destroy(piece.arena);
	return result;
}

static bool is_sealed(const struct kind *kind)
{
	return kind->table != NULL && kind->keeping == KEPT_SEALED;
}

static err reseal_all(struct ctx *c, struct door *door, void *argument)
{
	struct resealing *work = argument;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	TRY(door_keys(c, door));
	for (size_t i = 0; i < count; i++) {
		if (is_sealed(kinds[i])) {
			TRY(each_row(c, door, kinds[i], work, reseal_row));
			TRY(reseal_history(c, door, kinds[i], work));
		}
	}
	TRY(each_row(c, door, model_kind("account"), work, reseal_parts));
	return audit_append(c, door,
			    &(struct audit_entry){.deed = S("reseal"),
						  .record = work->organisation,
						  .count = (int64_t)work->done,
						  .outcome = S("done")});
}

err record_reseal(struct ctx *c, struct door *door, struct slice organisation, size_t limit,
		  size_t *ret_left)
{
	struct resealing work = {.organisation = organisation, .limit = limit};

	TRY(may_keep(c, door));
	TRY(door_within(c, door, reseal_all, &work));
	if (work.left == 0 && !door->in_transaction) {
		TRY(keys_drop_old(c, door->keys, organisation));
	}
	*ret_left = work.left;
	return OK;
}

/* ---- The blind index */

static err reindex_row(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		       struct resealing *work)
{
	struct sealed_row row;
	bool found;

	TRY(sealed_row_load(c, door, kind, id, &row, &found));
	if (!found) {
		return OK;
	}
	const err result = sealed_open(c, door, &row, (unsigned)CLASSES_BUT_C);
	if (is_erased(c, result)) {
		return OK;
	}
	TRY(result);
	row.version = row.version > 1 ? row.version : 2; /* there are old tokens in any case */
	work->done++;
	return index_put(c, door, &row);
}

static err reindex_all(struct ctx *c, struct door *door, void *argument)
{
	struct resealing *work = argument;
	size_t count;
	const struct kind *const *kinds = model_kinds(&count);

	for (size_t i = 0; i < count; i++) {
		if (is_sealed(kinds[i])) {
			TRY(each_row(c, door, kinds[i], work, reindex_row));
		}
	}
	return audit_append(c, door,
			    &(struct audit_entry){.deed = S("reindex"),
						  .record = work->organisation,
						  .count = (int64_t)work->done,
						  .outcome = S("done")});
}

err record_reindex(struct ctx *c, struct door *door, struct slice organisation)
{
	struct resealing work = {.organisation = organisation};

	TRY(may_keep(c, door));
	return door_within(c, door, reindex_all, &work);
}
