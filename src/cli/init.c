/* init.c - `spean init DIR`: a new store with the registers that the program carries. */
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/place.h"

static const struct cli_option OPTIONS[] = {
	{"empty", NULL}, {"passphrase", NULL}, {"shares", "M/N"}, {NULL, NULL}};

/* `vault` NULL: a store of registers alone, which keeps no log. */
static err fill(struct cli *cli, struct store *store, struct vault *vault,
		struct import_report *ret_report)
{
	const struct actor console = {.kind = ACTOR_CONSOLE, .purpose = S("administration")};
	struct door door;

	TRY(door_open_for(&cli->c, store, vault, cli->model, &console, &door));
	const err result = record_import_embedded(&cli->c, &door, cli->embedded, ret_report);
	door_close(&door);
	return result;
}

/* "2/3" */
static err read_plan(struct cli *cli, struct keyring_plan *ret_plan)
{
	static const char *const PLANS[] = {"2/2", "2/3", "3/3"};
	const char *shares = cli_option(cli, "shares");
	if (shares == NULL) {
		ret_plan->unlock = cli_given(cli, "passphrase") ? KEYRING_PASSPHRASE : KEYRING_FILE;
		return OK;
	}
	for (size_t i = 0; i < COUNT_OF(PLANS); i++) {
		if (slice_is(slice_of(shares), PLANS[i]) && !cli_given(cli, "passphrase")) {
			*ret_plan = (struct keyring_plan){
				.unlock = KEYRING_SHARES,
				.shares_needed = PLANS[i][0] - '0',
				.shares_count = PLANS[i][2] - '0',
			};
			return OK;
		}
	}
	(void)FAIL_PLAIN(&cli->c, ERR_INVALID,
			 cli_given(cli, "passphrase") ? "init.one_way" : "share.plan");
	return cli_usage(cli);
}

static bool makes_key(const struct keyring_place *place, const struct keyring_plan *plan)
{
	return plan->unlock == KEYRING_FILE && place->key_file != NULL &&
	       !file_exists(place->key_file);
}

static err create(struct cli *cli, const struct keyring_place *place,
		  const struct keyring_plan *plan, struct import_report *ret_report)
{
	const struct keyring_asker asker = place_asker(cli);
	const bool key_is_new = makes_key(place, plan);
	struct keyring *keyring;
	const err created = keyring_create(&cli->c, place, plan, &asker, &keyring);
	if (created != OK && key_is_new) {
		(void)unlink(place->key_file); /* it opens nothing */
	}
	TRY(created);
	const err result = cli_given(cli, "empty") ? OK
						   : fill(cli, keyring_data(keyring),
							  keyring_vault(keyring), ret_report);
	keyring_close(keyring);
	return result;
}

static void say_keys(struct cli *cli, const struct keyring_place *place,
		     const struct keyring_plan *plan)
{
	switch (plan->unlock) {
	case KEYRING_PASSPHRASE:
		cli_say(cli, "init.keep_passphrase", "%s", "");
		break;
	case KEYRING_SHARES:
		cli_say(cli, "init.keep_shares", "needed=%d", plan->shares_needed);
		break;
	default:
		cli_say(cli, "init.keep_key", "path=%s", place->key_file);
		break;
	}
}

static err init_folder(struct cli *cli, const char *folder, const struct keyring_plan *plan,
		       struct import_report *ret_report)
{
	const struct keyring_place place = place_of(cli, folder);

	if (file_exists(place.data) || file_exists(place.keys) || file_exists(place.header)) {
		return FAIL(&cli->c, ERR_CONFLICT, "store.exists", "path=%s",
			    file_exists(place.data) ? place.data : place.header);
	}
	const bool folder_is_new = !file_exists(folder);
	TRY(file_make_folder(&cli->c, folder));
	const bool key_is_new = makes_key(&place, plan);
	const err result = create(cli, &place, plan, ret_report);
	if (result != OK) {
		place_remove(cli, folder);
		if (key_is_new) {
			(void)unlink(place.key_file);
		}
		if (folder_is_new) {
			(void)rmdir(folder);
		}
		return result;
	}
	cli_say(cli, "init.done", "path=%s", place.data);
	say_keys(cli, &place, plan);
	return OK;
}

/* A server of whose keys nothing was said holds registers only. */
static err init_registers(struct cli *cli, const char *location, struct import_report *ret_report)
{
	const struct store_options options = {.location = location, .opening = STORE_CREATE};
	struct store *store;
	TRY(store_open(&cli->c, &options, &store));
	const err result = cli_given(cli, "empty") ? OK : fill(cli, store, NULL, ret_report);
	store_close(store);
	TRY(result);
	cli_say(cli, "init.done_server", "%s", "");
	cli_say(cli, "init.no_keys", "%s", "");
	return OK;
}

static err init_server(struct cli *cli, const char *location, const struct keyring_plan *plan,
		       struct import_report *ret_report)
{
	const struct keyring_place place = place_of(cli, location);
	if (plan->unlock == KEYRING_FILE && !place_has_keys(cli, location)) {
		return init_registers(cli, location, ret_report);
	}
	TRY(create(cli, &place, plan, ret_report));
	cli_say(cli, "init.done_server", "%s", "");
	say_keys(cli, &place, plan);
	return OK;
}

static err run(struct cli *cli)
{
	const char *place = cli->arguments[0];
	struct import_report report = {0};
	struct keyring_plan plan = {0};

	TRY(read_plan(cli, &plan));
	if (place_is_server(place)) {
		TRY(init_server(cli, place, &plan, &report));
	} else {
		TRY(init_folder(cli, place, &plan, &report));
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
