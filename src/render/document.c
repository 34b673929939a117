#include "render/document.h"

#include <string.h>

#include "render/press.h"

enum tag {
	TAG_OPTIONS = 'O',
	TAG_HEADING = 'H',
	TAG_PARAGRAPH = 'P',
	TAG_FACTS = 'F',
	TAG_TABLE = 'T',
	TAG_TILES = 'M',
};

/* ---- Writing */

static void put_number(struct buf *out, size_t number)
{
	const uint32_t value = (uint32_t)number;
	buf_add(out, (struct slice){.at = (const char *)&value, .length = sizeof value});
}

static void put_text(struct buf *out, struct slice text)
{
	put_number(out, text.length);
	buf_add(out, text);
}

void document_put_options(struct buf *out, const struct paper_options *options)
{
	buf_add_byte(out, TAG_OPTIONS);
	put_number(out, options->language);
	put_text(out, options->title);
	put_text(out, options->footer);
	put_number(out, options->date.precision);
	put_number(out, (size_t)options->date.year);
	put_number(out, (size_t)options->date.month);
	put_number(out, (size_t)options->date.day);
}

void document_put_heading(struct buf *out, enum paper_level level, struct slice text)
{
	buf_add_byte(out, TAG_HEADING);
	put_number(out, level);
	put_text(out, text);
}

void document_put_paragraph(struct buf *out, enum paper_style style, struct slice text)
{
	buf_add_byte(out, TAG_PARAGRAPH);
	put_number(out, style);
	put_text(out, text);
}

void document_put_facts(struct buf *out, const struct paper_fact *facts, size_t count)
{
	buf_add_byte(out, TAG_FACTS);
	put_number(out, count);
	for (size_t i = 0; i < count; i++) {
		put_text(out, facts[i].name);
		put_text(out, facts[i].value);
	}
}

void document_put_table(struct buf *out, const struct paper_column *columns, size_t columns_count,
			const struct slice *cells, size_t rows_count)
{
	buf_add_byte(out, TAG_TABLE);
	put_number(out, columns_count);
	for (size_t i = 0; i < columns_count; i++) {
		put_text(out, columns[i].heading);
		put_number(out, columns[i].width);
		put_number(out, columns[i].side);
	}
	put_number(out, rows_count);
	for (size_t i = 0; i < columns_count * rows_count; i++) {
		put_text(out, cells[i]);
	}
}

void document_put_tiles(struct buf *out, const struct paper_tile *tiles, size_t count)
{
	buf_add_byte(out, TAG_TILES);
	put_number(out, count);
	for (size_t i = 0; i < count; i++) {
		put_text(out, tiles[i].code);
		put_text(out, tiles[i].value);
		put_number(out, tiles[i].mark);
	}
}

/* ---- Reading: the first thing that is wrong makes all that follows empty. */

struct reader {
	struct slice rest;
	bool broken;
};

static struct slice take(struct reader *reader, size_t length)
{
	if (reader->broken || length > reader->rest.length) {
		reader->broken = true;
		return (struct slice){0};
	}
	const struct slice taken = slice_between(reader->rest, 0, length);
	reader->rest = slice_between(reader->rest, length, reader->rest.length);
	return taken;
}

/* At most `most`. */
static uint32_t take_number(struct reader *reader, uint32_t most)
{
	uint32_t number = 0;
	const struct slice bytes = take(reader, sizeof number);
	if (!reader->broken) {
		memcpy(&number, bytes.at, sizeof number);
	}
	reader->broken = reader->broken || number > most;
	return reader->broken ? 0 : number;
}

static struct slice take_text(struct reader *reader)
{
	return take(reader, take_number(reader, PAPER_TEXT_BYTES_MAX));
}

/* How many of something follow, each of `bytes` at least. */
static size_t take_count(struct reader *reader, size_t bytes)
{
	return take_number(reader, (uint32_t)(reader->rest.length / bytes));
}

enum { TEXT_BYTES = 4, FACT_BYTES = 2 * TEXT_BYTES };

static struct paper_options take_options(struct reader *reader)
{
	struct paper_options options = {.language = LANGUAGE_EN};
	const struct slice tag = take(reader, 1);
	reader->broken = reader->broken || tag.at[0] != TAG_OPTIONS;
	options.language = (enum language)take_number(reader, LANGUAGE_COUNT - 1);
	options.title = take_text(reader);
	options.footer = take_text(reader);
	options.date.precision = (enum date_precision)take_number(reader, DATE_DAY);
	options.date.year = (int)take_number(reader, 9999);
	options.date.month = (int)take_number(reader, 12);
	options.date.day = (int)take_number(reader, 31);
	return options;
}

static err broken(struct ctx *c)
{
	return FAIL(c, ERR_BROKEN, "paper.failed", "reason=%s", "document");
}

static err set_heading(struct ctx *c, struct reader *reader, struct press *press)
{
	const enum paper_level level = (enum paper_level)take_number(reader, PAPER_SUBSECTION);
	const struct slice text = take_text(reader);
	return reader->broken ? broken(c) : press_heading(c, press, level, text);
}

static err set_paragraph(struct ctx *c, struct reader *reader, struct press *press)
{
	const enum paper_style style = (enum paper_style)take_number(reader, PAPER_NOTICE);
	const struct slice text = take_text(reader);
	return reader->broken ? broken(c) : press_paragraph(c, press, style, text);
}

static err set_facts(struct ctx *c, struct reader *reader, struct press *press)
{
	const size_t count = take_count(reader, FACT_BYTES);
	struct paper_fact *facts = ARENA_ARRAY(c->arena, count + 1, struct paper_fact);
	for (size_t i = 0; i < count; i++) {
		facts[i].name = take_text(reader);
		facts[i].value = take_text(reader);
	}
	return reader->broken ? broken(c) : press_facts(c, press, facts, count);
}

static err set_table(struct ctx *c, struct reader *reader, struct press *press)
{
	struct paper_column columns[PAPER_COLUMNS_MAX];
	const size_t columns_count = take_number(reader, PAPER_COLUMNS_MAX);
	for (size_t i = 0; i < columns_count; i++) {
		columns[i].heading = take_text(reader);
		columns[i].width = take_number(reader, 1000);
		columns[i].side = (enum paper_side)take_number(reader, PAPER_RIGHT);
		reader->broken = reader->broken || columns[i].width == 0;
	}
	if (reader->broken || columns_count == 0) {
		return broken(c);
	}
	const size_t rows = take_count(reader, columns_count * TEXT_BYTES);
	struct slice *cells = ARENA_ARRAY(c->arena, rows * columns_count + 1, struct slice);
	for (size_t i = 0; i < rows * columns_count; i++) {
		cells[i] = take_text(reader);
	}
	return reader->broken ? broken(c)
			      : press_table(c, press, columns, columns_count, cells, rows);
}

static err set_tiles(struct ctx *c, struct reader *reader, struct press *press)
{
	struct paper_tile tiles[PAPER_TILES_MAX];
	const size_t count = take_number(reader, PAPER_TILES_MAX);
	for (size_t i = 0; i < count; i++) {
		tiles[i].code = take_text(reader);
		tiles[i].value = take_text(reader);
		tiles[i].mark = (enum paper_mark)take_number(reader, PAPER_MARKED);
	}
	return reader->broken ? broken(c) : press_tiles(c, press, tiles, count);
}

static err set_next(struct ctx *c, struct reader *reader, struct press *press)
{
	const struct slice tag = take(reader, 1);
	switch (reader->broken ? '\0' : tag.at[0]) {
	case TAG_HEADING:
		return set_heading(c, reader, press);
	case TAG_PARAGRAPH:
		return set_paragraph(c, reader, press);
	case TAG_FACTS:
		return set_facts(c, reader, press);
	case TAG_TABLE:
		return set_table(c, reader, press);
	case TAG_TILES:
		return set_tiles(c, reader, press);
	default:
		return broken(c);
	}
}

err document_set(struct ctx *c, struct slice document, struct buf *out)
{
	struct reader reader = {.rest = document};
	struct press *press;
	const struct paper_options options = take_options(&reader);

	if (reader.broken) {
		return broken(c);
	}
	TRY(press_open(c, &options, &press));
	while (reader.rest.length > 0) {
		TRY(set_next(c, &reader, press));
	}
	return press_finish(c, press, out);
}
