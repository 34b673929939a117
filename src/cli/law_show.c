/* law_show.c - `spean law show` and `spean law export`: one instrument, or the register. */
#include "cli/commands.h"
#include "cli/law.h"
#include "cli/paragraph.h"
#include "law/export.h"

static void add_row(struct cli *cli, struct table *table, const char *key, struct slice value)
{
	if (!slice_empty(value)) {
		table_cell(table,
			   arena_format(cli->c.arena, "  %.*s", SLICE_PRINT(cli_text(cli, key))));
		table_cell(table, value);
	}
}

/* "reported 2014, verified 2004": both, wherever they differ or one is missing. */
static struct slice both(struct cli *cli, struct slice reported, struct slice verified)
{
	if (slice_equal(reported, verified)) {
		return verified;
	}
	const struct slice none = cli_text(cli, "law.not_stated");
	return messages_format(cli->c.arena, cli->messages, cli->language,
			       "law.reported_and_verified",
			       arena_format(cli->c.arena, "reported=%.*s\nverified=%.*s",
					    SLICE_PRINT(slice_empty(reported) ? none : reported),
					    SLICE_PRINT(slice_empty(verified) ? none : verified)));
}

static struct slice standing(struct cli *cli, const struct law_instrument *instrument,
			     struct pdate on)
{
	const struct slice state =
		cli_law_word(cli, "law.state", law_state_code(law_state_on(instrument, on)));
	return arena_format(cli->c.arena, "%.*s (%.*s)", SLICE_PRINT(state),
			    SLICE_PRINT(cli_law_date_text(cli, on)));
}

static void print_facts(struct cli *cli, const struct law_instrument *instrument, struct pdate on)
{
	struct table *table = table_create(cli->c.arena, 2);
	const struct law_instrument *next = instrument->original->successor;
	add_row(cli, table, "law.field.title_local", instrument->title_local);
	add_row(cli, table, "law.field.title_as_in_review", instrument->title_as_in_review);
	add_row(cli, table, "law.field.kind", cli_law_word(cli, "law.type", instrument->kind));
	add_row(cli, table, "law.field.number", instrument->number);
	add_row(cli, table, "law.field.jurisdictions",
		both(cli, cli_law_place_names(cli, instrument->jurisdictions_reported),
		     cli_law_place_names(cli, instrument->jurisdictions_verified)));
	add_row(cli, table, "law.field.year",
		both(cli, instrument->year_reported, instrument->year_verified));
	add_row(cli, table, "law.field.date_adopted", instrument->date_adopted);
	add_row(cli, table, "law.field.in_force_from", instrument->in_force_from);
	add_row(cli, table, "law.field.amended", instrument->amended);
	add_row(cli, table, "law.field.binding",
		cli_law_word(cli, "law.binding", instrument->binding));
	add_row(cli, table, "law.field.state", standing(cli, instrument, on));
	add_row(cli, table, "law.field.replaced_by", next == NULL ? (struct slice){0} : next->id);
	add_row(cli, table, "law.field.duplicate_of", instrument->duplicate_of);
	add_row(cli, table, "law.field.where", instrument->where);
	add_row(cli, table, "law.field.status",
		cli_law_word(cli, "law.status", instrument->status));
	add_row(cli, table, "law.field.iri", instrument->iri);
	table_print(table, cli->out);
}

static void print_provision(struct cli *cli, const struct law_provision *provision)
{
	const struct slice head = arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(provision->id));
	add_paragraph(cli->out, 2, 10, head, provision->summary);
	add_paragraph(cli->out, 10, 10, (struct slice){0},
		      arena_format(cli->c.arena, "[%.*s: %.*s; %.*s]",
				   SLICE_PRINT(cli_law_word(cli, "law.kind", provision->kind)),
				   SLICE_PRINT(cli_law_list(cli, provision->function)),
				   SLICE_PRINT(cli_law_list(cli, provision->forms))));
	add_paragraph(cli->out, 10, 10,
		      arena_format(cli->c.arena, "%.*s ",
				   SLICE_PRINT(cli_text(cli, "law.field.article"))),
		      both(cli, cli_law_list(cli, provision->article_reported),
			   cli_law_list(cli, provision->article_verified)));
	add_paragraph(cli->out, 10, 10,
		      arena_format(cli->c.arena, "%.*s ", SLICE_PRINT(cli_text(cli, "law.limits"))),
		      provision->conditions);
	add_paragraph(
		cli->out, 10, 10,
		arena_format(cli->c.arena, "%.*s ", SLICE_PRINT(cli_text(cli, "law.case_work"))),
		provision->use_in_case_work);
	add_paragraph(cli->out, 10, 10, (struct slice){0}, provision->note);
}

static void print_instrument(struct cli *cli, const struct law_register *law,
			     const struct law_instrument *instrument, struct pdate on)
{
	buf_printf(cli->out, "%.*s\n", SLICE_PRINT(instrument->id));
	add_paragraph(cli->out, 0, 0, (struct slice){0}, instrument->title);
	buf_add_byte(cli->out, '\n');
	print_facts(cli, instrument, on);
	buf_add_byte(cli->out, '\n');
	add_paragraph(cli->out, 2, 2, (struct slice){0}, instrument->note);
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "law.provisions")));
	for (size_t i = 0; i < law->provisions_count; i++) {
		if (law->provisions[i].listed->original == instrument->original) {
			print_provision(cli, &law->provisions[i]);
		}
	}
	for (size_t i = 0; i < instrument->conflicts_count; i++) {
		const struct law_conflict *conflict = instrument->conflicts[i];
		buf_printf(cli->out, "\n%.*s  %.*s\n", SLICE_PRINT(conflict->id),
			   SLICE_PRINT(conflict->title));
		add_paragraph(cli->out, 2, 2, (struct slice){0}, conflict->explanation);
	}
}

/* An instrument by its id, or by the id of one of its provisions. */
static err find_shown(struct cli *cli, const struct law_register *law,
		      const struct law_instrument **ret_instrument)
{
	const struct slice id = slice_of(cli->arguments[0]);
	const struct law_provision *provision = law_provision_find(law, id);
	const struct law_instrument *found =
		provision != NULL ? provision->listed : law_instrument_find(law, id);
	if (found == NULL) {
		const struct slice nearest = law_nearest_id(law, id);
		(void)FAIL(&cli->c, ERR_NOT_FOUND,
			   slice_empty(nearest) ? "law.no_such_id" : "law.no_such_id_nearest",
			   "id=%.*s\nnearest=%.*s", SLICE_PRINT(slice_between(id, 0, 80)),
			   SLICE_PRINT(nearest));
		return ERR_NOT_FOUND;
	}
	*ret_instrument = found;
	return OK;
}

static err run_show(struct cli *cli)
{
	struct law_register law;
	const struct law_instrument *instrument;
	struct pdate on;
	TRY(cli_law_day(cli, slice_of(cli_option(cli, "on")), &on));
	TRY(cli_law_open(cli, &law));
	TRY(find_shown(cli, &law, &instrument));
	if (cli_given(cli, "json")) {
		struct json_writer json;
		json_writer_init(&json, cli->out, JSON_INDENTED);
		law_instrument_json(&law, instrument, on, cli->c.arena, &json);
		buf_add_byte(cli->out, '\n');
	} else {
		print_instrument(cli, &law, instrument, on);
	}
	return OK;
}

static err run_export(struct cli *cli)
{
	const char *given = cli_option(cli, "format");
	const struct slice format = given == NULL ? S("csv") : slice_of(given);
	struct law_register law;
	struct door door;
	if (slice_is(format, "csv")) {
		TRY(cli_door(cli, &door));
		return record_export(&cli->c, &door, model_kind("instrument"), cli->out);
	}
	if (!slice_is(format, "jsonld")) {
		(void)FAIL(&cli->c, ERR_INVALID, "cli.option_bad",
			   "option=format\nvalue=%.*s\nallowed=csv, jsonld",
			   SLICE_PRINT(slice_between(format, 0, 80)));
		return cli_usage(cli);
	}
	TRY(cli_law_open(cli, &law));
	law_jsonld_all(&law, cli->out);
	buf_add_byte(cli->out, '\n');
	return OK;
}

static const struct cli_option SHOW_OPTIONS[] = {{"on", "DATE"}, {"json", NULL}, {NULL, NULL}};
static const struct cli_option EXPORT_OPTIONS[] = {{"format", "csv|jsonld"}, {NULL, NULL}};

const struct command COMMAND_LAW_SHOW = {
	.name = "law show",
	.arguments = "ID",
	.arguments_min = 1,
	.arguments_max = 1,
	.options = SHOW_OPTIONS,
	.run = run_show,
};

const struct command COMMAND_LAW_EXPORT = {
	.name = "law export",
	.arguments = "",
	.options = EXPORT_OPTIONS,
	.run = run_export,
};
