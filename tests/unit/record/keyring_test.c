/* A place and its keys: made in each way, opened again, changed, and cut off in the middle of a
 * change. */
#include "record/keyring.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/key_file.h"
#include "support/stores.h"
#include "vault/header.h"
#include "vault/vault.h"

struct people {
	struct slice passphrase;
	struct slice shares[KEYRING_SHARES_MAX];
	int count;
	int chosen[2]; /* which shares are brought */
	struct arena *arena;
};

static err give_passphrase(struct ctx *c, void *argument, enum keyring_question question,
			   struct slice *ret_passphrase)
{
	const struct people *people = argument;
	(void)question;
	*ret_passphrase = arena_copy(c->arena, people->passphrase);
	return OK;
}

static err bring_shares(struct ctx *c, void *argument, int needed,
			struct slice ret_shares[KEYRING_SHARES_MAX], size_t *ret_count)
{
	const struct people *people = argument;
	for (int i = 0; i < needed; i++) {
		ret_shares[i] = arena_copy(c->arena, people->shares[people->chosen[i]]);
	}
	*ret_count = (size_t)needed;
	return OK;
}

static err take_shares(struct ctx *c, void *argument, int needed, int count,
		       const struct slice *shares)
{
	struct people *people = argument;
	(void)c;
	(void)needed;
	people->count = count;
	for (int i = 0; i < count; i++) {
		people->shares[i] = arena_copy(people->arena, shares[i]);
	}
	return OK;
}

static struct keyring_asker asker_of(struct people *people)
{
	return (struct keyring_asker){people, give_passphrase, bring_shares, take_shares};
}

static const char *in_folder(struct stores *t, const char *name)
{
	return arena_format(t->c->arena, "%s/%s", t->folder, name).at;
}

static struct keyring_place folder_place(struct stores *t)
{
	return (struct keyring_place){
		.data = in_folder(t, "spean.db"),
		.keys = in_folder(t, "spean.keys"),
		.header = in_folder(t, "spean.vault"),
		.key_file = in_folder(t, "spean.key"),
	};
}

static struct people people_of(struct stores *t)
{
	return (struct people){
		.passphrase = S("green river stones are old"),
		.chosen = {2, 0},
		.arena = t->c->arena,
	};
}

static const struct keyring_plan BY_FILE = {.unlock = KEYRING_FILE};
static const struct keyring_plan BY_PASSPHRASE = {.unlock = KEYRING_PASSPHRASE};
static const struct keyring_plan BY_SHARES = {KEYRING_SHARES, 2, 3};

/* Seal one value under an organisation's key; whoever opens it has the right keys. */
static struct slice seal_one(struct stores *t, struct keyring *keyring)
{
	struct keys *keys;
	struct slice sealed;
	const struct seal_place place = {.class = SEAL_ORGANISATION, .organisation = S("org-a")};
	assert_ok(t->c, keys_borrow(t->c, keyring_vault(keyring), &keys));
	assert_ok(t->c, keys_add_organisation(t->c, keys, S("org-a")));
	assert_ok(t->c, keys_seal(t->c, keys, &place, S("river"), &sealed));
	keys_return(keys);
	return sealed;
}

static void assert_opens(struct stores *t, struct keyring *keyring, struct slice sealed)
{
	struct keys *keys;
	struct slice plain;
	const struct seal_place place = {.class = SEAL_ORGANISATION, .organisation = S("org-a")};
	assert_ok(t->c, keys_borrow(t->c, keyring_vault(keyring), &keys));
	assert_ok(t->c, keys_open(t->c, keys, &place, sealed, &plain));
	assert_true(slice_is(plain, "river"));
	keys_return(keys);
}

static void reopen_and_check(struct stores *t, const struct keyring_place *place,
			     const struct keyring_asker *asker, struct slice sealed)
{
	struct keyring *keyring;
	assert_ok(t->c, keyring_open(t->c, place, asker, &keyring));
	assert_opens(t, keyring, sealed);
	keyring_close(keyring);
}

static void make_rotate_and_open(struct stores *t, const struct keyring_place *place,
				 const struct keyring_plan *plan)
{
	struct people people = people_of(t);
	const struct keyring_asker asker = asker_of(&people);
	struct keyring *keyring;
	struct keyring_status status;
	assert_ok(t->c, keyring_create(t->c, place, plan, &asker, &keyring));
	const struct slice sealed = seal_one(t, keyring);
	keyring_close(keyring);
	reopen_and_check(t, place, &asker, sealed);
	assert_ok(t->c, keyring_open(t->c, place, &asker, &keyring));
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, &asker));
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, &asker));
	assert_ok(t->c, keyring_rotate(t->c, keyring, KEYRING_ORGANISATION, S("org-a")));
	assert_opens(t, keyring, sealed);
	assert_ok(t->c, keyring_status(t->c, keyring, &status));
	assert_int_equal(status.unlock, plan->unlock);
	assert_int_equal(status.root_version, 3);
	assert_int_equal(status.organisations[0].version, 2);
	keyring_close(keyring);
	reopen_and_check(t, place, &asker, sealed);
}

static void a_folder_opens_in_the_way_it_was_made(void **state)
{
	struct stores *t = *state;
	static const struct keyring_plan *const PLANS[] = {&BY_FILE, &BY_PASSPHRASE, &BY_SHARES};
	for (size_t i = 0; i < COUNT_OF(PLANS); i++) {
		const struct keyring_place place = folder_place(t);
		make_rotate_and_open(t, &place, PLANS[i]);
		assert_int_equal(unlink(place.key_file) == 0, PLANS[i] == &BY_FILE);
		assert_false(file_exists(in_folder(t, "spean.key.new")));
		assert_int_equal(unlink(place.data) + unlink(place.keys) + unlink(place.header), 0);
	}
}

static void a_server_opens_in_the_way_it_was_made(void **state)
{
	struct stores *t = *state;
	static const struct keyring_plan *const PLANS[] = {&BY_FILE, &BY_PASSPHRASE, &BY_SHARES};
	for (size_t i = 0; i < COUNT_OF(PLANS); i++) {
		const struct keyring_place place = {
			.data = database_create(t->c->arena),
			.keys = database_create(t->c->arena),
			.key_file = in_folder(t, "server.key"),
		};
		make_rotate_and_open(t, &place, PLANS[i]);
		database_destroy(place.data);
		database_destroy(place.keys);
	}
}

static void wrong_ways_are_refused_and_change_nothing(void **state)
{
	struct stores *t = *state;
	struct people people = people_of(t);
	const struct keyring_asker asker = asker_of(&people);
	const struct keyring_place place = folder_place(t);
	struct keyring *keyring;
	assert_failed(t->c, keyring_open(t->c, &place, &asker, &keyring), ERR_NOT_FOUND,
		      "place.no_store");
	assert_ok(t->c, keyring_create(t->c, &place, &BY_PASSPHRASE, &asker, &keyring));
	keyring_close(keyring);
	const struct slice before = folder_snapshot(t->c->arena, t->folder);
	people.passphrase = S("green river stones are new");
	assert_failed(t->c, keyring_open(t->c, &place, &asker, &keyring), ERR_DENIED,
		      "keyring.wrong_passphrase");
	assert_failed(t->c, keyring_open(t->c, &place, NULL, &keyring), ERR_INVALID,
		      "keyring.nobody_to_ask");
	assert_failed(t->c, keyring_create(t->c, &place, &BY_PASSPHRASE, &asker, &keyring),
		      ERR_CONFLICT, "store.exists");
	assert_true(slice_equal(before, folder_snapshot(t->c->arena, t->folder)));
}

static void old_shares_open_nothing_after_new_ones(void **state)
{
	struct stores *t = *state;
	struct people people = people_of(t);
	const struct keyring_asker asker = asker_of(&people);
	const struct keyring_place place = folder_place(t);
	struct keyring *keyring;
	assert_ok(t->c, keyring_create(t->c, &place, &BY_SHARES, &asker, &keyring));
	const struct people old = people;
	assert_int_equal(people.count, 3);
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, &asker));
	keyring_close(keyring);
	const struct people new = people;
	people = old;
	assert_failed(t->c, keyring_open(t->c, &place, &asker, &keyring), ERR_DENIED,
		      "vault.wrong_root");
	people = new;
	people.shares[0] = old.shares[0];
	assert_failed(t->c, keyring_open(t->c, &place, &asker, &keyring), ERR_INVALID,
		      "share.foreign");
}

/* One file under the key of the one key file: what the first version made. */
static void a_place_of_the_first_version_gets_its_key_store(void **state)
{
	struct stores *t = *state;
	const struct keyring_place place = folder_place(t);
	struct store_options options = {
		.location = place.data, .key = t->key, .opening = STORE_CREATE};
	struct store *store;
	struct keyring *keyring;
	assert_ok(t->c, store_open(t->c, &options, &store));
	store_close(store);
	assert_ok(t->c, key_file_write(t->c, place.key_file, t->key));
	/* Registers can be read without any change. */
	assert_ok(t->c, keyring_open_data(t->c, &place, NULL, &store));
	store_close(store);
	assert_false(file_exists(place.header));
	assert_ok(t->c, keyring_open(t->c, &place, NULL, &keyring));
	const struct slice sealed = seal_one(t, keyring);
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, NULL));
	keyring_close(keyring);
	reopen_and_check(t, &place, NULL, sealed);
	assert_ok(t->c, keyring_open_data(t->c, &place, NULL, &store));
	store_close(store);
	assert_int_equal(unlink(place.header), 0);
	assert_failed(t->c, keyring_open(t->c, &place, NULL, &keyring), ERR_NOT_FOUND,
		      "keyring.header_missing");
}

static struct slice content(struct stores *t, const char *path)
{
	struct slice text;
	assert_ok(t->c, file_read(t->c, path, 4096, &text));
	return text;
}

static void put(struct stores *t, const char *path, struct slice text)
{
	assert_ok(t->c, file_replace(t->c, path, 0600, text));
}

/* Both entries in one header, as it stands in the middle of a rotation. */
static struct slice merged(struct stores *t, struct slice older, struct slice newer)
{
	struct header first;
	struct header second;
	assert_ok(t->c, header_read(t->c, older, &first));
	assert_ok(t->c, header_read(t->c, newer, &second));
	first.entries[first.entries_count++] = second.entries[0];
	return header_write(t->c->arena, &first);
}

static void a_rotation_that_was_cut_off_leaves_a_place_that_opens(void **state)
{
	struct stores *t = *state;
	const struct keyring_place place = folder_place(t);
	const char *next = in_folder(t, "spean.key.new");
	struct keyring *keyring;
	assert_ok(t->c, keyring_create(t->c, &place, &BY_FILE, NULL, &keyring));
	const struct slice sealed = seal_one(t, keyring);
	const struct slice key_before = content(t, place.key_file);
	const struct slice header_before = content(t, place.header);
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, NULL));
	keyring_close(keyring);
	const struct slice key_after = content(t, place.key_file);
	const struct slice header_after = content(t, place.header);

	/* After the transaction, before the file got its name. */
	put(t, place.key_file, key_before);
	put(t, next, key_after);
	put(t, place.header, merged(t, header_before, header_after));
	reopen_and_check(t, &place, NULL, sealed);
	/* Before the header forgot the old one. */
	put(t, place.key_file, key_after);
	assert_int_equal(unlink(next), 0);
	reopen_and_check(t, &place, NULL, sealed);
	/* A next key that never came into force; the next rotation tidies up. */
	put(t, next, key_before);
	assert_ok(t->c, keyring_open(t->c, &place, NULL, &keyring));
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, NULL));
	keyring_close(keyring);
	assert_false(file_exists(next));
	reopen_and_check(t, &place, NULL, sealed);
	/* The next key in force and not yet named, then a rotation. */
	const struct slice last = content(t, place.key_file);
	put(t, next, last);
	put(t, place.key_file, key_before);
	assert_ok(t->c, keyring_open(t->c, &place, NULL, &keyring));
	assert_ok(t->c, keyring_rotate_root(t->c, keyring, NULL));
	keyring_close(keyring);
	assert_false(file_exists(next));
	reopen_and_check(t, &place, NULL, sealed);
}

static void a_server_that_runs_follows_a_rotation(void **state)
{
	struct stores *t = *state;
	static const struct keyring_plan *const PLANS[] = {&BY_FILE, &BY_PASSPHRASE};
	struct people people = people_of(t);
	const struct keyring_asker asker = asker_of(&people);
	for (size_t i = 0; i < COUNT_OF(PLANS); i++) {
		const struct keyring_place place = folder_place(t);
		struct keyring *serving;
		struct keyring *rotating;
		assert_ok(t->c, keyring_create(t->c, &place, PLANS[i], &asker, &serving));
		const struct slice sealed = seal_one(t, serving);
		assert_ok(t->c, keyring_open(t->c, &place, &asker, &rotating));
		assert_ok(t->c, keyring_rotate_root(t->c, rotating, &asker));
		assert_ok(t->c, keyring_rotate(t->c, rotating, KEYRING_ORGANISATION, S("org-a")));
		assert_opens(t, serving, sealed);
		keyring_close(rotating);
		keyring_close(serving);
		assert_int_equal(unlink(place.data) + unlink(place.keys) + unlink(place.header), 0);
	}
}

static void all_pages_get_new_keys(void **state)
{
	struct stores *t = *state;
	static const char *const CIPHERS[] = {"chacha20", "aegis", NULL};
	const struct keyring_place place = folder_place(t);
	struct keyring *keyring;
	struct keyring_status status;
	assert_ok(t->c, keyring_create(t->c, &place, &BY_FILE, NULL, &keyring));
	const struct slice sealed = seal_one(t, keyring);
	assert_failed(t->c, keyring_rekey(t->c, &place, NULL, NULL), ERR_CONFLICT,
		      "keyring.in_use");
	assert_opens(t, keyring, sealed);
	keyring_close(keyring);
	assert_failed(t->c, keyring_rekey(t->c, &place, NULL, "rot13"), ERR_INVALID,
		      "keyring.cipher");
	for (size_t i = 0; i < COUNT_OF(CIPHERS); i++) {
		const struct slice header = content(t, place.header);
		assert_ok(t->c, keyring_rekey(t->c, &place, NULL, CIPHERS[i]));
		assert_ok(t->c, keyring_open(t->c, &place, NULL, &keyring));
		assert_opens(t, keyring, sealed);
		assert_ok(t->c, keyring_status(t->c, keyring, &status));
		assert_true(slice_is(status.cipher,
				     CIPHERS[i] != NULL ? CIPHERS[i] : store_cipher_by_cpu()));
		assert_string_equal(store_cipher(keyring_data(keyring)),
				    arena_cstr(t->c->arena, status.cipher));
		keyring_close(keyring);
		/* The old page keys are of no use, and an unfinished header is. */
		const struct slice after = content(t, place.header);
		put(t, place.header, merged(t, header, after));
		reopen_and_check(t, &place, NULL, sealed);
		put(t, place.header, after);
		assert_false(file_exists(in_folder(t, "spean.db.rekey")));
		assert_false(file_exists(in_folder(t, "spean.keys.rekey")));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(a_folder_opens_in_the_way_it_was_made),
		ON_POSTGRES(a_server_opens_in_the_way_it_was_made),
		ON_SQLITE(wrong_ways_are_refused_and_change_nothing),
		ON_SQLITE(old_shares_open_nothing_after_new_ones),
		ON_SQLITE(a_place_of_the_first_version_gets_its_key_store),
		ON_SQLITE(a_rotation_that_was_cut_off_leaves_a_place_that_opens),
		ON_SQLITE(a_server_that_runs_follows_a_rotation),
		ON_SQLITE(all_pages_get_new_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
