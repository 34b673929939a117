#include "support/house.h"

#include <string.h>

#include "base/random.h"

struct store_options house_key_options(const struct house *house, enum store_opening opening)
{
	return (struct store_options){
		.location = house->key_location,
		.key = house->stores->engine == STORE_SQLITE ? house->page_key : NULL,
		.opening = opening,
		.schema = STORE_KEYS,
		.connections_max = 8,
		.wait_ms = 2000,
	};
}

static void open_vault(struct house *house, enum store_opening opening)
{
	struct store *key_store;
	const struct store_options options = house_key_options(house, opening);
	assert_ok(house->c, store_open(house->c, &options, &key_store));
	assert_ok(house->c, vault_open(house->c, key_store, house->root, &house->vault));
}

struct keys *house_keys(struct house *house)
{
	if (house->keys == NULL) {
		assert_ok(house->c, keys_borrow(house->c, house->vault, &house->keys));
	}
	return house->keys;
}

static void close_vault(struct house *house)
{
	keys_return(house->keys);
	house->keys = NULL;
	vault_close(house->vault);
	house->vault = NULL;
}

void house_reopen(struct house *house)
{
	close_vault(house);
	open_vault(house, STORE_OPEN);
}

static void add_organisations(struct house *house)
{
	assert_ok(house->c, keys_add_organisation(house->c, house_keys(house), ORG_LOTUS));
	assert_ok(house->c, keys_add_organisation(house->c, house_keys(house), ORG_RIVER));
	keys_return(house->keys);
	house->keys = NULL;
}

static int setup(void **state, enum store_engine engine)
{
	void *stores;
	if (engine == STORE_SQLITE) {
		(void)stores_setup_sqlite(&stores);
	} else {
		(void)stores_setup_postgres(&stores);
	}
	struct stores *t = stores;
	struct house *house = ARENA_NEW(t->c->arena, struct house);
	house->c = t->c;
	house->stores = t;
	house->key_location = engine == STORE_POSTGRES
				      ? database_create(t->c->arena)
				      : arena_format(t->c->arena, "%s/test.keys", t->folder).at;
	random_bytes(house->page_key, sizeof house->page_key);
	random_bytes(house->root, sizeof house->root);
	open_vault(house, STORE_CREATE);
	add_organisations(house);
	*state = house;
	return 0;
}

int house_setup_sqlite(void **state)
{
	return setup(state, STORE_SQLITE);
}

int house_setup_postgres(void **state)
{
	return setup(state, STORE_POSTGRES);
}

int house_teardown(void **state)
{
	struct house *house = *state;
	struct stores *t = house->stores;
	close_vault(house);
	if (t->engine == STORE_POSTGRES) {
		database_destroy(house->key_location);
	}
	void *inner = t;
	return stores_teardown(&inner);
}
