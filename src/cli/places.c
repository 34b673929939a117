/* places.c - `spean places`: load a gazetteer, find a place by its name, show one by its code. */
#include "places/places.h"

#include "base/csv.h"
#include "base/file.h"
#include "cli/commands.h"
#include "places/import.h"

enum { FILE_MAX_BYTES = 64 * 1024 * 1024, FILES_MAX = 100, TOP = 10 };

static const struct cli_option IMPORT_OPTIONS[] = {{"source", "TEXT"}, {NULL, NULL}};
static const struct cli_option FIND_OPTIONS[] = {
	{"in", "CODE"}, {"top", "N"}, {"json", NULL}, {NULL, NULL}};
static const struct cli_option SHOW_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

static err run_import(struct cli *cli)
{
	struct ctx *c = &cli->c;
	struct csv *tables = ARENA_ARRAY(c->arena, cli->arguments_count, struct csv);
	struct places_report report;
	struct door *door;

	TRY(cli_writing_door(cli, &door));
	for (size_t i = 0; i < cli->arguments_count; i++) {
		struct slice text;
		TRY(file_read(c, cli->arguments[i], FILE_MAX_BYTES, &text));
		TRY(csv_parse(c, cli->arguments[i], text, &tables[i]));
	}
	TRY(places_import(c, door, tables, cli->arguments_count,
			  slice_of(cli_option(cli, "source")), &report));
	cli_say(cli, "places.imported",
		"districts=%zu\ncommunes=%zu\nvillages=%zu\nadded=%zu\nchanged=%zu\nsame=%zu",
		report.districts, report.communes, report.villages, report.records.added,
		report.records.changed.count, report.records.same);
	return OK;
}

static err open_places(struct cli *cli, struct places **ret_places)
{
	struct door door;
	TRY(cli_door(cli, &door));
	return places_load(&cli->c, &door, ret_places);
}

/* Without a gazetteer nothing below a province can be found: that is worth a word. */
static void say_precision(struct cli *cli, const struct places *places)
{
	if (places_count(places, PLACE_DISTRICT) == 0) {
		cli_say(cli, "places.provinces_only", "%s", "");
	}
}

static err no_such_place(struct cli *cli, const char *code)
{
	return FAIL(&cli->c, ERR_NOT_FOUND, "places.missing", "code=%.*s",
		    SLICE_PRINT(slice_between(slice_of(code), 0, 60)));
}

static struct slice level_word(struct cli *cli, const struct place *place)
{
	const struct slice type = cli->language == LANGUAGE_KM ? place->type_km : place->type_en;
	const struct slice key = arena_format(cli->c.arena, "places.level.%.*s",
					      SLICE_PRINT(place_level_code(place->level)));
	return slice_empty(type) ? messages_get(cli->messages, cli->language, key).text : type;
}

static struct slice likeness_word(struct cli *cli, const struct place_hit *hit)
{
	const struct slice key = arena_format(cli->c.arena, "places.like.%.*s",
					      SLICE_PRINT(place_likeness_code(hit->likeness)));
	return messages_get(cli->messages, cli->language, key).text;
}

static void print_hits(struct cli *cli, const struct place_hit *hits, size_t count)
{
	struct table *table = table_create(cli->c.arena, 5);

	for (size_t i = 0; i < count; i++) {
		const struct place *place = hits[i].place;
		table_cell(table, place->code);
		table_cell(table, level_word(cli, place));
		table_cell(table, place->name_km);
		table_cell(table, place_path(cli->c.arena, place, LANGUAGE_EN));
		table_cell(table, likeness_word(cli, &hits[i]));
	}
	table_print(table, cli->out);
}

static void print_json(struct cli *cli, const struct place_hit *hits, size_t count)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, "results");
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&json);
		json_put_text(&json, "likeness", place_likeness_code(hits[i].likeness));
		json_put_int(&json, "distance", hits[i].distance);
		json_key(&json, "place");
		place_json(&json, cli->c.arena, hits[i].place);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	buf_add_byte(cli->out, '\n');
}

static err run_find(struct cli *cli)
{
	const char *in = cli_option(cli, "in");
	const struct place_hit *hits;
	struct places *places;
	int64_t top = TOP;
	size_t count;

	TRY(cli_number(cli, "top", PLACES_FOUND_MAX, &top));
	TRY(open_places(cli, &places));
	if (in != NULL && places_get(places, slice_of(in)) == NULL) {
		return no_such_place(cli, in);
	}
	TRY(places_find(&cli->c, places, slice_of(cli->arguments[0]), slice_of(in), (size_t)top,
			&hits, &count));
	say_precision(cli, places);
	if (cli_given(cli, "json")) {
		print_json(cli, hits, count);
	} else if (count == 0) {
		cli_say(cli, "places.none", "%s", "");
	} else {
		print_hits(cli, hits, count);
	}
	return OK;
}

static void add_row(struct cli *cli, struct table *table, const char *key, struct slice value)
{
	if (!slice_empty(value)) {
		table_cell(table, cli_text(cli, key));
		table_cell(table, value);
	}
}

static void print_place(struct cli *cli, const struct places *places, const struct place *place)
{
	struct table *table = table_create(cli->c.arena, 2);
	size_t below;

	(void)places_below(places, place, &below);
	add_row(cli, table, "field.place.code", place->code);
	add_row(cli, table, "places.level", level_word(cli, place));
	add_row(cli, table, "field.place.name_km", place->name_km);
	add_row(cli, table, "field.place.name_latin", place->name_latin);
	add_row(cli, table, "field.place.other_names", place->other_names);
	add_row(cli, table, "places.path", place_path(cli->c.arena, place, cli->language));
	add_row(cli, table, "field.place.replaced_by", place->replaced_by);
	add_row(cli, table, "places.below", arena_format(cli->c.arena, "%zu", below));
	add_row(cli, table, "field.place.source", place->source);
	table_print(table, cli->out);
}

static err run_show(struct cli *cli)
{
	struct places *places;
	struct json_writer json;

	TRY(open_places(cli, &places));
	const struct place *place = places_get(places, slice_of(cli->arguments[0]));
	if (place == NULL) {
		say_precision(cli, places);
		return no_such_place(cli, cli->arguments[0]);
	}
	if (!cli_given(cli, "json")) {
		print_place(cli, places, place);
		return OK;
	}
	json_writer_init(&json, cli->out, JSON_INDENTED);
	place_json(&json, cli->c.arena, place);
	buf_add_byte(cli->out, '\n');
	return OK;
}

const struct command COMMAND_PLACES_IMPORT = {
	.name = "places import",
	.arguments = "FILE...",
	.arguments_min = 1,
	.arguments_max = FILES_MAX,
	.options = IMPORT_OPTIONS,
	.run = run_import,
};

const struct command COMMAND_PLACES_FIND = {
	.name = "places find",
	.arguments = "TEXT",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = FIND_OPTIONS,
	.run = run_find,
};

const struct command COMMAND_PLACES_SHOW = {
	.name = "places show",
	.arguments = "CODE",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SHOW_OPTIONS,
	.run = run_show,
};
