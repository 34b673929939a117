/* exchange.h - one request and its answer, without the library: from the parts of a head to the
 * answer that goes out. server.c feeds it; tests may, too.
 */
#ifndef SPEAN_HTTP_EXCHANGE_H
#define SPEAN_HTTP_EXCHANGE_H

#include "http/answer.h"
#include "http/gate.h"
#include "http/metrics.h"
#include "http/reaper.h"
#include "http/router.h"

enum { PEER_SIZE = 64 };
enum transport { OVER_PLAIN, OVER_TLS };

/* What all exchanges of a server share; read-only but for the counters. */
struct shared {
	struct http_options options;
	struct router *router;
	struct metrics metrics;
	struct reaper *reaper;
	struct log access;
};

enum head_verdict {
	HEAD_GO_ON,  /* read the body, if there is one, and call exchange_finish */
	HEAD_REFUSED /* the answer is made; send it and close: the body is not read */
};

struct exchange {
	struct http_exchange x; /* first: a handler's x is our exchange */
	struct shared *shared;
	struct slice raw_target;
	const char *target_place; /* where it stood in the head */
	struct buf *body;
	size_t body_length; /* as announced */
	int refusal;        /* status decided at the head, sent once all is read; 0 = none */
	unsigned allowed;   /* methods, for 405 */
	int64_t started_us;
	struct answer answer;
};

/* Begin with an empty one in `arena`. `peer` outlives the exchange. */
void exchange_start(struct exchange *e, struct shared *shared, struct arena *arena,
		    const char *peer, enum transport transport, int64_t now_us);
/* Everything that can be decided before the body. `head` and what it points to outlive the
 * exchange. */
enum head_verdict exchange_take_head(struct exchange *e, const struct gate_head *head);
/* A piece of the body, in order. No more than was announced ever comes. */
void exchange_take_body(struct exchange *e, struct slice part);
/* Call the handler, or answer what was refused at the head. */
void exchange_finish(struct exchange *e);
/* Count and log it; once. */
void exchange_account(struct exchange *e, int64_t now_us);

#endif
