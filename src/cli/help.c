/* help.c - usage and help, made from the command table and the catalogues, so that they cannot
 * drift. */
#include "cli/internal.h"

#include <stdio.h>
#include <string.h>

/* Message keys have no spaces: "figures table" becomes command.figures_table.END. */
static struct slice command_key(struct arena *arena, const char *name, const char *end)
{
	struct slice key = arena_format(arena, "command.%s.%s", name, end);
	char *text = arena_cstr(arena, key);
	for (char *at = text; *at != '\0'; at++) {
		if (*at == ' ') {
			*at = '_';
		}
	}
	return slice_of(text);
}

static struct slice command_text(struct cli *cli, const char *name, const char *end)
{
	return messages_get(cli->messages, cli->language, command_key(cli->c.arena, name, end))
		.text;
}

static bool is_needed(const struct command *command, const char *name)
{
	struct slice rest = slice_of(command->needed != NULL ? command->needed : "");
	struct slice needed;

	while (slice_next(&rest, ';', &needed)) {
		if (slice_is(needed, name)) {
			return true;
		}
	}
	return false;
}

static void add_option(const struct command *command, struct buf *out,
		       const struct cli_option *option)
{
	const bool needed = is_needed(command, option->name);

	buf_printf(out, " %s--%s%s%s%s", needed ? "" : "[", option->name,
		   option->value != NULL ? " " : "", option->value != NULL ? option->value : "",
		   needed ? "" : "]");
}

static void usage_line(struct cli *cli, struct buf *out)
{
	const struct command *command = cli->command;

	buf_printf(out, "spean %s", command->name);
	if (command->arguments[0] != '\0') {
		buf_printf(out, " %s", command->arguments);
	}
	const struct kind *kind = command->question != NULL ? command->question() : NULL;
	for (size_t i = 0; kind != NULL && i < kind->count; i++) {
		const struct slice name = cli_field_option(cli->c.arena, &kind->fields[i]);
		const bool required = (kind->fields[i].flags & FIELD_REQUIRED) != 0;
		buf_printf(out, required ? " --%.*s VALUE" : " [--%.*s VALUE]", SLICE_PRINT(name));
	}
	for (size_t i = 0; command->options != NULL && command->options[i].name != NULL; i++) {
		add_option(command, out, &command->options[i]);
	}
	buf_add_byte(out, '\n');
}

void cli_print_usage(struct cli *cli)
{
	struct buf *out = buf_create(cli->c.arena, 64 * 1024);

	if (cli->command != NULL) {
		buf_printf(out, "%.*s ", SLICE_PRINT(cli_text(cli, "cli.usage")));
		usage_line(cli, out);
	} else {
		buf_printf(out, "%.*s\n",
			   SLICE_PRINT(cli_text(cli, cli->group != NULL ? "cli.see_group_help"
									: "cli.see_help")));
	}
	(void)fwrite(buf_slice(out).at, 1, buf_length(out), stderr);
}

static void help_fields(struct cli *cli, const struct kind *kind)
{
	struct table *table = table_create(cli->c.arena, 2);
	for (size_t i = 0; i < kind->count; i++) {
		const struct field *field = &kind->fields[i];
		const struct slice key =
			arena_format(cli->c.arena, "field.%s.%s", kind->name, field->name);
		table_cell(table, arena_format(cli->c.arena, "  --%.*s",
					       SLICE_PRINT(cli_field_option(cli->c.arena, field))));
		table_cell(table, messages_get(cli->messages, cli->language, key).text);
	}
	table_print(table, cli->out);
}

static void help_command(struct cli *cli)
{
	const char *name = cli->command->name;

	buf_printf(cli->out, "%.*s ", SLICE_PRINT(cli_text(cli, "cli.usage")));
	usage_line(cli, cli->out);
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(command_text(cli, name, "summary")));
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(command_text(cli, name, "help")));
	if (cli->command->question != NULL) {
		buf_add_byte(cli->out, '\n');
		help_fields(cli, cli->command->question());
	}
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "cli.global_options")));
}

static void help_list(struct cli *cli, const char *group)
{
	size_t count;
	const struct command *const *commands = cli_commands(&count);
	struct table *table = table_create(cli->c.arena, 2);

	for (size_t i = 0; i < count; i++) {
		const char *name = commands[i]->name;
		const size_t length = group != NULL ? strlen(group) : 0;
		if (group == NULL || (strncmp(name, group, length) == 0 &&
				      (name[length] == ' ' || name[length] == '\0'))) {
			table_cell(table, arena_format(cli->c.arena, "  %s", name));
			table_cell(table, command_text(cli, name, "summary"));
		}
	}
	table_print(table, cli->out);
}

void cli_help(struct cli *cli, const char *group)
{
	if (cli->command != NULL) {
		help_command(cli);
		return;
	}
	buf_printf(cli->out, "%.*s\n\n", SLICE_PRINT(cli_text(cli, "cli.help_head")));
	help_list(cli, group);
	buf_printf(cli->out, "\n%.*s\n\n%.*s\n", SLICE_PRINT(cli_text(cli, "cli.global_options")),
		   SLICE_PRINT(cli_text(cli, "cli.help_foot")));
}
