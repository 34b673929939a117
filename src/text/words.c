#include "text/words.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/buf.h"
#include "base/utf8.h"

/* An iterator over one text; both are closed by close_walk. */
struct walk {
	UText *text;
	UBreakIterator *iterator;
};

static void close_walk(const struct walk *walk)
{
	ubrk_close(walk->iterator);
	utext_close(walk->text);
}

static err open_walk(struct ctx *c, UBreakIteratorType type, struct slice text,
		     struct walk *ret_walk)
{
	UErrorCode status = U_ZERO_ERROR;
	struct walk walk = {0};
	if (text.length > WORDS_BYTES_MAX) {
		return FAIL(c, ERR_LIMIT, "text.too_long", "max=%d", WORDS_BYTES_MAX);
	}
	walk.text =
		utext_openUTF8(NULL, text.length > 0 ? text.at : "", (int64_t)text.length, &status);
	walk.iterator = ubrk_open(type, "km", NULL, 0, &status);
	if (U_SUCCESS(status)) {
		ubrk_setUText(walk.iterator, walk.text, &status);
	}
	if (U_FAILURE(status)) {
		close_walk(&walk);
		return FAIL(c, ERR_BROKEN, "text.no_words", "reason=%s", u_errorName(status));
	}
	*ret_walk = walk;
	return OK;
}

err words_break(struct ctx *c, struct slice text, struct word_ends *ret_ends)
{
	struct walk walk;
	size_t count = 0;
	TRY(open_walk(c, UBRK_WORD, text, &walk));
	while (ubrk_next(walk.iterator) != UBRK_DONE) {
		count++;
	}
	size_t *ends = ARENA_ARRAY(c->arena, count > 0 ? count : 1, size_t);
	(void)ubrk_first(walk.iterator);
	for (size_t i = 0; i < count; i++) {
		ends[i] = (size_t)ubrk_next(walk.iterator);
	}
	close_walk(&walk);
	*ret_ends = (struct word_ends){.at = ends, .count = count};
	return OK;
}

/* ---- Line breaks */

enum { COENG = 0x17D2 };

static bool is_khmer(uint32_t character)
{
	return character >= 0x1780 && character <= 0x17DD;
}

/* What may begin a line: a consonant or an independent vowel. */
static bool is_base(uint32_t character)
{
	return character >= 0x1780 && character <= 0x17B3;
}

static bool may_break(uint32_t before, uint32_t after)
{
	return is_khmer(before) && before != COENG && is_base(after);
}

/* The next boundary at or after `at`. Boundaries rise, so that each is asked for once. */
static size_t boundary_from(const struct walk *walk, size_t at, size_t boundary)
{
	while (boundary < at) {
		const int32_t next = ubrk_next(walk->iterator);
		boundary = next == UBRK_DONE ? SIZE_MAX : (size_t)next;
	}
	return boundary;
}

static void add_breaks(struct slice text, const struct walk *walk, struct buf *out)
{
	struct slice rest = text;
	uint32_t before = 0;
	uint32_t character;
	size_t boundary = 0;
	size_t copied = 0;

	for (size_t at = 0; utf8_next(&rest, &character); at = text.length - rest.length) {
		if (may_break(before, character)) {
			boundary = walk != NULL ? boundary_from(walk, at, boundary) : at;
			if (boundary == at) {
				buf_add(out, slice_between(text, copied, at));
				buf_add(out, S("\u200B"));
				copied = at;
			}
		}
		before = character;
	}
	buf_add(out, slice_between(text, copied, text.length));
}

/* Most cells of a table hold no Khmer, and opening an iterator is what costs. */
static bool has_candidate(struct slice text)
{
	uint32_t before = 0;
	uint32_t character;
	while (utf8_next(&text, &character)) {
		if (may_break(before, character)) {
			return true;
		}
		before = character;
	}
	return false;
}

err words_with_breaks(struct ctx *c, struct slice text, enum words_where where,
		      struct slice *ret_text)
{
	/* One break at most for each Khmer letter, which has as many bytes as a break. */
	struct buf *out = buf_create(c->arena, 2 * (size_t)WORDS_BYTES_MAX);
	struct walk walk;
	if (text.length <= WORDS_BYTES_MAX && !has_candidate(text)) {
		*ret_text = text;
		return OK;
	}
	TRY(open_walk(c, UBRK_LINE, text, &walk));
	add_breaks(text, where == WORDS_AT_LINES ? &walk : NULL, out);
	close_walk(&walk);
	return buf_done(c, out, ret_text);
}
