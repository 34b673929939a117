/* account.h - what the pages of one's own account share: web/account*.c only. */
#ifndef SPEAN_WEB_ACCOUNT_H
#define SPEAN_WEB_ACCOUNT_H

#include "web/visitor.h"

/* The page of the own account, with the problem of x->c.fail on top where there is one. */
MUST_USE err account_show(struct http_exchange *x, int status);
/* Is this the failure of something typed, so that the page can be shown again? */
bool account_can_tell(err result);
/* The ten codes, this once. */
MUST_USE err account_show_recovery(struct http_exchange *x, struct door *door);
/* Is a second factor in force? */
bool account_has_factor(struct http_exchange *x, struct door *door);
/* Before there is another way in: whoever has a factor already types the password once more; who
 * has none has just typed it. ERR_DENIED secret.wrong, ERR_LIMIT people.wait. Closes the own door.
 */
MUST_USE err account_prove(struct http_exchange *x);
/* With the first factor all other sessions end: they were never asked for one. */
MUST_USE err account_end_unproved(struct http_exchange *x, struct door *door);
/* The names of roles in the page's language, ", " between. */
struct slice page_roles(struct http_exchange *x, unsigned roles);

http_handler account_code_show;
http_handler account_code_new;
http_handler account_code_confirm;
http_handler account_recovery_new;
http_handler account_token_new;
http_handler account_token_end;

#endif
