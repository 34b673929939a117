/* Any text as a template, first a plain one, then a page. A NUL parts the text from its partial.
 * What renders, renders the same twice; and a page whose template holds no '<' shows none,
 * whatever the values hold. */
#include "fuzz.h"

#include "render/render.h"

enum { OUTPUT_MAX = 256 * 1024 };

/* One value of each kind under the shortest names. */
static struct view *view_of_everything(struct arena *arena)
{
	struct view *view = view_create(arena);
	view_text(view, "a", S("<&>\"'"));
	view_text(view, "b", (struct slice){0});
	view_int(view, "c", 0);
	view_flag(view, "d", true);
	view_html(view, "h", html_escape(arena, S("<h>")));
	struct view *object = view_object(view, "o");
	view_text(object, "a", S("<o>\nx"));
	(void)view_object(object, "o");
	for (int64_t i = 0; i < 2; i++) {
		view_int(view_item(view, "l"), ".", i);
	}
	view_list(view, "e");
	return view;
}

static struct slice partial(void *of, struct slice name)
{
	return slice_is(name, "p") ? *(const struct slice *)of : (struct slice){0};
}

static struct slice plain(struct ctx *c, struct slice text, struct slice part,
			  const struct view *view)
{
	struct buf *out = buf_create(c->arena, OUTPUT_MAX);
	const err result = mustache_render(c, text, view, partial, &part, out);
	return result == OK ? buf_slice(out) : S("");
}

/* Read once: it is the same for every input, and reading takes longer than all the rest. */
static const struct messages *real_messages(void)
{
	static struct ctx c;
	static struct messages *messages;
	if (messages == NULL) {
		c.arena = arena_create();
		must(messages_load(&c, &SPEAN_EMBEDDED, &messages) == OK);
	}
	return messages;
}

static void page(struct ctx *c, struct slice text, struct slice part, const struct view *view)
{
	static const char EMPTY[] = "";
	const struct embedded_file files[] = {
		{"templates/p.mustache", part.length > 0 ? part.at : EMPTY, part.length},
		{"templates/x.mustache", text.length > 0 ? text.at : EMPTY, text.length},
	};
	const struct embedded embedded = {.files = files, .count = COUNT_OF(files)};
	struct templates *templates = NULL;
	struct buf *out = buf_create(c->arena, OUTPUT_MAX);
	const struct slice *names = NULL;

	if (templates_load(c, &embedded, real_messages(), &templates) != OK) {
		return;
	}
	(void)templates_names(templates, "x", c->arena, &names);
	const err result = templates_render(c, templates, "x", LANGUAGE_EN, view, out);
	if (result == OK && slice_find_byte(text, '<') == SIZE_MAX &&
	    slice_find_byte(part, '<') == SIZE_MAX) {
		must(slice_find_byte(buf_slice(out), '<') == SIZE_MAX);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice input = {.at = (const char *)data, .length = size};
	const size_t cut = slice_find_byte(input, '\0');
	const struct slice text = slice_between(input, 0, cut);
	const struct slice part = cut < size ? slice_between(input, cut + 1, SIZE_MAX) : S("");
	struct ctx c = {.arena = arena_create()};
	const struct view *view = view_of_everything(c.arena);

	must(slice_equal(plain(&c, text, part, view), plain(&c, text, part, view)));
	page(&c, text, part, view);
	arena_destroy(c.arena);
	return 0;
}
