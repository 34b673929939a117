#include "vault/copies.h"

#include "vault/internal.h"

enum { COPIES_MAX = 1000 };

struct change {
	int64_t number;
	struct slice moment;
	struct slice place;
};

static err add(struct ctx *c, struct keys *keys, void *argument)
{
	struct change *change = argument;
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_COPIES_LAST, &stmt));
	const err result = stmt_step(c, stmt, &row);
	change->number = result == OK && row ? stmt_int(stmt, 0) + 1 : 1;
	stmt_finish(stmt);
	TRY(result);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_COPIES_ADD, &stmt));
	stmt_bind_int(stmt, "number", change->number);
	stmt_bind_text(stmt, "made", change->moment);
	stmt_bind_text(stmt, "place", change->place);
	return run_and_finish(c, stmt);
}

err keys_copy_add(struct ctx *c, struct keys *keys, struct slice made, struct slice place,
		  int64_t *ret_number)
{
	struct change change = {.moment = made, .place = place};
	TRY(keys_write(c, keys, add, &change));
	*ret_number = change.number;
	return OK;
}

static err mark(struct ctx *c, struct keys *keys, void *argument)
{
	const struct change *change = argument;
	struct stmt *stmt;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_COPIES_GONE, &stmt));
	stmt_bind_int(stmt, "number", change->number);
	stmt_bind_text(stmt, "gone", change->moment);
	const err result = stmt_run(c, stmt);
	const bool found = result == OK && stmt_changes(stmt) > 0;
	stmt_finish(stmt);
	TRY(result);
	return found ? OK
		     : FAIL(c, ERR_NOT_FOUND, "backup.no_copy", "number=%lld",
			    (long long)change->number);
}

err keys_copy_gone(struct ctx *c, struct keys *keys, int64_t number, struct slice gone)
{
	struct change change = {.number = number, .moment = gone};
	return keys_write(c, keys, mark, &change);
}

err keys_copies(struct ctx *c, struct keys *keys, const struct key_copy **ret_copies,
		size_t *ret_count)
{
	struct key_copy *copies = ARENA_ARRAY(c->arena, COPIES_MAX, struct key_copy);
	struct stmt *stmt;
	size_t count = 0;
	bool row = false;
	TRY(keys_db(c, keys));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_COPIES_KNOWN, &stmt));
	err result = stmt_step(c, stmt, &row);
	while (result == OK && row && count < COPIES_MAX) {
		copies[count++] = (struct key_copy){
			.number = stmt_int(stmt, 0),
			.made = arena_copy(c->arena, stmt_text(stmt, 1)),
			.place = arena_copy(c->arena, stmt_text(stmt, 2)),
		};
		result = stmt_step(c, stmt, &row);
	}
	stmt_finish(stmt);
	TRY(result);
	*ret_copies = copies;
	*ret_count = count;
	return OK;
}
