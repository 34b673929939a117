/* directory.c - `spean directory list|show|coverage|gaps`. */
#include "cli/directory.h"

#include <string.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/paragraph.h"
#include "directory/export.h"

err directory_open(struct cli *cli, struct door *ret_door, struct directory *ret_directory)
{
	TRY(cli_door(cli, ret_door));
	return directory_load(&cli->c, ret_door, ret_directory);
}

struct words directory_words(const struct cli *cli)
{
	return (struct words){
		.arena = cli->c.arena,
		.messages = cli->messages,
		.model = cli->model,
		.language = cli->language,
		.reader = WORDS_STAFF,
	};
}

err directory_scope_option(struct cli *cli, enum directory_scope *ret_scope)
{
	const char *origin = cli_option(cli, "origin");
	if (origin == NULL || strcmp(origin, "review") == 0) {
		*ret_scope = SCOPE_REVIEW;
		return OK;
	}
	if (strcmp(origin, "all") == 0) {
		*ret_scope = SCOPE_ALL;
		return OK;
	}
	(void)FAIL(&cli->c, ERR_INVALID, "cli.option_bad",
		   "option=origin\nvalue=%.*s\nallowed=review, all",
		   SLICE_PRINT(slice_between(slice_of(origin), 0, 80)));
	return cli_usage(cli);
}

void directory_json_begin(struct cli *cli, struct json_writer *ret_json)
{
	json_writer_init(ret_json, cli->out, JSON_INDENTED);
}

void directory_json_end(struct cli *cli)
{
	buf_add_byte(cli->out, '\n');
}

/* ---- list */

struct filter {
	enum directory_scope scope;
	unsigned component; /* bits, 0: all */
	bool searched;
	struct records found; /* programmes and organisations with the words of --search */
};

static bool found_by_search(const struct filter *filter, struct slice id)
{
	for (size_t i = 0; i < filter->found.count; i++) {
		if (slice_equal(record_id(&filter->found.at[i]), id)) {
			return true;
		}
	}
	return false;
}

static bool listed(const struct filter *filter, const struct programme *programme)
{
	if (filter->scope == SCOPE_REVIEW && programme->origin != ORIGIN_REVIEW) {
		return false;
	}
	if (filter->component != 0 && (programme->components & filter->component) == 0) {
		return false;
	}
	return !filter->searched || found_by_search(filter, programme->id) ||
	       found_by_search(filter, programme->organisation->id);
}

static err read_component(struct cli *cli, unsigned *ret_component)
{
	const struct slice component = slice_of(cli_option(cli, "component"));
	const struct kind *kind = model_kind("programme");

	if (slice_empty(component)) {
		*ret_component = 0;
		return OK;
	}
	struct field field = kind->fields[kind_field(kind, "components")];
	field.name = "component"; /* as the option is called */
	if (model_check(&cli->c, cli->model, &field, component) != OK) {
		return fail_as_option(&cli->c);
	}
	*ret_component = model_component_bits(component);
	return OK;
}

static err search(struct cli *cli, struct door *door, struct filter *filter)
{
	enum { FOUND_MAX = 1000 };
	const struct slice text = slice_of(cli_option(cli, "search"));

	filter->searched = !slice_empty(text);
	return filter->searched
		       ? record_search(&cli->c, door, NULL, text, FOUND_MAX, &filter->found)
		       : OK;
}

static void list_json(struct cli *cli, const struct directory *directory,
		      const struct filter *filter)
{
	struct json_writer json;
	directory_json_begin(cli, &json);
	json_open_object(&json);
	json_key(&json, "programmes");
	json_open_array(&json);
	for (size_t i = 0; i < directory->programmes_count; i++) {
		if (listed(filter, &directory->programmes[i])) {
			programme_json(&json, &directory->programmes[i], clock_today());
		}
	}
	json_close_array(&json);
	json_close_object(&json);
	directory_json_end(cli);
}

static void list_text(struct cli *cli, const struct directory *directory,
		      const struct filter *filter)
{
	const struct words words = directory_words(cli);
	struct table *table = table_create(cli->c.arena, 4);
	size_t count = 0;

	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (listed(filter, programme)) {
			table_cell(table, programme->id);
			table_cell(table, programme->organisation->name);
			table_cell(table, programme->name);
			table_cell(table, words_components(&words, programme->components));
			count++;
		}
	}
	table_print(table, cli->out);
	buf_printf(cli->out, "%.*s\n",
		   SLICE_PRINT(messages_count(cli->c.arena, cli->messages, cli->language,
					      "directory.count", (int64_t)count)));
}

static err run_list(struct cli *cli)
{
	struct filter filter = {.scope = SCOPE_ALL};
	struct directory directory;
	struct door door;

	if (cli_given(cli, "origin")) {
		TRY(directory_scope_option(cli, &filter.scope));
	}
	TRY(read_component(cli, &filter.component));
	TRY(directory_open(cli, &door, &directory));
	TRY(search(cli, &door, &filter));
	if (cli_given(cli, "json")) {
		list_json(cli, &directory, &filter);
	} else {
		list_text(cli, &directory, &filter);
	}
	return OK;
}

static const struct cli_option LIST_OPTIONS[] = {
	{"search", "WORDS"}, {"component", "CODE"}, {"origin", "review|all"},
	{"json", NULL},      {NULL, NULL},
};

const struct command COMMAND_DIRECTORY_LIST = {
	.name = "directory list",
	.arguments = "",
	.options = LIST_OPTIONS,
	.run = run_list,
};

/* ---- show */

/* One value as people read it: codes by their labels, dates and text as they are. */
static struct slice value_text(struct cli *cli, const struct field *field, struct slice value)
{
	const bool codes = field->type == FIELD_CODE || field->type == FIELD_CODES;
	struct slice text = S("");
	struct slice item;

	if (!codes) {
		return value;
	}
	while (slice_next_item(&value, &item)) {
		const struct message label = field_code_staff_label(cli->model, cli->messages,
								    cli->language, field, item);
		text = arena_format(cli->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(label.text));
	}
	return text;
}

static void show_text(struct cli *cli, const struct record *record)
{
	const struct kind *kind = record->values.kind;
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		const struct slice value = record->values.at[i];
		if (slice_empty(value) || (field->flags & FIELD_INTERNAL) != 0) {
			continue;
		}
		const char *key =
			arena_format(cli->c.arena, "field.%s.%s", kind->name, field->name).at;
		const struct slice head =
			arena_format(cli->c.arena, "%.*s: ", SLICE_PRINT(cli_text(cli, key)));
		add_paragraph(cli->out, 0, 4, head, value_text(cli, field, value));
	}
}

static void show_organisation(struct cli *cli, const struct directory *directory,
			      const struct organisation *organisation)
{
	struct json_writer json;
	if (cli_given(cli, "json")) {
		directory_json_begin(cli, &json);
		organisation_json(&json, directory, organisation);
		directory_json_end(cli);
		return;
	}
	const struct words words = directory_words(cli);
	show_text(cli, organisation->record);
	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (programme->organisation == organisation) {
			buf_printf(cli->out, "  %.*s  %.*s: %.*s\n", SLICE_PRINT(programme->id),
				   SLICE_PRINT(programme->name),
				   SLICE_PRINT(words_components(&words, programme->components)));
		}
	}
}

static void show_programme(struct cli *cli, const struct programme *programme)
{
	struct json_writer json;
	const struct pdate today = clock_today();
	if (cli_given(cli, "json")) {
		directory_json_begin(cli, &json);
		programme_json(&json, programme, today);
		directory_json_end(cli);
		return;
	}
	show_text(cli, programme->record);
	const enum freshness freshness = directory_freshness(programme->informed, today);
	if (freshness != FRESH) {
		const char *key = freshness == STALE ? "directory.stale" : "match.stale.undated";
		buf_printf(cli->out, "! %.*s\n", SLICE_PRINT(cli_text(cli, key)));
	}
}

static err run_show(struct cli *cli)
{
	const struct slice id = slice_of(cli->arguments[0]);
	struct directory directory;
	struct door door;

	TRY(directory_open(cli, &door, &directory));
	const struct programme *programme = directory_programme(&directory, id);
	const struct organisation *organisation = directory_organisation(&directory, id);
	if (programme == NULL && organisation == NULL) {
		return FAIL(&cli->c, ERR_NOT_FOUND, "directory.no_such_id", "id=%.*s",
			    SLICE_PRINT(slice_between(id, 0, 80)));
	}
	/* "horizons" names both: the organisation of that name runs one programme of that name. */
	if (organisation != NULL && (programme == NULL || cli_given(cli, "organisation"))) {
		show_organisation(cli, &directory, organisation);
	} else if (programme != NULL) {
		show_programme(cli, programme);
	}
	return OK;
}

static const struct cli_option SHOW_OPTIONS[] = {
	{"organisation", NULL}, {"json", NULL}, {NULL, NULL}};

const struct command COMMAND_DIRECTORY_SHOW = {
	.name = "directory show",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SHOW_OPTIONS,
	.run = run_show,
};
