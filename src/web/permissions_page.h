/* permissions_page.h - the pages /permissions and /organisations; their routes stand in staff.c. */
#ifndef SPEAN_WEB_PERMISSIONS_PAGE_H
#define SPEAN_WEB_PERMISSIONS_PAGE_H

#include "web/app.h"

http_handler permissions_show;
http_handler organisations_show;
http_handler organisations_take;

#endif
