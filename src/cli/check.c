/* check.c - `spean check`: is the store whole, and is every record as the dictionary wants it? */
#include "cli/commands.h"

static const struct cli_option OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

/* The sentence of a fault, without the name of the field: the line names it already. */
static struct slice sentence(struct cli *cli, const struct record_finding *finding)
{
	return messages_fail(cli->c.arena, cli->messages, cli->language, &finding->fail);
}

/* Faults of a value say their field first: "field=NAME". */
static struct slice field_of(const struct record_finding *finding)
{
	const struct slice detail = slice_of(finding->fail.detail);
	return slice_between(detail, S("field=").length, slice_find_byte(detail, '\n'));
}

static void print_json(struct cli *cli, const struct record_findings *findings)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_put_int(&json, "records", (int64_t)findings->records);
	json_key(&json, "findings");
	json_open_array(&json);
	for (size_t i = 0; i < findings->count; i++) {
		const struct record_finding *finding = &findings->at[i];
		json_open_object(&json);
		json_put_text(&json, "kind", slice_of(finding->kind->name));
		json_put_text(&json, "id", finding->id);
		json_put_text(&json, "field", field_of(finding));
		json_put_text(&json, "code", slice_of(finding->fail.key));
		json_put_text(&json, "text", sentence(cli, finding));
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
}

static void print_words(struct cli *cli, const struct record_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct record_finding *finding = &findings->at[i];
		const struct slice arguments = arena_format(
			cli->c.arena, "kind=%s\nid=%.*s\nfield=%.*s\ntext=%.*s",
			finding->kind->name, SLICE_PRINT(finding->id),
			SLICE_PRINT(field_of(finding)), SLICE_PRINT(sentence(cli, finding)));
		buf_add(cli->out, messages_format(cli->c.arena, cli->messages, cli->language,
						  "check.finding", arguments));
		buf_add_cstr(cli->out, "\n");
	}
	cli_say(cli, "check.store", "%s", "");
	cli_say(cli, "check.records", "records=%zu\nfindings=%zu", findings->records,
		findings->count);
}

static err run(struct cli *cli)
{
	struct record_findings findings;
	struct door door;

	TRY(cli_door(cli, &door));
	TRY(db_check(&cli->c, door.db));
	TRY(record_check(&cli->c, &door, &findings));
	if (cli_given(cli, "json")) {
		print_json(cli, &findings);
	} else {
		print_words(cli, &findings);
	}
	if (findings.count > 0) {
		TRY(cli_flush(cli));
		return FAIL(&cli->c, ERR_BROKEN, "check.faults", "findings=%zu", findings.count);
	}
	return OK;
}

const struct command COMMAND_CHECK = {
	.name = "check",
	.arguments = "",
	.options = OPTIONS,
	.run = run,
};
