/* keyring_rotate.c - new keys for a place, and how its keys stand.
 *
 * A new root key: its file (or shares), then the header with both, then the key store in one
 * transaction, then the file takes its name and the header forgets the old one. Cut off anywhere,
 * one of the two keys opens the place; the next rotation tidies up. */
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "record/key_file.h"
#include "record/keyring_parts.h"
#include "record/record.h"

err keyring_lock(struct ctx *c, const struct keyring *keyring, int *ret_lock)
{
	*ret_lock = -1;
	if (keyring_on_server(keyring)) {
		return OK;
	}
	char *path = arena_cstr(c->arena, slice_of(keyring->place.header));
	const int lock = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
		if (lock >= 0) {
			(void)close(lock);
		}
		return FAIL_PLAIN(c, ERR_CONFLICT, "keyring.busy");
	}
	*ret_lock = lock;
	return OK;
}

void keyring_unlock_folder(int lock)
{
	if (lock >= 0) {
		(void)close(lock);
	}
}

err keyring_settle_header(struct ctx *c, struct keyring *keyring)
{
	struct keyring_secrets *secrets = keyring->secrets;
	TRY(keyring_read_header(c, keyring));
	for (size_t i = keyring->header.entries_count; i > 0; i--) {
		if (header_is_root(&keyring->header, i - 1, secrets->root)) {
			keyring->header.entries_count = 0;
			keyring_add_entry(c, keyring, secrets->root);
			return OK;
		}
	}
	return FAIL_PLAIN(c, ERR_DENIED, "vault.root_changed");
}

/* What an earlier rotation left: the next key file either is in force, or never was. */
static err settle_file(struct ctx *c, const struct keyring *keyring)
{
	const char *next = next_key_file(c->arena, &keyring->place);
	unsigned char *key = keyring->secrets->candidates[0];
	struct ctx unheard = {.arena = c->arena};
	if (!file_exists(next)) {
		return OK;
	}
	if (key_file_read(&unheard, next, key) == OK &&
	    memcmp(key, keyring->secrets->root, VAULT_KEY_BYTES) == 0) {
		return file_rename(c, next, keyring->place.key_file);
	}
	(void)unlink(next);
	return OK;
}

static err prepare(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	struct keyring_secrets *secrets = keyring->secrets;
	TRY(keyring_settle_header(c, keyring));
	random_bytes(secrets->next, VAULT_KEY_BYTES);
	if (keyring->header.unlock == UNLOCK_FILE) {
		TRY(settle_file(c, keyring));
		TRY(key_file_write(c, next_key_file(c->arena, &keyring->place), secrets->next));
	}
	if (keyring->header.unlock == UNLOCK_SHARES) {
		TRY(keyring_hand_out(c, keyring, asker, secrets->next));
	}
	keyring_add_entry(c, keyring, secrets->next);
	return keyring_write_header(c, keyring);
}

static err finish(struct ctx *c, struct keyring *keyring)
{
	memcpy(keyring->secrets->root, keyring->secrets->next, VAULT_KEY_BYTES);
	explicit_bzero(keyring->secrets->next, VAULT_KEY_BYTES);
	if (keyring->header.unlock == UNLOCK_FILE) {
		TRY(file_rename(c, next_key_file(c->arena, &keyring->place),
				keyring->place.key_file));
	}
	header_settle(&keyring->header);
	return keyring_write_header(c, keyring);
}

err keyring_rotate_root(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	int lock;
	TRY(keyring_lock(c, keyring, &lock));
	err result = prepare(c, keyring, asker);
	if (result == OK) {
		result = vault_rotate_root(c, keyring->vault, keyring->secrets->next);
	}
	if (result == OK) {
		result = finish(c, keyring);
	}
	keyring_unlock_folder(lock);
	return result;
}

err keyring_rotate(struct ctx *c, struct keyring *keyring, enum keyring_level level,
		   struct slice id)
{
	static const enum rotation ROTATIONS[] = {
		[KEYRING_ORGANISATION] = ROTATE_ORGANISATION,
		[KEYRING_INDEX] = ROTATE_INDEX,
		[KEYRING_SUBJECT] = ROTATE_SUBJECT,
	};
	struct keys *keys;
	TRY(keys_borrow(c, keyring->vault, &keys));
	const err result = keys_rotate(c, keys, ROTATIONS[level], id);
	keys_return(keys);
	return result;
}

static err organisation_of(struct ctx *c, struct keyring *keyring, struct slice subject,
			   struct slice *ret_organisation)
{
	struct keys *keys;
	TRY(keys_borrow(c, keyring->vault, &keys));
	const err result = keys_organisation_of(c, keys, subject, ret_organisation);
	keys_return(keys);
	return result;
}

/* In pieces, so that others can write in between. */
static err reseal_all(struct ctx *c, struct door *door, struct slice organisation)
{
	enum { AT_ONCE = 500, ROUNDS_MAX = 100000 };
	size_t left = 1;
	for (int round = 0; round < ROUNDS_MAX && left > 0; round++) {
		TRY(record_reseal(c, door, organisation, AT_ONCE, &left));
	}
	return OK;
}

err keyring_follow_up(struct ctx *c, struct keyring *keyring, struct door *door,
		      enum keyring_level level, struct slice id)
{
	struct slice organisation;
	switch (level) {
	case KEYRING_SUBJECT:
		TRY(organisation_of(c, keyring, id, &organisation));
		return reseal_all(c, door, organisation);
	case KEYRING_INDEX:
		return record_reindex(c, door, id);
	default:
		return OK;
	}
}

err keyring_finish_rotations(struct ctx *c, struct door *door)
{
	struct slice organisation;
	struct keys *keys;
	TRY(keys_borrow(c, door->vault, &keys));
	const err result = keys_replaced(c, keys, &organisation);
	keys_return(keys);
	TRY(result);
	return slice_empty(organisation) ? OK : reseal_all(c, door, organisation);
}

static err read_status(struct ctx *c, struct keyring *keyring, struct vault_status *ret_status)
{
	struct keys *keys;
	TRY(keys_borrow(c, keyring->vault, &keys));
	const err result = keys_status(c, keys, ret_status);
	keys_return(keys);
	return result;
}

err keyring_status(struct ctx *c, struct keyring *keyring, struct keyring_status *ret_status)
{
	struct vault_status status;
	TRY(read_status(c, keyring, &status));
	struct keyring_organisation *organisations =
		ARENA_ARRAY(c->arena, status.organisations_count + 1, struct keyring_organisation);
	for (size_t i = 0; i < status.organisations_count; i++) {
		organisations[i] = (struct keyring_organisation){
			.organisation = status.organisations[i].organisation,
			.version = status.organisations[i].version,
			.subjects = status.organisations[i].subjects,
			.destroyed = status.organisations[i].destroyed,
			.rotated = status.organisations[i].rotated,
		};
	}
	*ret_status = (struct keyring_status){
		.unlock = (enum keyring_unlock)keyring->header.unlock,
		.shares_needed = keyring->header.shares_needed,
		.shares_count = keyring->header.shares_count,
		.cipher = slice_of(keyring->header.cipher),
		.root_version = status.root_version,
		.root_rotated = status.root_rotated,
		.organisations = organisations,
		.organisations_count = status.organisations_count,
	};
	return OK;
}
