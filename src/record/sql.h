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

#endif
