/* Who works with the program. The account is the person: it is sealed with keys of its own, so that
 * a member of staff who has left can be erased as a client can. Columns of class B are what is
 * asked with every request (sql/query/people.sql); names lie sealed. */
#include "model/kinds.h"

static const struct field ACCOUNT[] = {
	FIELD(B, ID, "id"),
	FIELD(B, ID, "organisation", .flags = FIELD_REQUIRED),
	FIELD(A, TEXT, "sign_in_name", .flags = FIELD_REQUIRED, .index = INDEX_SERVER,
	      .max_bytes = 200),
	/* As colleagues call the person, in any script; empty until the person says it. */
	FIELD(A, TEXT, "name", .index = INDEX_NAME, .max_bytes = 200),
	/* Of class A, as all that one says about oneself. */
	FIELD(A, CODE, "language", .values = "km;en"),
	FIELD(B, ID, "team"),
	/* The names of record/access.h, where the table of who may what stands. */
	FIELD(B, CODES, "roles", .flags = FIELD_REQUIRED,
	      .values = "case_worker;supervisor;counsellor;legal_officer;data_officer;"
			"administrator;host;auditor;coalition"),
	FIELD(B, CODE, "state", .flags = FIELD_REQUIRED, .values = "invited;active;locked;left"),
};

const struct kind KIND_ACCOUNT = {
	.name = "account",
	.table = "accounts",
	.fields = ACCOUNT,
	.count = COUNT_OF(ACCOUNT),
	.key = 0,
	.keeping = KEPT_SEALED,
	.owner = "organisation",
};
