/* tiles.h - the grid that the map of provinces has on pages and on paper. Inside render/ only. */
#ifndef SPEAN_RENDER_TILES_H
#define SPEAN_RENDER_TILES_H

#include <stddef.h>

enum { TILE_COLUMNS = 6, TILE_ROWS = 6, TILE_PLACES = 25 };

struct tile_place {
	const char *code; /* of the province */
	const char *text; /* what stands in the tile, in Khmer letters */
	unsigned column, row;
};

extern const struct tile_place TILE_GRID[TILE_PLACES];

#endif
