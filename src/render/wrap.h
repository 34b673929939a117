/* wrap.h - lines of a label in a drawing, where no browser breaks them. Inside render/ only.
 *
 * Widths are guesses (a Latin letter 7.5, others 10 pixels at 15 pixels of type): SVG text is not
 * measured on the server. A line breaks at a space, or between Khmer syllables: never before a
 * dependent vowel or sign, nor between a coeng and its consonant.
 */
#ifndef SPEAN_RENDER_WRAP_H
#define SPEAN_RENDER_WRAP_H

#include "base/slice.h"

/* Take one line of at most `pixels` from *rest (valid UTF-8). False when nothing is left. */
bool wrap_next(struct slice *rest, unsigned pixels, struct slice *ret_line);
unsigned wrap_width(struct slice text);

#endif
