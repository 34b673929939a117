#include "record/keyring.h"

#include <string.h>

#include "base/file.h"
#include "base/random.h"
#include "record/key_file.h"
#include "record/keyring_parts.h"
#include "vault/guarded.h"

enum { HEADER_MODE = 0600 };

static const char *copy(struct arena *arena, const char *text)
{
	return text != NULL ? arena_cstr(arena, slice_of(text)) : NULL;
}

static struct keyring *keyring_alloc(const struct keyring_place *place)
{
	struct arena *arena = arena_create();
	struct keyring *keyring = ARENA_NEW(arena, struct keyring);
	keyring->arena = arena;
	keyring->place = (struct keyring_place){
		.data = copy(arena, place->data),
		.keys = copy(arena, place->keys),
		.header = copy(arena, place->header),
		.key_file = copy(arena, place->key_file),
	};
	keyring->secrets = guarded_create(sizeof *keyring->secrets);
	return keyring;
}

void keyring_close(struct keyring *keyring)
{
	if (keyring == NULL) {
		return;
	}
	if (keyring->vault != NULL) {
		vault_close(keyring->vault);
	} else {
		store_close(keyring->keys);
	}
	store_close(keyring->data);
	guarded_destroy(keyring->secrets);
	arena_destroy(keyring->arena);
}

bool keyring_on_server(const struct keyring *keyring)
{
	return keyring->place.header == NULL;
}

struct store *keyring_data(const struct keyring *keyring)
{
	return keyring->data;
}

struct store *keyring_keys(const struct keyring *keyring)
{
	return keyring->keys;
}

struct vault *keyring_vault(const struct keyring *keyring)
{
	return keyring->vault;
}

struct store_options keyring_options(const struct keyring *keyring, enum store_schema schema,
				     enum store_opening opening)
{
	const bool is_data = schema == STORE_DATA;
	const unsigned char *key = is_data ? keyring->secrets->data : keyring->secrets->keys;
	return (struct store_options){
		.location = is_data ? keyring->place.data : keyring->place.keys,
		.key = keyring_on_server(keyring) ? NULL : key,
		.opening = opening,
		.schema = schema,
	};
}

/* ---- The header */
err keyring_read_header(struct ctx *c, struct keyring *keyring)
{
	struct slice text;
	if (keyring_on_server(keyring)) {
		TRY(header_load(c, keyring->keys, &text));
		if (slice_empty(text)) {
			return FAIL_PLAIN(c, ERR_NOT_FOUND, "keyring.no_keys");
		}
	} else {
		TRY(file_read(c, keyring->place.header, HEADER_MAX, &text));
	}
	return header_read(c, text, &keyring->header);
}

err keyring_write_header(struct ctx *c, struct keyring *keyring)
{
	const struct slice text = header_write(c->arena, &keyring->header);
	if (keyring_on_server(keyring)) {
		return header_save(c, keyring->keys, text);
	}
	return file_replace(c, keyring->place.header, HEADER_MODE, text);
}

err keyring_header(struct ctx *c, struct keyring *keyring, struct slice *ret_text)
{
	TRY(keyring_read_header(c, keyring));
	*ret_text = header_write(c->arena, &keyring->header);
	return OK;
}

void keyring_add_entry(struct ctx *c, struct keyring *keyring, const unsigned char *root)
{
	const bool pages = !keyring_on_server(keyring);
	header_add(c, &keyring->header, root, keyring_over(keyring),
		   (struct page_keys){
			   .data = pages ? keyring->secrets->data : NULL,
			   .keys = pages ? keyring->secrets->keys : NULL,
		   });
}

static void set_cipher(struct keyring *keyring, const char *cipher)
{
	const struct slice name = slice_of(cipher != NULL ? cipher : "none");
	must(name.length < sizeof keyring->header.cipher);
	memcpy(keyring->header.cipher, name.at, name.length);
	keyring->header.cipher[name.length] = '\0';
}

/* ---- A new place */
static err make_root(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	unsigned char *root = keyring->secrets->root;
	const char *file = keyring->place.key_file;
	switch (keyring->header.unlock) {
	case UNLOCK_PASSPHRASE:
		random_bytes(root, VAULT_KEY_BYTES);
		return keyring_ask_new(c, keyring, asker);
	case UNLOCK_SHARES:
		random_bytes(root, VAULT_KEY_BYTES);
		return keyring_hand_out(c, keyring, asker, root);
	default:
		break;
	}
	if (file == NULL) {
		return FAIL_PLAIN(c, ERR_NOT_FOUND, "keyring.no_key_file");
	}
	if (file_exists(file)) {
		return key_file_read(c, file, root);
	}
	random_bytes(root, VAULT_KEY_BYTES);
	return key_file_write(c, file, root);
}

/* A server's header is written when its key store is there: by keyring_adopt. */
static err begin(struct ctx *c, struct keyring *keyring)
{
	random_bytes(keyring->secrets->data, VAULT_KEY_BYTES);
	random_bytes(keyring->secrets->keys, VAULT_KEY_BYTES);
	keyring->header.ready = false;
	keyring->header.entries_count = 0;
	set_cipher(keyring, keyring_on_server(keyring) ? NULL : store_cipher_by_cpu());
	keyring_add_entry(c, keyring, keyring->secrets->root);
	if (keyring_on_server(keyring)) {
		return OK;
	}
	if (file_exists(keyring->place.header)) {
		return FAIL(c, ERR_CONFLICT, "store.exists", "path=%s", keyring->place.header);
	}
	return keyring_write_header(c, keyring);
}

static err begin_new(struct ctx *c, const struct keyring_place *place,
		     const struct keyring_plan *plan, const struct keyring_asker *asker,
		     struct keyring **ret_keyring)
{
	struct keyring *keyring = keyring_alloc(place);
	keyring->header.unlock = (enum unlock)plan->unlock;
	keyring->header.shares_needed = plan->shares_needed;
	keyring->header.shares_count = plan->shares_count;
	err result = make_root(c, keyring, asker);
	if (result == OK) {
		result = begin(c, keyring);
	}
	if (result != OK) {
		keyring_close(keyring);
		return result;
	}
	*ret_keyring = keyring;
	return OK;
}

static err take_root(struct ctx *c, struct keyring *keyring, struct slice header,
		     const struct keyring_asker *asker)
{
	size_t count;
	TRY(header_read(c, header, &keyring->header));
	TRY(keyring_unlock(c, keyring, asker, &count));
	for (size_t entry = keyring->header.entries_count; entry > 0; entry--) {
		for (size_t i = 0; i < count; i++) {
			const unsigned char *root = keyring->secrets->candidates[i];
			if (header_is_root(&keyring->header, entry - 1, root)) {
				memcpy(keyring->secrets->root, root, VAULT_KEY_BYTES);
				return OK;
			}
		}
	}
	return FAIL_PLAIN(c, ERR_DENIED, "vault.wrong_root");
}

err keyring_begin_from(struct ctx *c, const struct keyring_place *place, struct slice header,
		       const struct keyring_asker *asker, struct keyring **ret_keyring)
{
	struct keyring *keyring = keyring_alloc(place);
	err result = take_root(c, keyring, header, asker);
	if (result == OK) {
		result = begin(c, keyring);
	}
	if (result != OK) {
		keyring_close(keyring);
		return result;
	}
	*ret_keyring = keyring;
	return OK;
}

err keyring_adopt(struct ctx *c, struct keyring *keyring, struct store *data, struct store *keys)
{
	struct vault *vault;
	TRY(vault_open(c, keys, keyring->secrets->root, &vault));
	keyring->data = data;
	keyring->keys = keys;
	keyring->vault = vault;
	keyring->header.ready = true;
	set_cipher(keyring, store_cipher(data));
	keyring_let_follow(keyring);
	return keyring_write_header(c, keyring);
}

static err create_stores(struct ctx *c, struct keyring *keyring)
{
	struct store *data;
	struct store *keys;
	struct store_options options = keyring_options(keyring, STORE_DATA, STORE_CREATE);
	TRY(store_open(c, &options, &data));
	options = keyring_options(keyring, STORE_KEYS, STORE_CREATE);
	err result = store_open(c, &options, &keys);
	if (result != OK) {
		store_close(data);
		return result;
	}
	result = keyring_adopt(c, keyring, data, keys);
	if (result != OK && keyring->vault == NULL) {
		store_close(keys);
		store_close(data);
	}
	return result;
}

err keyring_create(struct ctx *c, const struct keyring_place *place,
		   const struct keyring_plan *plan, const struct keyring_asker *asker,
		   struct keyring **ret_keyring)
{
	struct keyring *keyring;
	TRY(begin_new(c, place, plan, asker, &keyring));
	const err result = create_stores(c, keyring);
	if (result != OK) {
		keyring_close(keyring);
		return result;
	}
	*ret_keyring = keyring;
	return OK;
}

/* ---- Opening */
/* With whichever entry of the header fits: after a cut change of keys that may be an older one. */
static err open_one(struct ctx *c, struct keyring *keyring, enum store_schema schema,
		    enum store_opening opening, size_t count, struct store **ret_store)
{
	struct keyring_secrets *secrets = keyring->secrets;
	err result = FAIL_PLAIN(c, ERR_DENIED, "vault.wrong_root");
	for (size_t entry = keyring->header.entries_count; entry > 0; entry--) {
		for (size_t i = 0; i < count; i++) {
			unsigned char *data = schema == STORE_DATA ? secrets->data : secrets->next;
			unsigned char *keys = schema == STORE_KEYS ? secrets->keys : secrets->next;
			if (!header_pages(c, &keyring->header, entry - 1, secrets->candidates[i],
					  data, keys)) {
				continue;
			}
			const struct store_options options =
				keyring_options(keyring, schema, opening);
			result = store_open(c, &options, ret_store);
			if (result != ERR_DENIED || strcmp(c->fail.key, "store.wrong_key") != 0) {
				return result;
			}
		}
	}
	return result;
}

static err open_vault(struct ctx *c, struct keyring *keyring, size_t count)
{
	err result = FAIL_PLAIN(c, ERR_DENIED, "vault.wrong_root");
	for (size_t i = 0; i < count; i++) {
		const unsigned char *root = keyring->secrets->candidates[i];
		result = vault_open(c, keyring->keys, root, &keyring->vault);
		if (result == OK) {
			memcpy(keyring->secrets->root, root, VAULT_KEY_BYTES);
			keyring_let_follow(keyring);
			return OK;
		}
		if (result != ERR_DENIED) {
			return result;
		}
	}
	return result;
}

static bool is_old(const struct keyring *keyring)
{
	return !keyring_on_server(keyring) && !file_exists(keyring->place.header) &&
	       file_exists(keyring->place.data);
}

/* A place of the first version: its one key was the page key of the data. Another process may do
 * the same at this moment: whoever comes second takes what the first one wrote. */
static err upgrade(struct ctx *c, struct keyring *keyring)
{
	struct keyring_secrets *secrets = keyring->secrets;
	if (file_exists(keyring->place.keys)) {
		return FAIL(c, ERR_NOT_FOUND, "keyring.header_missing", "path=%s",
			    keyring->place.header);
	}
	TRY(key_file_read(c, keyring->place.key_file, secrets->root));
	struct store_options options = keyring_options(keyring, STORE_DATA, STORE_OPEN);
	struct store *data;
	memcpy(secrets->data, secrets->root, VAULT_KEY_BYTES);
	TRY(store_open(c, &options, &data));
	set_cipher(keyring, store_cipher(data));
	store_close(data);
	random_bytes(secrets->keys, VAULT_KEY_BYTES);
	keyring->header.unlock = UNLOCK_FILE;
	keyring_add_entry(c, keyring, secrets->root);
	const err result = file_create(c, keyring->place.header, HEADER_MODE,
				       header_write(c->arena, &keyring->header));
	return result == ERR_CONFLICT ? OK : result;
}

/* The key store of a place that is not ready may be missing still. */
static err open_keys(struct ctx *c, struct keyring *keyring, size_t count)
{
	if (!keyring->header.ready && !file_exists(keyring->place.keys)) {
		const err result =
			open_one(c, keyring, STORE_KEYS, STORE_CREATE, count, &keyring->keys);
		if (result != ERR_CONFLICT) {
			return result;
		}
	}
	return open_one(c, keyring, STORE_KEYS, STORE_OPEN, count, &keyring->keys);
}

static err open_in_folder(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	size_t count;
	if (is_old(keyring)) {
		TRY(upgrade(c, keyring));
	}
	if (!file_exists(keyring->place.header)) {
		return FAIL(c, ERR_NOT_FOUND, "place.no_store", "path=%s", keyring->place.data);
	}
	TRY(keyring_read_header(c, keyring));
	TRY(keyring_unlock(c, keyring, asker, &count));
	TRY(open_one(c, keyring, STORE_DATA, STORE_OPEN, count, &keyring->data));
	TRY(open_keys(c, keyring, count));
	TRY(open_vault(c, keyring, count));
	if (!keyring->header.ready) {
		keyring->header.ready = true;
		return keyring_write_header(c, keyring);
	}
	return OK;
}

static err open_on_server(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker)
{
	size_t count;
	struct store_options options = keyring_options(keyring, STORE_KEYS, STORE_OPEN);
	TRY(store_open(c, &options, &keyring->keys));
	TRY(keyring_read_header(c, keyring));
	TRY(keyring_unlock(c, keyring, asker, &count));
	TRY(open_vault(c, keyring, count));
	options = keyring_options(keyring, STORE_DATA, STORE_OPEN);
	return store_open(c, &options, &keyring->data);
}

err keyring_open_again(struct ctx *c, struct keyring *keyring)
{
	struct store_options options = keyring_options(keyring, STORE_DATA, STORE_OPEN);
	TRY(store_open(c, &options, &keyring->data));
	options = keyring_options(keyring, STORE_KEYS, STORE_OPEN);
	TRY(store_open(c, &options, &keyring->keys));
	return vault_open(c, keyring->keys, keyring->secrets->root, &keyring->vault);
}

err keyring_open(struct ctx *c, const struct keyring_place *place,
		 const struct keyring_asker *asker, struct keyring **ret_keyring)
{
	struct keyring *keyring = keyring_alloc(place);
	const err result = keyring_on_server(keyring) ? open_on_server(c, keyring, asker)
						      : open_in_folder(c, keyring, asker);
	if (result != OK) {
		keyring_close(keyring);
		return result;
	}
	*ret_keyring = keyring;
	return OK;
}

/* An old place is left as it is: only who needs keys makes it a new one. */
static err open_data(struct ctx *c, struct keyring *keyring, const struct keyring_asker *asker,
		     struct store **ret_data)
{
	size_t count;
	struct store_options options = keyring_options(keyring, STORE_DATA, STORE_OPEN);
	if (keyring_on_server(keyring)) {
		return store_open(c, &options, ret_data);
	}
	if (is_old(keyring)) {
		TRY(key_file_read(c, keyring->place.key_file, keyring->secrets->data));
		return store_open(c, &options, ret_data);
	}
	if (!file_exists(keyring->place.header)) {
		return FAIL(c, ERR_NOT_FOUND, "place.no_store", "path=%s", keyring->place.data);
	}
	TRY(keyring_read_header(c, keyring));
	TRY(keyring_unlock(c, keyring, asker, &count));
	return open_one(c, keyring, STORE_DATA, STORE_OPEN, count, ret_data);
}

err keyring_open_data(struct ctx *c, const struct keyring_place *place,
		      const struct keyring_asker *asker, struct store **ret_data)
{
	struct keyring *keyring = keyring_alloc(place);
	const err result = open_data(c, keyring, asker, ret_data);
	keyring_close(keyring);
	return result;
}
