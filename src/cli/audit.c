/* audit.c - `spean audit`: is the log whole, what stands in it, and taking it out. */
#include <string.h>

#include "base/file.h"
#include "cli/commands.h"
#include "record/audit.h"

enum { HEAD_MAX = 4096, SHOWN = 50, SHOWN_MAX = 1000, FLUSH_BYTES = 1 << 20, MODE = 0600 };

static const struct cli_option VERIFY_OPTIONS[] = {{"head", "FILE"}, {"json", NULL}, {NULL, NULL}};
static const struct cli_option SHOW_OPTIONS[] = {{"record", "ID"},     {"account", "ID"},
						 {"before", "NUMBER"}, {"limit", "N"},
						 {"json", NULL},       {NULL, NULL}};
static const struct cli_option JSON_OPTION[] = {{"json", NULL}, {NULL, NULL}};
static const struct cli_option NO_OPTIONS[] = {{NULL, NULL}};
static const struct cli_option ACCEPT_OPTIONS[] = {{"reason", "TEXT"}, {NULL, NULL}};

static err open_door(struct cli *cli, struct door **ret_door)
{
	struct keyring *keyring;
	TRY(cli_place(cli, &keyring));
	return cli_console_door(cli, keyring, ret_door);
}

/* ---- verify */

/* The line that `spean audit head` printed, or the export with it at its end. */
static err read_head(struct cli *cli, struct slice *ret_head)
{
	const char *path = cli_option(cli, "head");
	if (path == NULL) {
		*ret_head = S("");
		return OK;
	}
	TRY(file_read(&cli->c, path, HEAD_MAX, ret_head));
	*ret_head = slice_trim(*ret_head);
	return slice_empty(*ret_head) ? FAIL_PLAIN(&cli->c, ERR_INVALID, "audit.bad_head") : OK;
}

static struct slice fault_text(struct cli *cli, const struct audit_report *report)
{
	return messages_format(cli->c.arena, cli->messages, cli->language, report->fault,
			       arena_format(cli->c.arena, "line=%lld", (long long)report->at));
}

static void print_report(struct cli *cli, const struct audit_report *report)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_put_int(&json, "lines", report->lines);
	json_put_int(&json, "anchored", report->anchored);
	json_put_bool(&json, "whole", report->whole);
	json_key(&json, "fault");
	if (report->whole) {
		json_null(&json);
	} else {
		json_open_object(&json);
		json_put_text(&json, "code", slice_of(report->fault));
		json_put_int(&json, "line", report->at);
		json_put_text(&json, "text", fault_text(cli, report));
		json_close_object(&json);
	}
	json_close_object(&json);
}

static err run_verify(struct cli *cli)
{
	struct audit_report report;
	struct slice head;
	struct door *door;

	TRY(read_head(cli, &head));
	TRY(open_door(cli, &door));
	TRY(audit_verify(&cli->c, door, head, &report));
	if (cli_given(cli, "json")) {
		print_report(cli, &report);
	}
	if (!report.whole) {
		TRY(cli_flush(cli));
		return FAIL(&cli->c, ERR_BROKEN, report.fault, "line=%lld", (long long)report.at);
	}
	if (!cli_given(cli, "json")) {
		cli_say(cli, "audit.whole", "lines=%lld\nanchored=%lld", (long long)report.lines,
			(long long)report.anchored);
	}
	return OK;
}

const struct command COMMAND_AUDIT_VERIFY = {
	.name = "audit verify",
	.arguments = "",
	.options = VERIFY_OPTIONS,
	.run = run_verify,
};

/* ---- show */

static err filter_of(struct cli *cli, struct audit_filter *ret_filter)
{
	struct audit_filter filter = {
		.account = slice_of(cli_option(cli, "account")),
		.record = slice_of(cli_option(cli, "record")),
	};
	int64_t limit = SHOWN;

	TRY(cli_number(cli, "limit", SHOWN_MAX, &limit));
	TRY(cli_number(cli, "before", INT64_MAX, &filter.before));
	filter.limit = (size_t)limit;
	*ret_filter = filter;
	return OK;
}

/* "A;B" */
static struct slice class_list(struct arena *arena, unsigned classes)
{
	static const char *const names[] = {
		[CLASS_PUBLIC] = "public", [CLASS_A] = "A", [CLASS_B] = "B",
		[CLASS_C] = "C",           [CLASS_D] = "D",
	};
	struct buf *list = buf_create(arena, 64);

	for (unsigned class = CLASS_PUBLIC; class < COUNT_OF(names); class ++) {
		if ((classes & CLASS_BIT(class)) != 0) {
			buf_printf(list, "%s%s", buf_length(list) > 0 ? ";" : "", names[class]);
		}
	}
	return buf_slice(list);
}

static void print_json(struct cli *cli, const struct audit_line *lines, size_t count)
{
	struct json_writer json;

	json_writer_init(&json, cli->out, JSON_INDENTED);
	json_open_object(&json);
	json_key(&json, "lines");
	json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		const struct audit_line *line = &lines[i];
		json_open_object(&json);
		json_put_int(&json, "number", line->number);
		json_put_text(&json, "at", line->at);
		json_put_text(&json, "actor", line->actor);
		json_put_text(&json, "organisation", line->organisation);
		json_put_text(&json, "account", line->account);
		json_put_text(&json, "deed", line->deed);
		json_put_text(&json, "kind", line->kind);
		json_put_text(&json, "record", line->record);
		json_put_text(&json, "purpose", line->purpose);
		json_put_list(&json, "classes", class_list(cli->c.arena, line->classes));
		json_put_int(&json, "count", line->count);
		json_put_text(&json, "outcome", line->outcome);
		json_put_text(&json, "detail", line->detail);
		json_close_object(&json);
	}
	json_close_array(&json);
	json_close_object(&json);
}

static void print_table(struct cli *cli, const struct audit_line *lines, size_t count)
{
	struct table *table = table_create(cli->c.arena, 8);

	for (size_t i = 0; i < count; i++) {
		const struct audit_line *line = &lines[i];
		table_cell_right(table,
				 arena_format(cli->c.arena, "%lld", (long long)line->number));
		table_cell(table, line->at);
		table_cell(table, slice_empty(line->account) ? line->actor : line->account);
		table_cell(table, line->deed);
		table_cell(table, line->kind);
		table_cell(table, line->record);
		table_cell(table, line->outcome);
		table_cell(table, line->detail);
	}
	table_print(table, cli->out);
}

static err run_show(struct cli *cli)
{
	const struct audit_line *lines;
	struct audit_filter filter;
	struct door *door;
	size_t count;

	TRY(filter_of(cli, &filter));
	TRY(open_door(cli, &door));
	TRY(audit_list(&cli->c, door, &filter, &lines, &count));
	if (cli_given(cli, "json")) {
		print_json(cli, lines, count);
	} else {
		print_table(cli, lines, count);
	}
	return OK;
}

const struct command COMMAND_AUDIT_SHOW = {
	.name = "audit show",
	.arguments = "",
	.options = SHOW_OPTIONS,
	.run = run_show,
};

/* ---- export */

static err to_stdout(struct ctx *c, void *self, struct slice bytes)
{
	struct cli *cli = self;

	(void)c; /* it is the command's own */
	buf_add(cli->out, bytes);
	return buf_length(cli->out) > FLUSH_BYTES ? cli_flush(cli) : OK;
}

static err run_export(struct cli *cli)
{
	const char *path = cli->arguments_count > 0 ? cli->arguments[0] : "-";
	struct new_file *file = NULL;
	struct sink sink = {to_stdout, cli};
	struct door *door;

	TRY(open_door(cli, &door));
	if (strcmp(path, "-") != 0) {
		TRY(file_begin(&cli->c, path, MODE, &file));
		sink = file_sink(&cli->c, file);
	}
	const err result =
		audit_export_to(&cli->c, door, &(struct audit_filter){.limit = 0}, &sink);
	if (file == NULL) {
		return result;
	}
	if (result != OK) {
		file_abandon(file);
		return result;
	}
	return file_finish(&cli->c, file);
}

const struct command COMMAND_AUDIT_EXPORT = {
	.name = "audit export",
	.arguments = "[FILE]",
	.arguments_max = 1,
	.options = NO_OPTIONS,
	.run = run_export,
};

/* ---- head */

static err run_head(struct cli *cli)
{
	struct slice head;
	struct door *door;

	TRY(open_door(cli, &door));
	TRY(audit_head(&cli->c, door, &head));
	if (cli_given(cli, "json")) {
		struct json_writer json;
		json_writer_init(&json, cli->out, JSON_INDENTED);
		json_open_object(&json);
		json_put_text(&json, "head", head);
		json_close_object(&json);
	} else {
		buf_add(cli->out, head);
		buf_add_cstr(cli->out, "\n");
	}
	return OK;
}

const struct command COMMAND_AUDIT_HEAD = {
	.name = "audit head",
	.arguments = "",
	.options = JSON_OPTION,
	.run = run_head,
};

/* ---- accept */

static err run_accept(struct cli *cli)
{
	const char *reason;
	struct door *door;

	TRY(cli_required(cli, "reason", &reason));
	TRY(open_door(cli, &door));
	door->actor.reason = slice_of(reason);
	TRY(audit_accept(&cli->c, door));
	cli_say(cli, "audit.accepted", "%s", "");
	return OK;
}

const struct command COMMAND_AUDIT_ACCEPT = {
	.name = "audit accept",
	.arguments = "",
	.options = ACCEPT_OPTIONS,
	.needed = "reason",
	.run = run_accept,
};
