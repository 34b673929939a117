#include "cli/paragraph.h"

#include "base/utf8.h"

enum { LINE_CELLS = 100 };

static void add_indent(struct buf *out, unsigned indent)
{
	for (unsigned i = 0; i < indent; i++) {
		buf_add_byte(out, ' ');
	}
}

void add_paragraph(struct buf *out, unsigned indent, unsigned hang, struct slice head,
		   struct slice text)
{
	struct slice word;
	if (slice_empty(text)) {
		return;
	}
	add_indent(out, indent);
	buf_add(out, head);
	size_t used = indent + utf8_count(head);
	bool first = true;
	while (slice_next(&text, ' ', &word)) {
		const size_t length = utf8_count(word);
		if (!first && used + 1 + length > LINE_CELLS) {
			buf_add_byte(out, '\n');
			add_indent(out, hang);
			used = hang;
		} else if (!first) {
			buf_add_byte(out, ' ');
			used++;
		}
		buf_add(out, word);
		used += length;
		first = false;
	}
	buf_add_byte(out, '\n');
}
