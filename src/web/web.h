/* web.h - the pages as the command line sees them: build the application, hand it to a server.
 *
 * Not here: what the pages have in hand (app.h), HTTP (http/), rules (floor 4).
 */
#ifndef SPEAN_WEB_WEB_H
#define SPEAN_WEB_WEB_H

#include "http/http.h"
#include "store/store.h"

struct app;

/* Compile templates, hash assets, prepare caches. Everything passed in must outlive the app, which
 * lives in c->arena. ERR_INVALID template.* when a template is broken. */
MUST_USE err app_create(struct ctx *c, const struct embedded *embedded, struct messages *messages,
			struct model *model, struct store *store, const struct log *log,
			struct app **ret_app);
/* Set the tables, the error page and the app of the options. */
void app_http_options(struct app *app, struct http_options *options);

#endif
