/* internal.h - what the files of this folder share. */
#ifndef SPEAN_PLACES_INTERNAL_H
#define SPEAN_PLACES_INTERNAL_H

#include "places/places.h"

/* A name as it is compared: the normal form for keys, one byte a letter (Khmer from 0x80 on, as
 * U+1780 - U+17FF stand), without spaces and signs. So a name is at most some 60 bytes, and one
 * letter wrong is one byte wrong in either script. */
enum { PLACE_KEY_MAX = 63 };
struct place_key {
	const unsigned char *at;
	unsigned length;
};

/* One way to a place: a name, or the rest of a name from a later word on. */
struct entry {
	struct place_key key; /* at the same address where the letters are the same */
	uint64_t letters;     /* place_key_letters of it */
	const struct place *place;
	bool whole; /* from the first letter on */
};

/* A name by its sounds, both scripts alike (text/names.h). */
struct sound {
	struct slice key, name;
	const struct place *place;
};

struct places {
	struct place *at; /* by level, then code */
	size_t count;
	size_t from[PLACE_LEVEL_COUNT + 1]; /* where each level starts */
	struct entry *entries;              /* by key */
	size_t entries_count;
	struct sound *sounds; /* by key, then name */
	size_t sounds_count;
};

/* The key of a name; the offsets at which its later words start go to `starts` (at most
 * PLACE_KEY_MAX of them). */
MUST_USE err place_key_make(struct ctx *c, struct slice name, struct place_key *ret_key,
			    unsigned char starts[PLACE_KEY_MAX], size_t *ret_starts);
int place_key_compare(struct place_key a, struct place_key b);
/* Which letters a key has: bit n for the letters whose byte ends so. A letter that `b` lacks costs
 * a slip, which tells most names apart without looking at them. */
uint64_t place_key_letters(struct place_key key);
/* A key made ready to be compared with many. */
struct place_pattern {
	struct place_key key;
	uint64_t masks[256]; /* where each letter stands in it */
};
void place_pattern_make(struct place_key key, struct place_pattern *ret_pattern);
/* Letters to change, add or take away to make `key` of the pattern, or limit + 1 where they are
 * more. */
unsigned place_pattern_distance(const struct place_pattern *pattern, struct place_key key,
				unsigned limit);
/* Fill places->entries from places->at. */
MUST_USE err places_index(struct ctx *c, struct places *places);

/* What was typed, taken apart at commas and at the words for levels, in either script. */
enum { PLACE_PARTS_MAX = 5 };
struct place_part {
	struct slice text;
	bool has_level;
	enum place_level level;
};
struct place_ask {
	struct place_part parts[PLACE_PARTS_MAX];
	size_t count;
	bool rewritten; /* a level was taken off a part, or one was shortened */
};
MUST_USE err place_ask_read(struct ctx *c, struct slice text, struct place_ask *ret_ask);

/* Fill places->sounds from places->at. What is no name is left out. */
void places_index_sounds(struct ctx *c, struct places *places);
/* Call `offer` with every place whose name sounds like the text, and how far from it: 0 to 2. */
enum { PLACE_SOUND_FAR = 3 };
typedef void place_offer(void *data, const struct place *place, unsigned distance);
void places_sounding(struct ctx *c, const struct places *places, struct slice text,
		     place_offer *offer, void *data);

#endif
