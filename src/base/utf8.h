/* utf8.h - UTF-8 at the border: is it valid, and walking it. Unicode 15, chapter 3 (table 3-7): no
 * surrogates, no overlong forms, nothing over U+10FFFF.
 */
#ifndef SPEAN_BASE_UTF8_H
#define SPEAN_BASE_UTF8_H

#include "base/err.h"
#include "base/slice.h"

/* Offset of the first byte that is no part of a valid character, or SIZE_MAX. */
size_t utf8_first_invalid(struct slice text);
/* ERR_INVALID utf8.invalid with at= (byte, from 1) and byte= (hex); also refuses NUL (utf8.nul). */
MUST_USE err utf8_check(struct ctx *c, struct slice text);
/* Take one character from *rest (valid UTF-8). False at the end. */
bool utf8_next(struct slice *rest, uint32_t *ret_character);
/* Write one character: 1 to 4 bytes into `at`. */
size_t utf8_put(char at[4], uint32_t character);
size_t utf8_count(struct slice text);

#endif
