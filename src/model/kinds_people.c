/* Who works with the program. The account is the person: it is sealed with keys of its own, so that
 * a member of staff who has left can be erased as a client can. Columns of class B are what is
 * asked with every request (sql/query/people.sql); names lie sealed. */
#include "model/kinds.h"

static const struct field ACCOUNT[] = {
	{.name = "id", .type = FIELD_ID, .class = CLASS_B},
	{.name = "organisation", .type = FIELD_ID, .class = CLASS_B, .flags = FIELD_REQUIRED},
	{.name = "sign_in_name",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .flags = FIELD_REQUIRED,
	 .index = INDEX_SERVER,
	 .max_bytes = 200},
	/* As colleagues call the person, in any script; empty until the person says it. */
	{.name = "name",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_NAME,
	 .max_bytes = 200},
	/* Of class A, as all that one says about oneself. */
	{.name = "language", .type = FIELD_CODE, .class = CLASS_A, .values = "km;en"},
	{.name = "team", .type = FIELD_ID, .class = CLASS_B},
	/* The names of record/access.h, where the table of who may what stands. */
	{.name = "roles",
	 .type = FIELD_CODES,
	 .class = CLASS_B,
	 .flags = FIELD_REQUIRED,
	 .values = "case_worker;supervisor;counsellor;legal_officer;data_officer;administrator;"
		   "host;auditor;coalition"},
	{.name = "state",
	 .type = FIELD_CODE,
	 .class = CLASS_B,
	 .flags = FIELD_REQUIRED,
	 .values = "invited;active;locked;left"},
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
