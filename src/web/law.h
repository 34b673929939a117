/* law.h - what the pages of the law register share: web/law*.c only. */
#ifndef SPEAN_WEB_LAW_H
#define SPEAN_WEB_LAW_H

#include "law/answer.h"
#include "web/app.h"

/* Handlers, one file a page; the routes stand in law.c. */
http_handler page_law_show_compare;
http_handler page_law_show_list;
http_handler page_law_show_instrument;
http_handler page_law_send_csv;
http_handler page_law_send_jsonld;

MUST_USE err page_law_open(struct http_exchange *x, struct law_register *ret_law);

/* One control of the question under NAME, its own labels around it (templates/law_control). */
MUST_USE err page_law_control(struct http_exchange *x, struct view *view, const char *name,
			      const struct values *values, const struct field_errors *errors,
			      const char *field);

/* The message "GROUP.CODE" as view text NAME. */
void page_law_put_word(struct http_exchange *x, struct view *view, const char *name,
		       const char *group, struct slice code);
/* A ';' list of jurisdictions or destinations by their names; private parties as they are. */
struct slice page_law_place_names(struct http_exchange *x, struct slice list);
void page_law_put_places(struct http_exchange *x, struct view *view, const char *name,
			 struct slice list);
/* A ';' list with ", " between. */
void page_law_put_list(struct http_exchange *x, struct view *view, const char *name,
		       struct slice list);
/* A day as the page's language writes it. */
void page_law_put_day(struct http_exchange *x, struct view *view, const char *name, int64_t day);
/* Address and title of an instrument: NAME_href, NAME_title (and its language). */
void page_law_put_link(struct http_exchange *x, struct view *view, const char *name,
		       const struct law_instrument *instrument);
/* The list `disputes`: about, reported, verified, why. */
void page_law_put_disputes(struct http_exchange *x, struct view *view,
			   struct law_disputes disputes);
/* Everything that templates/law_rule.mustache shows of a provision. */
void page_law_put_rule(struct http_exchange *x, struct view *view,
		       const struct law_applied *applied);
/* The whole answer: bands, topics, not_applicable, gaps. */
void page_law_put_answer(struct http_exchange *x, struct view *view,
			 const struct law_answer *answer);

#endif
