#include "people/internal.h"
#include "record/audit.h"

struct actor account_actor(const struct account_row *row)
{
	return (struct actor){
		.kind = ACTOR_STAFF,
		.account = row->id,
		.organisation = row->organisation,
		.team = row->team,
		.roles = row->roles,
	};
}

err people_log(struct ctx *c, struct door *door, const struct account_row *row,
	       struct slice account, const char *deed, const char *outcome)
{
	const struct actor before = door->actor;
	const struct audit_entry entry = {
		.deed = slice_of(deed),
		.kind = S("account"),
		.record = account,
		.outcome = slice_of(outcome),
	};

	/* A sign-in belongs into the log of the person's organisation. */
	if (row != NULL) {
		door->actor = account_actor(row);
	}
	const err result = audit_append(c, door, &entry);
	door->actor = before;
	return result;
}
