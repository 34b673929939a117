/* find.c - which place did somebody mean? */
#include <stdlib.h>
#include <string.h>

#include "places/internal.h"

static int by_key(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	const int order = place_key_compare(left->key, right->key);
	return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

/* At most this many entries for one name. */
enum {
	NAMES_MAX = 8,
	LIKENESS_COUNT = PLACE_MISSPELT + 1,
	MISSPELT_LEAST = 3,
	INSIDE_LEAST = 3,
	SLIPS_MAX = 3
};

struct entries {
	struct entry *at;
	size_t count, size;
};

static void add_entry(struct arena *arena, struct entries *entries, struct entry entry)
{
	if (entries->count == entries->size) {
		entries->size = entries->size * 2 + 256;
		struct entry *at = ARENA_ARRAY(arena, entries->size, struct entry);
		if (entries->count > 0) {
			memcpy(at, entries->at, entries->count * sizeof *at);
		}
		entries->at = at;
	}
	entries->at[entries->count++] = entry;
}

static err add_name(struct ctx *c, struct entries *entries, const struct place *place,
		    struct slice name)
{
	unsigned char starts[PLACE_KEY_MAX];
	size_t words;
	struct place_key key;

	TRY(place_key_make(c, name, &key, starts, &words));
	if (key.length == 0) {
		return OK;
	}
	add_entry(c->arena, entries, (struct entry){key, 0, place, true});
	for (size_t i = 0; i < words; i++) {
		const struct place_key rest = {key.at + starts[i], key.length - starts[i]};
		add_entry(c->arena, entries, (struct entry){rest, 0, place, false});
	}
	return OK;
}

/* All keys beside each other, in their order, each once: going through them is what a search of a
 * misspelt name does. */
static void pack(struct arena *arena, struct entries *entries)
{
	size_t bytes = 0;

	for (size_t i = 0; i < entries->count; i++) {
		bytes += entries->at[i].key.length;
	}
	unsigned char *to = ARENA_ARRAY(arena, bytes + 1, unsigned char);
	for (size_t i = 0; i < entries->count; i++) {
		struct entry *entry = &entries->at[i];
		if (i > 0 && place_key_compare(entry->key, entries->at[i - 1].key) == 0) {
			entry->key = entries->at[i - 1].key;
			entry->letters = entries->at[i - 1].letters;
			continue;
		}
		memcpy(to, entry->key.at, entry->key.length);
		entry->key.at = to;
		entry->letters = place_key_letters(entry->key);
		to += entry->key.length;
	}
}

err places_index(struct ctx *c, struct places *places)
{
	struct entries entries = {0};

	for (size_t i = 0; i < places->count; i++) {
		const struct place *place = &places->at[i];
		struct slice rest = place->other_names, name;
		TRY(add_name(c, &entries, place, place->name_km));
		TRY(add_name(c, &entries, place, place->name_latin));
		for (size_t n = 0; n < NAMES_MAX && slice_next_item(&rest, &name); n++) {
			TRY(add_name(c, &entries, place, name));
		}
	}
	if (entries.count > 0) {
		qsort(entries.at, entries.count, sizeof *entries.at, by_key);
	}
	pack(c->arena, &entries);
	places->entries = entries.at;
	places->entries_count = entries.count;
	places_index_sounds(c, places);
	return OK;
}

/* The best of each place so far, and within what it must lie. */
struct search {
	const struct places *places;
	struct place_key key;
	struct slice in;
	struct place_hit *best; /* one a place; .place NULL: not found */
	struct place_hit *hits;
	size_t count;
};

static void offer(struct search *search, const struct place *place, enum place_likeness likeness,
		  unsigned distance)
{
	struct place_hit *best = &search->best[place - search->places->at];
	const bool better = best->place == NULL || likeness < best->likeness ||
			    (likeness == best->likeness && distance < best->distance);

	if (!slice_starts(place->code, search->in) || !better) {
		return;
	}
	search->count += best->place == NULL ? 1 : 0;
	*best = (struct place_hit){place, likeness, distance};
}

static void offer_sound(void *data, const struct place *place, unsigned distance)
{
	offer(data, place, PLACE_SOUNDS, distance);
}

static size_t first_entry(const struct search *search)
{
	size_t low = 0, high = search->places->entries_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (place_key_compare(search->places->entries[middle].key, search->key) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool key_starts(struct place_key key, struct place_key start)
{
	return key.length >= start.length && memcmp(key.at, start.at, start.length) == 0;
}

static void find_starts(struct search *search)
{
	for (size_t i = first_entry(search); i < search->places->entries_count; i++) {
		const struct entry *entry = &search->places->entries[i];
		if (!key_starts(entry->key, search->key)) {
			return;
		}
		const bool same = entry->whole && entry->key.length == search->key.length;
		offer(search, entry->place,
		      same           ? PLACE_SAME
		      : entry->whole ? PLACE_STARTS
				     : PLACE_WORD_STARTS,
		      0);
	}
}

/* Khmer has no spaces between words: the letters may stand inside. */
static void find_inside(struct search *search)
{
	const uint64_t letters = place_key_letters(search->key);

	if (search->key.length < INSIDE_LEAST) {
		return;
	}
	for (size_t i = 0; i < search->places->entries_count; i++) {
		const struct entry *entry = &search->places->entries[i];
		if (entry->whole && (letters & ~entry->letters) == 0 &&
		    memmem(entry->key.at, entry->key.length, search->key.at, search->key.length) !=
			    NULL) {
			offer(search, entry->place, PLACE_CONTAINS, 0);
		}
	}
}

/* A longer name takes more slips. */
static unsigned slips_of(unsigned length)
{
	return length <= 5 ? 1 : length <= 9 ? 2 : SLIPS_MAX;
}

/* Are more than `limit` bits set? */
static bool lacks_more(uint64_t letters, unsigned limit)
{
	for (; letters != 0 && limit > 0; limit--) {
		letters &= letters - 1;
	}
	return letters != 0;
}

/* Many places share a name, and entries stand by name: each name is compared once. */
static void find_misspelt(struct search *search)
{
	const unsigned limit = slips_of(search->key.length);
	const struct entry *before = NULL;
	unsigned distance = 0;
	const uint64_t letters = place_key_letters(search->key);
	struct place_pattern pattern;

	if (search->key.length < MISSPELT_LEAST) {
		return;
	}
	place_pattern_make(search->key, &pattern);
	for (size_t i = 0; i < search->places->entries_count; i++) {
		const struct entry *entry = &search->places->entries[i];
		if (!entry->whole || lacks_more(letters & ~entry->letters, limit) ||
		    lacks_more(entry->letters & ~letters, limit)) {
			continue;
		}
		if (before == NULL || before->key.at != entry->key.at) {
			distance = place_pattern_distance(&pattern, entry->key, limit);
		}
		before = entry;
		if (distance <= limit) {
			offer(search, entry->place, PLACE_MISSPELT, distance);
		}
	}
}

/* Within one likeness, places lie in the order wanted: by level, then code. So the best are read
 * off in a few passes, and a single letter typed does not sort half the country. */
static size_t collect(struct search *search, size_t top)
{
	size_t count = 0;

	for (unsigned worth = 0; worth <= PLACE_MISSPELT + SLIPS_MAX && count < top; worth++) {
		for (size_t i = 0; i < search->places->count && count < top; i++) {
			const struct place_hit *hit = &search->best[i];
			if (hit->place != NULL && hit->likeness + hit->distance == worth) {
				search->hits[count++] = *hit;
			}
		}
	}
	return count;
}

err places_find(struct ctx *c, const struct places *places, struct slice text, struct slice in,
		size_t top, const struct place_hit **ret_hits, size_t *ret_count)
{
	struct search search = {.places = places, .in = in};
	unsigned char starts[PLACE_KEY_MAX];
	size_t words;

	TRY(place_key_make(c, text, &search.key, starts, &words));
	search.best = ARENA_ARRAY(c->arena, places->count + 1, struct place_hit);
	const struct place *coded = places_get(places, slice_trim(text));
	if (coded != NULL) {
		offer(&search, coded, PLACE_SAME, 0);
	}
	if (search.key.length > 0) {
		find_starts(&search);
	}
	if (search.count < top) {
		find_inside(&search);
	}
	if (search.count == 0) {
		places_sounding(c, places, text, offer_sound, &search);
		find_misspelt(&search);
	}
	if (top > PLACES_FOUND_MAX) {
		top = PLACES_FOUND_MAX;
	}
	search.hits = ARENA_ARRAY(c->arena, top + 1, struct place_hit);
	*ret_count = collect(&search, top);
	*ret_hits = search.hits;
	return OK;
}

struct slice place_likeness_code(enum place_likeness likeness)
{
	static const char *const CODES[LIKENESS_COUNT] = {"same",     "starts", "word_starts",
							  "contains", "sounds", "misspelt"};
	return slice_of(CODES[likeness]);
}
