#include "people/passkey.h"

#include "base/base64.h"
#include "people/internal.h"
#include "people/webauthn.h"

enum {
	CHALLENGE_MINUTES = 5,
	PASSKEYS_MAX = 20,
	ANSWER_BYTES_MAX = 64 * 1024,
	LABEL_BYTES_MAX = 100
};

static const char REGISTER[] = "register";
static const char SIGN_IN[] = "sign_in";

struct ask {
	struct slice session;
	const char *purpose;
	struct slice challenge;
	int64_t now_ms;
};

static err refused(struct ctx *c)
{
	return FAIL_PLAIN(c, ERR_DENIED, "passkey.refused");
}

/* ---- Challenges */

static err put_challenge(struct ctx *c, struct door *door, void *argument)
{
	const struct ask *ask = argument;
	const struct slice session_key = secret_keyed(c, door, "challenge_session", ask->session);
	const struct slice challenge_key = secret_keyed(c, door, "challenge", ask->challenge);
	struct stmt *put;

	if (slice_empty(session_key) || slice_empty(challenge_key)) {
		return c->fail.code;
	}
	TRY(people_purge(c, door, ask->now_ms));
	TRY(db_prepare_statement(c, door->db, STATEMENT_CHALLENGE_PUT, &put));
	stmt_bind_text(put, "session_key", session_key);
	stmt_bind_text(put, "purpose", slice_of(ask->purpose));
	stmt_bind_text(put, "challenge_key", challenge_key);
	stmt_bind_int(put, "expires", ask->now_ms + (int64_t)CHALLENGE_MINUTES * MINUTE_MS);
	const err result = stmt_run(c, put);
	stmt_finish(put);
	return result;
}

/* Read and gone: whatever comes of it, a challenge is answered once. */
static err take_challenge(struct ctx *c, struct door *door, void *argument)
{
	struct ask *ask = argument;
	const struct slice session_key = secret_keyed(c, door, "challenge_session", ask->session);
	struct stmt *read;
	struct stmt *end;
	bool has_row;

	ask->challenge = S("");
	TRY(db_prepare_statement(c, door->db, STATEMENT_CHALLENGE_ROW, &read));
	stmt_bind_text(read, "session_key", session_key);
	stmt_bind_text(read, "purpose", slice_of(ask->purpose));
	TRY(stmt_step(c, read, &has_row));
	if (has_row && stmt_int(read, 1) > ask->now_ms) {
		ask->challenge = arena_copy(c->arena, stmt_text(read, 0));
	}
	stmt_finish(read);
	TRY(db_prepare_statement(c, door->db, STATEMENT_CHALLENGE_DELETE, &end));
	stmt_bind_text(end, "session_key", session_key);
	stmt_bind_text(end, "purpose", slice_of(ask->purpose));
	const err result = stmt_run(c, end);
	stmt_finish(end);
	return result;
}

static err new_challenge(struct ctx *c, struct door *door, struct slice session,
			 const char *purpose, int64_t now_ms, struct slice *ret_challenge)
{
	struct ask ask = {session, purpose, secret_random(c->arena), now_ms};

	TRY(people_within(c, door, put_challenge, &ask));
	*ret_challenge = ask.challenge;
	return OK;
}

/* ---- What is asked */

static void put_id(struct json_writer *json, struct arena *arena, struct slice id)
{
	json_open_object(json);
	json_put_text(json, "type", S("public-key"));
	json_put_text(json, "id", base64url_encode(arena, id));
	json_close_object(json);
}

static err put_ids(struct ctx *c, struct door *door, struct json_writer *json, const char *name,
		   struct slice account)
{
	const struct secret *secrets;
	size_t count = 0;

	if (!slice_empty(account)) {
		TRY(secret_list(c, door, SECRET_PASSKEY, account, &secrets, &count));
	}
	json_key(json, name);
	json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		struct passkey passkey;
		if (passkey_unpack(secrets[i].bytes, &passkey)) {
			put_id(json, c->arena, passkey.id);
		}
	}
	json_close_array(json);
	return OK;
}

static void put_algorithm(struct json_writer *json, enum passkey_algorithm algorithm)
{
	json_open_object(json);
	json_put_text(json, "type", S("public-key"));
	json_put_int(json, "alg", -(int64_t)algorithm);
	json_close_object(json);
}

static void put_user(struct json_writer *json, struct arena *arena, const struct account *account)
{
	json_key(json, "user");
	json_open_object(json);
	json_put_text(json, "id", base64url_encode(arena, account->id));
	json_put_text(json, "name", account->sign_in_name);
	json_put_text(json, "displayName", account->name);
	json_close_object(json);
}

static void put_site(struct json_writer *json, const struct passkey_site *site)
{
	json_key(json, "rp");
	json_open_object(json);
	json_put_text(json, "id", site->id);
	json_put_text(json, "name", S("Spean"));
	json_close_object(json);
}

static void put_selection(struct json_writer *json)
{
	json_key(json, "authenticatorSelection");
	json_open_object(json);
	json_put_text(json, "residentKey", S("preferred"));
	json_put_text(json, "userVerification", S("required"));
	json_close_object(json);
}

err passkey_register_start(struct ctx *c, struct door *door, const struct passkey_site *site,
			   struct slice session, int64_t now_ms, struct slice *ret_options)
{
	struct buf *out = buf_create(c->arena, ANSWER_BYTES_MAX);
	struct json_writer json;
	struct session_found found;
	struct account account;
	struct slice challenge;

	TRY(session_find(c, door, session, now_ms, &found));
	if (found.extent != SESSION_WHOLE) {
		return refused(c);
	}
	TRY(people_load(c, door, found.account.id, &account));
	TRY(new_challenge(c, door, session, REGISTER, now_ms, &challenge));
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "challenge", challenge);
	put_site(&json, site);
	put_user(&json, c->arena, &account);
	json_key(&json, "pubKeyCredParams");
	json_open_array(&json);
	put_algorithm(&json, PASSKEY_EDDSA);
	put_algorithm(&json, PASSKEY_ES256);
	json_close_array(&json);
	json_put_int(&json, "timeout", CHALLENGE_MINUTES * MINUTE_MS);
	TRY(put_ids(c, door, &json, "excludeCredentials", found.account.id));
	put_selection(&json);
	json_put_text(&json, "attestation", S("none"));
	json_close_object(&json);
	return buf_done(c, out, ret_options);
}

/* The account of a session that lives, whole or half; before signing in there is none. */
static struct slice account_of_session(struct ctx *c, struct door *door, struct slice session,
				       int64_t now_ms)
{
	struct session_found found;
	return session_find(c, door, session, now_ms, &found) == OK ? found.account.id : S("");
}

err passkey_sign_in_start(struct ctx *c, struct door *door, const struct passkey_site *site,
			  struct slice session, int64_t now_ms, struct slice *ret_options)
{
	struct buf *out = buf_create(c->arena, ANSWER_BYTES_MAX);
	struct json_writer json;
	struct slice challenge;

	TRY(new_challenge(c, door, session, SIGN_IN, now_ms, &challenge));
	json_writer_init(&json, out, JSON_COMPACT);
	json_open_object(&json);
	json_put_text(&json, "challenge", challenge);
	json_put_text(&json, "rpId", site->id);
	json_put_int(&json, "timeout", CHALLENGE_MINUTES * MINUTE_MS);
	TRY(put_ids(c, door, &json, "allowCredentials",
		    account_of_session(c, door, session, now_ms)));
	json_put_text(&json, "userVerification", S("required"));
	json_close_object(&json);
	return buf_done(c, out, ret_options);
}

/* ---- What came back */

struct answer {
	struct slice id;
	struct slice client_data;
	struct slice attestation;
	struct slice authenticator_data;
	struct slice signature;
	struct slice user; /* account id, or empty */
};

/* A member in base64url; missing, null and empty are alike. */
static bool read_member(struct ctx *c, const struct json_value *object, const char *name,
			struct slice *ret_bytes)
{
	const struct json_value *value = json_get(object, name);

	*ret_bytes = S("");
	if (value == NULL || value->kind == JSON_NULL) {
		return true;
	}
	return value->kind == JSON_TEXT && base64url_decode(c->arena, value->text, ret_bytes);
}

static bool read_answer(struct ctx *c, struct slice text, struct answer *ret_answer)
{
	const struct json_value *object;

	return text.length <= ANSWER_BYTES_MAX && json_parse(c, text, &object) == OK &&
	       object->kind == JSON_OBJECT && read_member(c, object, "id", &ret_answer->id) &&
	       read_member(c, object, "clientDataJSON", &ret_answer->client_data) &&
	       read_member(c, object, "attestationObject", &ret_answer->attestation) &&
	       read_member(c, object, "authenticatorData", &ret_answer->authenticator_data) &&
	       read_member(c, object, "signature", &ret_answer->signature) &&
	       read_member(c, object, "userHandle", &ret_answer->user);
}

/* The right type, site and challenge of this session; the challenge is used up in any case. */
static err check_client_data(struct ctx *c, struct door *door, struct ask *ask,
			     const char *ceremony, const struct passkey_site *site,
			     struct slice client_data)
{
	struct slice challenge;

	TRY(people_within(c, door, take_challenge, ask));
	if (!client_data_read(c, client_data, ceremony, site->origin, &challenge) ||
	    slice_empty(ask->challenge) ||
	    !slice_equal(ask->challenge, secret_keyed(c, door, "challenge", challenge))) {
		return refused(c);
	}
	return OK;
}

static err check_room(struct ctx *c, struct door *door, struct slice account, struct slice name)
{
	const struct secret *secrets;
	struct slice owner;
	size_t count;

	TRY(secret_owner(c, door, SECRET_PASSKEY, name, &owner));
	if (!slice_empty(owner)) {
		return refused(c);
	}
	TRY(secret_list(c, door, SECRET_PASSKEY, account, &secrets, &count));
	return count < PASSKEYS_MAX
		       ? OK
		       : FAIL(c, ERR_LIMIT, "passkey.too_many", "max=%d", PASSKEYS_MAX);
}

struct keeping {
	struct slice session;
	struct secret secret;
	int64_t now_ms;
};

/* The session is looked up here: one that was ended meanwhile leaves no passkey behind. */
static err keep(struct ctx *c, struct door *door, void *argument)
{
	const struct keeping *keeping = argument;
	struct session_found found;

	TRY(session_find(c, door, keeping->session, keeping->now_ms, &found));
	if (found.extent != SESSION_WHOLE) {
		return refused(c);
	}
	TRY(check_room(c, door, found.account.id, keeping->secret.name));
	TRY(secret_put(c, door, SECRET_PASSKEY, found.account.id, &keeping->secret));
	return people_log(c, door, NULL, found.account.id, "passkey_add", "done");
}

err passkey_register(struct ctx *c, struct door *door, const struct passkey_site *site,
		     struct slice session, struct slice answer, struct slice label, int64_t now_ms)
{
	struct ask ask = {.session = session, .purpose = REGISTER, .now_ms = now_ms};
	struct answer read;
	struct passkey passkey;

	if (!read_answer(c, answer, &read)) {
		return refused(c);
	}
	TRY(check_client_data(c, door, &ask, "create", site, read.client_data));
	if (!passkey_made(c, site, read.client_data, read.attestation, &passkey) ||
	    !slice_equal(passkey.id, read.id)) {
		return refused(c);
	}
	struct keeping keeping = {
		.session = session,
		.now_ms = now_ms,
		.secret = {.name = secret_keyed(c, door, "passkey", passkey.id),
			   .label = slice_between(label, 0, LABEL_BYTES_MAX),
			   .bytes = passkey_pack(c->arena, &passkey)},
	};
	return people_within(c, door, keep, &keeping);
}

static err find_passkey(struct ctx *c, struct door *door, struct slice account, struct slice name,
			struct secret *ret_secret)
{
	const struct secret *secrets;
	size_t count;

	TRY(secret_list(c, door, SECRET_PASSKEY, account, &secrets, &count));
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(secrets[i].name, name)) {
			*ret_secret = secrets[i];
			return OK;
		}
	}
	return refused(c);
}

/* Whose passkey it is: not another's than the session's, nor than the passkey itself says. */
static err find_owner(struct ctx *c, struct door *door, const struct answer *answer,
		      struct slice session, struct slice name, int64_t now_ms,
		      struct slice *ret_account)
{
	const struct slice expected = account_of_session(c, door, session, now_ms);
	struct slice owner;

	TRY(secret_owner(c, door, SECRET_PASSKEY, name, &owner));
	if (slice_empty(owner) || (!slice_empty(expected) && !slice_equal(owner, expected)) ||
	    (!slice_empty(answer->user) && !slice_equal(owner, answer->user))) {
		return refused(c);
	}
	*ret_account = owner;
	return OK;
}

struct using
{
	const struct passkey_site *site;
	const struct answer *answer;
	struct slice session;
	int64_t now_ms;
	struct slice account; /* whose it is, as soon as that is known */
};

/* Found, checked and counted on in one transaction: one that is taken away meanwhile stays away. */
static err use(struct ctx *c, struct door *door, void *argument)
{
	struct using *using = argument;
	const struct answer *answer = using->answer;
	const struct slice name = secret_keyed(c, door, "passkey", answer->id);
	struct passkey passkey;
	struct secret secret;

	TRY(find_owner(c, door, answer, using->session, name, using->now_ms, &using->account));
	TRY(find_passkey(c, door, using->account, name, &secret));
	if (!passkey_unpack(secret.bytes, &passkey) ||
	    !passkey_signed(c, using->site, &passkey, answer->client_data,
			    answer->authenticator_data, answer->signature, &passkey.counter)) {
		return refused(c);
	}
	secret.bytes = passkey_pack(c->arena, &passkey);
	secret.used = clock_moment(c->arena, using->now_ms);
	return secret_put(c, door, SECRET_PASSKEY, using->account, &secret);
}

static err write_refusal(struct ctx *c, struct door *door, void *argument)
{
	const struct using *using = argument;
	struct account_row row;

	TRY(account_row(c, door, using->account, &row));
	return people_log(c, door, &row, row.id, "sign_in", "denied");
}

err passkey_sign_in(struct ctx *c, struct door *door, const struct passkey_site *site,
		    struct slice session, struct slice answer, int64_t now_ms,
		    struct slice *ret_account)
{
	struct ask ask = {.session = session, .purpose = SIGN_IN, .now_ms = now_ms};
	struct answer read;
	struct using using = {.site = site, .answer = &read, .session = session, .now_ms = now_ms};

	if (!read_answer(c, answer, &read)) {
		return refused(c);
	}
	TRY(check_client_data(c, door, &ask, "get", site, read.client_data));
	const err result = people_within(c, door, use, &using);
	if (result == ERR_DENIED && !slice_empty(using.account)) {
		TRY(people_within(c, door, write_refusal, &using));
		return refused(c);
	}
	TRY(result);
	*ret_account = using.account;
	return OK;
}
