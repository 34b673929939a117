/* paragraph.h - running text for a terminal: words broken at spaces, lines indented. */
#ifndef SPEAN_CLI_PARAGRAPH_H
#define SPEAN_CLI_PARAGRAPH_H

#include "base/buf.h"

/* Add `text` as lines of at most 100 characters, each after `indent` spaces; the first line begins
 * with `head` ("Limits: "), which may be empty. Words longer than a line (Khmer has no spaces) are
 * left whole. An empty text adds nothing. */
void add_paragraph(struct buf *out, unsigned indent, struct slice head, struct slice text);

#endif
