/* places.h - provinces, districts, communes and villages: which one did somebody mean?
 *
 * The 25 provinces are part of the program (model/, scheme "province"); what stands below them is
 * loaded by places_import (places/import.h) and may be missing in part or whole: everything here
 * stops at the precision that is loaded. A place is found in Khmer or Latin letters, from its first
 * letters, from the first letters of one of its words, by its sound, or misspelt; by its code; and
 * with what it lies in.
 *
 * Not here: maps, distances, who lives where. Reading records is record/'s.
 *
 * A struct places is read-only once loaded and lives in the arena that it was loaded into; safe
 * from any thread.
 */
#ifndef SPEAN_PLACES_PLACES_H
#define SPEAN_PLACES_PLACES_H

#include "base/json.h"
#include "record/record.h"

/* By size, largest first; the code has 2, 4, 6 or 8 digits. */
enum place_level {
	PLACE_PROVINCE,
	PLACE_DISTRICT,
	PLACE_COMMUNE,
	PLACE_VILLAGE,
	PLACE_LEVEL_COUNT
};
enum { PLACES_FOUND_MAX = 100 };

struct place {
	struct slice code;
	struct slice name_km;
	struct slice name_latin; /* may be empty */
	struct slice type_en, type_km;
	struct slice other_names; /* ';' between */
	struct slice replaced_by; /* code that took its place, or empty */
	struct slice source;
	enum place_level level;
	const struct place *parent; /* NULL: a province */
};

struct places;

/* "province", "district", "commune", "village". */
struct slice place_level_code(enum place_level level);
/* False where the text is no code of 2, 4, 6 or 8 digits. */
bool place_level_of_code(struct slice code, enum place_level *ret_level);
/* The name to show in a language: Khmer, or Latin where there is one. */
struct slice place_name(const struct place *place, enum language language);
/* "Svay, Banteay Neang, Mongkol Borey, Banteay Meanchey": the place and what it lies in. */
struct slice place_path(struct arena *arena, const struct place *place, enum language language);
/* A code, its level, names and path as one JSON object. */
void place_json(struct json_writer *json, struct arena *arena, const struct place *place);

/* Read provinces and records and prepare the search; everything lives in c->arena. Records whose
 * code or parent is none are left out (spean check tells of them). */
MUST_USE err places_load(struct ctx *c, struct door *door, struct places **ret_places);
size_t places_count(const struct places *places, enum place_level level);
/* NULL when there is none. */
const struct place *places_get(const struct places *places, struct slice code);
/* The places directly below `parent` (NULL: the provinces), in the order of their codes. */
const struct place *places_below(const struct places *places, const struct place *parent,
				 size_t *ret_count);

/* How well a place answers what was typed, best first. */
enum place_likeness {
	PLACE_SAME,        /* the whole name, or the code */
	PLACE_STARTS,      /* the name starts so */
	PLACE_WORD_STARTS, /* a later word of it starts so */
	PLACE_CONTAINS,    /* the letters stand somewhere in it; from three letters on */
	PLACE_SOUNDS,      /* sounds like it, in either script */
	PLACE_MISSPELT,    /* near to it */
};
struct place_hit {
	const struct place *place;
	enum place_likeness likeness;
	unsigned distance; /* of what only sounds or is misspelt: 0 to 2, or letters that differ; 1
			    * more where what it lies in has another name than was typed */
};
/* The best `top` places (at most PLACES_FOUND_MAX) for what somebody typed, within the place `in`
 * (empty: everywhere): the more alike the earlier (what sounds the same is as good as the start of
 * a name), then the larger, then by code; a place that was replaced after the one that took its
 * place. Misspelt names are offered only where nothing else is found.
 *
 * Words for a level before or behind a name ("ស្រុក", "Krong", "commune") ask for that level; after a
 * comma, a level or a space may stand what the place lies in ("ភូមិស្វាយ ឃុំស្វាយ", "Svay, Sisophon").
 * A code may be typed in either digits and without its first 0. ERR_INVALID utf8.invalid. */
MUST_USE err places_find(struct ctx *c, const struct places *places, struct slice text,
			 struct slice in, size_t top, const struct place_hit **ret_hits,
			 size_t *ret_count);
struct slice place_likeness_code(enum place_likeness likeness);

#endif
