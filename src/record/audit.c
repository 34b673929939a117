#include "record/audit.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "record/audit_line.h"
#include "record/keys_of_door.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { WORD_MAX = 200, DETAIL_MAX = 4096 };

static const char *const ACTORS[] = {
	[ACTOR_NOBODY] = "nobody",
	[ACTOR_CONSOLE] = "console",
	[ACTOR_STAFF] = "staff",
	[ACTOR_HOUSE] = "house",
};

/* What came from an address may hold anything; a line is written all the same. */
static struct slice word(struct slice text)
{
	const bool is_odd = text.length > WORD_MAX || utf8_first_invalid(text) != SIZE_MAX ||
			    slice_find_byte(text, '\0') != SIZE_MAX;
	return is_odd ? S("?") : slice_empty(text) ? S("") : text;
}

/* At most DETAIL_MAX bytes, and no half character at the end. */
static struct slice shortened(struct slice text)
{
	size_t length = text.length;
	if (length <= DETAIL_MAX) {
		return text;
	}
	for (length = DETAIL_MAX; length > 0 && ((unsigned char)text.at[length] & 0xC0) == 0x80;) {
		length--;
	}
	return slice_between(text, 0, length);
}

static err seal_detail(struct ctx *c, struct door *door, struct audit_row *row, struct slice detail)
{
	if (slice_empty(detail)) {
		row->detail = S("");
		return OK;
	}
	const struct seal_place place =
		audit_detail_place(c->arena, row->organisation, row->number);
	return keys_seal(c, door->keys, &place, shortened(detail), &row->detail);
}

static err insert(struct ctx *c, struct door *door, const struct audit_row *row)
{
	const struct {
		const char *name;
		struct slice text;
	} texts[] = {
		{"actor", row->actor},     {"organisation", row->organisation},
		{"account", row->account}, {"deed", row->deed},
		{"kind", row->kind},       {"record", row->record},
		{"purpose", row->purpose}, {"outcome", row->outcome},
	};
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_AUDIT_INSERT, &stmt));
	stmt_bind_int(stmt, "number", row->number);
	stmt_bind_int(stmt, "moment", row->moment);
	stmt_bind_int(stmt, "classes", row->classes);
	stmt_bind_int(stmt, "count", row->count);
	stmt_bind_blob(stmt, "detail", row->detail);
	stmt_bind_blob(stmt, "previous", row->previous);
	stmt_bind_blob(stmt, "hash", row->hash);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		stmt_bind_text(stmt, texts[i].name, texts[i].text);
	}
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

static struct audit_row row_of(const struct door *door, const struct audit_entry *entry)
{
	return (struct audit_row){
		.moment = clock_now_ms(),
		.actor = slice_of(ACTORS[door->actor.kind]),
		.organisation = word(door->actor.organisation),
		.account = word(door->actor.account),
		.deed = word(entry->deed),
		.kind = word(entry->kind),
		.record = word(entry->record),
		.purpose = word(door->actor.purpose),
		.classes = entry->classes,
		.count = entry->count,
		.outcome = word(entry->outcome),
	};
}

err audit_append(struct ctx *c, struct door *door, const struct audit_entry *entry)
{
	struct audit_row row = row_of(door, entry);
	struct audit_head_row head;
	struct audit_end end;

	if (door->vault == NULL) {
		return OK; /* a store of registers alone keeps no log */
	}
	TRY(door_keys(c, door));
	TRY(audit_head_load(c, door, &head));
	if (!head.holds) {
		/* Stop rather than go on from an end that somebody else made. */
		return FAIL(c, ERR_BROKEN, "audit.head_differs", "line=%lld",
			    (long long)head.end.number);
	}
	row.number = end.number = head.end.number + 1;
	TRY(seal_detail(c, door, &row, entry->detail));
	row.previous = (struct slice){(const char *)head.end.hash, AUDIT_HASH_BYTES};
	audit_row_hash(door->keys, buf_create(c->arena, AUDIT_FORM_MAX), &row, row.previous,
		       end.hash);
	row.hash = (struct slice){(const char *)end.hash, AUDIT_HASH_BYTES};
	TRY(insert(c, door, &row));
	TRY(audit_head_move(c, door, &end));
	door->anchor_is_due = door->anchor_is_due || audit_anchor_is_due(&head, row.moment);
	return OK;
}

static err write_one(struct ctx *c, struct door *door, void *argument)
{
	return audit_append(c, door, argument);
}

err audit_write(struct ctx *c, struct door *door, const struct audit_entry *entry)
{
	struct audit_entry copy = *entry;
	if (door->vault == NULL) {
		return OK;
	}
	return door_within(c, door, write_one, &copy);
}
