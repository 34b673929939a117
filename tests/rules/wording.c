#include "rules.h"

#include "base/csv.h"

#include <ctype.h>
#include <strings.h>

/* Nobody is named by what was done to them. The Khmer words are those that documents use for the
 * same: "one who met harm" and "one who is left alive". */
static const char *const WORDS[] = {
	"victim",
	"survivor",
	"\u1787\u1793\u179A\u1784\u1782\u17D2\u179A\u17C4\u17C7",
	"\u17A2\u17D2\u1793\u1780\u179A\u1784\u1782\u17D2\u179A\u17C4\u17C7",
	"\u17A2\u17D2\u1793\u1780\u179A\u179F\u17CB\u179A\u17B6\u1793\u1798\u17B6\u1793\u1787\u17B8"
	"\u179C\u17B7\u178F",
	"\u1787\u1793\u179A\u179F\u17CB\u179A\u17B6\u1793",
	"\u17A2\u17D2\u1793\u1780\u179A\u179F\u17CB\u179A\u17B6\u1793",
};

static size_t find_word(struct slice text, size_t from, const char *word)
{
	const size_t length = slice_of(word).length;
	for (size_t at = from; at + length <= text.length; at++) {
		if (strncasecmp(text.at + at, word, length) == 0) {
			return at;
		}
	}
	return SIZE_MAX;
}

/* The word stands inside a web address: what others call their pages is not ours to change. */
static bool is_in_address(struct slice text, size_t at)
{
	size_t start = at;
	while (start > 0 && !isspace((unsigned char)text.at[start - 1]) &&
	       text.at[start - 1] != '"') {
		start--;
	}
	return slice_find(slice_between(text, start, at), S("://")) != SIZE_MAX;
}

/* Khmer is often written with zero-width spaces between words, which would hide one. */
static struct slice without_zero_width_spaces(struct arena *arena, struct slice text)
{
	const struct slice space = S("\u200B");
	struct slice rest = text;
	struct buf *out = NULL;

	for (size_t at = 0; (at = slice_find(rest, space)) != SIZE_MAX;) {
		out = out != NULL ? out : buf_create(arena, text.length);
		buf_add(out, slice_between(rest, 0, at));
		rest = slice_between(rest, at + space.length, rest.length);
	}
	if (out == NULL) {
		return text;
	}
	buf_add(out, rest);
	return buf_slice(out);
}

static void look(struct findings *findings, struct slice path, struct slice written,
		 size_t first_line)
{
	const struct slice text = without_zero_width_spaces(findings->arena, written);

	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		size_t at = find_word(text, 0, WORDS[i]);
		while (at != SIZE_MAX) {
			if (!is_in_address(text, at)) {
				finding_add(findings, path, first_line + line_of(text, at) - 1,
					    "the word \"%s\"", WORDS[i]);
			}
			at = find_word(text, at + 1, WORDS[i]);
		}
	}
}

void rule_wording(struct findings *findings, struct slice path, struct slice text)
{
	look(findings, path, path, 1);
	look(findings, path, text, 1);
}

void rule_wording_in_table(struct findings *findings, struct slice path, struct slice text)
{
	struct ctx c = {.arena = findings->arena};
	struct csv csv;

	if (csv_parse(&c, "table", text, &csv) != OK) {
		finding_add(findings, path, 1, "no table: %s %s", c.fail.key, c.fail.detail);
		return;
	}
	const bool has_titles = slice_is(path, "data/instruments.csv");
	for (size_t row = 0; row < csv.count; row++) {
		for (size_t i = 0; i < csv.columns; i++) {
			if (!has_titles || !slice_starts(csv.header[i], S("title_"))) {
				look(findings, path, csv.rows[row].fields[i], csv.rows[row].line);
			}
		}
	}
}
