/* press_tiles.c - the map of provinces on paper: the grid of the pages (tiles.c), readable in grey.
 */
#include "render/press.h"
#include "render/tiles.h"

#define TILE 40.0
#define STEP 43.0

/* One line of text in the middle of a tile, from `y` down. */
static err draw_in_middle(struct ctx *c, struct press *press, enum sheet_font font,
			  struct slice text, double x, double y)
{
	struct slice ready;
	PangoLayout *layout;
	PangoRectangle extents;

	TRY(sheet_text(c, text, PAPER_CELL_BYTES_MAX, "paper.cell_too_long", &ready));
	TRY(sheet_layout(c, press, font, TILE, PAPER_LEFT, ready, &layout));
	pango_layout_get_extents(layout, NULL, &extents);
	const double width = (double)extents.width / PANGO_SCALE;
	(void)sheet_draw(press, layout, 0, 1, x + (TILE - width) / 2, y);
	g_object_unref(layout);
	return OK;
}

static void draw_box(struct press *press, enum paper_mark mark, double x, double y)
{
	cairo_rectangle(press->cairo, x, y, TILE, TILE);
	cairo_set_source_rgb(press->cairo, mark == PAPER_MARKED ? 0.8 : 0.96,
			     mark == PAPER_MARKED ? 0.8 : 0.96, mark == PAPER_MARKED ? 0.8 : 0.96);
	cairo_fill_preserve(press->cairo);
	cairo_set_source_rgb(press->cairo, 0, 0, 0);
	cairo_set_line_width(press->cairo, mark == PAPER_MARKED ? 2 : 0.4);
	cairo_stroke(press->cairo);
}

static err draw_tile(struct ctx *c, struct press *press, const struct tile_place *place,
		     const struct paper_tile *tile)
{
	const double left = SHEET_MARGIN + (SHEET_LINE - TILE_COLUMNS * STEP) / 2;
	const double x = left + place->column * STEP;
	const double y = press->y + place->row * STEP;
	const bool has_value = tile->value.length > 0;

	draw_box(press, tile->mark, x, y);
	TRY(draw_in_middle(c, press, tile->mark == PAPER_MARKED ? FONT_BOLD : FONT_BODY,
			   slice_of(place->text), x, y + (has_value ? 4 : 11)));
	return has_value ? draw_in_middle(c, press, FONT_SMALL, tile->value, x, y + 22) : OK;
}

static const struct tile_place *place_of(struct slice code)
{
	for (size_t i = 0; i < TILE_PLACES; i++) {
		if (slice_is(code, TILE_GRID[i].code)) {
			return &TILE_GRID[i];
		}
	}
	return NULL;
}

err press_tiles(struct ctx *c, struct press *press, const struct paper_tile *tiles, size_t count)
{
	enum { AFTER = 8 };
	const double height = TILE_ROWS * STEP;

	TRY(sheet_need(c, press, height));
	for (size_t i = 0; i < count; i++) {
		const struct tile_place *place = place_of(tiles[i].code);
		if (place != NULL) {
			TRY(draw_tile(c, press, place, &tiles[i]));
		}
	}
	press->y += height + AFTER;
	return OK;
}
