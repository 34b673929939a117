/* names.h - what a reader calls a record of which a line, a notice or a question holds only the id.
 *
 * The door says what he may know: colleagues by name, clients by the code that stands for their
 * name, organisations and programmes as the directory has them. What he may not know stays a short
 * id. All that a page needs is asked for at once: one line of the log for each kind, however long
 * the page.
 */
#ifndef SPEAN_WEB_NAMES_H
#define SPEAN_WEB_NAMES_H

#include "web/app.h"

struct names;
struct names *names_create(struct http_exchange *x);
/* Beyond 200 different records the rest stay ids. */
void names_want(struct names *names, struct slice kind, struct slice id);
MUST_USE err names_fetch(struct http_exchange *x, struct names *names);
/* The name, or empty. Of the reader's own account: "you" in his language. */
struct slice names_get(struct http_exchange *x, const struct names *names, struct slice kind,
		       struct slice id);
/* The end of an id: enough to tell lines of one page apart. */
struct slice names_short(struct slice id);

/* The colleagues whom the reader may filter by, at most 100: the whole organisation for an auditor,
 * the own team for others; none where their names are closed. They are known to `names` from then
 * on.
 */
struct colleague {
	struct slice id;
	struct slice name;
};
MUST_USE err names_colleagues(struct http_exchange *x, struct names *names,
			      const struct colleague **ret_colleagues, size_t *ret_count);

#endif
