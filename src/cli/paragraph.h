/* paragraph.h - running text for a terminal: words broken at spaces, lines indented. */
#ifndef SPEAN_CLI_PARAGRAPH_H
#define SPEAN_CLI_PARAGRAPH_H

#include "base/buf.h"

/* Add `text` as lines of at most 100 characters. The first stands after `indent` spaces and begins
 * with `head` ("Limits: "), which may be empty; the others stand after `hang` spaces. Words longer
 * than a line (Khmer has no spaces) are left whole. An empty text adds nothing. */
void add_paragraph(struct buf *out, unsigned indent, unsigned hang, struct slice head,
		   struct slice text);

#endif
