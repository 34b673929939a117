#include "render/markup.h"

#include "base/err.h"

#include <string.h>

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool element_is(const struct markup *markup, const char *name)
{
	return slice_is((struct slice){.at = markup->element, .length = markup->element_length},
			name);
}

/* What follows the '>' of a start tag. */
static enum markup_place content_of(const struct markup *markup)
{
	if (element_is(markup, "script") || element_is(markup, "style")) {
		return MARKUP_SCRIPT;
	}
	if (element_is(markup, "title") || element_is(markup, "textarea") ||
	    element_is(markup, "option")) {
		return MARKUP_PLAIN;
	}
	return MARKUP_CONTENT;
}

static void in_open(struct markup *markup, char byte)
{
	markup->element_length = 0;
	markup->naming = true;
	if (byte == '!' || byte == '?') {
		markup->place = MARKUP_DECLARATION;
	} else if (byte == '/' || (lower(byte) >= 'a' && lower(byte) <= 'z')) {
		markup->place = MARKUP_TAG;
		markup->element[markup->element_length++] = lower(byte);
	} else {
		markup->place = byte == '<' ? MARKUP_OPEN : MARKUP_CONTENT;
	}
}

static void in_tag(struct markup *markup, char byte)
{
	if (byte == '>') {
		markup->place = content_of(markup);
	} else if (byte == '=') {
		markup->place = MARKUP_BEFORE;
	}
	if (is_space(byte) || byte == '>' || byte == '/') {
		markup->naming = false;
	}
	if (markup->naming && markup->element_length < MARKUP_ELEMENT_MAX) {
		markup->element[markup->element_length++] = lower(byte);
	}
}

static void before_value(struct markup *markup, char byte)
{
	if (byte == '"') {
		markup->place = MARKUP_DOUBLE;
	} else if (byte == '\'') {
		markup->place = MARKUP_SINGLE;
	} else if (byte == '>') {
		in_tag(markup, byte);
	} else if (!is_space(byte)) {
		markup->place = MARKUP_UNQUOTED;
	}
}

static void step(struct markup *markup, char byte)
{
	switch (markup->place) {
	case MARKUP_OPEN:
		in_open(markup, byte);
		break;
	case MARKUP_TAG:
		in_tag(markup, byte);
		break;
	case MARKUP_BEFORE:
		before_value(markup, byte);
		break;
	case MARKUP_UNQUOTED:
		if (is_space(byte)) {
			markup->place = MARKUP_TAG;
		} else if (byte == '>') {
			in_tag(markup, byte);
		}
		break;
	case MARKUP_DOUBLE:
		markup->place = byte == '"' ? MARKUP_TAG : MARKUP_DOUBLE;
		break;
	case MARKUP_SINGLE:
		markup->place = byte == '\'' ? MARKUP_TAG : MARKUP_SINGLE;
		break;
	case MARKUP_DECLARATION:
		markup->place = byte == '>' ? MARKUP_CONTENT : MARKUP_DECLARATION;
		break;
	default:
		markup->place = byte == '<' ? MARKUP_OPEN : markup->place;
		break;
	}
}

/* Comments and the content of some elements end at a word, wherever a '<' may stand before it. */
static const char *end_word(const struct markup *markup)
{
	if (markup->place == MARKUP_COMMENT) {
		return "-->";
	}
	return markup->place == MARKUP_PLAIN || markup->place == MARKUP_SCRIPT ? "</" : NULL;
}

/* Skip to the end word. False: it is not in the rest of this text. */
static bool skip_to(struct slice *rest, const char *word)
{
	const size_t at = slice_find(*rest, slice_of(word));
	*rest = slice_between(*rest, at, SIZE_MAX);
	return at != SIZE_MAX;
}

void markup_walk(struct markup *markup, struct slice text)
{
	while (text.length > 0) {
		const char *word = end_word(markup);
		if (word != NULL) {
			if (!skip_to(&text, word)) {
				return;
			}
			const bool comment = markup->place == MARKUP_COMMENT;
			markup->place = comment ? MARKUP_CONTENT : MARKUP_OPEN;
			text = slice_between(text, comment ? strlen(word) : 1, SIZE_MAX);
		} else if (markup->place == MARKUP_OPEN && slice_starts(text, S("!--"))) {
			markup->place = MARKUP_COMMENT;
			text = slice_between(text, 3, SIZE_MAX);
		} else {
			step(markup, text.at[0]);
			text = slice_between(text, 1, SIZE_MAX);
		}
	}
}

bool markup_takes_text(const struct markup *markup)
{
	return markup->place == MARKUP_CONTENT || markup->place == MARKUP_PLAIN ||
	       markup->place == MARKUP_DOUBLE || markup->place == MARKUP_SINGLE;
}

bool markup_same(const struct markup *a, const struct markup *b)
{
	return a->place == b->place;
}
