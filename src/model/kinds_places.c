/* Places: districts, communes and villages, loaded by whoever has a gazetteer. The provinces above
 * them are codes of the program itself (data/provinces.csv). */
#include "model/kinds.h"

static const struct field PLACE[] = {
	/* 4 digits a district, 6 a commune, 8 a village; the first digits are the place above. */
	{.name = "code",
	 .type = FIELD_ID,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .max_bytes = 8},
	{.name = "parent",
	 .type = FIELD_REFERENCE,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .target = "place",
	 .scheme = "province"},
	{.name = "name_km",
	 .type = FIELD_TEXT,
	 .class = CLASS_PUBLIC,
	 .flags = FIELD_REQUIRED,
	 .max_bytes = 300},
	/* Empty where the gazetteer has none: a village may be known in Khmer only. */
	{.name = "name_latin", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 300},
	{.name = "type_en", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 60},
	{.name = "type_km", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 60},
	/* Older and alternative names, ';' between: people say the name that they grew up with. */
	{.name = "other_names", .type = FIELD_TEXT, .class = CLASS_PUBLIC, .max_bytes = 1000},
	/* The code that took its place; the place itself stays, files may carry it. */
	{.name = "replaced_by",
	 .type = FIELD_REFERENCE,
	 .class = CLASS_PUBLIC,
	 .target = "place",
	 .scheme = "province"},
	/* A gazetteer says nothing of its rows one by one; the import fills in what it knows. */
	{.name = "source", .type = FIELD_TEXT, .class = CLASS_PUBLIC},
	{.name = "where", .type = FIELD_TEXT, .class = CLASS_PUBLIC},
	{.name = "status",
	 .type = FIELD_CODE,
	 .class = CLASS_PUBLIC,
	 .values = "as_reported;verified;disputed"},
	{.name = "verification", .type = FIELD_URL, .class = CLASS_PUBLIC},
	{.name = "note", .type = FIELD_LONG_TEXT, .class = CLASS_PUBLIC},
};

const struct kind KIND_PLACE = {
	.name = "place",
	.table = "places",
	.fields = PLACE,
	.count = COUNT_OF(PLACE),
	.key = 0,
};
