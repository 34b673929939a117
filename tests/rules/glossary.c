#include "rules.h"

#include "base/csv.h"
#include "text/khmer.h"

#include <ctype.h>
#include <strings.h>

enum { CELLS = 4, TERMS_MAX = 400, KHMER_LENGTH = 3, LAST_VOWEL = 0xB4 };

/* ---- The table of docs/glossary.md. */

static struct slice cell(struct slice *rest)
{
	struct slice text = {.at = "", .length = 0};
	(void)slice_next(rest, '|', &text);
	return slice_trim(text);
}

/* Rows start with "| "; the heading and the line under it are none. */
static bool read_term(struct slice line, struct term *ret_term)
{
	if (!slice_starts(line, S("| ")) || slice_starts(line, S("| English"))) {
		return false;
	}
	struct slice rest = slice_between(line, 1, line.length);
	const struct slice english = cell(&rest);
	const bool is_bold = slice_starts(english, S("**"));
	const struct slice inside = slice_between(english, 2, english.length);
	*ret_term = (struct term){
		.is_everywhere = is_bold,
		.english =
			is_bold ? slice_between(inside, 0, slice_find(inside, S("**"))) : english,
		.khmer = cell(&rest),
		.never = cell(&rest),
	};
	return true;
}

struct glossary glossary_parse(struct arena *arena, struct slice text)
{
	struct term *terms = ARENA_ARRAY(arena, TERMS_MAX, struct term);
	struct slice rest = text;
	struct slice line;
	size_t count = 0;

	for (size_t number = 0; next_line(&rest, &number, &line);) {
		if (count < TERMS_MAX && read_term(line, &terms[count])) {
			count++;
		}
	}
	return (struct glossary){.count = count, .terms = terms};
}

/* ---- What a message says. */

/* Khmer letters that stand on a letter before them: a word that goes on with one is another word.
 */
static bool goes_on(struct slice rest)
{
	if (rest.length < KHMER_LENGTH || (unsigned char)rest.at[0] != 0xE1) {
		return false;
	}
	const unsigned middle = (unsigned char)rest.at[1];
	const unsigned last = (unsigned char)rest.at[2];
	return (middle == 0x9E && last >= LAST_VOWEL) || (middle == 0x9F && last <= 0x93);
}

static bool has_khmer(struct slice text, struct slice word)
{
	struct slice rest = text;

	for (size_t at = 0; (at = slice_find(rest, word)) != SIZE_MAX;) {
		rest = slice_between(rest, at + word.length, rest.length);
		if (!goes_on(rest)) {
			return true;
		}
	}
	return false;
}

static bool is_letter(struct slice text, size_t at)
{
	return at < text.length &&
	       (isalnum((unsigned char)text.at[at]) || text.at[at] == '-' || text.at[at] == '_');
}

/* The English word, also with the s of many; not as a part of another word. */
static bool has_english(struct slice text, struct slice word)
{
	for (size_t at = 0; at + word.length <= text.length; at++) {
		if (strncasecmp(text.at + at, word.at, word.length) != 0 ||
		    (at > 0 && is_letter(text, at - 1))) {
			continue;
		}
		const size_t end = at + word.length;
		if (!is_letter(text, end) || (text.at[end] == 's' && !is_letter(text, end + 1))) {
			return true;
		}
	}
	return false;
}

static bool has_latin(struct slice text, struct slice word)
{
	for (size_t at = 0; at + word.length <= text.length; at++) {
		if (strncasecmp(text.at + at, word.at, word.length) == 0) {
			return true;
		}
	}
	return false;
}

static void check_term(struct findings *findings, const struct term *term, struct slice english,
		       const struct message_entry *khmer)
{
	struct slice rest = term->never;
	struct slice wrong;

	while (slice_next(&rest, ';', &wrong)) {
		wrong = slice_trim(wrong);
		if (!slice_empty(wrong) && has_khmer(khmer->text, wrong)) {
			finding_add(findings, khmer->path, khmer->line,
				    "%.*s says %.*s; the glossary has %.*s",
				    SLICE_PRINT(khmer->key), SLICE_PRINT(wrong),
				    SLICE_PRINT(term->khmer));
		}
	}
	if (term->is_everywhere && has_english(english, term->english) &&
	    slice_find(khmer->text, term->khmer) == SIZE_MAX &&
	    !has_latin(khmer->text, term->english)) {
		finding_add(findings, khmer->path, khmer->line, "%.*s speaks of %.*s without %.*s",
			    SLICE_PRINT(khmer->key), SLICE_PRINT(term->english),
			    SLICE_PRINT(term->khmer));
	}
}

/* A sentence ends in both languages or in none. */
static void check_end(struct findings *findings, struct slice english,
		      const struct message_entry *khmer)
{
	static const struct {
		const char *english;
		const char *khmer;
	} ends[] = {{".", "។"}, {":", "៖"}, {"?", "?"}};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		if (slice_ends(slice_trim(english), slice_of(ends[i].english)) !=
			    slice_ends(slice_trim(khmer->text), slice_of(ends[i].khmer)) &&
		    !slice_ends(english, S("..."))) {
			finding_add(findings, khmer->path, khmer->line,
				    "%.*s ends with %s in one language only",
				    SLICE_PRINT(khmer->key), ends[i].khmer);
		}
	}
}

void glossary_check(struct findings *findings, const struct glossary *glossary,
		    const struct catalogue *english, const struct catalogue *khmer)
{
	for (size_t i = 0; i < khmer->count; i++) {
		const struct message_entry *entry = &khmer->entries[i];
		const struct message_entry *twin = catalogue_find(english, entry->key);
		if (twin == NULL) {
			continue;
		}
		check_end(findings, twin->text, entry);
		for (size_t term = 0; term < glossary->count; term++) {
			check_term(findings, &glossary->terms[term], twin->text, entry);
		}
	}
}

/* ---- How Khmer is written. */

static void check_normal(struct findings *findings, struct slice path, size_t line,
			 struct slice text)
{
	struct ctx c = {.arena = findings->arena};
	struct slice normal = text;

	if (khmer_normalise(&c, text, KHMER_FOR_DISPLAY, &normal) != OK ||
	    !slice_equal(normal, text)) {
		finding_add(findings, path, line, "%.*s is not in the normal form: %.*s",
			    SLICE_PRINT(text), SLICE_PRINT(normal));
	}
}

void rule_khmer_in_table(struct findings *findings, struct slice path, struct slice text)
{
	struct ctx c = {.arena = findings->arena};
	struct csv csv;

	if (csv_parse(&c, "table", text, &csv) != OK) {
		finding_add(findings, path, 1, "no table: %s %s", c.fail.key, c.fail.detail);
		return;
	}
	for (size_t row = 0; row < csv.count; row++) {
		for (size_t i = 0; i < csv.columns; i++) {
			if (slice_ends(csv.header[i], S("_km"))) {
				check_normal(findings, path, csv.rows[row].line,
					     csv.rows[row].fields[i]);
			}
		}
	}
}

void catalogue_check_khmer(struct findings *findings, const struct catalogue *khmer)
{
	static const struct {
		const char *sign;
		const char *instead;
	} signs[] = {
		{"\u200B", "no zero-width space"},
		{"\u201C", "« »"},
		{"\u201D", "« »"},
		{"`", "« »"},
		{"; ", "។"},
	};

	for (size_t i = 0; i < khmer->count; i++) {
		const struct message_entry *entry = &khmer->entries[i];
		if (slice_empty(entry->key)) {
			continue; /* the header */
		}
		check_normal(findings, entry->path, entry->line, entry->text);
		for (size_t at = 0; at < COUNT_OF(signs); at++) {
			if (slice_find(entry->text, slice_of(signs[at].sign)) != SIZE_MAX) {
				finding_add(findings, entry->path, entry->line,
					    "%.*s has \"%s\" where Khmer has %s",
					    SLICE_PRINT(entry->key), signs[at].sign,
					    signs[at].instead);
			}
		}
		for (unsigned digit = 0; digit < 10; digit++) {
			const char khmer_digit[] = {(char)0xE1, (char)0x9F, (char)(0xA0 + digit),
						    0};
			if (slice_find(entry->text, slice_of(khmer_digit)) != SIZE_MAX) {
				finding_add(
					findings, entry->path, entry->line,
					"%.*s has the digit %s; numbers are filled in as 0 to 9",
					SLICE_PRINT(entry->key), khmer_digit);
			}
		}
	}
}
