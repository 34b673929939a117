/* Passwords, one-time codes and what people carry, against the vectors of the standards. */
#include "support/house.h"

#include <pthread.h>
#include <string.h>

#include "vault/codes.h"
#include "vault/password.h"
#include "vault/totp.h"

static const struct slice RFC_SECRET = {"12345678901234567890", 20};

static void rfc_6238_codes_come_out(void **state)
{
	/* RFC 6238, appendix B, the rows of SHA-1: eight digits. */
	static const struct {
		int64_t seconds;
		const char *code;
	} rows[] = {
		{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
		{1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
	};
	struct house *house = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const uint64_t step = (uint64_t)(rows[i].seconds / 30);
		assert_true(
			slice_is(totp_code(house->c->arena, RFC_SECRET, step, 8), rows[i].code));
	}
}

static void rfc_4226_codes_come_out(void **state)
{
	static const char *const codes[] = {"755224", "287082", "359152", "969429", "338314",
					    "254676", "287922", "162583", "399871", "520489"};
	struct house *house = *state;
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		assert_true(slice_is(totp_code(house->c->arena, RFC_SECRET, i, 6), codes[i]));
	}
}

static void a_code_counts_once_and_within_one_step(void **state)
{
	struct house *house = *state;
	struct arena *arena = house->c->arena;
	const int64_t now_ms = INT64_C(1234567890) * 1000;
	const int64_t step = 1234567890 / 30;
	int64_t used = -1;
	for (int64_t drift = -3; drift <= 3; drift++) {
		const struct slice code = totp_code(arena, RFC_SECRET, (uint64_t)(step + drift), 6);
		assert_int_equal(totp_holds(arena, RFC_SECRET, code, now_ms, -1, &used),
				 drift >= -1 && drift <= 1);
	}
	const struct slice code = totp_code(arena, RFC_SECRET, (uint64_t)step, 6);
	assert_true(totp_holds(arena, RFC_SECRET, code, now_ms, step - 1, &used));
	assert_int_equal(used, step);
	assert_false(totp_holds(arena, RFC_SECRET, code, now_ms, step, &used));
	assert_false(totp_holds(arena, RFC_SECRET, S(""), now_ms, -1, &used));
	assert_false(totp_holds(arena, RFC_SECRET, S("12345"), now_ms, -1, &used));
	assert_false(totp_holds(arena, RFC_SECRET, S("12345a"), now_ms, -1, &used));
	const struct slice spaced = arena_format(arena, "%.3s %.3s", code.at, code.at + 3);
	assert_true(totp_holds(arena, RFC_SECRET, spaced, now_ms, -1, &used));
}

static void rfc_4648_base32_comes_out(void **state)
{
	static const struct {
		const char *bytes;
		const char *text;
	} rows[] = {{"", ""},
		    {"f", "MY"},
		    {"fo", "MZXQ"},
		    {"foo", "MZXW6"},
		    {"foob", "MZXW6YQ"},
		    {"fooba", "MZXW6YTB"},
		    {"foobar", "MZXW6YTBOI"}};
	struct house *house = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes;
		assert_true(slice_is(base32_encode(house->c->arena, slice_of(rows[i].bytes)),
				     rows[i].text));
		assert_true(base32_decode(house->c->arena, slice_of(rows[i].text), &bytes));
		assert_true(slice_is(bytes, rows[i].bytes));
	}
	struct slice bytes;
	assert_true(base32_decode(house->c->arena, S("mzxw 6ytb oi"), &bytes));
	assert_false(base32_decode(house->c->arena, S("MZXW1"), &bytes));
	assert_false(base32_decode(house->c->arena, S("M"), &bytes));
	assert_false(base32_decode(house->c->arena, S("MZ"), &bytes));
}

static void codes_survive_handwriting(void **state)
{
	struct house *house = *state;
	struct arena *arena = house->c->arena;
	struct slice bytes;
	const struct slice code = code_random(arena, 8);
	assert_int_equal(code.length, 9);
	assert_int_equal(code.at[4], '-');
	assert_false(slice_equal(code, code_random(arena, 8)));
	assert_true(slice_is(code_normal(arena, S(" 7kq2-oIl9\n")), "7KQ20119"));
	const struct slice written = code_write(arena, S("river and lotus"));
	assert_true(code_read(arena, written, &bytes));
	assert_true(slice_is(bytes, "river and lotus"));
	assert_false(code_read(arena, S("UUUU"), &bytes));
	assert_int_equal(token_random(arena).length, TOKEN_LETTERS);
	assert_true(equal_in_constant_time(S("a"), S("a")));
	assert_false(equal_in_constant_time(S("a"), S("b")));
	assert_false(equal_in_constant_time(S("a"), S("ab")));
}

static void a_password_is_right_or_wrong(void **state)
{
	struct house *house = *state;
	struct slice hash;
	assert_ok(house->c,
		  vault_password_hash(house->c, house->vault, S("green river stone"), &hash));
	assert_true(slice_starts(hash, S("$argon2id$v=19$")));
	assert_int_equal(slice_find(hash, S("river")), SIZE_MAX);
	assert_false(password_is_stale(hash));
	assert_ok(house->c,
		  vault_password_check(house->c, house->vault, hash, S("green river stone")));
	static const char *const wrong[] = {"", "green river ston", "green river stone ",
					    "Green river stone"};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_failed(
			house->c,
			vault_password_check(house->c, house->vault, hash, slice_of(wrong[i])),
			ERR_DENIED, "secret.wrong");
	}
	assert_failed(house->c, vault_password_check(house->c, house->vault, S(""), S("")),
		      ERR_DENIED, "secret.wrong");
	assert_failed(house->c, vault_password_check(house->c, house->vault, S("no hash"), S("x")),
		      ERR_DENIED, "secret.wrong");
	assert_true(password_is_stale(S("no hash")));
}

static void a_password_that_is_too_long_is_refused(void **state)
{
	struct house *house = *state;
	struct slice hash;
	const struct slice most = {.at = arena_alloc(house->c->arena, PASSWORD_MAX + 1),
				   .length = PASSWORD_MAX};
	const struct slice more = {.at = most.at, .length = PASSWORD_MAX + 1};
	assert_ok(house->c, vault_password_hash(house->c, house->vault, most, &hash));
	assert_failed(house->c, vault_password_hash(house->c, house->vault, more, &hash), ERR_LIMIT,
		      "vault.too_long");
}

enum { TRIES = 20 };

struct guesser {
	pthread_t thread;
	struct vault *vault;
	struct slice hash;
	size_t right;
	size_t busy;
};

static void *guess(void *argument)
{
	struct guesser *guesser = argument;
	struct ctx c = {.arena = arena_create()};
	for (int i = 0; i < TRIES; i++) {
		const err result =
			vault_password_check(&c, guesser->vault, guesser->hash, S("right"));
		guesser->right += result == OK;
		guesser->busy += result == ERR_LIMIT;
	}
	arena_destroy(c.arena);
	return NULL;
}

static void guess_together(struct house *house, struct guesser *guessers, size_t count)
{
	struct slice hash;
	assert_ok(house->c, vault_password_hash(house->c, house->vault, S("right"), &hash));
	for (size_t i = 0; i < count; i++) {
		guessers[i] = (struct guesser){.vault = house->vault, .hash = hash};
		assert_int_equal(pthread_create(&guessers[i].thread, NULL, guess, &guessers[i]), 0);
	}
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(pthread_join(guessers[i].thread, NULL), 0);
	}
}

static void whoever_finds_a_place_in_the_queue_gets_a_turn(void **state)
{
	struct guesser guessers[PASSWORD_AT_ONCE + PASSWORD_WAITING];
	guess_together(*state, guessers, COUNT_OF(guessers));
	for (size_t i = 0; i < COUNT_OF(guessers); i++) {
		assert_int_equal(guessers[i].right, TRIES);
	}
}

static void whoever_finds_none_is_told_so(void **state)
{
	struct guesser guessers[3 * (PASSWORD_AT_ONCE + PASSWORD_WAITING)];
	size_t right = 0;
	guess_together(*state, guessers, COUNT_OF(guessers));
	for (size_t i = 0; i < COUNT_OF(guessers); i++) {
		assert_int_equal(guessers[i].right + guessers[i].busy, TRIES);
		right += guessers[i].right;
	}
	assert_true(right > 0);
}

static void a_passphrase_makes_the_same_key_again(void **state)
{
	struct house *house = *state;
	const unsigned char salt[PASSPHRASE_SALT_BYTES] = {1};
	const unsigned char other_salt[PASSPHRASE_SALT_BYTES] = {2};
	const struct passphrase_cost cost = {.passes = 1, .memory = 8192};
	unsigned char keys[4][VAULT_KEY_BYTES];
	assert_ok(house->c, passphrase_key(house->c, S("river"), salt, cost, keys[0]));
	assert_ok(house->c, passphrase_key(house->c, S("river"), salt, cost, keys[1]));
	assert_ok(house->c, passphrase_key(house->c, S("river"), other_salt, cost, keys[2]));
	assert_ok(house->c, passphrase_key(house->c, S("rivers"), salt, cost, keys[3]));
	assert_memory_equal(keys[0], keys[1], VAULT_KEY_BYTES);
	assert_memory_not_equal(keys[0], keys[2], VAULT_KEY_BYTES);
	assert_memory_not_equal(keys[0], keys[3], VAULT_KEY_BYTES);
	static const struct passphrase_cost bad[] = {
		{0, 8192}, {17, 8192}, {1, 8191}, {1, (1 << 30) + 1}};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_failed(house->c, passphrase_key(house->c, S("x"), salt, bad[i], keys[0]),
			      ERR_INVALID, "vault.cost");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SQLITE_HOUSE(rfc_6238_codes_come_out),
		IN_SQLITE_HOUSE(rfc_4226_codes_come_out),
		IN_SQLITE_HOUSE(a_code_counts_once_and_within_one_step),
		IN_SQLITE_HOUSE(rfc_4648_base32_comes_out),
		IN_SQLITE_HOUSE(codes_survive_handwriting),
		IN_SQLITE_HOUSE(a_password_is_right_or_wrong),
		IN_SQLITE_HOUSE(a_password_that_is_too_long_is_refused),
		IN_SQLITE_HOUSE(whoever_finds_a_place_in_the_queue_gets_a_turn),
		IN_SQLITE_HOUSE(whoever_finds_none_is_told_so),
		IN_SQLITE_HOUSE(a_passphrase_makes_the_same_key_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
