/* door.c - the registers for a command: of a store, or of the data that the program carries. */
#include "cli/cli.h"
#include "cli/place.h"

static void close_store(void *store)
{
	store_close(store);
}

err cli_store(struct cli *cli, struct store **ret_store)
{
	if (cli->store_location == NULL) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "cli.store_missing");
		return cli_usage(cli);
	}
	TRY(place_open(&cli->c, cli->store_location, cli->key_file, STORE_OPEN, ret_store));
	arena_defer(cli->c.arena, close_store, *ret_store);
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
	door_close(door);
}

err cli_door(struct cli *cli, struct door *ret_door)
{
	struct door *door = ARENA_NEW(cli->c.arena, struct door);
	struct store *store;

	if (cli->store_location != NULL) {
		TRY(cli_store(cli, &store));
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
