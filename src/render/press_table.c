/* press_table.c - facts and tables: cells beside each other, and where a page ends between them. */
#include "render/press.h"

enum { CELL_PADDING = 4, ROW_PADDING = 3, CELLS_MAX = PAPER_COLUMNS_MAX, DIVIDED_LEAST = 60 };

/* One row, set: a layout for each cell. */
struct row {
	PangoLayout *cells[CELLS_MAX];
	int lines[CELLS_MAX]; /* drawn so far */
	double height;
};

struct grid {
	size_t count;
	double x[CELLS_MAX];
	double width[CELLS_MAX];
	enum paper_side sides[CELLS_MAX];
};

static void release_row(struct row *row)
{
	for (size_t i = 0; i < CELLS_MAX; i++) {
		if (row->cells[i] != NULL) {
			g_object_unref(row->cells[i]);
		}
	}
	*row = (struct row){0};
}

static err set_cells(struct ctx *c, struct press *press, const struct grid *grid,
		     const enum sheet_font *fonts, const struct slice *texts, struct row *row)
{
	for (size_t i = 0; i < grid->count; i++) {
		struct slice ready;
		TRY(sheet_text(c, texts[i], PAPER_CELL_BYTES_MAX, "paper.cell_too_long", &ready));
		TRY(sheet_layout(c, press, fonts[i], grid->width[i] - 2 * CELL_PADDING,
				 grid->sides[i], ready, &row->cells[i]));
		const double height = sheet_height(row->cells[i]);
		row->height = height > row->height ? height : row->height;
	}
	return OK;
}

static err set_row(struct ctx *c, struct press *press, const struct grid *grid,
		   const enum sheet_font *fonts, const struct slice *texts, struct row *ret_row)
{
	struct row row = {0};
	const err set = set_cells(c, press, grid, fonts, texts, &row);
	if (set != OK) {
		release_row(&row);
		return set;
	}
	*ret_row = row;
	return OK;
}

/* How many lines of a cell from `from` on fit into `room`: at least one, so that it goes on. */
static int lines_in(PangoLayout *layout, int from, double room)
{
	const int count = pango_layout_get_line_count(layout);
	double height = 0;
	int line = from;
	for (; line < count; line++) {
		PangoRectangle extents;
		pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, line), NULL,
					      &extents);
		height += 1.15 * (double)extents.height / PANGO_SCALE;
		if (height > room && line > from) {
			break;
		}
	}
	return line;
}

/* Draw as much of a row as fits into `room`. True when nothing is left. */
static bool draw_part(struct press *press, const struct grid *grid, struct row *row, double room)
{
	double drawn = 0;
	bool done = true;
	for (size_t i = 0; i < grid->count; i++) {
		const int count = pango_layout_get_line_count(row->cells[i]);
		const int to =
			room >= row->height ? count : lines_in(row->cells[i], row->lines[i], room);
		if (row->lines[i] >= count) {
			continue;
		}
		const double height = sheet_draw(press, row->cells[i], row->lines[i], to,
						 grid->x[i] + CELL_PADDING, press->y + ROW_PADDING);
		drawn = height > drawn ? height : drawn;
		row->lines[i] = to;
		done = done && to >= count;
	}
	press->y += drawn + 2 * ROW_PADDING;
	return done;
}

/* The headings again, at the top of every page; NULL for facts, which have none. */
struct head {
	const struct grid *grid;
	const struct slice *texts;
};

static err draw_head(struct ctx *c, struct press *press, const struct head *head)
{
	static const enum sheet_font BOLD[CELLS_MAX] = {
		FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD,
		FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD, FONT_BOLD,
	};
	struct row row;
	if (head == NULL) {
		return OK;
	}
	TRY(set_row(c, press, head->grid, BOLD, head->texts, &row));
	/* Headings that fill a page leave no room for rows: what does not fit is not shown. */
	(void)draw_part(press, head->grid, &row, SHEET_ROOM / 2);
	release_row(&row);
	sheet_rule(press, press->y, 1);
	return OK;
}

static err next_page(struct ctx *c, struct press *press, const struct head *head)
{
	TRY(sheet_next(c, press));
	return draw_head(c, press, head);
}

/* The room that a row asks for: one that is taller than a page is divided, and starts where a few
 * of its lines fit. */
static double room_of(const struct row *row)
{
	const double height = row->height + 2 * ROW_PADDING;
	return height > SHEET_ROOM ? DIVIDED_LEAST : height;
}

static err draw_row(struct ctx *c, struct press *press, const struct grid *grid,
		    const struct head *head, struct row *row)
{
	if (press->held_count > 0) {
		TRY(sheet_need(c, press, room_of(row)));
	}
	if (press->y + room_of(row) > SHEET_END && press->y > SHEET_MARGIN) {
		TRY(next_page(c, press, head));
	}
	while (!draw_part(press, grid, row, SHEET_END - press->y - 2 * ROW_PADDING)) {
		TRY(next_page(c, press, head));
	}
	sheet_rule(press, press->y, 0.3);
	return OK;
}

static err add_row(struct ctx *c, struct press *press, const struct grid *grid,
		   const struct head *head, const enum sheet_font *fonts, const struct slice *texts)
{
	struct row row;
	TRY(set_row(c, press, grid, fonts, texts, &row));
	const err drawn = draw_row(c, press, grid, head, &row);
	release_row(&row);
	return drawn;
}

err press_facts(struct ctx *c, struct press *press, const struct paper_fact *facts, size_t count)
{
	static const enum sheet_font FACT_FONTS[] = {FONT_BOLD, FONT_BODY};
	const struct grid grid = {
		.count = 2,
		.x = {SHEET_MARGIN, SHEET_MARGIN + SHEET_LINE / 3},
		.width = {SHEET_LINE / 3, SHEET_LINE * 2 / 3},
	};
	enum { AFTER = 6 };
	for (size_t i = 0; i < count; i++) {
		const struct slice texts[] = {facts[i].name, facts[i].value};
		TRY(add_row(c, press, &grid, NULL, FACT_FONTS, texts));
	}
	press->y += AFTER;
	return OK;
}

static err make_grid(struct ctx *c, const struct paper_column *columns, size_t count,
		     struct grid *ret_grid)
{
	struct grid grid = {.count = count};
	double shares = 0;
	double x = SHEET_MARGIN;
	if (count == 0 || count > PAPER_COLUMNS_MAX) {
		return FAIL(c, ERR_LIMIT, "paper.too_many_columns", "max=%d", PAPER_COLUMNS_MAX);
	}
	for (size_t i = 0; i < count; i++) {
		must(columns[i].width > 0);
		shares += columns[i].width;
	}
	for (size_t i = 0; i < count; i++) {
		grid.x[i] = x;
		grid.width[i] = SHEET_LINE * columns[i].width / shares;
		grid.sides[i] = columns[i].side;
		x += grid.width[i];
	}
	*ret_grid = grid;
	return OK;
}

/* The headings stay with the first row. */
static err need_head(struct ctx *c, struct press *press, const struct head *head,
		     const enum sheet_font *fonts, const struct slice *first)
{
	double height = DIVIDED_LEAST;
	struct row row;
	if (first != NULL) {
		TRY(set_row(c, press, head->grid, fonts, first, &row));
		height = room_of(&row);
		release_row(&row);
	}
	TRY(set_row(c, press, head->grid, fonts, head->texts, &row));
	height += row.height + 2 * ROW_PADDING;
	release_row(&row);
	return sheet_need(c, press, height);
}

err press_table(struct ctx *c, struct press *press, const struct paper_column *columns,
		size_t columns_count, const struct slice *cells, size_t rows_count)
{
	static const enum sheet_font CELL_FONTS[CELLS_MAX] = {FONT_BODY};
	enum { AFTER = 8 };
	struct slice headings[CELLS_MAX];
	struct grid grid;
	TRY(make_grid(c, columns, columns_count, &grid));
	for (size_t i = 0; i < columns_count; i++) {
		headings[i] = columns[i].heading;
	}
	const struct head head = {.grid = &grid, .texts = headings};
	TRY(need_head(c, press, &head, CELL_FONTS, rows_count > 0 ? cells : NULL));
	TRY(draw_head(c, press, &head));
	for (size_t row = 0; row < rows_count; row++) {
		TRY(add_row(c, press, &grid, &head, CELL_FONTS, cells + row * columns_count));
	}
	press->y += AFTER;
	return OK;
}
