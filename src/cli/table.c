/* table.c - columns for a terminal. Width is counted in cells (POSIX wcwidth would need a locale):
 * marks that stand on or under a letter take none, which is what Khmer needs. */
#include "cli/cli.h"

#include <string.h>

#include "base/utf8.h"

enum { GAP = 2, CELLS_FIRST = 64 };

struct cell {
	struct slice text;
	size_t width;
	bool right;
};

struct table {
	struct arena *arena;
	size_t columns;
	size_t count;
	size_t size;
	struct cell *cells;
};

struct table *table_create(struct arena *arena, size_t columns)
{
	struct table *table = ARENA_NEW(arena, struct table);
	table->arena = arena;
	table->columns = columns;
	return table;
}

/* Combining marks and Khmer signs that take no cell of their own (Unicode 15: Mn, and the coeng).
 */
static bool takes_no_cell(uint32_t character)
{
	return (character >= 0x0300 && character <= 0x036F) ||
	       (character >= 0x17B4 && character <= 0x17B5) ||
	       (character >= 0x17B7 && character <= 0x17BD) || character == 0x17C6 ||
	       (character >= 0x17C9 && character <= 0x17D3) || character == 0x17DD ||
	       (character >= 0x200B && character <= 0x200D) || character == 0x2060;
}

static size_t cells_of(struct slice text)
{
	size_t width = 0;
	uint32_t character;
	bool under = false;

	while (utf8_next(&text, &character)) {
		/* A consonant after the coeng (U+17D2) is written under the one before it. */
		if (!under && !takes_no_cell(character)) {
			width++;
		}
		under = character == 0x17D2;
	}
	return width;
}

static void add_cell(struct table *table, struct slice text, bool right)
{
	if (table->count == table->size) {
		const size_t size = table->size > 0 ? table->size * 2 : CELLS_FIRST;
		struct cell *cells = ARENA_ARRAY(table->arena, size, struct cell);
		if (table->count > 0) {
			memcpy(cells, table->cells, table->count * sizeof *cells);
		}
		table->cells = cells;
		table->size = size;
	}
	table->cells[table->count++] =
		(struct cell){.text = text, .width = cells_of(text), .right = right};
}

void table_cell(struct table *table, struct slice text)
{
	add_cell(table, text, false);
}

void table_cell_right(struct table *table, struct slice text)
{
	add_cell(table, text, true);
}

static void add_spaces(struct buf *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_add_byte(out, ' ');
	}
}

void table_print(const struct table *table, struct buf *out)
{
	size_t *widths = ARENA_ARRAY(table->arena, table->columns, size_t);
	for (size_t i = 0; i < table->count; i++) {
		const size_t column = i % table->columns;
		if (table->cells[i].width > widths[column]) {
			widths[column] = table->cells[i].width;
		}
	}
	for (size_t i = 0; i < table->count; i++) {
		const struct cell *cell = &table->cells[i];
		const size_t column = i % table->columns;
		const size_t padding = widths[column] - cell->width;
		const bool last = column + 1 == table->columns;
		add_spaces(out, cell->right ? padding : 0);
		buf_add(out, cell->text);
		add_spaces(out, last ? 0 : GAP + (cell->right ? 0 : padding));
		if (last) {
			buf_add_byte(out, '\n');
		}
	}
}
