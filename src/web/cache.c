#include "web/cache.h"

#include <pthread.h>
#include <string.h>

#include "base/clock.h"

enum { SLOTS = 256, VERSION_ASKED_EVERY_US = 250 * 1000 };

/* One kept page, in an arena of its own. It goes when the last exchange that sends it has ended. */
struct kept {
	struct arena *arena;
	struct page_cache *cache;
	struct slice key;
	struct http_response response;
	size_t bytes;
	unsigned users; /* the cache itself is one */
};

struct page_cache {
	pthread_mutex_t lock;
	struct kept *slots[SLOTS];
	size_t bytes;
	int64_t version;
	int64_t asked_us;
};

static void leave(struct kept *kept)
{
	pthread_mutex_t *lock = &kept->cache->lock;
	(void)pthread_mutex_lock(lock);
	const bool last = --kept->users == 0;
	(void)pthread_mutex_unlock(lock);
	if (last) {
		arena_destroy(kept->arena);
	}
}

static void leave_deferred(void *kept)
{
	leave(kept);
}

/* With the lock held. The kept page itself is returned for leave(), which takes the lock. */
static struct kept *take_out(struct page_cache *cache, size_t slot)
{
	struct kept *kept = cache->slots[slot];
	if (kept != NULL) {
		cache->slots[slot] = NULL;
		cache->bytes -= kept->bytes;
	}
	return kept;
}

static void empty_slot(struct page_cache *cache, size_t slot)
{
	(void)pthread_mutex_lock(&cache->lock);
	struct kept *kept = take_out(cache, slot);
	(void)pthread_mutex_unlock(&cache->lock);
	if (kept != NULL) {
		leave(kept);
	}
}

static void empty_all(void *argument)
{
	for (size_t i = 0; i < SLOTS; i++) {
		empty_slot(argument, i);
	}
}

struct page_cache *page_cache_create(struct arena *arena)
{
	struct page_cache *cache = ARENA_NEW(arena, struct page_cache);
	(void)pthread_mutex_init(&cache->lock, NULL);
	arena_defer(arena, empty_all, cache);
	return cache;
}

static err ask_version(struct http_exchange *x, int64_t *ret_version)
{
	struct door door;
	TRY(page_door(x, &door));
	return record_data_version(&x->c, &door, ret_version);
}

/* Has another quarter of a second passed? Then this exchange asks, and only this one. */
static bool my_turn_to_ask(struct page_cache *cache, int64_t now_us)
{
	(void)pthread_mutex_lock(&cache->lock);
	const bool mine =
		now_us - cache->asked_us >= VERSION_ASKED_EVERY_US || cache->asked_us == 0;
	if (mine) {
		cache->asked_us = now_us;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	return mine;
}

static err refresh(struct page_cache *cache, struct http_exchange *x)
{
	int64_t version;

	if (!my_turn_to_ask(cache, clock_monotonic_us())) {
		return OK;
	}
	TRY(ask_version(x, &version));
	(void)pthread_mutex_lock(&cache->lock);
	const bool changed = version != cache->version;
	cache->version = version;
	(void)pthread_mutex_unlock(&cache->lock);
	if (changed) {
		empty_all(cache);
	}
	return OK;
}

static size_t slot_of(struct slice key)
{
	uint64_t hash = 0xCBF29CE484222325u;
	for (size_t i = 0; i < key.length; i++) {
		hash = (hash ^ (unsigned char)key.at[i]) * 0x100000001B3u;
	}
	return (size_t)(hash ^ hash >> 32) % SLOTS;
}

static bool answer_from(struct page_cache *cache, struct http_exchange *x, struct slice key,
			size_t slot)
{
	(void)pthread_mutex_lock(&cache->lock);
	struct kept *kept = cache->slots[slot];
	const bool found = kept != NULL && slice_equal(kept->key, key);
	if (found) {
		kept->users++;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	if (found) {
		x->response = kept->response;
		arena_defer(x->c.arena, leave_deferred, kept);
	}
	return found;
}

static struct kept *kept_create(struct page_cache *cache, const struct http_response *response,
				struct slice key)
{
	struct arena *arena = arena_create();
	struct kept *kept = ARENA_NEW(arena, struct kept);

	kept->arena = arena;
	kept->cache = cache;
	kept->users = 1;
	kept->key = arena_copy(arena, key);
	kept->response = *response;
	kept->response.body = arena_copy(arena, response->body);
	kept->response.content_type = arena_copy(arena, response->content_type);
	kept->response.etag = (struct slice){0};
	for (size_t i = 0; i < response->headers_count; i++) {
		kept->response.headers[i].name = arena_copy(arena, response->headers[i].name);
		kept->response.headers[i].value = arena_copy(arena, response->headers[i].value);
	}
	http_prepare(arena, &kept->response);
	kept->bytes = arena_used(arena);
	return kept;
}

/* Pages made from an older version than the one now known are not worth keeping. */
static void keep(struct page_cache *cache, struct kept *kept, size_t slot, int64_t version)
{
	(void)pthread_mutex_lock(&cache->lock);
	struct kept *older = take_out(cache, slot);
	const bool fits =
		version == cache->version && cache->bytes + kept->bytes <= CACHE_BYTES_MAX;
	if (fits) {
		cache->slots[slot] = kept;
		cache->bytes += kept->bytes;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	if (older != NULL) {
		leave(older);
	}
	if (!fits) {
		leave(kept);
	}
}

static int64_t known_version(struct page_cache *cache)
{
	(void)pthread_mutex_lock(&cache->lock);
	const int64_t version = cache->version;
	(void)pthread_mutex_unlock(&cache->lock);
	return version;
}

static bool worth_keeping(const struct http_response *response)
{
	return (response->status == 200 || response->status == 0) &&
	       response->body.length <= CACHE_PAGE_BYTES_MAX && response->location.length == 0;
}

err page_cache_answer(struct page_cache *cache, struct http_exchange *x, http_handler *handler)
{
	must(x->route->permission == PERMISSION_ANYONE && x->visitor == NULL);
	/* ?lang= is answered with a cookie: that answer is for one person. */
	if (!slice_empty(http_query(&x->request, "lang"))) {
		return handler(x);
	}
	TRY(refresh(cache, x));
	/* A page may say what holds today: tomorrow it is another page. */
	const struct slice key =
		arena_format(x->c.arena, "%s %lld %.*s?%.*s", language_code(x->language),
			     (long long)date_days(clock_today()), SLICE_PRINT(x->request.path),
			     SLICE_PRINT(x->request.query_text));
	const size_t slot = slot_of(key);
	if (answer_from(cache, x, key, slot)) {
		return OK;
	}
	const int64_t version = known_version(cache);
	TRY(handler(x));
	if (worth_keeping(&x->response)) {
		keep(cache, kept_create(cache, &x->response, key), slot, version);
	}
	return OK;
}
