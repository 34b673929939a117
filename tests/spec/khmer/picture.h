/* picture.h - what a shaper draws for a text: the contours of all glyphs at their places. Two texts
 * have one picture when the same contours stand at the same places, whatever glyphs and code points
 * they came from.
 */
#ifndef SPEAN_TESTS_PICTURE_H
#define SPEAN_TESTS_PICTURE_H

#include "base/arena.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

enum { PICTURE_FONTS = 4 };
struct picture_fonts;

/* Two families in two cuts each, as Debian installs them (fonts-noto-core, fonts-khmeros). NULL
 * where one is missing; its path then goes to `ret_missing`. */
struct picture_fonts *picture_fonts_open(struct arena *arena, const char **ret_missing);
void picture_fonts_close(struct picture_fonts *fonts);

/* The picture of `text` in a font as a number. False: the shaper put a dotted circle where it found
 * no syllable. */
bool picture_of(struct picture_fonts *fonts, unsigned font, struct slice text,
		uint64_t *ret_picture);

#endif
