/* root.c - a new root key: all that lies directly below is wrapped anew in one transaction. */
#include <sodium.h>
#include <string.h>

#include "vault/internal.h"

/* A row of organisations or of index keys, copied before anything is written. */
struct below_root {
	struct slice organisation;
	int64_t version;
	struct slice first;
	struct slice second;
};

static err read_rows(struct ctx *c, struct keys *keys, enum statement_id id, bool two,
		     struct below_root **ret_rows, size_t *ret_count)
{
	struct stmt *stmt;
	struct below_root *rows = NULL;
	size_t count = 0;
	size_t room = 0;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, id, &stmt));
	err result = stmt_step(c, stmt, &row);
	while (result == OK && row) {
		if (count == room) {
			room = room == 0 ? 64 : room * 2;
			struct below_root *more = ARENA_ARRAY(c->arena, room, struct below_root);
			if (count > 0) {
				memcpy(more, rows, count * sizeof *rows);
			}
			rows = more;
		}
		rows[count++] = (struct below_root){
			.organisation = arena_copy(c->arena, stmt_text(stmt, 0)),
			.version = stmt_int(stmt, 1),
			.first = arena_copy(c->arena, stmt_text(stmt, 2)),
			.second = two ? arena_copy(c->arena, stmt_text(stmt, 3)) : S(""),
		};
		result = stmt_step(c, stmt, &row);
	}
	stmt_finish(stmt);
	*ret_rows = rows;
	*ret_count = count;
	return result;
}

/* vault_rotate_root holds the lock over the root key: it is used directly here. */
static err rewrap(struct ctx *c, struct keys *keys, const unsigned char *root,
		  const struct key_label *label, struct slice *wrapped)
{
	if (slice_empty(*wrapped)) {
		return OK; /* the wrapping key of an old version was taken away */
	}
	if (!key_unwrap(c->arena, keys->vault->root, label, *wrapped, keys->work->key)) {
		return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
	}
	*wrapped = key_wrap(c->arena, root, label, keys->work->key);
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return OK;
}

static err rewrap_organisation(struct ctx *c, struct keys *keys, const unsigned char *root,
			       struct below_root *row)
{
	struct stmt *stmt;
	const struct key_label wrap = {"wrap", row->organisation, S(""), row->version};
	const struct key_label seal = {"seal", row->organisation, S(""), row->version};
	TRY(rewrap(c, keys, root, &wrap, &row->first));
	TRY(rewrap(c, keys, root, &seal, &row->second));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_ORGANISATION_SET, &stmt));
	stmt_bind_text(stmt, "organisation", row->organisation);
	stmt_bind_int(stmt, "version", row->version);
	stmt_bind_blob(stmt, "wrap_key", row->first);
	stmt_bind_blob(stmt, "seal_key", row->second);
	return run_and_finish(c, stmt);
}

static err rewrap_index(struct ctx *c, struct keys *keys, const unsigned char *root,
			struct below_root *row)
{
	struct stmt *stmt;
	const struct key_label label = {"index", row->organisation, S(""), row->version};
	TRY(rewrap(c, keys, root, &label, &row->first));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_INDEX_SET, &stmt));
	stmt_bind_text(stmt, "organisation", row->organisation);
	stmt_bind_int(stmt, "version", row->version);
	stmt_bind_blob(stmt, "index_key", row->first);
	return run_and_finish(c, stmt);
}

static err write_state(struct ctx *c, struct keys *keys, const unsigned char *root)
{
	struct stmt *stmt;
	unsigned char id[ROOT_ID_BYTES];
	const struct key_label label = {.what = "server", .version = 1};
	root_identify(root, id);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_STATE_ROOT, &stmt));
	stmt_bind_blob(stmt, "root_id",
		       (struct slice){.at = (const char *)id, .length = sizeof id});
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	stmt_bind_blob(stmt, "server_key", key_wrap(c->arena, root, &label, keys->vault->server));
	TRY(run_and_finish(c, stmt));
	return raise_generation(c, keys);
}

static err rewrap_all(struct ctx *c, struct keys *keys, const unsigned char *root)
{
	struct below_root *rows;
	size_t count;
	TRY(read_rows(c, keys, STATEMENT_VAULT_ORGANISATIONS, true, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(rewrap_organisation(c, keys, root, &rows[i]));
	}
	TRY(read_rows(c, keys, STATEMENT_VAULT_INDEXES, false, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(rewrap_index(c, keys, root, &rows[i]));
	}
	return write_state(c, keys, root);
}

static err is_in_force(struct ctx *c, struct keys *keys)
{
	struct vault_state state;
	TRY(read_state(c, keys->db, &state));
	if (!state.there || state.root_id.length != ROOT_ID_BYTES ||
	    memcmp(state.root_id.at, keys->vault->root_id, ROOT_ID_BYTES) != 0) {
		return FAIL_PLAIN(c, ERR_DENIED, "vault.root_changed");
	}
	return OK;
}

static err change(struct ctx *c, struct keys *keys, const unsigned char *root)
{
	TRY(db_begin(c, keys->db, DB_WRITE));
	err result = is_in_force(c, keys);
	if (result == OK) {
		result = rewrap_all(c, keys, root);
	}
	if (result != OK) {
		db_rollback(keys->db);
		return result;
	}
	return db_commit(c, keys->db);
}

err vault_rotate_root(struct ctx *c, struct vault *vault, const unsigned char root[VAULT_KEY_BYTES])
{
	struct keys *keys;
	TRY(keys_borrow(c, vault, &keys));
	err result = keys_db(c, keys);
	if (result == OK) {
		/* Held until the key in memory is the one on disk: readers wait, none fails. */
		must(pthread_rwlock_wrlock(&vault->root_lock) == 0);
		result = change(c, keys, root);
		if (result == OK) {
			memcpy(vault->root, root, VAULT_KEY_BYTES);
			root_identify(root, vault->root_id);
		}
		must(pthread_rwlock_unlock(&vault->root_lock) == 0);
	}
	keys_return(keys);
	return result;
}
