/* token.c - tokens for programs: they may what their owner may, on the routes of their scopes. */
#include "people/internal.h"

#define TOKEN_START "spean_"
enum { DAYS_MAX = 366, LABEL_BYTES_MAX = 100, TOKENS_MAX = 50, SCOPES_BYTES_MAX = 1000 };

struct change {
	struct slice label;
	struct slice scopes;
	struct slice name;
	struct slice token;
	int days;
};

/* Names of permissions, as the page of permissions writes them. */
static bool are_scopes(struct slice scopes)
{
	if (slice_empty(scopes) || scopes.length > SCOPES_BYTES_MAX) {
		return false;
	}
	for (size_t i = 0; i < scopes.length; i++) {
		const char byte = scopes.at[i];
		if (!(byte >= 'a' && byte <= 'z') && byte != '_' && byte != '.' && byte != ';') {
			return false;
		}
	}
	return true;
}

static err of_staff(struct ctx *c, const struct door *door)
{
	return door->actor.kind == ACTOR_STAFF
		       ? OK
		       : FAIL(c, ERR_DENIED, "access.denied", "kind=account\nid=");
}

static err count_tokens(struct ctx *c, struct door *door, size_t *ret_count)
{
	const struct api_token *tokens;
	return people_tokens(c, door, &tokens, ret_count);
}

static err create(struct ctx *c, struct door *door, void *argument)
{
	struct change *change = argument;
	const struct slice account = door->actor.account;
	const struct slice key = secret_token_key(c, door, change->token);
	const int64_t now_ms = clock_now_ms();
	struct slice label;
	struct stmt *add;

	TRY(secret_seal(c, door, account, S("token"), change->label, &label));
	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_INSERT, &add));
	stmt_bind_text(add, "token_key", key);
	stmt_bind_text(add, "name", slice_between(key, 0, PUBLIC_NAME_LETTERS));
	stmt_bind_text(add, "account", account);
	stmt_bind_blob(add, "label", label);
	stmt_bind_text(add, "scopes", change->scopes);
	stmt_bind_int(add, "created", now_ms);
	stmt_bind_int(add, "expires", now_ms + change->days * (int64_t)DAY_MS);
	TRY(stmt_run(c, add));
	stmt_finish(add);
	return people_log(c, door, NULL, account, "token_new", "done");
}

err people_new_token(struct ctx *c, struct door *door, struct slice label, struct slice scopes,
		     int days, struct slice *ret_token)
{
	size_t count;
	struct change change = {
		.label = slice_between(label, 0, LABEL_BYTES_MAX),
		.scopes = scopes,
		.days = days,
	};

	TRY(of_staff(c, door));
	if (!are_scopes(scopes)) {
		return FAIL_PLAIN(c, ERR_INVALID, "people.scopes");
	}
	if (days < 1 || days > DAYS_MAX) {
		return FAIL(c, ERR_INVALID, "people.token_days", "max=%d", DAYS_MAX);
	}
	TRY(count_tokens(c, door, &count));
	if (count >= TOKENS_MAX) {
		return FAIL(c, ERR_LIMIT, "people.token_count", "max=%d", TOKENS_MAX);
	}
	change.token =
		arena_format(c->arena, TOKEN_START "%.*s", SLICE_PRINT(secret_random(c->arena)));
	TRY(people_within(c, door, create, &change));
	*ret_token = change.token;
	return OK;
}

static struct slice day_of(struct ctx *c, int64_t ms)
{
	return ms > 0 ? slice_between(clock_moment(c->arena, ms), 0, 10) : S("");
}

static err read_token(struct ctx *c, struct door *door, const struct stmt *list,
		      struct api_token *ret_token)
{
	struct slice label;

	TRY(secret_open(c, door, door->actor.account, S("token"), stmt_text(list, 1), &label));
	*ret_token = (struct api_token){
		.key = arena_copy(c->arena, stmt_text(list, 0)),
		.label = label,
		.scopes = arena_copy(c->arena, stmt_text(list, 2)),
		.created = day_of(c, stmt_int(list, 3)),
		.expires = day_of(c, stmt_int(list, 4)),
		.used = stmt_int(list, 5) > 0 ? clock_moment(c->arena, stmt_int(list, 5)) : S(""),
	};
	return OK;
}

err people_tokens(struct ctx *c, struct door *door, const struct api_token **ret_tokens,
		  size_t *ret_count)
{
	struct api_token *tokens = ARENA_ARRAY(c->arena, TOKENS_MAX, struct api_token);
	struct stmt *list;
	size_t count = 0;

	TRY(of_staff(c, door));
	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_LIST, &list));
	stmt_bind_text(list, "account", door->actor.account);
	while (count < TOKENS_MAX) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		TRY(read_token(c, door, list, &tokens[count]));
		count++;
	}
	stmt_finish(list);
	*ret_tokens = tokens;
	*ret_count = count;
	return OK;
}

static err end(struct ctx *c, struct door *door, void *argument)
{
	const struct change *change = argument;
	struct stmt *end;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_DELETE_NAMED, &end));
	stmt_bind_text(end, "account", door->actor.account);
	stmt_bind_text(end, "name", change->name);
	TRY(stmt_run(c, end));
	const int64_t ended = stmt_changes(end);
	stmt_finish(end);
	if (ended == 0) {
		return FAIL_PLAIN(c, ERR_NOT_FOUND, "people.no_token");
	}
	return people_log(c, door, NULL, door->actor.account, "token_end", "done");
}

err people_end_token(struct ctx *c, struct door *door, struct slice key)
{
	struct change change = {.name = key};

	TRY(of_staff(c, door));
	return people_within(c, door, end, &change);
}

struct use {
	struct slice token_key;
	int64_t now_ms;
};

static err write_use(struct ctx *c, struct door *door, void *argument)
{
	const struct use *use = argument;
	struct stmt *update;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_USED, &update));
	stmt_bind_text(update, "token_key", use->token_key);
	stmt_bind_int(update, "used", use->now_ms);
	const err result = stmt_run(c, update);
	stmt_finish(update);
	return result;
}

static err refused(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "people.token");
}

err people_token(struct ctx *c, struct door *door, struct slice token, int64_t now_ms,
		 struct actor *ret_actor, struct slice *ret_scopes)
{
	struct use use = {.token_key = secret_token_key(c, door, token), .now_ms = now_ms};
	struct slice account = S("");
	struct slice scopes = S("");
	struct account_row row;
	struct stmt *read;
	bool has_row;
	int64_t used_ms = 0;

	TRY(db_prepare_statement(c, door->db, STATEMENT_TOKEN_ROW, &read));
	stmt_bind_text(read, "token_key", use.token_key);
	TRY(stmt_step(c, read, &has_row));
	if (has_row && stmt_int(read, 2) > now_ms) {
		account = arena_copy(c->arena, stmt_text(read, 0));
		scopes = arena_copy(c->arena, stmt_text(read, 1));
		used_ms = stmt_int(read, 3);
	}
	stmt_finish(read);
	if (!slice_starts(token, S(TOKEN_START)) || slice_empty(account) ||
	    account_row(c, door, account, &row) != OK || row.state != ACCOUNT_ACTIVE) {
		return refused(c);
	}
	if (now_ms - used_ms >= MINUTE_MS) {
		TRY(people_within(c, door, write_use, &use));
	}
	*ret_actor = account_actor(&row);
	*ret_scopes = scopes;
	return OK;
}
