/* target.h - the address a request asks for: from raw bytes to a decoded, normalised path.
 *
 * Strict on purpose (RFC 3986, RFC 9110 4.2, RFC 9112 3.2): what two readers could read in two
 * ways (%2F, backslash, dot segments, NUL, invalid UTF-8) is refused, never repaired. Pure
 * functions of their arguments.
 */
#ifndef SPEAN_HTTP_TARGET_H
#define SPEAN_HTTP_TARGET_H

#include "base/arena.h"
#include "base/err.h"

enum { TARGET_BYTES_MAX = 8 * 1024, TARGET_SEGMENTS_MAX = 32 };

enum target_form {
	TARGET_NORMAL, /* the path is as it was asked for */
	TARGET_SLOPPY, /* an empty segment or a slash at the end was taken out */
};

struct target {
	struct slice path;       /* decoded; "/" or "/a/b" */
	struct slice query_text; /* behind the '?', raw */
	enum target_form form;
};

/* `raw` is the request target: origin form, or absolute form, whose authority is dropped.
 * ERR_INVALID http.target with reason=; the result lives in c->arena. */
MUST_USE err target_parse(struct ctx *c, struct slice raw, struct target *ret_target);
/* A decoded path as it stands in an address: "%XX" for all that is not plain. */
struct slice target_encode(struct arena *arena, struct slice path);

/* "%C3%A9" to its bytes. In forms and queries '+' is a space (WHATWG URL, form encoding). Broken
 * escapes, NUL and control characters (but tab and line ends) and invalid UTF-8 are ERR_INVALID
 * form.encoding. */
MUST_USE err form_decode(struct ctx *c, struct slice text, struct slice *ret_text);
/* The other way: a value for a query. */
struct slice form_encode(struct arena *arena, struct slice text);

#endif
