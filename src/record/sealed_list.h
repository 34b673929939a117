/* sealed_list.h - a page of a sealed kind. Private to the door's files. */
#ifndef SPEAN_RECORD_SEALED_LIST_H
#define SPEAN_RECORD_SEALED_LIST_H

#include "record/record.h"

struct record_page_query {
	struct slice organisation; /* empty: the actor's */
	struct slice subject;      /* empty: of everybody */
	struct slice after;        /* id of the last one seen, or empty */
	size_t limit;              /* 1 to 1000 */
};
MUST_USE err sealed_page(struct ctx *c, struct door *door, const struct kind *kind,
			 const struct record_page_query *query, struct records *ret_records);

#endif
