#include "store/placeholders.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_PARAMETER, /* with its colon */
	TOKEN_OTHER,     /* a string, a comment, or one byte of anything */
};

struct token {
	enum token_kind kind;
	struct slice text;
};

static bool starts_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
	       (unsigned char)byte >= 0x80;
}

static bool in_word(char byte)
{
	return starts_word(byte) || (byte >= '0' && byte <= '9');
}

static size_t word_length(struct slice rest, size_t from)
{
	size_t at = from;
	while (at < rest.length && in_word(rest.at[at])) {
		at++;
	}
	return at - from;
}

/* Past the next `end`, or all when it is missing. */
static size_t through(struct slice rest, size_t from, struct slice end)
{
	const size_t found = slice_find(slice_between(rest, from, rest.length), end);
	return found == SIZE_MAX ? rest.length : from + found + end.length;
}

/* PostgreSQL nests these comments; SQLite does not, and no statement of ours nests them. */
static size_t block_comment(struct slice rest)
{
	size_t at = 2;
	int depth = 1;
	while (at < rest.length && depth > 0) {
		const struct slice here = slice_between(rest, at, rest.length);
		if (slice_starts(here, S("/*"))) {
			depth++;
			at += 2;
		} else if (slice_starts(here, S("*/"))) {
			depth--;
			at += 2;
		} else {
			at++;
		}
	}
	return at;
}

/* $tag$ ... $tag$; 1 when the dollar starts none. */
static size_t dollar_quote(struct slice rest)
{
	const size_t length = word_length(rest, 1) + 2;
	const bool numbered = rest.length > 1 && rest.at[1] >= '0' && rest.at[1] <= '9';
	if (numbered || length > rest.length || rest.at[length - 1] != '$') {
		return 1;
	}
	return through(rest, length, slice_between(rest, 0, length));
}

static struct token token_of(struct slice rest)
{
	struct token token = {.kind = TOKEN_OTHER, .text = slice_between(rest, 0, 1)};
	const char first = rest.at[0];
	if (starts_word(first)) {
		token.kind = TOKEN_WORD;
		token.text.length = word_length(rest, 0);
	} else if (first == ':' && rest.length > 1 && starts_word(rest.at[1])) {
		token.kind = TOKEN_PARAMETER;
		token.text.length = 1 + word_length(rest, 1);
	} else if (slice_starts(rest, S("::"))) {
		token.text.length = 2;
	} else if (first == '\'' || first == '"') {
		/* A doubled quote ends one string and starts the next: the sum is the same. */
		token.text.length = through(rest, 1, token.text);
	} else if (slice_starts(rest, S("--"))) {
		token.text.length = through(rest, 2, S("\n"));
	} else if (slice_starts(rest, S("/*"))) {
		token.text.length = block_comment(rest);
	} else if (first == '$') {
		token.text.length = dollar_quote(rest);
	} else {
		/* Digits, so that the letters of 1e5 are no word. */
		token.text.length = in_word(first) ? word_length(rest, 0) : 1;
	}
	return token;
}

static bool next_token(struct slice *rest, struct token *ret_token)
{
	if (rest->length == 0) {
		return false;
	}
	*ret_token = token_of(*rest);
	rest->at += ret_token->text.length;
	rest->length -= ret_token->text.length;
	return true;
}

static size_t number_of(struct placeholders *found, struct slice *names, struct slice name)
{
	for (size_t i = 0; i < found->count; i++) {
		if (slice_equal(names[i], name)) {
			return i + 1;
		}
	}
	names[found->count++] = name;
	return found->count;
}

static size_t count_colons(struct slice sql)
{
	size_t count = 0;
	for (size_t i = 0; i < sql.length; i++) {
		count += sql.at[i] == ':';
	}
	return count;
}

static bool is_word(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && token->text.length == strlen(word) &&
	       strncasecmp(token->text.at, word, token->text.length) == 0;
}

static bool is_space(const struct token *token)
{
	return slice_empty(slice_trim(token->text));
}

struct placeholders placeholders_number(struct arena *arena, struct slice sql)
{
	const size_t most = count_colons(sql);
	struct slice *names = ARENA_ARRAY(arena, most + 1, struct slice);
	struct placeholders found = {.names = names};
	struct buf *out = buf_create(arena, sql.length * 2 + most * 20);
	struct token token;
	bool after_as = false;
	while (next_token(&sql, &token)) {
		if (token.kind == TOKEN_PARAMETER) {
			const struct slice name = slice_between(token.text, 1, token.text.length);
			buf_printf(out, "$%zu", number_of(&found, names, name));
		} else if (is_word(&token, "BLOB") && after_as) {
			buf_add_cstr(out, "BYTEA");
		} else {
			buf_add(out, token.text);
		}
		after_as = is_word(&token, "AS") || (after_as && is_space(&token));
	}
	found.sql = arena_copy(arena, buf_slice(out));
	return found;
}

struct slice placeholders_types(struct arena *arena, struct slice sql)
{
	struct buf *out = buf_create(arena, sql.length * 4 + 64);
	struct token token;
	bool after_as = false;
	while (next_token(&sql, &token)) {
		if (is_word(&token, "BLOB")) {
			buf_add_cstr(out, "BYTEA");
		} else if (is_word(&token, "TEXT") && !after_as) {
			buf_add_cstr(out, "TEXT COLLATE \"C\"");
		} else {
			buf_add(out, token.text);
		}
		after_as = is_word(&token, "AS") || (after_as && is_space(&token));
	}
	return arena_copy(arena, buf_slice(out));
}
