/* figures_table.c - `spean figures table` and `spean figures rebuild`. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/figures.h"
#include "cli/paragraph.h"

enum { FILE_MAX = 1 << 20 };

/* Where nothing was printed: unknown, and never a nought. */
static const struct slice UNKNOWN = {.at = "–", .length = sizeof "–" - 1};

/* ---- table */

/* "42 [1]", "1? [3]": the value, a doubt about its place, and the notes that speak of it. */
static struct slice cell_text(struct cli *cli, const struct ledger_table *table, size_t row,
			      size_t column)
{
	const struct figure *cell = grid_cell(table->grid, row, column);
	struct slice text = arena_format(cli->c.arena, "%.*s%s",
					 SLICE_PRINT(cell != NULL ? cell->value_text : UNKNOWN),
					 table_uncertain(table, row, column) ? "?" : "");
	for (size_t i = 0; i < table->notes_count; i++) {
		if (table_note_on(table, &table->notes[i], row, column)) {
			text = arena_format(cli->c.arena, "%.*s [%zu]", SLICE_PRINT(text),
					    table->notes[i].number);
		}
	}
	return text;
}

static struct slice total_text(const struct figure *total)
{
	return total != NULL ? total->value_text : UNKNOWN;
}

static void print_grid(struct cli *cli, const struct ledger_table *table)
{
	const struct grid *grid = table->grid;
	struct table *text = table_create(cli->c.arena, grid->columns_count + 2);
	table_cell(text, S(""));
	for (size_t column = 0; column < grid->columns_count; column++) {
		table_cell_right(text, cli_figure_form(cli, grid->columns[column].name));
	}
	table_cell_right(text, cli_text(cli, "figures.total"));
	for (size_t row = 0; row < grid->rows_count; row++) {
		table_cell(text, cli_figure_places(cli, grid->rows[row].name));
		for (size_t column = 0; column < grid->columns_count; column++) {
			table_cell_right(text, cell_text(cli, table, row, column));
		}
		table_cell_right(text, total_text(grid->rows[row].total));
	}
	table_cell(text, cli_text(cli, "figures.total"));
	for (size_t column = 0; column < grid->columns_count; column++) {
		table_cell_right(text, total_text(grid->columns[column].total));
	}
	table_cell_right(text, total_text(grid->grand));
	table_print(text, cli->out);
}

static void print_outside(struct cli *cli, const struct ledger_table *table)
{
	struct slice marks = S("");
	if (table->outside == NULL) {
		return;
	}
	for (size_t i = 0; i < table->notes_count; i++) {
		if (table_note_outside(table, &table->notes[i])) {
			marks = arena_format(cli->c.arena, "%.*s [%zu]", SLICE_PRINT(marks),
					     table->notes[i].number);
		}
	}
	buf_printf(cli->out, "\n%.*s: %.*s%.*s\n",
		   SLICE_PRINT(cli_text(cli, "figures.outside.injury_and_death")),
		   SLICE_PRINT(table->outside->value_text), SLICE_PRINT(marks));
}

static void print_table(struct cli *cli, const struct ledger_table *table)
{
	const struct figure *grand = table->grid->grand;
	struct arena *arena = cli->c.arena;
	add_paragraph(cli->out, 0, 2, (struct slice){0}, grand->indicator);
	buf_printf(cli->out, "%.*s, %.*s\n\n", SLICE_PRINT(grand->publisher),
		   SLICE_PRINT(cli_figure_time(cli, grand)));
	print_grid(cli, table);
	print_outside(cli, table);
	buf_add_byte(cli->out, '\n');
	add_paragraph(cli->out, 0, 4, S("–   "), cli_text(cli, "figures.legend.unknown"));
	add_paragraph(cli->out, 0, 4, S("?   "), cli_text(cli, "figures.legend.uncertain"));
	for (size_t i = 0; i < table->notes_count; i++) {
		const struct conflict *conflict = table->notes[i].conflict;
		const struct slice head = arena_format(
			arena, "[%zu] %.*s  ", table->notes[i].number, SLICE_PRINT(conflict->id));
		add_paragraph(cli->out, 0, 4, head, conflict->explanation);
	}
}

static err run_table(struct cli *cli)
{
	struct door door;
	struct ledger ledger;
	struct ledger_table table;
	if (cli_given(cli, "json") && cli_given(cli, "csv")) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "figures.two_outputs");
		return cli_usage(cli);
	}
	TRY(cli_ledger_open(cli, &door, &ledger));
	TRY(figures_table(&cli->c, cli->embedded, &ledger, slice_of(cli->arguments[0]), &table));
	if (cli_given(cli, "json")) {
		const struct exporter exporter = cli_exporter_begin(cli);
		export_table(&exporter, &table);
		cli_exporter_end(cli);
	} else if (cli_given(cli, "csv")) {
		export_table_csv(cli->c.arena, &table, cli->out);
	} else {
		print_table(cli, &table);
	}
	return OK;
}

/* ---- rebuild */

static err read_problem(struct cli *cli, struct rebuild_problem *ret_problem)
{
	const enum rebuild_text text =
		cli_given(cli, "without-text") ? REBUILD_WITHOUT_TEXT : REBUILD_WITH_TEXT;
	struct slice bytes;
	struct csv csv;
	if (cli->arguments_count == 0) {
		size_t count = 0;
		return table_printed(&cli->c, cli->embedded, figures_tables(&count), text,
				     ret_problem);
	}
	TRY(file_read(&cli->c, cli->arguments[0], FILE_MAX, &bytes));
	TRY(csv_parse(&cli->c, cli->arguments[0], bytes, &csv));
	return rebuild_read(&cli->c, &csv, text, ret_problem);
}

static void print_placement(struct cli *cli, const struct rebuild_problem *problem,
			    const struct rebuild_result *result, const struct rebuild_cell *grid)
{
	struct table *text = table_create(cli->c.arena, problem->columns_count + 1);
	table_cell(text, S(""));
	for (size_t column = 0; column < problem->columns_count; column++) {
		table_cell_right(text, problem->columns[column].name);
	}
	for (size_t row = 0; row < problem->rows_count; row++) {
		table_cell(text, problem->rows[row].name);
		for (size_t column = 0; column < problem->columns_count; column++) {
			const struct rebuild_cell *cell = rebuild_at(result, grid, row, column);
			const bool uncertain = rebuild_uncertain(result, row, column);
			const struct slice value =
				cell->printed ? decimal_text(cli->c.arena, cell->value) : UNKNOWN;
			table_cell_right(text,
					 arena_format(cli->c.arena, "%.*s%s", SLICE_PRINT(value),
						      uncertain ? "?" : ""));
		}
	}
	table_print(text, cli->out);
}

static void print_rebuild(struct cli *cli, const struct rebuild_problem *problem,
			  const struct rebuild_result *result)
{
	buf_printf(cli->out, "%.*s\n",
		   SLICE_PRINT(messages_count(cli->c.arena, cli->messages, cli->language,
					      "rebuild.count", (int64_t)result->fillings)));
	add_paragraph(cli->out, 0, 0, (struct slice){0}, cli_sentence(cli, result->why_none));
	for (size_t i = 0; i < result->shown_count; i++) {
		buf_printf(cli->out, "\n%zu.\n", i + 1);
		print_placement(cli, problem, result, result->shown[i]);
	}
	if (result->shown_count < result->fillings) {
		buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "rebuild.more")));
	}
	if (rebuild_uncertain_count(result) > 0) {
		buf_add_byte(cli->out, '\n');
		add_paragraph(cli->out, 0, 4, S("?   "), cli_text(cli, "figures.legend.uncertain"));
	}
}

static err run_rebuild(struct cli *cli)
{
	struct rebuild_problem problem;
	struct rebuild_result result;
	TRY(read_problem(cli, &problem));
	TRY(rebuild_run(&cli->c, &problem, REBUILD_STEPS, &result));
	if (cli_given(cli, "json")) {
		const struct exporter exporter = cli_exporter_begin(cli);
		export_rebuild(&exporter, &problem, &result);
		cli_exporter_end(cli);
	} else {
		print_rebuild(cli, &problem, &result);
	}
	return OK;
}

static const struct cli_option TABLE_OPTIONS[] = {{"csv", NULL}, {"json", NULL}, {NULL, NULL}};
static const struct cli_option REBUILD_OPTIONS[] = {
	{"without-text", NULL}, {"json", NULL}, {NULL, NULL}};

const struct command COMMAND_FIGURES_TABLE = {
	.name = "figures table",
	.arguments = "NAME",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = TABLE_OPTIONS,
	.run = run_table,
};

const struct command COMMAND_FIGURES_REBUILD = {
	.name = "figures rebuild",
	.arguments = "[FILE]",
	.arguments_max = 1,
	.options = REBUILD_OPTIONS,
	.run = run_rebuild,
};
