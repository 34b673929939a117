/* From the text of a template to its operations, in one pass.
 *
 * A tag that stands alone on its line (a section's, a comment, a partial, new delimiters) takes the
 * whole line with it; that is decided here by looking at the white space on both sides, which lies
 * between two tags and is looked at no more than twice: the time is linear in the text. */
#include "render/markup.h"
#include "render/mustache.h"

#include <string.h>

enum { OPS_FIRST = 32 };

struct open_section {
	uint32_t op;
	struct markup markup;
};

struct compiler {
	struct ctx *c;
	enum template_kind kind;
	const struct messages *messages;
	struct slice name;
	struct slice text;
	size_t at;
	uint32_t line;
	struct slice open;
	struct slice close;
	struct op *ops;
	size_t count;
	size_t size;
	struct open_section sections[TEMPLATE_SECTIONS_MAX];
	size_t depth;
	struct markup markup;
};

/* One tag as it was found. */
struct tag {
	char sign; /* # ^ / > ! = & { or 0 for a plain name */
	struct slice content;
	size_t from; /* offsets of the whole tag */
	size_t to;
	bool alone;        /* on its line */
	size_t line_from;  /* of an alone tag: where its line starts and the next begins */
	size_t line_after; /* */
};

static err refuse(const struct compiler *compiler, const char *key, struct slice what)
{
	return FAIL(compiler->c, ERR_INVALID, key, "file=%.*s\nline=%u\nwhat=%.*s",
		    SLICE_PRINT(compiler->name), compiler->line,
		    SLICE_PRINT(slice_between(what, 0, 80)));
}

static struct op *add_op(struct compiler *compiler, enum op_kind kind)
{
	if (compiler->count == compiler->size) {
		const size_t size = compiler->size > 0 ? compiler->size * 2 : OPS_FIRST;
		struct op *more = ARENA_ARRAY(compiler->c->arena, size, struct op);
		if (compiler->count > 0) {
			memcpy(more, compiler->ops, compiler->count * sizeof *more);
		}
		compiler->ops = more;
		compiler->size = size;
	}
	struct op *op = &compiler->ops[compiler->count++];
	*op = (struct op){.kind = kind, .line = compiler->line};
	return op;
}

static bool starts_line(const struct compiler *compiler, size_t at)
{
	return at == 0 || compiler->text.at[at - 1] == '\n';
}

static void add_text(struct compiler *compiler, size_t from, size_t to)
{
	const struct slice text = slice_between(compiler->text, from, to);
	if (text.length == 0) {
		return;
	}
	struct op *op = add_op(compiler, OP_TEXT);
	op->text = text;
	op->line_start = starts_line(compiler, from);
	if (compiler->kind == TEMPLATE_PAGE) {
		markup_walk(&compiler->markup, text);
	}
}

static void count_lines(struct compiler *compiler, size_t from, size_t to)
{
	const struct slice text = slice_between(compiler->text, from, to);
	for (size_t i = 0; i < text.length; i++) {
		compiler->line += text.at[i] == '\n';
	}
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Where the line before a tag begins, if only blanks stand between; else the tag itself. */
static bool blank_before(const struct compiler *compiler, size_t at, size_t *ret_line_from)
{
	while (at > compiler->at && is_blank(compiler->text.at[at - 1])) {
		at--;
	}
	*ret_line_from = at;
	return starts_line(compiler, at);
}

static bool blank_after(const struct compiler *compiler, size_t at, size_t *ret_line_after)
{
	const struct slice text = compiler->text;
	while (at < text.length && is_blank(text.at[at])) {
		at++;
	}
	if (at == text.length) {
		*ret_line_after = at;
		return true;
	}
	at += text.at[at] == '\r' && at + 1 < text.length && text.at[at + 1] == '\n';
	*ret_line_after = at + 1;
	return text.at[at] == '\n';
}

static bool can_stand_alone(char sign)
{
	return sign != 0 && strchr("#^/>!=", sign) != NULL;
}

/* The end of a tag: its closing delimiter with what its sign puts before it. */
static size_t find_end(const struct compiler *compiler, struct tag *tag, size_t at)
{
	const struct slice rest = slice_between(compiler->text, at, SIZE_MAX);
	const char ending = tag->sign == '{' ? '}' : '=';
	const size_t extra = tag->sign == '{' || tag->sign == '=' ? 1 : 0;
	size_t from = 0;
	for (;;) {
		const struct slice ahead = slice_between(rest, from, SIZE_MAX);
		const size_t found = slice_find(ahead, compiler->close);
		if (found == SIZE_MAX) {
			return SIZE_MAX;
		}
		const size_t end = from + found;
		if (extra == 0 || (end > 0 && rest.at[end - 1] == ending)) {
			tag->content = slice_between(rest, 0, end - extra);
			return at + end + compiler->close.length;
		}
		/* "{{{a}}}": the first "}}" that is found starts one byte early. */
		from = end + 1;
	}
}

/* Find the next tag from compiler->at. *ret_found is false at the end of the text. */
static err next_tag(struct compiler *compiler, struct tag *ret_tag, bool *ret_found)
{
	const struct slice rest = slice_between(compiler->text, compiler->at, SIZE_MAX);
	const size_t found = slice_find(rest, compiler->open);
	struct tag tag = {.from = compiler->at + found};
	if (found == SIZE_MAX) {
		*ret_found = false;
		return OK;
	}
	size_t at = tag.from + compiler->open.length;
	if (at < compiler->text.length && strchr("#^/>!=&{", compiler->text.at[at]) != NULL &&
	    compiler->text.at[at] != '\0') {
		tag.sign = compiler->text.at[at++];
	}
	tag.to = find_end(compiler, &tag, at);
	if (tag.to == SIZE_MAX) {
		count_lines(compiler, compiler->at, tag.from);
		return refuse(compiler, "template.open_tag",
			      slice_between(compiler->text, tag.from, tag.from + 40));
	}
	tag.alone = can_stand_alone(tag.sign) && blank_before(compiler, tag.from, &tag.line_from) &&
		    blank_after(compiler, tag.to, &tag.line_after);
	*ret_tag = tag;
	*ret_found = true;
	return OK;
}

static size_t count_parts(struct slice name)
{
	size_t count = 1;
	for (size_t i = 0; i < name.length; i++) {
		count += name.at[i] == '.';
	}
	return count;
}

static err parse_name(struct compiler *compiler, struct slice name, struct op *op)
{
	const size_t count = count_parts(name);
	struct slice rest = name;
	struct slice part;
	op->text = name;
	if (slice_is(name, ".")) {
		return OK;
	}
	if (count > TEMPLATE_PARTS_MAX) {
		return refuse(compiler, "template.name", name);
	}
	struct name *parts = ARENA_ARRAY(compiler->c->arena, count, struct name);
	while (slice_next(&rest, '.', &part)) {
		if (slice_empty(part)) {
			return refuse(compiler, "template.name", name);
		}
		parts[op->parts_count++] = name_of(part);
	}
	op->parts = parts;
	return OK;
}

/* The name inside a tag: not empty, no white space, no NUL. */
static err tag_name(struct compiler *compiler, const struct tag *tag, struct slice *ret_name)
{
	const struct slice name = slice_trim(tag->content);
	for (size_t i = 0; i < name.length; i++) {
		if ((unsigned char)name.at[i] <= ' ') {
			return refuse(compiler, "template.name", name);
		}
	}
	if (slice_empty(name)) {
		return refuse(compiler, "template.name", name);
	}
	*ret_name = name;
	return OK;
}

static err check_place(const struct compiler *compiler, struct slice name)
{
	if (compiler->kind == TEMPLATE_PAGE && !markup_takes_text(&compiler->markup)) {
		return refuse(compiler, "template.place", name);
	}
	return OK;
}

static err check_content(const struct compiler *compiler, struct slice name)
{
	if (compiler->kind == TEMPLATE_PAGE && compiler->markup.place != MARKUP_CONTENT) {
		return refuse(compiler, "template.place", name);
	}
	return OK;
}

static struct slice marked_up(struct compiler *compiler, enum language page, struct message message)
{
	struct arena *arena = compiler->c->arena;
	const struct slice markup = html_escape(arena, message.text).markup;
	if (message.language == page || compiler->markup.place != MARKUP_CONTENT) {
		return markup;
	}
	return arena_format(arena, "<span lang=\"%s\">%.*s</span>", language_code(message.language),
			    SLICE_PRINT(markup));
}

/* {{t:KEY}}: the sentence is known now, in every language. */
static err add_message(struct compiler *compiler, struct slice key)
{
	struct slice *languages = ARENA_ARRAY(compiler->c->arena, LANGUAGE_COUNT, struct slice);
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const enum language language = (enum language)i;
		const struct message message = messages_get(compiler->messages, language, key);
		if (!message.found) {
			return refuse(compiler, "template.unknown_message", key);
		}
		if (slice_find_byte(message.text, '{') != SIZE_MAX) {
			return refuse(compiler, "template.message_arguments", key);
		}
		languages[i] = marked_up(compiler, language, message);
	}
	struct op *op = add_op(compiler, OP_MESSAGE);
	op->text = key;
	op->languages = languages;
	return OK;
}

static err add_value(struct compiler *compiler, const struct tag *tag)
{
	struct slice name;
	TRY(tag_name(compiler, tag, &name));
	const bool raw = tag->sign != 0;
	TRY(raw ? check_content(compiler, name) : check_place(compiler, name));
	if (compiler->kind == TEMPLATE_PAGE && slice_starts(name, S("t:"))) {
		if (raw) {
			return refuse(compiler, "template.raw_message", name);
		}
		return add_message(compiler, slice_between(name, 2, SIZE_MAX));
	}
	return parse_name(compiler, name, add_op(compiler, raw ? OP_RAW : OP_VALUE));
}

static err open_section(struct compiler *compiler, const struct tag *tag)
{
	struct slice name;
	TRY(tag_name(compiler, tag, &name));
	if (compiler->depth == TEMPLATE_SECTIONS_MAX) {
		return FAIL(compiler->c, ERR_LIMIT, "template.too_deep",
			    "file=%.*s\nline=%u\nmax=%d", SLICE_PRINT(compiler->name),
			    compiler->line, TEMPLATE_SECTIONS_MAX);
	}
	compiler->sections[compiler->depth++] = (struct open_section){
		.op = (uint32_t)compiler->count,
		.markup = compiler->markup,
	};
	return parse_name(compiler, name,
			  add_op(compiler, tag->sign == '#' ? OP_SECTION : OP_INVERTED));
}

static err close_section(struct compiler *compiler, const struct tag *tag)
{
	struct slice name;
	TRY(tag_name(compiler, tag, &name));
	if (compiler->depth == 0) {
		return refuse(compiler, "template.stray_close", name);
	}
	const struct open_section *section = &compiler->sections[--compiler->depth];
	if (!slice_equal(compiler->ops[section->op].text, name)) {
		return refuse(compiler, "template.wrong_close", compiler->ops[section->op].text);
	}
	if (compiler->kind == TEMPLATE_PAGE && !markup_same(&section->markup, &compiler->markup)) {
		return refuse(compiler, "template.unbalanced", name);
	}
	struct op *op = add_op(compiler, OP_CLOSE);
	op->other = section->op;
	op->text = name;
	compiler->ops[section->op].other = (uint32_t)(compiler->count - 1);
	return OK;
}

static err add_partial(struct compiler *compiler, const struct tag *tag)
{
	struct slice name;
	TRY(tag_name(compiler, tag, &name));
	TRY(check_content(compiler, name));
	struct op *op = add_op(compiler, OP_PARTIAL);
	op->text = name;
	op->standalone = tag->alone;
	op->indent = tag->alone ? slice_between(compiler->text, tag->line_from, tag->from)
				: (struct slice){0};
	return OK;
}

static bool good_delimiter(struct slice delimiter)
{
	for (size_t i = 0; i < delimiter.length; i++) {
		if ((unsigned char)delimiter.at[i] <= ' ' || delimiter.at[i] == '=') {
			return false;
		}
	}
	return delimiter.length > 0;
}

static size_t blank_at(struct slice text)
{
	size_t at = 0;
	while (at < text.length && (unsigned char)text.at[at] > ' ') {
		at++;
	}
	return at;
}

static err set_delimiters(struct compiler *compiler, const struct tag *tag)
{
	const struct slice both = slice_trim(tag->content);
	const size_t cut = blank_at(both);
	const struct slice open = slice_between(both, 0, cut);
	const struct slice close = slice_trim(slice_between(both, cut, SIZE_MAX));
	if (!good_delimiter(open) || !good_delimiter(close)) {
		return refuse(compiler, "template.delimiters", both);
	}
	compiler->open = open;
	compiler->close = close;
	return OK;
}

static err add_tag(struct compiler *compiler, const struct tag *tag)
{
	switch (tag->sign) {
	case '#':
	case '^':
		return open_section(compiler, tag);
	case '/':
		return close_section(compiler, tag);
	case '>':
		return add_partial(compiler, tag);
	case '!':
		return OK;
	case '=':
		return set_delimiters(compiler, tag);
	default:
		return add_value(compiler, tag);
	}
}

/* The text before a tag, the tag, and where to go on. */
static err take_tag(struct compiler *compiler, const struct tag *tag)
{
	const size_t text_to = tag->alone ? tag->line_from : tag->from;
	add_text(compiler, compiler->at, text_to);
	count_lines(compiler, compiler->at, tag->from);
	if (!tag->alone && starts_line(compiler, tag->from)) {
		(void)add_op(compiler, OP_INDENT);
	}
	TRY(add_tag(compiler, tag));
	compiler->at = tag->alone ? tag->line_after : tag->to;
	count_lines(compiler, tag->from, compiler->at);
	return OK;
}

static err finish(struct compiler *compiler)
{
	add_text(compiler, compiler->at, compiler->text.length);
	if (compiler->depth > 0) {
		const struct op *section =
			&compiler->ops[compiler->sections[compiler->depth - 1].op];
		compiler->line = section->line;
		return refuse(compiler, "template.open_section", section->text);
	}
	count_lines(compiler, compiler->at, compiler->text.length);
	if (compiler->kind == TEMPLATE_PAGE && compiler->markup.place != MARKUP_CONTENT) {
		return refuse(compiler, "template.unbalanced", compiler->name);
	}
	return OK;
}

err mustache_compile(struct ctx *c, enum template_kind kind, struct slice name, struct slice text,
		     const struct messages *messages, struct program *ret_program)
{
	struct compiler *compiler = ARENA_NEW(c->arena, struct compiler);
	*compiler = (struct compiler){
		.c = c,
		.kind = kind,
		.messages = messages,
		.name = name,
		.text = text,
		.line = 1,
		.open = S("{{"),
		.close = S("}}"),
	};
	if (text.length > TEMPLATE_BYTES_MAX) {
		return FAIL(c, ERR_LIMIT, "template.too_large", "file=%.*s\nmax=%d",
			    SLICE_PRINT(name), TEMPLATE_BYTES_MAX);
	}
	for (;;) {
		struct tag tag;
		bool found = false;
		TRY(next_tag(compiler, &tag, &found));
		if (!found) {
			break;
		}
		TRY(take_tag(compiler, &tag));
	}
	TRY(finish(compiler));
	*ret_program = (struct program){
		.name = name,
		.ops = compiler->ops,
		.count = compiler->count,
	};
	return OK;
}
