/* tiles.c - the provinces as a map of tiles: one a province, of one size, in its rough place. A
 * hand-made grid and no outline: it is small, needs no licence, is read on a phone, and Kep is as
 * easy to hit as Siem Reap. */
#include "render/tiles.h"

#include "render/view.h"

enum { TILE = 52, STEP = 56, TILES_BYTES_MAX = 64 * 1024 };

/* Abbreviations: the letters by which the name is told from the others; not official ones. */
const struct tile_place TILE_GRID[TILE_PLACES] = {
	{"22", "ឧជ", 2, 0}, {"13", "វហ", 3, 0}, {"19", "សត", 4, 0}, {"16", "រគ", 5, 0},
	{"01", "បជ", 1, 1}, {"17", "សរ", 2, 1}, {"06", "កធ", 3, 1}, {"10", "ក្រ", 4, 1},
	{"11", "មគ", 5, 1}, {"24", "បល", 0, 2}, {"02", "បដ", 1, 2}, {"15", "ពស", 2, 2},
	{"04", "កឆ", 3, 2}, {"03", "កច", 4, 2}, {"25", "តឃ", 5, 2}, {"09", "កក", 1, 3},
	{"05", "កស", 2, 3}, {"12", "ភព", 3, 3}, {"08", "កណ", 4, 3}, {"14", "ពវ", 5, 3},
	{"18", "សន", 1, 4}, {"07", "កព", 2, 4}, {"21", "តក", 3, 4}, {"20", "សវ", 5, 4},
	{"23", "កែ", 2, 5},
};

static const struct tile *tile_of(const struct tile *tiles, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_is(tiles[i].code, code)) {
			return &tiles[i];
		}
	}
	return NULL;
}

static void put_tile(struct buf *out, const struct tile *tile, const char *text, unsigned x,
		     unsigned y)
{
	const bool link = !slice_empty(tile->href);

	if (link) {
		buf_add(out, S("<a href=\""));
		escape_into(out, tile->href);
		buf_printf(out, "\"%s>", tile->current ? " aria-current=\"true\"" : "");
	}
	buf_add(out, S("<g><title>"));
	escape_into(out, tile->label);
	buf_printf(out,
		   "</title><rect x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\" rx=\"6\" "
		   "fill=\"currentColor\" fill-opacity=\"%s\" stroke=\"currentColor\" "
		   "stroke-width=\"%s\"/>"
		   "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\" fill=\"currentColor\" "
		   "lang=\"km\" aria-hidden=\"true\">%s</text></g>",
		   x, y, TILE, TILE, tile->current ? ".25" : ".06", tile->current ? "3" : "1",
		   x + TILE / 2, y + TILE / 2 + 7, text);
	buf_add(out, link ? S("</a>") : S(""));
}

struct html tiles_draw(struct arena *arena, struct slice title, const struct tile *tiles,
		       size_t count)
{
	struct buf *out = buf_create(arena, TILES_BYTES_MAX);

	buf_printf(out,
		   "<svg class=\"tiles\" role=\"group\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		   "height=\"%d\" font-size=\"20\" aria-label=\"",
		   TILE_COLUMNS * STEP, TILE_ROWS * STEP, TILE_COLUMNS * STEP, TILE_ROWS * STEP);
	escape_into(out, title);
	buf_add(out, S("\">"));
	for (size_t i = 0; i < TILE_PLACES; i++) {
		const struct tile *tile = tile_of(tiles, count, TILE_GRID[i].code);
		if (tile != NULL) {
			put_tile(out, tile, TILE_GRID[i].text, TILE_GRID[i].column * STEP + 2,
				 TILE_GRID[i].row * STEP + 2);
		}
	}
	buf_add(out, S("</svg>"));
	return (struct html){buf_slice(out)};
}
