/* vault.c - opening a key store with its root key, and lending keys out. */
#include "vault/vault.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/random.h"
#include "vault/internal.h"

static const struct key_label SERVER_LABEL = {.what = "server", .version = 1};

static void make_turns(struct vault *vault)
{
	pthread_condattr_t attributes;
	must(pthread_condattr_init(&attributes) == 0);
	must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
	must(pthread_cond_init(&vault->turn_free, &attributes) == 0);
	must(pthread_mutex_init(&vault->turns_mutex, NULL) == 0);
	(void)pthread_condattr_destroy(&attributes);
}

static struct vault *create(struct store *store, const unsigned char root[VAULT_KEY_BYTES])
{
	must(sodium_init() >= 0);
	struct arena *arena = arena_create();
	struct vault *vault = ARENA_NEW(arena, struct vault);
	vault->arena = arena;
	vault->store = store;
	vault->root = guarded_create(VAULT_KEY_BYTES);
	vault->server = guarded_create(VAULT_KEY_BYTES);
	vault->cache = guarded_create(sizeof(struct cached) * CACHE_SLOTS);
	memcpy(vault->root, root, VAULT_KEY_BYTES);
	root_identify(root, vault->root_id);
	random_bytes(vault->tag_key, sizeof vault->tag_key);
	must(pthread_rwlock_init(&vault->root_lock, NULL) == 0);
	must(pthread_mutex_init(&vault->mutex, NULL) == 0);
	make_turns(vault);
	return vault;
}

static void destroy(struct vault *vault)
{
	while (vault->idle != NULL) {
		struct keys *keys = vault->idle;
		vault->idle = keys->next_idle;
		guarded_destroy(keys->work);
	}
	guarded_destroy(vault->root);
	guarded_destroy(vault->server);
	guarded_destroy(vault->cache);
	(void)pthread_rwlock_destroy(&vault->root_lock);
	(void)pthread_mutex_destroy(&vault->mutex);
	(void)pthread_cond_destroy(&vault->turn_free);
	(void)pthread_mutex_destroy(&vault->turns_mutex);
	sodium_memzero(vault->tag_key, sizeof vault->tag_key);
	arena_destroy(vault->arena);
}

/* Two programs that set up the same empty key store: the second finds the first one's row. */
static err set_up(struct ctx *c, struct vault *vault, struct db *db)
{
	struct stmt *stmt;
	random_bytes(vault->server, VAULT_KEY_BYTES);
	TRY(db_prepare_statement(c, db, STATEMENT_VAULT_STATE_ADD, &stmt));
	stmt_bind_blob(stmt, "root_id",
		       (struct slice){.at = (const char *)vault->root_id, .length = ROOT_ID_BYTES});
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	stmt_bind_blob(stmt, "server_key",
		       key_wrap(c->arena, vault->root, &SERVER_LABEL, vault->server));
	return run_and_finish(c, stmt);
}

static err take_server_key(struct ctx *c, struct vault *vault, const struct vault_state *state)
{
	if (state->root_id.length != ROOT_ID_BYTES ||
	    memcmp(state->root_id.at, vault->root_id, ROOT_ID_BYTES) != 0) {
		return FAIL_PLAIN(c, ERR_DENIED, "vault.wrong_root");
	}
	if (!key_unwrap(c->arena, vault->root, &SERVER_LABEL, state->server_key, vault->server)) {
		return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
	}
	return OK;
}

static err set_up_or_take(struct ctx *c, struct vault *vault, struct db *db)
{
	struct vault_state state;
	TRY(read_state(c, db, &state));
	if (state.there) {
		return take_server_key(c, vault, &state);
	}
	TRY(db_begin(c, db, DB_WRITE));
	err result = read_state(c, db, &state);
	if (result == OK && !state.there) {
		result = set_up(c, vault, db);
		if (result == OK) {
			return db_commit(c, db);
		}
	}
	db_rollback(db);
	return result == OK ? take_server_key(c, vault, &state) : result;
}

err vault_open(struct ctx *c, struct store *key_store, const unsigned char root[VAULT_KEY_BYTES],
	       struct vault **ret_vault)
{
	struct db *db;
	TRY(store_borrow(c, key_store, &db));
	struct vault *vault = create(key_store, root);
	const err result = set_up_or_take(c, vault, db);
	store_return(key_store, db);
	if (result != OK) {
		destroy(vault);
		return result;
	}
	*ret_vault = vault;
	return OK;
}

void vault_close(struct vault *vault)
{
	if (vault == NULL) {
		return;
	}
	must(vault->out == 0);
	store_close(vault->store);
	destroy(vault);
}

void vault_follow(struct vault *vault, vault_root_source *source, void *argument)
{
	vault->source = source;
	vault->source_argument = argument;
}

err keys_borrow(struct ctx *c, struct vault *vault, struct keys **ret_keys)
{
	(void)c;
	must(pthread_mutex_lock(&vault->mutex) == 0);
	struct keys *keys = vault->idle;
	if (keys != NULL) {
		vault->idle = keys->next_idle;
	} else {
		keys = ARENA_NEW(vault->arena, struct keys);
		keys->vault = vault;
		keys->work = guarded_create(sizeof *keys->work);
	}
	vault->out++;
	must(pthread_mutex_unlock(&vault->mutex) == 0);
	*ret_keys = keys;
	return OK;
}

void keys_return(struct keys *keys)
{
	if (keys == NULL) {
		return;
	}
	struct vault *vault = keys->vault;
	store_return(vault->store, keys->db);
	sodium_memzero(keys->work, sizeof *keys->work);
	keys->db = NULL;
	keys->generation = 0;
	must(pthread_mutex_lock(&vault->mutex) == 0);
	keys->next_idle = vault->idle;
	vault->idle = keys;
	vault->out--;
	must(pthread_mutex_unlock(&vault->mutex) == 0);
}
