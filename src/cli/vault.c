/* vault.c - `spean vault`: how the keys stand, and new keys on every level while others serve. */
#include <string.h>

#include "cli/commands.h"
#include "cli/place.h"
#include "cli/sign_in.h"
#include "people/people.h"
#include "record/audit.h"
#include "record/grant.h"

static const struct cli_option STATUS_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

static const char *unlock_key(enum keyring_unlock unlock)
{
	static const char *const KEYS[] = {
		[KEYRING_FILE] = "vault.unlock.file",
		[KEYRING_PASSPHRASE] = "vault.unlock.passphrase",
		[KEYRING_SHARES] = "vault.unlock.shares",
	};
	return KEYS[unlock];
}

static const char *unlock_code(enum keyring_unlock unlock)
{
	static const char *const CODES[] = {
		[KEYRING_FILE] = "file",
		[KEYRING_PASSPHRASE] = "passphrase",
		[KEYRING_SHARES] = "shares",
	};
	return CODES[unlock];
}

static void print_json(struct cli *cli, const struct keyring_status *status)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_put_text(&json, "unlock", slice_of(unlock_code(status->unlock)));
	json_put_text(&json, "cipher", status->cipher);
	json_put_int(&json, "root_version", status->root_version);
	json_put_text(&json, "root_made", status->root_rotated);
	json_key(&json, "organisations");
	json_open_array(&json);
	for (size_t i = 0; i < status->organisations_count; i++) {
		const struct keyring_organisation *organisation = &status->organisations[i];
		json_open_object(&json);
		json_put_text(&json, "organisation", organisation->organisation);
		json_put_int(&json, "version", organisation->version);
		json_put_text(&json, "made", organisation->rotated);
		json_put_int(&json, "subjects", organisation->subjects);
		json_put_int(&json, "destroyed", organisation->destroyed);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
	buf_add_byte(cli->out, '\n');
}

static void add_fact(struct cli *cli, struct table *table, const char *key, struct slice value)
{
	table_cell(table, cli_text(cli, key));
	table_cell(table, value);
}

static struct slice number_text(struct cli *cli, int64_t number)
{
	return arena_format(cli->c.arena, "%lld", (long long)number);
}

static void print_organisations(struct cli *cli, const struct keyring_status *status)
{
	static const char *const HEADS[] = {"vault.organisation", "vault.version", "vault.made",
					    "vault.subjects", "vault.destroyed"};
	struct table *table = table_create(cli->c.arena, COUNT_OF(HEADS));
	for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
		table_cell(table, cli_text(cli, HEADS[i]));
	}
	for (size_t i = 0; i < status->organisations_count; i++) {
		const struct keyring_organisation *organisation = &status->organisations[i];
		table_cell(table, organisation->organisation);
		table_cell_right(table, number_text(cli, organisation->version));
		table_cell(table, organisation->rotated);
		table_cell_right(table, number_text(cli, organisation->subjects));
		table_cell_right(table, number_text(cli, organisation->destroyed));
	}
	table_print(table, cli->out);
}

static void print_words(struct cli *cli, const struct keyring_status *status)
{
	struct table *table = table_create(cli->c.arena, 2);
	add_fact(cli, table, "vault.root", cli_text(cli, unlock_key(status->unlock)));
	add_fact(cli, table, "vault.root_version", number_text(cli, status->root_version));
	add_fact(cli, table, "vault.root_made", status->root_rotated);
	add_fact(cli, table, "vault.cipher", status->cipher);
	table_print(table, cli->out);
	if (status->organisations_count > 0) {
		buf_add_byte(cli->out, '\n');
		print_organisations(cli, status);
	}
}

static err run_status(struct cli *cli)
{
	struct keyring *keyring;
	struct keyring_status status;

	TRY(cli_place(cli, &keyring));
	TRY(keyring_status(&cli->c, keyring, &status));
	if (cli_given(cli, "json")) {
		print_json(cli, &status);
	} else {
		print_words(cli, &status);
	}
	return OK;
}

const struct command COMMAND_VAULT_STATUS = {
	.name = "vault status",
	.arguments = "",
	.options = STATUS_OPTIONS,
	.run = run_status,
};

static err note(struct cli *cli, struct keyring *keyring, struct slice level, struct slice id)
{
	struct door *door;
	TRY(cli_console_door(cli, keyring, &door));
	return audit_write(&cli->c, door,
			   &(struct audit_entry){
				   .deed = S("rotate"),
				   .kind = level,
				   .record = id,
				   .outcome = S("done"),
			   });
}

/* ---- A new root key takes two people as soon as two are there who could: active administrators or
 * hosts of one organisation. Before that, and when one of them has left, the machine is enough. */

static bool may_hold_ceremony(const struct account *account)
{
	const unsigned roles = STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_HOST);
	return account->state == ACCOUNT_ACTIVE && (account->roles & roles) != 0;
}

static err takes_two(struct cli *cli, struct keyring *keyring, bool *ret_takes_two)
{
	const struct account *accounts;
	struct door *door;
	size_t count;

	*ret_takes_two = false;
	TRY(cli_console_door(cli, keyring, &door));
	TRY(people_list(&cli->c, door, &accounts, &count));
	for (size_t a = 0; a < count; a++) {
		for (size_t b = a + 1; b < count && may_hold_ceremony(&accounts[a]); b++) {
			*ret_takes_two |=
				may_hold_ceremony(&accounts[b]) &&
				slice_equal(accounts[a].organisation, accounts[b].organisation);
		}
	}
	return OK;
}

static err ceremony(struct cli *cli, struct keyring *keyring)
{
	struct slice approval;
	struct door *door;
	bool two;

	TRY(takes_two(cli, keyring, &two));
	if (!two) {
		return OK;
	}
	TRY(cli_sign_in_at(cli, keyring, &door));
	door->actor.reason = slice_of(cli_option(cli, "reason"));
	TRY(door_begin(&cli->c, door));
	const err result = door_end(&cli->c, door,
				    approval_use(&cli->c, door, APPROVE_CEREMONY, S(""), S("")));
	if (result == OK || strcmp(cli->c.fail.key, "approval.needed") != 0) {
		return result;
	}
	TRY(approval_ask(&cli->c, door, APPROVE_CEREMONY, NULL, S(""), &approval));
	cli_say(cli, "approval.asked", "id=%.*s", SLICE_PRINT(approval));
	return FAIL_PLAIN(&cli->c, ERR_DENIED, "approval.needed");
}

static err rotate_root(struct cli *cli, struct keyring *keyring)
{
	const struct keyring_asker asker = place_asker(cli);
	struct keyring_status status;
	TRY(ceremony(cli, keyring));
	TRY(keyring_status(&cli->c, keyring, &status));
	TRY(keyring_rotate_root(&cli->c, keyring, &asker));
	TRY(note(cli, keyring, S("root"), S("")));
	cli_say(cli,
		status.unlock == KEYRING_SHARES ? "vault.rotated_shares" : "vault.rotated_root",
		"%s", "");
	return OK;
}

static err rotate_level(struct cli *cli, struct keyring *keyring, enum keyring_level level,
			struct slice name)
{
	const struct slice id = slice_of(cli->arguments[1]);
	struct door *door;
	TRY(keyring_rotate(&cli->c, keyring, level, id));
	TRY(note(cli, keyring, name, id));
	TRY(cli_console_door(cli, keyring, &door));
	TRY(keyring_follow_up(&cli->c, keyring, door, level, id));
	cli_say(cli, "vault.rotated", "level=%.*s\nid=%.*s", SLICE_PRINT(name), SLICE_PRINT(id));
	return OK;
}

static err run_rekey(struct cli *cli)
{
	struct keyring *keyring;
	if (cli->store_location == NULL) {
		(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "cli.store_missing");
		return cli_usage(cli);
	}
	const struct keyring_place place = place_of(cli, cli->store_location);
	const struct keyring_asker asker = place_asker(cli);
	TRY(keyring_rekey(&cli->c, &place, &asker, cli_option(cli, "cipher")));
	TRY(cli_place(cli, &keyring));
	TRY(note(cli, keyring, S("pages"), S("")));
	cli_say(cli, "vault.rekeyed", "%s", "");
	return OK;
}

static const struct cli_option REKEY_OPTIONS[] = {{"cipher", "aegis|chacha20"}, {NULL, NULL}};

const struct command COMMAND_VAULT_REKEY = {
	.name = "vault rekey",
	.arguments = "",
	.options = REKEY_OPTIONS,
	.run = run_rekey,
};

static const struct cli_option ROTATE_OPTIONS[] = {
	SIGN_IN_OPTIONS, {"reason", "TEXT"}, {NULL, NULL}};

static err wrong_level(struct cli *cli)
{
	(void)FAIL_PLAIN(&cli->c, ERR_INVALID, "vault.level");
	return cli_usage(cli);
}

static err run_rotate(struct cli *cli)
{
	static const char *const LEVELS[] = {
		[KEYRING_ORGANISATION] = "organisation",
		[KEYRING_INDEX] = "index",
		[KEYRING_SUBJECT] = "subject",
	};
	const struct slice level = slice_of(cli->arguments[0]);
	struct keyring *keyring;

	if (slice_is(level, "root") && cli->arguments_count == 1) {
		TRY(cli_place(cli, &keyring));
		return rotate_root(cli, keyring);
	}
	for (size_t i = 0; i < COUNT_OF(LEVELS); i++) {
		if (slice_is(level, LEVELS[i]) && cli->arguments_count == 2) {
			TRY(cli_place(cli, &keyring));
			return rotate_level(cli, keyring, (enum keyring_level)i, level);
		}
	}
	return wrong_level(cli);
}

const struct command COMMAND_VAULT_ROTATE = {
	.name = "vault rotate",
	.arguments = "root|organisation|index|subject [ID]",
	.arguments_min = 1,
	.arguments_max = 2,
	.options = ROTATE_OPTIONS,
	.run = run_rotate,
};
