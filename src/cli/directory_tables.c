/* directory_tables.c - `spean directory coverage` and `spean directory gaps`. */
#include "cli/commands.h"
#include "cli/directory.h"
#include "cli/paragraph.h"
#include "directory/export.h"

/* ---- coverage */

static struct slice offer_mark(enum offer offer)
{
	return offer == OFFER_STATED ? S("●") : offer == OFFER_INFERRED ? S("○") : S("·");
}

static void coverage_text(struct cli *cli, const struct coverage *coverage)
{
	struct table *table = table_create(cli->c.arena, COMPONENT_COUNT + 1);

	table_cell(table, S(""));
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		table_cell(table, model_component(i));
	}
	for (size_t row = 0; row < coverage->count; row++) {
		table_cell(table, coverage->rows[row].organisation->name);
		for (size_t i = 0; i < COMPONENT_COUNT; i++) {
			table_cell(table, offer_mark(coverage->rows[row].offers[i]));
		}
	}
	table_cell(table, cli_text(cli, "directory.coverage.total"));
	for (size_t i = 0; i < COMPONENT_COUNT; i++) {
		table_cell(table, arena_format(cli->c.arena, "%zu+%zu", coverage->stated[i],
					       coverage->inferred[i]));
	}
	table_print(table, cli->out);
	buf_printf(cli->out, "%.*s\n", SLICE_PRINT(cli_text(cli, "directory.coverage.legend")));
}

static err run_coverage(struct cli *cli)
{
	enum directory_scope scope;
	struct directory directory;
	struct door door;
	struct coverage coverage;

	TRY(directory_scope_option(cli, &scope));
	TRY(directory_open(cli, &door, &directory));
	directory_coverage(cli->c.arena, &directory, scope, &coverage);
	if (cli_given(cli, "json")) {
		struct json_writer json;
		directory_json_begin(cli, &json);
		coverage_json(&json, &coverage);
		directory_json_end(cli);
	} else {
		coverage_text(cli, &coverage);
	}
	return OK;
}

static const struct cli_option COVERAGE_OPTIONS[] = {
	{"origin", "review|all"}, {"json", NULL}, {NULL, NULL}};

const struct command COMMAND_DIRECTORY_COVERAGE = {
	.name = "directory coverage",
	.arguments = "",
	.options = COVERAGE_OPTIONS,
	.run = run_coverage,
};

/* ---- gaps */

static err read_gaps_question(struct cli *cli, struct match_question *ret_question)
{
	const struct values values = cli_question(cli);
	struct field_errors errors;
	if (values_check(&cli->c, cli->model, &values, &errors) != OK) {
		return fail_as_option(&cli->c);
	}
	*ret_question = gaps_question_read(&values);
	return OK;
}

static void gaps_text(struct cli *cli, const struct gap_space *space, const struct gaps *gaps)
{
	const struct words words = directory_words(cli);
	for (size_t i = 0; i < gaps->count; i++) {
		const struct gap *gap = &gaps->at[i];
		if (i == 0 || gap->component != gap[-1].component) {
			buf_printf(cli->out, "%s%.*s\n", i > 0 ? "\n" : "",
				   SLICE_PRINT(words_components(&words, 1u << gap->component)));
		}
		add_paragraph(cli->out, 2, 4, gap->best == ANSWER_NO ? S("- ") : S("? "),
			      words_gap(&words, space, gap));
	}
	if (gaps->count == 0) {
		buf_printf(cli->out, "%.*s\n", SLICE_PRINT(cli_text(cli, "gaps.nothing")));
	}
}

static err run_gaps(struct cli *cli)
{
	struct match_question question;
	struct directory directory;
	struct door door;
	struct gap_space space;
	struct gaps gaps;

	TRY(read_gaps_question(cli, &question));
	TRY(directory_open(cli, &door, &directory));
	TRY(gap_space_create(&cli->c, cli->model, &directory, question.scope, &space));
	const struct gap_box within = gap_box_of(&space, &question);
	TRY(gaps_find(&cli->c, &directory, question.scope, &space, &within, &gaps));
	if (cli_given(cli, "json")) {
		struct json_writer json;
		const struct words words = directory_words(cli);
		directory_json_begin(cli, &json);
		gaps_json(&json, &words, &space, &gaps);
		directory_json_end(cli);
	} else {
		gaps_text(cli, &space, &gaps);
	}
	return OK;
}

static const struct kind *gaps_question_kind(void)
{
	return model_kind("gaps_question");
}

static const struct cli_option GAPS_OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

const struct command COMMAND_DIRECTORY_GAPS = {
	.name = "directory gaps",
	.arguments = "",
	.options = GAPS_OPTIONS,
	.question = gaps_question_kind,
	.run = run_gaps,
};
