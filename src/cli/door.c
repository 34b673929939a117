/* door.c - the registers for a command: of a store, or of the data that the program carries. */
#include "cli/cli.h"
#include "cli/place.h"
#include "record/audit.h"

static void close_store(void *store)
{
	store_close(store);
}

static err open_store(struct cli *cli, struct store **ret_store)
{
	if (cli->store_location == NULL) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "cli.store_missing");
		return cli_usage(cli);
	}
	const struct keyring_place place = place_of(cli, cli->store_location);
	const struct keyring_asker asker = place_asker(cli);
	TRY(keyring_open_data(&cli->c, &place, &asker, ret_store));
	arena_defer(cli->c.arena, close_store, *ret_store);
	return OK;
}

static void close_keyring(void *keyring)
{
	keyring_close(keyring);
}

err cli_place(struct cli *cli, struct keyring **ret_keyring)
{
	if (cli->store_location == NULL) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "cli.store_missing");
		return cli_usage(cli);
	}
	const struct keyring_place place = place_of(cli, cli->store_location);
	const struct keyring_asker asker = place_asker(cli);
	TRY(keyring_open(&cli->c, &place, &asker, ret_keyring));
	arena_defer(cli->c.arena, close_keyring, *ret_keyring);
	return OK;
}

static err open_carried(struct cli *cli, struct store **ret_store)
{
	TRY(store_open(&cli->c,
		       &(struct store_options){.location = ":memory:", .opening = STORE_CREATE},
		       ret_store));
	arena_defer(cli->c.arena, close_store, *ret_store);
	return OK;
}

static void close_door(void *door)
{
	audit_settle(door);
	door_close(door);
}

static err open_for_console(struct cli *cli, struct store *store, struct vault *vault,
			    struct door **ret_door)
{
	const struct actor console = {.kind = ACTOR_CONSOLE, .purpose = S("administration")};
	struct door *door = ARENA_NEW(cli->c.arena, struct door);
	TRY(door_open_for(&cli->c, store, vault, cli->model, &console, door));
	arena_defer(cli->c.arena, close_door, door);
	*ret_door = door;
	return OK;
}

err cli_console_door(struct cli *cli, struct keyring *keyring, struct door **ret_door)
{
	return open_for_console(cli, keyring_data(keyring), keyring_vault(keyring), ret_door);
}

err cli_serving(struct cli *cli, struct store **ret_store, struct vault **ret_vault)
{
	struct keyring *keyring;
	if (cli->store_location != NULL && !place_has_keys(cli, cli->store_location)) {
		*ret_vault = NULL;
		return open_store(cli, ret_store);
	}
	TRY(cli_place(cli, &keyring));
	*ret_store = keyring_data(keyring);
	*ret_vault = keyring_vault(keyring);
	return OK;
}

err cli_writing_door(struct cli *cli, struct door **ret_door)
{
	struct store *store;
	struct vault *vault;
	TRY(cli_serving(cli, &store, &vault));
	if (vault == NULL) {
		cli_say(cli, "import.not_logged", "%s", "");
	}
	return open_for_console(cli, store, vault, ret_door);
}

err cli_door(struct cli *cli, struct door *ret_door)
{
	struct door *door = ARENA_NEW(cli->c.arena, struct door);
	struct store *store;

	if (cli->store_location != NULL) {
		TRY(open_store(cli, &store));
	} else {
		TRY(open_carried(cli, &store));
	}
	TRY(door_open(&cli->c, store, cli->model, door));
	arena_defer(cli->c.arena, close_door, door);
	if (cli->store_location == NULL) {
		struct import_report report;
		TRY(record_import_embedded(&cli->c, door, cli->embedded, &report));
	}
	*ret_door = *door;
	return OK;
}
