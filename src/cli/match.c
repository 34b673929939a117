/* match.c - `spean match`: who takes this person, and the best set; one question or a file of them.
 */
#include "directory/match.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/directory.h"
#include "cli/paragraph.h"
#include "directory/export.h"

enum { BATCH_FILE_MAX = 16 * 1024 * 1024 };

/* Columns of data/scenarios.csv that describe a case and are no part of the question. */
static const char *const DESCRIPTIVE[] = {
	"id",
	"pseudonym",
	"origin_province",
	"recruitment_channel",
	"repatriation_route",
	"entry_point",
	"identification_source",
	"children",
	"guardian",
	"documents",
	"risks",
	"consent_given",
	"consent_refused",
	"story",
	"test_focus",
	"expected_*",
	"needs_without_certain_provider",
	"source",
	"where",
	"status",
	"verification",
	"note",
	NULL,
};

/* ---- For people */

static void print_reasons(struct cli *cli, const struct match_question *question,
			  const struct programme_answer *answer)
{
	const struct words words = directory_words(cli);
	for (size_t i = 0; i < answer->reasons_count; i++) {
		const struct reason *reason = &answer->reasons[i];
		const struct slice mark = reason->weight == WEIGHT_NO    ? S("- ")
					  : reason->weight == WEIGHT_ASK ? S("? ")
									 : S("· ");
		add_paragraph(cli->out, 4, 6, mark,
			      words_reason(&words, question, answer->programme, reason));
	}
}

static void print_answers(struct cli *cli, const struct match_question *question,
			  const struct match *match, enum answer wanted)
{
	static const char *const HEADS[] = {
		[ANSWER_NO] = "match.head.no",
		[ANSWER_ASK] = "match.head.ask",
		[ANSWER_YES] = "match.head.yes",
	};
	const struct words words = directory_words(cli);
	bool any = false;

	for (size_t i = 0; i < match->answers_count; i++) {
		const struct programme_answer *answer = &match->answers[i];
		if (answer->answer != wanted) {
			continue;
		}
		if (!any) {
			buf_printf(cli->out, "%.*s\n", SLICE_PRINT(cli_text(cli, HEADS[wanted])));
			any = true;
		}
		const struct slice gives = words_components(&words, answer->gives);
		buf_printf(cli->out, "  %.*s  %.*s (%.*s)%s%.*s\n",
			   SLICE_PRINT(answer->programme->id), SLICE_PRINT(answer->programme->name),
			   SLICE_PRINT(answer->programme->organisation->name),
			   slice_empty(gives) ? "" : ": ", SLICE_PRINT(gives));
		print_reasons(cli, question, answer);
	}
}

static void print_components(struct cli *cli, const char *key, unsigned components)
{
	const struct words words = directory_words(cli);
	if (components != 0) {
		buf_printf(cli->out, "%.*s %.*s\n", SLICE_PRINT(cli_text(cli, key)),
			   SLICE_PRINT(words_components(&words, components)));
	}
}

static void print_cover(struct cli *cli, const struct match *match)
{
	const struct words words = directory_words(cli);

	if (match->cover_count > 0) {
		buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "match.head.cover")));
	}
	for (size_t i = 0; i < match->cover_count; i++) {
		const struct cover_part *part = &match->cover[i];
		buf_printf(cli->out, "  %.*s: %.*s\n", SLICE_PRINT(part->programme->id),
			   SLICE_PRINT(words_components(&words, part->covers)));
	}
	print_components(cli, "match.head.uncovered", match->uncovered);
	print_components(cli, "match.head.beyond_review", match->beyond_review);
	if (match->needs != 0 && match->uncovered == 0) {
		buf_printf(cli->out, "%.*s\n",
			   SLICE_PRINT(cli_text(cli, "match.head.all_covered")));
	}
}

static void print_match(struct cli *cli, const struct match_question *question,
			const struct match *match)
{
	print_answers(cli, question, match, ANSWER_YES);
	print_answers(cli, question, match, ANSWER_ASK);
	print_answers(cli, question, match, ANSWER_NO);
	print_cover(cli, match);
}

/* ---- One question */

/* A question without its required flags is wrong usage; one with wrong values is refused. */
static err read_flags(struct cli *cli, struct match_question *ret_question)
{
	const struct values values = cli_question(cli);
	struct field_errors errors;

	for (size_t i = 0; i < values.kind->count; i++) {
		if ((values.kind->fields[i].flags & FIELD_REQUIRED) != 0 &&
		    slice_empty(values.at[i])) {
			(void)FAIL(&cli->c, ERR_INVALID, "cli.option_missing", "option=%s",
				   values.kind->fields[i].name);
			return cli_usage(cli);
		}
	}
	if (values_check(&cli->c, cli->model, &values, &errors) != OK) {
		return fail_as_option(&cli->c);
	}
	return match_question_read(&cli->c, &values, clock_today(), ret_question);
}

static err run_one(struct cli *cli)
{
	struct match_question question;
	struct directory directory;
	struct door door;
	struct match match;

	TRY(read_flags(cli, &question));
	TRY(directory_open(cli, &door, &directory));
	TRY(match_run(&cli->c, &directory, &question, &match));
	if (!cli_given(cli, "json")) {
		print_match(cli, &question, &match);
		return OK;
	}
	struct json_writer json;
	const struct words words = directory_words(cli);
	directory_json_begin(cli, &json);
	json_open_object(&json);
	match_json(&json, &words, &question, &match);
	json_close_object(&json);
	directory_json_end(cli);
	return OK;
}

/* ---- A file of questions */

struct batch {
	struct csv csv;
	const size_t *columns;
	struct values flags; /* what stands in where a row says nothing */
	struct directory directory;
	struct json_writer *json; /* NULL: for people */
	struct table *table;
};

/* A fault of the question as a whole, with its place in the file in front. */
static err place_fault(struct ctx *c, const struct batch *batch, size_t row)
{
	static const struct {
		const char *plain;
		const char *in_row;
		const char *column;
	} KEYS[] = {
		{"match.date_not_full", "row.match.date_not_full", "reference_date"},
		{"match.birth_later", "row.match.birth_later", "birth_date"},
		{"match.age_twice", "row.match.age_twice", "birth_date"},
		{"match.avoid_unknown", "row.match.avoid_unknown", "avoid"},
	};
	const char *detail = arena_cstr(c->arena, slice_of(c->fail.detail));

	for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
		if (strcmp(c->fail.key, KEYS[i].plain) == 0) {
			return FAIL(c, c->fail.code, KEYS[i].in_row,
				    "file=%s\nline=%zu\ncolumn=%s\n%s", batch->csv.name,
				    batch->csv.rows[row].line, KEYS[i].column, detail);
		}
	}
	return c->fail.code;
}

static struct values row_values(struct ctx *c, const struct batch *batch, size_t row)
{
	struct values values =
		values_from_row(c->arena, batch->flags.kind, batch->columns, &batch->csv.rows[row]);
	for (size_t i = 0; i < values.kind->count; i++) {
		if (slice_empty(values.at[i])) {
			values.at[i] = batch->flags.at[i];
		}
	}
	return values;
}

static err answer_row(struct ctx *c, const struct model *model, const struct batch *batch,
		      size_t row, struct match_question *ret_question, struct match *ret_match)
{
	const struct values values = row_values(c, batch, row);
	struct field_errors errors;

	if (values_check(c, model, &values, &errors) != OK) {
		return fail_in_row(c, batch->csv.name, batch->csv.rows[row].line,
				   slice_of(errors.at[0].field->name));
	}
	if (match_question_read(c, &values, clock_today(), ret_question) != OK ||
	    match_run(c, &batch->directory, ret_question, ret_match) != OK) {
		return place_fault(c, batch, row);
	}
	return OK;
}

static struct slice answers_text(struct arena *arena, const struct match *match, enum answer wanted)
{
	struct slice text = S("");
	for (size_t i = 0; i < match->answers_count; i++) {
		if (match->answers[i].answer == wanted) {
			text = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(text),
					    slice_empty(text) ? "" : " ",
					    SLICE_PRINT(match->answers[i].programme->id));
		}
	}
	return slice_empty(text) ? S("-") : text;
}

static struct slice cover_text(struct arena *arena, const struct match *match)
{
	struct slice text = S("");
	for (size_t i = 0; i < match->cover_count; i++) {
		text = arena_format(arena, "%.*s%s%.*s", SLICE_PRINT(text),
				    slice_empty(text) ? "" : " ",
				    SLICE_PRINT(match->cover[i].programme->id));
	}
	return slice_empty(text) ? S("-") : text;
}

static void row_for_people(struct cli *cli, struct table *table, struct slice id,
			   const struct match *match)
{
	const struct words words = directory_words(cli);
	table_cell(table, id);
	table_cell(table, answers_text(cli->c.arena, match, ANSWER_YES));
	table_cell(table, answers_text(cli->c.arena, match, ANSWER_ASK));
	table_cell(table, cover_text(cli->c.arena, match));
	table_cell(table,
		   match->uncovered == 0 ? S("-") : words_components(&words, match->uncovered));
}

/* Each row has memory of its own: a long file must not pile up. */
static err run_row(struct cli *cli, const struct batch *batch, size_t row)
{
	struct ctx c = {.arena = arena_create()};
	struct match_question question;
	struct match match;
	const struct slice id = csv_field(&batch->csv, row, "id");
	const err result = answer_row(&c, cli->model, batch, row, &question, &match);

	if (result != OK) {
		cli->c.fail = c.fail;
	} else if (batch->json == NULL) {
		row_for_people(cli, batch->table, id, &match);
	} else {
		struct words words = directory_words(cli);
		words.arena = c.arena;
		json_open_object(batch->json);
		json_put_text(batch->json, "id", id);
		match_json(batch->json, &words, &question, &match);
		json_close_object(batch->json);
	}
	arena_destroy(c.arena);
	return result;
}

static err open_batch(struct cli *cli, const char *path, struct batch *batch)
{
	struct door door;
	struct slice text;

	TRY(file_read(&cli->c, path, BATCH_FILE_MAX, &text));
	TRY(csv_parse(&cli->c, path, text, &batch->csv));
	batch->flags = cli_question(cli);
	TRY(values_columns(&cli->c, &batch->csv, batch->flags.kind, DESCRIPTIVE, &batch->columns));
	if (csv_column(&batch->csv, "id") == SIZE_MAX) {
		return FAIL(&cli->c, ERR_INVALID, "csv.missing_column",
			    "file=%s\nline=1\ncolumn=id", path);
	}
	return directory_open(cli, &door, &batch->directory);
}

static void table_head(struct cli *cli, struct table *table)
{
	static const char *const KEYS[] = {"match.column.id", "match.column.yes",
					   "match.column.ask", "match.column.cover",
					   "match.column.open"};
	for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
		table_cell(table, cli_text(cli, KEYS[i]));
	}
}

static err run_rows(struct cli *cli, const struct batch *batch)
{
	for (size_t i = 0; i < batch->csv.count; i++) {
		TRY(run_row(cli, batch, i));
	}
	return OK;
}

/* Nothing is printed unless every row was right. */
static err run_batch(struct cli *cli, const char *path)
{
	struct batch batch = {.table = table_create(cli->c.arena, 5)};
	struct json_writer json;

	TRY(open_batch(cli, path, &batch));
	if (!cli_given(cli, "json")) {
		table_head(cli, batch.table);
		TRY(run_rows(cli, &batch));
		table_print(batch.table, cli->out);
		return OK;
	}
	batch.json = &json;
	directory_json_begin(cli, &json);
	json_open_array(&json);
	if (run_rows(cli, &batch) != OK) {
		buf_clear(cli->out);
		return cli->c.fail.code;
	}
	json_close_array(&json);
	directory_json_end(cli);
	return OK;
}

static err run_match(struct cli *cli)
{
	const char *path = cli_option(cli, "batch");
	return path != NULL ? run_batch(cli, path) : run_one(cli);
}

static const struct kind *match_question_kind(void)
{
	return model_kind("match_question");
}

static const struct cli_option MATCH_OPTIONS[] = {{"batch", "FILE"}, {"json", NULL}, {NULL, NULL}};

const struct command COMMAND_MATCH = {
	.name = "match",
	.arguments = "",
	.options = MATCH_OPTIONS,
	.question = match_question_kind,
	.run = run_match,
};
