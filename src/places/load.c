/* load.c - from provinces and records to places that know what they lie in. */
#include <stdlib.h>

#include "places/internal.h"

struct slice place_level_code(enum place_level level)
{
	static const char *const CODES[PLACE_LEVEL_COUNT] = {"province", "district", "commune",
							     "village"};
	return slice_of(CODES[level]);
}

bool place_level_of_code(struct slice code, enum place_level *ret_level)
{
	for (size_t i = 0; i < code.length; i++) {
		if (code.at[i] < '0' || code.at[i] > '9') {
			return false;
		}
	}
	if (code.length < 2 || code.length > 8 || code.length % 2 != 0) {
		return false;
	}
	*ret_level = (enum place_level)(code.length / 2 - 1);
	return true;
}

struct slice place_name(const struct place *place, enum language language)
{
	return language == LANGUAGE_KM || slice_empty(place->name_latin) ? place->name_km
									 : place->name_latin;
}

struct slice place_path(struct arena *arena, const struct place *place, enum language language)
{
	struct buf *out = buf_create(arena, 4096);

	for (; place != NULL; place = place->parent) {
		buf_add_cstr(out, buf_length(out) > 0 ? ", " : "");
		buf_add(out, place_name(place, language));
	}
	return buf_slice(out);
}

static void put_place(struct json_writer *json, const struct place *place)
{
	json_put_text(json, "code", place->code);
	json_put_text(json, "level", place_level_code(place->level));
	json_put_text(json, "name_km", place->name_km);
	json_put_text(json, "name_latin", place->name_latin);
}

void place_json(struct json_writer *json, struct arena *arena, const struct place *place)
{
	json_open_object(json);
	put_place(json, place);
	json_put_text(json, "type_en", place->type_en);
	json_put_text(json, "type_km", place->type_km);
	json_put_list(json, "other_names", place->other_names);
	json_put_text(json, "replaced_by", place->replaced_by);
	json_put_text(json, "source", place->source);
	json_put_text(json, "path_km", place_path(arena, place, LANGUAGE_KM));
	json_put_text(json, "path_latin", place_path(arena, place, LANGUAGE_EN));
	json_key(json, "within");
	json_open_array(json);
	for (const struct place *above = place->parent; above != NULL; above = above->parent) {
		json_open_object(json);
		put_place(json, above);
		json_close_object(json);
	}
	json_close_array(json);
	json_close_object(json);
}

static int by_level_and_code(const void *a, const void *b)
{
	const struct place *left = a;
	const struct place *right = b;
	const int order = (left->level > right->level) - (left->level < right->level);
	return order != 0 ? order : slice_compare(left->code, right->code);
}

static struct place province_of(const struct code *code)
{
	/* Phnom Penh is a capital and no province. */
	const bool is_capital = slice_is(code->code, "12");
	return (struct place){
		.code = code->code,
		.name_km = code->label[LANGUAGE_KM],
		.name_latin = code->label[LANGUAGE_EN],
		.type_en = is_capital ? S("Capital") : S("Province"),
		.type_km = is_capital ? S("រាជធានី") : S("ខេត្ត"),
		.other_names = code->other_names,
		.level = PLACE_PROVINCE,
	};
}

static struct place place_of(const struct record *record, enum place_level level)
{
	return (struct place){
		.code = record_get(record, "code"),
		.name_km = record_get(record, "name_km"),
		.name_latin = record_get(record, "name_latin"),
		.type_en = record_get(record, "type_en"),
		.type_km = record_get(record, "type_km"),
		.other_names = record_get(record, "other_names"),
		.replaced_by = record_get(record, "replaced_by"),
		.source = record_get(record, "source"),
		.level = level,
	};
}

/* Sorted by level, so the place above is already at its final address. */
static void link_places(struct places *places)
{
	size_t kept = 0;

	for (size_t i = 0; i < places->count; i++) {
		struct place place = places->at[i];
		if (place.level != PLACE_PROVINCE) {
			place.parent = places_get(
				places, slice_between(place.code, 0, place.code.length - 2));
			if (place.parent == NULL) {
				continue;
			}
		}
		places->at[kept++] = place;
		for (size_t level = place.level; level < PLACE_LEVEL_COUNT; level++) {
			places->from[level + 1] = kept;
		}
	}
	places->count = kept;
}

err places_load(struct ctx *c, struct door *door, struct places **ret_places)
{
	struct places *places = ARENA_NEW(c->arena, struct places);
	struct records records;
	size_t provinces;
	const struct code *const *codes = model_codes(door->model, "province", &provinces);

	TRY(record_list(c, door, model_kind("place"), &records));
	places->at = ARENA_ARRAY(c->arena, provinces + records.count + 1, struct place);
	for (size_t i = 0; i < provinces; i++) {
		places->at[places->count++] = province_of(codes[i]);
	}
	for (size_t i = 0; i < records.count; i++) {
		enum place_level level;
		if (place_level_of_code(record_id(&records.at[i]), &level) &&
		    level != PLACE_PROVINCE) {
			places->at[places->count++] = place_of(&records.at[i], level);
		}
	}
	qsort(places->at, places->count, sizeof *places->at, by_level_and_code);
	link_places(places);
	TRY(places_index(c, places));
	*ret_places = places;
	return OK;
}

size_t places_count(const struct places *places, enum place_level level)
{
	return places->from[level + 1] - places->from[level];
}

const struct place *places_get(const struct places *places, struct slice code)
{
	struct place wanted = {.code = code};

	if (!place_level_of_code(code, &wanted.level)) {
		return NULL;
	}
	const size_t count = places_count(places, wanted.level);
	return count == 0 ? NULL
			  : bsearch(&wanted, &places->at[places->from[wanted.level]], count,
				    sizeof wanted, by_level_and_code);
}

/* The first place of the level whose code is not before `code`. */
static size_t first_from(const struct places *places, enum place_level level, struct slice code)
{
	size_t low = places->from[level], high = places->from[level + 1];

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (slice_compare(places->at[middle].code, code) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

const struct place *places_below(const struct places *places, const struct place *parent,
				 size_t *ret_count)
{
	const enum place_level level = parent == NULL ? PLACE_PROVINCE : parent->level + 1;
	size_t count = 0;

	*ret_count = 0;
	if (level == PLACE_LEVEL_COUNT) {
		return NULL;
	}
	const size_t first =
		parent == NULL ? places->from[level] : first_from(places, level, parent->code);
	while (first + count < places->from[level + 1] &&
	       places->at[first + count].parent == parent) {
		count++;
	}
	*ret_count = count;
	return count == 0 ? NULL : &places->at[first];
}
