/* Backups of data and of keys: what comes back, and what must not. */
#include "support/house.h"

#include <string.h>

#include "base/buf.h"
#include "vault/backup.h"
#include "vault/copies.h"

static const struct slice MADE = {"2026-01-02T03:04:05.000Z", 24};

struct bytes {
	struct slice all;
	size_t at;
};

static err take(struct ctx *c, void *self, struct slice bytes)
{
	(void)c;
	buf_add(self, bytes);
	return OK;
}

static err give(struct ctx *c, void *self, char *into, size_t size, size_t *ret_got)
{
	struct bytes *bytes = self;
	size_t now = bytes->all.length - bytes->at;
	(void)c;
	now = now < size ? now : size;
	if (now > 0) {
		memcpy(into, bytes->all.at + bytes->at, now);
	}
	bytes->at += now;
	*ret_got = now;
	return OK;
}

static struct source source_of(struct house *house, struct slice all)
{
	struct bytes *bytes = ARENA_NEW(house->c->arena, struct bytes);
	bytes->all = all;
	return (struct source){.read = give, .self = bytes};
}

static struct slice data_backup(struct house *house)
{
	struct buf *out = buf_create(house->c->arena, 64 << 20);
	struct dump_report report;
	assert_ok(house->c, backup_data(house->c, house_keys(house), house->stores->store, MADE,
					(struct sink){.write = take, .self = out}, &report));
	return arena_copy(house->c->arena, buf_slice(out));
}

static struct slice key_backup(struct house *house)
{
	struct buf *out = buf_create(house->c->arena, 64 << 20);
	struct dump_report report;
	assert_ok(house->c, backup_keys(house->c, house_keys(house), S("how: in a file\n"), MADE,
					(struct sink){.write = take, .self = out}, &report));
	return arena_copy(house->c->arena, buf_slice(out));
}

static const char *fresh_place(struct house *house, const char *name)
{
	return house->stores->engine == STORE_POSTGRES
		       ? database_create(house->c->arena)
		       : arena_format(house->c->arena, "%s/%s", house->stores->folder, name).at;
}

static void leave(struct house *house, struct store *store, const char *location)
{
	store_close(store);
	if (house->stores->engine == STORE_POSTGRES) {
		database_destroy(location);
	}
}

static err restore_data(struct house *house, struct slice backup, const char *location,
			struct store **ret_store)
{
	struct store_options options = stores_options(house->stores, STORE_CREATE);
	struct dump_report report;
	options.location = location;
	TRY(backup_restore_data(house->c, house_keys(house), &options, source_of(house, backup),
				&report, ret_store));
	assert_true(slice_equal(report.made, MADE));
	return OK;
}

static err restore_keys(struct house *house, struct slice backup, const char *location,
			struct store **ret_store)
{
	struct store_options options = house_key_options(house, STORE_CREATE);
	struct source source = source_of(house, backup);
	struct dump_report report;
	struct slice header;
	options.location = location;
	TRY(backup_keys_header(house->c, source, &header));
	assert_true(slice_is(header, "how: in a file\n"));
	return backup_restore_keys(house->c, house->root, &options, source, &report, ret_store);
}

static struct seal_place place_of(struct slice subject)
{
	return (struct seal_place){
		.class = SEAL_AB,
		.organisation = ORG_LOTUS,
		.subject = subject,
		.kind = S("client"),
		.record = subject,
		.slot = S("values"),
	};
}

static struct slice add_person(struct house *house, struct slice subject)
{
	const struct seal_place place = place_of(subject);
	struct slice sealed;
	assert_ok(house->c, keys_add_subject(house->c, house_keys(house), ORG_LOTUS, subject));
	assert_ok(house->c,
		  keys_seal(house->c, house_keys(house), &place, S("planted text"), &sealed));
	return sealed;
}

static void an_old_backup_of_the_data_with_todays_keys_opens_all_but_the_erased(void **state)
{
	struct house *house = *state;
	const char *location = fresh_place(house, "restored.store");
	struct store *restored = NULL;
	const struct slice stays = add_person(house, S("p-1"));
	const struct slice goes = add_person(house, S("p-2"));
	const struct slice backup = data_backup(house);
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), S("p-2")));
	assert_ok(house->c, restore_data(house, backup, location, &restored));
	struct slice plain;
	struct seal_place place = place_of(S("p-1"));
	assert_ok(house->c, keys_open(house->c, house_keys(house), &place, stays, &plain));
	place = place_of(S("p-2"));
	assert_failed(house->c, keys_open(house->c, house_keys(house), &place, goes, &plain),
		      ERR_NOT_FOUND, "vault.no_subject");
	leave(house, restored, location);
}

static void keys_come_back_and_open_what_they_sealed(void **state)
{
	struct house *house = *state;
	const char *location = fresh_place(house, "restored.keys");
	const struct slice sealed = add_person(house, S("p-1"));
	const struct slice data = data_backup(house);
	const struct slice backup = key_backup(house);
	struct store *store = NULL;
	struct vault *vault = NULL;
	struct keys *keys = NULL;
	struct slice plain;
	assert_ok(house->c, restore_keys(house, backup, location, &store));
	assert_ok(house->c, vault_open(house->c, store, house->root, &vault));
	assert_ok(house->c, keys_borrow(house->c, vault, &keys));
	const struct seal_place place = place_of(S("p-1"));
	assert_ok(house->c, keys_open(house->c, keys, &place, sealed, &plain));
	assert_true(slice_is(plain, "planted text"));
	/* and they open the backup of the data too */
	const char *data_location = fresh_place(house, "restored.store");
	struct store_options options = stores_options(house->stores, STORE_CREATE);
	struct dump_report report;
	struct store *restored = NULL;
	options.location = data_location;
	assert_ok(house->c, backup_restore_data(house->c, keys, &options, source_of(house, data),
						&report, &restored));
	leave(house, restored, data_location);
	keys_return(keys);
	vault_close(vault);
	if (house->stores->engine == STORE_POSTGRES) {
		database_destroy(location);
	}
}

static void another_root_or_the_other_kind_of_backup_opens_nothing(void **state)
{
	struct house *house = *state;
	const char *location = fresh_place(house, "restored.store");
	const struct slice data = data_backup(house);
	const struct slice keys = key_backup(house);
	struct store *store = NULL;
	assert_failed(house->c, restore_data(house, keys, location, &store), ERR_BROKEN,
		      "stream.other_label");
	assert_failed(house->c, restore_keys(house, data, location, &store), ERR_BROKEN,
		      "stream.other_label");
	house->root[5] ^= 1;
	assert_failed(house->c, restore_keys(house, keys, location, &store), ERR_BROKEN,
		      "stream.not_authentic");
	house->root[5] ^= 1;
	for (size_t length = 0; length < 16 + 4; length += 5) {
		assert_int_equal(
			restore_keys(house, slice_between(keys, 0, length), location, &store),
			ERR_BROKEN);
	}
	assert_failed(
		house->c,
		restore_keys(house, slice_between(keys, 0, keys.length - 1), location, &store),
		ERR_BROKEN, "stream.not_authentic");
	assert_failed(
		house->c,
		restore_data(house, slice_between(data, 0, data.length - 1), location, &store),
		ERR_BROKEN, "stream.not_authentic");
	assert_ok(house->c, restore_data(house, data, location, &store));
	leave(house, store, location);
}

static bool holds(struct slice all, struct slice text)
{
	return slice_find(all, text) != SIZE_MAX;
}

static void no_backup_shows_what_it_holds(void **state)
{
	struct house *house = *state;
	(void)add_person(house, S("p-planted-name"));
	const struct slice backups[] = {data_backup(house), key_backup(house)};
	for (size_t i = 0; i < COUNT_OF(backups); i++) {
		assert_false(holds(backups[i], S("planted")));
		assert_false(holds(backups[i], S("org-lotus")));
		assert_false(holds(backups[i], S("data_version")));
		assert_false(holds(backups[i],
				   (struct slice){.at = (const char *)house->root, .length = 16}));
	}
}

static void known_copies_are_listed_until_they_are_gone(void **state)
{
	struct house *house = *state;
	struct keys *keys = house_keys(house);
	const struct key_copy *copies = NULL;
	size_t count = 9;
	int64_t first = 0;
	int64_t second = 0;
	assert_ok(house->c, keys_copies(house->c, keys, &copies, &count));
	assert_int_equal(count, 0);
	assert_ok(house->c, keys_copy_add(house->c, keys, MADE, S("/a/ស្ពាន.keys"), &first));
	assert_ok(house->c, keys_copy_add(house->c, keys, MADE, S("-"), &second));
	assert_ok(house->c, keys_copy_gone(house->c, keys, second, MADE));
	assert_failed(house->c, keys_copy_gone(house->c, keys, second, MADE), ERR_NOT_FOUND,
		      "backup.no_copy");
	assert_failed(house->c, keys_copy_gone(house->c, keys, 99, MADE), ERR_NOT_FOUND,
		      "backup.no_copy");
	int64_t third = 0;
	assert_ok(house->c, keys_copy_add(house->c, keys, MADE, S("-"), &third));
	assert_int_not_equal(third, second);
	assert_ok(house->c, keys_copies(house->c, keys, &copies, &count));
	assert_int_equal(count, 2);
	assert_int_equal(copies[0].number, first);
	assert_true(slice_is(copies[0].place, "/a/ស្ពាន.keys"));
	assert_true(slice_equal(copies[0].made, MADE));
	assert_int_equal(copies[1].number, third);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(an_old_backup_of_the_data_with_todays_keys_opens_all_but_the_erased),
		IN_EACH_HOUSE(keys_come_back_and_open_what_they_sealed),
		IN_EACH_HOUSE(another_root_or_the_other_kind_of_backup_opens_nothing),
		IN_EACH_HOUSE(no_backup_shows_what_it_holds),
		IN_EACH_HOUSE(known_copies_are_listed_until_they_are_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
