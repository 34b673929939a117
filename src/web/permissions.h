/* permissions.h - which role may open which pages: one table (permissions.c), read by the guard,
 * shown on the page /permissions, walked by the tests (tests/flow/walk.table).
 *
 * A permission opens a page; what may be seen of a record on it, record/access.h decides apart.
 */
#ifndef SPEAN_WEB_PERMISSIONS_H
#define SPEAN_WEB_PERMISSIONS_H

#include "http/http.h"
#include "record/access.h"

struct permission_row {
	enum permission permission;
	const char *name; /* also the scope of an API token */
	unsigned roles;   /* STAFF_BITs; any one of them is enough */
};
const struct permission_row *permission_rows(size_t *ret_count);
/* "log"; NULL for those that ask for no role. */
const char *permission_name(enum permission permission);
/* Do the roles open it? Never for a permission without a row. */
bool permission_allows(enum permission permission, unsigned roles);

#endif
