/* reaper.c - a list under one lock. Deadlines are atomic, so that an exchange that moves on does
 * not wait for the watcher; only opening and closing a connection does.
 */
#include "http/reaper.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

enum { PERIOD_NS = 200 * 1000 * 1000, NS_PER_SECOND = 1000 * 1000 * 1000 };

struct reaper {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct reaper_entry *first;
	pthread_t thread;
	bool has_thread;
	bool stopping;
	_Atomic uint64_t cut;
};

struct reaper *reaper_create(struct arena *arena)
{
	struct reaper *reaper = ARENA_NEW(arena, struct reaper);
	pthread_condattr_t attributes;

	must(pthread_mutex_init(&reaper->mutex, NULL) == 0);
	must(pthread_condattr_init(&attributes) == 0);
	must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
	must(pthread_cond_init(&reaper->changed, &attributes) == 0);
	(void)pthread_condattr_destroy(&attributes);
	return reaper;
}

/* Nothing to watch costs nothing: with an empty list the thread sleeps until something comes. */
static void wait_a_little(struct reaper *reaper)
{
	struct timespec until;

	if (reaper->first == NULL) {
		(void)pthread_cond_wait(&reaper->changed, &reaper->mutex);
		return;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += PERIOD_NS;
	if (until.tv_nsec >= NS_PER_SECOND) {
		until.tv_nsec -= NS_PER_SECOND;
		until.tv_sec++;
	}
	(void)pthread_cond_timedwait(&reaper->changed, &reaper->mutex, &until);
}

static size_t cut_overdue(struct reaper *reaper, int64_t now_us)
{
	size_t count = 0;
	for (struct reaper_entry *entry = reaper->first; entry != NULL; entry = entry->next) {
		const int64_t deadline = atomic_load(&entry->deadline_us);
		if (deadline != 0 && deadline <= now_us) {
			atomic_store(&entry->deadline_us, 0);
			(void)shutdown(entry->descriptor, SHUT_RDWR);
			count++;
		}
	}
	atomic_fetch_add(&reaper->cut, count);
	return count;
}

static void *watch(void *argument)
{
	struct reaper *reaper = argument;

	(void)pthread_mutex_lock(&reaper->mutex);
	while (!reaper->stopping) {
		wait_a_little(reaper);
		(void)cut_overdue(reaper, clock_monotonic_us());
	}
	(void)pthread_mutex_unlock(&reaper->mutex);
	return NULL;
}

err reaper_start(struct ctx *c, struct reaper *reaper)
{
	if (pthread_create(&reaper->thread, NULL, watch, reaper) != 0) {
		return FAIL_PLAIN(c, ERR_BROKEN, "http.threads");
	}
	reaper->has_thread = true;
	return OK;
}

void reaper_destroy(struct reaper *reaper)
{
	if (reaper == NULL) {
		return;
	}
	must(reaper->first == NULL);
	(void)pthread_mutex_lock(&reaper->mutex);
	reaper->stopping = true;
	(void)pthread_cond_signal(&reaper->changed);
	(void)pthread_mutex_unlock(&reaper->mutex);
	if (reaper->has_thread) {
		(void)pthread_join(reaper->thread, NULL);
	}
	(void)pthread_cond_destroy(&reaper->changed);
	(void)pthread_mutex_destroy(&reaper->mutex);
}

void reaper_add(struct reaper *reaper, struct reaper_entry *entry)
{
	(void)pthread_mutex_lock(&reaper->mutex);
	entry->previous = NULL;
	entry->next = reaper->first;
	if (entry->next != NULL) {
		entry->next->previous = entry;
	}
	reaper->first = entry;
	(void)pthread_cond_signal(&reaper->changed);
	(void)pthread_mutex_unlock(&reaper->mutex);
}

void reaper_remove(struct reaper *reaper, struct reaper_entry *entry)
{
	(void)pthread_mutex_lock(&reaper->mutex);
	if (entry->previous != NULL) {
		entry->previous->next = entry->next;
	} else {
		reaper->first = entry->next;
	}
	if (entry->next != NULL) {
		entry->next->previous = entry->previous;
	}
	(void)pthread_mutex_unlock(&reaper->mutex);
}

size_t reaper_run(struct reaper *reaper, int64_t now_us)
{
	(void)pthread_mutex_lock(&reaper->mutex);
	const size_t count = cut_overdue(reaper, now_us);
	(void)pthread_mutex_unlock(&reaper->mutex);
	return count;
}

uint64_t reaper_count(const struct reaper *reaper)
{
	return atomic_load(&reaper->cut);
}
