/* grant.c - what assignments, broken glass, notices and approvals share. */
#include "record/granting.h"

#include "base/utf8.h"
#include "record/audit.h"
#include "record/keys_of_door.h"
#include "record/relation.h"
#include "vault/vault.h"

enum { REASON_CHARACTERS = 10 };

bool actor_has_role(const struct actor *actor, unsigned roles)
{
	return actor->kind == ACTOR_STAFF && (actor->roles & roles) != 0;
}

err reason_check(struct ctx *c, const struct actor *actor)
{
	const struct slice reason = slice_trim(actor->reason);

	TRY(utf8_check(c, reason));
	if (utf8_count(reason) < REASON_CHARACTERS) {
		return FAIL(c, ERR_INVALID, "grant.reason", "min=%d", REASON_CHARACTERS);
	}
	return OK;
}

static struct seal_place reason_place(struct slice organisation, struct slice kind,
				      struct slice record)
{
	return (struct seal_place){
		.class = SEAL_ORGANISATION,
		.organisation = organisation,
		.kind = kind,
		.record = record,
		.slot = S("reason"),
	};
}

err reason_seal(struct ctx *c, struct door *door, struct slice kind, struct slice record,
		struct slice *ret_sealed)
{
	const struct seal_place place = reason_place(door->actor.organisation, kind, record);

	TRY(door_keys(c, door));
	return keys_seal(c, door->keys, &place, slice_trim(door->actor.reason), ret_sealed);
}

err reason_open(struct ctx *c, struct door *door, struct slice kind, struct slice record,
		struct slice sealed, struct slice *ret_reason)
{
	const struct seal_place place = reason_place(door->actor.organisation, kind, record);

	TRY(door_keys(c, door));
	return keys_open(c, door->keys, &place, sealed, ret_reason);
}

static err write_outcome(struct ctx *c, struct door *door, const char *deed, struct slice kind,
			 struct slice record, const char *outcome)
{
	struct audit_entry *entry = ARENA_NEW(c->arena, struct audit_entry);

	*entry = (struct audit_entry){.deed = slice_of(deed),
				      .kind = kind,
				      .record = record,
				      .outcome = slice_of(outcome)};
	TRY(audit_write(c, door, entry));
	if (door->in_transaction) {
		door->denied = entry; /* should all of it be undone, this line is written again */
	}
	return OK;
}

err deed_on_own(struct ctx *c, struct door *door, const char *deed, const struct kind *kind,
		struct slice id)
{
	struct slice owner;
	const err found = record_owner(c, door, kind, id, &owner);

	if (found == OK && slice_equal(owner, door->actor.organisation)) {
		return OK;
	}
	if (found != OK && found != ERR_NOT_FOUND) {
		return found;
	}
	TRY(write_outcome(c, door, deed, slice_of(kind->name), id, "failed"));
	return record_missing(c, kind, id);
}

err deed_denied(struct ctx *c, struct door *door, const char *deed, struct slice kind,
		struct slice record)
{
	TRY(write_outcome(c, door, deed, kind, record, "denied"));
	return FAIL(c, ERR_DENIED, "access.denied", "kind=%.*s\nid=%.*s", SLICE_PRINT(kind),
		    SLICE_PRINT(record));
}

err deed_done(struct ctx *c, struct door *door, const char *deed, struct slice kind,
	      struct slice record, struct slice detail)
{
	return audit_append(c, door,
			    &(struct audit_entry){.deed = slice_of(deed),
						  .kind = kind,
						  .record = record,
						  .outcome = S("done"),
						  .detail = detail});
}
