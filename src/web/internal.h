/* internal.h - what the files of web/'s core share; page files include app.h only. */
#ifndef SPEAN_WEB_INTERNAL_H
#define SPEAN_WEB_INTERNAL_H

#include "web/app.h"

enum { PAGE_MAX = 4 * 1024 * 1024 };

/* Route tables of the topics, one a page file. */
struct route_table home_routes(void);
struct route_table directory_routes(void);
struct route_table match_routes(void);
struct route_table law_routes(void);
struct route_table figures_routes(void);
struct route_table places_routes(void);
struct route_table sign_in_routes(void);
struct route_table account_routes(void);
struct route_table staff_routes(void);
struct route_table own_routes(void);
struct route_table today_routes(void);
struct route_table log_routes(void);
struct route_table away_routes(void);
struct route_table assets_routes(void);
/* All of them, and http's own: what is served, and what docs/routes.md and the tests walk. */
const struct route_table *route_tables(struct arena *arena, size_t *ret_count);

/* Front-end files: /assets/HASH/NAME, where HASH is of all of them together, so that a new build
 * has new addresses and browsers may keep the old ones for ever. */
struct assets;
struct assets *assets_create(struct arena *arena, const struct embedded *embedded);
/* "/assets/HASH" */
struct slice assets_path(const struct assets *assets);

/* Fills the frame's names and renders the page. */
void error_page(struct http_exchange *x, int status);

#endif
