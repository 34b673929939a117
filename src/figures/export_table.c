/* The table and the rebuild, as JSON and CSV. */
#include "figures/export.h"

static void key_of(const struct exporter *exporter, struct slice name)
{
	json_key(exporter->json, arena_cstr(exporter->arena, name));
}

static void number_or_null(const struct exporter *exporter, const struct figure *figure)
{
	if (figure != NULL) {
		json_number(exporter->json, decimal_text(exporter->arena, figure->value));
	} else {
		json_null(exporter->json);
	}
}

static void put_row(const struct exporter *exporter, const struct ledger_table *table, size_t row)
{
	struct json_writer *json = exporter->json;
	const struct grid *grid = table->grid;
	json_open_object(json);
	json_put_text(json, "destination", grid->rows[row].name);
	json_key(json, "cells");
	json_open_object(json);
	for (size_t column = 0; column < grid->columns_count; column++) {
		key_of(exporter, grid->columns[column].name);
		json_open_object(json);
		json_key(json, "value");
		number_or_null(exporter, grid_cell(grid, row, column));
		json_put_bool(json, "uncertain", table_uncertain(table, row, column));
		json_close_object(json);
	}
	json_close_object(json);
	json_key(json, "total");
	number_or_null(exporter, grid->rows[row].total);
	json_close_object(json);
}

static void put_columns(const struct exporter *exporter, const struct grid *grid)
{
	json_key(exporter->json, "columns");
	json_open_object(exporter->json);
	for (size_t column = 0; column < grid->columns_count; column++) {
		key_of(exporter, grid->columns[column].name);
		number_or_null(exporter, grid->columns[column].total);
	}
	json_close_object(exporter->json);
}

static void put_outside(const struct exporter *exporter, const struct ledger_table *table)
{
	json_key(exporter->json, "outside");
	json_open_object(exporter->json);
	if (table->outside != NULL) {
		json_key(exporter->json, table->definition->outside_key);
		number_or_null(exporter, table->outside);
	}
	json_close_object(exporter->json);
}

static void put_notes(const struct exporter *exporter, const struct ledger_table *table)
{
	struct json_writer *json = exporter->json;
	json_key(json, "notes");
	json_open_array(json);
	for (size_t i = 0; i < table->notes_count; i++) {
		const struct conflict *conflict = table->notes[i].conflict;
		json_open_object(json);
		json_put_int(json, "number", (int64_t)table->notes[i].number);
		json_put_text(json, "conflict", conflict->id);
		json_put_list(json, "figures", conflict->figure_ids);
		json_put_text(json, "text", conflict->explanation);
		json_close_object(json);
	}
	json_close_array(json);
}

void export_table(const struct exporter *exporter, const struct ledger_table *table)
{
	struct json_writer *json = exporter->json;
	const struct grid *grid = table->grid;
	json_open_object(json);
	json_put_text(json, "table", slice_of(table->definition->name));
	json_put_text(json, "publisher", grid->grand->publisher);
	json_put_text(json, "period_start", date_iso(exporter->arena, grid->grand->period_start));
	json_put_text(json, "period_end", date_iso(exporter->arena, grid->grand->period_end));
	json_put_text(json, "unit", grid->grand->unit);
	json_key(json, "rows");
	json_open_array(json);
	for (size_t row = 0; row < grid->rows_count; row++) {
		put_row(exporter, table, row);
	}
	json_close_array(json);
	put_columns(exporter, grid);
	json_key(json, "total");
	number_or_null(exporter, grid->grand);
	put_outside(exporter, table);
	json_put_int(json, "placements", (int64_t)table->placements.fillings);
	put_notes(exporter, table);
	json_close_object(json);
}

/* ---- CSV */

static void add_figure(struct buf *out, const struct figure *figure)
{
	csv_add(out, CSV_NEXT, figure != NULL ? figure->value_text : (struct slice){0});
}

static struct slice uncertain_forms(struct arena *arena, const struct ledger_table *table,
				    size_t row)
{
	struct slice list = {0};
	for (size_t column = 0; column < table->grid->columns_count; column++) {
		if (table_uncertain(table, row, column)) {
			list = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(list),
					    slice_empty(list) ? "" : ";",
					    SLICE_PRINT(table->grid->columns[column].name));
		}
	}
	return list;
}

static void add_header(const struct ledger_table *table, struct buf *out)
{
	csv_add(out, CSV_FIRST, S("destination"));
	for (size_t column = 0; column < table->grid->columns_count; column++) {
		csv_add(out, CSV_NEXT, table->grid->columns[column].name);
	}
	csv_add(out, CSV_NEXT, S("total"));
	if (table->outside != NULL) {
		csv_add(out, CSV_NEXT, slice_of(table->definition->outside_key));
	}
	csv_add(out, CSV_NEXT, S("uncertain"));
	csv_end_row(out);
}

void export_table_csv(struct arena *arena, const struct ledger_table *table, struct buf *out)
{
	const struct grid *grid = table->grid;
	add_header(table, out);
	for (size_t row = 0; row < grid->rows_count; row++) {
		csv_add(out, CSV_FIRST, grid->rows[row].name);
		for (size_t column = 0; column < grid->columns_count; column++) {
			add_figure(out, grid_cell(grid, row, column));
		}
		add_figure(out, grid->rows[row].total);
		if (table->outside != NULL) {
			add_figure(out, NULL); /* its destinations were lost */
		}
		csv_add(out, CSV_NEXT, uncertain_forms(arena, table, row));
		csv_end_row(out);
	}
	csv_add(out, CSV_FIRST, grid->grand->destination);
	for (size_t column = 0; column < grid->columns_count; column++) {
		add_figure(out, grid->columns[column].total);
	}
	add_figure(out, grid->grand);
	if (table->outside != NULL) {
		add_figure(out, table->outside);
	}
	csv_add(out, CSV_NEXT, (struct slice){0});
	csv_end_row(out);
}

/* ---- Rebuild */

enum which_cells { CERTAIN_CELLS, ALL_CELLS };

static void put_cells(const struct exporter *exporter, const struct rebuild_problem *problem,
		      const struct rebuild_result *result, const struct rebuild_cell *grid,
		      enum which_cells which)
{
	struct json_writer *json = exporter->json;
	json_open_array(json);
	for (size_t row = 0; row < result->rows_count; row++) {
		for (size_t column = 0; column < result->columns_count; column++) {
			const struct rebuild_cell *cell = rebuild_at(result, grid, row, column);
			if (!cell->printed ||
			    (which == CERTAIN_CELLS && rebuild_uncertain(result, row, column))) {
				continue;
			}
			json_open_object(json);
			json_put_text(json, "destination", problem->rows[row].name);
			json_put_text(json, "form", problem->columns[column].name);
			json_key(json, "value");
			json_number(json, decimal_text(exporter->arena, cell->value));
			json_close_object(json);
		}
	}
	json_close_array(json);
}

static void put_uncertain(const struct exporter *exporter, const struct rebuild_problem *problem,
			  const struct rebuild_result *result)
{
	struct json_writer *json = exporter->json;
	json_key(json, "uncertain");
	json_open_array(json);
	for (size_t row = 0; row < result->rows_count; row++) {
		for (size_t column = 0; column < result->columns_count; column++) {
			if (rebuild_uncertain(result, row, column)) {
				json_open_object(json);
				json_put_text(json, "destination", problem->rows[row].name);
				json_put_text(json, "form", problem->columns[column].name);
				json_close_object(json);
			}
		}
	}
	json_close_array(json);
}

void export_rebuild(const struct exporter *exporter, const struct rebuild_problem *problem,
		    const struct rebuild_result *result)
{
	struct json_writer *json = exporter->json;
	json_open_object(json);
	json_put_int(json, "fillings", (int64_t)result->fillings);
	if (result->fillings == 0) {
		json_put_text(json, "reason",
			      sentence_text(exporter->arena, exporter->messages, exporter->language,
					    result->why_none));
	}
	put_uncertain(exporter, problem, result);
	json_key(json, "cells");
	put_cells(exporter, problem, result, result->cells, CERTAIN_CELLS);
	json_key(json, "placements");
	json_open_array(json);
	for (size_t i = 0; i < result->shown_count; i++) {
		put_cells(exporter, problem, result, result->shown[i], ALL_CELLS);
	}
	json_close_array(json);
	json_close_object(json);
}
