/* directory.c - `spean directory list|show|coverage|gaps`. */
#include "cli/directory.h"

#include <string.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/record_text.h"
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

static err read_filter(struct cli *cli, struct values *ret_values, struct filter *ret_filter)
{
	struct values values = cli_question(cli);
	struct field_errors errors;
	if (values_check(&cli->c, cli->model, &values, &errors) != OK) {
		return fail_as_option(&cli->c);
	}
	*ret_filter = (struct filter){
		.scope = slice_is(values_get(&values, "origin"), "review") ? SCOPE_REVIEW
									   : SCOPE_ALL,
		.component = model_component_bits(values_get(&values, "component")),
		.searched = !slice_empty(values_get(&values, "search")),
	};
	*ret_values = values;
	return OK;
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

/* "2018 !" where it is old; "?" where nobody wrote it down. */
static struct slice information_date(struct cli *cli, const struct programme *programme,
				     struct pdate today)
{
	const enum freshness freshness = directory_freshness(programme->informed, today);
	if (freshness == UNDATED) {
		return S("?");
	}
	return arena_format(cli->c.arena, "%.*s%s",
			    SLICE_PRINT(date_iso(cli->c.arena, programme->informed)),
			    freshness == STALE ? " !" : "");
}

static void list_text(struct cli *cli, const struct directory *directory,
		      const struct filter *filter)
{
	const struct words words = directory_words(cli);
	struct table *table = table_create(cli->c.arena, 5);
	const struct pdate today = clock_today();
	size_t count = 0;

	for (size_t i = 0; i < directory->programmes_count; i++) {
		const struct programme *programme = &directory->programmes[i];
		if (listed(filter, programme)) {
			table_cell(table, programme->id);
			table_cell(table, information_date(cli, programme, today));
			table_cell(table, programme->organisation->name);
			table_cell(table, programme->name);
			table_cell(table, words_components(&words, programme->components));
			count++;
		}
	}
	table_print(table, cli->out);
	buf_printf(cli->out, "%.*s\n%.*s\n", SLICE_PRINT(cli_text(cli, "directory.list_legend")),
		   SLICE_PRINT(messages_count(cli->c.arena, cli->messages, cli->language,
					      "directory.count", (int64_t)count)));
}

static err run_list(struct cli *cli)
{
	enum { FOUND_MAX = 1000 };
	struct values values;
	struct filter filter;
	struct directory directory;
	struct door door;

	TRY(read_filter(cli, &values, &filter));
	TRY(directory_open(cli, &door, &directory));
	if (filter.searched) {
		TRY(record_search(&cli->c, &door, NULL, values_get(&values, "search"), FOUND_MAX,
				  &filter.found));
	}
	if (cli_given(cli, "json")) {
		list_json(cli, &directory, &filter);
	} else {
		list_text(cli, &directory, &filter);
	}
	return OK;
}

static const struct kind *directory_question_kind(void)
{
	return model_kind("directory_question");
}

static const struct cli_option LIST_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

const struct command COMMAND_DIRECTORY_LIST = {
	.name = "directory list",
	.arguments = "",
	.options = LIST_OPTIONS,
	.question = directory_question_kind,
	.run = run_list,
};

/* ---- show */

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
	cli_print_record(cli, organisation->record);
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
	cli_print_record(cli, programme->record);
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
