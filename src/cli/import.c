/* import.c - `spean import KIND FILE`: a CSV table into a register, all rows or none. */
#include "base/csv.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/registers.h"

enum { FILE_MAX_BYTES = 64 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {{"check", NULL}, {NULL, NULL}};

/* A trial without a store is a trial against the data that the program carries. */
static err open_door(struct cli *cli, struct door **ret_door)
{
	if (!cli_given(cli, "check")) {
		return cli_writing_door(cli, ret_door);
	}
	*ret_door = ARENA_NEW(cli->c.arena, struct door);
	return cli_door(cli, *ret_door);
}

static void say_ids(struct cli *cli, const char *key, const struct import_ids *ids)
{
	if (ids->count > 0) {
		cli_say(cli, key, "ids=%.*s%s", SLICE_PRINT(ids->first),
			ids->count > IMPORT_NAMED ? " …" : "");
	}
}

static err run(struct cli *cli)
{
	struct ctx *c = &cli->c;
	const char *path = cli->arguments[1];
	const bool is_trial = cli_given(cli, "check");
	const struct kind *kind;
	struct door *door;
	struct slice text;
	struct csv csv;
	struct import_report report;

	TRY(cli_register(cli, cli->arguments[0], &kind));
	TRY(open_door(cli, &door));
	TRY(file_read(c, path, FILE_MAX_BYTES, &text));
	TRY(csv_parse(c, path, text, &csv));
	TRY(is_trial ? record_import_check(c, door, kind, &csv, &report)
		     : record_import(c, door, kind, &csv, &report));
	cli_say(cli, is_trial ? "import.trial" : "import.done",
		"file=%s\nadded=%zu\nchanged=%zu\nsame=%zu\nkept=%zu", path, report.added,
		report.changed.count, report.same, report.kept.count);
	say_ids(cli, "import.changed", &report.changed);
	say_ids(cli, "import.kept", &report.kept);
	return OK;
}

const struct command COMMAND_IMPORT = {
	.name = "import",
	.arguments = "KIND FILE",
	.arguments_min = 2,
	.arguments_max = 2,
	.options = OPTIONS,
	.run = run,
};
