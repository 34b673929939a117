/* user.c - `spean user ...` and `spean organisation add`: who may sign in, from the machine itself.
 * Nobody is given a password: a new account gets a link that works once. */

#include "cli/commands.h"
#include "cli/staff.h"

static const struct cli_option ADD_OPTIONS[] = {
	{"organisation", "ID"}, {"roles", "ROLE;ROLE"}, {"name", "TEXT"}, {"team", "NAME"},
	{"language", "km|en"},  {"origin", "ADDRESS"},  {NULL, NULL},
};
static const struct cli_option LIST_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};
static const struct cli_option RESET_OPTIONS[] = {{"origin", "ADDRESS"}, {NULL, NULL}};
static const struct cli_option LEAVE_OPTIONS[] = {{"to", "NAME"}, {NULL, NULL}};
static const struct cli_option NO_OPTIONS[] = {{NULL, NULL}};

/* ---- Finding an account by the name that was typed */

static err by_name(struct cli *cli, struct door *door, const char *name,
		   struct account *ret_account)
{
	const struct account *accounts;
	size_t count;

	TRY(people_list(&cli->c, door, &accounts, &count));
	for (size_t i = 0; i < count; i++) {
		if (accounts[i].state != ACCOUNT_LEFT &&
		    (slice_is(accounts[i].sign_in_name, name) || slice_is(accounts[i].id, name))) {
			*ret_account = accounts[i];
			return OK;
		}
	}
	return FAIL(&cli->c, ERR_NOT_FOUND, "user.unknown", "name=%.60s", name);
}

static void say_link(struct cli *cli, struct slice link)
{
	buf_printf(cli->out, "%s/welcome/%.*s\n", staff_origin(cli), SLICE_PRINT(link));
	cli_say(cli, "user.link", "hours=%d", LINK_HOURS);
}

/* ---- user add */

static err read_account(struct cli *cli, struct account *ret_account)
{
	const char *organisation;
	const char *roles;
	const char *language = cli_option(cli, "language");
	struct account account = {
		.sign_in_name = slice_of(cli->arguments[0]),
		.name = slice_of(cli_option(cli, "name")),
		.team = slice_of(cli_option(cli, "team")),
		.language = language != NULL ? slice_of(language) : S("km"),
	};

	TRY(cli_required(cli, "organisation", &organisation));
	TRY(cli_required(cli, "roles", &roles));
	account.organisation = slice_of(organisation);
	if (!staff_roles_parse(slice_of(roles), &account.roles) || account.roles == 0) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.option_bad",
			   "option=roles\nvalue=%.100s\nallowed=%.*s", roles,
			   SLICE_PRINT(staff_roles_list(cli->c.arena,
							STAFF_BIT(STAFF_ROLE_COUNT) - 1)));
		return cli_usage(cli);
	}
	if (slice_empty(account.name)) {
		account.name = account.sign_in_name;
	}
	*ret_account = account;
	return OK;
}

static err add(struct cli *cli)
{
	struct account account;
	struct door *console;
	struct slice id;
	struct slice link;

	TRY(read_account(cli, &account));
	TRY(staff_open(cli, &console));
	const err result = people_invite(&cli->c, console, &account, &id, &link);
	if (result == OK) {
		say_link(cli, link);
	}
	return result;
}

/* ---- user list */

static void list_json(struct cli *cli, const struct account *accounts, size_t count)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&json);
		json_put_text(&json, "id", accounts[i].id);
		json_put_text(&json, "sign_in_name", accounts[i].sign_in_name);
		json_put_text(&json, "name", accounts[i].name);
		json_put_text(&json, "organisation", accounts[i].organisation);
		json_put_text(&json, "team", accounts[i].team);
		json_put_list(&json, "roles", staff_roles_list(cli->c.arena, accounts[i].roles));
		json_put_text(&json, "state", slice_of(people_state_name(accounts[i].state)));
		json_close_object(&json);
	}
	json_close_array(&json);
	buf_add_byte(cli->out, '\n');
}

static void list_table(struct cli *cli, const struct account *accounts, size_t count)
{
	struct table *table = table_create(cli->c.arena, 5);

	table_cell(table, cli_text(cli, "user.head_name"));
	table_cell(table, cli_text(cli, "user.head_person"));
	table_cell(table, cli_text(cli, "user.head_organisation"));
	table_cell(table, cli_text(cli, "user.head_roles"));
	table_cell(table, cli_text(cli, "user.head_state"));
	for (size_t i = 0; i < count; i++) {
		table_cell(table, accounts[i].sign_in_name);
		table_cell(table, accounts[i].name);
		table_cell(table, accounts[i].organisation);
		table_cell(table, staff_roles_list(cli->c.arena, accounts[i].roles));
		table_cell(table, slice_of(people_state_name(accounts[i].state)));
	}
	table_print(table, cli->out);
}

static err list(struct cli *cli)
{
	const struct account *accounts;
	struct door *console;
	size_t count;

	TRY(staff_open(cli, &console));
	const err result = people_list(&cli->c, console, &accounts, &count);
	if (result == OK && cli_given(cli, "json")) {
		list_json(cli, accounts, count);
	} else if (result == OK) {
		list_table(cli, accounts, count);
	}
	return result;
}

/* ---- One account */

static err lock_one(struct cli *cli, struct door *door, const struct account *account)
{
	TRY(people_lock(&cli->c, door, account->id));
	cli_say(cli, "user.locked", "name=%.*s", SLICE_PRINT(account->sign_in_name));
	return OK;
}

static err unlock_one(struct cli *cli, struct door *door, const struct account *account)
{
	TRY(people_unlock(&cli->c, door, account->id));
	cli_say(cli, "user.unlocked", "name=%.*s", SLICE_PRINT(account->sign_in_name));
	return OK;
}

static err reset_one(struct cli *cli, struct door *door, const struct account *account)
{
	struct slice link;

	TRY(people_reset(&cli->c, door, account->id, &link));
	say_link(cli, link);
	return OK;
}

static err leave_one(struct cli *cli, struct door *door, const struct account *account)
{
	const char *to = cli_option(cli, "to");
	struct account heir = {.id = S("")};
	size_t handed_over;

	if (to != NULL) {
		TRY(by_name(cli, door, to, &heir));
	}
	TRY(people_leave(&cli->c, door, account->id, heir.id, &handed_over));
	cli_say(cli, "user.left", "name=%.*s\ncount=%zu", SLICE_PRINT(account->sign_in_name),
		handed_over);
	return OK;
}

static err with_one(struct cli *cli,
		    err (*work)(struct cli *cli, struct door *door, const struct account *account))
{
	struct door *console;
	struct account account;

	TRY(staff_open(cli, &console));
	err result = by_name(cli, console, cli->arguments[0], &account);
	if (result == OK) {
		result = work(cli, console, &account);
	}
	return result;
}

static err lock(struct cli *cli)
{
	return with_one(cli, lock_one);
}

static err unlock(struct cli *cli)
{
	return with_one(cli, unlock_one);
}

static err reset(struct cli *cli)
{
	return with_one(cli, reset_one);
}

static err leave(struct cli *cli)
{
	return with_one(cli, leave_one);
}

/* ---- organisation add */

static err add_organisation(struct cli *cli)
{
	struct door *console;

	TRY(staff_open(cli, &console));
	const err result = people_add_organisation(&cli->c, console, slice_of(cli->arguments[0]));
	if (result == OK) {
		cli_say(cli, "organisation.added", "id=%s", cli->arguments[0]);
	}
	return result;
}

#define ONE_NAME .arguments = "NAME", .arguments_min = 1, .arguments_max = 1

const struct command COMMAND_USER_ADD = {.name = "user add",
					 ONE_NAME,
					 .options = ADD_OPTIONS,
					 .needed = "organisation;roles",
					 .run = add};
const struct command COMMAND_USER_LIST = {
	.name = "user list", .arguments = "", .options = LIST_OPTIONS, .run = list};
const struct command COMMAND_USER_LOCK = {
	.name = "user lock", ONE_NAME, .options = NO_OPTIONS, .run = lock};
const struct command COMMAND_USER_UNLOCK = {
	.name = "user unlock", ONE_NAME, .options = NO_OPTIONS, .run = unlock};
const struct command COMMAND_USER_RESET = {
	.name = "user reset", ONE_NAME, .options = RESET_OPTIONS, .run = reset};
const struct command COMMAND_USER_LEAVE = {
	.name = "user leave", ONE_NAME, .options = LEAVE_OPTIONS, .run = leave};
const struct command COMMAND_ORGANISATION_ADD = {
	.name = "organisation add",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = NO_OPTIONS,
	.run = add_organisation,
};
