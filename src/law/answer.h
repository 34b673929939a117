/* answer.h - what applies to somebody who came back from a destination after a form of
 * exploitation, on a date; what nothing gives; and countries side by side.
 *
 * Rules L4 to L8 of docs/rules/law.md. Nothing is left out because of its state: a rule that was
 * replaced, or not yet made, is listed with that state, so that nobody takes its absence for its
 * end.
 */
#ifndef SPEAN_LAW_ANSWER_H
#define SPEAN_LAW_ANSWER_H

#include "base/json.h"
#include "law/law.h"

/* ---- What applies (rules L4 to L8). */
struct law_question {
	struct slice destination; /* scheme "destination" */
	struct slice form;        /* scheme "form" */
	struct pdate on;          /* any precision but DATE_NONE */
};

struct law_applied {
	const struct law_provision *provision;
	const struct law_instrument *instrument; /* the original of a law listed twice */
	enum law_band band;
	/* "children_born_abroad": a rule on a topic, which serves no function; empty: on the form.
	 */
	struct slice topic;
	enum law_state state;
	bool disputed;
};

struct law_gap {
	size_t function;
	enum law_band band; /* LAW_HOME, LAW_DESTINATION or LAW_BETWEEN */
};

struct law_answer {
	struct law_question question;
	/* By band, then in the order of the register; whatever their state on the date. */
	const struct law_applied *provisions;
	size_t provisions_count;
	/* Functions that no binding provision in force serves, by function, then by band. */
	const struct law_gap *gaps;
	size_t gaps_count;
	/* Reported under the destination, in truth the law of another place. Band LAW_NOWHERE. */
	const struct law_applied *not_applicable;
	size_t not_applicable_count;
};

/* ERR_INVALID law.date_needed when question->on says nothing. Linear in the register. */
MUST_USE err law_answer(struct ctx *c, const struct law_register *law,
			const struct law_question *question, struct law_answer *ret_answer);
/* Does this rule, where and when it applies, serve its functions (rule L6): a provision on the
 * form, not a gap or a commentary? */
bool law_serves(const struct law_applied *applied, size_t function);

/* ---- Countries side by side. */
enum law_level {
	LAW_NONE,
	LAW_UNCERTAIN,   /* there is a rule, but its force or its state on the date is not known */
	LAW_NON_BINDING, /* in force, not binding */
	LAW_BINDING,     /* in force and binding */
};
struct slice law_level_code(enum law_level level);

struct law_country {
	struct slice code;
	enum law_level own[LAW_FUNCTION_COUNT]; /* its own law */
	enum law_level between[LAW_FUNCTION_COUNT];
	struct law_answer answer; /* with the provisions behind the levels */
};
struct law_comparison {
	struct slice form;
	struct pdate on;
	/* The first is Cambodia, whose `between` is empty. */
	const struct law_country *countries;
	size_t count;
};
/* Is it one of the rules behind country->own[function] or country->between[function]? */
bool law_stands_behind(const struct law_country *country, const struct law_applied *applied,
		       size_t function);
/* `codes`: a ';' list of destinations; empty takes law_countries. Cambodia is put first in any
 * case. ERR_LIMIT law.too_many_countries past 63. */
MUST_USE err law_compare(struct ctx *c, const struct law_register *law, struct slice codes,
			 struct slice form, struct pdate on, struct law_comparison *ret_comparison);
/* Destinations of which the register holds the own law or an agreement with Cambodia alone, as a
 * ';' list in the order of the register. */
struct slice law_countries(struct arena *arena, const struct law_register *law);

/* Both as the commands give them with --json (man spean-law). */
void law_answer_json(const struct law_answer *answer, struct arena *arena,
		     struct json_writer *json);
void law_comparison_json(const struct law_comparison *comparison, struct arena *arena,
			 struct json_writer *json);

#endif
