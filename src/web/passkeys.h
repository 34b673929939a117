/* passkeys.h - the pages' part of passkeys: JSON for the script (assets/passkey.js) and back. */
#ifndef SPEAN_WEB_PASSKEYS_H
#define SPEAN_WEB_PASSKEYS_H

#include "web/app.h"

/* Names passkey_start, passkey_finish, passkey_fault and passkey_can (templates/passkey.mustache):
 * a button that posts to `path` and to `path`/start. None where no origin is known. */
void passkeys_put_button(struct http_exchange *x, struct view *view, const char *path);

http_handler passkeys_start_sign_in;
http_handler passkeys_sign_in;
http_handler passkeys_start_adding;
http_handler passkeys_add;
http_handler passkeys_remove;

/* ---- welcome.c */
http_handler welcome_show;
http_handler welcome_take;
/* The two new passwords of a form: ERR_INVALID account.unlike unless they are the same. */
MUST_USE err welcome_new_password(struct http_exchange *x, struct slice *ret_password);

#endif
