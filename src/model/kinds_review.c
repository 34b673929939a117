/* The figure ledger, the contradictions, and what the review recommends. Columns: data/README.md.
 */
#include "model/kinds.h"

static const struct field FIGURE[] = {
	FIELD_KEY,
	/* Figures may be compared within one code only. */
	{.name = "indicator_code",
	 .type = FIELD_TAGS,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	{.name = "indicator",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	/* As published; a doubtful value stays and the doubt stands beside it (conflicts). */
	{.name = "value", .type = FIELD_NUMBER, .class = CLASS_PUBLIC, .flags = FIELD_REQUIRED},
	{.name = "unit", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 60},
	{.name = "value_kind",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .values = "count;percent;money;rank;number;age;year;grade;duration"},
	{.name = "population", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .flags = FIELD_SEARCHED},
	/* Empty: the publisher does not state it; then it is unknown, not "all". */
	{.name = "sex",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .values = "all;female;male",
	 .dimension = "sex"},
	{.name = "origin_country",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .scheme = "jurisdiction"},
	/* UNRESOLVED: the page lost which destination the number belonged to. */
	{.name = "destination",
	 .type = FIELD_CODES,
	 .class = CLASS_PUBLIC,
	 .scheme = "jurisdiction",
	 .also = "ALL;UNRESOLVED",
	 .dimension = "destination"},
	{.name = "form",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .scheme = "form",
	 .dimension = "form"},
	{.name = "period_start", .type = FIELD_DATE, .class = CLASS_PUBLIC},
	{.name = "period_end", .type = FIELD_DATE, .class = CLASS_PUBLIC},
	/* When it was counted; the period is what it counts. */
	{.name = "as_of", .type = FIELD_DATE, .class = CLASS_PUBLIC},
	/* Who counted, and who passed it on: often not the same. */
	{.name = "publisher",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	{.name = "reporter",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	{.name = "definition_remark",
	 .type = FIELD_LONG_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_SEARCHED},
	/* Its place in the table that it was printed in. */
	{.name = "total_kind",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .values = "grand_total;row_total;column_total;column_total_outside;cell;total"},
	/* A claim of the reporter, shown as such. */
	{.name = "part_of", .type = FIELD_REFERENCE, .class = CLASS_PUBLIC, .target = "figure"},
	{.name = "row_origin",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .values = "review;extended"},
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_FIGURE = {
	.name = "figure",
	.table = "figures",
	.file = "data/figures.csv",
	.fields = FIGURE,
	.count = COUNT_OF(FIGURE),
	.key = 0,
};

static const struct field CONFLICT[] = {
	FIELD_KEY,
	{.name = "title",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	{.name = "kind",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .values = "contradiction;overlap;definition;arithmetic;reconstruction;rank;period;"
		   "attribution;scope;data_hygiene;legal;editorial;internal"},
	{.name = "figure_ids", .type = FIELD_REFERENCES, .class = CLASS_PUBLIC, .target = "figure"},
	/* A conflict of a whole table names the table. */
	{.name = "instrument_ids",
	 .type = FIELD_REFERENCES,
	 .class = CLASS_PUBLIC,
	 .also = "organisations.csv;programmes.csv",
	 .target = "instrument"},
	{.name = "explanation",
	 .type = FIELD_LONG_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	/* Nothing is corrected in place: this says what the tables hold. */
	{.name = "kept_in_data", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
	{.name = "software_rule", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_CONFLICT = {
	.name = "conflict",
	.table = "conflicts",
	.file = "data/conflicts.csv",
	.fields = CONFLICT,
	.count = COUNT_OF(CONFLICT),
	.key = 0,
};

static const struct field RECOMMENDATION[] = {
	FIELD_KEY,
	{.name = "kind",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .values = "recommendation;component"},
	/* The review numbers its seven components, not its eight recommendations. */
	{.name = "review_number", .type = FIELD_COUNT, .class = CLASS_PUBLIC},
	{.name = "review_order", .type = FIELD_COUNT, .class = CLASS_PUBLIC},
	{.name = "label_en",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED | FIELD_SEARCHED},
	{.name = "paraphrase",
	 .type = FIELD_LONG_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_SEARCHED},
	{.name = "software_must", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
	{.name = "acceptance_check", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
	{.name = "feature_codes", .type = FIELD_TAGS, .class = CLASS_PUBLIC},
	FIELDS_OF_PROVENANCE,
};

const struct kind KIND_RECOMMENDATION = {
	.name = "recommendation",
	.table = "recommendations",
	.file = "data/recommendations.csv",
	.fields = RECOMMENDATION,
	.count = COUNT_OF(RECOMMENDATION),
	.key = 0,
};
