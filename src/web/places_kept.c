/* places_kept.c - sixteen thousand places are read once, not for every asker. */
#include "web/places.h"

#include <pthread.h>

/* One reading, in an arena of its own. It goes when the last exchange that looks at it has ended.
 */
struct reading {
	struct arena *arena;
	struct places_kept *kept;
	struct places *places;
	int64_t version;
	unsigned users; /* being the current one counts as one */
};

struct places_kept {
	pthread_mutex_t lock;
	struct reading *current;
};

static void leave(void *argument)
{
	struct reading *reading = argument;
	pthread_mutex_t *lock = &reading->kept->lock;
	(void)pthread_mutex_lock(lock);
	const bool last = --reading->users == 0;
	(void)pthread_mutex_unlock(lock);
	if (last) {
		arena_destroy(reading->arena);
	}
}

static void forget(void *argument)
{
	struct places_kept *kept = argument;
	if (kept->current != NULL) {
		leave(kept->current);
	}
}

struct places_kept *places_kept_create(struct arena *arena)
{
	struct places_kept *kept = ARENA_NEW(arena, struct places_kept);
	(void)pthread_mutex_init(&kept->lock, NULL);
	arena_defer(arena, forget, kept);
	return kept;
}

/* The current reading if it is of this version, counted for the asker. */
static struct reading *take(struct places_kept *kept, int64_t version)
{
	(void)pthread_mutex_lock(&kept->lock);
	struct reading *reading = kept->current;
	if (reading != NULL && reading->version == version) {
		reading->users++;
	} else {
		reading = NULL;
	}
	(void)pthread_mutex_unlock(&kept->lock);
	return reading;
}

static err read_anew(struct http_exchange *x, struct door *door, int64_t version,
		     struct reading **ret_reading)
{
	struct ctx own = {.arena = arena_create()};
	struct places *places;
	const err result = places_load(&own, door, &places);

	if (result != OK) {
		x->c.fail = own.fail;
		arena_destroy(own.arena);
		return result;
	}
	struct reading *reading = ARENA_NEW(own.arena, struct reading);
	*reading = (struct reading){own.arena, x->app->places, places, version, 2};
	*ret_reading = reading;
	return OK;
}

static void make_current(struct places_kept *kept, struct reading *reading)
{
	(void)pthread_mutex_lock(&kept->lock);
	struct reading *older = kept->current;
	kept->current = reading;
	(void)pthread_mutex_unlock(&kept->lock);
	if (older != NULL) {
		leave(older);
	}
}

err page_places(struct http_exchange *x, const struct places **ret_places)
{
	struct door door;
	int64_t version;

	TRY(page_door(x, &door));
	TRY(record_data_version(&x->c, &door, &version));
	struct reading *reading = take(x->app->places, version);
	if (reading == NULL) {
		TRY(read_anew(x, &door, version, &reading));
		make_current(x->app->places, reading);
	}
	arena_defer(x->c.arena, leave, reading);
	*ret_places = reading->places;
	return OK;
}
