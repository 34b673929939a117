/* law_text.c - the answer of `spean law` for people: bands, functions, topics, disputes, gaps. */
#include "cli/law.h"
#include "cli/paragraph.h"

static void heading(struct cli *cli, struct slice text)
{
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(text));
	for (size_t i = 0; i < 72; i++) {
		buf_add_byte(cli->out, '-');
	}
	buf_add_byte(cli->out, '\n');
}

static struct slice labelled(struct cli *cli, const char *key)
{
	return arena_format(cli->c.arena, "%.*s ", SLICE_PRINT(cli_text(cli, key)));
}

/* A state with what belongs to it: replaced by what and since when, not before when. */
static struct slice state_text(struct cli *cli, const struct law_applied *applied)
{
	const struct law_instrument *instrument = applied->instrument;
	const bool ends = instrument->end.known;
	const char *key;
	int64_t day;
	if (applied->state == LAW_REPLACED || (applied->state == LAW_IN_FORCE && ends)) {
		key = applied->state == LAW_REPLACED ? "law.replaced_by" : "law.replaced_later";
		day = instrument->end.latest;
	} else if (applied->state == LAW_NOT_YET) {
		key = "law.not_before";
		day = instrument->start.earliest;
	} else {
		return cli_law_word(cli, "law.state", law_state_code(applied->state));
	}
	const struct slice date = cli_law_date_text(cli, date_from_days(day));
	const struct slice next = ends ? instrument->successor->id : (struct slice){0};
	return messages_format(cli->c.arena, cli->messages, cli->language, key,
			       arena_format(cli->c.arena, "successor=%.*s\ndate=%.*s",
					    SLICE_PRINT(next), SLICE_PRINT(date)));
}

/* "binding, in force", "not binding, replaced by ... on ..., disputed". */
static struct slice standing_of(struct cli *cli, const struct law_applied *applied)
{
	struct buf *out = buf_create(cli->c.arena, 8192);
	const struct slice kind = applied->provision->kind;
	/* The force of a law says nothing of what somebody found missing in it. */
	if (!slice_is(kind, "provision")) {
		buf_add(out, cli_law_word(cli, "law.kind", kind));
	} else {
		buf_printf(
			out, "%.*s; %.*s",
			SLICE_PRINT(cli_law_word(cli, "law.binding", applied->instrument->binding)),
			SLICE_PRINT(state_text(cli, applied)));
	}
	if (law_has_private_party(applied->instrument)) {
		buf_printf(out, "; %.*s", SLICE_PRINT(cli_text(cli, "law.private_party")));
	}
	if (applied->disputed) {
		buf_printf(out, "; %.*s", SLICE_PRINT(cli_text(cli, "law.disputed")));
	}
	return buf_slice(out);
}

static struct slice article_text(struct cli *cli, const struct law_provision *provision)
{
	const struct slice verified = provision->article_verified;
	const struct slice article = slice_empty(verified) ? provision->article_reported : verified;
	if (slice_empty(article)) {
		return article;
	}
	return messages_format(cli->c.arena, cli->messages, cli->language,
			       slice_empty(verified) ? "law.article_unverified" : "law.article",
			       arena_format(cli->c.arena, "article=%.*s",
					    SLICE_PRINT(cli_law_list(cli, article))));
}

static void print_applied(struct cli *cli, const struct law_applied *applied)
{
	const struct law_provision *provision = applied->provision;
	const struct slice article = article_text(cli, provision);
	const struct slice title = slice_empty(article)
					   ? applied->instrument->title
					   : arena_format(cli->c.arena, "%.*s, %.*s",
							  SLICE_PRINT(applied->instrument->title),
							  SLICE_PRINT(article));
	const struct slice head = arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(provision->id));
	add_paragraph(cli->out, 4, 12, head, title);
	buf_printf(cli->out, "            [%.*s]\n", SLICE_PRINT(standing_of(cli, applied)));
	add_paragraph(cli->out, 12, 12, (struct slice){0}, provision->summary);
	add_paragraph(cli->out, 12, 12, labelled(cli, "law.limits"), provision->conditions);
	add_paragraph(cli->out, 12, 12, labelled(cli, "law.case_work"),
		      provision->use_in_case_work);
}

static size_t first_function(const struct law_provision *provision)
{
	size_t function = 0;
	while ((provision->functions & (1u << function)) == 0 &&
	       function + 1 < LAW_FUNCTION_COUNT) {
		function++;
	}
	return function;
}

/* A rule with several functions is told under the first, and only named under the others. */
static void print_function(struct cli *cli, const struct law_answer *answer, enum law_band band,
			   size_t function)
{
	bool open = false;
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct law_applied *applied = &answer->provisions[i];
		if (applied->band != band || !slice_empty(applied->topic) ||
		    (applied->provision->functions & (1u << function)) == 0) {
			continue;
		}
		if (!open) {
			buf_printf(cli->out, "  %.*s\n",
				   SLICE_PRINT(cli_law_word(cli, "law.function",
							    law_function_code(function))));
			open = true;
		}
		if (first_function(applied->provision) == function) {
			print_applied(cli, applied);
		} else {
			const struct slice above =
				cli_law_word(cli, "law.function",
					     law_function_code(first_function(applied->provision)));
			buf_printf(cli->out, "    %.*s  (%.*s: %.*s)\n",
				   SLICE_PRINT(applied->provision->id),
				   SLICE_PRINT(cli_text(cli, "law.see")), SLICE_PRINT(above));
		}
	}
}

static bool band_has_rules(const struct law_answer *answer, enum law_band band)
{
	for (size_t i = 0; i < answer->provisions_count; i++) {
		if (answer->provisions[i].band == band &&
		    slice_empty(answer->provisions[i].topic)) {
			return true;
		}
	}
	return false;
}

static void print_band(struct cli *cli, const struct law_answer *answer, enum law_band band)
{
	struct slice title = cli_law_word(cli, "law.band", law_band_code(band));
	if (band == LAW_DESTINATION) {
		title = arena_format(
			cli->c.arena, "%.*s: %.*s", SLICE_PRINT(title),
			SLICE_PRINT(cli_law_place_name(cli, answer->question.destination)));
	}
	heading(cli, title);
	if (!band_has_rules(answer, band)) {
		add_paragraph(cli->out, 2, 2, (struct slice){0}, cli_text(cli, "law.band_empty"));
	}
	for (size_t function = 0; function < LAW_FUNCTION_COUNT; function++) {
		print_function(cli, answer, band, function);
	}
}

static bool topic_was_seen(const struct law_answer *answer, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (slice_equal(answer->provisions[i].topic, answer->provisions[at].topic)) {
			return true;
		}
	}
	return false;
}

static void print_topics(struct cli *cli, const struct law_answer *answer)
{
	bool open = false;
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct slice topic = answer->provisions[i].topic;
		if (slice_empty(topic) || topic_was_seen(answer, i)) {
			continue;
		}
		if (!open) {
			heading(cli, cli_text(cli, "law.topics"));
			open = true;
		}
		buf_printf(cli->out, "  %.*s\n",
			   SLICE_PRINT(cli_law_word(cli, "law.topic", topic)));
		for (size_t k = i; k < answer->provisions_count; k++) {
			if (slice_equal(answer->provisions[k].topic, topic)) {
				print_applied(cli, &answer->provisions[k]);
			}
		}
	}
}

/* One side of a dispute: places by their names, everything else as it is. */
static struct slice side_text(struct cli *cli, const struct law_dispute *dispute, struct slice side)
{
	return dispute->about == LAW_ABOUT_JURISDICTION ? cli_law_place_names(cli, side)
							: cli_law_list(cli, side);
}

static void print_disputes(struct cli *cli, struct slice id, struct law_disputes disputes)
{
	for (size_t i = 0; i < disputes.count; i++) {
		const struct law_dispute *dispute = &disputes.at[i];
		const bool last = i + 1 == disputes.count;
		buf_printf(cli->out, "  %.*s: %.*s\n", SLICE_PRINT(id),
			   SLICE_PRINT(
				   cli_law_word(cli, "law.about", law_about_code(dispute->about))));
		add_paragraph(cli->out, 4, 4, labelled(cli, "law.reported"),
			      side_text(cli, dispute, dispute->reported));
		add_paragraph(cli->out, 4, 4, labelled(cli, "law.verified"),
			      side_text(cli, dispute, dispute->verified));
		/* One note may give the reason of several disputes: told once, after the last. */
		if (last || !slice_equal(dispute->why, disputes.at[i + 1].why)) {
			add_paragraph(cli->out, 4, 4, labelled(cli, "law.why"), dispute->why);
		}
	}
}

static bool instrument_was_seen(const struct law_answer *answer, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (answer->provisions[i].provision->listed ==
		    answer->provisions[at].provision->listed) {
			return true;
		}
	}
	return false;
}

static void print_all_disputes(struct cli *cli, const struct law_answer *answer)
{
	bool open = false;
	for (size_t i = 0; i < answer->provisions_count; i++) {
		const struct law_provision *provision = answer->provisions[i].provision;
		if (!answer->provisions[i].disputed) {
			continue;
		}
		if (!open) {
			heading(cli, cli_text(cli, "law.disputes"));
			open = true;
		}
		if (!instrument_was_seen(answer, i)) {
			print_disputes(cli, provision->listed->id,
				       law_instrument_disputes(cli->c.arena, provision->listed));
		}
		print_disputes(cli, provision->id, law_provision_disputes(cli->c.arena, provision));
	}
}

static void print_not_applicable(struct cli *cli, const struct law_answer *answer)
{
	if (answer->not_applicable_count == 0) {
		return;
	}
	heading(cli, cli_text(cli, "law.not_applicable"));
	for (size_t i = 0; i < answer->not_applicable_count; i++) {
		const struct law_applied *applied = &answer->not_applicable[i];
		const struct law_instrument *listed = applied->provision->listed;
		add_paragraph(
			cli->out, 2, 10,
			arena_format(cli->c.arena, "%.*s  ", SLICE_PRINT(applied->provision->id)),
			listed->title);
		add_paragraph(cli->out, 10, 10, labelled(cli, "law.reported"),
			      cli_law_place_names(cli, listed->jurisdictions_reported));
		add_paragraph(cli->out, 10, 10, labelled(cli, "law.verified"),
			      cli_law_place_names(cli, listed->jurisdictions_verified));
	}
}

static void print_gaps(struct cli *cli, const struct law_answer *answer)
{
	heading(cli, cli_text(cli, "law.gaps"));
	for (unsigned band = LAW_HOME; band <= LAW_BETWEEN; band++) {
		struct buf *list = buf_create(cli->c.arena, 8192);
		for (size_t i = 0; i < answer->gaps_count; i++) {
			if (answer->gaps[i].band != band) {
				continue;
			}
			buf_add_cstr(list, buf_length(list) == 0 ? "" : ", ");
			buf_add(list, cli_law_word(cli, "law.function",
						   law_function_code(answer->gaps[i].function)));
		}
		const struct slice where =
			cli_law_word(cli, "law.band", law_band_code((enum law_band)band));
		add_paragraph(cli->out, 2, 2,
			      arena_format(cli->c.arena, "%.*s: ", SLICE_PRINT(where)),
			      buf_slice(list));
	}
}

void cli_law_print_answer(struct cli *cli, const struct law_answer *answer)
{
	const struct law_question *question = &answer->question;
	const struct slice form =
		model_neutral_label(cli->model, cli->language, "form", question->form).text;
	const struct slice arguments =
		arena_format(cli->c.arena, "place=%.*s\ndate=%.*s\nform=%.*s\ncode=%.*s",
			     SLICE_PRINT(cli_law_place_name(cli, question->destination)),
			     SLICE_PRINT(cli_law_date_text(cli, question->on)), SLICE_PRINT(form),
			     SLICE_PRINT(question->form));
	add_paragraph(cli->out, 0, 0, (struct slice){0},
		      messages_format(cli->c.arena, cli->messages, cli->language, "law.question",
				      arguments));
	for (unsigned band = LAW_HOME; band < LAW_BAND_COUNT; band++) {
		print_band(cli, answer, (enum law_band)band);
	}
	print_topics(cli, answer);
	print_all_disputes(cli, answer);
	print_not_applicable(cli, answer);
	print_gaps(cli, answer);
	buf_printf(cli->out, "\n%.*s\n", SLICE_PRINT(cli_text(cli, "law.no_advice")));
}
