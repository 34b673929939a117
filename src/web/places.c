/* places.c - /places: choose a place step by step, by typing, or on the map of tiles. */
#include "web/places.h"

#include "web/internal.h"

enum { JSON_MAX = 64 * 1024, FOUND = 10 };

static const char *const STEPS[PLACE_LEVEL_COUNT] = {"province", "district", "commune", "village"};

/* The address that has chosen a place and all that it lies in. */
static struct slice place_href(struct arena *arena, const struct place *place)
{
	struct buf *out = buf_create(arena, 400);

	buf_add(out, S("/places"));
	for (size_t level = 0; level <= (size_t)place->level; level++) {
		buf_printf(out, "%c%s=%.*s", level == 0 ? '?' : '&', STEPS[level],
			   SLICE_PRINT(slice_between(place->code, 0, (level + 1) * 2)));
	}
	return buf_slice(out);
}

static void put_name(struct http_exchange *x, struct view *view, const char *name,
		     const struct place *place)
{
	const struct slice text = place_name(place, x->language);
	const bool khmer = slice_equal(text, place->name_km);
	view_message(view, name, (struct message){text, khmer ? LANGUAGE_KM : LANGUAGE_EN, true},
		     x->language);
}

static struct slice level_word(struct http_exchange *x, enum place_level level)
{
	const struct slice key =
		arena_format(x->c.arena, "places.level.%.*s", SLICE_PRINT(place_level_code(level)));
	return messages_get(x->app->messages, x->language, key).text;
}

/* "Municipality" where the gazetteer says so, else the name of the level. */
static struct slice type_word(struct http_exchange *x, const struct place *place)
{
	const struct slice type = x->language == LANGUAGE_KM ? place->type_km : place->type_en;
	return slice_empty(type) ? level_word(x, place->level) : type;
}

static void put_step(struct http_exchange *x, struct view *view, const struct place *options,
		     size_t count, const struct place *chosen)
{
	struct view *step = view_item(view, "steps");

	view_text(step, "step", slice_of(STEPS[options->level]));
	view_text(step, "step_label", level_word(x, options->level));
	view_list(step, "options");
	for (size_t i = 0; i < count; i++) {
		struct view *option = view_item(step, "options");
		view_text(option, "code", options[i].code);
		put_name(x, option, "place", &options[i]);
		view_flag(option, "selected", &options[i] == chosen);
	}
}

/* One list a level, down to the first that is not chosen; a choice that does not lie in the one
 * above (an old district after a new province) is none. */
static const struct place *put_steps(struct http_exchange *x, struct view *view,
				     const struct places *places)
{
	const struct place *above = NULL;

	view_list(view, "steps");
	for (size_t level = 0; level < PLACE_LEVEL_COUNT; level++) {
		size_t count;
		const struct place *options = places_below(places, above, &count);
		const struct place *chosen =
			places_get(places, http_query(&x->request, STEPS[level]));
		if (count == 0) {
			break;
		}
		if (chosen != NULL && (chosen->parent != above || (size_t)chosen->level != level)) {
			chosen = NULL;
		}
		put_step(x, view, options, count, chosen);
		if (chosen == NULL) {
			break;
		}
		above = chosen;
	}
	return above;
}

static void put_chosen(struct http_exchange *x, struct view *view, const struct place *chosen)
{
	view_flag(view, "has_chosen", chosen != NULL);
	if (chosen != NULL) {
		view_text(view, "chosen_path", place_path(x->c.arena, chosen, x->language));
		view_text(view, "chosen_km", chosen->name_km);
		view_text(view, "chosen_type", type_word(x, chosen));
		view_text(view, "chosen_code", chosen->code);
	}
}

static void put_map(struct http_exchange *x, struct view *view, const struct places *places,
		    const struct place *chosen)
{
	size_t count;
	const struct place *provinces = places_below(places, NULL, &count);
	struct tile *tiles = ARENA_ARRAY(x->c.arena, count + 1, struct tile);

	for (size_t i = 0; i < count; i++) {
		tiles[i] = (struct tile){
			.code = provinces[i].code,
			.label = place_name(&provinces[i], x->language),
			.href = place_href(x->c.arena, &provinces[i]),
			.current = chosen != NULL && slice_starts(chosen->code, provinces[i].code),
		};
	}
	view_html(view, "map",
		  tiles_draw(x->c.arena,
			     messages_get(x->app->messages, x->language, S("places.map")).text,
			     tiles, count));
}

static err put_found(struct http_exchange *x, struct view *view, const struct places *places)
{
	const struct slice typed = http_query(&x->request, "q");
	const struct place_hit *hits;
	size_t count;

	TRY(places_find(&x->c, places, typed, (struct slice){0}, FOUND, &hits, &count));
	view_text(view, "typed", typed);
	view_flag(view, "has_found", count > 0);
	view_list(view, "found");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(view, "found");
		view_text(item, "href", place_href(x->c.arena, hits[i].place));
		view_text(item, "path", place_path(x->c.arena, hits[i].place, x->language));
		view_text(item, "type", type_word(x, hits[i].place));
		view_text(item, "name_km", hits[i].place->name_km);
	}
	return OK;
}

static err show_places(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	const struct places *places;

	TRY(page_places(x, &places));
	const struct place *chosen = put_steps(x, view, places);
	put_chosen(x, view, chosen);
	put_map(x, view, places, chosen);
	TRY(put_found(x, view, places));
	view_flag(view, "only_provinces", places_count(places, PLACE_DISTRICT) == 0);
	return page_show(x, SECTION_PLACES, "places.title", "places", view);
}

static err send_json(struct http_exchange *x)
{
	struct buf *out = buf_create(x->c.arena, JSON_MAX);
	const struct places *places;
	const struct place_hit *hits;
	struct json_writer json;
	struct slice text;
	size_t count;

	TRY(page_places(x, &places));
	TRY(places_find(&x->c, places, http_query(&x->request, "q"), http_query(&x->request, "in"),
			FOUND, &hits, &count));
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_key(&json, "results");
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		const struct place *place = hits[i].place;
		json_open_object(&json);
		json_put_text(&json, "code", place->code);
		json_put_text(&json, "level", place_level_code(place->level));
		json_put_text(&json, "name_km", place->name_km);
		json_put_text(&json, "name_latin", place->name_latin);
		json_put_text(&json, "path", place_path(x->c.arena, place, x->language));
		json_put_text(&json, "href", place_href(x->c.arena, place));
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "application/json", NULL, text);
}

static const struct route ROUTES[] = {
	ROUTE(GET, ANYONE, "/places", show_places,
	      "Choose a province, district, commune or village; down to what is loaded.",
	      .cache = CACHE_REVALIDATE),
	ROUTE(GET, ANYONE, "/places.json", send_json,
	      "Places that fit what is typed (q), within a place (in): for the picker.",
	      .cache = CACHE_REVALIDATE),
};

struct route_table places_routes(void)
{
	return (struct route_table){.routes = ROUTES, .count = COUNT_OF(ROUTES)};
}
