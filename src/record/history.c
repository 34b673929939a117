/* history.c - what happened to a record, and what two people typed at once.
 *
 * Form of one change as it is kept: one byte 1, then for every field that differs its name, the
 * text before and the text after, each with four bytes of length before it, low first. Of sealed
 * kinds it is sealed as the record is, bound to the version that it made; of registers it is plain.
 */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "record/audit.h"
#include "record/history.h"
#include "record/keys_of_door.h"
#include "record/relation.h"
#include "record/sealed.h"
#include "record/within.h"
#include "store/catalogue.h"

enum { FORM = 1, CHANGE_MAX = 8 << 20, EVENTS_MAX = 1000 };

/* ---- Writing */

static bool differs(const struct change_of *change, size_t field)
{
	const struct slice before =
		change->before != NULL ? change->before->at[field] : (struct slice){NULL, 0};
	return !slice_equal(before, change->after->at[field]);
}

static void add_text(struct buf *out, struct slice text)
{
	for (int shift = 0; shift < 32; shift += 8) {
		buf_add_byte(out, (char)(text.length >> shift & 0xFF));
	}
	buf_add(out, text);
}

static struct buf *pack(struct arena *arena, const struct change_of *change, bool of_c)
{
	struct buf *out = buf_create(arena, CHANGE_MAX);

	buf_add_byte(out, FORM);
	for (size_t i = 0; i < change->kind->count; i++) {
		const struct field *field = &change->kind->fields[i];
		if ((field->class == CLASS_C) == of_c && differs(change, i)) {
			add_text(out, slice_of(field->name));
			add_text(out, change->before != NULL ? change->before->at[i] : S(""));
			add_text(out, change->after->at[i]);
		}
	}
	return out;
}

static struct seal_place place_of(struct arena *arena, const struct change_of *change,
				  enum seal_class class)
{
	return (struct seal_place){
		.class = class,
		.organisation = change->organisation,
		.subject = change->subject,
		.kind = slice_of(change->kind->name),
		.record = change->id,
		.slot = history_slot(arena, change->version),
	};
}

struct slice history_slot(struct arena *arena, int64_t version)
{
	return arena_format(arena, "history:%lld", (long long)version);
}

static err seal_change(struct ctx *c, struct door *door, const struct change_of *change,
		       enum seal_class class, struct slice *ret_sealed)
{
	const struct seal_place place = place_of(c->arena, change, class);
	const struct buf *plain = pack(c->arena, change, class == SEAL_C);
	struct slice text;

	if (class == SEAL_C && (change->keeps_c || buf_length(plain) == 1)) {
		*ret_sealed = S("");
		return OK;
	}
	TRY(buf_done(c, plain, &text));
	TRY(door_keys(c, door));
	return keys_seal(c, door->keys, &place, text, ret_sealed);
}

err history_add(struct ctx *c, struct door *door, const struct change_of *change)
{
	struct slice plain = S("");
	struct slice sealed_ab = S("");
	struct slice sealed_c = S("");
	struct stmt *insert;

	if (change->kind->keeping == KEPT_SEALED) {
		TRY(seal_change(c, door, change, SEAL_AB, &sealed_ab));
		TRY(seal_change(c, door, change, SEAL_C, &sealed_c));
	} else {
		TRY(buf_done(c, pack(c->arena, change, false), &plain));
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_HISTORY_INSERT, &insert));
	stmt_bind_text(insert, "kind", slice_of(change->kind->name));
	stmt_bind_text(insert, "record", change->id);
	stmt_bind_int(insert, "version", change->version);
	stmt_bind_text(insert, "organisation", change->organisation);
	stmt_bind_text(insert, "subject", change->subject);
	stmt_bind_text(insert, "account",
		       slice_empty(door->actor.account) ? S("") : door->actor.account);
	stmt_bind_int(insert, "moment", clock_now_ms());
	stmt_bind_blob(insert, "plain", plain);
	stmt_bind_blob(insert, "sealed_ab", sealed_ab);
	stmt_bind_blob(insert, "sealed_c", sealed_c);
	TRY(stmt_run(c, insert));
	stmt_finish(insert);
	return OK;
}

err history_add_open(struct ctx *c, struct door *door, int64_t version, const struct values *before,
		     const struct values *after)
{
	const struct kind *kind = after->kind;
	const struct change_of change = {
		.kind = kind,
		.id = after->at[kind->key],
		.version = version,
		.organisation = kind->owner != NULL ? values_get(after, kind->owner) : S(""),
		.subject = S(""),
		.before = before,
		.after = after,
	};
	return history_add(c, door, &change);
}

struct slice changed_fields(struct arena *arena, const struct values *before,
			    const struct values *after)
{
	const struct change_of change = {.kind = after->kind, .before = before, .after = after};
	struct slice list = S("");

	for (size_t i = 0; i < after->kind->count; i++) {
		if (differs(&change, i)) {
			list = arena_format(arena, "%.*s%s%s", SLICE_PRINT(list),
					    slice_empty(list) ? "" : ";",
					    after->kind->fields[i].name);
		}
	}
	return list;
}

/* ---- Reading */

struct changes {
	const struct kind *kind;
	unsigned classes;
	struct record_change *at;
	size_t count;
};

static bool take_text(struct slice *rest, struct slice *ret_text)
{
	uint32_t bytes = 0;

	if (rest->length < 4) {
		return false;
	}
	for (int i = 3; i >= 0; i--) {
		bytes = bytes << 8 | (unsigned char)rest->at[i];
	}
	if (rest->length - 4 < bytes) {
		return false;
	}
	*ret_text = slice_between(*rest, 4, 4 + (size_t)bytes);
	*rest = slice_between(*rest, 4 + (size_t)bytes, rest->length);
	return true;
}

static bool is_shown(const struct changes *changes, size_t field)
{
	return changes->kind->keeping == KEPT_OPEN ||
	       field_is_visible(changes->kind, field, changes->classes);
}

static size_t field_named(const struct kind *kind, struct slice name)
{
	size_t i = 0;
	while (i < kind->count && !slice_is(name, kind->fields[i].name)) {
		i++;
	}
	return i;
}

/* Fields that the dictionary has no more are left out. */
static bool unpack(struct slice text, struct changes *changes)
{
	struct slice name;
	struct slice before;
	struct slice after;

	if (text.length == 0 || text.at[0] != FORM) {
		return false;
	}
	text = slice_between(text, 1, text.length);
	while (text.length > 0) {
		if (!take_text(&text, &name) || !take_text(&text, &before) ||
		    !take_text(&text, &after)) {
			return false;
		}
		const size_t field = field_named(changes->kind, name);
		if (field < changes->kind->count && is_shown(changes, field) &&
		    changes->count < changes->kind->count) {
			changes->at[changes->count++] = (struct record_change){
				&changes->kind->fields[field], before, after};
		}
	}
	return true;
}

static err open_part(struct ctx *c, struct door *door, const struct change_of *change,
		     enum seal_class class, struct slice sealed, struct changes *changes)
{
	const struct seal_place place = place_of(c->arena, change, class);
	struct slice plain;

	if (slice_empty(sealed)) {
		return OK;
	}
	TRY(door_keys(c, door));
	TRY(keys_open(c, door->keys, &place, sealed, &plain));
	return unpack(plain, changes)
		       ? OK
		       : FAIL(c, ERR_BROKEN, "vault.not_authentic", "kind=%s\nrecord=%.*s",
			      change->kind->name, SLICE_PRINT(change->id));
}

static err read_event(struct ctx *c, struct door *door, const struct history_of *of,
		      const struct stmt *stmt, struct record_event *ret_event)
{
	const struct kind *kind = of->kind;
	const struct change_of change = {
		.kind = kind,
		.id = of->id,
		.version = stmt_int(stmt, 0),
		.organisation = of->organisation,
		.subject = of->subject,
	};
	struct changes changes = {
		.kind = kind,
		.classes = of->classes,
		.at = ARENA_ARRAY(c->arena, kind->count, struct record_change),
	};

	if (kind->keeping == KEPT_OPEN) {
		(void)unpack(arena_copy(c->arena, stmt_text(stmt, 3)), &changes);
	} else {
		TRY(open_part(c, door, &change, SEAL_AB, stmt_text(stmt, 4), &changes));
		if ((of->classes & CLASS_BIT(CLASS_C)) != 0) {
			TRY(open_part(c, door, &change, SEAL_C, stmt_text(stmt, 5), &changes));
		}
	}
	*ret_event = (struct record_event){
		.version = change.version,
		.at = clock_moment(c->arena, stmt_int(stmt, 2)),
		.account = arena_copy(c->arena, stmt_text(stmt, 1)),
		.changes = changes.at,
		.changes_count = changes.count,
	};
	return OK;
}

err history_read(struct ctx *c, struct door *door, const struct history_of *of,
		 const struct record_event **ret_events, size_t *ret_count)
{
	struct record_event *events = ARENA_ARRAY(c->arena, EVENTS_MAX, struct record_event);
	size_t count = 0;
	struct stmt *rows;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_HISTORY_ROWS, &rows));
	stmt_bind_text(rows, "kind", slice_of(of->kind->name));
	stmt_bind_text(rows, "record", of->id);
	TRY(stmt_step(c, rows, &has_row));
	while (has_row && count < EVENTS_MAX && stmt_int(rows, 0) > of->after_version) {
		TRY(read_event(c, door, of, rows, &events[count++]));
		TRY(stmt_step(c, rows, &has_row));
	}
	stmt_finish(rows);
	*ret_events = events;
	*ret_count = count;
	return OK;
}

/* ---- The verb */

struct reading {
	const struct kind *kind;
	struct slice id;
	enum verdict verdict;
	const struct record_event *events;
	size_t count;
};

static err read_register(struct ctx *c, struct door *door, struct reading *reading)
{
	struct history_of of = {.kind = reading->kind, .id = reading->id, .classes = ~0u};
	struct record record;
	enum relation relation;

	TRY(record_load(c, door, reading->kind, reading->id, &record));
	relation = register_relation(door, &record.values);
	reading->verdict =
		access_decide(&door->actor, reading->kind, relation, DEED_HISTORY).allowed
			? VERDICT_DONE
			: VERDICT_DENIED;
	return reading->verdict == VERDICT_DONE
		       ? history_read(c, door, &of, &reading->events, &reading->count)
		       : verdict_log(c, door, DEED_HISTORY, reading->kind, reading->id,
				     reading->verdict);
}

/* Without a typed reason class C stays closed; the rest is told. */
static err read_sealed(struct ctx *c, struct door *door, struct reading *reading)
{
	const bool with_c = !is_blank(door->actor.reason);
	struct sealed_row row;

	TRY(sealed_read(c, door, reading->kind, reading->id, DEED_HISTORY,
			with_c ? (unsigned)CLASSES_ALL : (unsigned)CLASSES_BUT_C, &row,
			&reading->verdict));
	if (reading->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_HISTORY, reading->kind, reading->id,
				   reading->verdict);
	}
	const struct history_of of = {
		.kind = reading->kind,
		.id = reading->id,
		.organisation = row.organisation,
		.subject = row.subject,
		.classes = row.classes,
	};
	TRY(history_read(c, door, &of, &reading->events, &reading->count));
	return deed_log(c, door, DEED_HISTORY, reading->kind, reading->id, row.classes,
			(int64_t)reading->count,
			(row.classes & CLASS_BIT(CLASS_C)) != 0 ? slice_trim(door->actor.reason)
								: S(""));
}

static err read_history(struct ctx *c, struct door *door, void *argument)
{
	struct reading *reading = argument;
	return reading->kind->keeping == KEPT_SEALED ? read_sealed(c, door, reading)
						     : read_register(c, door, reading);
}

err record_history(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
		   const struct record_event **ret_events, size_t *ret_count)
{
	struct reading reading = {.kind = kind, .id = id};

	TRY(door_within(c, door, read_history, &reading));
	TRY(verdict_fail(c, kind, id, reading.verdict));
	*ret_events = reading.events;
	*ret_count = reading.count;
	return OK;
}
