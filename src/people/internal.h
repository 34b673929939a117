/* internal.h - what the files of people/ share. */
#ifndef SPEAN_PEOPLE_INTERNAL_H
#define SPEAN_PEOPLE_INTERNAL_H

#include "people/people.h"
#include "record/within.h"
#include "store/catalogue.h"

enum {
	MINUTE_MS = 60 * 1000,
	HOUR_MS = 60 * MINUTE_MS,
	DAY_MS = 24 * HOUR_MS,
	HALF_SESSION_MINUTES = 10,
	PUBLIC_NAME_LETTERS = 16, /* of a token's key: names it on pages, opens nothing */
};

/* door_within, once more when the other writer of a serialisable store was first. */
MUST_USE err people_within(struct ctx *c, struct door *door, door_work work, void *argument);

/* ---- Accounts (account.c) */
/* The open columns of an account: what every request asks, without unsealing anything. */
struct account_row {
	struct slice id;
	struct slice organisation;
	struct slice team;
	unsigned roles;
	enum account_state state;
};
/* ERR_NOT_FOUND record.missing. Decides nothing: for what is asked before anybody is known. */
MUST_USE err account_row(struct ctx *c, struct door *door, struct slice id,
			 struct account_row *ret_row);
/* The actor that a person of this row is. */
struct actor account_actor(const struct account_row *row);
/* May the actor of the door manage this account: the console, or an administrator of the same
 * organisation? ERR_NOT_FOUND record.missing for another organisation's, ERR_DENIED access.denied.
 */
MUST_USE err account_may_manage(struct ctx *c, struct door *door, struct slice id,
				struct account_row *ret_row);
/* ERR_DENIED people.last_administrator when nobody else active could manage the organisation. */
MUST_USE err account_not_last(struct ctx *c, struct door *door, const struct account_row *row);
/* Save the new state in the door's open transaction. */
MUST_USE err account_set_state(struct ctx *c, struct door *door, struct slice id,
			       enum account_state state);
/* The keyed hash of a sign-in name in its normal form; of no account for what is no name. */
MUST_USE err sign_in_name_key(struct ctx *c, struct door *door, struct slice name,
			      struct slice *ret_key);

/* ---- The log. `row` is whose deed it is when nobody has signed in yet, or NULL: the door's actor.
 * In the door's open transaction. */
MUST_USE err people_log(struct ctx *c, struct door *door, const struct account_row *row,
			struct slice account, const char *deed, const char *outcome);

/* ---- Links (link.c): a new one, the old one ends. In the door's open transaction. */
MUST_USE err link_create(struct ctx *c, struct door *door, struct slice account, int64_t now_ms,
			 struct slice *ret_link);

/* ---- Sessions (session.c), in the door's open transaction. ERR_DENIED people.session for an
 * account that is not active any more. */
enum session_extent { SESSION_HALF, SESSION_WHOLE };
MUST_USE err session_create(struct ctx *c, struct door *door, struct slice account,
			    enum session_extent extent, int64_t now_ms, struct slice *ret_token);
MUST_USE err session_delete(struct ctx *c, struct door *door, struct slice token);
MUST_USE err session_delete_all(struct ctx *c, struct door *door, struct slice account);
/* The account of a session that lives. ERR_DENIED people.session. */
struct session_found {
	struct account_row account;
	struct slice token_key;
	enum session_extent extent;
	int64_t started_ms;
	int64_t seen_ms;
	struct slice about;
};
MUST_USE err session_find(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
			  struct session_found *ret_found);
/* What is over: sessions, links, challenges, attempts long past. */
MUST_USE err people_purge(struct ctx *c, struct door *door, int64_t now_ms);

/* ---- Keeping guessers slow (attempts.c; the rules: docs/rules/people.md P8 to P12). */
enum attempt_step { STEP_PASSWORD, STEP_SECOND, STEP_OWN_PASSWORD };
struct attempt {
	enum attempt_step step;
	struct slice who;  /* key of the typed name, or the account's id */
	struct slice peer; /* address as the server saw it */
	int64_t now_ms;
};
/* Before anything is looked at or hashed: counts the try as failed, so that tries at the same time
 * cannot outrun the count. ERR_LIMIT people.wait with seconds=. One transaction. */
MUST_USE err attempt_start(struct ctx *c, struct door *door, const struct attempt *attempt);
/* It was no failure after all. In the door's open transaction. */
enum attempt_worth { ATTEMPT_STEP_DONE, ATTEMPT_SIGNED_IN };
MUST_USE err attempt_succeeded(struct ctx *c, struct door *door, const struct attempt *attempt,
			       enum attempt_worth worth);
/* The house never came to look (too many at once). */
MUST_USE err attempt_withdraw(struct ctx *c, struct door *door, const struct attempt *attempt);

/* ---- Passwords (password.c). ERR_INVALID people.password_short, people.password_long,
 * people.password_known. *ret_normal is what is hashed. */
MUST_USE err password_check(struct ctx *c, struct door *door, const struct account *account,
			    struct slice password, struct slice *ret_normal);
/* The form in which passwords are compared: text typed in another order of code points is the same.
 */
MUST_USE err password_normal(struct ctx *c, struct slice password, struct slice *ret_normal);

#endif
