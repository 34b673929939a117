/* sql_parts.h - what the statements of open and of sealed kinds have in common. Private to both. */
#ifndef SPEAN_RECORD_SQL_PARTS_H
#define SPEAN_RECORD_SQL_PARTS_H

#include "base/buf.h"
#include "model/model.h"

struct buf *sql_start(struct arena *arena);
struct slice sql_done(const struct buf *sql);
const char *sql_key(const struct kind *kind);
/* ", " and the name of every column between `before` and `after`. */
void sql_add_columns(struct buf *sql, const struct kind *kind, const char *before,
		     const char *after);
/* The end of an UPDATE: every column but the key gets its value, in one row of one version. */
void sql_add_changes(struct buf *sql, const struct kind *kind);

#endif
