/* figures.c - `spean figures list|show`, and what the other subcommands of figures share. */
#include "cli/figures.h"

#include "cli/commands.h"
#include "cli/paragraph.h"
#include "cli/record_text.h"
#include "text/format.h"

err cli_ledger_open(struct cli *cli, struct door *ret_door, struct ledger *ret_ledger)
{
	TRY(cli_door(cli, ret_door));
	return figures_load(&cli->c, ret_door, ret_ledger);
}

struct exporter cli_exporter_begin(struct cli *cli)
{
	struct json_writer *json = ARENA_NEW(cli->c.arena, struct json_writer);
	json_writer_init(json, cli->out, JSON_INDENTED);
	return (struct exporter){cli->c.arena, cli->messages, cli->language, json};
}

void cli_exporter_end(struct cli *cli)
{
	buf_add_byte(cli->out, '\n');
}

struct slice cli_figure_value(struct cli *cli, const struct figure *figure)
{
	const struct slice number = slice_is(figure->value_kind, "year")
					    ? figure->value_text
					    : format_number(cli->c.arena, cli->language,
							    DIGITS_LATIN, figure->value_text);
	return arena_format(cli->c.arena, "%.*s %.*s", SLICE_PRINT(number),
			    SLICE_PRINT(figure->unit));
}

struct slice cli_figure_time(struct cli *cli, const struct figure *figure)
{
	const struct slice period = figures_aspect(cli->c.arena, figure, ASPECT_PERIOD);
	return slice_empty(period) ? date_iso(cli->c.arena, figure->as_of) : period;
}

struct slice cli_figure_places(struct cli *cli, struct slice destinations)
{
	struct slice text = S("");
	struct slice item;
	while (slice_next_item(&destinations, &item)) {
		const struct slice name =
			model_label(cli->model, cli->language, "jurisdiction", item).text;
		text = arena_format(cli->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : ", ", SLICE_PRINT(name));
	}
	return text;
}

struct slice cli_figure_form(struct cli *cli, struct slice form)
{
	return slice_empty(form)
		       ? form
		       : model_neutral_label(cli->model, cli->language, "form", form).text;
}

struct slice cli_sentence(struct cli *cli, struct sentence sentence)
{
	return sentence_text(cli->c.arena, cli->messages, cli->language, sentence);
}

void cli_print_conflicts(struct cli *cli, const char *heading_key,
			 const struct conflict_list *conflicts)
{
	if (conflicts->count == 0) {
		return;
	}
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, heading_key)));
	for (size_t i = 0; i < conflicts->count; i++) {
		const struct conflict *conflict = conflicts->at[i];
		const struct slice head =
			arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(conflict->id));
		add_paragraph(cli->out, 2, 8, head, conflict->title);
		add_paragraph(cli->out, 8, 8, (struct slice){0}, conflict->explanation);
	}
}

/* ---- list */

/* A code of an option, checked as the field of a figure that it narrows. */
static err read_code(struct cli *cli, const char *option, struct slice *ret_code)
{
	const struct kind *kind = model_kind("figure");
	const struct slice code = slice_of(cli_option(cli, option));
	if (!slice_empty(code) &&
	    model_check(&cli->c, cli->model, &kind->fields[kind_field(kind, option)], code) != OK) {
		return fail_as_option(&cli->c);
	}
	*ret_code = code;
	return OK;
}

static err read_filter(struct cli *cli, const struct ledger *ledger,
		       struct figure_filter *ret_filter)
{
	struct figure_filter filter = {
		.indicator = slice_of(cli_option(cli, "indicator")),
		.publisher = slice_of(cli_option(cli, "publisher")),
		.conflicts =
			cli_given(cli, "conflicts") ? ONLY_WITH_CONFLICT : WITH_OR_WITHOUT_CONFLICT,
	};
	TRY(read_code(cli, "destination", &filter.destination));
	TRY(read_code(cli, "form", &filter.form));
	if (!slice_empty(filter.indicator)) {
		TRY(figures_check_indicator(&cli->c, ledger, filter.indicator));
	}
	*ret_filter = filter;
	return OK;
}

/* "! C-01, C-08" */
static struct slice conflict_ids(struct cli *cli, const struct conflict_list *conflicts)
{
	struct slice text = S("");
	for (size_t i = 0; i < conflicts->count; i++) {
		text = arena_format(cli->c.arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    i == 0 ? "! " : ", ", SLICE_PRINT(conflicts->at[i]->id));
	}
	return text;
}

static void list_text(struct cli *cli, const struct ledger *ledger, const struct figure_list *list)
{
	struct table *table = table_create(cli->c.arena, 6);
	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = list->at[i];
		const struct conflict_list conflicts =
			figures_conflicts(cli->c.arena, ledger, figure);
		table_cell(table, figure->id);
		table_cell_right(table, cli_figure_value(cli, figure));
		table_cell(table, figure->indicator_code);
		table_cell(table, cli_figure_time(cli, figure));
		table_cell(table, figure->publisher);
		table_cell(table, conflict_ids(cli, &conflicts));
	}
	table_print(table, cli->out);
	buf_printf(cli->out, "%.*s\n",
		   SLICE_PRINT(messages_count(cli->c.arena, cli->messages, cli->language,
					      "figures.count", (int64_t)list->count)));
}

static err run_list(struct cli *cli)
{
	struct door door;
	struct ledger ledger;
	struct figure_filter filter;
	TRY(cli_ledger_open(cli, &door, &ledger));
	TRY(read_filter(cli, &ledger, &filter));
	const struct figure_list list = figures_select(cli->c.arena, &ledger, &filter);
	if (cli_given(cli, "json")) {
		const struct exporter exporter = cli_exporter_begin(cli);
		export_figures(&exporter, &ledger, &list);
		cli_exporter_end(cli);
	} else {
		list_text(cli, &ledger, &list);
	}
	return OK;
}

/* ---- show */

static err show_text(struct cli *cli, struct door *door, const struct ledger *ledger,
		     const struct figure *figure)
{
	struct record record;
	TRY(record_load(&cli->c, door, model_kind("figure"), figure->id, &record));
	cli_print_record(cli, &record);
	if (figures_is_unfinished(figure)) {
		buf_printf(cli->out, "! %.*s\n",
			   SLICE_PRINT(cli_text(cli, "figures.mark.unfinished")));
	}
	if (figures_is_estimate(figure)) {
		buf_printf(cli->out, "! %.*s\n",
			   SLICE_PRINT(cli_text(cli, "figures.mark.estimate")));
	}
	const struct conflict_list conflicts = figures_conflicts(cli->c.arena, ledger, figure);
	cli_print_conflicts(cli, "figures.conflicts", &conflicts);
	return OK;
}

static err run_show(struct cli *cli)
{
	struct door door;
	struct ledger ledger;
	const struct figure *figure = NULL;
	TRY(cli_ledger_open(cli, &door, &ledger));
	TRY(figures_get(&cli->c, &ledger, slice_of(cli->arguments[0]), &figure));
	if (!cli_given(cli, "json")) {
		return show_text(cli, &door, &ledger, figure);
	}
	const struct exporter exporter = cli_exporter_begin(cli);
	export_figure(&exporter, &ledger, figure);
	cli_exporter_end(cli);
	return OK;
}

static const struct cli_option LIST_OPTIONS[] = {
	{"indicator", "CODE"}, {"destination", "CODE"}, {"form", "CODE"}, {"publisher", "NAME"},
	{"conflicts", NULL},   {"json", NULL},          {NULL, NULL},
};
static const struct cli_option SHOW_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

const struct command COMMAND_FIGURES_LIST = {
	.name = "figures list",
	.arguments = "",
	.options = LIST_OPTIONS,
	.run = run_list,
};

const struct command COMMAND_FIGURES_SHOW = {
	.name = "figures show",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SHOW_OPTIONS,
	.run = run_show,
};
