/* slice.h - a piece of text: where it starts and how many bytes it has. It owns nothing.
 *
 * Text is UTF-8 everywhere inside the program; what comes from outside passes utf8_check first
 * (base/utf8.h). An absent value is the empty slice. No function here allocates or fails.
 */
#ifndef SPEAN_BASE_SLICE_H
#define SPEAN_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
	const char *at; /* may be NULL when length is 0 */
	size_t length;  /* bytes */
};

/* A literal as a slice: S("abc"). */
#define S(literal) ((struct slice){.at = "" literal, .length = sizeof(literal) - 1})
/* For printf("%.*s", SLICE_PRINT(text)). */
#define SLICE_PRINT(text) (int)(text).length, ((text).at != NULL ? (text).at : "")

struct slice slice_of(const char *text); /* of a C string; NULL gives the empty slice */
bool slice_empty(struct slice text);
bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice text, const char *literal);
/* Byte order, shorter first: <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);
bool slice_starts(struct slice text, struct slice start);
bool slice_ends(struct slice text, struct slice end);
/* Index of the first `needle` in `text`, or SIZE_MAX. */
size_t slice_find(struct slice text, struct slice needle);
size_t slice_find_byte(struct slice text, char byte);
/* Bytes [from, to), both cut to the text. */
struct slice slice_between(struct slice text, size_t from, size_t to);
/* Without ASCII white space at both ends. */
struct slice slice_trim(struct slice text);

/* Take the next piece up to `separator` from *rest. False when nothing is left.
 * "a;b" gives "a", "b"; "a;" gives "a", ""; "" gives "" once; a NULL start gives nothing (it is
 * what *rest becomes after the last piece). */
bool slice_next(struct slice *rest, char separator, struct slice *ret_piece);
/* As slice_next with ';', trimmed, and empty pieces left out: the lists inside a field. */
bool slice_next_item(struct slice *rest, struct slice *ret_item);
bool slice_list_has(struct slice list, struct slice item);

/* The whole text as a decimal integer (an optional '-' first). False, and *ret_value untouched,
 * for anything else and on overflow. */
bool slice_to_int64(struct slice text, int64_t *ret_value);

#endif
