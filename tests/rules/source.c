#include "rules.h"

#include <string.h>

enum { LITERALS_FIRST = 64 };

enum state { CODE, LINE_COMMENT, BLOCK_COMMENT, STRING, CHARACTER };

struct splitter {
	struct arena *arena;
	struct slice text;
	char *code;
	char *comments;
	size_t at;
	size_t line;
	enum state state;
	size_t literal_start;
	struct literal *literals;
	size_t literal_count;
	size_t literal_size;
};

static char byte_at(const struct splitter *splitter, size_t at)
{
	return at < splitter->text.length ? splitter->text.at[at] : '\0';
}

static void keep_literal(struct splitter *splitter)
{
	if (splitter->literal_count == splitter->literal_size) {
		splitter->literal_size =
			splitter->literal_size > 0 ? splitter->literal_size * 2 : LITERALS_FIRST;
		struct literal *larger =
			ARENA_ARRAY(splitter->arena, splitter->literal_size, struct literal);
		if (splitter->literal_count > 0) {
			memcpy(larger, splitter->literals,
			       splitter->literal_count * sizeof *larger);
		}
		splitter->literals = larger;
	}
	splitter->literals[splitter->literal_count++] = (struct literal){
		.line = splitter->line,
		.text = slice_between(splitter->text, splitter->literal_start, splitter->at),
	};
}

/* In code: which state starts here, and how many bytes its opening has. */
static size_t opening(const struct splitter *splitter, enum state *ret_state)
{
	const char byte = byte_at(splitter, splitter->at);
	const char next = byte_at(splitter, splitter->at + 1);

	if (byte == '/' && (next == '/' || next == '*')) {
		*ret_state = next == '/' ? LINE_COMMENT : BLOCK_COMMENT;
		return 2;
	}
	if (byte == '"' || byte == '\'') {
		*ret_state = byte == '"' ? STRING : CHARACTER;
		return 1;
	}
	return 0;
}

/* Bytes of the closing at the place, 0 inside. */
static size_t closing(const struct splitter *splitter)
{
	const char byte = byte_at(splitter, splitter->at);

	switch (splitter->state) {
	case LINE_COMMENT:
		return byte == '\n' ? 1 : 0;
	case BLOCK_COMMENT:
		return byte == '*' && byte_at(splitter, splitter->at + 1) == '/' ? 2 : 0;
	case STRING:
		return byte == '"' ? 1 : 0;
	case CHARACTER:
		return byte == '\'' ? 1 : 0;
	case CODE:
		break;
	}
	return 0;
}

static void copy(struct splitter *splitter, char *to, size_t count)
{
	for (size_t i = 0; i < count && splitter->at < splitter->text.length; i++) {
		to[splitter->at] = splitter->text.at[splitter->at];
		splitter->line += splitter->text.at[splitter->at] == '\n';
		splitter->at++;
	}
}

static void step(struct splitter *splitter)
{
	const bool is_comment = splitter->state == LINE_COMMENT || splitter->state == BLOCK_COMMENT;

	if (splitter->state == CODE) {
		enum state next = CODE;
		const size_t length = opening(splitter, &next);
		const bool opens_comment = next == LINE_COMMENT || next == BLOCK_COMMENT;
		copy(splitter, opens_comment ? splitter->comments : splitter->code,
		     length > 0 ? length : 1);
		splitter->state = next;
		splitter->literal_start = splitter->at;
		return;
	}
	const size_t length = closing(splitter);
	if (length > 0) {
		if (splitter->state == STRING) {
			keep_literal(splitter);
		}
		copy(splitter, is_comment ? splitter->comments : splitter->code, length);
		splitter->state = CODE;
		return;
	}
	if (is_comment) {
		copy(splitter, splitter->comments, 1);
		return;
	}
	splitter->at += byte_at(splitter, splitter->at) == '\\' ? 2 : 1;
}

struct source_text source_read(struct arena *arena, struct slice text)
{
	struct splitter splitter = {
		.arena = arena,
		.text = text,
		.code = arena_alloc(arena, text.length + 1),
		.comments = arena_alloc(arena, text.length + 1),
		.line = 1,
	};

	for (size_t i = 0; i < text.length; i++) {
		splitter.code[i] = text.at[i] == '\n' ? '\n' : ' ';
		splitter.comments[i] = splitter.code[i];
	}
	while (splitter.at < text.length) {
		step(&splitter);
	}
	return (struct source_text){
		.code = {.at = splitter.code, .length = text.length},
		.comments = {.at = splitter.comments, .length = text.length},
		.literal_count = splitter.literal_count,
		.literals = splitter.literals,
	};
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

bool source_next_name(struct slice code, size_t *at, struct slice *ret_name)
{
	size_t start = *at;

	while (start < code.length && !is_name_byte(code.at[start])) {
		start++;
	}
	size_t end = start;
	while (end < code.length && is_name_byte(code.at[end])) {
		end++;
	}
	*at = end;
	*ret_name = slice_between(code, start, end);
	return start < end;
}

size_t line_of(struct slice text, size_t at)
{
	size_t line = 1;
	for (size_t i = 0; i < at && i < text.length; i++) {
		line += text.at[i] == '\n';
	}
	return line;
}

bool next_line(struct slice *rest, size_t *line, struct slice *ret_line)
{
	if (rest->length == 0) {
		return false;
	}
	(*line)++;
	return slice_next(rest, '\n', ret_line);
}
