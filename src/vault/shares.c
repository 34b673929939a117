#include "vault/shares.h"

#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/codes.h"
#include "vault/internal.h"

enum { SET_BYTES = 4, CHECK_BYTES = 4, FORMAT = 1 };

struct share {
	unsigned char format;
	unsigned char needed;
	unsigned char at; /* x, from 1 */
	unsigned char set[SET_BYTES];
	unsigned char bytes[VAULT_KEY_BYTES]; /* y */
	unsigned char check[CHECK_BYTES];
};
_Static_assert(sizeof(struct share) == 3 + SET_BYTES + VAULT_KEY_BYTES + CHECK_BYTES, "no padding");

/* Carry-less multiplication modulo x^8 + x^4 + x^3 + x + 1; masks in the place of branches. */
static unsigned char times(unsigned char a, unsigned char b)
{
	unsigned product = 0;
	unsigned left = a;
	for (unsigned bit = 0; bit < 8; bit++) {
		const unsigned take = 0U - ((unsigned)b >> bit & 1U);
		product ^= left & take;
		const unsigned over = 0U - (left >> 7 & 1U);
		left = (left << 1 ^ (0x11BU & over)) & 0xFFU;
	}
	return (unsigned char)(product & 0xFFU);
}

/* a to the power of 254 is 1/a. */
static unsigned char inverse(unsigned char a)
{
	unsigned char power = a;
	unsigned char result = 1;
	for (int i = 1; i < 8; i++) {
		power = times(power, power);
		result = times(result, power);
	}
	return result;
}

static void check_of(const struct share *share, unsigned char ret_check[CHECK_BYTES])
{
	unsigned char hash[crypto_generichash_BYTES];
	(void)crypto_generichash(hash, sizeof hash, (const unsigned char *)share,
				 sizeof *share - CHECK_BYTES, NULL, 0);
	memcpy(ret_check, hash, CHECK_BYTES);
}

static void set_of(const unsigned char key[VAULT_KEY_BYTES], unsigned char ret_set[SET_BYTES])
{
	unsigned char id[ROOT_ID_BYTES];
	root_identify(key, id);
	memcpy(ret_set, id, SET_BYTES);
}

/* The polynomial has the key at 0 and random coefficients above. */
static void share_at(const unsigned char key[VAULT_KEY_BYTES],
		     unsigned char coefficients[SHARES_MAX][VAULT_KEY_BYTES], struct share *share)
{
	for (size_t i = 0; i < VAULT_KEY_BYTES; i++) {
		unsigned char value = 0;
		for (int power = share->needed - 1; power >= 1; power--) {
			value = times((unsigned char)(value ^ coefficients[power][i]), share->at);
		}
		share->bytes[i] = (unsigned char)(value ^ key[i]);
	}
	check_of(share, share->check);
}

err shares_split(struct ctx *c, const unsigned char key[VAULT_KEY_BYTES], int needed, int count,
		 struct slice ret_shares[SHARES_MAX])
{
	unsigned char coefficients[SHARES_MAX][VAULT_KEY_BYTES];
	if (needed < SHARES_MIN || needed > count || count > SHARES_MAX) {
		return FAIL_PLAIN(c, ERR_INVALID, "share.plan");
	}
	random_bytes(coefficients, sizeof coefficients);
	for (int i = 0; i < count; i++) {
		struct share share = {
			.format = FORMAT,
			.needed = (unsigned char)needed,
			.at = (unsigned char)(i + 1),
		};
		set_of(key, share.set);
		share_at(key, coefficients, &share);
		ret_shares[i] = code_write(c->arena, (struct slice){.at = (const char *)&share,
								    .length = sizeof share});
		sodium_memzero(&share, sizeof share);
	}
	sodium_memzero(coefficients, sizeof coefficients);
	return OK;
}

static struct slice without_comments(struct arena *arena, struct slice text)
{
	char *out = arena_alloc(arena, text.length + 1);
	size_t length = 0;
	struct slice rest = text;
	struct slice line;
	while (slice_next(&rest, '\n', &line)) {
		if (!slice_starts(line, S("#")) && line.length > 0) {
			memcpy(out + length, line.at, line.length);
			length += line.length;
		}
	}
	return (struct slice){.at = out, .length = length};
}

static err read_share(struct ctx *c, struct slice text, size_t number, struct share *ret_share)
{
	struct slice bytes;
	unsigned char check[CHECK_BYTES];
	struct share share;
	if (!code_read(c->arena, without_comments(c->arena, text), &bytes) ||
	    bytes.length != sizeof share) {
		return FAIL(c, ERR_INVALID, "share.form", "share=%zu", number);
	}
	memcpy(&share, bytes.at, sizeof share);
	check_of(&share, check);
	if (share.format != FORMAT || share.needed < SHARES_MIN || share.needed > SHARES_MAX ||
	    share.at < 1 || share.at > SHARES_MAX ||
	    sodium_memcmp(check, share.check, CHECK_BYTES) != 0) {
		return FAIL(c, ERR_INVALID, "share.form", "share=%zu", number);
	}
	*ret_share = share;
	return OK;
}

static err check_together(struct ctx *c, const struct share *shares, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t before = 0; before < i; before++) {
			if (memcmp(shares[i].set, shares[before].set, SET_BYTES) != 0 ||
			    shares[i].needed != shares[before].needed) {
				return FAIL_PLAIN(c, ERR_INVALID, "share.foreign");
			}
			if (shares[i].at == shares[before].at) {
				return FAIL_PLAIN(c, ERR_INVALID, "share.twice");
			}
		}
	}
	if (count == 0 || count < shares[0].needed) {
		return FAIL(c, ERR_INVALID, "share.few", "needed=%d\ngiven=%zu",
			    count == 0 ? SHARES_MIN : shares[0].needed, count);
	}
	return OK;
}

/* Lagrange's formula at 0: each y times the product of x_j / (x_j - x_i). */
static void join(const struct share *shares, size_t count, unsigned char key[VAULT_KEY_BYTES])
{
	memset(key, 0, VAULT_KEY_BYTES);
	for (size_t i = 0; i < count; i++) {
		unsigned char weight = 1;
		for (size_t j = 0; j < count; j++) {
			if (j != i) {
				const unsigned char apart =
					(unsigned char)(shares[j].at ^ shares[i].at);
				weight = times(weight, times(shares[j].at, inverse(apart)));
			}
		}
		for (size_t b = 0; b < VAULT_KEY_BYTES; b++) {
			key[b] = (unsigned char)(key[b] ^ times(weight, shares[i].bytes[b]));
		}
	}
}

err shares_join(struct ctx *c, const struct slice *shares, size_t count,
		unsigned char ret_key[VAULT_KEY_BYTES])
{
	struct share read[SHARES_MAX] = {0};
	unsigned char set[SET_BYTES];
	err result = OK;
	if (count > SHARES_MAX) {
		return FAIL_PLAIN(c, ERR_INVALID, "share.twice");
	}
	for (size_t i = 0; i < count && result == OK; i++) {
		result = read_share(c, shares[i], i + 1, &read[i]);
	}
	if (result == OK) {
		result = check_together(c, read, count);
	}
	if (result == OK) {
		join(read, count, ret_key);
		set_of(ret_key, set);
		if (memcmp(set, read[0].set, SET_BYTES) != 0) {
			sodium_memzero(ret_key, VAULT_KEY_BYTES);
			result = FAIL_PLAIN(c, ERR_INVALID, "share.foreign");
		}
	}
	sodium_memzero(read, sizeof read);
	return result;
}
