/* law.c - `spean law`: what applies to a way home on a date. */
#include "cli/law.h"

#include "base/clock.h"
#include "cli/commands.h"
#include "text/format.h"

err cli_law_open(struct cli *cli, struct law_register *ret_law)
{
	struct door door;
	TRY(cli_door(cli, &door));
	return law_load(&cli->c, &door, ret_law);
}

err cli_law_day(struct cli *cli, struct slice text, struct pdate *ret_on)
{
	if (slice_empty(text)) {
		*ret_on = clock_today();
		return OK;
	}
	return date_parse(&cli->c, text, ret_on);
}

struct slice cli_law_word(struct cli *cli, const char *group, struct slice code)
{
	const struct slice key = arena_format(cli->c.arena, "%s.%.*s", group, SLICE_PRINT(code));
	return messages_get(cli->messages, cli->language, key).text;
}

struct slice cli_law_place_name(struct cli *cli, struct slice code)
{
	return law_place_name(cli->model, cli->language, code);
}

struct slice cli_law_place_names(struct cli *cli, struct slice list)
{
	return law_place_names(cli->c.arena, cli->model, cli->language, list);
}

struct slice cli_law_list(struct cli *cli, struct slice list)
{
	struct buf *out = buf_create(cli->c.arena, 16384);
	struct slice item;
	while (slice_next_item(&list, &item)) {
		buf_add_cstr(out, buf_length(out) == 0 ? "" : ", ");
		buf_add(out, item);
	}
	return buf_slice(out);
}

struct slice cli_law_date_text(struct cli *cli, struct pdate date)
{
	return format_date(cli->c.arena, cli->language, DIGITS_LATIN, date);
}

/* A flag that must be there is wrong usage when it is not; a wrong code is a refused task. */
static err require_flags(struct cli *cli, const struct values *values)
{
	for (size_t i = 0; i < values->kind->count; i++) {
		const struct field *field = &values->kind->fields[i];
		if ((field->flags & FIELD_REQUIRED) != 0 && slice_empty(values->at[i])) {
			(void)FAIL(&cli->c, ERR_INVALID, "cli.option_missing", "option=%s",
				   field->alias != NULL ? field->alias : field->name);
			return cli_usage(cli);
		}
	}
	return OK;
}

static err read_question(struct cli *cli, struct law_question *ret_question)
{
	struct values values = cli_question(cli);
	struct field_errors errors;
	struct law_question question;
	TRY(require_flags(cli, &values));
	TRY(values_check(&cli->c, cli->model, &values, &errors));
	question.destination = values_get(&values, "destination");
	question.form = values_get(&values, "form");
	TRY(cli_law_day(cli, values_get(&values, "on"), &question.on));
	*ret_question = question;
	return OK;
}

static err run_law(struct cli *cli)
{
	struct law_register law;
	struct law_question question;
	struct law_answer answer;
	TRY(read_question(cli, &question));
	TRY(cli_law_open(cli, &law));
	TRY(law_answer(&cli->c, &law, &question, &answer));
	if (cli_given(cli, "json")) {
		struct json_writer json;
		json_writer_init(&json, cli->out, JSON_INDENTED);
		law_answer_json(&answer, cli->c.arena, &json);
		buf_add_byte(cli->out, '\n');
	} else {
		cli_law_print_answer(cli, &answer);
	}
	return OK;
}

static const struct kind *law_question_kind(void)
{
	return model_kind("law_question");
}

static const struct cli_option LAW_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

const struct command COMMAND_LAW = {
	.name = "law",
	.arguments = "",
	.options = LAW_OPTIONS,
	.question = law_question_kind,
	.run = run_law,
};
