-- Places below the provinces: districts, communes, villages. Made from the dictionary
-- (src/model/kinds_places.c); tests/unit/record/schema_test.c holds the two together.
CREATE TABLE "places" (
	"code" TEXT NOT NULL PRIMARY KEY,
	"parent" TEXT NOT NULL,
	"name_km" TEXT NOT NULL,
	"name_latin" TEXT NOT NULL,
	"type_en" TEXT NOT NULL,
	"type_km" TEXT NOT NULL,
	"other_names" TEXT NOT NULL,
	"replaced_by" TEXT NOT NULL,
	"source" TEXT NOT NULL,
	"where" TEXT NOT NULL,
	"status" TEXT NOT NULL,
	"verification" TEXT NOT NULL,
	"note" TEXT NOT NULL,
	"position" BIGINT NOT NULL,
	"version" BIGINT NOT NULL
);
