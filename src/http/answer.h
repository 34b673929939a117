/* answer.h - from a page's http_response to what goes over the wire: coding, entity tag, caching
 * and the headers that stand on everything. A pure function; knows no socket.
 */
#ifndef SPEAN_HTTP_ANSWER_H
#define SPEAN_HTTP_ANSWER_H

#include "http/http.h"

enum { ANSWER_HEADERS_MAX = 40 };

struct answer {
	int status;
	struct http_pair headers[ANSWER_HEADERS_MAX]; /* names and values end with a NUL */
	size_t headers_count;
	struct slice body; /* of HEAD too: its length is told, the bytes are not sent */
	size_t sent_bytes; /* of the body */
};

/* `response` is only read. What the answer points to lives in the arena or longer. */
void answer_make(struct arena *arena, const struct http_request *request,
		 const struct http_response *response, struct answer *ret_answer);

#endif
