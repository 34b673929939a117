/* placeholders.h - the two places where the SQL of the engines differs in its letters: names of
 * parameters (:id becomes $1) and names of types. Private to src/store.
 *
 * What stands in a string, a quoted name, a comment or a dollar quote is left alone; "::" is a
 * cast. An array slice [1:n] is not portable anyway and would be taken for a parameter.
 */
#ifndef SPEAN_STORE_PLACEHOLDERS_H
#define SPEAN_STORE_PLACEHOLDERS_H

#include "base/arena.h"
#include "base/slice.h"

struct placeholders {
	struct slice sql;          /* NUL-terminated */
	const struct slice *names; /* without colon, pointing into the text given; $1 first */
	size_t count;
};

/* The same name gives the same number, and "AS BLOB" (a cast) becomes "AS BYTEA". Linear in the
 * text times the number of names. */
struct placeholders placeholders_number(struct arena *arena, struct slice sql);
/* BLOB becomes BYTEA, and TEXT compares by bytes, as SQLite does. "AS TEXT" (a cast) stays. */
struct slice placeholders_types(struct arena *arena, struct slice sql);

#endif
