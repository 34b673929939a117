/* secret.c - the only place where what proves who somebody is meets the vault. */
#include "record/secret.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "record/audit.h"
#include "record/internal.h"
#include "record/keys_of_door.h"
#include "record/within.h"
#include "store/catalogue.h"
#include "vault/codes.h"
#include "vault/password.h"
#include "vault/totp.h"

enum { CODE_LETTERS = 8, LENGTH_BYTES = 2, LABEL_BYTES_MAX = 1000, SECRETS_MAX = 100 };

static const char *const KINDS[] = {
	[SECRET_PASSWORD] = "password",
	[SECRET_TOTP] = "totp",
	[SECRET_RECOVERY] = "recovery",
	[SECRET_PASSKEY] = "passkey",
};
static const struct slice CURRENT = {"current", 7};
static const struct slice PENDING = {"new", 3};

static err wrong(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "secret.wrong");
}

/* ---- Sealing with the account's keys */

static err place_of(struct ctx *c, struct door *door, struct slice account, struct slice slot,
		    struct seal_place *ret_place)
{
	struct stmt *read;
	bool has_row;
	struct slice organisation = S("");

	TRY(door_keys(c, door));
	TRY(db_prepare_statement(c, door->db, STATEMENT_ACCOUNT_ROW, &read));
	stmt_bind_text(read, "id", account);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		organisation = arena_copy(c->arena, stmt_text(read, 0));
	}
	stmt_finish(read);
	if (!has_row) {
		return FAIL(c, ERR_NOT_FOUND, "record.missing", "kind=account\nid=%.*s",
			    SLICE_PRINT(slice_between(account, 0, 60)));
	}
	*ret_place = (struct seal_place){
		.class = SEAL_AB,
		.organisation = organisation,
		.subject = account,
		.kind = S("account"),
		.record = account,
		.slot = slot,
	};
	return OK;
}

err secret_seal(struct ctx *c, struct door *door, struct slice account, struct slice slot,
		struct slice plain, struct slice *ret_sealed)
{
	struct seal_place place;

	TRY(place_of(c, door, account, slot, &place));
	return keys_seal(c, door->keys, &place, plain, ret_sealed);
}

err secret_open(struct ctx *c, struct door *door, struct slice account, struct slice slot,
		struct slice sealed, struct slice *ret_plain)
{
	struct seal_place place;

	TRY(place_of(c, door, account, slot, &place));
	return keys_open(c, door->keys, &place, sealed, ret_plain);
}

static struct slice slot_of(struct arena *arena, enum secret_kind kind, struct slice name)
{
	return arena_format(arena, "secret:%s:%.*s", KINDS[kind], SLICE_PRINT(name));
}

/* ---- Rows */

static err put(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
	       struct slice name, struct slice plain, int64_t used_ms)
{
	struct slice sealed;
	struct stmt *stmt;

	TRY(secret_seal(c, door, account, slot_of(c->arena, kind, name), plain, &sealed));
	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_PUT, &stmt));
	stmt_bind_text(stmt, "account", account);
	stmt_bind_text(stmt, "kind", slice_of(KINDS[kind]));
	stmt_bind_text(stmt, "name", name);
	stmt_bind_blob(stmt, "value", sealed);
	stmt_bind_int(stmt, "created", clock_now_ms());
	stmt_bind_int(stmt, "used", used_ms);
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	return result;
}

/* The plain text, or the empty slice when there is none. */
static err get(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
	       struct slice name, struct slice *ret_plain)
{
	struct slice sealed = S("");
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_ROW, &read));
	stmt_bind_text(read, "account", account);
	stmt_bind_text(read, "kind", slice_of(KINDS[kind]));
	stmt_bind_text(read, "name", name);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		sealed = arena_copy(c->arena, stmt_text(read, 0));
	}
	stmt_finish(read);
	if (!has_row) {
		*ret_plain = S("");
		return OK;
	}
	return secret_open(c, door, account, slot_of(c->arena, kind, name), sealed, ret_plain);
}

static err delete_named(struct ctx *c, struct door *door, enum secret_kind kind,
			struct slice account, struct slice name, int64_t *ret_deleted)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_DELETE, &stmt));
	stmt_bind_text(stmt, "account", account);
	stmt_bind_text(stmt, "kind", slice_of(KINDS[kind]));
	stmt_bind_text(stmt, "name", name);
	TRY(stmt_run(c, stmt));
	*ret_deleted = stmt_changes(stmt);
	stmt_finish(stmt);
	return OK;
}

static err delete_kind(struct ctx *c, struct door *door, enum secret_kind kind,
		       struct slice account)
{
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_DELETE_KIND, &stmt));
	stmt_bind_text(stmt, "account", account);
	stmt_bind_text(stmt, "kind", slice_of(KINDS[kind]));
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	return result;
}

/* Another way in, or one less: whoever looks for what happened to an account finds it in the log.
 */
static err log_change(struct ctx *c, struct door *door, const char *deed, struct slice account)
{
	return audit_append(c, door,
			    &(struct audit_entry){.deed = slice_of(deed),
						  .kind = S("account"),
						  .record = account,
						  .outcome = S("done")});
}

/* What one piece of work is about. */
struct work {
	enum secret_kind kind;
	struct slice account;
	struct slice text;
	int64_t now_ms;
	const struct secret *secret;
	struct slice *codes;
	size_t left;
};

/* ---- Passwords */

static err store_password(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	return put(c, door, SECRET_PASSWORD, work->account, CURRENT, work->text, 0);
}

/* Whatever came of the hashing, the door is whole afterwards. */
static err after_rest(struct ctx *c, struct door *door, err result)
{
	const struct fail fail = c->fail;

	TRY(door_wake(c, door));
	c->fail = fail;
	return result;
}

err secret_hash_password(struct ctx *c, struct door *door, struct slice password,
			 struct slice *ret_hash)
{
	TRY(door_keys(c, door));
	door_rest(door);
	return after_rest(c, door, vault_password_hash(c, door->vault, password, ret_hash));
}

err secret_set_password(struct ctx *c, struct door *door, struct slice account, struct slice hash)
{
	struct work work = {.account = account, .text = hash};
	return door_within(c, door, store_password, &work);
}

err secret_password_holds(struct ctx *c, struct door *door, struct slice account, struct slice hash)
{
	struct slice now;

	TRY(get(c, door, SECRET_PASSWORD, account, CURRENT, &now));
	return !slice_empty(hash) && equal_in_constant_time(now, hash) ? OK : wrong(c);
}

struct renewal {
	struct slice account;
	struct slice before;
	struct slice after;
};

static err renew(struct ctx *c, struct door *door, void *argument)
{
	const struct renewal *renewal = argument;

	TRY(secret_password_holds(c, door, renewal->account, renewal->before));
	return secret_set_password(c, door, renewal->account, renewal->after);
}

err secret_check_password(struct ctx *c, struct door *door, struct slice account,
			  struct slice password, struct slice *ret_hash)
{
	struct slice hash = S("");

	TRY(door_keys(c, door));
	/* What cannot be opened (the person was erased) is like what is not there. */
	if (!slice_empty(account) &&
	    get(c, door, SECRET_PASSWORD, account, CURRENT, &hash) == ERR_NOT_FOUND) {
		hash = S("");
	}
	door_rest(door);
	TRY(after_rest(c, door, vault_password_check(c, door->vault, hash, password)));
	*ret_hash = hash;
	if (!password_is_stale(hash)) {
		return OK;
	}
	struct renewal renewal = {.account = account, .before = hash};
	TRY(secret_hash_password(c, door, password, &renewal.after));
	*ret_hash = renewal.after;
	return door_within(c, door, renew, &renewal);
}

/* ---- One-time codes: the last step used (8 bytes, largest first), then the secret */
enum { STEP_BYTES = 8, TOTP_BYTES = STEP_BYTES + TOTP_SECRET_BYTES };

static struct slice totp_pack(struct arena *arena, int64_t step, struct slice secret)
{
	char *out = arena_alloc(arena, TOTP_BYTES);

	for (int i = 0; i < STEP_BYTES; i++) {
		out[i] = (char)((uint64_t)step >> (56 - 8 * i) & 0xFF);
	}
	memcpy(out + STEP_BYTES, secret.at, TOTP_SECRET_BYTES);
	return (struct slice){.at = out, .length = TOTP_BYTES};
}

static int64_t totp_step(struct slice packed)
{
	uint64_t step = 0;

	for (int i = 0; i < STEP_BYTES; i++) {
		step = step << 8 | (unsigned char)packed.at[i];
	}
	return (int64_t)step;
}

/* Check against the secret `name`; what is left to write back. */
static err check_code(struct ctx *c, struct door *door, const struct work *work, struct slice name,
		      struct slice *ret_packed)
{
	struct slice packed;
	int64_t step;

	TRY(get(c, door, SECRET_TOTP, work->account, name, &packed));
	if (packed.length != TOTP_BYTES) {
		return wrong(c);
	}
	const struct slice secret = slice_between(packed, STEP_BYTES, packed.length);
	if (!totp_holds(c->arena, secret, work->text, work->now_ms, totp_step(packed), &step)) {
		return wrong(c);
	}
	*ret_packed = totp_pack(c->arena, step, secret);
	return OK;
}

static err new_totp(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	return put(c, door, SECRET_TOTP, work->account, PENDING,
		   totp_pack(c->arena, -1, work->text), 0);
}

err secret_new_totp(struct ctx *c, struct door *door, struct slice account,
		    struct slice *ret_base32)
{
	struct work work = {.account = account, .text = totp_secret(c->arena)};

	TRY(door_within(c, door, new_totp, &work));
	*ret_base32 = base32_encode(c->arena, work.text);
	return OK;
}

static err confirm_totp(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	struct slice packed;
	int64_t deleted;

	TRY(check_code(c, door, work, PENDING, &packed));
	TRY(delete_named(c, door, SECRET_TOTP, work->account, PENDING, &deleted));
	TRY(put(c, door, SECRET_TOTP, work->account, CURRENT, packed, work->now_ms));
	return log_change(c, door, "code_set", work->account);
}

err secret_confirm_totp(struct ctx *c, struct door *door, struct slice account, struct slice code,
			int64_t now_ms)
{
	struct work work = {.account = account, .text = code, .now_ms = now_ms};
	return door_within(c, door, confirm_totp, &work);
}

static err check_totp(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	struct slice packed;

	TRY(check_code(c, door, work, CURRENT, &packed));
	return put(c, door, SECRET_TOTP, work->account, CURRENT, packed, work->now_ms);
}

err secret_check_totp(struct ctx *c, struct door *door, struct slice account, struct slice code,
		      int64_t now_ms)
{
	struct work work = {.account = account, .text = code, .now_ms = now_ms};
	return door_within(c, door, check_totp, &work);
}

/* ---- Recovery codes: only their keyed hashes are kept */

static struct slice recovery_key(struct ctx *c, struct door *door, struct slice account,
				 struct slice code)
{
	const struct slice normal = code_normal(c->arena, code);
	return secret_keyed(
		c, door, "recovery",
		arena_format(c->arena, "%.*s %.*s", SLICE_PRINT(account), SLICE_PRINT(normal)));
}

static err new_recovery(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;

	TRY(delete_kind(c, door, SECRET_RECOVERY, work->account));
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		work->codes[i] = code_random(c->arena, CODE_LETTERS);
		TRY(put(c, door, SECRET_RECOVERY, work->account,
			recovery_key(c, door, work->account, work->codes[i]), S(""), 0));
	}
	return log_change(c, door, "recovery_new", work->account);
}

err secret_new_recovery(struct ctx *c, struct door *door, struct slice account,
			struct slice ret_codes[RECOVERY_CODES])
{
	struct slice codes[RECOVERY_CODES];
	struct work work = {.account = account, .codes = codes};

	TRY(door_keys(c, door));
	TRY(door_within(c, door, new_recovery, &work));
	memcpy(ret_codes, codes, sizeof codes);
	return OK;
}

static err count_rows(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
		      size_t *ret_count)
{
	struct stmt *list;
	size_t count = 0;
	bool has_row = true;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_LIST, &list));
	stmt_bind_text(list, "account", account);
	stmt_bind_text(list, "kind", slice_of(KINDS[kind]));
	for (;;) {
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		count++;
	}
	stmt_finish(list);
	*ret_count = count;
	return OK;
}

static err use_recovery(struct ctx *c, struct door *door, void *argument)
{
	struct work *work = argument;
	int64_t deleted;

	TRY(delete_named(c, door, SECRET_RECOVERY, work->account,
			 recovery_key(c, door, work->account, work->text), &deleted));
	if (deleted != 1) {
		return wrong(c);
	}
	return count_rows(c, door, SECRET_RECOVERY, work->account, &work->left);
}

err secret_use_recovery(struct ctx *c, struct door *door, struct slice account, struct slice code,
			size_t *ret_left)
{
	struct work work = {.account = account, .text = slice_between(code, 0, LABEL_BYTES_MAX)};

	TRY(door_keys(c, door));
	TRY(door_within(c, door, use_recovery, &work));
	*ret_left = work.left;
	return OK;
}

/* ---- Sealed bytes: length of the label (2 bytes), label, bytes */

static err put_secret(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	const struct secret *secret = work->secret;
	const size_t label = secret->label.length;
	struct buf *out = buf_create(c->arena, LENGTH_BYTES + label + secret->bytes.length);

	buf_add_byte(out, (char)(label >> 8));
	buf_add_byte(out, (char)(label & 0xFF));
	buf_add(out, secret->label);
	buf_add(out, secret->bytes);
	return put(c, door, work->kind, work->account, secret->name, buf_slice(out),
		   slice_empty(secret->used) ? 0 : clock_now_ms());
}

err secret_put(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
	       const struct secret *secret)
{
	struct work work = {.kind = kind, .account = account, .secret = secret};

	must(secret->label.length <= LABEL_BYTES_MAX);
	return door_within(c, door, put_secret, &work);
}

static bool unpack(struct slice plain, struct secret *secret)
{
	if (plain.length < LENGTH_BYTES) {
		return false;
	}
	const size_t label = (size_t)(unsigned char)plain.at[0] << 8 | (unsigned char)plain.at[1];
	secret->label = slice_between(plain, LENGTH_BYTES, LENGTH_BYTES + label);
	secret->bytes = slice_between(plain, LENGTH_BYTES + label, plain.length);
	return secret->label.length == label;
}

static err read_secret(struct ctx *c, struct door *door, const struct work *work,
		       const struct stmt *list, struct secret *ret_secret)
{
	struct slice plain;
	struct secret secret = {
		.name = arena_copy(c->arena, stmt_text(list, 0)),
		.created = clock_moment(c->arena, stmt_int(list, 2)),
	};

	if (stmt_int(list, 3) > 0) {
		secret.used = clock_moment(c->arena, stmt_int(list, 3));
	}
	TRY(secret_open(c, door, work->account, slot_of(c->arena, work->kind, secret.name),
			stmt_text(list, 1), &plain));
	if (!unpack(plain, &secret)) {
		return FAIL(c, ERR_BROKEN, "vault.not_authentic", "kind=account\nrecord=%.*s",
			    SLICE_PRINT(work->account));
	}
	*ret_secret = secret;
	return OK;
}

err secret_list(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
		const struct secret **ret_secrets, size_t *ret_count)
{
	const struct work work = {.kind = kind, .account = account};
	struct secret *secrets = ARENA_ARRAY(c->arena, SECRETS_MAX, struct secret);
	size_t count = 0;
	struct stmt *list;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_LIST, &list));
	stmt_bind_text(list, "account", account);
	stmt_bind_text(list, "kind", slice_of(KINDS[kind]));
	while (count < SECRETS_MAX) {
		bool has_row;
		TRY(stmt_step(c, list, &has_row));
		if (!has_row) {
			break;
		}
		TRY(read_secret(c, door, &work, list, &secrets[count]));
		count++;
	}
	stmt_finish(list);
	*ret_secrets = secrets;
	*ret_count = count;
	return OK;
}

static err remove_one(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	int64_t deleted;

	/* Of one-time codes there is one, and one that waits. */
	if (work->kind == SECRET_TOTP) {
		TRY(delete_kind(c, door, SECRET_TOTP, work->account));
		return log_change(c, door, "code_remove", work->account);
	}
	TRY(delete_named(c, door, work->kind, work->account, work->text, &deleted));
	if (deleted == 0) {
		return FAIL_PLAIN(c, ERR_NOT_FOUND, "secret.missing");
	}
	return log_change(c, door, "passkey_remove", work->account);
}

err secret_remove(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account,
		  struct slice name)
{
	struct work work = {.kind = kind, .account = account, .text = name};
	return door_within(c, door, remove_one, &work);
}

bool secret_has(struct ctx *c, struct door *door, enum secret_kind kind, struct slice account)
{
	struct stmt *read;
	size_t count = 0;
	bool has_row = false;

	if (kind != SECRET_TOTP) {
		return count_rows(c, door, kind, account, &count) == OK && count > 0;
	}
	/* A secret that waits for its first code is not in force. */
	if (db_prepare_statement(c, door->db, STATEMENT_SECRET_ROW, &read) != OK) {
		return false;
	}
	stmt_bind_text(read, "account", account);
	stmt_bind_text(read, "kind", slice_of(KINDS[kind]));
	stmt_bind_text(read, "name", CURRENT);
	const err result = stmt_step(c, read, &has_row);
	stmt_finish(read);
	return result == OK && has_row;
}

err secret_owner(struct ctx *c, struct door *door, enum secret_kind kind, struct slice name,
		 struct slice *ret_account)
{
	struct slice account = S("");
	struct stmt *read;
	bool has_row;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_OWNER, &read));
	stmt_bind_text(read, "kind", slice_of(KINDS[kind]));
	stmt_bind_text(read, "name", name);
	TRY(stmt_step(c, read, &has_row));
	if (has_row) {
		account = arena_copy(c->arena, stmt_text(read, 0));
	}
	stmt_finish(read);
	*ret_account = account;
	return OK;
}

static err end_all(struct ctx *c, struct door *door, void *argument)
{
	const struct work *work = argument;
	struct stmt *stmt;

	TRY(db_prepare_statement(c, door->db, STATEMENT_SECRET_DELETE_ALL, &stmt));
	stmt_bind_text(stmt, "account", work->account);
	const err result = stmt_run(c, stmt);
	stmt_finish(stmt);
	return result;
}

err secret_end_all(struct ctx *c, struct door *door, struct slice account)
{
	struct work work = {.account = account};
	return door_within(c, door, end_all, &work);
}

err secret_forget(struct ctx *c, struct door *door, struct slice account)
{
	static const enum statement_id ALL[] = {
		STATEMENT_SECRET_DELETE_ALL, STATEMENT_SIGN_IN_NAME_DELETE, STATEMENT_LINK_DELETE,
		STATEMENT_TOKEN_DELETE_ALL,  STATEMENT_SESSION_DELETE_ALL,
	};

	for (size_t i = 0; i < COUNT_OF(ALL); i++) {
		struct stmt *stmt;
		TRY(db_prepare_statement(c, door->db, ALL[i], &stmt));
		stmt_bind_text(stmt, "account", account);
		TRY(stmt_run(c, stmt));
		stmt_finish(stmt);
	}
	return OK;
}

/* ---- Organisations, tokens */

err secret_add_organisation(struct ctx *c, struct door *door, struct slice organisation)
{
	TRY(door_keys(c, door));
	const err result = keys_add_organisation(c, door->keys, organisation);
	return result == ERR_CONFLICT && strcmp(c->fail.key, "vault.organisation_exists") == 0
		       ? OK
		       : result;
}

struct slice secret_random(struct arena *arena)
{
	return token_random(arena);
}

struct slice secret_keyed(struct ctx *c, struct door *door, const char *purpose, struct slice text)
{
	unsigned char mac[VAULT_MAC_BYTES];

	if (door_keys(c, door) != OK) {
		return S("");
	}
	keys_mac(door->keys, purpose, text, mac);
	return hex_encode(c->arena, mac, sizeof mac);
}

struct slice secret_token_key(struct ctx *c, struct door *door, struct slice token)
{
	return secret_keyed(c, door, "token", token);
}
