#include "record/backup.h"

#include <unistd.h>

#include "base/clock.h"
#include "record/audit.h"
#include "record/keyring_parts.h"
#include "record/keys_of_door.h"
#include "vault/backup.h"
#include "vault/copies.h"

static struct backup_summary summary_of(const struct dump_report *report)
{
	return (struct backup_summary){
		.made = report->made,
		.version = report->version,
		.tables = report->tables,
		.rows = report->rows,
	};
}

static err make_keys(struct ctx *c, struct door *door, struct keyring *keyring, struct slice made,
		     struct slice place, struct sink sink, struct dump_report *ret_report)
{
	struct slice header;
	int64_t number = 0;
	TRY(keyring_header(c, keyring, &header));
	TRY(keys_copy_add(c, door->keys, made, place, &number));
	const err result = backup_keys(c, door->keys, header, made, sink, ret_report);
	if (result != OK) {
		/* What there may be of it does not open. */
		struct ctx unheard = {.arena = c->arena};
		(void)!keys_copy_gone(&unheard, door->keys, number, made);
	}
	return result;
}

static err write_line(struct ctx *c, struct door *door, const char *deed, const char *kind,
		      int64_t count, err result)
{
	const struct audit_entry entry = {
		.deed = slice_of(deed),
		.kind = slice_of(kind),
		.count = count,
		.outcome = result == OK ? S("done") : S("failed"),
	};
	if (result == OK) {
		return audit_write(c, door, &entry);
	}
	struct ctx unheard = {.arena = c->arena};
	(void)!audit_write(&unheard, door, &entry);
	return result;
}

err backup_make(struct ctx *c, struct door *door, struct keyring *keyring, enum backup_of what,
		struct slice place, struct sink sink, struct backup_summary *ret_summary)
{
	const struct slice made = clock_moment(c->arena, clock_now_ms());
	struct dump_report report = {0};
	TRY(door_keys(c, door));
	const err result = what == BACKUP_OF_KEYS
				   ? make_keys(c, door, keyring, made, place, sink, &report)
				   : backup_data(c, door->keys, door->store, made, sink, &report);
	TRY(write_line(c, door, "backup", what == BACKUP_OF_KEYS ? "keys" : "data", report.rows,
		       result));
	*ret_summary = summary_of(&report);
	return OK;
}

/* The data need the vault, and the vault the keys: it is opened for a moment, and for good by
 * keyring_adopt. */
static err restore_data(struct ctx *c, struct keyring *keyring, struct source source,
			struct dump_report *ret_report, struct store **ret_data)
{
	const struct store_options key_options = keyring_options(keyring, STORE_KEYS, STORE_OPEN);
	const struct store_options options = keyring_options(keyring, STORE_DATA, STORE_CREATE);
	struct store *key_store;
	struct vault *vault;
	struct keys *keys;
	TRY(store_open(c, &key_options, &key_store));
	err result = vault_open(c, key_store, keyring->secrets->root, &vault);
	if (result != OK) {
		store_close(key_store);
		return result;
	}
	result = keys_borrow(c, vault, &keys);
	if (result == OK) {
		result = backup_restore_data(c, keys, &options, source, ret_report, ret_data);
		keys_return(keys);
	}
	vault_close(vault);
	return result;
}

static err adopt(struct ctx *c, struct keyring *keyring, struct store *data)
{
	const struct store_options options = keyring_options(keyring, STORE_KEYS, STORE_OPEN);
	struct store *key_store;
	TRY(store_open(c, &options, &key_store));
	const err result = keyring_adopt(c, keyring, data, key_store);
	if (result != OK && keyring->vault == NULL) {
		store_close(key_store);
	}
	return result;
}

static void discard(struct keyring *keyring, enum store_schema schema)
{
	struct arena *arena = arena_create();
	struct ctx unheard = {.arena = arena};
	const struct store_options options = keyring_options(keyring, schema, STORE_OPEN);
	store_discard(&unheard, &options);
	arena_destroy(arena);
}

static err restore_both(struct ctx *c, struct keyring *keyring, struct source data,
			struct source keys, struct dump_report *ret_report)
{
	const struct store_options options = keyring_options(keyring, STORE_KEYS, STORE_CREATE);
	struct dump_report report;
	struct store *store = NULL;
	TRY(backup_restore_keys(c, keyring->secrets->root, &options, keys, &report, &store));
	store_close(store);
	store = NULL;
	err result = restore_data(c, keyring, data, ret_report, &store);
	if (result == OK) {
		result = adopt(c, keyring, store);
		if (result != OK && keyring->vault == NULL) {
			store_close(store);
			discard(keyring, STORE_DATA);
		}
	}
	if (result != OK && keyring->vault == NULL) {
		discard(keyring, STORE_KEYS);
	}
	return result;
}

err backup_restore(struct ctx *c, const struct keyring_place *place,
		   const struct keyring_asker *asker, struct source data, struct source keys,
		   struct backup_summary *ret_data, struct keyring **ret_keyring)
{
	struct dump_report report;
	struct keyring *keyring;
	struct slice header;
	TRY(backup_keys_header(c, keys, &header));
	TRY(keyring_begin_from(c, place, header, asker, &keyring));
	const err result = restore_both(c, keyring, data, keys, &report);
	if (result != OK) {
		keyring_close(keyring);
		if (place->header != NULL) {
			(void)unlink(place->header);
		}
		return result;
	}
	*ret_data = summary_of(&report);
	*ret_keyring = keyring;
	return OK;
}

err backup_settle(struct ctx *c, struct door *door, int64_t *ret_lost)
{
	struct audit_report report;
	int64_t lost = 0;
	TRY(audit_verify(c, door, S(""), &report));
	if (!report.whole) {
		lost = report.anchored > report.lines ? report.anchored - report.lines : 0;
		door->actor.reason = S("a backup was restored");
		TRY(audit_accept(c, door));
	}
	TRY(write_line(c, door, "restore", "", lost, OK));
	audit_settle(door);
	*ret_lost = lost;
	return OK;
}

err backup_copies(struct ctx *c, struct door *door, const struct backup_copy **ret_copies,
		  size_t *ret_count)
{
	const struct key_copy *known;
	size_t count;
	TRY(door_keys(c, door));
	TRY(keys_copies(c, door->keys, &known, &count));
	struct backup_copy *copies = ARENA_ARRAY(c->arena, count + 1, struct backup_copy);
	for (size_t i = 0; i < count; i++) {
		copies[i] = (struct backup_copy){
			.number = known[i].number,
			.made = known[i].made,
			.place = known[i].place,
		};
	}
	*ret_copies = copies;
	*ret_count = count;
	return OK;
}

err backup_copy_gone(struct ctx *c, struct door *door, int64_t number)
{
	TRY(door_keys(c, door));
	TRY(keys_copy_gone(c, door->keys, number, clock_moment(c->arena, clock_now_ms())));
	return write_line(c, door, "copy_gone", "keys", number, OK);
}
