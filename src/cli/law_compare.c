/* law_compare.c - `spean law compare`: functions down, countries across. */
#include "cli/commands.h"
#include "cli/law.h"

/* Destinations named as arguments, as a ';' list; each must be a code. */
static err read_countries(struct cli *cli, struct slice *ret_codes)
{
	const struct kind *kind = model_kind("law_question");
	const struct field *field = &kind->fields[kind_field(kind, "destination")];
	struct buf *codes = buf_create(cli->c.arena, 64 * 1024);
	for (size_t i = 0; i < cli->arguments_count; i++) {
		const struct slice code =
			values_from_text(cli->c.arena, field, slice_of(cli->arguments[i]));
		TRY(model_check(&cli->c, cli->model, field, code));
		buf_add_cstr(codes, i == 0 ? "" : ";");
		buf_add(codes, code);
	}
	return buf_done(&cli->c, codes, ret_codes);
}

/* Own law, then agreements with Cambodia: "binding / -". */
static struct slice cell_text(struct cli *cli, const struct law_country *country, size_t function)
{
	const struct slice own =
		cli_law_word(cli, "law.short", law_level_code(country->own[function]));
	const struct slice between =
		cli_law_word(cli, "law.short", law_level_code(country->between[function]));
	if (slice_is(country->code, "KH")) {
		return own;
	}
	return arena_format(cli->c.arena, "%.*s / %.*s", SLICE_PRINT(own), SLICE_PRINT(between));
}

static void print_comparison(struct cli *cli, const struct law_comparison *comparison)
{
	struct table *table = table_create(cli->c.arena, comparison->count + 1);
	const struct slice form =
		model_neutral_label(cli->model, cli->language, "form", comparison->form).text;
	const struct slice date = cli_law_date_text(cli, comparison->on);
	buf_add(cli->out,
		messages_format(cli->c.arena, cli->messages, cli->language, "law.compare_question",
				arena_format(cli->c.arena, "form=%.*s\ndate=%.*s",
					     SLICE_PRINT(form), SLICE_PRINT(date))));
	buf_add_cstr(cli->out, "\n\n");
	table_cell(table, (struct slice){0});
	for (size_t i = 0; i < comparison->count; i++) {
		table_cell(table, cli_law_place_name(cli, comparison->countries[i].code));
	}
	for (size_t function = 0; function < LAW_FUNCTION_COUNT; function++) {
		table_cell(table, cli_law_word(cli, "law.function", law_function_code(function)));
		for (size_t i = 0; i < comparison->count; i++) {
			table_cell(table, cell_text(cli, &comparison->countries[i], function));
		}
	}
	table_print(table, cli->out);
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "law.compare_legend")));
}

static err read_form(struct cli *cli, struct slice *ret_form)
{
	const struct kind *kind = model_kind("law_question");
	const struct field *field = &kind->fields[kind_field(kind, "form")];
	const char *given;
	TRY(cli_required(cli, "form", &given));
	const struct slice form = values_from_text(cli->c.arena, field, slice_of(given));
	TRY(model_check(&cli->c, cli->model, field, form));
	*ret_form = form;
	return OK;
}

static err run_compare(struct cli *cli)
{
	struct law_register law;
	struct law_comparison comparison;
	struct slice codes, form;
	struct pdate on;
	TRY(read_form(cli, &form));
	TRY(read_countries(cli, &codes));
	TRY(cli_law_day(cli, slice_of(cli_option(cli, "on")), &on));
	TRY(cli_law_open(cli, &law));
	TRY(law_compare(&cli->c, &law, codes, form, on, &comparison));
	if (cli_given(cli, "json")) {
		struct json_writer json;
		json_writer_init(&json, cli->out, JSON_INDENTED);
		law_comparison_json(&comparison, cli->c.arena, &json);
		buf_add_byte(cli->out, '\n');
	} else {
		print_comparison(cli, &comparison);
	}
	return OK;
}

static const struct cli_option OPTIONS[] = {
	{"form", "CODE"}, {"on", "DATE"}, {"json", NULL}, {NULL, NULL}};

const struct command COMMAND_LAW_COMPARE = {
	.name = "law compare",
	.arguments = "[COUNTRY...]",
	.arguments_max = 63,
	.options = OPTIONS,
	.needed = "form",
	.run = run_compare,
};
