/* Questions: the fields of a form, of a command's flags and of a batch file alike. Nothing here is
 * kept; the class says what an answer would be if it stood in a file of a person. */
#include "model/kinds.h"

static const struct field MATCH_QUESTION[] = {
	{.name = "sex",
	 .type = FIELD_CODE,
	 .class = CLASS_D,
	 .flags = FIELD_REQUIRED,
	 .scheme = "sex",
	 .dimension = "sex"},
	/* Age or date of birth, not both; of the latter, the age on the day of the referral counts.
	 */
	{.name = "age", .type = FIELD_COUNT, .class = CLASS_D, .most = 120},
	{.name = "birth_date", .type = FIELD_DATE, .class = CLASS_A},
	/* The day of the referral, on which age limits are judged. */
	{.name = "reference_date", .alias = "on", .type = FIELD_DATE, .class = CLASS_B},
	/* What happened, by code; "all" is a wildcard of rules and never said of a person. */
	{.name = "forms",
	 .alias = "form",
	 .type = FIELD_CODES,
	 .class = CLASS_B,
	 .scheme = "form",
	 .except = "all",
	 .dimension = "form"},
	/* Where the person came back from; several where the way led through several. */
	{.name = "destinations",
	 .alias = "from",
	 .type = FIELD_CODES,
	 .class = CLASS_B,
	 .scheme = "destination",
	 .dimension = "destination"},
	/* Who noticed or sends the person; programmes that require a referral name kinds of sender.
	 */
	{.name = "referred_by",
	 .type = FIELD_CODE,
	 .class = CLASS_B,
	 .scheme = "identification_source",
	 .also = "police"},
	/* Components, or single services where they are known ("legal.wage_claim"). */
	{.name = "needs",
	 .type = FIELD_CODES,
	 .class = CLASS_B,
	 .scheme = "component",
	 .scheme_too = "service"},
	/* Not wanted by the person: no gap, and nobody is asked for it. */
	{.name = "declined",
	 .type = FIELD_CODES,
	 .class = CLASS_B,
	 .scheme = "component",
	 .scheme_too = "service"},
	{.name = "living_preference",
	 .alias = "living",
	 .type = FIELD_CODE,
	 .class = CLASS_B,
	 .scheme = "living_option"},
	/* As in programmes.target_sector: "hotel". */
	{.name = "occupation", .type = FIELD_TAGS, .class = CLASS_B},
	{.name = "languages", .type = FIELD_TAGS, .class = CLASS_B},
	{.name = "province", .type = FIELD_CODE, .class = CLASS_D, .scheme = "province"},
	/* Organisations or programmes that the person must not meet. */
	{.name = "avoid",
	 .type = FIELD_REFERENCES,
	 .class = CLASS_B,
	 .target = "organisation;programme"},
	/* The review's programmes alone (as scenarios.csv expects), or the whole directory. */
	{.name = "origin", .type = FIELD_CODE, .class = CLASS_PUBLIC, .values = "review;all"},
};

const struct kind KIND_MATCH_QUESTION = {
	.name = "match_question",
	.fields = MATCH_QUESTION,
	.count = COUNT_OF(MATCH_QUESTION),
	.key = SIZE_MAX,
};

/* For whom does nothing exist? Nothing is required: a gap is asked for in general. */
static const struct field GAPS_QUESTION[] = {
	{.name = "sex", .type = FIELD_CODE, .class = CLASS_PUBLIC, .scheme = "sex"},
	{.name = "age", .type = FIELD_COUNT, .class = CLASS_PUBLIC, .most = 120},
	{.name = "form",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .scheme = "form",
	 .except = "all"},
	{.name = "destination",
	 .alias = "from",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .scheme = "destination"},
	{.name = "origin", .type = FIELD_CODE, .class = CLASS_PUBLIC, .values = "review;all"},
};

const struct kind KIND_GAPS_QUESTION = {
	.name = "gaps_question",
	.fields = GAPS_QUESTION,
	.count = COUNT_OF(GAPS_QUESTION),
	.key = SIZE_MAX,
};

static const struct field DIRECTORY_QUESTION[] = {
	{.name = "search", .type = FIELD_TEXT, .class = CLASS_PUBLIC},
	{.name = "component", .type = FIELD_CODE, .class = CLASS_PUBLIC, .scheme = "component"},
	{.name = "origin", .type = FIELD_CODE, .class = CLASS_PUBLIC, .values = "review;all"},
};

const struct kind KIND_DIRECTORY_QUESTION = {
	.name = "directory_question",
	.fields = DIRECTORY_QUESTION,
	.count = COUNT_OF(DIRECTORY_QUESTION),
	.key = SIZE_MAX,
};

static const struct field LAW_QUESTION[] = {
	{.name = "destination",
	 .alias = "from",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .scheme = "destination"},
	{.name = "form",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .scheme = "form",
	 .except = "all"},
	/* Which law stood on that day; today where nothing is said. */
	{.name = "on", .type = FIELD_DATE, .class = CLASS_PUBLIC},
};

const struct kind KIND_LAW_QUESTION = {
	.name = "law_question",
	.fields = LAW_QUESTION,
	.count = COUNT_OF(LAW_QUESTION),
	.key = SIZE_MAX,
};
