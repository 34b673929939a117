/* figures_compare.c - `spean figures compare` and `spean figures check`. */
#include "cli/commands.h"
#include "cli/figures.h"
#include "cli/paragraph.h"

static const struct {
	enum mark mark;
	const char *key;
} MARKS[] = {
	{MARK_UNFINISHED, "figures.mark.unfinished"},
	{MARK_SHORTER, "figures.mark.shorter"},
	{MARK_ESTIMATE, "figures.mark.estimate"},
	{MARK_DISPUTED, "figures.mark.disputed"},
};

static void print_figures(struct cli *cli, const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		const struct figure *figure = comparison->figures[i].figure;
		const struct slice head =
			arena_format(cli->c.arena, "%.*s  %.*s  ", SLICE_PRINT(figure->id),
				     SLICE_PRINT(cli_figure_value(cli, figure)));
		add_paragraph(cli->out, 0, 7, head, figure->indicator);
		for (size_t j = 0; j < COUNT_OF(MARKS); j++) {
			if ((comparison->figures[i].marks & MARKS[j].mark) != 0) {
				add_paragraph(cli->out, 7, 9, S("! "), cli_text(cli, MARKS[j].key));
			}
		}
	}
}

static struct slice aspect_words(struct cli *cli, const struct figure *figure, enum aspect aspect)
{
	if (aspect == ASPECT_DESTINATION) {
		return cli_figure_places(cli, figure->destination);
	}
	return aspect == ASPECT_FORM ? cli_figure_form(cli, figure->form)
				     : figures_aspect(cli->c.arena, figure, aspect);
}

static void print_aspects(struct cli *cli, const struct comparison *comparison)
{
	buf_printf(cli->out, "\n%.*s\n",
		   SLICE_PRINT(cli_text(cli, comparison->differs == 0 ? "figures.alike"
								      : "figures.differs")));
	for (enum aspect aspect = 0; aspect < ASPECT_COUNT; aspect++) {
		if ((comparison->differs & 1u << aspect) == 0) {
			continue;
		}
		const char *key =
			arena_format(cli->c.arena, "figures.aspect.%s", figures_aspect_name(aspect))
				.at;
		buf_printf(cli->out, "  %.*s\n", SLICE_PRINT(cli_text(cli, key)));
		for (size_t i = 0; i < comparison->count; i++) {
			const struct figure *figure = comparison->figures[i].figure;
			const struct slice value = aspect_words(cli, figure, aspect);
			add_paragraph(cli->out, 4, 11,
				      arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(figure->id)),
				      slice_empty(value) ? cli_text(cli, "figures.not_stated")
							 : value);
		}
	}
}

static void print_difference(struct cli *cli, const struct difference *difference)
{
	struct arena *arena = cli->c.arena;
	const struct slice pair =
		arena_format(arena, "%.*s → %.*s: ", SLICE_PRINT(difference->from->id),
			     SLICE_PRINT(difference->to->id));
	if (difference->computed) {
		buf_printf(cli->out, "  %.*s%s%.*s %.*s\n", SLICE_PRINT(pair),
			   difference->value.billionths > 0 ? "+" : "",
			   SLICE_PRINT(decimal_text(arena, difference->value)),
			   SLICE_PRINT(difference->to->unit));
		return;
	}
	add_paragraph(cli->out, 2, 4, pair, cli_text(cli, "figures.no_difference"));
	for (size_t i = 0; i < difference->refusals_count; i++) {
		add_paragraph(cli->out, 4, 6, S("- "), cli_sentence(cli, difference->refusals[i]));
	}
}

static void print_comparison(struct cli *cli, const struct comparison *comparison)
{
	print_figures(cli, comparison);
	print_aspects(cli, comparison);
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "figures.difference")));
	for (size_t i = 0; i < comparison->differences_count; i++) {
		print_difference(cli, &comparison->differences[i]);
	}
	cli_print_conflicts(cli, "figures.conflicts_between", &comparison->conflicts);
	cli_print_conflicts(cli, "figures.conflicts_nearby", &comparison->nearby);
}

static err run_compare(struct cli *cli)
{
	struct door door;
	struct ledger ledger;
	struct comparison comparison;
	struct slice *ids = ARENA_ARRAY(cli->c.arena, cli->arguments_count, struct slice);
	for (size_t i = 0; i < cli->arguments_count; i++) {
		ids[i] = slice_of(cli->arguments[i]);
	}
	TRY(cli_ledger_open(cli, &door, &ledger));
	const err result =
		figures_compare(&cli->c, &ledger, ids, cli->arguments_count, &comparison);
	if (!cli_given(cli, "json")) {
		TRY(result);
		print_comparison(cli, &comparison);
		return OK;
	}
	const struct exporter exporter = cli_exporter_begin(cli);
	if (result == OK) {
		export_comparison(&exporter, &comparison);
	} else {
		export_refusal(&exporter, &cli->c.fail);
	}
	cli_exporter_end(cli);
	return result;
}

/* ---- check */

static void print_findings(struct cli *cli, const struct check *check, enum arithmetic arithmetic)
{
	const char *key =
		arena_format(cli->c.arena, "figures.arithmetic.%s", arithmetic_name(arithmetic)).at;
	bool open = false;
	for (size_t i = 0; i < check->findings_count; i++) {
		const struct finding *finding = &check->findings[i];
		if (finding->arithmetic != arithmetic) {
			continue;
		}
		if (!open) {
			buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, key)));
			open = true;
		}
		const struct slice head =
			arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(finding->conflict->id));
		add_paragraph(cli->out, 2, 8, head, finding->conflict->title);
		add_paragraph(cli->out, 8, 8, (struct slice){0}, cli_sentence(cli, finding->text));
	}
}

static void print_sums(struct cli *cli, const struct check *check)
{
	size_t held = 0;
	buf_printf(cli->out, "%.*s\n", SLICE_PRINT(cli_text(cli, "figures.sums")));
	for (size_t i = 0; i < check->sums_count; i++) {
		const struct sum *sum = &check->sums[i];
		held += sum->holds ? 1 : 0;
		if (!sum->holds || sum->kind != SUM_PART) {
			add_paragraph(cli->out, 2, 4, sum->holds ? S("= ") : S("! "),
				      cli_sentence(cli, sum->text));
		}
	}
	const struct slice counts = messages_format(
		cli->c.arena, cli->messages, cli->language, "figures.sums_count",
		arena_format(cli->c.arena, "held=%zu\nall=%zu", held, check->sums_count));
	add_paragraph(cli->out, 2, 4, (struct slice){0}, counts);
}

static err run_check(struct cli *cli)
{
	struct door door;
	struct ledger ledger;
	struct check check;
	TRY(cli_ledger_open(cli, &door, &ledger));
	TRY(figures_check(&cli->c, cli->embedded, &ledger, &check));
	if (cli_given(cli, "json")) {
		const struct exporter exporter = cli_exporter_begin(cli);
		export_check(&exporter, &check);
		cli_exporter_end(cli);
		return OK;
	}
	print_sums(cli, &check);
	print_findings(cli, &check, ARITHMETIC_PROVED);
	print_findings(cli, &check, ARITHMETIC_REFUTED);
	print_findings(cli, &check, ARITHMETIC_NEEDS_SOURCE);
	return OK;
}

static const struct cli_option OPTIONS[] = {{"json", NULL}, {NULL, NULL}};

const struct command COMMAND_FIGURES_COMPARE = {
	.name = "figures compare",
	.arguments = "ID ID...",
	.arguments_min = 2,
	.arguments_max = COMPARE_MAX,
	.options = OPTIONS,
	.run = run_compare,
};

const struct command COMMAND_FIGURES_CHECK = {
	.name = "figures check",
	.arguments = "",
	.options = OPTIONS,
	.run = run_check,
};
