/* figures_paper.c - a rebuilt table of the review on paper, with its notes. */
#include "render/paper.h"
#include "text/format.h"
#include "web/figures.h"

enum { TABLE_BYTES_MAX = 4 * 1024 * 1024, PLACE_WIDTH = 3, NUMBER_WIDTH = 2 };

static struct slice word(struct http_exchange *x, const char *key)
{
	return messages_get(x->app->messages, x->language, slice_of(key)).text;
}

static struct slice number_text(struct http_exchange *x, const struct figure *figure)
{
	return figure != NULL
		       ? format_number(x->c.arena, x->language, DIGITS_LATIN, figure->value_text)
		       : S("–");
}

/* "63 ? [1] [2]" */
static struct slice cell_text(struct http_exchange *x, const struct ledger_table *table, size_t row,
			      size_t column)
{
	const struct slice value = number_text(x, grid_cell(table->grid, row, column));
	struct slice text = arena_format(x->c.arena, "%.*s%s", SLICE_PRINT(value),
					 table_uncertain(table, row, column) ? " ?" : "");
	for (size_t i = 0; i < table->notes_count; i++) {
		if (table_note_on(table, &table->notes[i], row, column)) {
			text = arena_format(x->c.arena, "%.*s [%zu]", SLICE_PRINT(text),
					    table->notes[i].number);
		}
	}
	return text;
}

static struct slice outside_text(struct http_exchange *x, const struct ledger_table *table)
{
	struct slice text = number_text(x, table->outside);
	for (size_t i = 0; i < table->notes_count; i++) {
		if (table_note_outside(table, &table->notes[i])) {
			text = arena_format(x->c.arena, "%.*s [%zu]", SLICE_PRINT(text),
					    table->notes[i].number);
		}
	}
	return text;
}

/* Places down, forms across, the total, and what stands beside it. */
static err put_grid(struct http_exchange *x, struct paper *paper, const struct ledger_table *table)
{
	const struct grid *grid = table->grid;
	const size_t outside = table->outside != NULL ? 1 : 0;
	const size_t width = grid->columns_count + 2 + outside;
	struct paper_column *columns = ARENA_ARRAY(x->c.arena, width, struct paper_column);
	struct slice *cells = ARENA_ARRAY(x->c.arena, width * (grid->rows_count + 1), struct slice);
	struct slice *totals = cells + width * grid->rows_count;
	const size_t total = grid->columns_count + 1;

	columns[0] = (struct paper_column){word(x, "figures.aspect.destination"), PLACE_WIDTH,
					   PAPER_LEFT};
	totals[0] = word(x, "figures.total");
	for (size_t i = 0; i < grid->columns_count; i++) {
		const struct message form = model_neutral_label(x->app->model, x->language, "form",
								grid->columns[i].name);
		columns[i + 1] = (struct paper_column){form.text, NUMBER_WIDTH, PAPER_RIGHT};
		totals[i + 1] = number_text(x, grid->columns[i].total);
	}
	columns[total] = (struct paper_column){word(x, "figures.total"), NUMBER_WIDTH, PAPER_RIGHT};
	totals[total] = number_text(x, grid->grand);
	if (outside != 0) {
		columns[total + 1] = (struct paper_column){word(x, "figures.outside.short"),
							   NUMBER_WIDTH, PAPER_RIGHT};
		totals[total + 1] = outside_text(x, table);
	}
	for (size_t row = 0; row < grid->rows_count; row++) {
		struct slice *at = cells + row * width;
		at[0] = page_figure_places(x, grid->rows[row].name);
		for (size_t i = 0; i < grid->columns_count; i++) {
			at[i + 1] = cell_text(x, table, row, i);
		}
		at[total] = number_text(x, grid->rows[row].total);
		if (outside != 0) {
			at[total + 1] = S("–");
		}
	}
	return paper_table(&x->c, paper, columns, width, cells, grid->rows_count + 1);
}

static err put_notes(struct http_exchange *x, struct paper *paper, const struct ledger_table *table)
{
	const char *const legends[][2] = {{"–", "figures.legend.unknown"},
					  {"?", "figures.legend.uncertain"}};
	for (size_t i = 0; i < COUNT_OF(legends); i++) {
		const struct slice text = arena_format(x->c.arena, "%s %.*s", legends[i][0],
						       SLICE_PRINT(word(x, legends[i][1])));
		TRY(paper_paragraph(&x->c, paper, PAPER_SMALL, text));
	}
	for (size_t i = 0; i < table->notes_count; i++) {
		const struct table_note *note = &table->notes[i];
		const struct slice text = arena_format(x->c.arena, "[%zu] %.*s: %.*s", note->number,
						       SLICE_PRINT(note->conflict->id),
						       SLICE_PRINT(note->conflict->explanation));
		TRY(paper_paragraph(&x->c, paper, PAPER_SMALL, text));
	}
	return OK;
}

static err put_sheet(struct http_exchange *x, struct paper *paper, const struct ledger_table *table)
{
	const struct figure *grand = table->grid->grand;
	const struct slice from =
		arena_format(x->c.arena, "%.*s · %.*s", SLICE_PRINT(grand->publisher),
			     SLICE_PRINT(page_figure_time(x, grand)));
	TRY(paper_heading(&x->c, paper, PAPER_TITLE, word(x, "figures.table.link")));
	TRY(paper_paragraph(&x->c, paper, PAPER_LEAD, from));
	TRY(paper_paragraph(&x->c, paper, PAPER_BODY, word(x, "figures.table.lead")));
	TRY(put_grid(x, paper, table));
	return put_notes(x, paper, table);
}

static err send_sheet(struct http_exchange *x, struct slice name)
{
	const struct paper_options options = {
		.language = x->language,
		.title = word(x, "paper.table"),
		.footer = word(x, "figures.heading"),
		.worker = x->app->worker,
	};
	struct buf *out = buf_create(x->c.arena, TABLE_BYTES_MAX);
	struct ledger ledger;
	struct ledger_table table;
	struct paper *paper;
	struct slice pdf;
	TRY(page_ledger_open(x, &ledger));
	TRY(figures_table(&x->c, x->app->embedded, &ledger, name, &table));
	TRY(paper_create(&x->c, &options, &paper));
	TRY(put_sheet(x, paper, &table));
	TRY(paper_finish(&x->c, paper, out));
	TRY(buf_done(&x->c, out, &pdf));
	return page_send(x, "application/pdf", NULL, pdf);
}

err page_figures_table_or_paper(struct http_exchange *x)
{
	const struct slice asked = x->parameters[0];
	const struct slice end = S(".pdf");
	return slice_ends(asked, end)
		       ? send_sheet(x, slice_between(asked, 0, asked.length - end.length))
		       : page_figures_table(x);
}
