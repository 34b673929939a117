/* export.h - lasting names of instruments, and instruments for other programs. As CSV they leave
 * through record_export.
 */
#ifndef SPEAN_LAW_EXPORT_H
#define SPEAN_LAW_EXPORT_H

#include "base/buf.h"
#include "base/json.h"
#include "law/law.h"

/* /akn/JURISDICTION/TYPE/DATE/NUMBER, as in the naming convention of Akoma Ntoso (rule L9). A law
 * that the register lists twice has one. */
struct slice law_iri(struct arena *arena, const struct law_instrument *instrument);
/* schema.org/Legislation as JSON-LD: one instrument, or all as a graph. What was reported stands
 * in terms of our own beside it. */
void law_jsonld_instrument(const struct law_register *law, const struct law_instrument *instrument,
			   struct buf *out);
void law_jsonld_all(const struct law_register *law, struct buf *out);
/* An instrument as `spean law show --json` gives it, with its state on a date. */
void law_instrument_json(const struct law_register *law, const struct law_instrument *instrument,
			 struct pdate on, struct arena *arena, struct json_writer *json);

#endif
