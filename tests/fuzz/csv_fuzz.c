/* Any bytes as a table. What was accepted is written and read again: the same table. */
#include "fuzz.h"

#include "base/csv.h"

static struct slice written(struct arena *arena, const struct csv *csv)
{
	struct buf *out = buf_create(arena, 1024 * 1024);
	for (size_t i = 0; i < csv->columns; i++) {
		csv_add(out, i > 0 ? CSV_NEXT : CSV_FIRST, csv->header[i]);
	}
	csv_end_row(out);
	for (size_t row = 0; row < csv->count; row++) {
		for (size_t i = 0; i < csv->columns; i++) {
			csv_add(out, i > 0 ? CSV_NEXT : CSV_FIRST, csv->rows[row].fields[i]);
		}
		csv_end_row(out);
	}
	return buf_slice(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_create()};
	struct csv csv;
	struct csv again;

	if (csv_parse(&c, "fuzz", (struct slice){.at = (const char *)data, .length = size}, &csv) ==
	    OK) {
		must(csv_parse(&c, "again", written(c.arena, &csv), &again) == OK);
		must(again.columns == csv.columns && again.count == csv.count);
		for (size_t i = 0; i < csv.columns * csv.count; i++) {
			must(slice_equal(csv.rows[i / csv.columns].fields[i % csv.columns],
					 again.rows[i / csv.columns].fields[i % csv.columns]));
		}
	}
	arena_destroy(c.arena);
	return 0;
}
