/* cache.h - ready pages of the registers, kept until a register changes.
 *
 * Pages that anybody may see are the same for everybody with the same language, so the second asker
 * gets the first one's bytes, already compressed. What a page shows of a *person* never comes here:
 * only routes marked CACHE_REVALIDATE with PERMISSION_ANYONE are kept.
 *
 * A change of any register (record_data_version) empties the cache; the version is asked at most
 * four times a second, so a change by another process is seen within a quarter of a second.
 * Thread-safe.
 */
#ifndef SPEAN_WEB_CACHE_H
#define SPEAN_WEB_CACHE_H

#include "web/app.h"

enum { CACHE_BYTES_MAX = 6 * 1024 * 1024, CACHE_PAGE_BYTES_MAX = 256 * 1024 };

struct page_cache;

/* Lives as long as the arena. */
struct page_cache *page_cache_create(struct arena *arena);
/* Give x the kept page, or make it with `handler` and keep it. */
MUST_USE err page_cache_answer(struct page_cache *cache, struct http_exchange *x,
			       http_handler *handler);

#endif
