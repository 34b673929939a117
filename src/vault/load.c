/* load.c - asking the key store for keys, and writing to it.
 *
 * Several processes may serve one key store. A number, raised with every change of keys, tells each
 * of them when to forget what it remembers; a new root key is fetched from its source.
 */
#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "vault/internal.h"

enum { FRESH_US = 1000000, WRITE_ATTEMPTS = 8 };

err keys_db(struct ctx *c, struct keys *keys)
{
	return keys->db != NULL ? OK : store_borrow(c, keys->vault->store, &keys->db);
}

err run_and_finish(struct ctx *c, struct stmt *stmt)
{
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	return result;
}

static struct slice copy_column(struct ctx *c, const struct stmt *stmt, int column)
{
	return arena_copy(c->arena, stmt_text(stmt, column));
}

err read_state(struct ctx *c, struct db *db, struct vault_state *ret_state)
{
	struct stmt *stmt;
	struct vault_state state = {0};
	TRY(db_prepare_statement(c, db, STATEMENT_VAULT_STATE, &stmt));
	const err result = stmt_step(c, stmt, &state.there);
	if (result == OK && state.there) {
		state.generation = stmt_int(stmt, 0);
		state.root_version = stmt_int(stmt, 1);
		state.root_id = copy_column(c, stmt, 2);
		state.root_made = copy_column(c, stmt, 3);
		state.server_key = copy_column(c, stmt, 4);
	}
	stmt_finish(stmt);
	if (result == OK) {
		*ret_state = state;
	}
	return result;
}

static err keys_refresh(struct ctx *c, struct keys *keys)
{
	struct stmt *stmt;
	bool row = false;
	const int64_t now = clock_monotonic_us();
	if (keys->writing || (keys->generation != 0 && now - keys->generation_us < FRESH_US)) {
		return OK;
	}
	TRY(keys_db(c, keys));
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_GENERATION, &stmt));
	const err result = stmt_step(c, stmt, &row);
	const int64_t generation = result == OK && row ? stmt_int(stmt, 0) : 0;
	stmt_finish(stmt);
	TRY(result);
	if (!row) {
		return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
	}
	keys->generation = generation;
	keys->generation_us = now;
	cache_follow(keys->vault, generation);
	return OK;
}

struct slice root_wrap(struct ctx *c, struct keys *keys, const struct key_label *label,
		       const unsigned char key[VAULT_KEY_BYTES])
{
	must(pthread_rwlock_rdlock(&keys->vault->root_lock) == 0);
	const struct slice wrapped = key_wrap(c->arena, keys->vault->root, label, key);
	must(pthread_rwlock_unlock(&keys->vault->root_lock) == 0);
	return wrapped;
}

static bool root_unwrap(struct ctx *c, struct keys *keys, const struct key_label *label,
			struct slice wrapped, unsigned char ret_key[VAULT_KEY_BYTES])
{
	must(pthread_rwlock_rdlock(&keys->vault->root_lock) == 0);
	memcpy(keys->tried, keys->vault->root_id, ROOT_ID_BYTES);
	const bool fits = key_unwrap(c->arena, keys->vault->root, label, wrapped, ret_key);
	must(pthread_rwlock_unlock(&keys->vault->root_lock) == 0);
	return fits;
}

static err fetch_root(struct ctx *c, struct vault *vault, struct slice wanted,
		      unsigned char root[VAULT_KEY_BYTES])
{
	unsigned char id[ROOT_ID_BYTES];
	if (vault->source == NULL) {
		return FAIL_PLAIN(c, ERR_DENIED, "vault.root_changed");
	}
	TRY(vault->source(c, vault->source_argument, root));
	root_identify(root, id);
	if (memcmp(id, wanted.at, ROOT_ID_BYTES) != 0) {
		return FAIL_PLAIN(c, ERR_DENIED, "vault.root_changed");
	}
	memcpy(vault->root, root, VAULT_KEY_BYTES);
	memcpy(vault->root_id, id, ROOT_ID_BYTES);
	return OK;
}

err follow_root(struct ctx *c, struct keys *keys)
{
	struct vault *vault = keys->vault;
	struct vault_state state;
	err result = OK;
	TRY(read_state(c, keys->db, &state));
	if (!state.there || state.root_id.length != ROOT_ID_BYTES) {
		return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
	}
	must(pthread_rwlock_wrlock(&vault->root_lock) == 0);
	const bool moved_on = memcmp(vault->root_id, keys->tried, ROOT_ID_BYTES) != 0;
	const bool same = memcmp(vault->root_id, state.root_id.at, ROOT_ID_BYTES) == 0;
	if (same && !moved_on) {
		result = FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
	} else if (!same) {
		result = fetch_root(c, vault, state.root_id, keys->work->other);
	}
	must(pthread_rwlock_unlock(&vault->root_lock) == 0);
	return result;
}

struct wrapped_row {
	bool there;
	int64_t version;
	struct slice first;
	struct slice second;
};

static err read_wrapped(struct ctx *c, struct keys *keys, enum statement_id id,
			struct slice organisation, int64_t version, int columns,
			struct wrapped_row *ret_row)
{
	struct stmt *stmt;
	struct wrapped_row row = {0};
	TRY(db_prepare_statement(c, keys->db, id, &stmt));
	stmt_bind_text(stmt, "organisation", organisation);
	if (version != 0) {
		stmt_bind_int(stmt, "version", version);
	}
	const err result = stmt_step(c, stmt, &row.there);
	if (result == OK && row.there) {
		row.version = stmt_int(stmt, 0);
		row.first = copy_column(c, stmt, 1);
		row.second = columns > 1 ? copy_column(c, stmt, 2) : S("");
	}
	stmt_finish(stmt);
	if (result == OK) {
		*ret_row = row;
	}
	return result;
}

static err no_organisation(struct ctx *c, struct slice organisation)
{
	return FAIL(c, ERR_NOT_FOUND, "vault.no_organisation", "organisation=%.*s",
		    SLICE_PRINT(organisation));
}

/* Which row and which column hold a key, and what it is called. */
struct root_question {
	enum cache_kind kind;
	const char *what;
	enum statement_id newest;
	enum statement_id exact;
	int columns;
	bool second;
};
static const struct root_question QUESTIONS[] = {
	[CACHE_WRAP] = {CACHE_WRAP, "wrap", STATEMENT_VAULT_ORGANISATION_NEWEST,
			STATEMENT_VAULT_ORGANISATION_VERSION, 2, false},
	[CACHE_SEAL] = {CACHE_SEAL, "seal", STATEMENT_VAULT_ORGANISATION_NEWEST,
			STATEMENT_VAULT_ORGANISATION_VERSION, 2, true},
	[CACHE_INDEX] = {CACHE_INDEX, "index", STATEMENT_VAULT_INDEX_NEWEST,
			 STATEMENT_VAULT_INDEX_NEWEST, 1, false},
};

/* Twice at most: the second time with a root key that another process has put in force. */
static err load_below_root(struct ctx *c, struct keys *keys, const struct root_question *question,
			   struct slice organisation, int64_t version, int64_t *ret_version,
			   unsigned char ret_key[VAULT_KEY_BYTES])
{
	struct key_label label = {.organisation = organisation, .version = version};
	TRY(keys_refresh(c, keys));
	if (cache_get(keys, question->kind, &label, ret_version, ret_key)) {
		return OK;
	}
	TRY(keys_db(c, keys));
	for (;;) {
		struct wrapped_row row;
		TRY(read_wrapped(c, keys, version == 0 ? question->newest : question->exact,
				 organisation, version, question->columns, &row));
		if (!row.there) {
			return no_organisation(c, organisation);
		}
		const struct key_label stored = {question->what, organisation, S(""), row.version};
		if (root_unwrap(c, keys, &stored, question->second ? row.second : row.first,
				ret_key)) {
			*ret_version = row.version;
			cache_put(keys, question->kind, &label, row.version, ret_key);
			return OK;
		}
		TRY(follow_root(c, keys));
	}
}

err load_organisation(struct ctx *c, struct keys *keys, struct slice organisation,
		      enum organisation_key which, int64_t version, int64_t *ret_version,
		      unsigned char ret_key[VAULT_KEY_BYTES])
{
	const enum cache_kind kind = which == ORGANISATION_WRAP ? CACHE_WRAP : CACHE_SEAL;
	return load_below_root(c, keys, &QUESTIONS[kind], organisation, version, ret_version,
			       ret_key);
}

err load_index(struct ctx *c, struct keys *keys, struct slice organisation, int64_t *ret_version,
	       unsigned char ret_key[VAULT_KEY_BYTES])
{
	return load_below_root(c, keys, &QUESTIONS[CACHE_INDEX], organisation, 0, ret_version,
			       ret_key);
}

const char *class_name(enum seal_class class)
{
	return class == SEAL_C ? "c" : "ab";
}

err no_subject(struct ctx *c, struct slice subject)
{
	return FAIL(c, ERR_NOT_FOUND, "vault.no_subject", "subject=%.*s", SLICE_PRINT(subject));
}

struct class_row {
	bool there;
	struct slice organisation;
	int64_t version;
	struct slice wrapped;
};

static err read_class(struct ctx *c, struct keys *keys, enum seal_class class, struct slice subject,
		      int64_t version, struct class_row *ret_row)
{
	struct stmt *stmt;
	struct class_row row = {0};
	TRY(db_prepare_statement(c, keys->db,
				 version == 0 ? STATEMENT_VAULT_CLASS_KEY_NEWEST
					      : STATEMENT_VAULT_CLASS_KEY_VERSION,
				 &stmt));
	stmt_bind_text(stmt, "subject", subject);
	stmt_bind_text(stmt, "class", slice_of(class_name(class)));
	if (version != 0) {
		stmt_bind_int(stmt, "version", version);
	}
	const err result = stmt_step(c, stmt, &row.there);
	if (result == OK && row.there) {
		row.organisation = copy_column(c, stmt, 0);
		row.version = stmt_int(stmt, 1);
		row.wrapped = copy_column(c, stmt, 2);
	}
	stmt_finish(stmt);
	if (result == OK) {
		*ret_row = row;
	}
	return result;
}

/* Between the two questions the organisation's key may change: then once more, from the start. */
static err unwrap_class(struct ctx *c, struct keys *keys, enum seal_class class,
			struct slice organisation, struct slice subject, int64_t version,
			struct class_row *ret_row, unsigned char ret_key[VAULT_KEY_BYTES])
{
	for (int attempt = 0; attempt < 2; attempt++) {
		struct class_row row;
		int64_t wrap_version;
		TRY(read_class(c, keys, class, subject, version, &row));
		if (!row.there || !slice_equal(row.organisation, organisation)) {
			return no_subject(c, subject);
		}
		TRY(load_organisation(c, keys, organisation, ORGANISATION_WRAP, 0, &wrap_version,
				      keys->work->wrap));
		const struct key_label label = {class_name(class), organisation, subject,
						row.version};
		const bool fits =
			key_unwrap(c->arena, keys->work->wrap, &label, row.wrapped, ret_key);
		sodium_memzero(keys->work->wrap, VAULT_KEY_BYTES);
		if (fits) {
			*ret_row = row;
			return OK;
		}
		keys->generation = 0;
		TRY(keys_refresh(c, keys));
	}
	return FAIL_PLAIN(c, ERR_BROKEN, "vault.damaged");
}

err load_class(struct ctx *c, struct keys *keys, enum seal_class class, struct slice organisation,
	       struct slice subject, int64_t version, int64_t *ret_version,
	       unsigned char ret_key[VAULT_KEY_BYTES])
{
	const struct key_label label = {class_name(class), organisation, subject, version};
	struct class_row row = {0};
	TRY(keys_refresh(c, keys));
	if (class == SEAL_AB && cache_get(keys, CACHE_AB, &label, ret_version, ret_key)) {
		return OK;
	}
	TRY(keys_db(c, keys));
	TRY(unwrap_class(c, keys, class, organisation, subject, version, &row, ret_key));
	*ret_version = row.version;
	if (class == SEAL_AB) {
		cache_put(keys, CACHE_AB, &label, row.version, ret_key);
	}
	return OK;
}

err raise_generation(struct ctx *c, struct keys *keys)
{
	struct stmt *stmt;
	TRY(db_prepare_statement(c, keys->db, STATEMENT_VAULT_GENERATION_RAISE, &stmt));
	return run_and_finish(c, stmt);
}

/* What is wrapped from here on must be wrapped under the root key of the key store. */
static err check_root(struct ctx *c, struct keys *keys)
{
	struct vault_state state;
	TRY(read_state(c, keys->db, &state));
	must(pthread_rwlock_rdlock(&keys->vault->root_lock) == 0);
	memcpy(keys->tried, keys->vault->root_id, ROOT_ID_BYTES);
	must(pthread_rwlock_unlock(&keys->vault->root_lock) == 0);
	if (state.there && state.root_id.length == ROOT_ID_BYTES &&
	    memcmp(keys->tried, state.root_id.at, ROOT_ID_BYTES) == 0) {
		return OK;
	}
	return follow_root(c, keys);
}

static err write_once(struct ctx *c, struct keys *keys, write_step *step, void *argument)
{
	TRY(db_begin(c, keys->db, DB_WRITE));
	err result = check_root(c, keys);
	if (result == OK) {
		result = step(c, keys, argument);
	}
	if (result != OK) {
		db_rollback(keys->db);
		return result;
	}
	return db_commit(c, keys->db);
}

err keys_write(struct ctx *c, struct keys *keys, write_step *step, void *argument)
{
	TRY(keys_db(c, keys));
	must(!keys->writing);
	keys->writing = true;
	err result = OK;
	for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
		result = write_once(c, keys, step, argument);
		if (result != ERR_CONFLICT || strcmp(c->fail.key, "store.busy") != 0) {
			break;
		}
	}
	keys->writing = false;
	keys->generation = 0;
	if (result == OK) {
		/* What this process remembers ends now, not with another thread's next question. */
		struct ctx unheard = {.arena = c->arena};
		(void)!keys_refresh(&unheard, keys);
	}
	return result;
}
