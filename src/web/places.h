/* places.h - the gazetteer as pages share it: read once, kept until a register changes. */
#ifndef SPEAN_WEB_PLACES_H
#define SPEAN_WEB_PLACES_H

#include "places/places.h"
#include "web/app.h"

struct places_kept;

/* Lives as long as the arena. */
struct places_kept *places_kept_create(struct arena *arena);
/* The places as they are now, loaded anew only when record_data_version has changed. Valid until
 * the exchange ends. Thread-safe. */
MUST_USE err page_places(struct http_exchange *x, const struct places **ret_places);

#endif
