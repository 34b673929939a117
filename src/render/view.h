/* view.h - what a view is made of. Inside render/ only; pages use render.h. */
#ifndef SPEAN_RENDER_VIEW_H
#define SPEAN_RENDER_VIEW_H

#include "render/render.h"

enum value_kind { VALUE_TEXT, VALUE_HTML, VALUE_FLAG, VALUE_OBJECT, VALUE_LIST };

struct view_list {
	struct view **items;
	size_t count;
	size_t size;
};

struct value {
	enum value_kind kind;
	bool truth; /* of all but lists: does a section over it show? */
	union {
		struct slice text;         /* VALUE_TEXT; VALUE_HTML: markup */
		const struct view *object; /* VALUE_OBJECT */
		struct view_list *list;    /* VALUE_LIST */
	};
};

/* A name, with a number that holds all of a short name (up to 7 bytes) and tells most longer ones
 * apart: comparing names is what rendering does most. */
struct name {
	const char *at;
	size_t length;
	uint64_t mark;
};
struct name name_of(struct slice text);

struct view_entry {
	struct name name;
	struct value value;
};

/* Names are few: going through them in order beats any index. */
struct view {
	struct arena *arena;
	struct value self; /* this view as a value, for the context of a section */
	struct view_entry *entries;
	size_t count;
	size_t size;
};

/* The value of a name in this view alone, or NULL. */
const struct value *view_find(const struct view *view, const struct name *name);
/* Does a section over the value show? */
bool value_shows(const struct value *value);
/* Append text with & < > " ' as character references. */
void escape_into(struct buf *out, struct slice text);

#endif
