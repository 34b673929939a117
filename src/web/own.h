/* own.h - what the files of /own share. */
#ifndef SPEAN_WEB_OWN_H
#define SPEAN_WEB_OWN_H

#include "web/app.h"

enum { OWN_FORM_MAX = 64 * 1024 };

http_handler page_own_show_new;
http_handler page_own_save_new;
http_handler page_own_show_programme;
http_handler page_own_save_programme;
http_handler page_own_show_history;

#endif
