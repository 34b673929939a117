/* export.c - `spean export KIND`: a register as CSV or JSON. */
#include <string.h>

#include "cli/commands.h"
#include "cli/registers.h"

static const struct cli_option OPTIONS[] = {{"format", "csv|json"}, {"json", NULL}, {NULL, NULL}};

static err is_json(struct cli *cli, bool *ret_is_json)
{
	const char *format = cli_option(cli, "format");

	if (format == NULL) {
		*ret_is_json = cli_given(cli, "json");
		return OK;
	}
	*ret_is_json = strcmp(format, "json") == 0;
	if (!*ret_is_json && (strcmp(format, "csv") != 0 || cli_given(cli, "json"))) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.option_bad",
			   "option=format\nvalue=%.*s\nallowed=csv, json",
			   SLICE_PRINT(slice_between(slice_of(format), 0, 60)));
		return cli_usage(cli);
	}
	return OK;
}

/* {"programmes": [{"id": ...}, ...]} */
static err export_json(struct cli *cli, struct door *door, const struct kind *kind)
{
	struct json_writer json;
	struct records records;

	TRY(record_list(&cli->c, door, kind, &records));
	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, kind->table);
	json_open_array(&json);
	for (size_t i = 0; i < records.count; i++) {
		record_json(&json, &records.at[i]);
	}
	json_close_array(&json);
	json_close_object(&json);
	return OK;
}

static err run(struct cli *cli)
{
	const struct kind *kind;
	struct door door;
	bool as_json;

	TRY(cli_register(cli, cli->arguments[0], &kind));
	TRY(is_json(cli, &as_json));
	TRY(cli_door(cli, &door));
	return as_json ? export_json(cli, &door, kind)
		       : record_export(&cli->c, &door, kind, cli->out);
}

const struct command COMMAND_EXPORT = {
	.name = "export",
	.arguments = "KIND",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = OPTIONS,
	.run = run,
};
