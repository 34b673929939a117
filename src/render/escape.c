#include "render/view.h"

/* NULL for bytes that stand for themselves. */
static const char *const REFERENCES[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void escape_into(struct buf *out, struct slice text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.length; i++) {
		const char *reference = REFERENCES[(unsigned char)text.at[i]];
		if (reference != NULL) {
			buf_add(out, slice_between(text, from, i));
			buf_add_cstr(out, reference);
			from = i + 1;
		}
	}
	buf_add(out, slice_between(text, from, text.length));
}

struct html html_escape(struct arena *arena, struct slice text)
{
	enum { LONGEST_REFERENCE = 6 };
	struct buf *out = buf_create(arena, text.length * LONGEST_REFERENCE);
	escape_into(out, text);
	return (struct html){.markup = buf_slice(out)};
}
