/* The second step: codes by time, recovery codes, passkeys. The codes are made here with GnuTLS,
 * not with the vault's own function. */
#include "team.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/json.h"
#include "device.h"

enum { WORKER = STAFF_BIT(STAFF_CASE_WORKER), STEP = 30 * SECOND };

static const struct passkey_site SITE = {{"example.org", 11}, {"https://example.org", 19}};

/* RFC 4648 base 32, as an app reads the secret. */
static size_t read_base32(struct slice text, unsigned char *out)
{
	static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	size_t length = 0;
	unsigned kept = 0;
	unsigned bits = 0;
	for (size_t i = 0; i < text.length; i++) {
		kept = (kept << 5 | (unsigned)(strchr(LETTERS, text.at[i]) - LETTERS)) & 0xFFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[length++] = (unsigned char)(kept >> bits);
		}
	}
	return length;
}

/* RFC 6238. */
static struct slice code_at(struct house *house, struct slice base32, int64_t now_ms)
{
	unsigned char secret[64];
	unsigned char counter[8];
	unsigned char mac[20];
	const uint64_t step = (uint64_t)(now_ms / STEP);
	for (int i = 0; i < 8; i++) {
		counter[i] = (unsigned char)(step >> (56 - 8 * i));
	}
	must(gnutls_hmac_fast(GNUTLS_MAC_SHA1, secret, read_base32(base32, secret), counter,
			      sizeof counter, mac) == 0);
	const unsigned at = mac[19] & 0x0F;
	const unsigned number = (unsigned)(mac[at] & 0x7F) << 24 | (unsigned)mac[at + 1] << 16 |
				(unsigned)mac[at + 2] << 8 | mac[at + 3];
	return arena_format(house->c->arena, "%06u", number % 1000000);
}

/* An account with codes by time in force since `now`. */
static struct slice with_totp(struct house *house, int64_t now, struct slice *ret_secret)
{
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct actor dara = actor_of(house, "dara", now);
	struct door door = open_as(house, &dara);
	assert_ok(house->c, secret_new_totp(house->c, &door, id, ret_secret));
	assert_false(secret_has(house->c, &door, SECRET_TOTP, id));
	assert_failed(house->c, secret_confirm_totp(house->c, &door, id, S("000000x"), now),
		      ERR_DENIED, "secret.wrong");
	assert_ok(house->c,
		  secret_confirm_totp(house->c, &door, id, code_at(house, *ret_secret, now), now));
	assert_true(secret_has(house->c, &door, SECRET_TOTP, id));
	door_close(&door);
	return id;
}

static struct sign_in first_step(struct house *house, int64_t now)
{
	struct sign_in half;
	assert_ok(house->c, sign_in(house, "dara", PASSWORD, HOME, now, &half));
	return half;
}

static err second_step(struct house *house, struct slice half, enum second_factor factor,
		       struct slice code, struct slice peer, int64_t now,
		       struct sign_in *ret_sign_in)
{
	struct door door = open_as(house, &HOUSE_ITSELF);
	const err result =
		people_second(house->c, &door, half, factor, code, peer, now, ret_sign_in);
	door_close(&door);
	return result;
}

static void a_password_alone_is_half_a_session_without_rights(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice secret;
	struct session session;
	struct actor actor;

	open_organisations(house);
	(void)with_totp(house, now, &secret);
	const struct sign_in half = first_step(house, now);
	assert_int_equal(half.factors, FACTOR_TOTP);
	assert_ok(house->c, ask_session(house, half.session, now, &session, &actor));
	assert_false(session.whole);
	assert_int_equal(actor.kind, ACTOR_NOBODY);
	assert_int_equal(actor.roles, 0);
	assert_session_ended(house, half.session, now + 11 * (int64_t)MINUTE);
}

static void a_code_makes_it_whole_under_a_new_token_and_counts_once(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const int64_t later = now + STEP;
	struct slice secret;
	struct sign_in whole;
	struct session session;
	struct actor actor;

	open_organisations(house);
	(void)with_totp(house, now, &secret);
	const struct sign_in half = first_step(house, later);
	const struct slice code = code_at(house, secret, later);
	assert_ok(house->c,
		  second_step(house, half.session, FACTOR_TOTP, code, HOME, later, &whole));
	assert_false(slice_equal(whole.session, half.session));
	assert_session_ended(house, half.session, later);
	assert_ok(house->c, ask_session(house, whole.session, later, &session, &actor));
	assert_true(session.whole);
	assert_int_equal(actor.roles, WORKER);
	const struct sign_in again = first_step(house, later);
	assert_failed(house->c,
		      second_step(house, again.session, FACTOR_TOTP, code, HOME, later, &whole),
		      ERR_DENIED, "people.second");
}

static void a_whole_session_is_no_half_one(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct sign_in whole;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice token = signed_in(house, "dara", now);
	assert_failed(house->c,
		      second_step(house, token, FACTOR_TOTP, S("123456"), HOME, now, &whole),
		      ERR_DENIED, "people.session");
}

static void codes_are_not_guessed(void **state)
{
	struct house *house = *state;
	int64_t now = clock_now_ms();
	struct slice secret;
	struct sign_in whole;
	size_t refused = 0;

	open_organisations(house);
	(void)with_totp(house, now, &secret);
	now += 10 * (int64_t)STEP;
	for (int i = 0; i < 300; i++) {
		/* With the password, from a new address each time. */
		const struct slice peer = arena_format(house->c->arena, "203.0.113.%d", i % 250);
		struct sign_in half;
		assert_ok(house->c, sign_in(house, "dara", PASSWORD, peer, now, &half));
		const err result = second_step(house, half.session, FACTOR_TOTP, S("abcdef"), peer,
					       now, &whole);
		refused += result == ERR_DENIED ? 1 : 0;
		now += SECOND;
	}
	assert_true(refused >= 10 && refused < 25);
	/* Where the owner signed in before, nothing is felt of it. */
	const struct sign_in half = first_step(house, now);
	assert_ok(house->c, second_step(house, half.session, FACTOR_TOTP,
					code_at(house, secret, now), HOME, now, &whole));
}

static void each_recovery_code_is_good_once(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice codes[RECOVERY_CODES];
	struct slice newer[RECOVERY_CODES];
	struct slice secret;
	struct sign_in whole;
	size_t left = 0;

	open_organisations(house);
	const struct slice id = with_totp(house, now, &secret);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, codes));
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		assert_int_equal(codes[i].length, 9);
		assert_int_equal(codes[i].at[4], '-');
	}
	struct sign_in half = first_step(house, now);
	assert_int_equal(half.factors, FACTOR_TOTP | FACTOR_RECOVERY);
	assert_ok(house->c,
		  second_step(house, half.session, FACTOR_RECOVERY, codes[3], HOME, now, &whole));
	half = first_step(house, now);
	assert_failed(
		house->c,
		second_step(house, half.session, FACTOR_RECOVERY, codes[3], HOME, now, &whole),
		ERR_DENIED, "people.second");
	assert_ok(house->c, secret_use_recovery(house->c, &door, id, codes[4], &left));
	assert_int_equal(left, RECOVERY_CODES - 2);
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, newer));
	assert_failed(house->c, secret_use_recovery(house->c, &door, id, codes[5], &left),
		      ERR_DENIED, "secret.wrong");
	door_close(&door);
}

/* ---- Passkeys through the whole of it */

static struct slice member(struct house *house, struct slice json, const char *name)
{
	const struct json_value *object;
	assert_ok(house->c, json_parse(house->c, json, &object));
	const struct json_value *value = json_get(object, name);
	assert_non_null(value);
	return value->text;
}

static struct slice encoded(struct house *house, struct slice bytes)
{
	return base64url_encode(house->c->arena, bytes);
}

static struct slice answer_new(struct house *house, const struct device *device,
			       struct slice challenge)
{
	const struct slice said = device_client_data(device, "webauthn.create", challenge);
	return arena_format(
		house->c->arena,
		"{\"id\":\"%.*s\",\"clientDataJSON\":\"%.*s\",\"attestationObject\":\"%.*s\"}",
		SLICE_PRINT(encoded(house, device->id)), SLICE_PRINT(encoded(house, said)),
		SLICE_PRINT(encoded(house, device_attestation(device))));
}

static struct slice answer_signed(struct house *house, const struct device *device,
				  struct slice challenge, struct slice user)
{
	const struct slice said = device_client_data(device, "webauthn.get", challenge);
	const struct slice data = device_data(device);
	const struct slice signature = device_signature(device, data, said);
	return arena_format(house->c->arena,
			    "{\"id\":\"%.*s\",\"clientDataJSON\":\"%.*s\","
			    "\"authenticatorData\":\"%.*s\",\"signature\":\"%.*s\","
			    "\"userHandle\":\"%.*s\"}",
			    SLICE_PRINT(encoded(house, device->id)),
			    SLICE_PRINT(encoded(house, said)), SLICE_PRINT(encoded(house, data)),
			    SLICE_PRINT(encoded(house, signature)),
			    SLICE_PRINT(encoded(house, user)));
}

/* dara with a passkey on `device`. */
static struct slice with_passkey(struct house *house, const struct device *device, int64_t now)
{
	const struct slice id = active(house, ORG_LOTUS, "dara", WORKER);
	const struct slice session = signed_in(house, "dara", now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	struct slice options;
	assert_ok(house->c, passkey_register_start(house->c, &door, &SITE, session, now, &options));
	const struct slice answer = answer_new(house, device, member(house, options, "challenge"));
	assert_ok(house->c,
		  passkey_register(house->c, &door, &SITE, session, answer, S("my phone"), now));
	/* Answered once. */
	assert_failed(house->c,
		      passkey_register(house->c, &door, &SITE, session, answer, S("again"), now),
		      ERR_DENIED, "passkey.refused");
	door_close(&door);
	return id;
}

static struct slice challenge_for(struct house *house, struct door *door, struct slice session,
				  int64_t now)
{
	struct slice options;
	assert_ok(house->c, passkey_sign_in_start(house->c, door, &SITE, session, now, &options));
	return member(house, options, "challenge");
}

static void a_passkey_signs_in_without_a_name(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct device device = device_create(house->c->arena, PASSKEY_ES256);
	struct sign_in whole;
	struct session session;
	struct actor actor;
	struct slice account;

	open_organisations(house);
	const struct slice id = with_passkey(house, &device, now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	device.counter = 2;
	const struct slice challenge = challenge_for(house, &door, S("a cookie"), now);
	assert_ok(house->c,
		  passkey_sign_in(house->c, &door, &SITE, S("a cookie"),
				  answer_signed(house, &device, challenge, id), now, &account));
	assert_true(slice_equal(account, id));
	assert_ok(house->c, people_sign_in_verified(house->c, &door, account, HOME, now, &whole));
	door_close(&door);
	assert_ok(house->c, ask_session(house, whole.session, now, &session, &actor));
	assert_true(session.whole);
	const struct sign_in half = first_step(house, now);
	assert_int_equal(half.factors, FACTOR_PASSKEY);
}

static void a_passkey_answer_is_refused_that_is_late_replayed_or_anothers(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct device device = device_create(house->c->arena, PASSKEY_EDDSA);
	struct slice account = S("");

	open_organisations(house);
	const struct slice id = with_passkey(house, &device, now);
	const struct slice other = active(house, ORG_LOTUS, "sok", WORKER);
	const struct slice others_session = signed_in(house, "sok", now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	device.counter = 2;
	const struct slice cookie = S("a cookie");
	struct slice answer =
		answer_signed(house, &device, challenge_for(house, &door, cookie, now), id);
	/* late */
	assert_failed(house->c,
		      passkey_sign_in(house->c, &door, &SITE, cookie, answer,
				      now + 6 * (int64_t)MINUTE, &account),
		      ERR_DENIED, "passkey.refused");
	/* the challenge is gone with that */
	assert_failed(house->c,
		      passkey_sign_in(house->c, &door, &SITE, cookie, answer, now, &account),
		      ERR_DENIED, "passkey.refused");
	/* of another cookie */
	answer = answer_signed(house, &device, challenge_for(house, &door, cookie, now), id);
	assert_failed(house->c,
		      passkey_sign_in(house->c, &door, &SITE, S("other"), answer, now, &account),
		      ERR_DENIED, "passkey.refused");
	/* for somebody else's session, or in somebody else's name */
	answer =
		answer_signed(house, &device, challenge_for(house, &door, others_session, now), id);
	assert_failed(
		house->c,
		passkey_sign_in(house->c, &door, &SITE, others_session, answer, now, &account),
		ERR_DENIED, "passkey.refused");
	answer = answer_signed(house, &device, challenge_for(house, &door, cookie, now), other);
	assert_failed(house->c,
		      passkey_sign_in(house->c, &door, &SITE, cookie, answer, now, &account),
		      ERR_DENIED, "passkey.refused");
	/* in order, and then with a counter that stands still */
	answer = answer_signed(house, &device, challenge_for(house, &door, cookie, now), id);
	assert_ok(house->c, passkey_sign_in(house->c, &door, &SITE, cookie, answer, now, &account));
	answer = answer_signed(house, &device, challenge_for(house, &door, cookie, now), id);
	assert_failed(house->c,
		      passkey_sign_in(house->c, &door, &SITE, cookie, answer, now, &account),
		      ERR_DENIED, "passkey.refused");
	door_close(&door);
}

static void a_locked_account_does_not_come_in_with_a_passkey(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct device device = device_create(house->c->arena, PASSKEY_EDDSA);
	struct sign_in whole;

	open_organisations(house);
	const struct slice id = with_passkey(house, &device, now);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	assert_ok(house->c, people_lock(house->c, &door, id));
	door_close(&door);
	door = open_as(house, &HOUSE_ITSELF);
	assert_failed(house->c, people_sign_in_verified(house->c, &door, id, HOME, now, &whole),
		      ERR_DENIED, "people.sign_in");
	door_close(&door);
}

static void passkeys_are_listed_under_their_labels_and_removed(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	const struct device device = device_create(house->c->arena, PASSKEY_EDDSA);
	const struct secret *secrets;
	size_t count;

	open_organisations(house);
	const struct slice id = with_passkey(house, &device, now);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, secret_list(house->c, &door, SECRET_PASSKEY, id, &secrets, &count));
	assert_int_equal(count, 1);
	assert_slice(secrets[0].label, "my phone");
	assert_ok(house->c, secret_remove(house->c, &door, SECRET_PASSKEY, id, secrets[0].name));
	assert_failed(house->c, secret_remove(house->c, &door, SECRET_PASSKEY, id, secrets[0].name),
		      ERR_NOT_FOUND, "secret.missing");
	assert_false(secret_has(house->c, &door, SECRET_PASSKEY, id));
	door_close(&door);
}

/* ---- New keys of an account */

/* Sealed anew, a few values at a time; then the old keys go, as they do ten minutes later. */
static void give_new_keys(struct house *house, struct slice id)
{
	const struct slice later = clock_moment(house->c->arena, (clock_now() + 60) * 1000);
	struct door door = open_as(house, &HOUSE_CONSOLE);
	size_t left = 1;
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, id));
	while (left > 0) {
		assert_ok(house->c, record_reseal(house->c, &door, ORG_LOTUS, 4, &left));
	}
	assert_ok(house->c, keys_drop_old_before(house->c, house_keys(house), ORG_LOTUS, later));
	door_close(&door);
	keys_return(house->keys);
	house->keys = NULL;
}

/* A session that says where it is, a program's token and a passkey: all that is sealed and shown.
 */
static struct slice with_everything(struct house *house, struct slice id, struct slice secret,
				    int64_t now)
{
	const struct secret passkey = {
		.name = S("key-1"), .label = S("my phone"), .bytes = S("a public key")};
	struct slice token;
	struct sign_in whole;
	struct session session;
	struct actor actor;
	const struct sign_in half = first_step(house, now);
	assert_ok(house->c, second_step(house, half.session, FACTOR_TOTP,
					code_at(house, secret, now), HOME, now, &whole));
	assert_ok(house->c, ask_session(house, whole.session, now, &session, &actor));
	struct door door = open_as(house, &actor);
	assert_ok(house->c,
		  people_describe_session(house->c, &door, whole.session, S("Firefox"), now));
	assert_ok(house->c,
		  people_new_token(house->c, &door, S("reports"), S("directory.read"), 30, &token));
	assert_ok(house->c, secret_put(house->c, &door, SECRET_PASSKEY, id, &passkey));
	door_close(&door);
	return whole.session;
}

static void assert_everything_opens(struct house *house, struct slice token, int64_t now)
{
	const struct session *sessions;
	const struct api_token *tokens;
	const struct secret *secrets;
	struct session session;
	struct actor actor;
	size_t count;
	assert_ok(house->c, ask_session(house, token, now, &session, &actor));
	struct door door = open_as(house, &actor);
	assert_ok(house->c, people_sessions(house->c, &door, actor.account, &sessions, &count));
	bool is_said = false;
	for (size_t i = 0; i < count; i++) {
		is_said = is_said || slice_is(sessions[i].about, "Firefox");
	}
	assert_true(is_said);
	assert_ok(house->c, people_tokens(house->c, &door, &tokens, &count));
	assert_int_equal(count, 1);
	assert_slice(tokens[0].label, "reports");
	assert_ok(house->c,
		  secret_list(house->c, &door, SECRET_PASSKEY, actor.account, &secrets, &count));
	assert_int_equal(count, 1);
	assert_slice(secrets[0].label, "my phone");
	assert_slice(secrets[0].bytes, "a public key");
	door_close(&door);
}

static void new_keys_of_an_account_close_no_way_in(void **state)
{
	struct house *house = *state;
	const int64_t now = clock_now_ms();
	struct slice codes[RECOVERY_CODES];
	struct slice secret;
	struct sign_in whole;

	open_organisations(house);
	const struct slice id = with_totp(house, now, &secret);
	struct door door = open_as(house, &HOUSE_ITSELF);
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, codes));
	door_close(&door);
	const struct slice session = with_everything(house, id, secret, now + STEP);
	for (int round = 1; round <= 2; round++) {
		const int64_t then = now + (round + 1) * (int64_t)STEP;
		give_new_keys(house, id);
		assert_everything_opens(house, session, then);
		struct sign_in half = first_step(house, then);
		assert_ok(house->c, second_step(house, half.session, FACTOR_TOTP,
						code_at(house, secret, then), HOME, then, &whole));
		half = first_step(house, then);
		assert_ok(house->c, second_step(house, half.session, FACTOR_RECOVERY, codes[round],
						HOME, then, &whole));
	}
}

/* ---- Many at once */

struct runner {
	struct house *house;
	struct ctx c;
	err result;
};

static void *run_sign_in(void *argument)
{
	struct runner *runner = argument;
	struct door door;
	struct sign_in whole;
	runner->result =
		door_open_for(&runner->c, runner->house->stores->store, runner->house->vault,
			      runner->house->model, &HOUSE_ITSELF, &door);
	if (runner->result == OK) {
		runner->result = people_sign_in(&runner->c, &door, S("dara"), PASSWORD, HOME,
						clock_now_ms(), &whole);
		door_close(&door);
	}
	return NULL;
}

static void eight_who_sign_in_at_once_all_come_in(void **state)
{
	enum { RUNNERS = 4, ROUNDS = 2 };
	struct house *house = *state;

	open_organisations(house);
	(void)active(house, ORG_LOTUS, "dara", WORKER);
	for (int round = 0; round < ROUNDS; round++) {
		struct runner runners[RUNNERS];
		pthread_t threads[RUNNERS];
		for (size_t i = 0; i < RUNNERS; i++) {
			runners[i] = (struct runner){.house = house};
			runners[i].c.arena = arena_create();
			assert_int_equal(
				pthread_create(&threads[i], NULL, run_sign_in, &runners[i]), 0);
		}
		for (size_t i = 0; i < RUNNERS; i++) {
			assert_int_equal(pthread_join(threads[i], NULL), 0);
			assert_ok(&runners[i].c, runners[i].result);
			arena_destroy(runners[i].c.arena);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(a_password_alone_is_half_a_session_without_rights),
		IN_EACH_HOUSE(a_code_makes_it_whole_under_a_new_token_and_counts_once),
		IN_EACH_HOUSE(a_whole_session_is_no_half_one),
		IN_EACH_HOUSE(codes_are_not_guessed),
		IN_EACH_HOUSE(each_recovery_code_is_good_once),
		IN_EACH_HOUSE(a_passkey_signs_in_without_a_name),
		IN_EACH_HOUSE(a_passkey_answer_is_refused_that_is_late_replayed_or_anothers),
		IN_EACH_HOUSE(a_locked_account_does_not_come_in_with_a_passkey),
		IN_EACH_HOUSE(passkeys_are_listed_under_their_labels_and_removed),
		IN_EACH_HOUSE(new_keys_of_an_account_close_no_way_in),
		IN_EACH_HOUSE(eight_who_sign_in_at_once_all_come_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
