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

/* A line of a kind's table: how sensitive, what, called what; then what else there is to say of it
 * (.flags, .scheme ... of struct field). */
#define FIELD(class_, type_, ...)                                                                  \
	{                                                                                          \
		.class = CLASS_##class_, .type = FIELD_##type_, .name = __VA_ARGS__                \
	}

/* The key of every register. */
#define FIELD_KEY FIELD(PUBLIC, ID, "id", .flags = FIELD_REQUIRED | FIELD_SEARCHED)

/* What every register says of each of its rows (data/README.md, "Columns that every table has"). */
#define FIELDS_OF_PROVENANCE                                                                       \
	FIELD(PUBLIC, TEXT, "source", .flags = FIELD_REQUIRED), FIELD(PUBLIC, TEXT, "where"),      \
		FIELD(PUBLIC, CODE, "status", .flags = FIELD_REQUIRED,                             \
		      .values = "as_reported;verified;disputed"),                                  \
		FIELD(PUBLIC, URL, "verification"), FIELD(PUBLIC, LONG_TEXT, "note")

#endif
