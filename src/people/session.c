#include "people/internal.h"

enum { ABOUT_BYTES_MAX = 200 };

static err refused(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "people.session");
}

static struct slice public_name(struct slice token_key)
{
	return slice_between(token_key, 0, PUBLIC_NAME_LETTERS);
}

static err key_of(struct ctx *c, struct door *door, struct slice token, struct slice *ret_key)
{
	const struct slice key = secret_token_key(c, door, token);
	if (slice_empty(key)) {
		return c->fail.code;
	}
	*ret_key = key;
	return OK;
}

err session_create(struct ctx *c, struct door *door, struct slice account,
		   enum session_extent extent, int64_t now_ms, struct slice *ret_token)
{
	const struct slice token = secret_random(c->arena);
	struct account_row row;
	struct slice key;
	struct stmt *add;

	/* Passwords take their time: meanwhile the account may have been locked or begun anew. */
	TRY(account_row(c, door, account, &row));
	if (row.state != ACCOUNT_ACTIVE) {
		return refused(c);
	}
	TRY(key_of(c, door, token, &key));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_INSERT, &add));
	stmt_bind_text(add, "token_key", key);
	stmt_bind_text(add, "name", public_name(key));
	stmt_bind_text(add, "account", account);
	stmt_bind_int(add, "whole", extent == SESSION_WHOLE);
	stmt_bind_int(add, "started", now_ms);
	stmt_bind_int(add, "seen", now_ms);
	stmt_bind_blob(add, "about", S(""));
	const err result = stmt_run(c, add);
	stmt_finish(add);
	if (result == OK) {
		*ret_token = token;
	}
	return result;
}

err session_delete(struct ctx *c, struct door *door, struct slice token)
{
	struct slice key;
	struct stmt *end;

	TRY(key_of(c, door, token, &key));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_DELETE, &end));
	stmt_bind_text(end, "token_key", key);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static err delete_others(struct ctx *c, struct door *door, struct slice account,
			 struct slice token_key)
{
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_DELETE_OTHERS, &end));
	stmt_bind_text(end, "account", account);
	stmt_bind_text(end, "token_key", token_key);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

err session_delete_all(struct ctx *c, struct door *door, struct slice account)
{
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_DELETE_ALL, &end));
	stmt_bind_text(end, "account", account);
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static bool is_over(const struct session_found *found, int64_t now_ms)
{
	const int64_t at_most = found->extent == SESSION_WHOLE
					? (int64_t)SESSION_HOURS * HOUR_MS
					: (int64_t)HALF_SESSION_MINUTES * MINUTE_MS;
	return now_ms - found->started_ms >= at_most ||
	       now_ms - found->seen_ms >= (int64_t)SESSION_IDLE_MINUTES * MINUTE_MS;
}

err session_find(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
		 struct session_found *ret_found)
{
	struct session_found found;
	struct slice account = S("");
	struct stmt *read;
	bool has_row;

	TRY(key_of(c, door, token, &found.token_key));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_ROW, &read));
	stmt_bind_text(read, "token_key", found.token_key);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		account = arena_copy(c->arena, stmt_text(read, 1));
		found.extent = stmt_int(read, 2) != 0 ? SESSION_WHOLE : SESSION_HALF;
		found.started_ms = stmt_int(read, 3);
		found.seen_ms = stmt_int(read, 4);
		found.about = arena_copy(c->arena, stmt_text(read, 5));
	}
	stmt_finish(read);
	if (!has_row || is_over(&found, now_ms)) {
		return refused(c);
	}
	const err result = account_row(c, door, account, &found.account);
	if (result == ERR_NOT_FOUND || (result == OK && found.account.state != ACCOUNT_ACTIVE)) {
		return refused(c);
	}
	TRY(result);
	*ret_found = found;
	return OK;
}

struct seen {
	struct slice token_key;
	int64_t now_ms;
};

static err write_seen(struct ctx *c, struct door *door, void *argument)
{
	const struct seen *seen = argument;
	struct stmt *update;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_SEEN, &update));
	stmt_bind_text(update, "token_key", seen->token_key);
	stmt_bind_int(update, "seen", seen->now_ms);
	const err result = stmt_run(c, update);
	stmt_finish(update);
	return result;
}

static err open_about(struct ctx *c, struct door *door, struct slice account, struct slice sealed,
		      struct slice *ret_about)
{
	*ret_about = S("");
	return slice_empty(sealed) ? OK
				   : secret_open(c, door, account, S("session"), sealed, ret_about);
}

static struct session session_of(struct ctx *c, const struct session_found *found)
{
	return (struct session){
		.key = public_name(found->token_key),
		.account = found->account.id,
		.started = clock_moment(c->arena, found->started_ms),
		.seen = clock_moment(c->arena, found->seen_ms),
		.whole = found->extent == SESSION_WHOLE,
		.here = true,
	};
}

err people_session(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
		   struct session *ret_session, struct actor *ret_actor)
{
	struct session_found found;

	TRY(session_find(c, door, token, now_ms, &found));
	if (now_ms - found.seen_ms >= MINUTE_MS) {
		struct seen seen = {found.token_key, now_ms};
		/* A full disk shall not sign everybody out; unseen, the session soon rests. */
		if (people_within(c, door, write_seen, &seen) == OK) {
			found.seen_ms = now_ms;
		}
	}
	*ret_session = session_of(c, &found);
	/* Half signed in is not signed in. */
	*ret_actor = found.extent == SESSION_WHOLE ? account_actor(&found.account)
						   : (struct actor){.kind = ACTOR_NOBODY};
	return OK;
}

struct about {
	struct slice token;
	struct slice text;
	int64_t now_ms;
};

static err write_about(struct ctx *c, struct door *door, void *argument)
{
	const struct about *about = argument;
	struct session_found found;
	struct slice sealed;
	struct stmt *update;

	TRY(session_find(c, door, about->token, about->now_ms, &found));
	TRY(secret_seal(c, door, found.account.id, S("session"), about->text, &sealed));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_ABOUT, &update));
	stmt_bind_text(update, "token_key", found.token_key);
	stmt_bind_blob(update, "about", sealed);
	const err result = stmt_run(c, update);
	stmt_finish(update);
	return result;
}

err people_describe_session(struct ctx *c, struct door *door, struct slice token,
			    struct slice about, int64_t now_ms)
{
	struct about change = {
		.token = token,
		.text = slice_between(about, 0, ABOUT_BYTES_MAX),
		.now_ms = now_ms,
	};
	return people_within(c, door, write_about, &change);
}

struct ending {
	struct slice token;
	struct slice account;
	struct slice name;
};

static err sign_out(struct ctx *c, struct door *door, void *argument)
{
	const struct ending *ending = argument;
	struct session_found found;
	const err known = session_find(c, door, ending->token, clock_now_ms(), &found);

	TRY(session_delete(c, door, ending->token));
	return known == OK
		       ? people_log(c, door, &found.account, found.account.id, "sign_out", "done")
		       : OK;
}

err people_sign_out(struct ctx *c, struct door *door, struct slice token)
{
	struct ending ending = {.token = token};
	return people_within(c, door, sign_out, &ending);
}

/* One's own, or those of somebody whom one manages. */
static err may_end(struct ctx *c, struct door *door, struct slice account)
{
	struct account_row row;

	return slice_equal(door->actor.account, account) && door->actor.kind == ACTOR_STAFF
		       ? OK
		       : account_may_manage(c, door, account, &row);
}

static err end_all(struct ctx *c, struct door *door, void *argument)
{
	const struct ending *ending = argument;
	struct slice key = S("");

	TRY(may_end(c, door, ending->account));
	if (!slice_empty(ending->token)) {
		TRY(key_of(c, door, ending->token, &key));
	}
	TRY(delete_others(c, door, ending->account, key));
	return people_log(c, door, NULL, ending->account, "sign_out_everywhere", "done");
}

err people_sign_out_everywhere(struct ctx *c, struct door *door, struct slice account)
{
	struct ending ending = {.account = account};
	return people_within(c, door, end_all, &ending);
}

err people_sign_out_others(struct ctx *c, struct door *door, struct slice account,
			   struct slice token)
{
	struct ending ending = {.account = account, .token = token};
	return people_within(c, door, end_all, &ending);
}

static err end_named(struct ctx *c, struct door *door, void *argument)
{
	const struct ending *ending = argument;
	struct stmt *end;

	TRY(may_end(c, door, ending->account));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_DELETE_NAMED, &end));
	stmt_bind_text(end, "account", ending->account);
	stmt_bind_text(end, "name", ending->name);
	TRY(stmt_run(c, end));
	const int64_t ended = stmt_changes(end);
	stmt_finish(end);
	if (ended == 0) {
		return FAIL_PLAIN(c, ERR_NOT_FOUND, "people.no_session");
	}
	return people_log(c, door, NULL, ending->account, "sign_out", "done");
}

err people_end_session(struct ctx *c, struct door *door, struct slice account, struct slice key)
{
	struct ending ending = {.account = account, .name = key};
	return people_within(c, door, end_named, &ending);
}

enum { SESSIONS_MAX = 100 };

static err read_sessions(struct ctx *c, struct door *door, struct slice account, int64_t now_ms,
			 struct session_found *found, size_t *ret_count)
{
	struct stmt *list;
	size_t count = 0;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SESSION_LIST, &list));
	stmt_bind_text(list, "account", account);
	while (count < SESSIONS_MAX) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		found[count] = (struct session_found){
			.account = {.id = account},
			.token_key = arena_copy(c->arena, stmt_text(list, 1)),
			.extent = stmt_int(list, 2) != 0 ? SESSION_WHOLE : SESSION_HALF,
			.started_ms = stmt_int(list, 3),
			.seen_ms = stmt_int(list, 4),
			.about = arena_copy(c->arena, stmt_text(list, 5)),
		};
		count += !is_over(&found[count], now_ms) ? 1 : 0;
	}
	stmt_finish(list);
	*ret_count = count;
	return OK;
}

err people_sessions(struct ctx *c, struct door *door, struct slice account,
		    const struct session **ret_sessions, size_t *ret_count)
{
	struct session_found *found = ARENA_ARRAY(c->arena, SESSIONS_MAX, struct session_found);
	struct session *sessions = ARENA_ARRAY(c->arena, SESSIONS_MAX, struct session);
	size_t count;

	TRY(may_end(c, door, account));
	TRY(read_sessions(c, door, account, clock_now_ms(), found, &count));
	for (size_t i = 0; i < count; i++) {
		sessions[i] = session_of(c, &found[i]);
		sessions[i].here = false; /* the page compares with its own session's key */
		TRY(open_about(c, door, account, found[i].about, &sessions[i].about));
	}
	*ret_sessions = sessions;
	*ret_count = count;
	return OK;
}

struct slice people_form_token(struct ctx *c, struct door *door, struct slice session_token)
{
	return secret_keyed(c, door, "form", session_token);
}

/* ---- What is over */

static err purge_one(struct ctx *c, struct door *door, enum statement_id id, const char *name,
		     int64_t before_ms)
{
	struct stmt *purge;

	TRY(db_prepare_statement(c, door->db, id, &purge));
	stmt_bind_int(purge, name, before_ms);
	if (id == STATEMENT_ATTEMPT_PURGE) {
		stmt_bind_int(purge, "known", before_ms - 90 * (int64_t)DAY_MS);
	}
	const err result = stmt_run(c, purge);
	stmt_finish(purge);
	return result;
}

err people_purge(struct ctx *c, struct door *door, int64_t now_ms)
{
	TRY(purge_one(c, door, STATEMENT_SESSION_PURGE, "started",
		      now_ms - (int64_t)SESSION_HOURS * HOUR_MS));
	TRY(purge_one(c, door, STATEMENT_CHALLENGE_PURGE, "expires", now_ms));
	return purge_one(c, door, STATEMENT_ATTEMPT_PURGE, "failed", now_ms - 2 * (int64_t)DAY_MS);
}
