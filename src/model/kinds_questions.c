/* Questions: the fields of a form, of a command's flags and of a batch file alike. Nothing here is
 * kept; the class says what an answer would be if it stood in a file of a person. */
#include "model/kinds.h"

static const struct field MATCH_QUESTION[] = {
	FIELD(D, CODE, "sex", .flags = FIELD_REQUIRED, .scheme = "sex", .dimension = "sex"),
	/* Age or date of birth, not both; of the latter, the age on the day of the referral counts.
	 */
	FIELD(D, COUNT, "age", .most = 120),
	FIELD(A, DATE, "birth_date"),
	/* The day of the referral, on which age limits are judged. */
	FIELD(B, DATE, "reference_date", .alias = "on"),
	/* What happened, by code; "all" is a wildcard of rules and never said of a person. */
	FIELD(B, CODES, "forms", .alias = "form", .scheme = "form", .except = "all",
	      .dimension = "form"),
	/* Where the person came back from; several where the way led through several. */
	FIELD(B, CODES, "destinations", .alias = "from", .scheme = "destination",
	      .dimension = "destination"),
	/* Who noticed or sends the person; programmes that require a referral name kinds of sender.
	 */
	FIELD(B, CODE, "referred_by", .scheme = "identification_source", .also = "police"),
	/* Components, or single services where they are known ("legal.wage_claim"). */
	FIELD(B, CODES, "needs", .scheme = "component", .scheme_too = "service"),
	/* Not wanted by the person: no gap, and nobody is asked for it. */
	FIELD(B, CODES, "declined", .scheme = "component", .scheme_too = "service"),
	FIELD(B, CODE, "living_preference", .alias = "living", .scheme = "living_option"),
	/* As in programmes.target_sector: "hotel". */
	FIELD(B, TAGS, "occupation"),
	FIELD(B, TAGS, "languages"),
	FIELD(D, CODE, "province", .scheme = "province"),
	/* Organisations or programmes that the person must not meet. */
	FIELD(B, REFERENCES, "avoid", .target = "organisation;programme"),
	/* The review's programmes alone (as scenarios.csv expects), or the whole directory. */
	FIELD(PUBLIC, CODE, "origin", .values = "review;all"),
};

const struct kind KIND_MATCH_QUESTION = {
	.name = "match_question",
	.fields = MATCH_QUESTION,
	.count = COUNT_OF(MATCH_QUESTION),
	.key = SIZE_MAX,
};

/* For whom does nothing exist? Nothing is required: a gap is asked for in general. */
static const struct field GAPS_QUESTION[] = {
	FIELD(PUBLIC, CODE, "sex", .scheme = "sex"),
	FIELD(PUBLIC, COUNT, "age", .most = 120),
	FIELD(PUBLIC, CODE, "form", .scheme = "form", .except = "all"),
	FIELD(PUBLIC, CODE, "destination", .alias = "from", .scheme = "destination"),
	FIELD(PUBLIC, CODE, "origin", .values = "review;all"),
};

const struct kind KIND_GAPS_QUESTION = {
	.name = "gaps_question",
	.fields = GAPS_QUESTION,
	.count = COUNT_OF(GAPS_QUESTION),
	.key = SIZE_MAX,
};

static const struct field DIRECTORY_QUESTION[] = {
	FIELD(PUBLIC, TEXT, "search"),
	FIELD(PUBLIC, CODE, "component", .scheme = "component"),
	FIELD(PUBLIC, CODE, "origin", .values = "review;all"),
};

const struct kind KIND_DIRECTORY_QUESTION = {
	.name = "directory_question",
	.fields = DIRECTORY_QUESTION,
	.count = COUNT_OF(DIRECTORY_QUESTION),
	.key = SIZE_MAX,
};

static const struct field LAW_QUESTION[] = {
	FIELD(PUBLIC, CODE, "destination", .alias = "from", .flags = FIELD_REQUIRED,
	      .scheme = "destination"),
	FIELD(PUBLIC, CODE, "form", .flags = FIELD_REQUIRED, .scheme = "form", .except = "all"),
	/* Which law stood on that day; today where nothing is said. */
	FIELD(PUBLIC, DATE, "on"),
};

const struct kind KIND_LAW_QUESTION = {
	.name = "law_question",
	.fields = LAW_QUESTION,
	.count = COUNT_OF(LAW_QUESTION),
	.key = SIZE_MAX,
};
