/* directory.h - what the pages of the directory and of the match share: web/directory*.c and
 * web/match*.c only.
 */
#ifndef SPEAN_WEB_DIRECTORY_H
#define SPEAN_WEB_DIRECTORY_H

#include "directory/words.h"
#include "web/app.h"

/* Handlers, one file a page; the routes stand in directory.c. */
http_handler page_directory_show_gaps;
http_handler page_directory_show_programme;
http_handler page_directory_show_organisation;

/* A programme on paper. */
MUST_USE err page_directory_send_card(struct http_exchange *x, const struct programme *programme);

/* *ret_door is closed with the exchange. */
MUST_USE err page_directory_open(struct http_exchange *x, struct door *ret_door,
				 struct directory *ret_directory);
/* Neutral words in the page's language. */
struct words page_directory_words(const struct http_exchange *x);

/* The seven components as a ring under NAME, and their names as its text. Components that nobody
 * offers are faint. */
enum ring_links { RING_PLAIN, RING_LINKS };
void page_directory_ring(struct http_exchange *x, struct view *view, const char *name,
			 unsigned size, const enum offer offers[COMPONENT_COUNT],
			 enum ring_links links);
/* The same for one programme. */
void page_programme_ring(struct http_exchange *x, struct view *view, const char *name,
			 unsigned size, const struct programme *programme);

/* A programme in a list: href, name, organisation, organisation_href, ring (64), components, and
 * whether it was added to the review. */
void page_programme_item(struct http_exchange *x, struct view *view,
			 const struct programme *programme);

/* Facts of a record as items of the list `facts`: label, value (and value_lang), links. Fields that
 * say nothing are left out; their labels come back, ", " between. */
struct slice page_facts(struct http_exchange *x, struct view *view, const struct record *record,
			const char *const *fields, size_t count);

/* How old the information is: stale (flag), undated (flag), informed (date). */
void page_freshness(struct http_exchange *x, struct view *view, const struct programme *programme);

#endif
