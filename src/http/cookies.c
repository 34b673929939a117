/* cookies.c - the Cookie header. Unlike forms it is never refused: anybody on the same host may
 * have set what stands in it, and a reader cannot repair that.
 */
#include "http/pairs.h"

struct pairs pairs_of_cookies(struct arena *arena, struct slice header)
{
	struct slice rest = header;
	struct slice piece;
	size_t count = 0;

	if (header.length == 0) {
		return (struct pairs){.at = NULL, .count = 0};
	}
	struct http_pair *cookies = ARENA_ARRAY(arena, COOKIES_MAX, struct http_pair);
	while (count < COOKIES_MAX && slice_next(&rest, ';', &piece)) {
		const struct slice trimmed = slice_trim(piece);
		const size_t equals = slice_find_byte(trimmed, '=');
		if (equals != SIZE_MAX && equals > 0) {
			cookies[count].name = slice_between(trimmed, 0, equals);
			cookies[count].value = slice_between(trimmed, equals + 1, trimmed.length);
			count++;
		}
	}
	return (struct pairs){.at = cookies, .count = count};
}

struct slice http_cookie(const struct http_request *request, const char *name)
{
	return pairs_get((struct pairs){request->cookies, request->cookies_count}, name);
}
