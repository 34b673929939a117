/* templates_check.c - do pages and templates speak of the same names? Run by the build:
 * templates_check SOURCE...
 *
 * The program carries its templates; SOURCE are the files of src/web with the headers that they
 * use. Compiles all templates, then compares names. A function sets a name if its prototype has a
 * `struct view *` and a `const char *name`: the literal at that place of a call is a name. It shows
 * a template if the prototype has a `const char *template_name`.
 *
 * Wrong is: a name that no template shows; a name in a template that stands in no source as a
 * literal (it may reach the view through a table, so any literal counts; NAME_lang comes with
 * NAME); a template that is asked for and does not exist; one that nobody asks for.
 */
#include "base/file.h"
#include "render/render.h"

#include <stdio.h>
#include <string.h>

enum {
	SOURCE_MAX = 4 * 1024 * 1024,
	TOKENS_MAX = 1000000,
	FUNCTIONS_MAX = 1000,
	ARGUMENTS_MAX = 32,
};

enum token_kind { TOKEN_WORD, TOKEN_TEXT, TOKEN_SIGN };
struct token {
	enum token_kind kind;
	struct slice text; /* of TOKEN_TEXT without its quotes */
	const char *file;
	unsigned line;
};

/* Which argument of a function is a name. */
struct function {
	struct slice name;
	size_t argument;
	bool is_template;
};

struct check {
	struct ctx *c;
	const struct templates *templates;
	struct token *tokens;
	size_t count;
	struct function *functions;
	size_t functions_count;
	bool failed;
};

/* ---- Reading C, as far as names need it. */

static bool is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

static void add_token(struct check *check, enum token_kind kind, struct slice text,
		      const char *file, unsigned line)
{
	must(check->count < TOKENS_MAX);
	check->tokens[check->count++] =
		(struct token){.kind = kind, .text = text, .file = file, .line = line};
}

/* Length of a comment at the start of the text, or 0. */
static size_t comment_length(struct slice text)
{
	const bool block = slice_starts(text, S("/*"));
	if (!block && !slice_starts(text, S("//"))) {
		return 0;
	}
	const size_t end = slice_find(text, block ? S("*/") : S("\n"));
	return end == SIZE_MAX ? text.length : end + (block ? 2 : 0);
}

/* Length of a quoted text or character with its quotes. */
static size_t quoted_length(struct slice text)
{
	size_t at = 1;
	while (at < text.length && text.at[at] != text.at[0]) {
		at += text.at[at] == '\\' ? 2 : 1;
	}
	return at < text.length ? at + 1 : text.length;
}

static size_t word_length(struct slice text)
{
	size_t at = 0;
	while (at < text.length && is_word(text.at[at])) {
		at++;
	}
	return at;
}

/* Take one piece of the text; its tokens are added. Returns its length. */
static size_t read_piece(struct check *check, struct slice text, const char *file, unsigned line)
{
	const size_t comment = comment_length(text);
	const size_t word = word_length(text);
	if (comment > 0) {
		return comment;
	}
	if (text.at[0] == '"' || text.at[0] == '\'') {
		const size_t length = quoted_length(text);
		add_token(check, text.at[0] == '"' ? TOKEN_TEXT : TOKEN_SIGN,
			  slice_between(text, 1, length - 1), file, line);
		return length;
	}
	if (word > 0) {
		add_token(check, TOKEN_WORD, slice_between(text, 0, word), file, line);
		return word;
	}
	if ((unsigned char)text.at[0] > ' ') {
		add_token(check, TOKEN_SIGN, slice_between(text, 0, 1), file, line);
	}
	return 1;
}

static err read_source(struct check *check, const char *path)
{
	struct slice text;
	unsigned line = 1;
	TRY(file_read(check->c, path, SOURCE_MAX, &text));
	while (text.length > 0) {
		const size_t length = read_piece(check, text, path, line);
		for (size_t i = 0; i < length; i++) {
			line += text.at[i] == '\n';
		}
		text = slice_between(text, length, SIZE_MAX);
	}
	return OK;
}

/* ---- Calls and prototypes. */

struct arguments {
	size_t count;
	size_t from[ARGUMENTS_MAX]; /* tokens [from, to) */
	size_t to[ARGUMENTS_MAX];
};

static bool sign_is(const struct token *token, char sign)
{
	return token->kind == TOKEN_SIGN && token->text.length == 1 && token->text.at[0] == sign;
}

/* What stands between the parentheses that open at `at`. False: too much of it, or no end. */
static bool read_arguments(const struct check *check, size_t at, struct arguments *ret_arguments)
{
	struct arguments arguments = {.count = 1, .from = {at + 1}};
	size_t depth = 0;
	for (size_t i = at; i < check->count; i++) {
		const struct token *token = &check->tokens[i];
		if (sign_is(token, '(') || sign_is(token, '{') || sign_is(token, '[')) {
			depth++;
		} else if (sign_is(token, ')') || sign_is(token, '}') || sign_is(token, ']')) {
			depth--;
		} else if (sign_is(token, ',') && depth == 1) {
			if (arguments.count == ARGUMENTS_MAX) {
				return false;
			}
			arguments.to[arguments.count - 1] = i;
			arguments.from[arguments.count++] = i + 1;
		}
		if (depth == 0) {
			arguments.to[arguments.count - 1] = i;
			*ret_arguments = arguments;
			return true;
		}
	}
	return false;
}

static bool argument_has(const struct check *check, const struct arguments *arguments, size_t index,
			 const char *word)
{
	for (size_t i = arguments->from[index]; i < arguments->to[index]; i++) {
		if (check->tokens[i].kind == TOKEN_WORD && slice_is(check->tokens[i].text, word)) {
			return true;
		}
	}
	return false;
}

/* Index of the parameter "const char *WORD", or SIZE_MAX. */
static size_t text_parameter(const struct check *check, const struct arguments *arguments,
			     const char *word)
{
	for (size_t i = 0; i < arguments->count; i++) {
		if (argument_has(check, arguments, i, "char") &&
		    argument_has(check, arguments, i, word)) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool has_view(const struct check *check, const struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++) {
		if (argument_has(check, arguments, i, "struct") &&
		    argument_has(check, arguments, i, "view")) {
			return true;
		}
	}
	return false;
}

static void add_function(struct check *check, struct slice name, size_t argument, bool is_template)
{
	for (size_t i = 0; i < check->functions_count; i++) {
		if (slice_equal(check->functions[i].name, name) &&
		    check->functions[i].is_template == is_template) {
			return;
		}
	}
	must(check->functions_count < FUNCTIONS_MAX);
	check->functions[check->functions_count++] =
		(struct function){.name = name, .argument = argument, .is_template = is_template};
}

static bool is_call(const struct check *check, size_t at)
{
	return at + 1 < check->count && check->tokens[at].kind == TOKEN_WORD &&
	       sign_is(&check->tokens[at + 1], '(');
}

static void find_functions(struct check *check)
{
	struct arguments arguments;
	for (size_t i = 0; i < check->count; i++) {
		if (!is_call(check, i) || !read_arguments(check, i + 1, &arguments)) {
			continue;
		}
		const size_t name = text_parameter(check, &arguments, "name");
		const size_t template = text_parameter(check, &arguments, "template_name");
		if (name != SIZE_MAX && has_view(check, &arguments)) {
			add_function(check, check->tokens[i].text, name, false);
		}
		if (template != SIZE_MAX) {
			add_function(check, check->tokens[i].text, template, true);
		}
	}
}

/* ---- Comparing. */

/* Is `name` the literal itself, or literal_SOMETHING? */
static bool is_made_of(struct slice name, struct slice literal)
{
	return slice_equal(name, literal) ||
	       (name.length > literal.length && name.at[literal.length] == '_' &&
		slice_starts(name, literal));
}

static bool shows(const struct check *check, struct slice name)
{
	const struct slice *templates = NULL;
	const struct slice *names = NULL;
	const size_t count = templates_list(check->templates, check->c->arena, &templates);
	for (size_t i = 0; i < count; i++) {
		const size_t found =
			templates_names(check->templates, arena_cstr(check->c->arena, templates[i]),
					check->c->arena, &names);
		for (size_t k = 0; k < found; k++) {
			if (is_made_of(names[k], name)) {
				return true;
			}
		}
	}
	return false;
}

static bool is_template(const struct check *check, struct slice name)
{
	const struct slice *templates = NULL;
	const size_t count = templates_list(check->templates, check->c->arena, &templates);
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(templates[i], name)) {
			return true;
		}
	}
	return false;
}

static bool is_literal(const struct check *check, struct slice name)
{
	for (size_t i = 0; i < check->count; i++) {
		if (check->tokens[i].kind == TOKEN_TEXT &&
		    slice_equal(check->tokens[i].text, name)) {
			return true;
		}
	}
	return false;
}

static void complain(struct check *check, const struct token *token, const char *what)
{
	(void)fprintf(stderr, "%s:%u: \"%.*s\" %s\n", token->file, token->line,
		      SLICE_PRINT(token->text), what);
	check->failed = true;
}

/* The literal that a call at `at` gives to `function`, or NULL when it is no literal. */
static const struct token *literal_of(const struct check *check, size_t at,
				      const struct function *function)
{
	struct arguments arguments;
	if (!is_call(check, at) || !slice_equal(check->tokens[at].text, function->name) ||
	    !read_arguments(check, at + 1, &arguments) || arguments.count <= function->argument) {
		return NULL;
	}
	const size_t from = arguments.from[function->argument];
	const bool literal = arguments.to[function->argument] == from + 1 &&
			     check->tokens[from].kind == TOKEN_TEXT;
	return literal ? &check->tokens[from] : NULL;
}

static void check_calls(struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		for (size_t k = 0; k < check->functions_count; k++) {
			const struct function *function = &check->functions[k];
			const struct token *literal = literal_of(check, i, function);
			if (literal == NULL) {
				continue;
			}
			if (function->is_template && !is_template(check, literal->text)) {
				complain(check, literal, "is no template");
			} else if (!function->is_template && !shows(check, literal->text)) {
				complain(check, literal, "is set, but no template shows it");
			}
		}
	}
}

static struct slice without_ending(struct slice name, struct slice ending)
{
	return slice_ends(name, ending) ? slice_between(name, 0, name.length - ending.length)
					: name;
}

/* Is there a literal "%s_ENDING" such that NAME_ENDING is `name` and NAME a literal? */
static bool is_composed(const struct check *check, struct slice name)
{
	for (size_t i = 0; i < check->count; i++) {
		const struct slice text = check->tokens[i].text;
		if (check->tokens[i].kind == TOKEN_TEXT && slice_starts(text, S("%s_"))) {
			const struct slice start =
				without_ending(name, slice_between(text, 2, SIZE_MAX));
			if (start.length < name.length && is_literal(check, start)) {
				return true;
			}
		}
	}
	return false;
}

static bool is_set(const struct check *check, struct slice name)
{
	const struct slice plain = without_ending(name, S("_lang"));
	return is_literal(check, name) || is_literal(check, plain) || is_composed(check, plain);
}

/* Is the template a literal of a page, or a partial of another template? */
static bool is_asked_for(const struct check *check, struct slice name)
{
	return is_literal(check, name) || templates_has_partial(check->templates, name);
}

static void check_templates(struct check *check)
{
	struct arena *arena = check->c->arena;
	const struct slice *templates = NULL;
	const struct slice *names = NULL;
	const size_t count = templates_list(check->templates, arena, &templates);
	for (size_t i = 0; i < count; i++) {
		if (!is_asked_for(check, templates[i])) {
			(void)fprintf(stderr, "templates/%.*s.mustache: no page shows it\n",
				      SLICE_PRINT(templates[i]));
			check->failed = true;
		}
		const size_t found = templates_names(
			check->templates, arena_cstr(arena, templates[i]), arena, &names);
		for (size_t k = 0; k < found; k++) {
			if (!is_set(check, names[k])) {
				(void)fprintf(stderr,
					      "templates/%.*s.mustache: no page sets \"%.*s\"\n",
					      SLICE_PRINT(templates[i]), SLICE_PRINT(names[k]));
				check->failed = true;
			}
		}
	}
}

static err load(struct check *check)
{
	struct messages *messages = NULL;
	struct templates *templates = NULL;
	TRY(messages_load(check->c, &SPEAN_EMBEDDED, &messages));
	const err result = templates_load(check->c, &SPEAN_EMBEDDED, messages, &templates);
	if (result != OK) {
		const struct slice sentence =
			messages_fail(check->c->arena, messages, LANGUAGE_EN, &check->c->fail);
		(void)fprintf(stderr, "%.*s\n", SLICE_PRINT(sentence));
	}
	check->templates = templates;
	return result;
}

static err run(struct check *check, int count, char **sources)
{
	TRY(load(check));
	for (int i = 1; i < count; i++) {
		TRY(read_source(check, sources[i]));
	}
	find_functions(check);
	check_calls(check);
	check_templates(check);
	return OK;
}

int main(int count, char **arguments)
{
	struct ctx c = {.arena = arena_create()};
	struct check check = {
		.c = &c,
		.tokens = ARENA_ARRAY(c.arena, TOKENS_MAX, struct token),
		.functions = ARENA_ARRAY(c.arena, FUNCTIONS_MAX, struct function),
	};
	const err result = run(&check, count, arguments);
	if (result != OK) {
		(void)fprintf(stderr, "templates_check: %s %s\n", c.fail.key, c.fail.detail);
	}
	const bool good = result == OK && !check.failed;
	arena_destroy(c.arena);
	return good ? 0 : 1;
}
