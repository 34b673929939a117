/* staff.h - what the administrator's pages of accounts share: web/staff*.c only. */
#ifndef SPEAN_WEB_STAFF_H
#define SPEAN_WEB_STAFF_H

#include "web/visitor.h"

/* Names `state`, list `roles`, list `inputs` of the form (templates/staff_form.mustache). */
void staff_put_state(struct http_exchange *x, struct view *view, enum account_state state);
void staff_put_form(struct http_exchange *x, struct view *view, const struct account *account);
/* What was typed, as an account of the own organisation; ids and versions are the caller's. */
struct account staff_read_form(struct http_exchange *x);
/* The one-time link, this once, under the message `text`. */
MUST_USE err staff_show_link(struct http_exchange *x, struct slice link, const char *text);

http_handler staff_show_person;
http_handler staff_take_person;
http_handler staff_lock;
http_handler staff_unlock;
http_handler staff_reset;
http_handler staff_leave;

#endif
