/* sql.h - the SQL of record kinds, made from the dictionary. The only SQL text of the program that
 * does not stand in sql/. Every identifier is quoted ("where" is a word of SQL); values are always
 * bound, each under its field's name. Beside the dictionary's columns a table has "position" (order
 * of import) and "version" (grows with each save). An unknown value is the empty text, never NULL.
 *
 * Private to record/ and its tests.
 */
#ifndef SPEAN_RECORD_SQL_H
#define SPEAN_RECORD_SQL_H

#include "model/model.h"

/* Rows are: version, then the fields in the dictionary's order. */
struct slice sql_list(struct arena *arena, const struct kind *kind); /* by position */
struct slice sql_load(struct arena *arena, const struct kind *kind); /* :id */
struct slice sql_ids(struct arena *arena, const struct kind *kind);
/* One row: the position after the last. */
struct slice sql_next_position(struct arena *arena, const struct kind *kind);
struct slice sql_insert(struct arena *arena, const struct kind *kind); /* :position, fields */
/* Touches one row, or none when the record is gone or has another :version. */
struct slice sql_update(struct arena *arena, const struct kind *kind); /* :version, fields */
/* CREATE TABLE, for the step of the schema that brings the kind. */
struct slice sql_create(struct arena *arena, const struct kind *kind);

/* ---- Sealed kinds. Rows are: version, the columns in the dictionary's order, sealed_ab, sealed_c,
 * nearness. Of kinds that people are assigned to they ask :account, :team and :now for it. */
enum { SQL_NEAR = 0, SQL_TEAM = 1, SQL_ASSIGNED = 2 }; /* nearness of the actor */
/* Whose assignments count for a record: its own kind's, or those of its subject; NULL when nobody
 * is assigned to records of the kind. */
const char *sql_assigned_kind(const struct kind *kind);
struct slice sql_sealed_load(struct arena *arena, const struct kind *kind); /* :id */

enum sql_reach {
	REACH_ORGANISATION, /* everything */
	REACH_TEAM,
	REACH_ASSIGNED,
	REACH_SELF, /* the actor's own record */
};
struct sql_page {
	enum sql_reach reach;
	bool is_next;    /* those after :after */
	bool is_subject; /* those of :subject */
};
/* Newest change first; :organisation, :limit. */
struct slice sql_sealed_page(struct arena *arena, const struct kind *kind,
			     const struct sql_page *page);
/* The columns, :sealed_ab, :sealed_c, :moment. */
struct slice sql_sealed_insert(struct arena *arena, const struct kind *kind);
/* The same, with :version; touches one row or none. */
struct slice sql_sealed_update(struct arena *arena, const struct kind *kind);
/* New sealed values alone: :id, :version, :sealed_ab, :sealed_c. */
struct slice sql_sealed_reseal(struct arena *arena, const struct kind *kind);
/* Ids of an organisation's records after :after, in order: :organisation, :limit. */
struct slice sql_sealed_ids(struct arena *arena, const struct kind *kind);
/* All of :subject. */
struct slice sql_sealed_delete(struct arena *arena, const struct kind *kind);

#endif
