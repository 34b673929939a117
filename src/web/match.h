/* match.h - what the files of the match page share. */
#ifndef SPEAN_WEB_MATCH_H
#define SPEAN_WEB_MATCH_H

#include "directory/match.h"
#include "web/directory.h"

/* The whole answer: needs with their ring, the best set, who else fits, whom to ask, why not the
 * others. */
void page_match_put(struct http_exchange *x, struct view *view,
		    const struct match_question *question, const struct match *match);

#endif
