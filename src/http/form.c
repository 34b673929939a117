/* form.c - what was typed, as values of a kind. Nothing is judged here but the names of fields:
 * model_check does the rest, beside each field.
 */
#include "http/pairs.h"

#include "base/buf.h"
#include "http/target.h"

/* An address is at most 8 KB, every byte at most three when encoded again. */
enum { SAME_PAGE_MAX = 64 * 1024 };

static struct pairs given_pairs(const struct http_exchange *x)
{
	const struct http_request *request = &x->request;
	if (request->method == HTTP_GET || request->method == HTTP_HEAD) {
		return (struct pairs){request->query, request->query_count};
	}
	return (struct pairs){request->form, request->form_count};
}

static size_t field_of(const struct kind *kind, struct slice name)
{
	for (size_t i = 0; i < kind->count; i++) {
		if (slice_is(name, kind->fields[i].name)) {
			return i;
		}
	}
	return SIZE_MAX;
}

/* Browsers end lines with CRLF (WHATWG HTML 4.10.21); inside we have LF. */
static struct slice with_plain_lines(struct arena *arena, struct slice text)
{
	if (slice_find_byte(text, '\r') == SIZE_MAX) {
		return text;
	}
	char *out = arena_alloc(arena, text.length + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		const bool before_lf = i + 1 < text.length && text.at[i + 1] == '\n';
		if (text.at[i] != '\r') {
			out[length++] = text.at[i];
		} else if (!before_lf) {
			out[length++] = '\n';
		}
	}
	return (struct slice){.at = out, .length = length};
}

err http_form(struct http_exchange *x, const struct kind *kind, struct values *ret_values)
{
	const struct pairs pairs = given_pairs(x);
	struct values values = values_create(x->c.arena, kind);

	for (size_t i = 0; i < pairs.count; i++) {
		const struct http_pair *pair = &pairs.at[i];
		const size_t field = field_of(kind, pair->name);
		if (field == SIZE_MAX) {
			if (slice_is(pair->name, "lang")) {
				continue;
			}
			return FAIL(&x->c, ERR_INVALID, "form.unknown_field", "name=%.*s",
				    SLICE_PRINT(slice_between(pair->name, 0, 64)));
		}
		const struct slice value = with_plain_lines(x->c.arena, pair->value);
		struct slice *at = &values.at[field];
		if (at->length == 0) {
			*at = value;
		} else if (value.length > 0) {
			*at = arena_format(x->c.arena, "%.*s;%.*s", SLICE_PRINT(*at),
					   SLICE_PRINT(value));
		}
	}
	*ret_values = values;
	return OK;
}

bool http_form_given(const struct http_exchange *x, const struct kind *kind)
{
	const struct pairs pairs = given_pairs(x);

	for (size_t i = 0; i < pairs.count; i++) {
		if (field_of(kind, pairs.at[i].name) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

struct slice http_same_page_with(struct http_exchange *x, const char *name, struct slice value)
{
	struct buf *out = buf_create(x->c.arena, SAME_PAGE_MAX);
	struct slice rest = x->request.query_text;
	struct slice piece;
	char separator = '?';

	buf_add(out,
		x->request.path.length > 0 ? target_encode(x->c.arena, x->request.path) : S("/"));
	while (slice_next(&rest, '&', &piece)) {
		const size_t equals = slice_find_byte(piece, '=');
		const struct slice key =
			slice_between(piece, 0, equals == SIZE_MAX ? piece.length : equals);
		if (piece.length > 0 && !slice_is(key, name)) {
			buf_add_byte(out, separator);
			buf_add(out, piece);
			separator = '&';
		}
	}
	if (value.length > 0) {
		buf_add_byte(out, separator);
		buf_add_cstr(out, name);
		buf_add_byte(out, '=');
		buf_add(out, form_encode(x->c.arena, value));
	}
	return buf_slice(out);
}
