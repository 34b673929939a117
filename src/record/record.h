/* record.h - THE ONE DOOR: every record of every kind is loaded, saved, listed and searched here.
 *
 * A door is opened for an actor. Each call decides (access.h), unseals (vault/), takes out what the
 * actor may not see, writes the audit line (audit.h), all in one transaction; registers are public
 * and read without a line. No page and no rule has another road to a person's data.
 *
 * The SQL of record kinds is generated from the dictionary, here and nowhere else; values are
 * always bound. One thread at a time per door.
 */
#ifndef SPEAN_RECORD_RECORD_H
#define SPEAN_RECORD_RECORD_H

#include "base/json.h"
#include "model/model.h"
#include "record/access.h"
#include "store/store.h"

struct vault; /* vault/vault.h; above this folder it is only handed on */
struct keys;
struct known_passwords; /* people/known.h; here it is only handed on */
struct audit_entry;

struct door {
	struct store *store;
	struct db *db; /* borrowed; returned by door_close */
	const struct model *model;
	struct actor actor;
	struct vault *vault;                           /* NULL: registers only */
	struct keys *keys;                             /* borrowed with the first sealed record */
	const struct known_passwords *known_passwords; /* refused as new ones; may be NULL */
	bool in_transaction;                           /* of door_begin: calls join it */
	bool anchor_is_due; /* after the commit, audit_committed tells the key store (audit.h) */
	const struct audit_entry *denied; /* refused inside of it; logged also when it is undone */
};

/* For registers: the actor is the console, there is no vault. */
MUST_USE err door_open(struct ctx *c, struct store *store, const struct model *model,
		       struct door *ret_door);
/* For an actor (copied; its slices are borrowed). */
MUST_USE err door_open_for(struct ctx *c, struct store *store, struct vault *vault,
			   const struct model *model, const struct actor *actor,
			   struct door *ret_door);
void door_close(struct door *door);

/* Several calls in one transaction. Without it each call is one. door_end commits when `result` is
 * OK and rolls back otherwise; returns `result` or the failure of the commit. */
MUST_USE err door_begin(struct ctx *c, struct door *door);
MUST_USE err door_end(struct ctx *c, struct door *door, err result);

struct record {
	struct values values;
	int64_t version; /* grows by one with each save */
	unsigned
		classes; /* CLASS_BITs that the actor was let see; the fields of others are empty */
};
struct records {
	struct record *at;
	size_t count;
};

struct slice record_get(const struct record *record, const char *field);
struct slice record_id(const struct record *record);

/* ERR_NOT_FOUND record.missing with kind=, id= (also for another organisation's); of a sealed kind
 * ERR_DENIED access.denied, access.reason_needed (class C asks for actor.reason; it can be had
 * without C by record_load_without_c), vault.no_subject (erased: ERR_NOT_FOUND). Audited. */
MUST_USE err record_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			 struct record *ret_record);
/* The same, leaving class C closed: no reason is asked. */
MUST_USE err record_load_without_c(struct ctx *c, struct door *door, const struct kind *kind,
				   struct slice id, struct record *ret_record);
/* All records of a kind in the order of their import (column "position"). Of a sealed kind: those
 * of the own organisation that the actor may see (never class C), newest change first; one audit
 * line with the count. At most 1000: record_page for more. */
MUST_USE err record_list(struct ctx *c, struct door *door, const struct kind *kind,
			 struct records *ret_records);
/* Records whose searched fields together have all words of `text` (capitals aside, at most 8
 * words), best first: a field that is the word, then one that begins with it. `kind` NULL searches
 * all kinds. Reads every record of the kind: meant for registers. */
MUST_USE err record_search(struct ctx *c, struct door *door, const struct kind *kind,
			   struct slice text, size_t limit, struct records *ret_records);
/* A page of a sealed kind's list: `after` is the id of the last one seen, or empty. */
MUST_USE err record_page(struct ctx *c, struct door *door, const struct kind *kind,
			 struct slice after, size_t limit, struct records *ret_records);
/* The same of one person: the records of a kind that has a subject (notes of a client). */
MUST_USE err record_page_of(struct ctx *c, struct door *door, const struct kind *kind,
			    struct slice subject, struct slice after, size_t limit,
			    struct records *ret_records);
/* Those of these ids (at most 1000) that the actor may list, in their order; what is missing,
 * erased, of others or closed to the actor is left out in silence. One audit line with the count,
 * and none when nothing was opened. For names beside ids. */
MUST_USE err record_some(struct ctx *c, struct door *door, const struct kind *kind,
			 const struct slice *ids, size_t count, struct records *ret_records);
/* Records of a sealed kind whose indexed fields match `text` (a name in either script, a phone, the
 * start of a code), through the blind index; best first by names_compare. Audited as one search. */
MUST_USE err record_find(struct ctx *c, struct door *door, const struct kind *kind,
			 struct slice text, size_t limit, struct records *ret_records);

/* What happened to a record, newest first. Old and new values only of classes that the actor may
 * see. */
struct record_change {
	const struct field *field;
	struct slice before;
	struct slice after;
};
struct record_event {
	int64_t version;
	struct slice at;      /* ISO moment */
	struct slice account; /* who; empty: the console or an import */
	const struct record_change *changes;
	size_t changes_count;
};
MUST_USE err record_history(struct ctx *c, struct door *door, const struct kind *kind,
			    struct slice id, const struct record_event **ret_events,
			    size_t *ret_count);
/* After ERR_CONFLICT record.changed: field by field, what the record was when `mine` was read, what
 * the other made of it, what was typed here. Only fields where two of the three differ. */
struct record_conflict {
	const struct field *field;
	struct slice base;
	struct slice theirs;
	struct slice mine;
};
MUST_USE err record_conflicts(struct ctx *c, struct door *door, const struct record *mine,
			      struct record *ret_theirs,
			      const struct record_conflict **ret_conflicts, size_t *ret_count);
/* A client's file with names as JSON: {client: {...}, notes: [...]}, without class C. Needs an
 * allowed approval (record/grant.h, APPROVE_EXPORT) for this client; used once, logged. The file is
 * made whole or not at all. ERR_DENIED approval.needed, access.denied; ERR_NOT_FOUND
 * record.missing; ERR_LIMIT base.too_long. Not inside door_begin. */
enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };
MUST_USE err record_export_file(struct ctx *c, struct door *door, struct slice client,
				struct buf *out);
/* Make a person unreadable for ever: destroys the keys of the subject (in the key store first:
 * after that nothing opens), then takes away rows, index tokens and assignments of all sealed
 * kinds. What stays: id, organisation, day, and the audit lines. Needs an allowed approval
 * (record/grant.h). A crash between is finished by asking again. */
MUST_USE err record_erase(struct ctx *c, struct door *door, struct slice subject);
/* Seal anew what lies under older keys, at most `limit` values, and drop the keys that nothing
 * needs any more; how many are left (counted up to 1000). For the console and the program itself.
 */
MUST_USE err record_reseal(struct ctx *c, struct door *door, struct slice organisation,
			   size_t limit, size_t *ret_left);
/* Make the blind index of an organisation anew, after its key was changed (ROTATE_INDEX). For the
 * console and the program itself. */
MUST_USE err record_reindex(struct ctx *c, struct door *door, struct slice organisation);
/* Insert (version 0) or update (the version that was read). ERR_INVALID as values_check,
 * or field.no_record (a reference to nothing); ERR_CONFLICT record.changed (another saved first) or
 * record.exists (version 0, id taken); ERR_NOT_FOUND record.missing. One transaction, with the
 * history and, for a sealed kind or a register edited by staff, the audit line. A new sealed record
 * without an id gets one (UUIDv7) in record->values; its owner is the actor's organisation, and
 * whoever makes it is assigned. Fields of classes that the actor may not see keep their values. */
MUST_USE err record_save(struct ctx *c, struct door *door, struct record *record);
/* Does what the values refer to exist (for questions too)? ERR_INVALID field.no_record with field=,
 * value=; *ret_errors is always filled, with that one error or none. */
MUST_USE err record_references(struct ctx *c, struct door *door, const struct values *values,
			       struct field_errors *ret_errors);

enum { IMPORT_NAMED = 20 };
struct import_ids {
	size_t count;
	struct slice first; /* at most IMPORT_NAMED of them, ", " between */
};
struct import_report {
	size_t added;
	size_t same;
	struct import_ids changed;
	struct import_ids kept; /* the organisation's own word: docs/rules/directory.md, K5 */
};
/* Load a CSV table into a kind: all rows or none, in one transaction with the history of every
 * record that is changed and one line of the audit log. Wrong rows are refused with file, line,
 * column and reason (row.*, csv.*); references must exist after the import. Records not in the file
 * stay, and so do values whose column the file lacks and programmes of which their organisation
 * said otherwise. For the console: ERR_DENIED access.denied. */
MUST_USE err record_import(struct ctx *c, struct door *door, const struct kind *kind,
			   const struct csv *csv, struct import_report *ret_report);
/* The same to the last check, then undone, without a line: what would be added and changed. */
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
