/* audit_list.c - reading the log, and taking it out. */
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "record/audit_line.h"
#include "record/audit_reader.h"
#include "record/keys_of_door.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { PIECE_LINES = 256, LIST_MAX = 1000, LINE_MAX = 1 << 16 };
/* Lines stand in the order in which they were written; a clock may have been put right meanwhile.
 */
enum { CLOCK_ASTRAY_MS = 24 * 60 * 60 * 1000 };

static bool is_of(struct slice wanted, struct slice has)
{
	return slice_empty(wanted) || slice_equal(wanted, has);
}

static bool is_of_team(const struct audit_reader *reader, struct slice account)
{
	for (size_t i = 0; i < reader->accounts_count; i++) {
		if (slice_equal(reader->accounts[i], account)) {
			return true;
		}
	}
	return reader->accounts == NULL;
}

static bool is_wanted(const struct audit_reader *reader, const struct audit_filter *filter,
		      const struct audit_row *row)
{
	if (row->moment < filter->from_ms || (filter->to_ms > 0 && row->moment >= filter->to_ms)) {
		return false;
	}
	return is_of(reader->organisation, row->organisation) &&
	       is_of(filter->organisation, row->organisation) &&
	       is_of(filter->account, row->account) && is_of(filter->record, row->record) &&
	       is_of(filter->deed, row->deed) && is_of_team(reader, row->account);
}

/* ---- Listing: newest first */

struct listing {
	const struct audit_filter *filter;
	struct audit_reader reader;
	struct audit_line *lines;
	size_t count;
	size_t limit;
	int64_t before;
};

/* The statement that has to skip least. */
static err prepare_newest(struct ctx *c, struct door *door, const struct listing *listing,
			  struct stmt **ret_stmt)
{
	const struct audit_filter *filter = listing->filter;
	const struct slice organisation = slice_empty(listing->reader.organisation)
						  ? filter->organisation
						  : listing->reader.organisation;
	struct stmt *stmt;

	if (!slice_empty(filter->record)) {
		TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_OF_RECORD, &stmt));
		stmt_bind_text(stmt, "record", filter->record);
	} else if (!slice_empty(filter->account)) {
		TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_OF_ACCOUNT, &stmt));
		stmt_bind_text(stmt, "account", filter->account);
	} else if (!slice_empty(organisation)) {
		TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_OF_ORGANISATION, &stmt));
		stmt_bind_text(stmt, "organisation", organisation);
	} else {
		TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_ALL, &stmt));
	}
	*ret_stmt = stmt;
	return OK;
}

/* A detail that does not open is shown as none: audit_verify finds what was changed. */
static struct slice open_detail(struct ctx *c, struct door *door, const struct audit_row *row)
{
	const struct seal_place place =
		audit_detail_place(c->arena, row->organisation, row->number);
	struct ctx unheard = {.arena = c->arena};
	struct slice plain;

	if (slice_empty(row->detail) ||
	    keys_open(&unheard, door->keys, &place, row->detail, &plain) != OK) {
		return S("");
	}
	return plain;
}

static struct audit_line line_of(struct ctx *c, struct door *door,
				 const struct audit_reader *reader, const struct audit_row *row)
{
	return (struct audit_line){
		.number = row->number,
		.at = clock_moment(c->arena, row->moment),
		.organisation = arena_copy(c->arena, row->organisation),
		.account = arena_copy(c->arena, row->account),
		.actor = arena_copy(c->arena, row->actor),
		.deed = arena_copy(c->arena, row->deed),
		.kind = arena_copy(c->arena, row->kind),
		.record = arena_copy(c->arena, row->record),
		.purpose = arena_copy(c->arena, row->purpose),
		.classes = (unsigned)row->classes,
		.count = row->count,
		.outcome = arena_copy(c->arena, row->outcome),
		/* What the machine wrote of itself is nobody's secret but the machine's. */
		.detail = reader->sees_detail || slice_empty(row->organisation)
				  ? open_detail(c, door, row)
				  : S(""),
	};
}

static err list_piece(struct ctx *c, struct door *door, struct listing *listing, struct stmt *stmt,
		      size_t *ret_lines)
{
	size_t lines = 0;
	bool has_row;

	stmt_bind_int(stmt, "before", listing->before);
	stmt_bind_int(stmt, "limit", PIECE_LINES);
	TRY(stmt_step(c, stmt, &has_row));
	for (; has_row && listing->count < listing->limit; lines++) {
		const struct audit_row row = audit_row_read(stmt);
		listing->before = row.number;
		if (row.moment < listing->filter->from_ms - CLOCK_ASTRAY_MS) {
			*ret_lines = 0; /* what follows is older still */
			return OK;
		}
		if (is_wanted(&listing->reader, listing->filter, &row)) {
			listing->lines[listing->count++] = line_of(c, door, &listing->reader, &row);
		}
		TRY(stmt_step(c, stmt, &has_row));
	}
	*ret_lines = lines;
	return OK;
}

/* That somebody read the log stands in the log. */
static err note_reading(struct ctx *c, struct door *door, const struct audit_filter *filter,
			const char *deed, int64_t count)
{
	return audit_append(c, door,
			    &(struct audit_entry){.deed = slice_of(deed),
						  .kind = S("audit"),
						  .record = filter->record,
						  .count = count,
						  .outcome = S("done")});
}

static err list(struct ctx *c, struct door *door, void *argument)
{
	struct listing *listing = argument;
	size_t lines = PIECE_LINES;
	struct stmt *stmt;

	TRY(audit_reader_of(c, door, &listing->reader));
	TRY(door_keys(c, door));
	TRY(prepare_newest(c, door, listing, &stmt));
	while (lines == PIECE_LINES && listing->count < listing->limit) {
		TRY(list_piece(c, door, listing, stmt, &lines));
	}
	stmt_finish(stmt);
	return note_reading(c, door, listing->filter, "read_log", (int64_t)listing->count);
}

err audit_list(struct ctx *c, struct door *door, const struct audit_filter *filter,
	       const struct audit_line **ret_lines, size_t *ret_count)
{
	struct listing listing = {
		.filter = filter,
		.limit = filter->limit > 0 && filter->limit < LIST_MAX ? filter->limit : LIST_MAX,
		.before = filter->before > 0 ? filter->before : INT64_MAX,
	};

	listing.lines = ARENA_ARRAY(c->arena, listing.limit, struct audit_line);
	TRY(door_within(c, door, list, &listing));
	*ret_lines = listing.lines;
	*ret_count = listing.count;
	return OK;
}

/* ---- Taking out: oldest first */

struct export
{
	const struct audit_filter *filter;
	struct audit_reader reader;
	const struct sink *sink;
	int64_t after;
	int64_t count;
	struct buf *line;
	struct arena *scratch;
};

/* Hashes and the sealed detail: whoever has the keys can check a line without the store. */
static void write_line(struct arena *arena, const struct audit_row *row, struct buf *out)
{
	struct json_writer json;

	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_int(&json, "number", row->number);
	json_put_text(&json, "at", clock_moment(arena, row->moment));
	json_put_text(&json, "actor", row->actor);
	json_put_text(&json, "organisation", row->organisation);
	json_put_text(&json, "account", row->account);
	json_put_text(&json, "deed", row->deed);
	json_put_text(&json, "kind", row->kind);
	json_put_text(&json, "record", row->record);
	json_put_text(&json, "purpose", row->purpose);
	json_put_int(&json, "classes", row->classes);
	json_put_int(&json, "count", row->count);
	json_put_text(&json, "outcome", row->outcome);
	json_put_text(&json, "sealed", hex_encode(arena, row->detail.at, row->detail.length));
	json_put_text(&json, "previous", hex_encode(arena, row->previous.at, row->previous.length));
	json_put_text(&json, "hash", hex_encode(arena, row->hash.at, row->hash.length));
	json_close_object(&json);
	buf_add_cstr(out, "\n");
}

static err hand_on(struct ctx *c, struct export *export)
{
	struct slice line;

	TRY(buf_done(c, export->line, &line));
	return export->sink->write(c, export->sink->self, line);
}

static err export_piece(struct ctx *c, struct door *door, struct export *export, struct stmt *stmt,
			size_t *ret_lines)
{
	size_t lines = 0;
	bool has_row;

	(void)door;
	stmt_bind_int(stmt, "after", export->after);
	stmt_bind_int(stmt, "limit", PIECE_LINES);
	TRY(stmt_step(c, stmt, &has_row));
	for (; has_row; lines++) {
		const struct audit_row row = audit_row_read(stmt);
		export->after = row.number;
		if (is_wanted(&export->reader, export->filter, &row)) {
			buf_clear(export->line);
			write_line(export->scratch, &row, export->line);
			TRY(hand_on(c, export));
			arena_reset(export->scratch);
			export->count++;
		}
		TRY(stmt_step(c, stmt, &has_row));
	}
	*ret_lines = lines;
	return OK;
}

static err export_head(struct ctx *c, struct door *door, struct export *export)
{
	struct audit_head_row head;
	struct json_writer json;
	struct slice text;

	TRY(audit_head_load(c, door, &head));
	TRY(audit_end_sign(c, door, &head.end, &text));
	buf_clear(export->line);
	json_writer_init(&json, export->line, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "head", text);
	json_close_object(&json);
	buf_add_cstr(export->line, "\n");
	return hand_on(c, export);
}

static err export_all(struct ctx *c, struct door *door, struct export *export)
{
	size_t lines = PIECE_LINES;
	struct stmt *stmt;

	TRY(audit_reader_of(c, door, &export->reader));
	TRY(door_keys(c, door));
	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_WALK, &stmt));
	while (lines == PIECE_LINES) {
		TRY(export_piece(c, door, export, stmt, &lines));
	}
	stmt_finish(stmt);
	return export_head(c, door, export);
}

/* Reading holds no lock; the line about it comes before, so that it is part of what goes out. */
err audit_export_to(struct ctx *c, struct door *door, const struct audit_filter *filter,
		    const struct sink *sink)
{
	struct export export = {
		.filter = filter,
		.sink = sink,
		.line = buf_create(c->arena, LINE_MAX),
	};

	TRY(audit_reader_of(c, door, &export.reader));
	TRY(audit_write(c, door,
			&(struct audit_entry){.deed = S("export_log"),
					      .kind = S("audit"),
					      .record = filter->record,
					      .outcome = S("done")}));
	TRY(db_begin(c, door->db, DB_READ));
	export.scratch = arena_create();
	const err result = export_all(c, door, &export);
	arena_destroy(export.scratch);
	db_rollback(door->db);
	return result;
}

static err into_buffer(struct ctx *c, void *self, struct slice bytes)
{
	struct slice all;
	buf_add(self, bytes);
	return buf_done(c, self, &all);
}

err audit_export(struct ctx *c, struct door *door, const struct audit_filter *filter,
		 struct buf *out)
{
	const struct sink sink = {into_buffer, out};
	return audit_export_to(c, door, filter, &sink);
}

/* ---- The head */

static err sign_head(struct ctx *c, struct door *door, void *argument)
{
	struct audit_head_row row;

	TRY(audit_head_load(c, door, &row));
	if (!row.holds) {
		return FAIL(c, ERR_BROKEN, "audit.head_differs", "line=%lld",
			    (long long)row.end.number);
	}
	return audit_end_sign(c, door, &row.end, argument);
}

err audit_head(struct ctx *c, struct door *door, struct slice *ret_head)
{
	struct slice head;

	TRY(audit_may_verify(c, door));
	TRY(door_keys(c, door));
	if (door->in_transaction) {
		return FAIL_PLAIN(c, ERR_CONFLICT, "audit.not_now");
	}
	TRY(db_begin(c, door->db, DB_READ));
	const err result = sign_head(c, door, &head);
	db_rollback(door->db);
	TRY(result);
	audit_settle(door);
	*ret_head = head;
	return OK;
}
