#include "rules.h"

#include "base/csv.h"
#include "text/khmer.h"

#include <ctype.h>

/* Nobody is named by what was done to them. The Khmer words are "who met harm" (in every joining:
 * a person, a child, a party who met harm) and "who is left alive" or "who got away"; then the
 * first of them as people spell it in Latin letters. Compared in the form of keys, without spaces,
 * so that the order of code points, joiners, case and marks hide none. */
static const char *const WORDS[] = {
	"victim",    "survivor",   "រងគ្រោះ",     "រងគ្រោៈ",   "រង្គ្រោះ",    "រស់រាន",    "អ្នករួចផុត",
	"ជនរួចផុត",    "អ្នកដែលរួចផុត", "អ្នកបានរួចផុត", "រួចរស់ជីវិត",  "រួចជីវិត",     "rongkroh", "rongkroah",
	"rongkruoh", "rongkruos",  "rongkrous",  "rongkros", "rongkrouh",
};

/* Another word begins or ends so: "easily harmed" is a state that anybody can be in, and an
 * accident is no deed. */
static const char *const BEFORE = "ងាយ";
static const char *const BEHIND = "ថ្នាក់";

/* What others call their pages is not ours to change: web addresses are not looked at. */
static struct slice without_addresses(struct arena *arena, struct slice line)
{
	struct buf *out = buf_create(arena, line.length + 1);
	size_t start = 0;

	for (size_t at = 0; at <= line.length; at++) {
		if (at < line.length && !isspace((unsigned char)line.at[at]) &&
		    line.at[at] != '"') {
			continue;
		}
		const struct slice word = slice_between(line, start, at);
		buf_add(out, slice_find(word, S("://")) == SIZE_MAX ? word : S("."));
		buf_add(out, slice_between(line, at, at + 1));
		start = at + 1;
	}
	return buf_slice(out);
}

/* As a key, without the spaces; what is no UTF-8 stays as it is. */
static struct slice folded(struct arena *arena, struct slice text)
{
	struct ctx c = {.arena = arena};
	struct slice key = text;

	if (khmer_normalise(&c, text, KHMER_FOR_KEY, &key) != OK) {
		return text;
	}
	struct buf *out = buf_create(arena, key.length + 1);
	for (size_t at = 0; at < key.length; at++) {
		if (key.at[at] != ' ') {
			buf_add_byte(out, key.at[at]);
		}
	}
	return buf_slice(out);
}

struct folded_words {
	struct slice words[COUNT_OF(WORDS)];
	struct slice before, behind;
};

static struct folded_words fold_words(struct arena *arena)
{
	struct folded_words all = {
		.before = folded(arena, slice_of(BEFORE)),
		.behind = folded(arena, slice_of(BEHIND)),
	};
	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		all.words[i] = folded(arena, slice_of(WORDS[i]));
	}
	return all;
}

static void look(struct findings *findings, struct slice path, struct slice text, size_t first_line)
{
	struct arena *arena = findings->arena;
	const struct folded_words all = fold_words(arena);
	struct slice rest = text;
	struct slice line;
	size_t number = first_line - 1;

	while (next_line(&rest, &number, &line)) {
		const struct slice key = folded(arena, without_addresses(arena, line));
		for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
			struct slice right = key;
			for (size_t at = 0; (at = slice_find(right, all.words[i])) != SIZE_MAX;) {
				const struct slice left = slice_between(right, 0, at);
				right = slice_between(right, at + all.words[i].length,
						      right.length);
				if (!slice_ends(left, all.before) &&
				    !slice_starts(right, all.behind)) {
					finding_add(findings, path, number, "the word \"%s\"",
						    WORDS[i]);
				}
			}
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
