/* mustache.h - a compiled template: a flat row of operations. Inside render/ only.
 *
 * compile.c makes it from text in one pass, run.c goes through it. A section knows where its end
 * is, so that nothing is searched at run time.
 */
#ifndef SPEAN_RENDER_MUSTACHE_H
#define SPEAN_RENDER_MUSTACHE_H

#include "render/view.h"

enum {
	TEMPLATE_BYTES_MAX = 1024 * 1024,
	TEMPLATE_SECTIONS_MAX = 64,  /* sections within sections */
	TEMPLATE_PARTS_MAX = 16,     /* of a dotted name */
	TEMPLATE_PARTIALS_MAX = 256, /* different partials of one text */
	TEMPLATE_CALLS_MAX = 32,     /* partials within partials */
	TEMPLATE_FRAMES_MAX = 128,   /* sections open at once, through all partials */
	TEMPLATE_STEPS_MAX = 5 * 1000 * 1000,
};

enum op_kind {
	OP_TEXT,     /* text; `line_start`: it begins a line */
	OP_INDENT,   /* a line begins with what follows */
	OP_VALUE,    /* name, escaped */
	OP_RAW,      /* name, as it is */
	OP_SECTION,  /* name; `other` = its OP_CLOSE */
	OP_INVERTED, /* name; `other` = its OP_CLOSE */
	OP_CLOSE,    /* `other` = what it closes */
	OP_PARTIAL,  /* text = name; `indent`, `standalone` */
	OP_MESSAGE,  /* `languages` */
};

struct op {
	enum op_kind kind;
	uint32_t line;
	uint32_t other; /* OP_PARTIAL: index into the library, once it is known */
	bool line_start;
	bool standalone;
	uint8_t parts_count; /* 0: the name is "." */
	struct slice text;   /* OP_TEXT; the name as written */
	union {
		const struct name *parts;
		const struct slice *languages; /* markup for each language */
		struct slice indent;
	};
};

struct program {
	struct slice name; /* "directory" of templates/directory.mustache; empty for a plain text */
	const struct op *ops;
	size_t count;
};

/* How strict: TEMPLATE_PAGE also knows {{t:KEY}} and holds the template to what is safe in HTML
 * (markup.h). */
enum template_kind { TEMPLATE_PAGE, TEMPLATE_PLAIN };

/* Compile `text`, which must outlive the program. ERR_INVALID template.* with file=, line= and
 * what=; ERR_LIMIT template.too_large, template.too_deep. `messages` only for TEMPLATE_PAGE. */
MUST_USE err mustache_compile(struct ctx *c, enum template_kind kind, struct slice name,
			      struct slice text, const struct messages *messages,
			      struct program *ret_program);

/* Where partials come from. */
struct library {
	struct program *programs;
	size_t count;
	size_t size;
	struct slice (*partial)(void *of, struct slice name); /* TEMPLATE_PLAIN: the text of one */
	void *of;
};

MUST_USE err mustache_run(struct ctx *c, enum template_kind kind, struct library *library,
			  const struct program *program, enum language language,
			  const struct view *view, struct buf *out);

#endif
