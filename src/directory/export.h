/* export.h - the directory's answers as JSON, the same from the command line and from the pages.
 * Keys are stable (man/spean.1); codes are those of data/vocabulary.csv, texts are sentences in the
 * language of `words`.
 */
#ifndef SPEAN_DIRECTORY_EXPORT_H
#define SPEAN_DIRECTORY_EXPORT_H

#include "base/json.h"
#include "directory/gaps.h"
#include "directory/match.h"
#include "directory/words.h"

/* The members of one answer, into an object that the caller opened (and may have given an "id"):
 *   on, needs[], programmes[] {id, name, organisation, organisation_name, answer (yes | ask | no),
 *   reasons[] {code, text}, remarks[] {code, text}, fits[], covers[]}, cover[] (ids),
 *   cover_details[] {id, name, organisation, covers[], also[]}, uncovered[], beyond_review[].
 * `reasons` are what keeps a programme from yes; `remarks` never change the answer. */
void match_json(struct json_writer *json, const struct words *words,
		const struct match_question *question, const struct match *match);

/* Every fact of a record with, for a programme, components_stated[], freshness (fresh | stale |
 * undated on `on`); for an organisation, programmes[] (ids). Loaded directories only. */
void programme_json(struct json_writer *json, const struct programme *programme, struct pdate on);
void organisation_json(struct json_writer *json, const struct directory *directory,
		       const struct organisation *organisation);

/* {organisations[] {id, name, programmes, components{CODE: stated | inferred | none}},
 *  totals{CODE: {stated, inferred}}} */
void coverage_json(struct json_writer *json, const struct coverage *coverage);

/* {gaps[] {component, best (no | ask), any[] (dimensions that do not matter), sex[], age[] {from,
 *  to}, form[], from[], text}}; `to` is null for the last age group. */
void gaps_json(struct json_writer *json, const struct words *words, const struct gap_space *space,
	       const struct gaps *gaps);

#endif
