#include "render/view.h"

/* Which reference a byte needs; 0 for those that stand for themselves. Small, so that it stays in
 * the cache: every byte that a page shows is looked up here. */
static const unsigned char KINDS[256] = {['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5};
static const struct {
	const char *at;
	size_t length;
} REFERENCES[] = {{"", 0}, {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5}};

static size_t plain_length(const char *at, size_t length)
{
	size_t i = 0;
	while (i < length && KINDS[(unsigned char)at[i]] == 0) {
		i++;
	}
	return i;
}

void escape_into(struct buf *out, struct slice text)
{
	const char *at = text.at;
	size_t rest = text.length;
	while (rest > 0) {
		const size_t plain = plain_length(at, rest);
		buf_add(out, (struct slice){.at = at, .length = plain});
		at += plain;
		rest -= plain;
		if (rest > 0) {
			const unsigned char kind = KINDS[(unsigned char)*at];
			buf_add(out, (struct slice){.at = REFERENCES[kind].at,
						    .length = REFERENCES[kind].length});
			at++;
			rest--;
		}
	}
}

struct html html_escape(struct arena *arena, struct slice text)
{
	enum { LONGEST_REFERENCE = 6 };
	struct buf *out = buf_create(arena, text.length * LONGEST_REFERENCE);
	escape_into(out, text);
	return (struct html){.markup = buf_slice(out)};
}
