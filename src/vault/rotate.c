/* rotate.c - new keys on every level, while others seal and open; and how things stand. */
#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "vault/internal.h"

enum { SUBJECTS_AT_ONCE = 100, CLASS_KEYS_MAX = 200 };

struct class_key {
	struct slice class;
	int64_t version;
	struct slice wrapped;
};

static err read_class_keys(struct ctx *c, struct keys *keys, struct slice subject,
			   struct class_key *ret_keys, size_t *ret_count)
{
	struct stmt *stmt;
	size_t count = 0;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEYS, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	err result = stmt_step(c, stmt, &row);
	while (result == OK && row && count < CLASS_KEYS_MAX) {
		ret_keys[count++] = (struct class_key){
			.class = arena_copy(c->arena, stmt_text(stmt, 0)),
			.version = stmt_int(stmt, 1),
			.wrapped = arena_copy(c->arena, stmt_text(stmt, 2)),
		};
		result = stmt_step(c, stmt, &row);
	}
	stmt_finish(stmt);
	*ret_count = count;
	if (result == OK && row) {
		return FAIL(c, ERR_LIMIT, "vault.too_many_versions", "subject=%.*s",
			    SLICE_PRINT(subject));
	}
	return result;
}

/* ---- One subject */
static err subject_organisation(struct ctx *c, struct keys *keys, struct slice subject,
				struct slice *ret_organisation)
{
	struct stmt *stmt;
	bool row = false;
	bool alive = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECT, &stmt));
	stmt_bind_text(stmt, "subject", subject);
	const err result = stmt_step(c, stmt, &row);
	if (result == OK && row) {
		alive = slice_empty(stmt_text(stmt, 1));
		*ret_organisation = arena_copy(c->arena, stmt_text(stmt, 0));
	}
	stmt_finish(stmt);
	TRY(result);
	return alive ? OK : no_subject(c, subject);
}

/* Keys that nobody dropped pile up; past a limit they could not be wrapped anew. */
static err has_room(struct ctx *c, struct keys *keys, struct slice subject)
{
	struct class_key *at = ARENA_ARRAY(c->arena, CLASS_KEYS_MAX, struct class_key);
	size_t count;
	TRY(read_class_keys(c, keys, subject, at, &count));
	return count + 2 <= CLASS_KEYS_MAX ? OK
					   : FAIL(c, ERR_LIMIT, "vault.too_many_versions",
						  "subject=%.*s", SLICE_PRINT(subject));
}

static err rotate_class(struct ctx *c, struct keys *keys, enum seal_class class,
			struct slice organisation, struct slice subject)
{
	int64_t version;
	int64_t wrap_version;
	TRY(load_class(c, keys, class, organisation, subject, 0, &version, keys->work->other));
	sodium_memzero(keys->work->other, VAULT_KEY_BYTES);
	TRY(load_organisation(c, keys, organisation, ORGANISATION_WRAP, 0, &wrap_version,
			      keys->work->wrap));
	const err result = add_class_version(c, keys, class, organisation, subject, version + 1);
	sodium_memzero(keys->work->wrap, VAULT_KEY_BYTES);
	return result;
}

err keys_organisation_of(struct ctx *c, struct keys *keys, struct slice subject,
			 struct slice *ret_organisation)
{
	TRY(keys_db(c, keys));
	return subject_organisation(c, keys, subject, ret_organisation);
}

static err rotate_subject(struct ctx *c, struct keys *keys, void *argument)
{
	const struct slice *subject = argument;
	struct slice organisation;
	TRY(subject_organisation(c, keys, *subject, &organisation));
	TRY(has_room(c, keys, *subject));
	TRY(rotate_class(c, keys, SEAL_AB, organisation, *subject));
	TRY(rotate_class(c, keys, SEAL_C, organisation, *subject));
	return raise_generation(c, keys);
}

/* ---- One organisation. work->wrap is the new key, work->other the old one. */
static err rewrap_subject(struct ctx *c, struct keys *keys, struct slice organisation,
			  struct slice subject)
{
	struct class_key *at = ARENA_ARRAY(c->arena, CLASS_KEYS_MAX, struct class_key);
	size_t count;
	TRY(read_class_keys(c, keys, subject, at, &count));
	for (size_t i = 0; i < count; i++) {
		const struct key_label label = {arena_cstr(c->arena, at[i].class), organisation,
						subject, at[i].version};
		struct stmt *stmt;
		if (!key_unwrap(c->arena, keys->work->other, &label, at[i].wrapped,
				keys->work->key)) {
			return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
		}
		TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEY_SET, &stmt));
		stmt_bind_text(stmt, "subject", subject);
		stmt_bind_text(stmt, "class", at[i].class);
		stmt_bind_int(stmt, "version", at[i].version);
		stmt_bind_blob(stmt, "class_key",
			       key_wrap(c->arena, keys->work->wrap, &label, keys->work->key));
		sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
		TRY(run_and_finish(c, stmt));
	}
	return OK;
}

static err next_subjects(struct ctx *c, struct keys *keys, struct slice organisation,
			 struct slice after, struct slice ret_subjects[SUBJECTS_AT_ONCE],
			 size_t *ret_count)
{
	struct stmt *stmt;
	size_t count = 0;
	bool row = false;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_SUBJECTS_OF, &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	stmt_bind_text(stmt, "after", after);
	stmt_bind_int(stmt, "limit", SUBJECTS_AT_ONCE);
	err result = stmt_step(c, stmt, &row);
	while (result == OK && row) {
		ret_subjects[count++] = arena_copy(c->arena, stmt_text(stmt, 0));
		result = stmt_step(c, stmt, &row);
	}
	stmt_finish(stmt);
	*ret_count = count;
	return result;
}

/* An arena of its own for each piece: an organisation may have many thousand persons. */
static err rewrap_piece(struct ctx *c, struct keys *keys, struct slice organisation,
			struct slice *after, size_t *ret_count)
{
	struct ctx inner = {.arena = arena_create()};
	struct slice subjects[SUBJECTS_AT_ONCE];
	err result = next_subjects(&inner, keys, organisation, *after, subjects, ret_count);
	for (size_t i = 0; i < *ret_count && result == OK; i++) {
		result = rewrap_subject(&inner, keys, organisation, subjects[i]);
	}
	if (result == OK && *ret_count > 0) {
		*after = arena_copy(c->arena, subjects[*ret_count - 1]);
	}
	c->fail = result != OK ? inner.fail : c->fail;
	arena_destroy(inner.arena);
	return result;
}

/* The old wrapping key goes; the old sealing key stays for what the log holds. */
static err clear_wrap_key(struct ctx *c, struct keys *keys, struct slice organisation,
			  int64_t version)
{
	struct stmt *stmt;
	int64_t same;
	const struct key_label label = {"seal", organisation, S(""), version};
	TRY(load_organisation(c, keys, organisation, ORGANISATION_SEAL, version, &same,
			      keys->work->key));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_ORGANISATION_SET, &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	stmt_bind_int(stmt, "version", version);
	stmt_bind_blob(stmt, "wrap_key", S(""));
	stmt_bind_blob(stmt, "seal_key", root_wrap(c, keys, &label, keys->work->key));
	sodium_memzero(keys->work->key, VAULT_KEY_BYTES);
	return run_and_finish(c, stmt);
}

static err rotate_organisation(struct ctx *c, struct keys *keys, void *argument)
{
	const struct slice *organisation = argument;
	struct slice after = S("");
	size_t count = 1;
	int64_t version;
	TRY(load_organisation(c, keys, *organisation, ORGANISATION_WRAP, 0, &version,
			      keys->work->other));
	TRY(clear_wrap_key(c, keys, *organisation, version));
	TRY(add_organisation_version(c, keys, *organisation, version + 1));
	while (count > 0) {
		TRY(rewrap_piece(c, keys, *organisation, &after, &count));
	}
	sodium_memzero(keys->work, sizeof *keys->work);
	return raise_generation(c, keys);
}

static err rotate_index(struct ctx *c, struct keys *keys, void *argument)
{
	const struct slice *organisation = argument;
	struct stmt *stmt;
	int64_t version;
	TRY(load_index(c, keys, *organisation, &version, keys->work->key));
	TRY(add_index_version(c, keys, *organisation, version + 1));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_INDEX_DROP_OLD, &stmt));
	stmt_bind_text(stmt, "organisation", *organisation);
	stmt_bind_int(stmt, "version", version + 1);
	TRY(run_and_finish(c, stmt));
	return raise_generation(c, keys);
}

err keys_rotate(struct ctx *c, struct keys *keys, enum rotation what, struct slice id)
{
	static write_step *const STEPS[] = {
		[ROTATE_SUBJECT] = rotate_subject,
		[ROTATE_ORGANISATION] = rotate_organisation,
		[ROTATE_INDEX] = rotate_index,
	};
	return keys_write(c, keys, STEPS[what], &id);
}

/* ---- Old versions */
struct drop {
	struct slice organisation;
	struct slice before; /* the moment up to which the successor must have been made */
};

static err drop_old(struct ctx *c, struct keys *keys, void *argument)
{
	const struct drop *drop = argument;
	struct stmt *stmt;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEYS_DROP, &stmt));
	stmt_bind_text(stmt, "organisation", drop->organisation);
	stmt_bind_text(stmt, "before", drop->before);
	TRY(stmt_run(c, stmt));
	const int64_t dropped = stmt_changes(stmt);
	stmt_finish(stmt);
	return dropped > 0 ? raise_generation(c, keys) : OK;
}

err keys_drop_old_before(struct ctx *c, struct keys *keys, struct slice organisation,
			 struct slice moment)
{
	struct drop drop = {.organisation = organisation, .before = moment};
	return keys_write(c, keys, drop_old, &drop);
}

static struct slice old_enough(struct arena *arena)
{
	return clock_moment(arena, (clock_now() - OLD_KEY_SECONDS) * 1000);
}

err keys_drop_old(struct ctx *c, struct keys *keys, struct slice organisation)
{
	return keys_drop_old_before(c, keys, organisation, old_enough(c->arena));
}

err keys_replaced(struct ctx *c, struct keys *keys, struct slice *ret_organisation)
{
	struct stmt *stmt;
	bool row = false;
	TRY(keys_db(c, keys));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_CLASS_KEYS_REPLACED, &stmt));
	stmt_bind_text(stmt, "before", old_enough(c->arena));
	const err result = stmt_step(c, stmt, &row);
	if (result == OK) {
		*ret_organisation = row ? arena_copy(c->arena, stmt_text(stmt, 0)) : S("");
	}
	stmt_finish(stmt);
	return result;
}
