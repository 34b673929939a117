/* applies.c - which provisions speak of a form, and the whole answer to a question. */
#include "law/internal.h"

static const struct slice TOPIC = {.at = "topic:", .length = 6};

/* A rule for everybody: not for a person at risk, nor for harm of another kind, because the
 * register's rules are on exploitation (data/README.md). */
static bool covered_by_all(struct slice form)
{
	return !slice_is(form, "at_risk") && !slice_is(form, "not_trafficking");
}

/* Rule L6. The empty slice with *ret_matches false: the provision is not about the form. */
static struct slice match_form(const struct law_provision *provision, struct slice form,
			       bool *ret_matches)
{
	struct slice rest = provision->forms, item, topic = {0};
	bool matches = false;
	while (slice_next_item(&rest, &item)) {
		if (slice_starts(item, TOPIC)) {
			topic = slice_between(item, TOPIC.length, item.length);
		} else if (slice_equal(item, form) ||
			   (slice_is(item, "all") && covered_by_all(form))) {
			matches = true;
		}
	}
	/* A rule on the form is listed under its functions, even if it has a topic too. */
	if (matches) {
		topic = (struct slice){0};
	}
	*ret_matches = matches || !slice_empty(topic);
	return topic;
}

static struct law_applied apply(const struct law_provision *provision, enum law_band band,
				struct slice topic, struct pdate on)
{
	return (struct law_applied){
		.provision = provision,
		.instrument = provision->listed->original,
		.band = band,
		.topic = topic,
		.state = law_state_on(provision->listed, on),
		.disputed = law_provision_disputed(provision),
	};
}

/* The provisions of one band; with LAW_NOWHERE those that were only reported for this road. */
static const struct law_applied *collect(struct arena *arena, const struct law_register *law,
					 const struct law_question *question, enum law_band from,
					 enum law_band to, size_t *ret_count)
{
	struct law_applied *found = ARENA_ARRAY(arena, law->provisions_count, struct law_applied);
	size_t count = 0;
	for (unsigned band = from; band <= to; band++) {
		for (size_t i = 0; i < law->provisions_count; i++) {
			const struct law_provision *provision = &law->provisions[i];
			const struct law_instrument *instrument = provision->listed->original;
			bool matches;
			const struct slice topic = match_form(provision, question->form, &matches);
			if (!matches ||
			    law_band_of(instrument, question->destination, question->on) != band) {
				continue;
			}
			if (band == LAW_NOWHERE &&
			    !law_misplaced(instrument, question->destination, question->on)) {
				continue;
			}
			found[count++] = apply(provision, (enum law_band)band, topic, question->on);
		}
	}
	*ret_count = count;
	return found;
}

bool law_serves(const struct law_applied *applied, size_t function)
{
	return slice_empty(applied->topic) && slice_is(applied->provision->kind, "provision") &&
	       (applied->provision->functions & (1u << function)) != 0;
}

err law_answer(struct ctx *c, const struct law_register *law, const struct law_question *question,
	       struct law_answer *ret_answer)
{
	if (question->on.precision == DATE_NONE) {
		return FAIL_PLAIN(c, ERR_INVALID, "law.date_needed");
	}
	struct law_answer answer = {.question = *question};
	answer.provisions =
		collect(c->arena, law, question, LAW_HOME, LAW_BEYOND, &answer.provisions_count);
	answer.not_applicable = collect(c->arena, law, question, LAW_NOWHERE, LAW_NOWHERE,
					&answer.not_applicable_count);
	answer.gaps = law_find_gaps(c->arena, &answer, &answer.gaps_count);
	*ret_answer = answer;
	return OK;
}
