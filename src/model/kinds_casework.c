/* The people whom the work is for, and what is written about it. Each line says how sensitive the
 * field is; where it lies follows from that (model.h, enum kind_keeping). */
#include "model/kinds.h"

static const struct field CLIENT[] = {
	FIELD(B, ID, "id"),
	FIELD(B, ID, "organisation", .flags = FIELD_REQUIRED),
	/* What colleagues say and write instead of a name. */
	FIELD(B, ID, "code", .index = INDEX_PREFIX, .max_bytes = 24),
	/* How the person wants to be called; no first and last name is asked for. */
	FIELD(A, TEXT, "name", .index = INDEX_NAME, .max_bytes = 300),
	FIELD(A, TEXT, "name_km", .index = INDEX_NAME, .max_bytes = 300),
	FIELD(A, TEXT, "name_latin", .index = INDEX_NAME, .max_bytes = 300),
	FIELD(A, TEXT, "aliases", .index = INDEX_NAME, .max_bytes = 300),
	FIELD(A, TEXT, "phone", .index = INDEX_PREFIX, .max_bytes = 40),
	/* When to call, who may answer, what the caller says. */
	FIELD(A, LONG_TEXT, "contact_rule", .max_bytes = 1000),
	FIELD(B, CODE, "sex", .scheme = "sex"),
	FIELD(B, DATE, "birth_date"),
	FIELD(B, CODE, "province", .scheme = "province"),
	FIELD(B, CODE, "stage", .scheme = "case_stage"),
	FIELD(B, DATE, "opened_on"),
	FIELD(B, LONG_TEXT, "summary"),
};

const struct kind KIND_CLIENT = {
	.name = "client",
	.table = "clients",
	.fields = CLIENT,
	.count = COUNT_OF(CLIENT),
	.key = 0,
	.keeping = KEPT_SEALED,
	.owner = "organisation",
};

static const struct field NOTE[] = {
	FIELD(B, ID, "id"),
	FIELD(B, ID, "organisation", .flags = FIELD_REQUIRED),
	FIELD(B, REFERENCE, "client", .flags = FIELD_REQUIRED, .target = "client"),
	FIELD(B, DATE, "date", .flags = FIELD_REQUIRED),
	FIELD(B, CODE, "component", .scheme = "component"),
	FIELD(B, LONG_TEXT, "text"),
	/* Counselling: sealed apart, with the person's second key. */
	FIELD(C, LONG_TEXT, "confidential"),
};

const struct kind KIND_NOTE = {
	.name = "note",
	.table = "notes",
	.fields = NOTE,
	.count = COUNT_OF(NOTE),
	.key = 0,
	.keeping = KEPT_SEALED,
	.owner = "organisation",
	.subject = "client",
};
