/* link.c - one-time links: the only way to a first password. */
#include "people/internal.h"

static err forget_links(struct ctx *c, struct door *door, struct slice account)
{
	struct stmt *forget;

	TRY(db_prepare_statement(c, door->db, STATEMENT_LINK_DELETE, &forget));
	stmt_bind_text(forget, "account", account);
	const err result = stmt_run(c, forget);
	stmt_finish(forget);
	return result;
}

err link_create(struct ctx *c, struct door *door, struct slice account, int64_t now_ms,
		struct slice *ret_link)
{
	const struct slice token = secret_random(c->arena);
	const struct slice key = secret_keyed(c, door, "link", token);
	struct stmt *add;

	if (slice_empty(key)) {
		return c->fail.code;
	}
	TRY(forget_links(c, door, account));
	TRY(db_prepare_statement(c, door->db, STATEMENT_LINK_INSERT, &add));
	stmt_bind_text(add, "token_key", key);
	stmt_bind_text(add, "account", account);
	stmt_bind_int(add, "expires", now_ms + (int64_t)LINK_HOURS * HOUR_MS);
	const err result = stmt_run(c, add);
	stmt_finish(add);
	if (result == OK) {
		*ret_link = token;
	}
	return result;
}

static err refused(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "people.link");
}

/* Whose link it is. */
static err find(struct ctx *c, struct door *door, struct slice link, int64_t now_ms,
		struct account_row *ret_row)
{
	const struct slice key = secret_keyed(c, door, "link", link);
	struct slice account = S("");
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_LINK_ROW, &read));
	stmt_bind_text(read, "token_key", key);
	TRY(stmt_step(c, read, &has_row));
	if (has_row && stmt_int(read, 1) > now_ms) {
		account = arena_copy(c->arena, stmt_text(read, 0));
	}
	stmt_finish(read);
	if (slice_empty(account) || account_row(c, door, account, ret_row) != OK ||
	    ret_row->state != ACCOUNT_INVITED) {
		return refused(c);
	}
	return OK;
}

/* The holder of the link is that person: who else could show him his own name? */
static err load_own(struct ctx *c, struct door *door, const struct account_row *row,
		    struct account *ret_account)
{
	const struct actor before = door->actor;

	door->actor = account_actor(row);
	const err result = people_load(c, door, row->id, ret_account);
	door->actor = before;
	return result;
}

err people_link_at(struct ctx *c, struct door *door, struct slice link, int64_t now_ms,
		   struct account *ret_account)
{
	struct account_row row;

	TRY(find(c, door, link, now_ms, &row));
	return load_own(c, door, &row, ret_account);
}

err people_link(struct ctx *c, struct door *door, struct slice link, struct account *ret_account)
{
	return people_link_at(c, door, link, clock_now_ms(), ret_account);
}

struct acceptance {
	struct slice link;
	struct slice hash;
	int64_t now_ms;
};

/* Looked up again inside the transaction: two who use it at once are not both let in. */
static err accept(struct ctx *c, struct door *door, void *argument)
{
	const struct acceptance *acceptance = argument;
	struct account_row row;

	TRY(find(c, door, acceptance->link, acceptance->now_ms, &row));
	TRY(secret_set_password(c, door, row.id, acceptance->hash));
	TRY(account_set_state(c, door, row.id, ACCOUNT_ACTIVE));
	TRY(forget_links(c, door, row.id));
	return people_log(c, door, &row, row.id, "account_accept", "done");
}

err people_accept_at(struct ctx *c, struct door *door, struct slice link, struct slice password,
		     int64_t now_ms)
{
	struct acceptance acceptance = {.link = link, .now_ms = now_ms};
	struct account account;
	struct slice normal;

	TRY(people_link_at(c, door, link, now_ms, &account));
	TRY(password_check(c, door, &account, password, &normal));
	TRY(secret_hash_password(c, door, normal, &acceptance.hash));
	return people_within(c, door, accept, &acceptance);
}

err people_accept(struct ctx *c, struct door *door, struct slice link, struct slice password)
{
	return people_accept_at(c, door, link, password, clock_now_ms());
}
