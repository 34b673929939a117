#include "render/view.h"

#include <string.h>

enum { ENTRIES_FIRST = 2, ITEMS_FIRST = 8, INT_BYTES_MAX = 20, SHORT_NAME = 7 };

struct name name_of(struct slice text)
{
	const bool whole = text.length <= SHORT_NAME;
	uint64_t mark = text.length;
	for (size_t i = 0; i < SHORT_NAME; i++) {
		/* Of a longer name its last bytes: names of a view often begin alike. */
		const size_t at = whole ? i : text.length - SHORT_NAME + i;
		mark = mark << 8 | (at < text.length ? (unsigned char)text.at[at] : 0u);
	}
	return (struct name){.at = text.at, .length = text.length, .mark = mark};
}

static bool same_name(const struct name *a, const struct name *b)
{
	return a->mark == b->mark &&
	       (a->length <= SHORT_NAME ||
		(a->length == b->length && memcmp(a->at, b->at, a->length) == 0));
}

const struct value *view_find(const struct view *view, const struct name *name)
{
	for (size_t i = 0; i < view->count; i++) {
		if (same_name(&view->entries[i].name, name)) {
			return &view->entries[i].value;
		}
	}
	return NULL;
}

bool value_shows(const struct value *value)
{
	return value->kind == VALUE_LIST ? value->list->count > 0 : value->truth;
}

struct view *view_create(struct arena *arena)
{
	struct view *view = ARENA_NEW(arena, struct view);
	view->arena = arena;
	view->self = (struct value){.kind = VALUE_OBJECT, .truth = true, .object = view};
	return view;
}

/* By four times: an item that is one text stays small, and a large view is not copied often. */
static void grow(struct view *view)
{
	const size_t size = view->size > 0 ? view->size * 4 : ENTRIES_FIRST;
	struct view_entry *more = ARENA_ARRAY(view->arena, size, struct view_entry);
	if (view->count > 0) {
		memcpy(more, view->entries, view->count * sizeof *more);
	}
	view->entries = more;
	view->size = size;
}

static struct value *find_or_add(struct view *view, const char *name_text)
{
	const struct name name = name_of(slice_of(name_text));
	for (size_t i = 0; i < view->count; i++) {
		if (same_name(&view->entries[i].name, &name)) {
			return &view->entries[i].value;
		}
	}
	if (view->count == view->size) {
		grow(view);
	}
	struct view_entry *entry = &view->entries[view->count++];
	entry->name = name;
	return &entry->value;
}

void view_text(struct view *view, const char *name, struct slice text)
{
	*find_or_add(view, name) =
		(struct value){.kind = VALUE_TEXT, .truth = text.length > 0, .text = text};
}

void view_html(struct view *view, const char *name, struct html html)
{
	*find_or_add(view, name) = (struct value){
		.kind = VALUE_HTML,
		.truth = html.markup.length > 0,
		.text = html.markup,
	};
}

/* printf would take longer than all the rest of filling a view. */
static struct slice digits_of(struct arena *arena, int64_t value)
{
	char digits[INT_BYTES_MAX];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0) {
		digits[--at] = '-';
	}
	return arena_copy(arena, (struct slice){.at = digits + at, .length = sizeof digits - at});
}

void view_int(struct view *view, const char *name, int64_t value)
{
	*find_or_add(view, name) = (struct value){
		.kind = VALUE_TEXT,
		.truth = value != 0,
		.text = digits_of(view->arena, value),
	};
}

void view_flag(struct view *view, const char *name, bool value)
{
	*find_or_add(view, name) = (struct value){.kind = VALUE_FLAG, .truth = value};
}

struct view *view_object(struct view *view, const char *name)
{
	struct view *object = view_create(view->arena);
	*find_or_add(view, name) = object->self;
	return object;
}

void view_list(struct view *view, const char *name)
{
	*find_or_add(view, name) = (struct value){
		.kind = VALUE_LIST,
		.list = ARENA_NEW(view->arena, struct view_list),
	};
}

static struct view_list *list_of(struct view *view, const char *name)
{
	const struct name wanted = name_of(slice_of(name));
	const struct value *value = view_find(view, &wanted);
	if (value == NULL || value->kind != VALUE_LIST) {
		view_list(view, name);
		value = view_find(view, &wanted);
	}
	return value->list;
}

struct view *view_item(struct view *view, const char *name)
{
	struct view_list *list = list_of(view, name);
	if (list->count == list->size) {
		const size_t size = list->size > 0 ? list->size * 2 : ITEMS_FIRST;
		struct view **more = ARENA_ARRAY(view->arena, size, struct view *);
		if (list->count > 0) {
			memcpy(more, list->items, list->count * sizeof *more);
		}
		list->items = more;
		list->size = size;
	}
	struct view *item = view_create(view->arena);
	list->items[list->count++] = item;
	return item;
}

void view_message(struct view *view, const char *name, struct message message,
		  enum language page_language)
{
	const struct slice marked = arena_format(view->arena, "%s_lang", name);
	const bool foreign = message.language != page_language;
	view_text(view, name, message.text);
	view_text(view, marked.at,
		  foreign ? slice_of(language_code(message.language)) : (struct slice){0});
}
