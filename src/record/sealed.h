/* sealed.h - records of sealed kinds: rows, sealed values, decisions. Private to the door's files
 * (sealed*.c, find.c, history.c, erase.c, reseal.c).
 */
#ifndef SPEAN_RECORD_SEALED_H
#define SPEAN_RECORD_SEALED_H

#include "record/record.h"
#include "vault/vault.h"

/* ---- What became of a deed. It is written into the log inside the transaction, which then commits
 * also when the deed was refused; only afterwards the caller is told. */
enum verdict { VERDICT_DONE, VERDICT_MISSING, VERDICT_DENIED, VERDICT_REASON };
/* The line of a refused deed. */
MUST_USE err verdict_log(struct ctx *c, struct door *door, enum deed deed, const struct kind *kind,
			 struct slice id, enum verdict verdict);
/* The error that the caller gets; OK for VERDICT_DONE. */
err verdict_fail(struct ctx *c, const struct kind *kind, struct slice id, enum verdict verdict);
/* The line of a deed that was done. */
MUST_USE err deed_log(struct ctx *c, struct door *door, enum deed deed, const struct kind *kind,
		      struct slice id, unsigned classes, int64_t count, struct slice detail);

/* ---- Rows */
struct sealed_row {
	struct values values; /* the columns; sealed fields are empty until they are opened */
	int64_t version;
	struct slice organisation;
	struct slice subject; /* whose keys seal it */
	struct slice sealed_ab;
	struct slice sealed_c;
	enum relation relation; /* of the door's actor */
	unsigned classes;       /* that sealed_read opened for the actor */
};
/* Of the row that `stmt` stands on (sql_sealed_*); texts are copied. */
struct sealed_row sealed_row_read(struct ctx *c, const struct door *door, const struct kind *kind,
				  const struct stmt *stmt);
/* Bind what a statement over a kind asks of the actor, when nearness depends on who is assigned. */
void bind_actor(struct stmt *stmt, const struct door *door, const struct kind *kind);
/* Staff see nothing of other organisations; the console and the program itself belong to none. */
bool row_is_hidden(const struct door *door, const struct sealed_row *row);
/* *ret_found is false when there is none; `id` may hold anything. */
MUST_USE err sealed_row_load(struct ctx *c, struct door *door, const struct kind *kind,
			     struct slice id, struct sealed_row *ret_row, bool *ret_found);
/* The field of a kind that names the organisation, and the one with the subject. */
size_t owner_field(const struct kind *kind);
size_t subject_field(const struct kind *kind);
/* Key, owner and subject: whoever sees anything of a record sees these. */
bool field_is_frame(const struct kind *kind, size_t field);
bool field_is_visible(const struct kind *kind, size_t field, unsigned classes);
bool is_blank(struct slice text);

/* ---- Sealed values (sealed_value.c) */
struct seal_place sealed_place(const struct kind *kind, const struct sealed_row *row,
			       enum seal_class class, struct slice slot);
/* Is there a field of these classes that lies in this sealed value? */
bool kind_seals(const struct kind *kind, enum seal_class class, unsigned classes);
/* Open what the classes need into row->values. Fields of other classes in the same value are
 * opened with it: sealed_redact takes them out. */
MUST_USE err sealed_open(struct ctx *c, struct door *door, struct sealed_row *row,
			 unsigned classes);
/* Did it fail only because the row's person was erased? Such a row comes back with an old backup,
 * or stays when the erasing was cut off after the keys had gone. It keeps nobody else from being
 * seen, sealed anew or found. */
bool is_erased(const struct ctx *c, err result);
/* Empty what is of none of the classes. */
void sealed_redact(struct values *values, unsigned classes);
/* Seal the fields of one class of keys. For SEAL_C the empty value when there is nothing. */
MUST_USE err sealed_close(struct ctx *c, struct door *door, const struct sealed_row *row,
			  enum seal_class class, struct slice *ret_sealed);
/* Load, decide, open and redact one record for a deed, in the open transaction. No line of the log
 * when it was done. `classes` bounds what is opened. */
MUST_USE err sealed_read(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			 enum deed deed, unsigned classes, struct sealed_row *ret_row,
			 enum verdict *ret_verdict);

/* ---- The verbs of record.h, of sealed kinds */
enum { CLASSES_ALL = ~0, CLASSES_BUT_C = ~(1 << CLASS_C) };
MUST_USE err sealed_load(struct ctx *c, struct door *door, const struct kind *kind, struct slice id,
			 unsigned classes, struct record *ret_record);
MUST_USE err sealed_save(struct ctx *c, struct door *door, struct record *record);

/* ---- History (history.c) */
struct change_of {
	const struct kind *kind;
	struct slice id;
	int64_t version; /* that it made */
	struct slice organisation;
	struct slice subject;        /* of a sealed kind */
	const struct values *before; /* NULL: it was made */
	const struct values *after;
	bool keeps_c; /* class C was not opened: say nothing of it */
};
MUST_USE err history_add(struct ctx *c, struct door *door, const struct change_of *change);
/* The same for a record of a register; `before` as in struct change_of. */
MUST_USE err history_add_open(struct ctx *c, struct door *door, int64_t version,
			      const struct values *before, const struct values *after);
/* Names of the fields that differ, ';' between: for the log. */
struct slice changed_fields(struct arena *arena, const struct values *before,
			    const struct values *after);

/* ---- Blind index (index.c) */
/* Make the tokens of a record anew. */
MUST_USE err index_put(struct ctx *c, struct door *door, const struct sealed_row *row);
bool index_differs(const struct values *before, const struct values *after);
/* All tokens under which something could be found that matches what was typed. */
struct index_token {
	unsigned char at[VAULT_TOKEN_BYTES];
};
MUST_USE err index_tokens_of_query(struct ctx *c, struct door *door, const struct kind *kind,
				   struct slice text, struct index_token **ret_tokens,
				   size_t *ret_count);
/* How well do the indexed fields match? 0: not at all; 1: the same. */
MUST_USE err index_score(struct ctx *c, const struct values *values, struct slice text,
			 double *ret_score);

#endif
