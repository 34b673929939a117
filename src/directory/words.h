/* words.h - answers and gaps as sentences, the same on pages, on the terminal and in JSON.
 *
 * Sentences stand in locale/ (keys match.* and gaps.*); what varies is filled in here: ages, codes
 * as labels, dates. Labels are the neutral ones unless the reader is staff at a terminal: no page
 * says what was done to somebody.
 */
#ifndef SPEAN_DIRECTORY_WORDS_H
#define SPEAN_DIRECTORY_WORDS_H

#include "directory/gaps.h"
#include "directory/match.h"
#include "text/messages.h"

enum words_for { WORDS_NEUTRAL, WORDS_STAFF };

struct words {
	struct arena *arena;
	const struct messages *messages;
	const struct model *model;
	enum language language;
	enum words_for reader;
};

/* Labels of a ';' list of codes of a scheme, ", " between; a label that several codes share once.
 */
struct slice words_codes(const struct words *words, const char *scheme, struct slice list);
/* The same of components given as bits. */
struct slice words_components(const struct words *words, unsigned components);
/* Why a programme says no or ask, or what to mind. */
struct slice words_reason(const struct words *words, const struct match_question *question,
			  const struct programme *programme, const struct reason *reason);
/* "No programme gives medical care to men, whatever the form or country." */
struct slice words_gap(const struct words *words, const struct gap_space *space,
		       const struct gap *gap);
/* "15 to 19", "under 18", "20 or older", "any age". */
struct slice words_ages(const struct words *words, int from, int to);

#endif
