/* keep.h - an organisation keeps what the directory says of its programmes.
 *
 * The administrators of an organisation change its programmes, add new ones and say that what
 * stands there is still true; a coalition sees what nobody has confirmed for long and asks. Who may
 * is decided by the door (record/access.h), never here. What the review or another source said
 * stays in the history of the record with its source.
 *
 * Days are given, so that rules can be tried on any day.
 */
#ifndef SPEAN_DIRECTORY_KEEP_H
#define SPEAN_DIRECTORY_KEEP_H

#include "directory/directory.h"

/* An organisation is asked to look again after this time; clients are warned later
 * (STALE_AFTER_MONTHS). */
enum { CONFIRM_AFTER_MONTHS = 6 };

/* May a form change the field? Not who the programme belongs to, nor where the facts came from:
 * these follow from who saves. */
bool keep_is_typed(const struct field *field);

/* A programme of `organisation` to fill in: its key is given with keep_save. */
struct record keep_new(struct arena *arena, struct slice organisation);

/* Are the typed fields right? What is given with keep_save need not be there yet. ERR_INVALID as
 * values_check. */
MUST_USE err keep_check(struct ctx *c, const struct model *model, const struct values *programme,
			struct field_errors *ret_errors);
/* Save a programme as its organisation states it on `today`: the source becomes the organisation
 * itself, components are stated, information and confirmation are of today. What was neither typed
 * nor follows from that stays. Version 0 adds it. ERR_INVALID keep.ages (the oldest is younger than
 * the youngest), else as record_save. */
MUST_USE err keep_save(struct ctx *c, struct door *door, struct record *programme,
		       struct pdate today);

/* "Still true": only last_confirmed changes. */
MUST_USE err keep_confirm(struct ctx *c, struct door *door, struct slice programme,
			  struct pdate today);

struct kept_programme {
	const struct programme *programme;
	int months;   /* whole months since it was confirmed or read; -1: nobody wrote down when */
	bool to_look; /* CONFIRM_AFTER_MONTHS or more, or never */
};
/* The programmes of an organisation, or of all (an empty slice), what waits longest first. */
void keep_list(struct arena *arena, const struct directory *directory, struct slice organisation,
	       struct pdate today, const struct kept_programme **ret_programmes, size_t *ret_count);

/* Ask the administrators of the programme's organisation to confirm it: each gets a notice. OK also
 * where nobody on this server belongs to it; *ret_told says how many were told. */
MUST_USE err keep_ask(struct ctx *c, struct door *door, struct slice programme, size_t *ret_told);

#endif
