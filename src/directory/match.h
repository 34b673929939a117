/* match.h - which programmes take this person, why the others do not, and the best set of those
 * that do.
 *
 * The rule of eligibility is that of data/README.md (scenarios.csv); docs/rules/directory.md has
 * the same numbers with the fine print.
 *
 *   R1 sex must fit; other, not said or unknown against a one-sex programme is a question to ask.
 *   R2 age within the limits on the reference date, both ends included; an age that is unknown, or
 *      known only to a year that straddles a limit, is a question to ask.
 *   R3 the form must be listed, or "all" be listed and the form be neither at_risk nor
 *      not_trafficking. Of several forms one that fits is enough. No form, or unknown: ask.
 *   R4 where a referral is required, one that does not come from the named kinds: ask. (kh_police
 *      counts as police.) Unknown whether required: nothing to say.
 *   R5 none of the destinations in a listed route: ask.
 *   R6 no = any no; ask = any ask; else yes. Every reason is told, also the questions of a no.
 * Beside the rule: R7 whom the client wants to avoid is a no. Living, language, places and stale
 * information are remarks: they never change the answer.
 *
 * Not here: places for a whole group arriving together; referrals and their agreements.
 */
#ifndef SPEAN_DIRECTORY_MATCH_H
#define SPEAN_DIRECTORY_MATCH_H

#include "directory/directory.h"

enum { AGE_UNKNOWN = -1, MATCH_PROGRAMMES_MAX = 256 };

struct match_question {
	struct pdate on;    /* a full date */
	struct slice sex;   /* code of scheme sex, or empty */
	int age_least;      /* on that date; AGE_UNKNOWN */
	int age_most;       /* the same as age_least when the age is exactly known */
	struct slice forms; /* codes of scheme form, ';' between */
	struct slice destinations;
	struct slice referred_by;
	struct slice needs;    /* components or services, ';' between */
	struct slice declined; /* the same; taken off the needs */

	/* Wishes, all optional. */
	struct slice living;     /* code of scheme living_option */
	struct slice occupation; /* tags of programmes.target_sector: any of them */
	struct slice languages;
	struct slice avoid;    /* ids of organisations or programmes */
	struct slice province; /* where the client lives or wants to live */

	/* Organisations with which an agreement is in force. .at NULL: nothing is known of
	 * agreements, and they decide nothing. */
	struct slice agreements;
	enum directory_scope scope;
};

/* The question that the fields of the kind "match_question" ask; `today` stands in for an absent
 * reference date. The values were checked (values_check). ERR_INVALID match.age_twice when age and
 * birth date contradict each other, match.birth_later when the birth comes after the reference
 * date. */
MUST_USE err match_question_read(struct ctx *c, const struct values *values, struct pdate today,
				 struct match_question *ret_question);

enum answer { ANSWER_NO, ANSWER_ASK, ANSWER_YES };

enum reason_code {
	REASON_SEX,
	REASON_AGE,
	REASON_FORM,
	REASON_REFERRAL,
	REASON_ROUTE,
	REASON_AVOID,
	REASON_LIVING,
	REASON_LANGUAGE,
	REASON_PLACES,
	REASON_STALE,
	REASON_CODE_COUNT,
};
enum reason_weight { WEIGHT_REMARK, WEIGHT_ASK, WEIGHT_NO };

struct reason {
	enum reason_code code;
	enum reason_weight weight;
	const char *key; /* the message that says it; words.h fills in the arguments */
};

struct programme_answer {
	const struct programme *programme;
	enum answer answer;
	struct reason reasons[REASON_CODE_COUNT]; /* in the order of reason_code; a code at most
						     once */
	size_t reasons_count;
	unsigned fits;  /* bits of the reason codes that were looked at and fit */
	unsigned gives; /* the needs of the question that it covers */
};

/* R1 to R7 for one programme. */
struct programme_answer match_programme(const struct match_question *question,
					const struct programme *programme);

/* "sex", "age" ...: stable, in JSON. */
const char *reason_code_name(enum reason_code code);
const char *answer_name(enum answer answer);

/* One programme of the best set. */
struct cover_part {
	const struct programme *programme;
	unsigned covers; /* the needs that are counted on it: each need has one programme */
	unsigned gives;  /* all of the needs that it could cover */
};

struct match {
	const struct programme_answer *answers; /* programmes in scope, in the register's order */
	size_t answers_count;
	unsigned needs;     /* bits: needed and not declined */
	unsigned uncovered; /* needs that no programme under yes covers */
	/* Of the uncovered: what programmes outside SCOPE_REVIEW would cover. 0 with SCOPE_ALL. */
	unsigned beyond_review;
	const struct cover_part *cover; /* the best set; who covers most comes first */
	size_t cover_count;
};

/* Answer the whole question. ERR_INVALID match.avoid_unknown (value=) when whom to avoid is no id
 * of the directory: a slip of the pen must not send somebody there. ERR_LIMIT match.too_many when
 * more than MATCH_PROGRAMMES_MAX programmes could take part in the set. */
MUST_USE err match_run(struct ctx *c, const struct directory *directory,
		       const struct match_question *question, struct match *ret_match);

/* The exact best set among the answers under yes, by these aims in order (docs/design.md, 8):
 *   1 fewest needs left open: all that can be covered are;
 *   2 fewest organisations without an agreement, where agreements are known;
 *   3 the wish kept: living option and occupation offered by somebody in the set, then fewest
 *     programmes whose living option is another one;
 *   4 training that aims at the formal sector, before unknown, before informal;
 *   5 fewest organisations;
 *   6 the longest wait in the set as short as can be;
 *   7 nearest to the client's province, summed over programmes;
 *   8 fewest programmes; 9 the order of ids, so that the same question has the same answer.
 * A wait that is not known counts as COVER_WAIT_UNKNOWN days, no place free and no wait told as
 * COVER_WAIT_FULL; a distance that is not known as COVER_DISTANCE_UNKNOWN kilometres: better than
 * known to be bad, worse than known to be good.
 *
 * Dynamic programming over sets of needs, organisation by organisation: exact because the costs 2,
 * 3, 5, 7, 8, 9 add up and the rest is a matter of which needs, wishes and waits are allowed.
 * Time: programmes x 2^(needs + 4) x different waits; 64 programmes and 7 needs take milliseconds.
 * ERR_LIMIT as above. */
enum { COVER_WAIT_UNKNOWN = 30, COVER_WAIT_FULL = 365, COVER_DISTANCE_UNKNOWN = 500 };
MUST_USE err match_cover(struct ctx *c, const struct directory *directory,
			 const struct match_question *question,
			 const struct programme_answer *answers, size_t count, unsigned needs,
			 const struct cover_part **ret_parts, size_t *ret_count);

/* How long one waits for a programme, as aim 6 counts it: the wait that was told, or 0 where a
 * place is free, or one of the constants above. */
int match_wait_days(const struct programme *programme);

#endif
