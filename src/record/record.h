/* record.h - THE ONE DOOR: every record of every kind is loaded, saved, listed and searched here.
 *
 * Today the door knows the public registers (organisations, programmes, instruments, provisions,
 * figures, conflicts, recommendations). Personal data joins behind the same calls, with the access
 * decision, sealing and audit inside; no page and no rule will get another road.
 *
 * The SQL of record kinds is generated from the dictionary, here and nowhere else; values are
 * always bound. One thread at a time per door.
 */
#ifndef SPEAN_RECORD_RECORD_H
#define SPEAN_RECORD_RECORD_H

#include "base/json.h"
#include "model/model.h"
#include "store/store.h"

struct door {
	struct store *store;
	struct db *db; /* borrowed; returned by door_close */
	const struct model *model;
};

MUST_USE err door_open(struct ctx *c, struct store *store, const struct model *model,
		       struct door *ret_door);
void door_close(struct door *door);

struct record {
	struct values values;
	int64_t version; /* grows by one with each save */
};
struct records {
	struct record *at;
	size_t count;
};

struct slice record_get(const struct record *record, const char *field);
struct slice record_id(const struct record *record);

/* ERR_NOT_FOUND record.missing with kind=, id=. */
MUST_USE err record_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			 struct record *ret_record);
/* All records of a kind in the order of their import (column "position"). */
MUST_USE err record_list(struct ctx *c, struct door *door, const struct kind *kind,
			 struct records *ret_records);
/* Records whose searched fields together have all words of `text` (capitals aside, at most 8
 * words), best first: a field that is the word, then one that begins with it. `kind` NULL searches
 * all kinds. Reads every record of the kind: meant for registers. */
MUST_USE err record_search(struct ctx *c, struct door *door, const struct kind *kind,
			   struct slice text, size_t limit, struct records *ret_records);
/* Insert (version 0) or update (the version that was read). ERR_INVALID as values_check,
 * or field.no_record (a reference to nothing); ERR_CONFLICT record.changed (another saved first) or
 * record.exists (version 0, id taken); ERR_NOT_FOUND record.missing. One transaction. */
MUST_USE err record_save(struct ctx *c, struct door *door, const struct record *record);
/* Does what the values refer to exist (for questions too)? ERR_INVALID field.no_record with field=,
 * value=; *ret_errors is always filled, with that one error or none. */
MUST_USE err record_references(struct ctx *c, struct door *door, const struct values *values,
			       struct field_errors *ret_errors);

struct import_report {
	size_t added;
	size_t changed;
	size_t same;
};
/* Load a CSV table into a kind: all rows or none. Wrong rows are refused with file, line, column
 * and reason (row.*, csv.*); references must exist after the import. Records not in the file stay,
 * and so do values whose column the file lacks. */
MUST_USE err record_import(struct ctx *c, struct door *door, const struct kind *kind,
			   const struct csv *csv, struct import_report *ret_report);
/* The same to the last check, then undone: what would be added and changed. */
MUST_USE err record_import_check(struct ctx *c, struct door *door, const struct kind *kind,
				 const struct csv *csv, struct import_report *ret_report);
/* Load every register of data/ that the program carries, in one transaction. */
MUST_USE err record_import_embedded(struct ctx *c, struct door *door,
				    const struct embedded *embedded,
				    struct import_report *ret_report);
/* A kind as CSV, in the dictionary's column order: imports to the same records. Text that a
 * spreadsheet would run gets an apostrophe, which the import takes off again. */
MUST_USE err record_export(struct ctx *c, struct door *door, const struct kind *kind,
			   struct buf *out);
/* A record as a JSON object: lists are arrays, counts numbers, unknown values null. */
void record_json(struct json_writer *json, const struct record *record);
/* A number that changes whenever any register record changes; for caches. */
MUST_USE err record_data_version(struct ctx *c, struct door *door, int64_t *ret_version);

/* Does the kind's table have exactly the dictionary's columns? ERR_BROKEN record.column_missing or
 * record.column_unknown with table=, column=. */
MUST_USE err record_check_schema(struct ctx *c, struct door *door, const struct kind *kind);

/* A record that is not as the dictionary wants it (a code that has gone, a reference to nothing).
 */
struct record_finding {
	const struct kind *kind;
	struct slice id;
	struct fail fail;
};
struct record_findings {
	struct record_finding *at; /* the first 1000 */
	size_t count;
	size_t records; /* how many records were looked at */
};
/* Check schema, values and references of all registers. A finding is no failure. */
MUST_USE err record_check(struct ctx *c, struct door *door, struct record_findings *ret_findings);

#endif
