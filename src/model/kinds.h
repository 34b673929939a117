/* kinds.h - the parts of the dictionary, one file a topic (kinds_*.c), joined in kinds.c. */
#ifndef SPEAN_MODEL_KINDS_H
#define SPEAN_MODEL_KINDS_H

#include "model/model.h"

extern const struct kind KIND_ORGANISATION;
extern const struct kind KIND_PROGRAMME;
extern const struct kind KIND_INSTRUMENT;
extern const struct kind KIND_PROVISION;
extern const struct kind KIND_FIGURE;
extern const struct kind KIND_CONFLICT;
extern const struct kind KIND_RECOMMENDATION;
extern const struct kind KIND_PLACE;
extern const struct kind KIND_ACCOUNT;
extern const struct kind KIND_CLIENT;
extern const struct kind KIND_NOTE;
extern const struct kind KIND_MATCH_QUESTION;
extern const struct kind KIND_GAPS_QUESTION;
extern const struct kind KIND_DIRECTORY_QUESTION;
extern const struct kind KIND_LAW_QUESTION;

/* The key of every register. */
#define FIELD_KEY                                                                                  \
	{                                                                                          \
		.name = "id", .type = FIELD_ID, .class = CLASS_PUBLIC,                             \
		.flags = FIELD_REQUIRED | FIELD_SEARCHED,                                          \
	}

/* What every register says of each of its rows (data/README.md, "Columns that every table has"). */
#define FIELDS_OF_PROVENANCE                                                                       \
	{.name = "source", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .flags = FIELD_REQUIRED},    \
		{.name = "where", .type = FIELD_TEXT, .class = CLASS_PUBLIC},                      \
		{.name = "status",                                                                 \
		 .type = FIELD_CODE,                                                               \
		 .class = CLASS_PUBLIC,                                                            \
		 .flags = FIELD_REQUIRED,                                                          \
		 .values = "as_reported;verified;disputed"},                                       \
		{.name = "verification", .type = FIELD_URL, .class = CLASS_PUBLIC},                \
	{                                                                                          \
		.name = "note", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC                     \
	}

#endif
