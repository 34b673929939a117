/* web.h - the pages as the command line sees them: build the application, hand it to a server.
 *
 * Not here: what the pages have in hand (app.h), HTTP (http/), rules (floor 4).
 */
#ifndef SPEAN_WEB_WEB_H
#define SPEAN_WEB_WEB_H

#include "http/http.h"
#include "store/store.h"

struct app;
struct vault;
struct worker;

/* Compile templates, hash assets, prepare caches. Everything passed in must outlive the app, which
 * lives in c->arena. ERR_INVALID template.* when a template is broken. */
MUST_USE err app_create(struct ctx *c, const struct embedded *embedded, struct messages *messages,
			struct model *model, struct store *store, const struct log *log,
			struct app **ret_app);
/* Serve accounts too. `origin` is what browsers call this server ("https://example.org"); NULL:
 * what each request says, and then no passkeys but on this machine. Both must outlive the app. */
void app_keep_people(struct app *app, struct vault *vault, const char *origin);
/* Refuse passwords of this list as new ones (people/known.h); it outlives the app. */
struct known_passwords;
void app_refuse_passwords(struct app *app, const struct known_passwords *list);
/* Papers are set in this worker (it has PAPER_JOB), and /healthz fails when it is gone. Without it
 * they are set in this process. */
void app_set_papers_in(struct app *app, struct worker *worker);
/* Set the tables, the guard, the error page and the app of the options. */
void app_http_options(struct app *app, struct http_options *options);

#endif
