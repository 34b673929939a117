#include "text/catalogue.h"

#include "base/utf8.h"

#include <string.h>

enum { HEADER_BYTES = 28 };
static const uint32_t MAGIC = 0x950412deu;
static const uint32_t MAGIC_SWAPPED = 0xde120495u;

/* What the header of the file says, and the file itself. */
struct mo {
	const char *language;
	struct slice bytes;
	bool swapped;
	uint32_t count;
	uint32_t keys_at;
	uint32_t texts_at;
	size_t taken; /* bytes of the texts read so far: they do not overlap */
};

static uint32_t word(const struct mo *mo, size_t at)
{
	uint32_t value;
	memcpy(&value, mo->bytes.at + at, sizeof value);
	return mo->swapped ? __builtin_bswap32(value) : value;
}

static bool table_fits(const struct mo *mo, uint32_t at)
{
	return (uint64_t)at + (uint64_t)mo->count * 8 <= mo->bytes.length;
}

static err read_header(struct ctx *c, struct mo *mo)
{
	if (mo->bytes.length > CATALOGUE_BYTES_MAX) {
		return FAIL(c, ERR_LIMIT, "catalogue.too_large", "language=%s", mo->language);
	}
	if (mo->bytes.length < HEADER_BYTES) {
		return FAIL(c, ERR_INVALID, "catalogue.form", "language=%s", mo->language);
	}
	const uint32_t magic = word(mo, 0);
	mo->swapped = magic == MAGIC_SWAPPED;
	/* Revision 0.0 is what msgfmt writes for plain texts; others hold parts unknown to us. */
	if ((magic != MAGIC && magic != MAGIC_SWAPPED) || word(mo, 4) != 0) {
		return FAIL(c, ERR_INVALID, "catalogue.form", "language=%s", mo->language);
	}
	mo->count = word(mo, 8);
	mo->keys_at = word(mo, 12);
	mo->texts_at = word(mo, 16);
	if (mo->count > CATALOGUE_ENTRIES_MAX) {
		return FAIL(c, ERR_LIMIT, "catalogue.too_large", "language=%s", mo->language);
	}
	if (!table_fits(mo, mo->keys_at) || !table_fits(mo, mo->texts_at)) {
		return FAIL(c, ERR_INVALID, "catalogue.cut", "language=%s", mo->language);
	}
	return OK;
}

/* Text `index` of the table at `table`: inside the file, with its NUL. */
static err read_text(struct ctx *c, struct mo *mo, uint32_t table, size_t index,
		     struct slice *ret_text)
{
	const uint32_t length = word(mo, table + index * 8);
	const uint32_t at = word(mo, table + index * 8 + 4);
	if ((uint64_t)at + length >= mo->bytes.length || mo->bytes.at[(size_t)at + length] != 0) {
		return FAIL(c, ERR_INVALID, "catalogue.cut", "language=%s", mo->language);
	}
	mo->taken += (size_t)length + 1;
	if (mo->taken > mo->bytes.length) {
		return FAIL(c, ERR_INVALID, "catalogue.cut", "language=%s", mo->language);
	}
	*ret_text = slice_between(mo->bytes, at, (size_t)at + length);
	return OK;
}

static size_t nul_at(struct slice text)
{
	const size_t at = slice_find_byte(text, '\0');
	return at < text.length ? at : text.length;
}

/* Every piece between NULs is UTF-8. */
static err check_pieces(struct ctx *c, struct slice text)
{
	struct slice piece;
	while (slice_next(&text, '\0', &piece)) {
		TRY(utf8_check(c, piece));
	}
	return OK;
}

/* The value of "Name:" in the header entry; empty when it is not there. */
static struct slice header_line(struct slice header, struct slice name)
{
	struct slice line;
	while (slice_next(&header, '\n', &line)) {
		if (slice_starts(line, name)) {
			return slice_trim(slice_between(line, name.length, SIZE_MAX));
		}
	}
	return (struct slice){0};
}

static err read_header_entry(struct ctx *c, const struct mo *mo, struct slice header,
			     struct plural *ret_plural)
{
	if (slice_find(header_line(header, S("Content-Type:")), S("charset=UTF-8")) == SIZE_MAX) {
		return FAIL(c, ERR_INVALID, "catalogue.charset", "language=%s", mo->language);
	}
	return plural_parse(c, mo->language, header_line(header, S("Plural-Forms:")), ret_plural);
}

/* A plural key has a second half after a NUL; its text then has one piece a form. */
static err check_forms(struct ctx *c, const struct mo *mo, const struct plural *plural,
		       struct slice key, struct slice text)
{
	uint64_t pieces = 0;
	struct slice rest = text;
	struct slice piece;
	while (slice_next(&rest, '\0', &piece)) {
		pieces++;
	}
	const uint64_t expected = nul_at(key) < key.length ? plural->forms : 1;
	if (pieces != expected) {
		return FAIL(c, ERR_INVALID, "catalogue.forms", "language=%s\nkey=%.*s",
			    mo->language, SLICE_PRINT(slice_between(key, 0, nul_at(key))));
	}
	return OK;
}

static err read_entry(struct ctx *c, struct mo *mo, const struct plural *plural, size_t index,
		      struct slice *ret_key, struct slice *ret_text)
{
	struct slice key = {0};
	struct slice text = {0};
	TRY(read_text(c, mo, mo->keys_at, index, &key));
	TRY(read_text(c, mo, mo->texts_at, index, &text));
	TRY(check_pieces(c, key));
	TRY(check_pieces(c, text));
	TRY(check_forms(c, mo, plural, key, text));
	*ret_key = slice_between(key, 0, nul_at(key));
	*ret_text = text;
	return OK;
}

err catalogue_read(struct ctx *c, const char *language, struct slice bytes,
		   struct catalogue *ret_catalogue)
{
	struct mo mo = {.language = language, .bytes = bytes};
	struct catalogue catalogue = {0};
	struct slice key = {0};
	struct slice header = {0};

	TRY(read_header(c, &mo));
	if (mo.count == 0) {
		return FAIL(c, ERR_INVALID, "catalogue.charset", "language=%s", language);
	}
	TRY(read_text(c, &mo, mo.keys_at, 0, &key));
	TRY(read_text(c, &mo, mo.texts_at, 0, &header));
	if (!slice_empty(key)) {
		return FAIL(c, ERR_INVALID, "catalogue.charset", "language=%s", language);
	}
	TRY(check_pieces(c, header));
	TRY(read_header_entry(c, &mo, header, &catalogue.plural));
	catalogue.count = mo.count - 1;
	struct slice *keys = ARENA_ARRAY(c->arena, mo.count, struct slice);
	struct slice *texts = ARENA_ARRAY(c->arena, mo.count, struct slice);
	for (size_t i = 0; i < catalogue.count; i++) {
		TRY(read_entry(c, &mo, &catalogue.plural, i + 1, &keys[i], &texts[i]));
		const struct slice before = i > 0 ? keys[i - 1] : (struct slice){0};
		if (slice_compare(before, keys[i]) >= 0) {
			return FAIL(c, ERR_INVALID, "catalogue.order", "language=%s\nkey=%.*s",
				    language, SLICE_PRINT(keys[i]));
		}
	}
	catalogue.keys = keys;
	catalogue.texts = texts;
	*ret_catalogue = catalogue;
	return OK;
}

size_t catalogue_find(const struct catalogue *catalogue, struct slice key)
{
	size_t low = 0;
	size_t high = catalogue->count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = slice_compare(catalogue->keys[middle], key);
		if (order == 0) {
			return middle;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return SIZE_MAX;
}

struct slice catalogue_form(const struct catalogue *catalogue, size_t index, size_t form)
{
	struct slice rest = catalogue->texts[index];
	struct slice piece = slice_between(rest, 0, nul_at(rest));
	const struct slice first = piece;
	for (size_t i = 0; slice_next(&rest, '\0', &piece); i++) {
		if (i == form) {
			return piece;
		}
	}
	return first;
}
