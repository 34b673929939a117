#include "render/wrap.h"

#include "base/utf8.h"

enum { COENG = 0x17D2, LATIN_TENTHS = 75, OTHER_TENTHS = 100 };

/* Joins what stands before it: Khmer vowels and signs, combining marks, joiners. */
static bool is_dependent(uint32_t character)
{
	return (character >= 0x17B4 && character <= 0x17D3) || character == 0x17DD ||
	       (character >= 0x0300 && character <= 0x036F) ||
	       (character >= 0x200B && character <= 0x200D);
}

static bool is_khmer(uint32_t character)
{
	return character >= 0x1780 && character <= 0x17DD;
}

static unsigned tenths_of(uint32_t character)
{
	if (is_dependent(character)) {
		return 0;
	}
	return character < 0x250 ? LATIN_TENTHS : OTHER_TENTHS;
}

unsigned wrap_width(struct slice text)
{
	uint32_t character = 0;
	unsigned tenths = 0;
	while (utf8_next(&text, &character)) {
		tenths += tenths_of(character);
	}
	return tenths / 10;
}

/* Where the line that starts `text` ends: after the last space or syllable that fits, or after the
 * first character if not even that does. */
static size_t line_end(struct slice text, unsigned pixels)
{
	struct slice rest = text;
	uint32_t before = 0;
	uint32_t character = 0;
	unsigned tenths = 0;
	size_t best = 0;
	size_t at = 0;
	while (utf8_next(&rest, &character)) {
		const bool syllable = is_khmer(character) && !is_dependent(character) &&
				      before != COENG && is_khmer(before);
		if (at > 0 && (character == ' ' || syllable)) {
			best = at;
		}
		tenths += tenths_of(character);
		if (tenths > pixels * 10 && at > 0) {
			return best > 0 ? best : at;
		}
		at = text.length - rest.length;
		before = character;
	}
	return text.length;
}

bool wrap_next(struct slice *rest, unsigned pixels, struct slice *ret_line)
{
	const struct slice text = slice_trim(*rest);
	if (slice_empty(text)) {
		return false;
	}
	const size_t end = line_end(text, pixels);
	*ret_line = slice_trim(slice_between(text, 0, end));
	*rest = slice_between(text, end, SIZE_MAX);
	return true;
}
