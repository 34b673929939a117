/* The figure ledger, the contradictions, and what the review recommends. Columns: data/README.md.
 */
#include "model/kinds.h"

static const struct field FIGURE[] = {
	FIELD_KEY,
	/* Figures may be compared within one code only. */
	FIELD(PUBLIC, TAGS, "indicator_code", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, TEXT, "indicator", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	/* As published; a doubtful value stays and the doubt stands beside it (conflicts). */
	FIELD(PUBLIC, NUMBER, "value", .flags = FIELD_REQUIRED),
	FIELD(PUBLIC, TEXT, "unit", .max_bytes = 60),
	FIELD(PUBLIC, CODE, "value_kind", .flags = FIELD_REQUIRED,
	      .values = "count;percent;money;rank;number;age;year;grade;duration"),
	FIELD(PUBLIC, TEXT, "population", .flags = FIELD_SEARCHED),
	/* Empty: the publisher does not state it; then it is unknown, not "all". */
	FIELD(PUBLIC, CODE, "sex", .values = "all;female;male", .dimension = "sex"),
	FIELD(PUBLIC, CODE, "origin_country", .scheme = "jurisdiction"),
	/* UNRESOLVED: the page lost which destination the number belonged to. */
	FIELD(PUBLIC, CODES, "destination", .scheme = "jurisdiction", .also = "ALL;UNRESOLVED",
	      .dimension = "destination"),
	FIELD(PUBLIC, CODE, "form", .scheme = "form", .dimension = "form"),
	FIELD(PUBLIC, DATE, "period_start"),
	FIELD(PUBLIC, DATE, "period_end"),
	/* When it was counted; the period is what it counts. */
	FIELD(PUBLIC, DATE, "as_of"),
	/* Who counted, and who passed it on: often not the same. */
	FIELD(PUBLIC, TEXT, "publisher", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, TEXT, "reporter", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, LONG_TEXT, "definition_remark", .flags = FIELD_SEARCHED),
	/* Its place in the table that it was printed in. */
	FIELD(PUBLIC, CODE, "total_kind",
	      .values = "grand_total;row_total;column_total;column_total_outside;cell;total"),
	/* A claim of the reporter, shown as such. */
	FIELD(PUBLIC, REFERENCE, "part_of", .target = "figure"),
	FIELD(PUBLIC, CODE, "row_origin", .flags = FIELD_REQUIRED, .values = "review;extended"),
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
	FIELD(PUBLIC, TEXT, "title", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, CODE, "kind", .flags = FIELD_REQUIRED,
	      .values = "contradiction;overlap;definition;arithmetic;reconstruction;rank;period;"
			"attribution;scope;data_hygiene;legal;editorial;internal"),
	FIELD(PUBLIC, REFERENCES, "figure_ids", .target = "figure"),
	/* A conflict of a whole table names the table. */
	FIELD(PUBLIC, REFERENCES, "instrument_ids", .also = "organisations.csv;programmes.csv",
	      .target = "instrument"),
	FIELD(PUBLIC, LONG_TEXT, "explanation", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	/* Nothing is corrected in place: this says what the tables hold. */
	FIELD(PUBLIC, LONG_TEXT, "kept_in_data"),
	FIELD(PUBLIC, LONG_TEXT, "software_rule"),
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
	FIELD(PUBLIC, CODE, "kind", .flags = FIELD_REQUIRED, .values = "recommendation;component"),
	/* The review numbers its seven components, not its eight recommendations. */
	FIELD(PUBLIC, COUNT, "review_number"),
	FIELD(PUBLIC, COUNT, "review_order"),
	FIELD(PUBLIC, TEXT, "label_en", .flags = FIELD_REQUIRED | FIELD_SEARCHED),
	FIELD(PUBLIC, LONG_TEXT, "paraphrase", .flags = FIELD_SEARCHED),
	FIELD(PUBLIC, LONG_TEXT, "software_must"),
	FIELD(PUBLIC, LONG_TEXT, "acceptance_check"),
	FIELD(PUBLIC, TAGS, "feature_codes"),
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
