/* status.c - how many keys there are and how old they are. */
#include <string.h>

#include "vault/internal.h"

static err read_organisations(struct ctx *c, struct keys *keys, struct vault_organisation **ret_at,
			      size_t *ret_count)
{
	struct stmt *stmt;
	struct vault_organisation *at = NULL;
	size_t count = 0;
	size_t room = 0;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_STATUS, &stmt));
	err result = stmt_step(c, stmt, &row);
	while (result == OK && row) {
		if (count == room) {
			room = room == 0 ? 16 : room * 2;
			struct vault_organisation *more =
				ARENA_ARRAY(c->arena, room, struct vault_organisation);
			if (count > 0) {
				memcpy(more, at, count * sizeof *at);
			}
			at = more;
		}
		at[count++] = (struct vault_organisation){
			.organisation = arena_copy(c->arena, stmt_text(stmt, 0)),
			.version = stmt_int(stmt, 1),
			.rotated = arena_copy(c->arena, stmt_text(stmt, 2)),
		};
		result = stmt_step(c, stmt, &row);
	}
	stmt_finish(stmt);
	*ret_at = at;
	*ret_count = count;
	return result;
}

static err count_subjects(struct ctx *c, struct keys *keys, struct vault_organisation *organisation)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECT_COUNT, &stmt));
	stmt_bind_text(stmt, "organisation", organisation->organisation);
	const err result = stmt_step(c, stmt, &row);
	if (result == OK && row) {
		organisation->subjects = stmt_int(stmt, 0);
		organisation->destroyed = stmt_int(stmt, 1);
	}
	stmt_finish(stmt);
	return result;
}

err keys_status(struct ctx *c, struct keys *keys, struct vault_status *ret_status)
{
	struct vault_state state;
	struct vault_organisation *at;
	size_t count;
	TRY(keys_db(c, keys));
	TRY(read_state(c, keys->db, &state));
	TRY(read_organisations(c, keys, &at, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(count_subjects(c, keys, &at[i]));
	}
	*ret_status = (struct vault_status){
		.root_version = state.root_version,
		.root_rotated = state.root_made,
		.organisations = at,
		.organisations_count = count,
	};
	return OK;
}
