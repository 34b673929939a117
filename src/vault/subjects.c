/* subjects.c - organisations and persons come and go. */
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/internal.h"

err add_organisation_version(struct ctx *c, struct keys *keys, struct slice organisation,
			     int64_t version)
{
	struct stmt *stmt;
	const struct key_label wrap = {"wrap", organisation, S(""), version};
	const struct key_label seal = {"seal", organisation, S(""), version};
	random_bytes(keys->work->wrap, VAULT_KEY_BYTES);
	random_bytes(keys->work->key, VAULT_KEY_BYTES);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_ORGANISATION_ADD, &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	stmt_bind_int(stmt, "version", version);
	stmt_bind_blob(stmt, "wrap_key", root_wrap(c, keys, &wrap, keys->work->wrap));
	stmt_bind_blob(stmt, "seal_key", root_wrap(c, keys, &seal, keys->work->key));
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return run_and_finish(c, stmt);
}

err add_index_version(struct ctx *c, struct keys *keys, struct slice organisation, int64_t version)
{
	struct stmt *stmt;
	const struct key_label label = {"index", organisation, S(""), version};
	random_bytes(keys->work->key, VAULT_KEY_BYTES);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_INDEX_ADD, &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	stmt_bind_int(stmt, "version", version);
	stmt_bind_blob(stmt, "index_key", root_wrap(c, keys, &label, keys->work->key));
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return run_and_finish(c, stmt);
}

static bool already_there(const struct ctx *c, err result)
{
	return result == ERR_CONFLICT && strcmp(c->fail.key, "store.unique") == 0;
}

static err add_organisation(struct ctx *c, struct keys *keys, void *argument)
{
	const struct slice *organisation = argument;
	const err result = add_organisation_version(c, keys, *organisation, 1);
	if (already_there(c, result)) {
		return FAIL(c, ERR_CONFLICT, "vault.organisation_exists", "organisation=%.*s",
			    SLICE_PRINT(*organisation));
	}
	TRY(result);
	return add_index_version(c, keys, *organisation, 1);
}

err keys_add_organisation(struct ctx *c, struct keys *keys, struct slice organisation)
{
	return keys_write(c, keys, add_organisation, &organisation);
}

err add_class_version(struct ctx *c, struct keys *keys, enum seal_class class,
		      struct slice organisation, struct slice subject, int64_t version)
{
	struct stmt *stmt;
	const struct key_label label = {class_name(class), organisation, subject, version};
	random_bytes(keys->work->key, VAULT_KEY_BYTES);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEY_ADD, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	stmt_bind_text(stmt, "class", slice_of(label.what));
	stmt_bind_int(stmt, "version", version);
	stmt_bind_blob(stmt, "class_key",
		       key_wrap(c->arena, keys->work->wrap, &label, keys->work->key));
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return run_and_finish(c, stmt);
}

struct new_subject {
	struct slice organisation;
	struct slice subject;
};

static err add_subject_row(struct ctx *c, struct keys *keys, const struct new_subject *new)
{
	struct stmt *stmt;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECT_ADD, &stmt));
	stmt_bind_text(stmt, "subject", new->subject);
	stmt_bind_text(stmt, "organisation", new->organisation);
	stmt_bind_text(stmt, "made", moment_now(c->arena));
	const err result = run_and_finish(c, stmt);
	if (already_there(c, result)) {
		return FAIL(c, ERR_CONFLICT, "vault.subject_exists", "subject=%.*s",
			    SLICE_PRINT(new->subject));
	}
	return result;
}

static err add_subject(struct ctx *c, struct keys *keys, void *argument)
{
	const struct new_subject *new = argument;
	int64_t version;
	TRY(load_organisation(c, keys, new->organisation, ORGANISATION_WRAP, 0, &version,
			      keys->work->wrap));
	err result = add_subject_row(c, keys, new);
	for (int class = SEAL_AB; class <= SEAL_C && result == OK; class ++) {
		result = add_class_version(c, keys, (enum seal_class) class, new->organisation,
					   new->subject, 1);
	}
	sodium_memzero(keys->work->wrap, VAULT_KEY_BYTES);
	return result;
}

err keys_add_subject(struct ctx *c, struct keys *keys, struct slice organisation,
		     struct slice subject)
{
	struct new_subject new = {.organisation = organisation, .subject = subject};
	return keys_write(c, keys, add_subject, &new);
}

static err is_known(struct ctx *c, struct keys *keys, struct slice subject)
{
	struct stmt *stmt;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECT, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	const err result = stmt_step(c, stmt, &row);
	stmt_finish(stmt);
	TRY(result);
	return row ? OK : no_subject(c, subject);
}

static err destroy_keys(struct ctx *c, struct keys *keys, struct slice subject)
{
	struct stmt *stmt;
	char noise[WRAPPED_BYTES];
	random_bytes(noise, sizeof noise);
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEY_OVERWRITE, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	stmt_bind_blob(stmt, "class_key", (struct slice){.at = noise, .length = sizeof noise});
	TRY(run_and_finish(c, stmt));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEY_DELETE, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	return run_and_finish(c, stmt);
}

static err destroy_subject(struct ctx *c, struct keys *keys, void *argument)
{
	const struct slice *subject = argument;
	struct stmt *stmt;
	TRY(is_known(c, keys, *subject));
	TRY(destroy_keys(c, keys, *subject));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECT_DESTROY, &stmt));
	stmt_bind_text(stmt, "subject", *subject);
	stmt_bind_text(stmt, "destroyed", moment_now(c->arena));
	TRY(run_and_finish(c, stmt));
	return raise_generation(c, keys);
}

err keys_destroy_subject(struct ctx *c, struct keys *keys, struct slice subject)
{
	return keys_write(c, keys, destroy_subject, &subject);
}
