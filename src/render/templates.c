#include "render/mustache.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name, as the embedded files are. */
struct templates {
	struct library library;
};

static const struct slice FOLDER = {.at = "templates/", .length = 10};
static const struct slice ENDING = {.at = ".mustache", .length = 9};

static bool is_template(const struct embedded_file *file, struct slice *ret_name)
{
	const struct slice path = slice_of(file->path);
	if (!slice_starts(path, FOLDER) || !slice_ends(path, ENDING) ||
	    path.length <= FOLDER.length + ENDING.length) {
		return false;
	}
	*ret_name = slice_between(path, FOLDER.length, path.length - ENDING.length);
	return true;
}

static size_t find_program(const struct library *library, struct slice name)
{
	for (size_t i = 0; i < library->count; i++) {
		if (slice_equal(library->programs[i].name, name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

/* Every {{>name}} gets the index of its template. */
static err link_partials(struct ctx *c, const struct library *library, struct program *program)
{
	struct op *ops = ARENA_ARRAY(c->arena, program->count, struct op);
	for (size_t i = 0; i < program->count; i++) {
		ops[i] = program->ops[i];
		if (ops[i].kind != OP_PARTIAL) {
			continue;
		}
		const size_t index = find_program(library, ops[i].text);
		if (index == SIZE_MAX) {
			return FAIL(c, ERR_INVALID, "template.unknown_partial",
				    "file=%.*s\nline=%u\nwhat=%.*s", SLICE_PRINT(program->name),
				    ops[i].line, SLICE_PRINT(ops[i].text));
		}
		ops[i].other = (uint32_t)index;
	}
	program->ops = ops;
	return OK;
}

err templates_load(struct ctx *c, const struct embedded *embedded, const struct messages *messages,
		   struct templates **ret_templates)
{
	struct templates *templates = ARENA_NEW(c->arena, struct templates);
	struct library *library = &templates->library;
	struct slice name;
	library->programs = ARENA_ARRAY(c->arena, embedded->count, struct program);
	for (size_t i = 0; i < embedded->count; i++) {
		const struct embedded_file *file = &embedded->files[i];
		if (is_template(file, &name)) {
			const struct slice text = {.at = file->bytes, .length = file->length};
			TRY(mustache_compile(c, TEMPLATE_PAGE, name, text, messages,
					     &library->programs[library->count]));
			library->count++;
		}
	}
	for (size_t i = 0; i < library->count; i++) {
		TRY(link_partials(c, library, &library->programs[i]));
	}
	*ret_templates = templates;
	return OK;
}

err templates_render(struct ctx *c, const struct templates *templates, const char *template_name,
		     enum language language, const struct view *view, struct buf *out)
{
	/* Pages never add to the library; it is shared by threads. */
	struct library library = templates->library;
	const size_t index = find_program(&library, slice_of(template_name));
	if (index == SIZE_MAX) {
		return FAIL(c, ERR_BROKEN, "template.missing", "file=%s", template_name);
	}
	return mustache_run(c, TEMPLATE_PAGE, &library, &library.programs[index], language, view,
			    out);
}

err templates_render_html(struct ctx *c, const struct templates *templates,
			  const char *template_name, enum language language,
			  const struct view *view, size_t max_bytes, struct html *ret_html)
{
	struct buf *out = buf_create(c->arena, max_bytes);
	struct slice markup;

	TRY(templates_render(c, templates, template_name, language, view, out));
	TRY(buf_done(c, out, &markup));
	*ret_html = (struct html){.markup = markup};
	return OK;
}

err mustache_render(struct ctx *c, struct slice text, const struct view *view,
		    struct slice (*partial)(void *of, struct slice name), void *of, struct buf *out)
{
	struct library library = {
		.programs = ARENA_ARRAY(c->arena, TEMPLATE_PARTIALS_MAX, struct program),
		.size = TEMPLATE_PARTIALS_MAX,
		.partial = partial,
		.of = of,
	};
	struct program program;
	TRY(mustache_compile(c, TEMPLATE_PLAIN, (struct slice){0}, text, NULL, &program));
	return mustache_run(c, TEMPLATE_PLAIN, &library, &program, LANGUAGE_EN, view, out);
}

/* ---- The names that a template uses. */

struct names {
	const struct library *library;
	bool *visited; /* a program each */
	struct slice *at;
	size_t count;
};

static bool has_name(enum op_kind kind)
{
	return kind == OP_VALUE || kind == OP_RAW || kind == OP_SECTION || kind == OP_INVERTED;
}

/* Most names that `index` and its partials can give; visits each program once. */
static size_t count_names(struct names *names, size_t index)
{
	const struct program *program = &names->library->programs[index];
	size_t count = 0;
	if (names->visited[index]) {
		return 0;
	}
	names->visited[index] = true;
	for (size_t i = 0; i < program->count; i++) {
		const struct op *op = &program->ops[i];
		count += has_name(op->kind) ? op->parts_count : 0;
		count += op->kind == OP_PARTIAL ? count_names(names, op->other) : 0;
	}
	return count;
}

static int by_bytes(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void collect(struct names *names, const struct program *program)
{
	for (size_t i = 0; i < program->count; i++) {
		const struct op *op = &program->ops[i];
		for (size_t k = 0; has_name(op->kind) && k < op->parts_count; k++) {
			names->at[names->count++] = (struct slice){
				.at = op->parts[k].at,
				.length = op->parts[k].length,
			};
		}
	}
}

static size_t without_doubles(struct slice *at, size_t count)
{
	size_t kept = 0;
	if (count > 1) {
		qsort(at, count, sizeof *at, by_bytes);
	}
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || !slice_equal(at[kept - 1], at[i])) {
			at[kept++] = at[i];
		}
	}
	return kept;
}

size_t templates_names(const struct templates *templates, const char *name, struct arena *arena,
		       const struct slice **ret_names)
{
	const struct library *library = &templates->library;
	struct names names = {
		.library = library,
		.visited = ARENA_ARRAY(arena, library->count + 1, bool),
	};
	const size_t index = find_program(library, slice_of(name));
	if (index == SIZE_MAX) {
		*ret_names = NULL;
		return 0;
	}
	names.at = ARENA_ARRAY(arena, count_names(&names, index), struct slice);
	for (size_t i = 0; i < library->count; i++) {
		if (names.visited[i]) {
			collect(&names, &library->programs[i]);
		}
	}
	*ret_names = names.at;
	return without_doubles(names.at, names.count);
}

size_t templates_list(const struct templates *templates, struct arena *arena,
		      const struct slice **ret_names)
{
	const struct library *library = &templates->library;
	struct slice *at = ARENA_ARRAY(arena, library->count, struct slice);
	for (size_t i = 0; i < library->count; i++) {
		at[i] = library->programs[i].name;
	}
	*ret_names = at;
	return library->count;
}

bool templates_has_partial(const struct templates *templates, struct slice name)
{
	const struct library *library = &templates->library;
	for (size_t i = 0; i < library->count; i++) {
		const struct program *program = &library->programs[i];
		for (size_t k = 0; k < program->count; k++) {
			const struct op *op = &program->ops[k];
			if (op->kind == OP_PARTIAL && slice_equal(op->text, name) &&
			    !slice_equal(program->name, name)) {
				return true;
			}
		}
	}
	return false;
}
