/* people.h - accounts of staff, their roles, signing in, sessions, tokens.
 *
 * An account is a sealed record of kind "account" (model/kinds_people.c): its name and sign-in name
 * are sealed with its own keys, so that it can be erased as a client can. Roles and state are
 * columns. What proves who somebody is lies in record/secret.h.
 *
 * Every verb here is decided and logged by record/: inviting and changing are deeds of the
 * organisation's administrator (or of the console), everything about the own account of its owner.
 *
 * Not here: pages, cookies, CSRF (web/); who may see what (record/access.h).
 * Threads: as the door.
 */
#ifndef SPEAN_PEOPLE_PEOPLE_H
#define SPEAN_PEOPLE_PEOPLE_H

#include "base/clock.h"
#include "record/record.h"
#include "record/secret.h"

/* ---- Organisations on this server. An organisation of the directory becomes a tenant: it gets
 * keys. ACTOR_CONSOLE or STAFF_HOST. ERR_CONFLICT people.organisation_exists; ERR_NOT_FOUND
 * record.missing. Idempotent calls are refused, so that a slip shows. */
MUST_USE err people_add_organisation(struct ctx *c, struct door *door, struct slice organisation);
struct tenant {
	struct slice organisation;
	struct slice created;
	int64_t accounts;
};
MUST_USE err people_organisations(struct ctx *c, struct door *door,
				  const struct tenant **ret_tenants, size_t *ret_count);
/* OK when the organisation is a tenant; ERR_NOT_FOUND people.no_organisation. */
MUST_USE err people_has_organisation(struct ctx *c, struct door *door, struct slice organisation);

/* ---- Demo stores: fictitious people whose sign-ins are printed. The mark never goes away, and
 * every page of such a store says what it is. */
MUST_USE err people_mark_demo(struct ctx *c, struct door *door);
MUST_USE err people_is_demo(struct ctx *c, struct door *door, bool *ret_demo);

/* ---- Accounts */
enum account_state { ACCOUNT_INVITED, ACCOUNT_ACTIVE, ACCOUNT_LOCKED, ACCOUNT_LEFT };
const char *people_state_name(enum account_state state); /* "active" */
struct account {
	struct slice id;
	struct slice organisation;
	struct slice sign_in_name; /* unique on the server, compared in its normal form */
	struct slice name;         /* how colleagues call the person */
	struct slice team;
	struct slice language; /* "km", "en" */
	unsigned roles;        /* STAFF_BITs */
	enum account_state state;
	int64_t version;
};
/* A new account in state INVITED and its one-time setup link token (valid LINK_HOURS), shown once.
 * ERR_INVALID values_check's or people.roles; ERR_CONFLICT people.name_taken. */
enum { LINK_HOURS = 72 };
MUST_USE err people_invite(struct ctx *c, struct door *door, const struct account *account,
			   struct slice *ret_id, struct slice *ret_link);
/* A new link for somebody who lost password or second factor; ends their sessions and factors. */
MUST_USE err people_reset(struct ctx *c, struct door *door, struct slice account,
			  struct slice *ret_link);
/* Whom is this link for? ERR_DENIED people.link (used, expired, unknown: one sentence). Door of
 * ACTOR_HOUSE. */
MUST_USE err people_link(struct ctx *c, struct door *door, struct slice link,
			 struct account *ret_account);
/* Set the first password: the account is ACTIVE and the link used. ERR_INVALID
 * people.password_short (under 12 letters as a reader counts them), people.password_long,
 * people.password_known (in the breached list, hardly more than the own name, fewer than 5
 * different letters). */
MUST_USE err people_accept(struct ctx *c, struct door *door, struct slice link,
			   struct slice password);
/* The same two at a given moment. */
MUST_USE err people_link_at(struct ctx *c, struct door *door, struct slice link, int64_t now_ms,
			    struct account *ret_account);
MUST_USE err people_accept_at(struct ctx *c, struct door *door, struct slice link,
			      struct slice password, int64_t now_ms);
MUST_USE err people_list(struct ctx *c, struct door *door, const struct account **ret_accounts,
			 size_t *ret_count);
MUST_USE err people_load(struct ctx *c, struct door *door, struct slice id,
			 struct account *ret_account);
/* Name, team, roles, language. ERR_CONFLICT record.changed; ERR_DENIED people.last_administrator.
 */
MUST_USE err people_change(struct ctx *c, struct door *door, const struct account *account);
MUST_USE err people_lock(struct ctx *c, struct door *door, struct slice id);
MUST_USE err people_unlock(struct ctx *c, struct door *door, struct slice id);
/* The person leaves: sessions, tokens and factors end at once, assignments go to `heir` (empty: to
 * nobody, and the supervisors are told). */
MUST_USE err people_leave(struct ctx *c, struct door *door, struct slice id, struct slice heir,
			  size_t *ret_handed_over);

/* ---- Signing in. Two steps: who (name and password), then a second factor when there is one.
 * Back-off: one account from one address has 5 failures free, one address 20, then each waits 1 s,
 * doubling, at most 15 minutes; failures from elsewhere never refuse the owner's password
 * (docs/rules/people.md, P8 to P12). The answer tells neither whether the name exists nor which
 * part was wrong: ERR_DENIED people.sign_in; ERR_LIMIT people.wait with seconds=. `now_ms` is the
 * clock's. All with a door of ACTOR_HOUSE. */
enum second_factor { FACTOR_TOTP = 1u << 0, FACTOR_PASSKEY = 1u << 1, FACTOR_RECOVERY = 1u << 2 };
struct sign_in {
	struct slice account;
	struct slice session; /* token for the cookie; a half session until the second factor */
	unsigned factors;     /* what may come next; 0: signed in, and must set up a factor */
};
MUST_USE err people_sign_in(struct ctx *c, struct door *door, struct slice sign_in_name,
			    struct slice password, struct slice peer, int64_t now_ms,
			    struct sign_in *ret_sign_in);
/* The second factor of a half session: a new token (never the old one). */
MUST_USE err people_second(struct ctx *c, struct door *door, struct slice half_session,
			   enum second_factor factor, struct slice code, struct slice peer,
			   int64_t now_ms, struct sign_in *ret_sign_in);
/* After a passkey was verified (people/passkey.h): a whole session at once. */
MUST_USE err people_sign_in_verified(struct ctx *c, struct door *door, struct slice account,
				     struct slice peer, int64_t now_ms,
				     struct sign_in *ret_sign_in);

/* ---- Sessions. Kept as keyed hashes; idle 30 minutes, at most 12 hours. */
enum { SESSION_IDLE_MINUTES = 30, SESSION_HOURS = 12 };
struct session {
	struct slice key; /* names it on the page of own sessions; no secret */
	struct slice account;
	struct slice started;
	struct slice seen;
	struct slice about; /* browser and system in a few words, sealed on disk */
	bool whole;         /* the second factor is given (or none is set up) */
	bool here;          /* the one that asks */
};
/* Who is it? The actor's slices lie in c->arena. ERR_DENIED people.session (ended, idle too long,
 * unknown, account locked or left: looked up each time, so access ends at once). Marks it as seen
 * at most once a minute. */
MUST_USE err people_session(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
			    struct session *ret_session, struct actor *ret_actor);
MUST_USE err people_sign_out(struct ctx *c, struct door *door, struct slice token);
/* All but the session of `token`: after a changed password, for example. */
MUST_USE err people_sign_out_others(struct ctx *c, struct door *door, struct slice account,
				    struct slice token);
/* In a few words what the session runs on; shown on the page of own sessions. */
MUST_USE err people_describe_session(struct ctx *c, struct door *door, struct slice token,
				     struct slice about, int64_t now_ms);
MUST_USE err people_sign_out_everywhere(struct ctx *c, struct door *door, struct slice account);
MUST_USE err people_sessions(struct ctx *c, struct door *door, struct slice account,
			     const struct session **ret_sessions, size_t *ret_count);
MUST_USE err people_end_session(struct ctx *c, struct door *door, struct slice account,
				struct slice key);
/* What a form of this session must carry (csrf): derived from the session token, no table. */
struct slice people_form_token(struct ctx *c, struct door *door, struct slice session_token);

/* Is this the own password? Guesses are counted and slowed as in people_sign_in, so that somebody
 * with a stolen session does not find it out. ERR_DENIED secret.wrong, ERR_LIMIT people.wait. */
MUST_USE err people_confirm_password(struct ctx *c, struct door *door, struct slice password);
/* ---- The own account. ERR_DENIED secret.wrong when the old password is wrong. */
MUST_USE err people_change_password(struct ctx *c, struct door *door, struct slice old,
				    struct slice password);

/* ---- API tokens: "spean_" and 43 letters; scopes are permissions' names; at most a year. */
struct api_token {
	struct slice key;
	struct slice label;
	struct slice scopes; /* ';' between */
	struct slice created;
	struct slice expires; /* ISO day */
	struct slice used;    /* may be empty */
};
MUST_USE err people_new_token(struct ctx *c, struct door *door, struct slice label,
			      struct slice scopes, int days, struct slice *ret_token);
MUST_USE err people_tokens(struct ctx *c, struct door *door, const struct api_token **ret_tokens,
			   size_t *ret_count);
MUST_USE err people_end_token(struct ctx *c, struct door *door, struct slice key);
/* ERR_DENIED people.token. The actor has the owner's roles; *ret_scopes narrows the routes. */
MUST_USE err people_token(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
			  struct actor *ret_actor, struct slice *ret_scopes);

#endif
