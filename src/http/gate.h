/* gate.h - is this head of a request one that every reader understands in the same way?
 *
 * The library behind the seam is lenient (docs/http.md lists how). What could be framed differently
 * by a proxy in front of us is refused here and the connection closed, so that nothing behind it is
 * ever answered (RFC 9112, sections 2.2, 5, 6 and 11.2). A pure function: no socket, no clock.
 */
#ifndef SPEAN_HTTP_GATE_H
#define SPEAN_HTTP_GATE_H

#include "http/http.h"

enum {
	HEAD_BYTES_MAX = 16 * 1024, /* request line and headers: our 431 */
	HEADERS_MAX = 100,
	LENGTH_DIGITS_MAX = 15,
};

enum gate_reason {
	GATE_PASS,
	GATE_LINES,   /* bare LF or CR, a folded line, NUL, extra spaces in the request line */
	GATE_METHOD,  /* no token */
	GATE_VERSION, /* neither HTTP/1.0 nor HTTP/1.1 */
	GATE_NAME,    /* a header name that is no token, "Name :" among them */
	GATE_VALUE,   /* a control byte in a value, or invalid UTF-8 */
	GATE_HOST,    /* none, several, or one that is no host */
	GATE_LENGTH,  /* Content-Length repeated or no number */
	GATE_CODING,  /* Transfer-Encoding other than chunked, repeated, or beside Content-Length */
	GATE_CHUNKED, /* a chunked body: we ask for a length instead (RFC 9110 15.5.12) */
	GATE_LARGE,   /* too many or too long headers */
	GATE_TARGET,  /* an address longer than TARGET_BYTES_MAX */
	GATE_REASONS
};

/* A head as the library took it apart. The slices point into the bytes as they came. */
struct gate_head {
	struct slice method;
	struct slice target;      /* may be a copy, */
	const char *target_place; /* which then stood here */
	struct slice version;
	const struct http_pair *headers;
	size_t headers_count;
	/* The whole head, first byte of the method to the end of the empty line, where the library
	 * put NULs over separators: positions tell what stood there. at == NULL: not known. */
	struct slice window;
};

enum gate_reason gate_check(const struct gate_head *head);
/* What is answered: 400, 411, 414 or 431. */
int gate_status(enum gate_reason reason);
/* One word for counters and sentences ("lines", "host"). */
const char *gate_reason_name(enum gate_reason reason);

#endif
