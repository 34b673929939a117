/* Going through the operations of a template with a view. */
#include "render/mustache.h"

#include <string.h>

/* An open section: what its names mean first, and for a list where in it we are. */
struct frame {
	const struct value *context;
	const struct view_list *list; /* NULL: shown once */
	size_t index;
};

struct run {
	struct ctx *c;
	enum template_kind kind;
	enum language language;
	struct library *library;
	const struct program *program;
	struct slice indent; /* of the partial that we are in */
	struct buf *out;
	struct frame frames[TEMPLATE_FRAMES_MAX];
	size_t depth;
	size_t calls;
	size_t steps;
};

static err run_program(struct run *run, const struct program *program, struct slice indent);

static err refuse(const struct run *run, const char *key, const struct op *op)
{
	return FAIL(run->c, ERR_BROKEN, key, "file=%.*s\nline=%u\nname=%.*s",
		    SLICE_PRINT(run->program->name), op->line,
		    SLICE_PRINT(slice_between(op->text, 0, 80)));
}

static err refuse_limit(const struct run *run, const char *key, const struct op *op)
{
	return FAIL(run->c, ERR_LIMIT, key, "file=%.*s\nline=%u", SLICE_PRINT(run->program->name),
		    op->line);
}

static const struct value *find_in(const struct value *context, const struct name *name)
{
	return context->kind == VALUE_OBJECT ? view_find(context->object, name) : NULL;
}

/* ".": a view may have a value of its own under that name (an item that is just a text). */
static const struct value *current(const struct run *run)
{
	static const struct name DOT = {
		.at = ".", .length = 1, .mark = UINT64_C(0x012E000000000000)};
	const struct value *context = run->frames[run->depth - 1].context;
	const struct value *own = find_in(context, &DOT);
	return own != NULL ? own : context;
}

/* The value of an op's name, or NULL: its first part in the innermost context that has it, the
 * other parts inside of what was found. */
static const struct value *find(const struct run *run, const struct op *op)
{
	if (op->parts_count == 0) {
		return current(run);
	}
	const struct value *value = NULL;
	for (size_t i = run->depth; i > 0 && value == NULL; i--) {
		value = find_in(run->frames[i - 1].context, &op->parts[0]);
	}
	for (size_t i = 1; i < op->parts_count && value != NULL; i++) {
		value = find_in(value, &op->parts[i]);
	}
	return value;
}

/* The same, where a page must know the name. *ret_value may be NULL only for plain texts. */
static err look_up(const struct run *run, const struct op *op, const struct value **ret_value)
{
	*ret_value = find(run, op);
	if (*ret_value == NULL && run->kind == TEMPLATE_PAGE) {
		return refuse(run, "template.unknown_name", op);
	}
	return OK;
}

/* Text with the partial's indentation before every line that is not empty. */
static void put_indented(struct run *run, const struct op *op)
{
	struct slice rest = op->text;
	bool at_start = op->line_start;
	while (rest.length > 0) {
		const size_t end = slice_find_byte(rest, '\n');
		const size_t length = end == SIZE_MAX ? rest.length : end + 1;
		if (at_start && rest.at[0] != '\n') {
			buf_add(run->out, run->indent);
		}
		buf_add(run->out, slice_between(rest, 0, length));
		rest = slice_between(rest, length, SIZE_MAX);
		at_start = true;
	}
}

static err put_value(struct run *run, const struct op *op)
{
	const struct value *value = NULL;
	TRY(look_up(run, op, &value));
	if (value == NULL) {
		return OK;
	}
	if (value->kind != VALUE_TEXT && value->kind != VALUE_HTML) {
		return run->kind == TEMPLATE_PAGE ? refuse(run, "template.no_text", op) : OK;
	}
	if (op->kind == OP_VALUE) {
		escape_into(run->out, value->text);
		return OK;
	}
	if (run->kind == TEMPLATE_PAGE && value->kind != VALUE_HTML) {
		return refuse(run, "template.not_html", op);
	}
	buf_add(run->out, value->text);
	return OK;
}

static err push(struct run *run, const struct op *op, struct frame frame)
{
	if (run->depth == TEMPLATE_FRAMES_MAX) {
		return refuse_limit(run, "template.endless", op);
	}
	run->frames[run->depth++] = frame;
	return OK;
}

/* *at is moved past the section when it does not show. */
static err enter_section(struct run *run, const struct op *op, size_t *at)
{
	const struct value *value = NULL;
	TRY(look_up(run, op, &value));
	if (value == NULL || !value_shows(value)) {
		*at = op->other;
		return OK;
	}
	struct frame frame = {.context = value};
	if (value->kind == VALUE_LIST) {
		frame.list = value->list;
		frame.context = &value->list->items[0]->self;
	}
	return push(run, op, frame);
}

static err enter_inverted(struct run *run, const struct op *op, size_t *at)
{
	const struct value *value = NULL;
	TRY(look_up(run, op, &value));
	if (value != NULL && value_shows(value)) {
		*at = op->other;
		return OK;
	}
	/* Names mean the same inside: the frame is there for its OP_CLOSE alone. */
	return push(run, op, (struct frame){.context = run->frames[run->depth - 1].context});
}

static void leave_section(struct run *run, const struct op *op, size_t *at)
{
	struct frame *frame = &run->frames[run->depth - 1];
	frame->index++;
	if (frame->list != NULL && frame->index < frame->list->count) {
		frame->context = &frame->list->items[frame->index]->self;
		*at = op->other;
	} else {
		run->depth--;
	}
}

/* Compile a partial of a plain text when it is first used. NULL program: there is none. */
static err fetch(struct run *run, const struct op *op, const struct program **ret_program)
{
	struct library *library = run->library;
	for (size_t i = 0; i < library->count; i++) {
		if (slice_equal(library->programs[i].name, op->text)) {
			*ret_program = &library->programs[i];
			return OK;
		}
	}
	const struct slice text = library->partial != NULL ? library->partial(library->of, op->text)
							   : (struct slice){0};
	if (slice_empty(text)) {
		*ret_program = NULL;
		return OK;
	}
	if (library->count == library->size) {
		return refuse_limit(run, "template.endless", op);
	}
	struct program *program = &library->programs[library->count];
	TRY(mustache_compile(run->c, run->kind, op->text, text, NULL, program));
	library->count++;
	*ret_program = program;
	return OK;
}

static struct slice deeper(struct run *run, const struct op *op)
{
	if (!op->standalone) {
		return (struct slice){0};
	}
	if (run->indent.length == 0) {
		return op->indent;
	}
	return arena_format(run->c->arena, "%.*s%.*s", SLICE_PRINT(run->indent),
			    SLICE_PRINT(op->indent));
}

static err call_partial(struct run *run, const struct op *op)
{
	const struct program *program = NULL;
	const struct program *caller = run->program;
	const struct slice indent = run->indent;
	if (run->kind == TEMPLATE_PAGE) {
		program = &run->library->programs[op->other];
	} else {
		TRY(fetch(run, op, &program));
	}
	if (program == NULL) {
		return OK;
	}
	if (run->calls == TEMPLATE_CALLS_MAX) {
		return refuse_limit(run, "template.endless", op);
	}
	run->calls++;
	TRY(run_program(run, program, deeper(run, op)));
	run->calls--;
	run->program = caller;
	run->indent = indent;
	return OK;
}

static err run_op(struct run *run, const struct op *op, size_t *at)
{
	switch (op->kind) {
	case OP_TEXT:
		if (run->indent.length == 0) {
			buf_add(run->out, op->text);
		} else {
			put_indented(run, op);
		}
		return OK;
	case OP_INDENT:
		buf_add(run->out, run->indent);
		return OK;
	case OP_VALUE:
	case OP_RAW:
		return put_value(run, op);
	case OP_SECTION:
		return enter_section(run, op, at);
	case OP_INVERTED:
		return enter_inverted(run, op, at);
	case OP_CLOSE:
		leave_section(run, op, at);
		return OK;
	case OP_PARTIAL:
		return call_partial(run, op);
	case OP_MESSAGE:
		buf_add(run->out, op->languages[run->language]);
		return OK;
	}
	return OK;
}

static err run_program(struct run *run, const struct program *program, struct slice indent)
{
	run->program = program;
	run->indent = indent;
	for (size_t at = 0; at < program->count; at++) {
		const struct op *op = &program->ops[at];
		/* Sections over lists multiply: a short text could keep us busy for years. */
		if (++run->steps > TEMPLATE_STEPS_MAX) {
			return refuse_limit(run, "template.endless", op);
		}
		TRY(run_op(run, op, &at));
	}
	return OK;
}

err mustache_run(struct ctx *c, enum template_kind kind, struct library *library,
		 const struct program *program, enum language language, const struct view *view,
		 struct buf *out)
{
	struct run run;
	run.c = c;
	run.kind = kind;
	run.language = language;
	run.library = library;
	run.out = out;
	run.calls = 0;
	run.steps = 0;
	run.frames[0] = (struct frame){.context = &view->self};
	run.depth = 1;
	return run_program(&run, program, (struct slice){0});
}
