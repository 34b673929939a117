/* Places: districts, communes and villages, loaded by whoever has a gazetteer. The provinces above
 * them are codes of the program itself (data/provinces.csv). */
#include "model/kinds.h"

static const struct field PLACE[] = {
	/* 4 digits a district, 6 a commune, 8 a village; the first digits are the place above. */
	FIELD(PUBLIC, ID, "code", .flags = FIELD_REQUIRED, .max_bytes = 8),
	FIELD(PUBLIC, REFERENCE, "parent", .flags = FIELD_REQUIRED, .target = "place",
	      .scheme = "province"),
	FIELD(PUBLIC, TEXT, "name_km", .flags = FIELD_REQUIRED, .max_bytes = 300),
	/* Empty where the gazetteer has none: a village may be known in Khmer only. */
	FIELD(PUBLIC, TEXT, "name_latin", .max_bytes = 300),
	FIELD(PUBLIC, TEXT, "type_en", .max_bytes = 60),
	FIELD(PUBLIC, TEXT, "type_km", .max_bytes = 60),
	/* Older and alternative names, ';' between: people say the name that they grew up with. */
	FIELD(PUBLIC, TEXT, "other_names", .max_bytes = 1000),
	/* The code that took its place; the place itself stays, files may carry it. */
	FIELD(PUBLIC, REFERENCE, "replaced_by", .target = "place", .scheme = "province"),
	/* A gazetteer says nothing of its rows one by one; the import fills in what it knows. */
	FIELD(PUBLIC, TEXT, "source"),
	FIELD(PUBLIC, TEXT, "where"),
	FIELD(PUBLIC, CODE, "status", .values = "as_reported;verified;disputed"),
	FIELD(PUBLIC, URL, "verification"),
	FIELD(PUBLIC, LONG_TEXT, "note"),
};

const struct kind KIND_PLACE = {
	.name = "place",
	.table = "places",
	.fields = PLACE,
	.count = COUNT_OF(PLACE),
	.key = 0,
};
