/* The people whom the work is for, and what is written about it. Each line says how sensitive the
 * field is; where it lies follows from that (model.h, enum kind_keeping). */
#include "model/kinds.h"

static const struct field CLIENT[] = {
	{.name = "id", .type = FIELD_ID, .class = CLASS_B},
	{.name = "organisation", .type = FIELD_ID, .class = CLASS_B, .flags = FIELD_REQUIRED},
	/* What colleagues say and write instead of a name. */
	{.name = "code",
	 .type = FIELD_ID,
	 .class = CLASS_B,
	 .index = INDEX_PREFIX,
	 .max_bytes = 24},
	/* How the person wants to be called; no first and last name is asked for. */
	{.name = "name",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_NAME,
	 .max_bytes = 300},
	{.name = "name_km",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_NAME,
	 .max_bytes = 300},
	{.name = "name_latin",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_NAME,
	 .max_bytes = 300},
	{.name = "aliases",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_NAME,
	 .max_bytes = 300},
	{.name = "phone",
	 .type = FIELD_TEXT,
	 .class = CLASS_A,
	 .index = INDEX_PREFIX,
	 .max_bytes = 40},
	/* When to call, who may answer, what the caller says. */
	{.name = "contact_rule", .type = FIELD_LONG_TEXT, .class = CLASS_A, .max_bytes = 1000},
	{.name = "sex", .type = FIELD_CODE, .class = CLASS_B, .scheme = "sex"},
	{.name = "birth_date", .type = FIELD_DATE, .class = CLASS_B},
	{.name = "province", .type = FIELD_CODE, .class = CLASS_B, .scheme = "province"},
	{.name = "stage", .type = FIELD_CODE, .class = CLASS_B, .scheme = "case_stage"},
	{.name = "opened_on", .type = FIELD_DATE, .class = CLASS_B},
	{.name = "summary", .type = FIELD_LONG_TEXT, .class = CLASS_B},
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
	{.name = "id", .type = FIELD_ID, .class = CLASS_B},
	{.name = "organisation", .type = FIELD_ID, .class = CLASS_B, .flags = FIELD_REQUIRED},
	{.name = "client",
	 .type = FIELD_REFERENCE,
	 .class = CLASS_B,
	 .flags = FIELD_REQUIRED,
	 .target = "client"},
	{.name = "date", .type = FIELD_DATE, .class = CLASS_B, .flags = FIELD_REQUIRED},
	{.name = "component", .type = FIELD_CODE, .class = CLASS_B, .scheme = "component"},
	{.name = "text", .type = FIELD_LONG_TEXT, .class = CLASS_B},
	/* Counselling: sealed apart, with the person's second key. */
	{.name = "confidential", .type = FIELD_LONG_TEXT, .class = CLASS_C},
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
