/* dump.h - everything that a store holds, as one portable stream: for backups.
 *
 * One moment of the store, read while others write. The same form on both engines, so that what was
 * kept of SQLite goes into PostgreSQL and back. Constant memory. Not encrypted here (vault/stream.h
 * does that): a dump never touches a disk by itself. The form: docs/decisions/007.
 */
#ifndef SPEAN_STORE_DUMP_H
#define SPEAN_STORE_DUMP_H

#include "base/pipe.h"
#include "store/store.h"

struct dump_report {
	enum store_schema schema;
	int version;       /* of the schema when it was made */
	struct slice made; /* as the maker said; lives in c->arena */
	int64_t tables;
	int64_t rows;
};

/* All rows of all tables into `sink`. `made`: the moment, for people. Errors are those of reading
 * and of the sink. */
MUST_USE err store_dump(struct ctx *c, struct store *store, struct slice made, struct sink sink,
			struct dump_report *ret_report);

/* Make a new store at options->location (opening and schema: STORE_CREATE, and which of the two it
 * must be), fill it, move it forward to this program's schema, check it: all or nothing.
 * ERR_BROKEN dump.malformed; dump.other_schema; ERR_CONFLICT store.newer; else as store_open and
 * as `source`, which must end where the dump ends. */
MUST_USE err store_load(struct ctx *c, const struct store_options *options, struct source source,
			struct dump_report *ret_report, struct store **ret_store);

#endif
