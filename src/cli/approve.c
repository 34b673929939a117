/* approve.c - `spean erase`, `spean file export` and `spean approval`: what takes two people, at
 * the machine. */
#include <string.h>

#include "cli/commands.h"
#include "cli/sign_in.h"
#include "record/grant.h"

static const struct cli_option SIGN_IN[] = {SIGN_IN_OPTIONS, {NULL, NULL}};
static const struct cli_option ERASE_OPTIONS[] = {
	SIGN_IN_OPTIONS, {"reason", "TEXT"}, {"json", NULL}, {NULL, NULL}};
static const struct cli_option FILE_OPTIONS[] = {SIGN_IN_OPTIONS, {"reason", "TEXT"}, {NULL, NULL}};
static const struct cli_option LIST_OPTIONS[] = {SIGN_IN_OPTIONS, {"json", NULL}, {NULL, NULL}};

static const char *const DEEDS[] = {
	[APPROVE_EXPORT] = "export",
	[APPROVE_ERASE] = "erase",
	[APPROVE_CEREMONY] = "ceremony",
};

/* ---- erase and file export: the first time it asks, and once that is allowed it does it */

static void tell(struct cli *cli, const char *state, struct slice approval)
{
	struct json_writer json;

	if (!cli_given(cli, "json")) {
		cli_say(cli, slice_empty(approval) ? "erase.done" : "erase.asked", "id=%.*s",
			SLICE_PRINT(approval));
		return;
	}
	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_put_text(&json, "state", slice_of(state));
	json_put_text(&json, "approval", approval);
	json_close_object(&json);
}

static err run_erase(struct cli *cli)
{
	const struct slice client = slice_of(cli->arguments[0]);
	struct slice approval;
	struct door *door;

	TRY(cli_sign_in(cli, &door));
	door->actor.reason = slice_of(cli_option(cli, "reason"));
	const err result = record_erase(&cli->c, door, client);
	if (result == OK) {
		tell(cli, "done", S(""));
		return OK;
	}
	if (strcmp(cli->c.fail.key, "approval.needed") != 0) {
		return result;
	}
	TRY(approval_ask(&cli->c, door, APPROVE_ERASE, model_kind("client"), client, &approval));
	tell(cli, "asked", approval);
	return OK;
}

const struct command COMMAND_ERASE = {
	.name = "erase",
	.arguments = "CLIENT",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = ERASE_OPTIONS,
	.needed = "as",
	.run = run_erase,
};

static err run_file_export(struct cli *cli)
{
	const struct slice client = slice_of(cli->arguments[0]);
	struct slice approval;
	struct door *door;

	TRY(cli_sign_in(cli, &door));
	door->actor.reason = slice_of(cli_option(cli, "reason"));
	const err result = record_export_file(&cli->c, door, client, cli->out);
	if (result == OK || strcmp(cli->c.fail.key, "approval.needed") != 0) {
		return result;
	}
	TRY(approval_ask(&cli->c, door, APPROVE_EXPORT, model_kind("client"), client, &approval));
	cli_say(cli, "approval.asked", "id=%.*s", SLICE_PRINT(approval));
	/* Nothing was written: whoever waits for a file must not take this for one. */
	return FAIL_PLAIN(&cli->c, ERR_DENIED, "approval.needed");
}

const struct command COMMAND_FILE_EXPORT = {
	.name = "file export",
	.arguments = "CLIENT",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = FILE_OPTIONS,
	.needed = "as",
	.run = run_file_export,
};

/* ---- approval list */

static void print_json(struct cli *cli, const struct approval *approvals, size_t count)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, "approvals");
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&json);
		json_put_text(&json, "id", approvals[i].id);
		json_put_text(&json, "deed", slice_of(DEEDS[approvals[i].deed]));
		json_put_text(&json, "kind", approvals[i].kind);
		json_put_text(&json, "record", approvals[i].record);
		json_put_text(&json, "asked_by", approvals[i].asked_by);
		json_put_text(&json, "asked_at", approvals[i].asked_at);
		json_put_text(&json, "expires", approvals[i].expires);
		json_put_text(&json, "reason", approvals[i].reason);
		json_put_text(&json, "state", approvals[i].state);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
}

static void print_table(struct cli *cli, const struct approval *approvals, size_t count)
{
	struct table *table = table_create(cli->c.arena, 6);

	for (size_t i = 0; i < count; i++) {
		table_cell(table, approvals[i].id);
		table_cell(table, slice_of(DEEDS[approvals[i].deed]));
		table_cell(table, approvals[i].record);
		table_cell(table, approvals[i].expires);
		table_cell(table, approvals[i].state);
		table_cell(table, approvals[i].reason);
	}
	table_print(table, cli->out);
}

static err run_list(struct cli *cli)
{
	const struct approval *approvals;
	struct door *door;
	size_t count;

	TRY(cli_sign_in(cli, &door));
	TRY(approval_list(&cli->c, door, &approvals, &count));
	if (cli_given(cli, "json")) {
		print_json(cli, approvals, count);
	} else {
		print_table(cli, approvals, count);
	}
	return OK;
}

const struct command COMMAND_APPROVAL_LIST = {
	.name = "approval list",
	.arguments = "",
	.options = LIST_OPTIONS,
	.needed = "as",
	.run = run_list,
};

/* ---- approval allow, refuse */

static err answer(struct cli *cli, enum approval_answer how)
{
	struct door *door;

	TRY(cli_sign_in(cli, &door));
	TRY(approval_answer(&cli->c, door, slice_of(cli->arguments[0]), how));
	cli_say(cli, how == APPROVAL_ALLOW ? "approval.allowed" : "approval.refused", "%s", "");
	return OK;
}

static err run_allow(struct cli *cli)
{
	return answer(cli, APPROVAL_ALLOW);
}

static err run_refuse(struct cli *cli)
{
	return answer(cli, APPROVAL_REFUSE);
}

const struct command COMMAND_APPROVAL_ALLOW = {
	.name = "approval allow",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SIGN_IN,
	.needed = "as",
	.run = run_allow,
};

const struct command COMMAND_APPROVAL_REFUSE = {
	.name = "approval refuse",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SIGN_IN,
	.needed = "as",
	.run = run_refuse,
};
