#include "rules.h"

/* The house of docs/design.md section 2. */
static const struct {
	const char *folder;
	int floor;
} FLOORS[] = {
	{"base", 0},     {"store", 1},  {"text", 1},    {"sandbox", 1},  {"model", 2},
	{"vault", 2},    {"record", 3}, {"people", 4},  {"casework", 4}, {"directory", 4},
	{"referral", 4}, {"law", 4},    {"figures", 4}, {"http", 5},     {"render", 5},
	{"exchange", 5}, {"web", 6},    {"api", 6},     {"cli", 6},      {"jobs", 6},
	{"places", 4},
};

enum { DOMAIN_FLOOR = 4 };

/* Neighbours on one floor that may know each other, in this direction only. */
static const struct {
	const char *from;
	const char *to;
	const char *reason;
} NEIGHBOURS[] = {
	{"cli", "web", "`spean serve` hands the pages to the server"},
	{"exchange", "render", "exports are rendered"},
};

/* Headers that the build generates; they have no folder. */
static const struct {
	const char *header;
	const char *folder;
} GENERATED[] = {
	{"store_catalogue.h", "store"},
	{"ring_paths.h", "render"},
};

static bool is_generated(struct slice header, struct slice folder)
{
	for (size_t i = 0; i < COUNT_OF(GENERATED); i++) {
		if (slice_is(header, GENERATED[i].header) &&
		    slice_is(folder, GENERATED[i].folder)) {
			return true;
		}
	}
	return false;
}

static int floor_of(struct slice folder)
{
	for (size_t i = 0; i < COUNT_OF(FLOORS); i++) {
		if (slice_is(folder, FLOORS[i].folder)) {
			return FLOORS[i].floor;
		}
	}
	return -1;
}

static struct slice first_part(struct slice path)
{
	const size_t slash = slice_find_byte(path, '/');
	return slash == SIZE_MAX ? S("") : slice_between(path, 0, slash);
}

/* "src/base/csv.c" is in "base"; src/main.c stands above all floors. */
static struct slice folder_of(struct slice path)
{
	return slice_starts(path, S("src/")) ? first_part(slice_between(path, 4, path.length))
					     : S("");
}

static bool is_neighbour(struct slice from, struct slice to, struct slice header)
{
	for (size_t i = 0; i < COUNT_OF(NEIGHBOURS); i++) {
		if (slice_is(from, NEIGHBOURS[i].from) && slice_is(to, NEIGHBOURS[i].to)) {
			return true;
		}
	}
	const struct slice file = slice_between(header, to.length + 1, header.length);
	return floor_of(to) == DOMAIN_FLOOR && slice_starts(file, to) &&
	       slice_is(slice_between(file, to.length, file.length), ".h");
}

static void check_include(struct findings *findings, struct slice path, size_t line,
			  struct slice header)
{
	const struct slice from = folder_of(path);
	const struct slice to = first_part(header);
	const int floor = floor_of(from);

	if (slice_equal(from, to)) {
		return;
	}
	if (slice_is(to, "vault") && !slice_is(from, "record")) {
		finding_add(findings, path, line, "\"%.*s\": only record/ links the vault",
			    SLICE_PRINT(header));
	}
	if (slice_empty(to)) {
		if (!is_generated(header, from)) {
			finding_add(findings, path, line, "include \"%.*s\" names no folder",
				    SLICE_PRINT(header));
		}
		return;
	}
	if (floor_of(to) < 0 || floor < 0) {
		finding_add(findings, path, line, "\"%.*s\" is on no floor of the house",
			    SLICE_PRINT(floor < 0 ? path : header));
	} else if (floor_of(to) > floor) {
		finding_add(findings, path, line, "\"%.*s\" is a floor above", SLICE_PRINT(header));
	} else if (floor_of(to) == floor && !is_neighbour(from, to, header)) {
		finding_add(findings, path, line, "\"%.*s\" is a neighbour's own business",
			    SLICE_PRINT(header));
	} else if (slice_ends(header, S("/internal.h"))) {
		finding_add(findings, path, line, "\"%.*s\" is internal to its folder",
			    SLICE_PRINT(header));
	}
}

void rule_floors(struct findings *findings, struct slice path, struct slice text)
{
	struct slice rest = text;
	struct slice line;
	size_t number = 0;

	if (slice_empty(folder_of(path))) {
		return;
	}
	while (next_line(&rest, &number, &line)) {
		const struct slice start = S("#include \"");
		if (!slice_starts(line, start)) {
			continue;
		}
		const struct slice header = slice_between(line, start.length, line.length);
		check_include(findings, path, number,
			      slice_between(header, 0, slice_find_byte(header, '"')));
	}
}

/* What a name starts with, and the folders that may use it. */
static const struct {
	const char *start;
	const char *folders;
} LIBRARIES[] = {
	{"MHD_", "http"},
	{"gnutls_", "http;people;vault"},
	{"fido_", "people"},
	{"es256_pk", "people"},
	{"eddsa_pk", "people"},
	{"Brotli", "http"},
	{"sqlite3_", "store"},
	{"sqlite3mc_", "store"},
	{"PQ", "store"},
	{"pango_", "render"},
	{"seccomp_", "sandbox"},
	{"cairo_", "render"},
	{"lxw_", "render"},
	{"crypto_", "vault;base;store"},
	{"sodium_", "vault;base;store"},
	{"randombytes_", "vault;base;store"},
	{"json_object_", "base"},
	{"json_load", "base"},
	{"json_decref", "base"},
	{"json_t", "base"},
	{"u_", "text"},
	{"ucol_", "text"},
	{"ubrk_", "text"},
	{"unorm2_", "text"},
	{"uloc_", "text"},
	{"unum_", "text"},
	{"udat_", "text"},
	{"utrans_", "text"},
	{"utext_", "text"},
	{"g_object_", "render"},
};

/* "PQ" must be followed by a small letter, "json_t" by nothing (json_text is ours). */
static bool is_of_library(struct slice name, const char *start)
{
	const struct slice prefix = slice_of(start);

	if (slice_is(prefix, "json_t")) {
		return slice_equal(name, prefix);
	}
	if (!slice_starts(name, prefix) || name.length == prefix.length) {
		return false;
	}
	const char next = name.at[prefix.length];
	return !slice_is(prefix, "PQ") || (next >= 'a' && next <= 'z');
}

void rule_hidden_libraries(struct findings *findings, struct slice path, struct slice text)
{
	const struct source_text source = source_read(findings->arena, text);
	const struct slice folder = folder_of(path);
	struct slice name;

	for (size_t at = 0; source_next_name(source.code, &at, &name);) {
		for (size_t i = 0; i < COUNT_OF(LIBRARIES); i++) {
			if (is_of_library(name, LIBRARIES[i].start) &&
			    !slice_list_has(slice_of(LIBRARIES[i].folders), folder)) {
				finding_add(findings, path, line_of(source.code, at),
					    "%.*s belongs into %s only", SLICE_PRINT(name),
					    LIBRARIES[i].folders);
			}
		}
	}
}
