#include "rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES_FIRST = 256 };

struct reader {
	struct findings *findings;
	struct slice path;
	struct message_entry *entries;
	size_t count;
	size_t size;
	struct buf *part; /* of the string being joined */
	bool in_key;
	bool in_text;
	bool in_doubt;
	struct message_entry entry;
};

static void keep_entry(struct reader *reader)
{
	struct arena *arena = reader->findings->arena;

	if (reader->in_text) {
		reader->entry.text = arena_copy(arena, buf_slice(reader->part));
		if (reader->count == reader->size) {
			reader->size = reader->size > 0 ? reader->size * 2 : ENTRIES_FIRST;
			struct message_entry *larger =
				ARENA_ARRAY(arena, reader->size, struct message_entry);
			if (reader->count > 0) {
				memcpy(larger, reader->entries, reader->count * sizeof *larger);
			}
			reader->entries = larger;
		}
		reader->entries[reader->count++] = reader->entry;
	}
	reader->in_text = false;
}

/* The text between the quotes of a line, with \" and \n read. */
static void join_quoted(struct reader *reader, struct slice line, size_t number)
{
	const size_t start = slice_find_byte(line, '"');

	if (start == SIZE_MAX || !slice_ends(line, S("\"")) || start + 1 == line.length) {
		finding_add(reader->findings, reader->path, number, "no string: %.*s",
			    SLICE_PRINT(line));
		return;
	}
	for (size_t i = start + 1; i + 1 < line.length; i++) {
		if (line.at[i] == '\\' && i + 2 < line.length) {
			i++;
			buf_add_byte(reader->part, line.at[i] == 'n' ? '\n' : line.at[i]);
		} else {
			buf_add_byte(reader->part, line.at[i]);
		}
	}
}

static void read_key(struct reader *reader, struct slice line, size_t number)
{
	keep_entry(reader);
	buf_clear(reader->part);
	join_quoted(reader, line, number);
	reader->entry = (struct message_entry){
		.key = arena_copy(reader->findings->arena, buf_slice(reader->part)),
		.path = reader->path,
		.line = number,
		.in_doubt = reader->in_doubt,
	};
	reader->in_key = true;
	reader->in_doubt = false;
	buf_clear(reader->part);
}

static void read_line(struct reader *reader, struct slice line, size_t number)
{
	if (slice_starts(line, S("msgid_plural"))) {
		return;
	}
	if (slice_starts(line, S("msgid"))) {
		read_key(reader, line, number);
	} else if (slice_starts(line, S("msgstr"))) {
		if (reader->in_text) {
			buf_add_byte(reader->part, '\n');
		}
		reader->in_key = false;
		reader->in_text = true;
		join_quoted(reader, line, number);
	} else if (slice_starts(line, S("\""))) {
		if (reader->in_text) {
			join_quoted(reader, line, number);
		}
	} else if (slice_starts(line, S("# review:"))) {
		reader->in_doubt = true;
	} else if (!slice_empty(line) && !slice_starts(line, S("#"))) {
		finding_add(reader->findings, reader->path, number, "no line of a catalogue: %.*s",
			    SLICE_PRINT(line));
	}
}

static void read_text(struct reader *reader, struct slice path, struct slice text)
{
	struct slice rest = text;
	struct slice line;
	size_t number = 0;

	reader->path = path;
	while (next_line(&rest, &number, &line)) {
		read_line(reader, slice_trim(line), number);
	}
	keep_entry(reader);
}

static int by_key(const void *a, const void *b)
{
	const struct message_entry *left = a;
	const struct message_entry *right = b;
	return slice_compare(left->key, right->key);
}

static struct catalogue finished(struct reader *reader)
{
	if (reader->count > 0) {
		qsort(reader->entries, reader->count, sizeof *reader->entries, by_key);
	}
	for (size_t i = 1; i < reader->count; i++) {
		const struct message_entry *entry = &reader->entries[i];
		if (slice_equal(entry->key, reader->entries[i - 1].key)) {
			finding_add(reader->findings, entry->path, entry->line,
				    "the key %.*s stands also in %.*s", SLICE_PRINT(entry->key),
				    SLICE_PRINT(reader->entries[i - 1].path));
		}
	}
	return (struct catalogue){.count = reader->count, .entries = reader->entries};
}

static struct reader reader_of(struct findings *findings)
{
	return (struct reader){.findings = findings, .part = buf_create(findings->arena, 100000)};
}

struct catalogue catalogue_parse(struct findings *findings, struct slice path, struct slice text)
{
	struct reader reader = reader_of(findings);
	read_text(&reader, path, text);
	return finished(&reader);
}

struct catalogue catalogue_read(struct findings *findings, const char *folder)
{
	struct reader reader = reader_of(findings);
	const struct slice *paths = NULL;
	const size_t count = tree_list(findings->arena, folder, ".po", &paths);

	for (size_t i = 0; i < count; i++) {
		read_text(&reader, paths[i], tree_read(findings->arena, paths[i].at));
	}
	return finished(&reader);
}

const struct message_entry *catalogue_find(const struct catalogue *catalogue, struct slice key)
{
	const struct message_entry wanted = {.key = key};
	return catalogue->count == 0 ? NULL
				     : bsearch(&wanted, catalogue->entries, catalogue->count,
					       sizeof wanted, by_key);
}

/* The next {argument} of a sentence. */
static bool next_argument(struct slice *rest, struct slice *ret_argument)
{
	const size_t open = slice_find_byte(*rest, '{');
	if (open == SIZE_MAX) {
		return false;
	}
	*rest = slice_between(*rest, open, rest->length);
	const size_t close = slice_find_byte(*rest, '}');
	if (close == SIZE_MAX) {
		return false;
	}
	*ret_argument = slice_between(*rest, 0, close + 1);
	*rest = slice_between(*rest, close + 1, rest->length);
	return true;
}

/* {kind@record.kind} asks for messages "record.kind....". */
static bool has_words(const struct catalogue *catalogue, struct slice argument)
{
	const size_t at = slice_find_byte(argument, '@');

	for (size_t i = 0; at != SIZE_MAX && i < catalogue->count; i++) {
		const struct slice prefix = slice_between(argument, at + 1, argument.length - 1);
		const struct slice key = catalogue->entries[i].key;
		if (slice_starts(key, prefix) && key.length > prefix.length &&
		    key.at[prefix.length] == '.') {
			return true;
		}
	}
	return at == SIZE_MAX;
}

static void compare_arguments(struct findings *findings, const struct catalogue *catalogue,
			      const struct message_entry *one, const struct message_entry *other)
{
	struct slice rest = one->text;
	struct slice argument;

	while (next_argument(&rest, &argument)) {
		if (!has_words(catalogue, argument)) {
			finding_add(findings, one->path, one->line, "no message stands for %.*s",
				    SLICE_PRINT(argument));
		}
		if (slice_find(other->text, argument) == SIZE_MAX) {
			finding_add(findings, other->path, other->line,
				    "%.*s lacks the argument %.*s", SLICE_PRINT(one->key),
				    SLICE_PRINT(argument));
		}
	}
}

void catalogue_compare(struct findings *findings, const struct catalogue *one,
		       const struct catalogue *other)
{
	for (size_t i = 0; i < one->count; i++) {
		const struct message_entry *entry = &one->entries[i];
		const struct message_entry *twin = catalogue_find(other, entry->key);
		if (slice_empty(slice_trim(entry->text))) {
			finding_add(findings, entry->path, entry->line, "%.*s says nothing",
				    SLICE_PRINT(entry->key));
		}
		if (twin == NULL) {
			finding_add(findings, entry->path, entry->line,
				    "%.*s is missing in the other language",
				    SLICE_PRINT(entry->key));
		} else {
			compare_arguments(findings, one, entry, twin);
		}
	}
}

/* ---- Which keys are used. */

static bool is_key_byte(char byte)
{
	return islower((unsigned char)byte) || isdigit((unsigned char)byte) || byte == '_';
}

/* "area.name", each part starting with a letter or a format ("field.%s.%.*s"). */
static bool looks_like_key(struct slice text)
{
	static const char *const FILES[] = {
		".csv",    ".mo",  ".po",       ".c",        ".h",         ".json",
		".jsonld", ".sql", ".css",      ".svg",      ".txt",       ".js",
		".sock",   ".db",  ".mustache", "spean.key", "spean.keys", "spean.vault"};
	bool has_dot = false;

	if (slice_empty(text) || !islower((unsigned char)text.at[0])) {
		return false;
	}
	for (size_t i = 0; i < text.length; i++) {
		const char byte = text.at[i];
		const bool ends_part = i + 1 == text.length || text.at[i + 1] == '.';
		if (byte == '.' && (ends_part || i == 0)) {
			return false;
		}
		has_dot = has_dot || (byte == '.' && text.at[i - 1] != '%');
		if (!is_key_byte(byte) && strchr(".%*", byte) == NULL) {
			return false;
		}
	}
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		if (slice_ends(text, slice_of(FILES[i]))) {
			return false;
		}
	}
	return has_dot;
}

/* The literal is the name of an event of the log: its statement calls log_line or log_fail. */
static bool is_event(struct slice code, size_t at)
{
	size_t start = at;
	while (start > 0 && strchr(";{}", code.at[start - 1]) == NULL) {
		start--;
	}
	const struct slice statement = slice_between(code, start, at);
	return slice_find(statement, S("log_line(")) != SIZE_MAX ||
	       slice_find(statement, S("log_fail(")) != SIZE_MAX;
}

/* Does `key` fit `pattern`, where a conversion (%s, %d, %.*s) stands for any text? */
static bool fits(struct slice pattern, struct slice key)
{
	const size_t percent = slice_find_byte(pattern, '%');
	if (percent == SIZE_MAX) {
		return slice_equal(pattern, key);
	}
	const struct slice start = slice_between(pattern, 0, percent);
	if (!slice_starts(key, start)) {
		return false;
	}
	size_t after = percent + 1;
	while (after < pattern.length && strchr(".*", pattern.at[after]) != NULL) {
		after++;
	}
	const struct slice rest = slice_between(pattern, after + 1, pattern.length);
	for (size_t taken = percent + 1; taken <= key.length; taken++) {
		if (fits(rest, slice_between(key, taken, key.length))) {
			return true;
		}
	}
	return false;
}

/* A message, or the start of several: "law.function" of "law.function.punish". */
static bool is_known(const struct catalogue *catalogue, struct slice pattern)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct slice key = catalogue->entries[i].key;
		const bool is_start = slice_starts(key, pattern) && key.length > pattern.length &&
				      key.at[pattern.length] == '.';
		if (is_start || fits(pattern, key)) {
			return true;
		}
	}
	return false;
}

static void mark_used(const struct catalogue *catalogue, struct slice pattern)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		struct message_entry *entry = &catalogue->entries[i];
		const bool is_start = slice_starts(entry->key, pattern) &&
				      entry->key.length > pattern.length &&
				      entry->key.at[pattern.length] == '.';
		entry->is_used = entry->is_used || is_start || fits(pattern, entry->key);
	}
}

void messages_unused(struct findings *findings, const struct catalogue *catalogue)
{
	/* Put together of two words that stand apart in the code. */
	static const char *const JOINED[] = {"row.", "option.", "command.", "http.status_",
					     "rebuild.what."};
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct message_entry *entry = &catalogue->entries[i];
		bool is_used = entry->is_used || slice_empty(entry->key); /* the header */
		for (size_t j = 0; j < COUNT_OF(JOINED); j++) {
			is_used = is_used || slice_starts(entry->key, slice_of(JOINED[j]));
		}
		if (!is_used) {
			finding_add(findings, entry->path, entry->line, "nobody says %.*s",
				    SLICE_PRINT(entry->key));
		}
	}
}

/* The code between two neighbouring literals, without their quotes. */
static struct slice code_between(const struct source_text *source, struct slice text, size_t i)
{
	const struct slice first = source->literals[i].text;
	const struct slice second = source->literals[i + 1].text;
	const size_t end = (size_t)(first.at - text.at) + first.length + 1;
	const size_t start = (size_t)(second.at - text.at) - 1;
	return slice_trim(slice_between(source->code, end, start));
}

/* The argument right behind literal `i`, as FAIL's detail stands behind its key, when it is made of
 * literals (and macros such as PRIu64 between them). Empty where something else stands there. */
static struct slice detail_behind(struct arena *arena, const struct source_text *source,
				  struct slice text, size_t i)
{
	struct buf *detail = buf_create(arena, text.length);

	if (i + 1 == source->literal_count || !slice_is(code_between(source, text, i), ",")) {
		return S("");
	}
	for (i++; i < source->literal_count; i++) {
		buf_add(detail, source->literals[i].text);
		if (i + 1 == source->literal_count ||
		    slice_find_byte(code_between(source, text, i), ',') != SIZE_MAX ||
		    slice_find_byte(code_between(source, text, i), ';') != SIZE_MAX) {
			break;
		}
	}
	return buf_slice(detail);
}

/* Is "name=" at the start of a line of the detail, as written in C? */
static bool has_argument(struct slice detail, struct slice argument, struct arena *arena)
{
	const struct slice place = slice_between(argument, 1, argument.length - 1);
	const struct slice name = slice_between(place, 0, slice_find_byte(place, '@'));
	const struct slice first = arena_format(arena, "%.*s=", SLICE_PRINT(name));
	const struct slice later = arena_format(arena, "\\n%.*s=", SLICE_PRINT(name));
	return slice_starts(detail, first) || slice_find(detail, later) != SIZE_MAX;
}

/* Every {argument} of the message is given where the detail stands beside the key. */
static void check_arguments(struct findings *findings, const struct message_entry *entry,
			    struct slice path, size_t line, struct slice detail)
{
	struct slice rest = entry->text;
	struct slice argument;

	if (slice_find_byte(detail, '=') == SIZE_MAX) {
		return;
	}
	while (next_argument(&rest, &argument)) {
		if (!has_argument(detail, argument, findings->arena)) {
			finding_add(findings, path, line, "%.*s is not given its %.*s",
				    SLICE_PRINT(entry->key), SLICE_PRINT(argument));
		}
	}
}

void messages_of_code(struct findings *findings, const struct catalogue *catalogue,
		      struct slice path, struct slice text)
{
	const struct source_text source = source_read(findings->arena, text);

	for (size_t i = 0; i < source.literal_count; i++) {
		const struct literal *literal = &source.literals[i];
		if (!looks_like_key(literal->text) ||
		    is_event(source.code, (size_t)(literal->text.at - text.at))) {
			continue;
		}
		const struct message_entry *entry = catalogue_find(catalogue, literal->text);
		mark_used(catalogue, literal->text);
		if (entry != NULL) {
			check_arguments(findings, entry, path, literal->line,
					detail_behind(findings->arena, &source, text, i));
		} else if (!is_known(catalogue, literal->text)) {
			finding_add(findings, path, literal->line, "no message has the key %.*s",
				    SLICE_PRINT(literal->text));
		}
	}
}

void messages_of_template(struct findings *findings, const struct catalogue *catalogue,
			  struct slice path, struct slice text)
{
	const struct slice open = S("{{t:");
	struct slice rest = text;

	for (size_t at = 0; (at = slice_find(rest, open)) != SIZE_MAX;) {
		rest = slice_between(rest, at + open.length, rest.length);
		const struct slice key =
			slice_trim(slice_between(rest, 0, slice_find(rest, S("}}"))));
		mark_used(catalogue, key);
		if (catalogue_find(catalogue, key) == NULL) {
			finding_add(findings, path, line_of(text, (size_t)(rest.at - text.at)),
				    "no message has the key %.*s", SLICE_PRINT(key));
		}
	}
}
