/* query.c - pairs of a query or a form, and looking things up in a request. Lists are short and
 * looked through from the front: the first value of a name wins, as pages expect.
 */
#include "http/pairs.h"

#include "http/target.h"

static size_t pieces(struct slice text, char separator)
{
	size_t count = text.length > 0 ? 1 : 0;
	for (size_t i = 0; i < text.length; i++) {
		count += text.at[i] == separator;
	}
	return count;
}

static err add_pair(struct ctx *c, struct slice piece, struct http_pair *pair)
{
	const size_t equals = slice_find_byte(piece, '=');
	const size_t name_end = equals == SIZE_MAX ? piece.length : equals;
	const size_t value_start = equals == SIZE_MAX ? piece.length : equals + 1;

	TRY(form_decode(c, slice_between(piece, 0, name_end), &pair->name));
	return form_decode(c, slice_between(piece, value_start, piece.length), &pair->value);
}

err pairs_parse(struct ctx *c, struct slice text, struct pairs *ret_pairs)
{
	const size_t most = pieces(text, '&');
	struct slice rest = text;
	struct slice piece;
	size_t count = 0;

	if (most > PAIRS_MAX) {
		return FAIL(c, ERR_LIMIT, "form.too_many", "max=%d", PAIRS_MAX);
	}
	struct http_pair *pairs = ARENA_ARRAY(c->arena, most, struct http_pair);
	while (most > 0 && slice_next(&rest, '&', &piece)) {
		if (piece.length > 0) {
			TRY(add_pair(c, piece, &pairs[count]));
			count++;
		}
	}
	*ret_pairs = (struct pairs){.at = pairs, .count = count};
	return OK;
}

struct slice pairs_get(struct pairs pairs, const char *name)
{
	for (size_t i = 0; i < pairs.count; i++) {
		if (slice_is(pairs.at[i].name, name)) {
			return pairs.at[i].value;
		}
	}
	return (struct slice){.at = NULL, .length = 0};
}

struct slice http_query(const struct http_request *request, const char *name)
{
	return pairs_get((struct pairs){request->query, request->query_count}, name);
}

struct slice http_form_value(const struct http_request *request, const char *name)
{
	return pairs_get((struct pairs){request->form, request->form_count}, name);
}

struct slice http_escape(struct arena *arena, struct slice text)
{
	return form_encode(arena, text);
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool same_name(struct slice a, struct slice b)
{
	if (a.length != b.length) {
		return false;
	}
	for (size_t i = 0; i < a.length; i++) {
		if (lower(a.at[i]) != lower(b.at[i])) {
			return false;
		}
	}
	return true;
}

struct slice http_header(const struct http_request *request, const char *name)
{
	const struct slice wanted = slice_of(name);
	for (size_t i = 0; i < request->headers_count; i++) {
		if (same_name(request->headers[i].name, wanted)) {
			return request->headers[i].value;
		}
	}
	return (struct slice){.at = NULL, .length = 0};
}
