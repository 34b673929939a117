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
/* Records in which any searched field has all words of `text` (folded by text/), best first.
 * `kind` NULL searches all kinds. */
MUST_USE err record_search(struct ctx *c, struct door *door, const struct kind *kind,
			   struct slice text, size_t limit, struct records *ret_records);
/* Insert (version 0) or update (the version that was read). ERR_INVALID as values_check;
 * ERR_CONFLICT record.changed (another saved first). One transaction. */
MUST_USE err record_save(struct ctx *c, struct door *door, const struct record *record);

struct import_report {
	size_t added;
	size_t changed;
	size_t same;
};
/* Load a CSV table into a kind: all rows or none. Wrong rows are refused with file, line, column
 * and reason; references must exist after the import. Rows not in the file stay. */
MUST_USE err record_import(struct ctx *c, struct door *door, const struct kind *kind,
			   const struct csv *csv, struct import_report *ret_report);
/* Load every register of data/ that the program carries, in one transaction. */
MUST_USE err record_import_embedded(struct ctx *c, struct door *door,
				    const struct embedded *embedded,
				    struct import_report *ret_report);
/* A kind as CSV, in the dictionary's column order: imports to the same records. */
MUST_USE err record_export(struct ctx *c, struct door *door, const struct kind *kind,
			   struct buf *out);
/* A number that changes whenever any register record changes; for caches. */
MUST_USE err record_data_version(struct ctx *c, struct door *door, int64_t *ret_version);

#endif
