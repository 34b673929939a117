/* known.h - passwords that others have lost already: a sorted file, searched on the disk.
 *
 * One entry a line, sorted by bytes (LC_ALL=C sort): either the passwords themselves or, when the
 * first line is one, SHA-1 in hexadecimal capitals, whatever follows a colon aside: the form in
 * which such lists are given away. Nothing is asked over a network and nothing is loaded: a
 * list of 40 GB costs some forty reads.
 *
 * Threads: read-only once open.
 */
#ifndef SPEAN_PEOPLE_KNOWN_H
#define SPEAN_PEOPLE_KNOWN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

struct known_passwords;

/* ERR_NOT_FOUND file.missing, ERR_INVALID known.empty; with path=. Lives in c->arena; closed with
 * it. */
MUST_USE err known_passwords_open(struct ctx *c, const char *path,
				  struct known_passwords **ret_list);
/* ERR_BROKEN file.read. */
MUST_USE err known_passwords_have(struct ctx *c, const struct known_passwords *list,
				  struct slice password, bool *ret_known);

#endif
