/* conflict.c - two people changed one record: what it was, what the other made of it, what was
 * typed here. What it was is found by going back from what it is, change by change. */
#include <string.h>

#include "record/audit.h"
#include "record/history.h"
#include "record/internal.h"
#include "record/sealed.h"
#include "record/within.h"

struct comparing {
	const struct record *mine;
	struct record theirs;
	struct slice organisation;
	struct slice subject;
	struct values base;
	enum verdict verdict;
};

static err load_theirs(struct ctx *c, struct door *door, struct comparing *comparing)
{
	const struct record *mine = comparing->mine;
	const struct kind *kind = mine->values.kind;
	struct sealed_row row;

	if (kind->keeping == KEPT_OPEN) {
		return record_load(c, door, kind, record_id(mine), &comparing->theirs);
	}
	TRY(sealed_read(c, door, kind, record_id(mine), DEED_READ, mine->classes, &row,
			&comparing->verdict));
	if (comparing->verdict != VERDICT_DONE) {
		return verdict_log(c, door, DEED_READ, kind, record_id(mine), comparing->verdict);
	}
	sealed_redact(&row.values, row.classes);
	comparing->theirs = (struct record){row.values, row.version, row.classes};
	comparing->organisation = row.organisation;
	comparing->subject = row.subject;
	return deed_log(c, door, DEED_READ, kind, record_id(mine), row.classes, 1,
			(row.classes & CLASS_BIT(CLASS_C)) != 0 ? slice_trim(door->actor.reason)
								: S(""));
}

static err go_back(struct ctx *c, struct door *door, struct comparing *comparing)
{
	const struct kind *kind = comparing->mine->values.kind;
	const struct history_of of = {
		.kind = kind,
		.id = record_id(comparing->mine),
		.organisation = comparing->organisation,
		.subject = comparing->subject,
		.classes = comparing->theirs.classes,
		.after_version = comparing->mine->version,
	};
	const struct record_event *events;
	size_t count;

	comparing->base = values_create(c->arena, kind);
	memcpy(comparing->base.at, comparing->theirs.values.at,
	       kind->count * sizeof *comparing->base.at);
	TRY(history_read(c, door, &of, &events, &count));
	for (size_t i = 0; i < count; i++) {
		for (size_t f = 0; f < events[i].changes_count; f++) {
			const struct record_change *change = &events[i].changes[f];
			comparing->base.at[change->field - kind->fields] = change->before;
		}
	}
	return OK;
}

static err compare(struct ctx *c, struct door *door, void *argument)
{
	struct comparing *comparing = argument;

	TRY(load_theirs(c, door, comparing));
	return comparing->verdict == VERDICT_DONE ? go_back(c, door, comparing) : OK;
}

err record_conflicts(struct ctx *c, struct door *door, const struct record *mine,
		     struct record *ret_theirs, const struct record_conflict **ret_conflicts,
		     size_t *ret_count)
{
	const struct kind *kind = mine->values.kind;
	struct comparing comparing = {.mine = mine, .organisation = S(""), .subject = S("")};
	struct record_conflict *conflicts =
		ARENA_ARRAY(c->arena, kind->count, struct record_conflict);
	size_t count = 0;

	TRY(door_within(c, door, compare, &comparing));
	TRY(verdict_fail(c, kind, record_id(mine), comparing.verdict));
	for (size_t i = 0; i < kind->count; i++) {
		const struct record_conflict conflict = {
			.field = &kind->fields[i],
			.base = comparing.base.at[i],
			.theirs = comparing.theirs.values.at[i],
			.mine = mine->values.at[i],
		};
		const bool is_seen = (comparing.theirs.classes & mine->classes &
				      CLASS_BIT(conflict.field->class)) != 0;
		if (is_seen && (!slice_equal(conflict.base, conflict.theirs) ||
				!slice_equal(conflict.theirs, conflict.mine))) {
			conflicts[count++] = conflict;
		}
	}
	*ret_theirs = comparing.theirs;
	*ret_conflicts = conflicts;
	*ret_count = count;
	return OK;
}
