/* init.c - `spean init DIR`: a new store with the registers that the program carries. */
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/place.h"

static const struct cli_option OPTIONS[] = {{"empty", NULL}, {NULL, NULL}};

static err fill(struct cli *cli, struct store *store, struct import_report *ret_report)
{
	struct door door;

	TRY(door_open(&cli->c, store, cli->model, &door));
	const err result = record_import_embedded(&cli->c, &door, cli->embedded, ret_report);
	door_close(&door);
	return result;
}

static err create(struct cli *cli, const char *place, struct import_report *ret_report)
{
	struct store *store;

	TRY(place_open(&cli->c, place, cli->key_file, STORE_CREATE, &store));
	const err result = cli_given(cli, "empty") ? OK : fill(cli, store, ret_report);
	store_close(store);
	return result;
}

/* What a failed creation leaves behind would stop the next try: take it away again. */
static void remove_store(struct arena *arena, const char *folder)
{
	static const char *const ENDS[] = {"", "-wal", "-shm", "-journal", ".head"};
	for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
		(void)unlink(
			arena_format(arena, "%s%s", place_store_file(arena, folder), ENDS[i]).at);
	}
}

static err init_folder(struct cli *cli, const char *folder, struct import_report *ret_report)
{
	const char *key =
		cli->key_file != NULL ? cli->key_file : place_key_file(cli->c.arena, folder);
	const char *file = place_store_file(cli->c.arena, folder);

	if (file_exists(file)) {
		return FAIL(&cli->c, ERR_CONFLICT, "store.exists", "path=%s", file);
	}
	TRY(file_make_folder(&cli->c, folder));
	const bool key_is_new = !file_exists(key);
	if (key_is_new) {
		TRY(place_create_key(&cli->c, key));
	}
	const err result = create(cli, folder, ret_report);
	if (result != OK) {
		remove_store(cli->c.arena, folder);
		if (key_is_new) {
			(void)unlink(key);
		}
		return result;
	}
	cli_say(cli, "init.done", "path=%s", file);
	cli_say(cli, "init.keep_key", "path=%s", key);
	return OK;
}

static err run(struct cli *cli)
{
	const char *place = cli->arguments[0];
	struct import_report report = {0};

	if (place_is_server(place)) {
		TRY(create(cli, place, &report));
		cli_say(cli, "init.done_server", "%s", "");
	} else {
		TRY(init_folder(cli, place, &report));
	}
	cli_say(cli, "init.loaded", "count=%zu", report.added);
	return OK;
}

const struct command COMMAND_INIT = {
	.name = "init",
	.arguments = "DIR",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = OPTIONS,
	.run = run,
};
