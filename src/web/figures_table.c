/* figures_table.c - /figures/tables/NAME: the rebuilt table, its chart, its other forms, and every
 * placement of its printed values. */
#include "figures/export.h"
#include "web/figures.h"

enum { EXPORT_MAX = 1 << 20 };

/* ---- The table */

static void put_note_numbers(struct view *view, const struct ledger_table *table, size_t row,
			     size_t column)
{
	view_list(view, "refs");
	for (size_t i = 0; i < table->notes_count; i++) {
		if (table_note_on(table, &table->notes[i], row, column)) {
			view_int(view_item(view, "refs"), "number",
				 (int64_t)table->notes[i].number);
		}
	}
}

/* Length of a bar in hundredths of the largest cell. */
static int64_t share(const struct figure *figure, int64_t largest)
{
	const int64_t value = figure != NULL ? decimal_whole(figure->value) : 0;
	return largest > 0 && value > 0 ? (value * 100 + largest - 1) / largest : 0;
}

static int64_t largest_cell(const struct grid *grid)
{
	int64_t largest = 0;
	for (size_t i = 0; i < grid->rows_count * grid->columns_count; i++) {
		const struct figure *cell = grid->cells[i];
		if (cell != NULL && decimal_whole(cell->value) > largest) {
			largest = decimal_whole(cell->value);
		}
	}
	return largest;
}

static void put_total(struct http_exchange *x, struct view *view, const char *name,
		      const struct figure *total)
{
	if (total != NULL) {
		page_number(x, view, name, total->value_text);
	} else {
		view_text(view, name, (struct slice){0});
	}
}

static void put_row(struct http_exchange *x, struct view *view, const struct ledger_table *table,
		    size_t row)
{
	const struct grid *grid = table->grid;
	const int64_t largest = largest_cell(grid);
	view_text(view, "place", page_figure_places(x, grid->rows[row].name));
	put_total(x, view, "row_total", grid->rows[row].total);
	view_list(view, "cells");
	for (size_t column = 0; column < grid->columns_count; column++) {
		const struct figure *cell = grid_cell(grid, row, column);
		struct view *item = view_item(view, "cells");
		page_label(x, item, "form", "form", grid->columns[column].name);
		view_flag(item, "printed", cell != NULL);
		view_text(item, "id", cell != NULL ? cell->id : (struct slice){0});
		put_total(x, item, "value", cell);
		view_flag(item, "uncertain", table_uncertain(table, row, column));
		view_int(item, "share", share(cell, largest));
		put_note_numbers(item, table, row, column);
	}
}

static void put_head(struct http_exchange *x, struct view *view, const struct grid *grid)
{
	view_list(view, "columns");
	for (size_t column = 0; column < grid->columns_count; column++) {
		struct view *item = view_item(view, "columns");
		page_label(x, item, "form", "form", grid->columns[column].name);
		put_total(x, item, "column_total", grid->columns[column].total);
	}
}

static void put_notes(struct http_exchange *x, struct view *view, const struct ledger_table *table)
{
	view_list(view, "notes");
	view_list(view, "outside_refs");
	for (size_t i = 0; i < table->notes_count; i++) {
		const struct table_note *note = &table->notes[i];
		struct view *item = view_item(view, "notes");
		view_int(item, "number", (int64_t)note->number);
		view_text(item, "conflict", note->conflict->id);
		page_register_text(x, item, "explanation", note->conflict->explanation);
		if (table_note_outside(table, note)) {
			view_int(view_item(view, "outside_refs"), "number", (int64_t)note->number);
		}
	}
}

/* ---- The chart */

/* "Malaysia 100: Work in a household abroad 63, Work abroad 37." */
static struct slice row_words(struct http_exchange *x, const struct ledger_table *table, size_t row)
{
	const struct grid *grid = table->grid;
	struct buf *out = buf_create(x->c.arena, 4096);
	const struct figure *total = grid->rows[row].total;
	buf_add(out, page_figure_places(x, grid->rows[row].name));
	if (total != NULL) {
		buf_printf(out, " %.*s", SLICE_PRINT(total->value_text));
	}
	const char *between = ": ";
	for (size_t column = 0; column < grid->columns_count; column++) {
		const struct figure *cell = grid_cell(grid, row, column);
		if (cell == NULL) {
			continue;
		}
		const struct slice label = model_neutral_label(x->app->model, x->language, "form",
							       grid->columns[column].name)
						   .text;
		buf_printf(out, "%s%.*s %.*s%s", between, SLICE_PRINT(label),
			   SLICE_PRINT(cell->value_text),
			   table_uncertain(table, row, column) ? " (?)" : "");
		between = ", ";
	}
	return buf_slice(out);
}

static struct slice description(struct http_exchange *x, const struct ledger_table *table)
{
	struct buf *out = buf_create(x->c.arena, 65536);
	for (size_t row = 0; row < table->grid->rows_count; row++) {
		buf_printf(out, "%s%.*s.", row == 0 ? "" : " ",
			   SLICE_PRINT(row_words(x, table, row)));
	}
	return buf_slice(out);
}

static struct chart_row chart_row(struct http_exchange *x, const struct ledger_table *table,
				  size_t row)
{
	const struct grid *grid = table->grid;
	int64_t *values = ARENA_ARRAY(x->c.arena, grid->columns_count, int64_t);
	bool *uncertain = ARENA_ARRAY(x->c.arena, grid->columns_count, bool);
	for (size_t column = 0; column < grid->columns_count; column++) {
		const struct figure *cell = grid_cell(grid, row, column);
		values[column] = cell != NULL ? decimal_whole(cell->value) : 0;
		uncertain[column] = table_uncertain(table, row, column);
	}
	return (struct chart_row){.label = page_figure_places(x, grid->rows[row].name),
				  .values = values,
				  .uncertain = uncertain};
}

static void put_chart(struct http_exchange *x, struct view *view, const struct ledger_table *table)
{
	const struct grid *grid = table->grid;
	struct slice *series = ARENA_ARRAY(x->c.arena, grid->columns_count, struct slice);
	struct chart_row *rows = ARENA_ARRAY(x->c.arena, grid->rows_count, struct chart_row);
	const struct slice title =
		messages_get(x->app->messages, x->language, S("figures.table.chart")).text;
	for (size_t column = 0; column < grid->columns_count; column++) {
		series[column] = model_neutral_label(x->app->model, x->language, "form",
						     grid->columns[column].name)
					 .text;
	}
	for (size_t row = 0; row < grid->rows_count; row++) {
		rows[row] = chart_row(x, table, row);
	}
	view_html(view, "chart",
		  chart_stacked(x->c.arena, title, description(x, table), series,
				grid->columns_count, rows, grid->rows_count));
}

/* ---- Placements */

enum rows_shown { ALL_ROWS, UNCERTAIN_ROWS };

static bool row_uncertain(const struct rebuild_result *result, size_t row)
{
	for (size_t column = 0; column < result->columns_count; column++) {
		if (rebuild_uncertain(result, row, column)) {
			return true;
		}
	}
	return false;
}

static void put_placed_row(struct http_exchange *x, struct view *view,
			   const struct rebuild_problem *problem,
			   const struct rebuild_result *result, const struct rebuild_cell *grid,
			   size_t row)
{
	view_text(view, "place", page_figure_places(x, problem->rows[row].name));
	view_list(view, "cells");
	for (size_t column = 0; column < result->columns_count; column++) {
		const struct rebuild_cell *cell = rebuild_at(result, grid, row, column);
		struct view *item = view_item(view, "cells");
		page_label(x, item, "form", "form", problem->columns[column].name);
		view_flag(item, "printed", cell->printed);
		page_number(x, item, "value", decimal_text(x->c.arena, cell->value));
		view_flag(item, "uncertain", rebuild_uncertain(result, row, column));
	}
}

static void put_placements(struct http_exchange *x, struct view *view, const char *name,
			   const struct rebuild_problem *problem,
			   const struct rebuild_result *result, enum rows_shown which)
{
	view_list(view, name);
	for (size_t i = 0; i < result->shown_count; i++) {
		struct view *item = view_item(view, name);
		page_figure_format(x, item, "label", "figures.places.number",
				   arena_format(x->c.arena, "number=%zu", i + 1));
		view_list(item, "heads");
		for (size_t column = 0; column < result->columns_count; column++) {
			page_label(x, view_item(item, "heads"), "form", "form",
				   problem->columns[column].name);
		}
		view_list(item, "rows");
		for (size_t row = 0; row < result->rows_count; row++) {
			if (which == ALL_ROWS || row_uncertain(result, row)) {
				put_placed_row(x, view_item(item, "rows"), problem, result,
					       result->shown[i], row);
			}
		}
	}
}

/* ---- The pages */

static void put_table(struct http_exchange *x, struct view *view, const struct ledger_table *table)
{
	const struct grid *grid = table->grid;
	view_text(view, "name", slice_of(table->definition->name));
	page_text(x, view, "total_label", "figures.total");
	page_text(x, view, "outside_label", "figures.outside.short");
	page_register_text(x, view, "title", grid->grand->indicator);
	page_register_text(x, view, "publisher", grid->grand->publisher);
	view_text(view, "time", page_figure_time(x, grid->grand));
	put_head(x, view, grid);
	view_list(view, "rows");
	for (size_t row = 0; row < grid->rows_count; row++) {
		put_row(x, view_item(view, "rows"), table, row);
	}
	put_total(x, view, "total", grid->grand);
	view_flag(view, "has_outside", table->outside != NULL);
	put_total(x, view, "outside", table->outside);
	put_notes(x, view, table);
	put_chart(x, view, table);
	view_text(view, "placements_text",
		  messages_count(x->c.arena, x->app->messages, x->language, "rebuild.count",
				 (int64_t)table->placements.fillings));
	view_flag(view, "from_print", table->from_print);
	view_flag(view, "is_open", table->placements.fillings > 1);
	put_placements(x, view, "placements", &table->problem, &table->placements, UNCERTAIN_ROWS);
}

static err send_csv(struct http_exchange *x, const struct ledger_table *table)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct slice text;
	export_table_csv(x->c.arena, table, out);
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "text/csv; charset=utf-8",
			 arena_format(x->c.arena, "%s.csv", table->definition->name).at, text);
}

static err send_json(struct http_exchange *x, const struct ledger_table *table)
{
	struct buf *out = buf_create(x->c.arena, EXPORT_MAX);
	struct json_writer json;
	struct slice text;
	json_writer_init(&json, out, JSON_INDENTED);
	const struct exporter exporter = {x->c.arena, x->app->messages, x->language, &json};
	export_table(&exporter, table);
	TRY(buf_done(&x->c, out, &text));
	return page_send(x, "application/json", NULL, text);
}

static struct slice without(struct slice name, struct slice end)
{
	return slice_ends(name, end) ? slice_between(name, 0, name.length - end.length) : name;
}

err page_figures_table(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	const struct slice asked = x->parameters[0];
	const struct slice name = without(without(asked, S(".csv")), S(".json"));
	struct ledger ledger;
	struct ledger_table table;
	TRY(page_ledger_open(x, &ledger));
	TRY(figures_table(&x->c, x->app->embedded, &ledger, name, &table));
	if (slice_ends(asked, S(".csv"))) {
		return send_csv(x, &table);
	}
	if (slice_ends(asked, S(".json"))) {
		return send_json(x, &table);
	}
	put_table(x, view, &table);
	return page_show(x, SECTION_FIGURES, "figures.page_word", "table", view);
}

static void put_printed(struct http_exchange *x, struct view *view,
			const struct rebuild_problem *problem)
{
	view_list(view, "printed");
	for (size_t i = 0; i < problem->values_count; i++) {
		page_number(x, view_item(view, "printed"), "value",
			    decimal_text(x->c.arena, problem->values[i]));
	}
	view_list(view, "row_sums");
	for (size_t i = 0; i < problem->rows_count; i++) {
		struct view *item = view_item(view, "row_sums");
		view_text(item, "line", page_figure_places(x, problem->rows[i].name));
		page_number(x, item, "sum", decimal_text(x->c.arena, problem->rows[i].sum));
	}
	view_list(view, "column_sums");
	for (size_t i = 0; i < problem->columns_count; i++) {
		struct view *item = view_item(view, "column_sums");
		page_label(x, item, "line", "form", problem->columns[i].name);
		page_number(x, item, "sum", decimal_text(x->c.arena, problem->columns[i].sum));
	}
}

/* A fact as a place and a value; an unknown row or column stays empty. */
static void put_facts(struct http_exchange *x, struct view *view,
		      const struct rebuild_problem *problem)
{
	view_list(view, "facts");
	for (size_t i = 0; i < problem->facts_count; i++) {
		const struct rebuild_fact *fact = &problem->facts[i];
		struct view *item = view_item(view, "facts");
		page_number(x, item, "value", decimal_text(x->c.arena, fact->value));
		view_text(item, "place",
			  fact->row == REBUILD_ANYWHERE
				  ? (struct slice){0}
				  : page_figure_places(x, problem->rows[fact->row].name));
		if (fact->column == REBUILD_ANYWHERE) {
			view_text(item, "form", (struct slice){0});
			view_text(item, "form_lang", (struct slice){0});
		} else {
			page_label(x, item, "form", "form", problem->columns[fact->column].name);
		}
	}
}

err page_figures_places(struct http_exchange *x)
{
	struct view *view = view_create(x->c.arena);
	struct ledger ledger;
	struct ledger_table table;
	struct rebuild_problem problem;
	struct rebuild_result with_text;
	struct rebuild_result by_sums;
	TRY(page_ledger_open(x, &ledger));
	TRY(figures_table(&x->c, x->app->embedded, &ledger, x->parameters[0], &table));
	TRY(table_printed(&x->c, x->app->embedded, table.definition, REBUILD_WITH_TEXT, &problem));
	TRY(rebuild_run(&x->c, &problem, REBUILD_STEPS, &with_text));
	put_printed(x, view, &problem);
	put_facts(x, view, &problem);
	put_placements(x, view, "placements", &problem, &with_text, ALL_ROWS);
	problem.facts_count = 0;
	TRY(rebuild_run(&x->c, &problem, REBUILD_STEPS, &by_sums));
	put_placements(x, view, "by_sums", &problem, &by_sums, ALL_ROWS);
	view_text(view, "name", slice_of(table.definition->name));
	view_int(view, "count", (int64_t)with_text.fillings);
	view_int(view, "count_by_sums", (int64_t)by_sums.fillings);
	return page_show(x, SECTION_FIGURES, "figures.page_word", "table_places", view);
}
