/* import.h - a gazetteer on its way in: tables of districts, communes and villages.
 *
 * Columns: code; province_code, district_code or commune_code (or parent); name_km, name_latin,
 * type_en, type_km; other_names and replaced_by where a file has them. They are those of the files
 * made from https://github.com/dwilkie/pumi (MIT); the program carries none of them.
 */
#ifndef SPEAN_PLACES_IMPORT_H
#define SPEAN_PLACES_IMPORT_H

#include "base/csv.h"
#include "record/record.h"

struct places_report {
	struct import_report records;
	size_t districts, communes, villages; /* of the files */
};

/* Load all tables, in any order, in one transaction. `source` is kept with each place that is new
 * or changed; empty: the name of its file. A place that is in the store under another name keeps
 * the older name in other_names; a place that the files lack stays. Nothing is loaded when a row is
 * wrong: ERR_INVALID with file=, line=, column= (row.*, csv.*, places.bad_code, places.bad_level,
 * places.not_below, places.no_parent). */
MUST_USE err places_import(struct ctx *c, struct door *door, const struct csv *tables, size_t count,
			   struct slice source, struct places_report *ret_report);

#endif
