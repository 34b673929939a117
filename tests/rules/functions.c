#include "rules.h"

struct ban {
	const char *name;
	const char *instead;
};

/* Unsafe, or with hidden state that threads share. */
static const struct ban UNSAFE[] = {
	{"strcpy", "arena_copy, buf_add"},
	{"strcat", "buf_add"},
	{"sprintf", "snprintf, buf_printf"},
	{"vsprintf", "vsnprintf"},
	{"gets", "file_read"},
	{"strtok", "slice_next"},
	{"atoi", "slice_to_int64"},
	{"atol", "slice_to_int64"},
	{"atoll", "slice_to_int64"},
	{"atof", "figures/decimal.h"},
	{"system", "nothing: the program starts no others"},
	{"popen", "nothing: the program starts no others"},
	{"localtime", "base/clock.h"},
	{"gmtime", "gmtime_r"},
	{"ctime", "base/date.h"},
	{"asctime", "base/date.h"},
	{"rand", "random_bytes"},
	{"srand", "random_bytes"},
	{"alloca", "arena_alloc"},
	{"tmpnam", "mkstemp"},
	{"mktemp", "mkstemp"},
};

/* Of the program itself. */
static const struct ban PROGRAM[] = {
	{"malloc", "arena_alloc"},
	{"calloc", "arena_alloc"},
	{"realloc", "struct buf"},
	{"strdup", "arena_copy"},
	{"strndup", "arena_copy"},
	{"asprintf", "arena_format"},
	{"vasprintf", "arena_format"},
	{"free", "the arena"},
	{"setlocale", "a language parameter"},
	{"strtol", "slice_to_int64"},
	{"strtoul", "slice_to_int64"},
	{"strtoll", "slice_to_int64"},
	{"strtod", "figures/decimal.h"},
	{"sscanf", "slice_next"},
	{"time", "clock_now, or `now` as a parameter"},
	{"printf", "cli->out, log_line"},
	{"abort", "must"},
};

/* A file or a folder ("src/base/"), the functions it may call, and why. */
static const struct {
	const char *path;
	const char *functions;
	const char *reason;
} ALLOWED[] = {
	{"src/base/", "malloc;calloc;realloc;free;abort", "arenas and buffers are made of it"},
};

static bool is_allowed(struct slice path, struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(ALLOWED); i++) {
		if (slice_starts(path, slice_of(ALLOWED[i].path)) &&
		    slice_list_has(slice_of(ALLOWED[i].functions), name)) {
			return true;
		}
	}
	return false;
}

/* The name is called: a bracket follows, and it is no member of something. */
static bool is_call(struct slice code, size_t start, size_t end)
{
	while (end < code.length && code.at[end] == ' ') {
		end++;
	}
	const bool is_member =
		start > 0 &&
		(code.at[start - 1] == '.' ||
		 (start > 1 && code.at[start - 1] == '>' && code.at[start - 2] == '-'));
	return end < code.length && code.at[end] == '(' && !is_member;
}

static void look_for(struct findings *findings, struct slice path, struct slice text,
		     const struct ban *bans, size_t count)
{
	const struct source_text source = source_read(findings->arena, text);
	struct slice name;

	for (size_t at = 0; source_next_name(source.code, &at, &name);) {
		if (!is_call(source.code, at - name.length, at) || is_allowed(path, name)) {
			continue;
		}
		for (size_t i = 0; i < count; i++) {
			if (slice_is(name, bans[i].name)) {
				finding_add(findings, path, line_of(source.code, at),
					    "%s is not used here; take %s", bans[i].name,
					    bans[i].instead);
			}
		}
	}
}

void rule_unsafe_functions(struct findings *findings, struct slice path, struct slice text)
{
	look_for(findings, path, text, UNSAFE, COUNT_OF(UNSAFE));
}

void rule_program_functions(struct findings *findings, struct slice path, struct slice text)
{
	look_for(findings, path, text, PROGRAM, COUNT_OF(PROGRAM));
}

/* Variables that outlive a call, with the reason why they may change. */
static const struct {
	const char *path;
	const char *name;
	const char *reason;
} MUTABLE[] = {
	{"", "", ""},
};

static bool may_change(struct slice path, struct slice line)
{
	for (size_t i = 0; i < COUNT_OF(MUTABLE); i++) {
		if (slice_is(path, MUTABLE[i].path) &&
		    slice_find(line, slice_of(MUTABLE[i].name)) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

/* A `static` that is no function and not constant. The declaration's first line decides. */
void rule_no_mutable_state(struct findings *findings, struct slice path, struct slice text)
{
	const struct source_text source = source_read(findings->arena, text);
	struct slice rest = source.code;
	struct slice line;
	size_t number = 0;

	while (next_line(&rest, &number, &line)) {
		const struct slice words = slice_trim(line);
		if (!slice_starts(words, S("static ")) ||
		    slice_starts(words, S("static inline ")) ||
		    slice_find(words, S("const")) != SIZE_MAX || may_change(path, words)) {
			continue;
		}
		const size_t value = slice_find_byte(words, '=');
		const struct slice declared = slice_between(words, 0, value);
		if (slice_find_byte(declared, '(') == SIZE_MAX &&
		    (value != SIZE_MAX || slice_ends(words, S(";")))) {
			finding_add(findings, path, number, "state that can change: %.*s",
				    SLICE_PRINT(words));
		}
	}
}
