/* attempts.c - what failed tries cost. Rules: docs/rules/people.md, P8 to P12. */
#include <arpa/inet.h>
#include <string.h>

#include "base/random.h"
#include "people/internal.h"

enum {
	WAIT_MAX_MS = 15 * MINUTE_MS,
	KNOWN_DAYS = 90,
	FORGET_HOURS = 24,
	/* Failures that cost nothing. */
	FREE_OF_PAIR = 5,
	FREE_OF_ADDRESS = 20,
	FREE_OF_ACCOUNT = 50,
	FREE_OF_SECOND = 10,
	FREE_WHEN_TRIED_WIDELY = 1,
	/* One failure is forgotten after: */
	ADDRESS_FORGETS_MS = 10 * MINUTE_MS,
	DOUBLINGS_MAX = 20,
	GROUPS_BYTES = 8, /* of an IPv6 address: what one customer of a provider has */
};

struct counter {
	struct slice key;
	int64_t failures;
	int64_t failed_ms;
	int64_t closed_ms; /* no try before */
	int64_t known_ms;  /* of `known`: the last time */
};

/* The counters of one try. */
struct counters {
	struct counter pair;    /* this account from this address */
	struct counter address; /* any account from this address */
	struct counter account; /* this account from any address */
	struct counter known;   /* somebody signed in to this account from this address */
};

/* An IPv6 customer has 2^64 addresses: the network counts, not the address. */
static struct slice network_of(struct arena *arena, struct slice peer)
{
	struct in6_addr address;

	if (slice_find_byte(peer, ':') == SIZE_MAX || peer.length >= INET6_ADDRSTRLEN ||
	    inet_pton(AF_INET6, arena_cstr(arena, peer), &address) != 1 ||
	    IN6_IS_ADDR_V4MAPPED(&address)) {
		return peer;
	}
	return arena_copy(arena,
			  (struct slice){.at = (const char *)&address, .length = GROUPS_BYTES});
}

static err read_counter(struct ctx *c, struct door *door, struct slice text,
			struct counter *ret_counter)
{
	struct stmt *read;
	bool has_row;
	struct counter counter = {.key = secret_keyed(c, door, "attempt", text)};

	if (slice_empty(counter.key)) {
		return c->fail.code;
	}
	TRY(db_prepare_statement(c, door->db, STATEMENT_ATTEMPT_ROW, &read));
	stmt_bind_text(read, "attempt_key", counter.key);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		counter.failures = stmt_int(read, 0);
		counter.failed_ms = stmt_int(read, 1);
		counter.closed_ms = stmt_int(read, 2);
		counter.known_ms = stmt_int(read, 3);
	}
	stmt_finish(read);
	*ret_counter = counter;
	return OK;
}

static err put_counter(struct ctx *c, struct door *door, const struct counter *counter)
{
	struct stmt *put;

	TRY(db_prepare_statement(c, door->db, STATEMENT_ATTEMPT_PUT, &put));
	stmt_bind_text(put, "attempt_key", counter->key);
	stmt_bind_int(put, "failures", counter->failures);
	stmt_bind_int(put, "failed", counter->failed_ms);
	stmt_bind_int(put, "closed", counter->closed_ms);
	stmt_bind_int(put, "known", counter->known_ms);
	const err result = stmt_run(c, put);
	stmt_finish(put);
	return result;
}

/* An account is counted for each step apart; an address is one. */
static err read_counters(struct ctx *c, struct door *door, const struct attempt *attempt,
			 struct counters *ret_counters)
{
	struct counters counters;
	struct arena *arena = c->arena;
	const struct slice network = network_of(arena, attempt->peer);
	const struct slice address = hex_encode(arena, network.at, network.length);

	TRY(read_counter(c, door,
			 arena_format(arena, "pair %d %.*s %.*s", (int)attempt->step,
				      SLICE_PRINT(attempt->who), SLICE_PRINT(address)),
			 &counters.pair));
	TRY(read_counter(c, door, arena_format(arena, "address %.*s", SLICE_PRINT(address)),
			 &counters.address));
	TRY(read_counter(c, door,
			 arena_format(arena, "account %d %.*s", (int)attempt->step,
				      SLICE_PRINT(attempt->who)),
			 &counters.account));
	TRY(read_counter(c, door,
			 arena_format(arena, "known %.*s %.*s", SLICE_PRINT(attempt->who),
				      SLICE_PRINT(address)),
			 &counters.known));
	*ret_counters = counters;
	return OK;
}

static void forget(struct counters *counters, int64_t now_ms)
{
	const int64_t day = (int64_t)FORGET_HOURS * HOUR_MS;
	struct counter *address = &counters->address;

	if (now_ms - counters->pair.failed_ms > day) {
		counters->pair.failures = 0;
	}
	if (now_ms - counters->account.failed_ms > day) {
		counters->account.failures = 0;
	}
	if (now_ms > address->failed_ms) {
		const int64_t forgotten = (now_ms - address->failed_ms) / ADDRESS_FORGETS_MS;
		address->failures =
			address->failures > forgotten ? address->failures - forgotten : 0;
	}
}

static bool is_known(const struct counters *counters, int64_t now_ms)
{
	return counters->known.known_ms > 0 &&
	       now_ms - counters->known.known_ms < (int64_t)KNOWN_DAYS * DAY_MS;
}

/* 1 s, doubling, at most 15 minutes. */
static int64_t wait_after(int64_t failures, int64_t free)
{
	if (failures <= free) {
		return 0;
	}
	const int64_t doublings =
		failures - free - 1 < DOUBLINGS_MAX ? failures - free - 1 : DOUBLINGS_MAX;
	const int64_t wait = INT64_C(1000) << doublings;
	return wait < WAIT_MAX_MS ? wait : WAIT_MAX_MS;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The own password is typed inside a session, where no address speaks for others: what one person
 * tries is nothing to anybody else. */
static bool counts_address(const struct counters *counters, const struct attempt *attempt)
{
	return attempt->step != STEP_OWN_PASSWORD && !is_known(counters, attempt->now_ms);
}

/* Until when this try is refused. An address from which this person signed in before is not made to
 * pay for what others try. */
static int64_t closed_until(const struct counters *counters, const struct attempt *attempt)
{
	int64_t until = counters->pair.closed_ms;

	if (counts_address(counters, attempt)) {
		until = later(until, counters->address.closed_ms);
		/* A six-digit code is weak alone, and who tries it has the password already. */
		if (attempt->step == STEP_SECOND) {
			until = later(until, counters->account.closed_ms);
		}
	}
	return until;
}

static int64_t free_of_pair(const struct counters *counters, const struct attempt *attempt)
{
	return counters->account.failures > FREE_OF_ACCOUNT && !is_known(counters, attempt->now_ms)
		       ? FREE_WHEN_TRIED_WIDELY
		       : FREE_OF_PAIR;
}

static void count_failure(struct counter *counter, int64_t free, int64_t now_ms)
{
	counter->failures++;
	counter->failed_ms = now_ms;
	/* Free ones close nothing: another try may have asked the time a little earlier. */
	const int64_t wait = wait_after(counter->failures, free);
	if (wait > 0) {
		counter->closed_ms = now_ms + wait;
	}
}

static err put_all(struct ctx *c, struct door *door, const struct counters *counters)
{
	TRY(put_counter(c, door, &counters->pair));
	TRY(put_counter(c, door, &counters->address));
	return put_counter(c, door, &counters->account);
}

static err start(struct ctx *c, struct door *door, void *argument)
{
	const struct attempt *attempt = argument;
	const int64_t now_ms = attempt->now_ms;
	struct counters counters;

	TRY(read_counters(c, door, attempt, &counters));
	forget(&counters, now_ms);
	const int64_t until = closed_until(&counters, attempt);
	if (until > now_ms) {
		return FAIL(c, ERR_LIMIT, "people.wait", "seconds=%lld",
			    (long long)((until - now_ms + 999) / 1000));
	}
	count_failure(&counters.pair, free_of_pair(&counters, attempt), now_ms);
	if (counts_address(&counters, attempt)) {
		count_failure(&counters.address, FREE_OF_ADDRESS, now_ms);
	}
	count_failure(&counters.account, FREE_OF_SECOND, now_ms);
	return put_all(c, door, &counters);
}

err attempt_start(struct ctx *c, struct door *door, const struct attempt *attempt)
{
	struct attempt copy = *attempt;
	return people_within(c, door, start, &copy);
}

/* The try was let in, so what had been closed before it was open again. */
static void take_back(struct counter *counter)
{
	counter->failures = counter->failures > 0 ? counter->failures - 1 : 0;
	counter->closed_ms = 0;
}

static void take_all_back(struct counters *counters, const struct attempt *attempt)
{
	take_back(&counters->pair);
	if (counts_address(counters, attempt)) {
		take_back(&counters->address);
	}
	take_back(&counters->account);
}

err attempt_succeeded(struct ctx *c, struct door *door, const struct attempt *attempt,
		      enum attempt_worth worth)
{
	struct counters counters;

	TRY(read_counters(c, door, attempt, &counters));
	take_all_back(&counters, attempt);
	counters.pair.failures = 0;
	TRY(put_all(c, door, &counters));
	if (worth == ATTEMPT_STEP_DONE) {
		return OK;
	}
	counters.known.known_ms = attempt->now_ms;
	counters.known.failed_ms = attempt->now_ms;
	return put_counter(c, door, &counters.known);
}

static err withdraw(struct ctx *c, struct door *door, void *argument)
{
	const struct attempt *attempt = argument;
	struct counters counters;

	TRY(read_counters(c, door, attempt, &counters));
	take_all_back(&counters, attempt);
	return put_all(c, door, &counters);
}

err attempt_withdraw(struct ctx *c, struct door *door, const struct attempt *attempt)
{
	struct attempt copy = *attempt;
	return people_within(c, door, withdraw, &copy);
}
