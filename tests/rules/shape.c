#include "rules.h"

#include <ctype.h>

enum { FILE_LINES_MAX = 800, FUNCTION_LINES_MAX = 80 };

/* With clang-format's style a function body starts and ends with a brace at column 1. */
static void check_lengths(struct findings *findings, struct slice path, struct slice code)
{
	struct slice rest = code;
	struct slice line;
	size_t number = 0;
	size_t opened = 0;

	while (next_line(&rest, &number, &line)) {
		if (slice_is(slice_trim(line), "{") && line.at[0] == '{') {
			opened = number;
		} else if (opened > 0 && line.length > 0 && line.at[0] == '}') {
			if (number - opened - 1 > FUNCTION_LINES_MAX) {
				finding_add(findings, path, opened,
					    "a function of %zu lines; %d are the most",
					    number - opened - 1, FUNCTION_LINES_MAX);
			}
			opened = 0;
		}
	}
	if (number > FILE_LINES_MAX) {
		finding_add(findings, path, number, "a file of %zu lines; %d are the most", number,
			    FILE_LINES_MAX);
	}
}

static void check_comments(struct findings *findings, struct slice path, struct slice comments)
{
	struct slice rest = comments;
	struct slice line;
	size_t number = 0;

	while (next_line(&rest, &number, &line)) {
		const struct slice words = slice_trim(line);
		if (slice_starts(words, S("//"))) {
			finding_add(findings, path, number, "a // comment; ours are /* */");
		}
		if (slice_find(words, S("TODO")) != SIZE_MAX ||
		    slice_find(words, S("FIXME")) != SIZE_MAX ||
		    slice_find(words, S("XXX")) != SIZE_MAX) {
			finding_add(findings, path, number, "an open end: %.*s",
				    SLICE_PRINT(words));
		}
	}
}

void rule_shape(struct findings *findings, struct slice path, struct slice text)
{
	const struct source_text source = source_read(findings->arena, text);
	check_lengths(findings, path, source.code);
	check_comments(findings, path, source.comments);
}

/* "src/base/csv.h" is guarded by SPEAN_BASE_CSV_H. */
static struct slice guard_of(struct arena *arena, struct slice path)
{
	struct slice below = path;
	if (slice_starts(path, S("src/"))) {
		below = slice_between(path, 4, path.length);
	}
	const struct slice guard = arena_format(arena, "SPEAN_%.*s", SLICE_PRINT(below));
	char *upper = arena_cstr(arena, guard);
	for (size_t i = 0; i < guard.length; i++) {
		upper[i] = isalnum((unsigned char)upper[i]) ? (char)toupper((unsigned char)upper[i])
							    : '_';
	}
	return slice_of(upper);
}

void rule_header(struct findings *findings, struct slice path, struct slice text)
{
	const struct slice guard = guard_of(findings->arena, path);
	const struct slice start = arena_format(findings->arena, "\n#ifndef %.*s\n#define %.*s\n",
						SLICE_PRINT(guard), SLICE_PRINT(guard));
	const struct source_text source = source_read(findings->arena, text);
	const size_t slash = slice_find(path, S("/"));
	size_t file_at = slash;

	for (size_t i = 0; i < path.length; i++) {
		file_at = path.at[i] == '/' ? i + 1 : file_at;
	}
	const struct slice head = arena_format(
		findings->arena, "/* %.*s - ",
		SLICE_PRINT(slice_between(path, file_at == SIZE_MAX ? 0 : file_at, path.length)));
	if (!slice_starts(text, head)) {
		finding_add(findings, path, 1, "does not begin with \"%.*s\" and what it is for",
			    SLICE_PRINT(head));
	}
	if (slice_find(source.code, start) == SIZE_MAX) {
		finding_add(findings, path, 1, "is not guarded by %.*s", SLICE_PRINT(guard));
	}
}

/* Files that write markup or SQL because that is their work. */
static const struct {
	const char *path;
	const char *reason;
} MAKERS[] = {
	{"src/render/", "makes struct html"},
	{"src/record/", "generates the statements of record kinds from the dictionary"},
	{"src/store/", "BEGIN, PRAGMA and the like are the engine's own"},
};

static bool is_maker(struct slice path)
{
	for (size_t i = 0; i < COUNT_OF(MAKERS); i++) {
		if (slice_starts(path, slice_of(MAKERS[i].path))) {
			return true;
		}
	}
	return false;
}

static bool has_tag(struct slice text)
{
	for (size_t i = 0; i + 2 < text.length; i++) {
		const bool is_name = islower((unsigned char)text.at[i + 1]) != 0 &&
				     (islower((unsigned char)text.at[i + 2]) != 0 ||
				      text.at[i + 2] == '>' || text.at[i + 2] == ' ');
		if (text.at[i] == '<' && (is_name || text.at[i + 1] == '/')) {
			return true;
		}
	}
	return false;
}

static bool is_statement(struct slice text)
{
	static const char *const WORDS[] = {"SELECT ", "INSERT ", "UPDATE ", "DELETE ",
					    "CREATE ", "ALTER ",  "DROP "};
	for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
		if (slice_starts(text, slice_of(WORDS[i]))) {
			return true;
		}
	}
	return false;
}

void rule_no_markup_in_code(struct findings *findings, struct slice path, struct slice text)
{
	const struct source_text source = source_read(findings->arena, text);

	for (size_t i = 0; i < source.literal_count && !is_maker(path); i++) {
		const struct literal *literal = &source.literals[i];
		if (has_tag(literal->text)) {
			finding_add(findings, path, literal->line,
				    "HTML stands in templates/: %.*s", SLICE_PRINT(literal->text));
		}
		if (is_statement(literal->text)) {
			finding_add(findings, path, literal->line, "SQL stands in sql/: %.*s",
				    SLICE_PRINT(literal->text));
		}
	}
}
