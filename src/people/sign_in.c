/* sign_in.c - who is it? First name and password, then the second factor. Nothing that is answered
 * tells whether the name exists, whether the account is locked, or which part was wrong. */
#include <string.h>

#include "people/internal.h"

struct entry {
	struct attempt attempt;
	struct account_row row;
	bool is_active;
	unsigned factors;
	struct slice hash; /* of the password that was right */
	struct slice half_session;
	enum second_factor factor;
	struct slice code;
	struct sign_in result;
};

static err refused(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "people.sign_in");
}

static unsigned factors_of(struct ctx *c, struct door *door, struct slice account)
{
	unsigned factors = 0;

	factors |= secret_has(c, door, SECRET_TOTP, account) ? FACTOR_TOTP : 0u;
	factors |= secret_has(c, door, SECRET_PASSKEY, account) ? FACTOR_PASSKEY : 0u;
	/* Codes are there for who has lost the other, not a factor of their own. */
	if (factors != 0 && secret_has(c, door, SECRET_RECOVERY, account)) {
		factors |= FACTOR_RECOVERY;
	}
	return factors;
}

/* Whose name is it? An unknown one leaves entry->row.id empty. */
static err find_account(struct ctx *c, struct door *door, struct slice name, struct entry *entry)
{
	struct slice key;
	struct slice account = S("");
	struct stmt *find;
	bool has_row;

	TRY(sign_in_name_key(c, door, name, &key));
	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_OF_NAME, &find));
	stmt_bind_text(find, "name_key", key);
	TRY(stmt_step(c, find, &has_row));
	if (has_row) {
		account = arena_copy(c->arena, stmt_text(find, 0));
	}
	stmt_finish(find);
	entry->attempt.who = has_row ? account : key;
	if (!has_row) {
		return OK;
	}
	const err result = account_row(c, door, account, &entry->row);
	entry->is_active = result == OK && entry->row.state == ACCOUNT_ACTIVE;
	return result == ERR_NOT_FOUND ? OK : result;
}

static err open_session(struct ctx *c, struct door *door, void *argument)
{
	struct entry *entry = argument;
	const bool is_whole = entry->factors == 0;

	TRY(attempt_succeeded(c, door, &entry->attempt,
			      is_whole ? ATTEMPT_SIGNED_IN : ATTEMPT_STEP_DONE));
	TRY(people_purge(c, door, entry->attempt.now_ms));
	TRY(session_create(c, door, entry->row.id, is_whole ? SESSION_WHOLE : SESSION_HALF,
			   entry->attempt.now_ms, &entry->result.session));
	if (!slice_empty(entry->half_session)) {
		TRY(session_delete(c, door, entry->half_session));
	}
	entry->result.account = entry->row.id;
	entry->result.factors = entry->factors;
	return people_log(c, door, &entry->row, entry->row.id,
			  is_whole ? "sign_in" : "sign_in_first", "done");
}

/* What the password was checked against, and what else is asked, as they are now. */
static err open_first(struct ctx *c, struct door *door, void *argument)
{
	struct entry *entry = argument;

	TRY(secret_password_holds(c, door, entry->row.id, entry->hash));
	entry->factors = factors_of(c, door, entry->row.id);
	return open_session(c, door, entry);
}

static err write_refusal(struct ctx *c, struct door *door, void *argument)
{
	const struct entry *entry = argument;
	const bool is_somebody = !slice_empty(entry->row.id);

	return people_log(c, door, is_somebody ? &entry->row : NULL, entry->row.id, "sign_in",
			  "denied");
}

/* Whoever was not heard (too many at once) has not guessed. */
static err check_password(struct ctx *c, struct door *door, const struct attempt *attempt,
			  struct slice account, struct slice normal, struct slice *ret_hash)
{
	const err checked = secret_check_password(c, door, account, normal, ret_hash);

	if (checked != OK && checked != ERR_DENIED) {
		const struct fail fail = c->fail;
		TRY(attempt_withdraw(c, door, attempt));
		c->fail = fail;
	}
	return checked;
}

err people_sign_in(struct ctx *c, struct door *door, struct slice sign_in_name,
		   struct slice password, struct slice peer, int64_t now_ms,
		   struct sign_in *ret_sign_in)
{
	struct entry entry = {
		.attempt = {.step = STEP_PASSWORD, .peer = peer, .now_ms = now_ms},
	};
	struct slice normal;

	TRY(find_account(c, door, sign_in_name, &entry));
	TRY(attempt_start(c, door, &entry.attempt));
	if (password_normal(c, password, &normal) != OK) {
		normal = S("");
	}
	/* An account that may not come in is checked like one that does not exist. */
	const err checked =
		check_password(c, door, &entry.attempt, entry.is_active ? entry.row.id : S(""),
			       normal, &entry.hash);
	const err result = checked == OK ? people_within(c, door, open_first, &entry) : checked;
	if (result == ERR_DENIED) {
		TRY(people_within(c, door, write_refusal, &entry));
		return refused(c);
	}
	TRY(result);
	*ret_sign_in = entry.result;
	return OK;
}

/* ---- The second factor */

static err check_factor(struct ctx *c, struct door *door, const struct entry *entry)
{
	size_t left;

	switch (entry->factor) {
	case FACTOR_TOTP:
		return secret_check_totp(c, door, entry->row.id, entry->code,
					 entry->attempt.now_ms);
	case FACTOR_RECOVERY:
		return secret_use_recovery(c, door, entry->row.id, entry->code, &left);
	case FACTOR_PASSKEY: /* comes through passkey_sign_in, never as a code */
		break;
	}
	return FAIL_PLAIN(c, ERR_DENIED, "secret.wrong");
}

/* The code is used up and the session opened together, or neither. */
static err use_factor(struct ctx *c, struct door *door, void *argument)
{
	struct entry *entry = argument;

	TRY(check_factor(c, door, entry));
	return open_session(c, door, entry);
}

err people_second(struct ctx *c, struct door *door, struct slice half_session,
		  enum second_factor factor, struct slice code, struct slice peer, int64_t now_ms,
		  struct sign_in *ret_sign_in)
{
	struct entry entry = {
		.attempt = {.step = STEP_SECOND, .peer = peer, .now_ms = now_ms},
		.half_session = half_session,
		.factor = factor,
		.code = code,
	};
	struct session_found found;

	TRY(session_find(c, door, half_session, now_ms, &found));
	if (found.extent != SESSION_HALF) {
		return FAIL_PLAIN(c, ERR_DENIED, "people.session");
	}
	entry.row = found.account;
	entry.attempt.who = found.account.id;
	TRY(attempt_start(c, door, &entry.attempt));
	const err result = people_within(c, door, use_factor, &entry);
	if (result == ERR_DENIED) {
		TRY(people_within(c, door, write_refusal, &entry));
		return FAIL_PLAIN(c, ERR_DENIED, "people.second");
	}
	TRY(result);
	*ret_sign_in = entry.result;
	return OK;
}

/* ---- After a passkey */

static err open_verified(struct ctx *c, struct door *door, void *argument)
{
	struct entry *entry = argument;

	TRY(account_row(c, door, entry->attempt.who, &entry->row));
	if (entry->row.state != ACCOUNT_ACTIVE) {
		return refused(c);
	}
	return open_session(c, door, entry);
}

err people_sign_in_verified(struct ctx *c, struct door *door, struct slice account,
			    struct slice peer, int64_t now_ms, struct sign_in *ret_sign_in)
{
	struct entry entry = {
		.attempt = {.step = STEP_SECOND, .who = account, .peer = peer, .now_ms = now_ms},
	};

	TRY(people_within(c, door, open_verified, &entry));
	*ret_sign_in = entry.result;
	return OK;
}

/* ---- The own password */

struct renewal {
	struct slice hash;
};

static err set_password(struct ctx *c, struct door *door, void *argument)
{
	const struct renewal *renewal = argument;
	const struct slice account = door->actor.account;

	TRY(secret_set_password(c, door, account, renewal->hash));
	return people_log(c, door, NULL, account, "password_change", "done");
}

static err forgive(struct ctx *c, struct door *door, void *argument)
{
	return attempt_succeeded(c, door, argument, ATTEMPT_STEP_DONE);
}

err people_confirm_password(struct ctx *c, struct door *door, struct slice password)
{
	struct attempt attempt = {
		.step = STEP_OWN_PASSWORD,
		.who = door->actor.account,
		.peer = S("own"),
		.now_ms = clock_now_ms(),
	};
	struct slice normal;
	struct slice hash;

	if (slice_empty(password)) {
		return FAIL_PLAIN(c, ERR_DENIED, "secret.wrong"); /* no guess */
	}
	TRY(attempt_start(c, door, &attempt));
	if (password_normal(c, password, &normal) != OK) {
		normal = S("");
	}
	TRY(check_password(c, door, &attempt, door->actor.account, normal, &hash));
	return people_within(c, door, forgive, &attempt);
}

err people_change_password(struct ctx *c, struct door *door, struct slice old,
			   struct slice password)
{
	struct account account;
	struct renewal renewal;
	struct slice normal;

	TRY(people_load(c, door, door->actor.account, &account));
	TRY(password_check(c, door, &account, password, &normal));
	TRY(people_confirm_password(c, door, old));
	TRY(secret_hash_password(c, door, normal, &renewal.hash));
	return people_within(c, door, set_password, &renewal);
}
