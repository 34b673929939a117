/* A key in several hands, and the header that says how a key is had. */
#include "../../testing.h"

#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "vault/header.h"
#include "vault/shares.h"

static const struct {
	int needed;
	int count;
} PLANS[] = {{2, 2}, {2, 3}, {3, 3}};

static void assert_fine(const struct ctx *c, err result)
{
	if (result != OK) {
		fail_msg("%s %s", c->fail.key, c->fail.detail);
	}
}

/* Every choice of shares, in every order of a pair. */
static void enough_shares_give_the_key_back(void **state)
{
	struct ctx *c = *state;
	for (size_t p = 0; p < COUNT_OF(PLANS); p++) {
		unsigned char key[VAULT_KEY_BYTES];
		unsigned char joined[VAULT_KEY_BYTES];
		struct slice shares[SHARES_MAX];
		random_bytes(key, sizeof key);
		assert_fine(c, shares_split(c, key, PLANS[p].needed, PLANS[p].count, shares));
		for (int a = 0; a < PLANS[p].count; a++) {
			for (int b = 0; b < PLANS[p].count; b++) {
				const struct slice chosen[] = {shares[a], shares[b],
							       shares[(6 - a - b) % 3]};
				if (a == b) {
					continue;
				}
				memset(joined, 0, sizeof joined);
				assert_fine(
					c, shares_join(c, chosen, (size_t)PLANS[p].needed, joined));
				assert_memory_equal(joined, key, sizeof key);
			}
		}
	}
}

static void too_few_are_refused(void **state)
{
	struct ctx *c = *state;
	unsigned char key[VAULT_KEY_BYTES] = {7};
	unsigned char joined[VAULT_KEY_BYTES];
	struct slice shares[SHARES_MAX];
	assert_fine(c, shares_split(c, key, 3, 3, shares));
	assert_fail(c, shares_join(c, shares, 2, joined), ERR_INVALID, "share.few", "needed=3");
	assert_fail(c, shares_join(c, shares, 0, joined), ERR_INVALID, "share.few", "given=0");
	const struct slice twice[] = {shares[0], shares[1], shares[0]};
	assert_fail(c, shares_join(c, twice, 3, joined), ERR_INVALID, "share.twice", "");
}

static void shares_of_two_sets_are_not_mixed(void **state)
{
	struct ctx *c = *state;
	unsigned char key[VAULT_KEY_BYTES] = {7};
	unsigned char other[VAULT_KEY_BYTES] = {8};
	unsigned char joined[VAULT_KEY_BYTES];
	struct slice first[SHARES_MAX];
	struct slice second[SHARES_MAX];
	assert_fine(c, shares_split(c, key, 2, 3, first));
	assert_fine(c, shares_split(c, other, 2, 3, second));
	const struct slice mixed[] = {first[0], second[1]};
	assert_fail(c, shares_join(c, mixed, 2, joined), ERR_INVALID, "share.foreign", "");
	/* The same key split again: the marks agree, the polynomials do not. */
	assert_fine(c, shares_split(c, key, 2, 3, second));
	const struct slice again[] = {first[0], second[1]};
	assert_fail(c, shares_join(c, again, 2, joined), ERR_INVALID, "share.foreign", "");
}

static void a_slip_of_the_hand_is_found(void **state)
{
	struct ctx *c = *state;
	unsigned char key[VAULT_KEY_BYTES] = {7};
	unsigned char joined[VAULT_KEY_BYTES];
	struct slice shares[SHARES_MAX];
	assert_fine(c, shares_split(c, key, 2, 2, shares));
	for (size_t at = 0; at < shares[0].length; at++) {
		char *wrong = arena_cstr(c->arena, shares[0]);
		if (wrong[at] == '-') {
			continue;
		}
		wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
		const struct slice typed[] = {slice_of(wrong), shares[1]};
		assert_fail(c, shares_join(c, typed, 2, joined), ERR_INVALID, "share.form",
			    "share=1");
	}
	const struct slice file[] = {
		arena_format(c->arena, "# Share 1 of 2\n%.*s\n", SLICE_PRINT(shares[0])),
		shares[1],
	};
	assert_fine(c, shares_join(c, file, 2, joined));
	assert_memory_equal(joined, key, sizeof key);
}

static void other_plans_are_refused(void **state)
{
	struct ctx *c = *state;
	static const int wrong[][2] = {{1, 1}, {1, 2}, {3, 2}, {2, 4}, {0, 0}, {-1, 3}};
	unsigned char key[VAULT_KEY_BYTES] = {7};
	struct slice shares[SHARES_MAX];
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_fail(c, shares_split(c, key, wrong[i][0], wrong[i][1], shares), ERR_INVALID,
			    "share.plan", "");
	}
}

/* The bytes of one share differ with each split of the same key. */
static void one_share_tells_nothing(void **state)
{
	enum { ROUNDS = 4096 };
	(void)state;
	unsigned char key[VAULT_KEY_BYTES] = {7};
	size_t ones = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct ctx inner = {.arena = arena_create()};
		struct slice shares[SHARES_MAX];
		assert_fine(&inner, shares_split(&inner, key, 2, 2, shares));
		/* A letter in the middle of the share's own bytes: even or odd. */
		ones += (size_t)shares[0].at[40] & 1;
		arena_destroy(inner.arena);
	}
	assert_true(ones > ROUNDS / 4 && ones < ROUNDS / 4 * 3);
}

static struct header header_of(struct ctx *c, enum unlock unlock, const unsigned char *root,
			       const unsigned char *over)
{
	static const unsigned char data[VAULT_KEY_BYTES] = {1};
	static const unsigned char keys[VAULT_KEY_BYTES] = {2};
	struct header header = {
		.unlock = unlock,
		.cost = passphrase_cost_now(),
		.shares_needed = 2,
		.shares_count = 3,
		.cipher = "aegis",
		.ready = true,
	};
	header_add(c, &header, root, over, (struct page_keys){data, keys});
	return header;
}

static void a_header_comes_back_as_it_went(void **state)
{
	struct ctx *c = *state;
	unsigned char root[VAULT_KEY_BYTES] = {7};
	unsigned char next[VAULT_KEY_BYTES] = {8};
	unsigned char over[VAULT_KEY_BYTES] = {9};
	unsigned char data[VAULT_KEY_BYTES];
	unsigned char keys[VAULT_KEY_BYTES];
	for (int unlock = 0; unlock < UNLOCK_COUNT; unlock++) {
		const unsigned char *with = unlock == UNLOCK_PASSPHRASE ? over : NULL;
		struct header header = header_of(c, (enum unlock)unlock, root, with);
		struct header read;
		header_add(c, &header, next, with, (struct page_keys){root, NULL});
		const struct slice text = header_write(c->arena, &header);
		assert_fine(c, header_read(c, text, &read));
		assert_int_equal(read.entries_count, 2);
		assert_true(slice_equal(header_write(c->arena, &read), text));
		assert_true(header_pages(c, &read, 0, root, data, keys));
		assert_int_equal(data[0], 1);
		assert_int_equal(keys[0], 2);
		assert_false(header_pages(c, &read, 0, next, data, keys));
		header_settle(&read);
		assert_true(header_pages(c, &read, 0, next, data, keys));
		assert_memory_equal(data, root, sizeof data);
		assert_true(sodium_is_zero(keys, sizeof keys));
		assert_int_equal(header_root(c, &read, 0, over, data), with != NULL);
		assert_false(header_root(c, &read, 0, next, data));
	}
}

static void any_changed_byte_of_a_header_is_found(void **state)
{
	struct ctx *c = *state;
	unsigned char root[VAULT_KEY_BYTES] = {7};
	const struct header header = header_of(c, UNLOCK_PASSPHRASE, root, root);
	const struct slice text = header_write(c->arena, &header);
	for (size_t at = 0; at < text.length; at++) {
		struct header read;
		char *changed = arena_cstr(c->arena, text);
		changed[at] ^= 1;
		assert_int_not_equal(header_read(c, slice_of(changed), &read), OK);
		assert_int_not_equal(header_read(c, slice_between(text, 0, at), &read), OK);
	}
}

static void wrong_headers_are_refused_with_the_line(void **state)
{
	static const struct {
		const char *text;
		const char *key;
	} rows[] = {
		{"", "header.form"},
		{"spean-vault 2\n", "header.newer"},
		{"spean-vault 1\n", "header.damaged"},
		{"spean-vault 1\nunlock file\ncheck 00\n", "header.damaged"},
	};
	struct ctx *c = *state;
	struct header read;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fail(c, header_read(c, slice_of(rows[i].text), &read), ERR_INVALID,
			    rows[i].key, "");
	}
	const struct slice large = {.at = arena_alloc(c->arena, HEADER_MAX + 1),
				    .length = HEADER_MAX + 1};
	assert_fail(c, header_read(c, large, &read), ERR_LIMIT, "header.too_long", "max=4096");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(enough_shares_give_the_key_back),
		task_test(too_few_are_refused),
		task_test(shares_of_two_sets_are_not_mixed),
		task_test(a_slip_of_the_hand_is_found),
		task_test(other_plans_are_refused),
		task_test(one_share_tells_nothing),
		task_test(a_header_comes_back_as_it_went),
		task_test(any_changed_byte_of_a_header_is_found),
		task_test(wrong_headers_are_refused_with_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
