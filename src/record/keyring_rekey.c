/* keyring_rekey.c - new page keys: both files written anew.
 *
 * The new files stand beside the old ones until the header knows both page keys; then they take the
 * names one after the other. Cut off anywhere, each file opens with the page key that fits it. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/pipe.h"
#include "base/random.h"
#include "record/keyring_parts.h"
#include "store/dump.h"

/* The last one to close a file takes away its log. */
static bool is_open_elsewhere(struct arena *arena, const char *path)
{
	return file_exists(arena_format(arena, "%s-shm", path).at) ||
	       file_exists(arena_format(arena, "%s-wal", path).at);
}

static err in_use(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_CONFLICT, "keyring.in_use");
}

struct stamp {
	struct timespec data;
	struct timespec keys;
};

static err take_stamp(struct ctx *c, const struct keyring_place *place, struct stamp *ret_stamp)
{
	struct stat data;
	struct stat keys;
	if (is_open_elsewhere(c->arena, place->data) || is_open_elsewhere(c->arena, place->keys)) {
		return in_use(c);
	}
	if (stat(place->data, &data) != 0 || stat(place->keys, &keys) != 0) {
		return FAIL(c, ERR_NOT_FOUND, "place.no_store", "path=%s", place->data);
	}
	*ret_stamp = (struct stamp){data.st_mtim, keys.st_mtim};
	return OK;
}

struct pump {
	struct ctx c;
	struct store *from;
	int into;
	struct slice made;
	err result;
};

/* A reader that has gone is an error here, not a signal. */
static void *pump_out(void *argument)
{
	struct pump *pump = argument;
	struct dump_report report;
	sigset_t signals;
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGPIPE);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	pump->result = store_dump(&pump->c, pump->from, pump->made,
				  sink_to(&pump->c, pump->into, "rekey"), &report);
	(void)close(pump->into);
	return NULL;
}

/* Through a pipe: nothing readable touches a disk. */
static err copy_store(struct ctx *c, struct store *from, const struct store_options *into)
{
	struct pump pump = {.c = {.arena = arena_create()}, .from = from, .result = OK};
	struct dump_report report;
	struct store *made = NULL;
	pthread_t thread;
	int ends[2];
	must(pipe2(ends, O_CLOEXEC) == 0);
	pump.into = ends[1];
	pump.made = clock_moment(pump.c.arena, clock_now_ms());
	must(pthread_create(&thread, NULL, pump_out, &pump) == 0);
	err result = store_load(c, into, source_from(c, ends[0], "rekey"), &report, &made);
	(void)close(ends[0]);
	must(pthread_join(thread, NULL) == 0);
	store_close(result == OK ? made : NULL);
	if (pump.result != OK) {
		c->fail = pump.c.fail;
		result = pump.result;
	}
	arena_destroy(pump.c.arena);
	return result;
}

static const char *beside(struct arena *arena, const char *path)
{
	return arena_format(arena, "%s.rekey", path).at;
}

static err copy_one(struct ctx *c, struct keyring *keyring, enum store_schema schema,
		    const unsigned char *key, const char *cipher)
{
	struct store_options options = keyring_options(keyring, schema, STORE_CREATE);
	options.location = beside(c->arena, options.location);
	options.key = key;
	options.cipher = cipher;
	(void)unlink(options.location); /* of a change that was cut off */
	return copy_store(c, schema == STORE_DATA ? keyring->data : keyring->keys, &options);
}

/* Both copies, then the header that knows old and new. */
static err copy_both(struct ctx *c, struct keyring *keyring, const char *cipher)
{
	struct keyring_secrets *secrets = keyring->secrets;
	unsigned char *data = secrets->candidates[0];
	unsigned char *keys = secrets->candidates[1];
	random_bytes(data, VAULT_KEY_BYTES);
	random_bytes(keys, VAULT_KEY_BYTES);
	TRY(copy_one(c, keyring, STORE_DATA, data, cipher));
	TRY(copy_one(c, keyring, STORE_KEYS, keys, cipher));
	TRY(keyring_settle_header(c, keyring));
	memcpy(secrets->data, data, VAULT_KEY_BYTES);
	memcpy(secrets->keys, keys, VAULT_KEY_BYTES);
	keyring_add_entry(c, keyring, secrets->root);
	return keyring_write_header(c, keyring);
}

static void drop_copies(struct arena *arena, const struct keyring_place *place)
{
	(void)unlink(beside(arena, place->data));
	(void)unlink(beside(arena, place->keys));
}

/* The stores are closed: whoever else was there shows by a log, or by having written. */
static err take_names(struct ctx *c, const struct keyring_place *place, const struct stamp *before)
{
	struct stamp after;
	TRY(take_stamp(c, place, &after));
	if (memcmp(&after, before, sizeof after) != 0) {
		return in_use(c);
	}
	TRY(file_rename(c, beside(c->arena, place->data), place->data));
	return file_rename(c, beside(c->arena, place->keys), place->keys);
}

static void close_stores(struct keyring *keyring)
{
	vault_close(keyring->vault);
	store_close(keyring->data);
	keyring->vault = NULL;
	keyring->keys = NULL;
	keyring->data = NULL;
}

static err write_settled(struct ctx *c, struct keyring *keyring, const char *cipher)
{
	const struct slice name = slice_of(cipher != NULL ? cipher : store_cipher_by_cpu());
	header_settle(&keyring->header);
	memcpy(keyring->header.cipher, name.at, name.length + 1);
	return keyring_write_header(c, keyring);
}

static err rekey(struct ctx *c, struct keyring *keyring, const char *cipher,
		 const struct stamp *before)
{
	err result = copy_both(c, keyring, cipher);
	close_stores(keyring);
	if (result == OK) {
		result = take_names(c, &keyring->place, before);
	}
	if (result != OK) {
		drop_copies(c->arena, &keyring->place);
		return result;
	}
	return write_settled(c, keyring, cipher);
}

err keyring_rekey(struct ctx *c, const struct keyring_place *place,
		  const struct keyring_asker *asker, const char *cipher)
{
	struct keyring *keyring;
	struct stamp before = {0};
	int lock;
	if (place->header == NULL) {
		return FAIL_PLAIN(c, ERR_INVALID, "keyring.server");
	}
	if (cipher != NULL && strcmp(cipher, "aegis") != 0 && strcmp(cipher, "chacha20") != 0) {
		return FAIL_PLAIN(c, ERR_INVALID, "keyring.cipher");
	}
	TRY(keyring_open(c, place, asker, &keyring));
	err result = keyring_lock(c, keyring, &lock);
	if (result == OK) {
		const struct keyring_place kept = keyring->place;
		close_stores(keyring);
		result = take_stamp(c, &kept, &before);
		if (result == OK) {
			result = keyring_open_again(c, keyring);
		}
		if (result == OK) {
			result = rekey(c, keyring, cipher, &before);
		}
		keyring_unlock_folder(lock);
	}
	keyring_close(keyring);
	return result;
}
