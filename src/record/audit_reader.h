/* audit_reader.h - who may read how much of the log. Private to the log's files. */
#ifndef SPEAN_RECORD_AUDIT_READER_H
#define SPEAN_RECORD_AUDIT_READER_H

#include "record/audit.h"

/* Counting and hashing opens nothing, so that whoever keeps the server may do it too.
 * ERR_DENIED access.denied. */
MUST_USE err audit_may_verify(struct ctx *c, struct door *door);

/* What an actor may see of the log. */
struct audit_reader {
	struct slice organisation; /* empty: all */
	struct slice *accounts;    /* of the own team; NULL: all of the organisation */
	size_t accounts_count;
	bool sees_detail;
};
/* ERR_DENIED access.denied. */
MUST_USE err audit_reader_of(struct ctx *c, struct door *door, struct audit_reader *ret_reader);

#endif
