/* markup.h - where in HTML a place of a template stands, and what may be put there.
 *
 * Inside render/ only. Escaping & < > " ' is right between tags and inside quoted attribute values,
 * and nowhere else: not in an unquoted value, not in a tag, not in a script or a style. So those
 * places are refused when a template is compiled. It is a walk over the template's own text, with
 * the states of the HTML standard (13.2.5, tokenization) that matter here.
 */
#ifndef SPEAN_RENDER_MARKUP_H
#define SPEAN_RENDER_MARKUP_H

#include "base/slice.h"

enum markup_place {
	MARKUP_CONTENT,     /* between tags */
	MARKUP_OPEN,        /* just after '<' */
	MARKUP_TAG,         /* in a tag, outside of values */
	MARKUP_BEFORE,      /* after the '=' of an attribute */
	MARKUP_UNQUOTED,    /* in a value without quotes */
	MARKUP_DOUBLE,      /* in a value with " */
	MARKUP_SINGLE,      /* in a value with ' */
	MARKUP_DECLARATION, /* <!doctype ...> */
	MARKUP_COMMENT,     /* <!-- ... --> */
	MARKUP_PLAIN,       /* content of title, textarea, option: text, no tags */
	MARKUP_SCRIPT,      /* content of script, style */
};

enum { MARKUP_ELEMENT_MAX = 10 };
struct markup {
	enum markup_place place;
	bool naming; /* still in the name of the element */
	size_t element_length;
	char element[MARKUP_ELEMENT_MAX]; /* its first bytes, lower case; '/' first when it ends */
};

/* Walk on over `text`. Starts from a zeroed struct. */
void markup_walk(struct markup *markup, struct slice text);
/* May an escaped value stand here? */
bool markup_takes_text(const struct markup *markup);
/* The same place, so that what lies between may be left out or repeated? */
bool markup_same(const struct markup *a, const struct markup *b);

#endif
