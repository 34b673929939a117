/* Instruments (laws, agreements, guidelines) and their provisions. Columns: data/README.md. */
#include "model/kinds.h"

static const struct field INSTRUMENT[] = {
	FIELD_KEY,
	/* Where the review places it. Shown beside what was verified, never instead of it. */
	FIELD(PUBLIC, CODES, "jurisdictions_reported", .scheme = "jurisdiction"),
	/* Decides what applies. A private association is a party to one agreement, but no place. */
	FIELD(PUBLIC, CODES, "jurisdictions_verified", .scheme = "jurisdiction",
	      .also = "private association (PAPA)"),
	/* Destinations it matters for where the parties do not tell. */
	FIELD(PUBLIC, CODES, "concerns", .scheme = "jurisdiction", .scheme_too = "destination"),
	FIELD(PUBLIC, TEXT, "title_en", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	/* With its misprints, so that a reader of the review finds it. */
	FIELD(PUBLIC, TEXT, "title_as_in_review", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, TEXT, "title_local", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, CODE, "kind", .flags = FIELD_REQUIRED,
	      .values = "law;decree;guideline;mou;regulation;convention"),
	FIELD(PUBLIC, TEXT, "number", .flags = FIELD_SEARCHED, .max_bytes = 100),
	FIELD(PUBLIC, DATE, "year_reported"),
	FIELD(PUBLIC, DATE, "year_verified"),
	/* Adopted is not in force: each has its own date. */
	FIELD(PUBLIC, DATE, "date_adopted"),
	FIELD(PUBLIC, DATE, "in_force_from"),
	FIELD(PUBLIC, YEARS, "amended"),
	/* A right that rests on a guideline is not shown as one that rests on a law. */
	FIELD(PUBLIC, CODE, "binding", .flags = FIELD_REQUIRED, .values = "yes;no;unknown"),
	/* As far as checked at the time of the table; the state on a date follows from the dates.
	 */
	FIELD(PUBLIC, CODE, "in_force_status", .flags = FIELD_REQUIRED,
	      .values = "in_force;superseded;repealed;not_in_force;unknown"),
	FIELD(PUBLIC, REFERENCES, "supersedes", .target = "instrument"),
	FIELD(PUBLIC, REFERENCES, "superseded_by", .target = "instrument"),
	/* One law under two names counts once. */
	FIELD(PUBLIC, REFERENCE, "duplicate_of", .target = "instrument"),
	FIELD(PUBLIC, TAGS, "topics", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, CODE, "origin", .flags = FIELD_REQUIRED, .values = "review;extended"),
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_INSTRUMENT = {
	.name = "instrument",
	.table = "instruments",
	.file = "data/instruments.csv",
	.fields = INSTRUMENT,
	.count = COUNT_OF(INSTRUMENT),
	.key = 0,
};

static const struct field PROVISION[] = {
	FIELD_KEY,
	FIELD(PUBLIC, REFERENCE, "instrument_id", .flags = FIELD_REQUIRED, .target = "instrument"),
	/* What a rule gives, a rule said to be missing, or an assessment: only the first can apply.
	 */
	FIELD(PUBLIC, CODE, "provision_kind", .flags = FIELD_REQUIRED,
	      .values = "provision;gap;commentary"),
	FIELD(PUBLIC, CODES, "function", .flags = FIELD_REQUIRED,
	      .values = "punish;prohibit;protect;assist;repatriate;rehabilitate;reintegrate;"
			"prevent;cooperate;recruit"),
	/* "topic:..." for a rule that is about papers, children, corruption rather than a form. */
	FIELD(PUBLIC, CODES, "forms", .flags = FIELD_REQUIRED, .scheme = "form",
	      .also = "debt_bondage;topic:*"),
	/* Tags, because one rule may span several articles ("6-11;12-15"). */
	FIELD(PUBLIC, TAGS, "article_reported"),
	FIELD(PUBLIC, TAGS, "article_verified"),
	FIELD(PUBLIC, LONG_TEXT, "summary", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, LONG_TEXT, "conditions_limits", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, TAGS, "addressee"),
	FIELD(PUBLIC, LONG_TEXT, "use_in_case_work", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, CODE, "origin", .flags = FIELD_REQUIRED, .values = "review;extended"),
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_PROVISION = {
	.name = "provision",
	.table = "provisions",
	.file = "data/provisions.csv",
	.fields = PROVISION,
	.count = COUNT_OF(PROVISION),
	.key = 0,
};
