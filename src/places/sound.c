/* sound.c - places by how their names sound: what was typed by ear finds the other script's name.
 */
#include <stdlib.h>
#include <string.h>

#include "places/internal.h"
#include "text/names.h"

enum {
	SOUND_KEY_MAX = 48,
	COMPARED_MAX = 120, /* names that get the full score: some 3 us each */
	RESET_EVERY = 32
};

/* The consonants of a name's key, its spaces and doubles left out: a name may be written with a
 * space or without. Short keys keep their vowels. Empty where the text is no name. */
static struct slice sound_key(struct ctx *c, struct slice name, char at[SOUND_KEY_MAX])
{
	struct slice key = {0};
	size_t length = 0, all = 0;
	char whole[SOUND_KEY_MAX];

	if (names_key(c, name, &key) != OK) {
		return (struct slice){0};
	}
	for (size_t i = 0; i < key.length && all < SOUND_KEY_MAX; i++) {
		const char class = key.at[i];
		if (class != ' ') {
			whole[all++] = class;
		}
		if (class >= 'A' && class <= 'Z' && (length == 0 || at[length - 1] != class)) {
			at[length++] = class;
		}
	}
	if (length < 2 && all > 0) {
		memcpy(at, whole, all);
		length = all;
	}
	return (struct slice){at, length};
}

static int by_key(const void *a, const void *b)
{
	const struct sound *left = a;
	const struct sound *right = b;
	const int keys = slice_compare(left->key, right->key);
	const int names = keys != 0 ? keys : slice_compare(left->name, right->name);
	return names != 0 ? names : (left->place > right->place) - (left->place < right->place);
}

static void add(struct ctx *c, struct ctx *scratch, struct places *places,
		const struct place *place, struct slice name)
{
	char at[SOUND_KEY_MAX];
	const struct slice key = sound_key(scratch, name, at);
	if (key.length > 0) {
		places->sounds[places->sounds_count++] =
			(struct sound){arena_copy(c->arena, key), name, place};
	}
}

void places_index_sounds(struct ctx *c, struct places *places)
{
	struct ctx scratch = {.arena = arena_create()};

	places->sounds = ARENA_ARRAY(c->arena, 2 * places->count + 1, struct sound);
	places->sounds_count = 0;
	for (size_t i = 0; i < places->count; i++) {
		add(c, &scratch, places, &places->at[i], places->at[i].name_km);
		add(c, &scratch, places, &places->at[i], places->at[i].name_latin);
		if (i % RESET_EVERY == 0) {
			arena_reset(scratch.arena);
		}
	}
	arena_destroy(scratch.arena);
	if (places->sounds_count > 0) {
		qsort(places->sounds, places->sounds_count, sizeof *places->sounds, by_key);
	}
}

static size_t first_of(const struct places *places, struct slice key)
{
	size_t low = 0, high = places->sounds_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (slice_compare(places->sounds[middle].key, key) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The score as letters that differ: what is no usual spelling of the name is not offered. */
static unsigned distance_of(struct ctx *c, struct slice text, struct slice name)
{
	struct names_comparison comparison;

	if (names_compare(c, text, name, &comparison) != OK || comparison.score < 0.8) {
		return PLACE_SOUND_FAR;
	}
	return comparison.score >= 0.95 ? 0 : comparison.score >= names_threshold() ? 1 : 2;
}

void places_sounding(struct ctx *c, const struct places *places, struct slice text,
		     place_offer *offer, void *data)
{
	struct ctx scratch = {.arena = arena_create()};
	char at[SOUND_KEY_MAX];
	const struct slice key = sound_key(c, text, at);
	const struct sound *before = NULL;
	unsigned distance = PLACE_SOUND_FAR;
	size_t compared = 0;

	for (size_t i = first_of(places, key); i < places->sounds_count && key.length > 0; i++) {
		const struct sound *sound = &places->sounds[i];
		if (!slice_equal(sound->key, key)) {
			break;
		}
		if (before == NULL || !slice_equal(before->name, sound->name)) {
			if (compared++ == COMPARED_MAX) {
				break;
			}
			distance = distance_of(&scratch, text, sound->name);
			arena_reset(scratch.arena);
		}
		before = sound;
		if (distance != PLACE_SOUND_FAR) {
			offer(data, sound->place, distance);
		}
	}
	arena_destroy(scratch.arena);
}
