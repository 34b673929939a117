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
	SLIPS_MAX = 3,
	SPLITS_MAX = 6
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
	const struct place *successor = places_get(search->places, place->replaced_by);
	if (successor != NULL) {
		offer(search, successor, likeness, distance);
	}
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

/* The whole name and no more of it, taken for what was typed. */
static void find_whole(struct search *search, enum place_likeness likeness)
{
	for (size_t i = first_entry(search); i < search->places->entries_count; i++) {
		const struct entry *entry = &search->places->entries[i];
		if (place_key_compare(entry->key, search->key) != 0) {
			return;
		}
		if (entry->whole) {
			offer(search, entry->place, likeness, 0);
		}
	}
}

/* Two letters typed in each other's place: the commonest slip, and two of the others'. */
static void find_swapped(struct search *search)
{
	unsigned char letters[PLACE_KEY_MAX];
	const struct place_key typed = search->key;

	if (typed.length < MISSPELT_LEAST) {
		return;
	}
	memcpy(letters, typed.at, typed.length);
	search->key.at = letters;
	for (unsigned i = 1; i < typed.length; i++) {
		letters[i - 1] = typed.at[i];
		letters[i] = typed.at[i - 1];
		find_whole(search, PLACE_MISSPELT);
		letters[i - 1] = typed.at[i - 1];
		letters[i] = typed.at[i];
	}
	search->key = typed;
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

/* The rank of a hit: what sounds the same is as good as the start of a name, and a place that
 * another took the place of comes after it. */
static unsigned worth(const struct place_hit *hit)
{
	const bool is_same_sound = hit->likeness == PLACE_SOUNDS && hit->distance == 0;
	return (is_same_sound ? PLACE_STARTS : hit->likeness + hit->distance) +
	       (slice_empty(hit->place->replaced_by) ? 0 : 1);
}

/* Within one rank, places lie in the order wanted: by level, then code. So the best are read off in
 * a few passes, and a single letter typed does not sort half the country. */
static size_t collect(struct search *search, size_t top)
{
	size_t count = 0;

	for (unsigned rank = 0; rank <= PLACE_MISSPELT + SLIPS_MAX + 2 && count < top; rank++) {
		for (size_t i = 0; i < search->places->count && count < top; i++) {
			const struct place_hit *hit = &search->best[i];
			if (hit->place != NULL && worth(hit) == rank) {
				search->hits[count++] = *hit;
			}
		}
	}
	return count;
}

static err open_search(struct ctx *c, const struct places *places, struct slice text,
		       struct slice in, struct search *ret_search)
{
	struct search search = {.places = places, .in = in};
	unsigned char starts[PLACE_KEY_MAX];
	size_t words;

	TRY(place_key_make(c, text, &search.key, starts, &words));
	search.best = ARENA_ARRAY(c->arena, places->count + 1, struct place_hit);
	*ret_search = search;
	return OK;
}

/* A code in either digits; its first 0 may be left out, as tables do. */
static void find_code(struct search *search)
{
	char code[PLACE_KEY_MAX + 1] = "0";
	const struct place_key key = search->key;

	if (key.length == 0 || key.length >= sizeof code) {
		return;
	}
	memcpy(code + 1, key.at, key.length);
	const struct slice whole = {code + (key.length % 2 == 0 ? 1 : 0),
				    key.length + key.length % 2};
	const struct place *place = places_get(search->places, whole);
	if (place != NULL) {
		offer(search, place, PLACE_SAME, 0);
	}
}

static void find_letters(struct search *search, size_t enough)
{
	find_code(search);
	if (search->key.length > 0) {
		find_starts(search);
	}
	if (search->count < enough) {
		find_inside(search);
	}
}

/* Misspelt names, unless something was found that has the letters or sounds the same. */
static void find_slips(struct search *search)
{
	for (size_t i = 0; i < search->places->count && search->count > 0; i++) {
		const struct place_hit *hit = &search->best[i];
		if (hit->place != NULL && (hit->likeness < PLACE_SOUNDS || hit->distance == 0)) {
			return;
		}
	}
	find_swapped(search);
	find_misspelt(search);
}

/* By letters, else by sound and with slips. */
static err search_part(struct ctx *c, const struct places *places, struct slice text,
		       struct search *ret_search)
{
	TRY(open_search(c, places, text, (struct slice){0}, ret_search));
	find_letters(ret_search, 1);
	places_sounding(c, places, text, offer_sound, ret_search);
	find_slips(ret_search);
	return OK;
}

enum strictness { LEVELS_HOLD, LEVELS_MAY_BE_WRONG };

static bool answers(const struct search *part, const struct place_part *asked,
		    const struct place *place, enum strictness strictness)
{
	const bool fits = strictness == LEVELS_MAY_BE_WRONG || !asked->has_level ||
			  asked->level == place->level;
	return fits && part->best[place - part->places->at].place != NULL;
}

/* How well what `place` lies in answers: 0 the name itself, 1 else; 2 not at all. */
static unsigned lies_in(const struct search *part, const struct place_part *asked,
			const struct place *place, enum strictness strictness)
{
	unsigned far = 2;

	for (place = place->parent; place != NULL && far > 0; place = place->parent) {
		if (answers(part, asked, place, strictness)) {
			const size_t at = (size_t)(place - part->places->at);
			far = part->best[at].likeness == PLACE_SAME ? 0 : 1;
		}
	}
	return far;
}

/* What the part `wanted` means, within what the other parts mean. */
static void offer_within(struct search *search, const struct place_ask *ask,
			 const struct search *parts, size_t wanted, enum strictness strictness)
{
	for (size_t i = 0; i < search->places->count; i++) {
		const struct place *place = &search->places->at[i];
		unsigned far =
			answers(&parts[wanted], &ask->parts[wanted], place, strictness) ? 0 : 2;
		for (size_t k = 0; k < ask->count && far < 2; k++) {
			const unsigned within =
				k == wanted ? 0
					    : lies_in(&parts[k], &ask->parts[k], place, strictness);
			far = within > far ? within : far;
		}
		if (far < 2) {
			const struct place_hit *hit = &parts[wanted].best[i];
			offer(search, place, hit->likeness, hit->distance + far);
		}
	}
}

/* The smallest place is named first, or last. A level may be wrong: a municipality is called a
 * district, a capital a city. What it is said to lie in may be unknown. */
static err find_asked(struct ctx *c, struct search *search, const struct place_ask *ask)
{
	struct search parts[PLACE_PARTS_MAX] = {0};
	const struct place_ask first = {.parts = {ask->parts[0]}, .count = 1};

	for (size_t i = 0; i < ask->count; i++) {
		TRY(search_part(c, search->places, ask->parts[i].text, &parts[i]));
	}
	const size_t before = search->count;
	for (int strictness = LEVELS_HOLD; strictness <= LEVELS_MAY_BE_WRONG; strictness++) {
		for (size_t end = 0; end < 2 && search->count == before; end++) {
			offer_within(search, ask, parts, end == 0 ? 0 : ask->count - 1,
				     (enum strictness)strictness);
		}
	}
	if (search->count == before) {
		offer_within(search, &first, parts, 0, LEVELS_MAY_BE_WRONG);
	}
	return OK;
}

/* "Svay Kampong Chhnang": a place and, after any of the spaces, what it lies in; both by letters.
 */
static err find_split(struct ctx *c, struct search *search, struct slice text)
{
	struct search parts[2];
	struct slice rest = text, word;

	for (size_t i = 0; i < SPLITS_MAX && slice_next(&rest, ' ', &word) && rest.at != NULL;
	     i++) {
		const struct slice left = {text.at, (size_t)(rest.at - text.at)};
		const struct place_ask ask = {.parts = {{.text = left}, {.text = rest}},
					      .count = 2};
		TRY(open_search(c, search->places, rest, (struct slice){0}, &parts[1]));
		find_whole(&parts[1], PLACE_SAME);
		if (parts[1].count == 0) {
			continue;
		}
		TRY(open_search(c, search->places, left, (struct slice){0}, &parts[0]));
		find_starts(&parts[0]);
		offer_within(search, &ask, parts, 0, LEVELS_HOLD);
	}
	return OK;
}

err places_find(struct ctx *c, const struct places *places, struct slice text, struct slice in,
		size_t top, const struct place_hit **ret_hits, size_t *ret_count)
{
	struct search search;
	struct place_ask ask;

	if (top > PLACES_FOUND_MAX) {
		top = PLACES_FOUND_MAX;
	}
	TRY(open_search(c, places, text, in, &search));
	TRY(place_ask_read(c, text, &ask));
	find_letters(&search, top);
	if (ask.count > 1 || (ask.count == 1 && ask.rewritten)) {
		TRY(find_asked(c, &search, &ask));
	} else if (search.count == 0 && ask.count == 1) {
		TRY(find_split(c, &search, ask.parts[0].text));
	}
	if (search.count < top && ask.count <= 1 && !ask.rewritten) {
		places_sounding(c, places, text, offer_sound, &search);
	}
	find_slips(&search);
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
