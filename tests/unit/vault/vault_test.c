/* The key tree on both engines: what is sealed opens in its place, and nowhere else. */
#include "support/house.h"

#include <string.h>

#include "base/clock.h"

static const struct slice PERSON = {"p-1", 3};
static const struct slice OTHER = {"p-2", 3};

static struct seal_place place_of(enum seal_class class, struct slice subject)
{
	return (struct seal_place){
		.class = class,
		.organisation = ORG_LOTUS,
		.subject = subject,
		.kind = S("client"),
		.record = subject,
		.slot = S("values"),
	};
}

static void add(struct house *house, struct slice subject)
{
	assert_ok(house->c, keys_add_subject(house->c, house_keys(house), ORG_LOTUS, subject));
}

static struct slice seal(struct house *house, const struct seal_place *place, struct slice plain)
{
	struct slice sealed;
	assert_ok(house->c, keys_seal(house->c, house_keys(house), place, plain, &sealed));
	return sealed;
}

static void assert_opens(struct house *house, const struct seal_place *place, struct slice sealed,
			 struct slice expected)
{
	struct slice plain = S("?");
	assert_ok(house->c, keys_open(house->c, house_keys(house), place, sealed, &plain));
	assert_true(slice_equal(plain, expected));
}

static void assert_closed(struct house *house, const struct seal_place *place, struct slice sealed)
{
	struct slice plain = S("untouched");
	assert_failed(house->c, keys_open(house->c, house_keys(house), place, sealed, &plain),
		      ERR_BROKEN, "vault.not_authentic");
	assert_true(slice_is(plain, "untouched"));
}

static void what_was_sealed_opens_in_its_place(void **state)
{
	struct house *house = *state;
	static const enum seal_class classes[] = {SEAL_AB, SEAL_C, SEAL_ORGANISATION, SEAL_SERVER};
	static const size_t lengths[] = {0, 1, 63, 64, 65, 5000};
	add(house, PERSON);
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		for (size_t l = 0; l < COUNT_OF(lengths); l++) {
			const struct seal_place place = place_of(classes[i], PERSON);
			char *text = arena_alloc(house->c->arena, lengths[l] + 1);
			memset(text, 'a', lengths[l]);
			const struct slice plain = {.at = text, .length = lengths[l]};
			assert_opens(house, &place, seal(house, &place, plain), plain);
		}
	}
}

static void a_value_opens_after_everything_was_closed(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_C, PERSON);
	add(house, PERSON);
	const struct slice sealed = seal(house, &place, S("river"));
	house_reopen(house);
	assert_opens(house, &place, sealed, S("river"));
}

static void a_moved_value_does_not_open(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_AB, PERSON);
	add(house, PERSON);
	add(house, OTHER);
	const struct slice sealed = seal(house, &place, S("river"));
	struct seal_place moved[6];
	for (size_t i = 0; i < COUNT_OF(moved); i++) {
		moved[i] = place;
	}
	moved[0].class = SEAL_C;
	moved[1].class = SEAL_ORGANISATION;
	moved[2].subject = OTHER;
	moved[3].kind = S("note");
	moved[4].record = OTHER;
	moved[5].slot = S("history:1");
	for (size_t i = 0; i < COUNT_OF(moved); i++) {
		assert_closed(house, &moved[i], sealed);
	}
	assert_opens(house, &place, sealed, S("river"));
}

static void parts_of_a_place_do_not_flow_into_each_other(void **state)
{
	struct house *house = *state;
	struct seal_place place = place_of(SEAL_AB, PERSON);
	add(house, PERSON);
	place.kind = S("cli");
	place.record = S("ent-1");
	const struct slice sealed = seal(house, &place, S("river"));
	place.kind = S("client");
	place.record = S("-1");
	assert_closed(house, &place, sealed);
}

static void lengths_tell_little(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_AB, PERSON);
	add(house, PERSON);
	assert_int_equal(seal(house, &place, S("Sok")).length,
			 seal(house, &place, S("Sok Dara, born in a village of the north")).length);
	assert_false(slice_equal(seal(house, &place, S("Sok")), seal(house, &place, S("Sok"))));
}

static void without_keys_nothing_is_sealed(void **state)
{
	struct house *house = *state;
	struct seal_place place = place_of(SEAL_AB, PERSON);
	struct slice sealed;
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &place, S("x"), &sealed),
		      ERR_NOT_FOUND, "vault.no_subject");
	add(house, PERSON);
	place.organisation = ORG_RIVER;
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &place, S("x"), &sealed),
		      ERR_NOT_FOUND, "vault.no_subject");
	place.class = SEAL_ORGANISATION;
	place.organisation = S("org-none");
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &place, S("x"), &sealed),
		      ERR_NOT_FOUND, "vault.no_organisation");
	assert_failed(house->c, keys_add_subject(house->c, house_keys(house), S("org-none"), OTHER),
		      ERR_NOT_FOUND, "vault.no_organisation");
}

static void too_long_is_said(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_SERVER, PERSON);
	struct slice sealed;
	const struct slice most = {.at = arena_alloc(house->c->arena, (4 << 20) + 1),
				   .length = 4 << 20};
	assert_opens(house, &place, seal(house, &place, most), most);
	const struct slice more = {.at = most.at, .length = most.length + 1};
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &place, more, &sealed),
		      ERR_LIMIT, "vault.too_long");
}

static void an_id_is_never_used_twice(void **state)
{
	struct house *house = *state;
	add(house, PERSON);
	assert_failed(house->c, keys_add_subject(house->c, house_keys(house), ORG_RIVER, PERSON),
		      ERR_CONFLICT, "vault.subject_exists");
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), PERSON));
	assert_failed(house->c, keys_add_subject(house->c, house_keys(house), ORG_LOTUS, PERSON),
		      ERR_CONFLICT, "vault.subject_exists");
	assert_failed(house->c, keys_add_organisation(house->c, house_keys(house), ORG_LOTUS),
		      ERR_CONFLICT, "vault.organisation_exists");
}

static void destroyed_keys_open_nothing(void **state)
{
	struct house *house = *state;
	const struct seal_place ab = place_of(SEAL_AB, PERSON);
	const struct seal_place c = place_of(SEAL_C, PERSON);
	const struct seal_place other = place_of(SEAL_AB, OTHER);
	struct slice plain;
	add(house, PERSON);
	add(house, OTHER);
	const struct slice sealed_ab = seal(house, &ab, S("river"));
	const struct slice sealed_c = seal(house, &c, S("lotus"));
	const struct slice sealed_other = seal(house, &other, S("stays"));
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), PERSON));
	assert_failed(house->c, keys_open(house->c, house_keys(house), &ab, sealed_ab, &plain),
		      ERR_NOT_FOUND, "vault.no_subject");
	assert_failed(house->c, keys_open(house->c, house_keys(house), &c, sealed_c, &plain),
		      ERR_NOT_FOUND, "vault.no_subject");
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &ab, S("x"), &plain),
		      ERR_NOT_FOUND, "vault.no_subject");
	assert_opens(house, &other, sealed_other, S("stays"));
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), PERSON));
	assert_failed(house->c, keys_destroy_subject(house->c, house_keys(house), S("nobody")),
		      ERR_NOT_FOUND, "vault.no_subject");
}

/* What one set of keys remembers must not outlive what another one of the process destroys. */
static void destroyed_is_destroyed_for_everybody_at_once(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_AB, PERSON);
	struct keys *others;
	struct slice plain;
	add(house, PERSON);
	const struct slice sealed = seal(house, &place, S("river"));
	assert_ok(house->c, keys_borrow(house->c, house->vault, &others));
	assert_ok(house->c, keys_open(house->c, others, &place, sealed, &plain));
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), PERSON));
	assert_failed(house->c, keys_open(house->c, others, &place, sealed, &plain), ERR_NOT_FOUND,
		      "vault.no_subject");
	keys_return(others);
}

static void another_root_key_is_refused(void **state)
{
	struct house *house = *state;
	struct store *key_store;
	struct vault *vault = NULL;
	unsigned char wrong[VAULT_KEY_BYTES] = {1};
	const struct store_options options = house_key_options(house, STORE_OPEN);
	assert_ok(house->c, store_open(house->c, &options, &key_store));
	assert_failed(house->c, vault_open(house->c, key_store, wrong, &vault), ERR_DENIED,
		      "vault.wrong_root");
	assert_null(vault);
	store_close(key_store);
}

static void tokens_differ_by_organisation_purpose_and_text(void **state)
{
	struct house *house = *state;
	static const struct {
		const char *organisation;
		const char *purpose;
		const char *text;
	} asked[] = {
		{"org-lotus", "name", "sok"},  {"org-river", "name", "sok"},
		{"org-lotus", "phone", "sok"}, {"org-lotus", "name", "dara"},
		{"org-lotus", "names", "ok"},  {"", "name", "sok"},
	};
	unsigned char tokens[COUNT_OF(asked)][VAULT_TOKEN_BYTES];
	unsigned char again[VAULT_TOKEN_BYTES];
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		assert_ok(house->c,
			  keys_token(house->c, house_keys(house), slice_of(asked[i].organisation),
				     slice_of(asked[i].purpose), slice_of(asked[i].text),
				     tokens[i]));
		for (size_t before = 0; before < i; before++) {
			assert_memory_not_equal(tokens[before], tokens[i], VAULT_TOKEN_BYTES);
		}
	}
	house_reopen(house);
	assert_ok(house->c,
		  keys_token(house->c, house_keys(house), ORG_LOTUS, S("name"), S("sok"), again));
	assert_memory_equal(again, tokens[0], VAULT_TOKEN_BYTES);
}

static void hashes_and_signatures_stay_the_same_under_a_new_root_key(void **state)
{
	struct house *house = *state;
	unsigned char before[VAULT_MAC_BYTES];
	unsigned char after[VAULT_MAC_BYTES];
	unsigned char other[VAULT_MAC_BYTES];
	unsigned char signature[VAULT_SIGN_BYTES];
	unsigned char public_key[VAULT_KEY_BYTES];
	keys_mac(house_keys(house), "audit", S("line"), before);
	keys_mac(house_keys(house), "token", S("line"), other);
	assert_memory_not_equal(before, other, sizeof before);
	assert_ok(house->c, keys_sign(house->c, house_keys(house), S("head"), signature));
	house->root[0] ^= 1;
	assert_ok(house->c, vault_rotate_root(house->c, house->vault, house->root));
	house_reopen(house);
	keys_mac(house_keys(house), "audit", S("line"), after);
	assert_memory_equal(before, after, sizeof before);
	assert_ok(house->c, keys_public(house->c, house_keys(house), public_key));
	assert_true(vault_signature_holds(public_key, S("head"), signature));
	assert_false(vault_signature_holds(public_key, S("heads"), signature));
	signature[3] ^= 1;
	assert_false(vault_signature_holds(public_key, S("head"), signature));
}

static void an_anchor_holds_what_was_set_last(void **state)
{
	struct house *house = *state;
	struct slice value = S("?");
	assert_ok(house->c, keys_anchor(house->c, house_keys(house), "audit", &value));
	assert_true(slice_empty(value));
	assert_ok(house->c, keys_anchor_set(house->c, house_keys(house), "audit", S("1")));
	assert_ok(house->c, keys_anchor_set(house->c, house_keys(house), "audit", S("22")));
	house_reopen(house);
	assert_ok(house->c, keys_anchor(house->c, house_keys(house), "audit", &value));
	assert_true(slice_is(value, "22"));
}

static void assert_stale(struct house *house, const struct seal_place *place, struct slice sealed,
			 bool expected)
{
	bool stale = !expected;
	assert_ok(house->c, keys_is_stale(house->c, house_keys(house), place, sealed, &stale));
	assert_int_equal(stale, expected);
}

static void every_level_rotates_while_old_values_open(void **state)
{
	struct house *house = *state;
	static const enum seal_class classes[] = {SEAL_AB, SEAL_C, SEAL_ORGANISATION, SEAL_SERVER};
	struct slice sealed[COUNT_OF(classes)];
	add(house, PERSON);
	for (size_t i = 0; i < COUNT_OF(classes); i++) {
		const struct seal_place place = place_of(classes[i], PERSON);
		sealed[i] = seal(house, &place, S("river"));
	}
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, PERSON));
	assert_ok(house->c,
		  keys_rotate(house->c, house_keys(house), ROTATE_ORGANISATION, ORG_LOTUS));
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, PERSON));
	house->root[0] ^= 1;
	assert_ok(house->c, vault_rotate_root(house->c, house->vault, house->root));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < COUNT_OF(classes); i++) {
			const struct seal_place place = place_of(classes[i], PERSON);
			assert_opens(house, &place, sealed[i], S("river"));
			assert_stale(house, &place, sealed[i], classes[i] != SEAL_SERVER);
			assert_stale(house, &place, seal(house, &place, S("new")), false);
		}
		house_reopen(house);
	}
}

static void old_keys_can_be_dropped_when_nothing_needs_them(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_AB, PERSON);
	add(house, PERSON);
	const struct slice old = seal(house, &place, S("river"));
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, PERSON));
	const struct slice new = seal(house, &place, S("river"));
	/* Just replaced: somebody may still be writing with it. */
	assert_ok(house->c, keys_drop_old(house->c, house_keys(house), ORG_LOTUS));
	assert_opens(house, &place, old, S("river"));
	const struct slice later = clock_moment(house->c->arena, (clock_now() + 60) * 1000);
	assert_ok(house->c, keys_drop_old_before(house->c, house_keys(house), ORG_LOTUS, later));
	assert_closed(house, &place, old);
	assert_opens(house, &place, new, S("river"));
}

static void the_index_gets_a_new_key(void **state)
{
	struct house *house = *state;
	unsigned char before[VAULT_TOKEN_BYTES];
	unsigned char after[VAULT_TOKEN_BYTES];
	assert_ok(house->c,
		  keys_token(house->c, house_keys(house), ORG_LOTUS, S("name"), S("sok"), before));
	assert_ok(house->c, keys_rotate(house->c, house_keys(house), ROTATE_INDEX, ORG_LOTUS));
	assert_ok(house->c,
		  keys_token(house->c, house_keys(house), ORG_LOTUS, S("name"), S("sok"), after));
	assert_memory_not_equal(before, after, sizeof before);
}

struct second_program {
	struct vault *vault;
	struct keys *keys;
};

static struct second_program second_open(struct house *house)
{
	struct second_program second;
	struct store *key_store;
	const struct store_options options = house_key_options(house, STORE_OPEN);
	assert_ok(house->c, store_open(house->c, &options, &key_store));
	assert_ok(house->c, vault_open(house->c, key_store, house->root, &second.vault));
	assert_ok(house->c, keys_borrow(house->c, second.vault, &second.keys));
	return second;
}

static void second_close(struct second_program *second)
{
	keys_return(second->keys);
	vault_close(second->vault);
}

static err new_root(struct ctx *c, void *argument, unsigned char ret_root[VAULT_KEY_BYTES])
{
	const struct house *house = argument;
	(void)c;
	memcpy(ret_root, house->root, VAULT_KEY_BYTES);
	return OK;
}

static void another_program_follows_a_new_root_key(void **state)
{
	struct house *house = *state;
	const struct seal_place place = place_of(SEAL_ORGANISATION, PERSON);
	struct slice plain;
	const struct slice sealed = seal(house, &place, S("river"));
	struct second_program second = second_open(house);
	house->root[0] ^= 1;
	assert_ok(house->c, vault_rotate_root(house->c, house->vault, house->root));
	assert_failed(house->c, keys_open(house->c, second.keys, &place, sealed, &plain),
		      ERR_DENIED, "vault.root_changed");
	assert_failed(house->c, keys_add_organisation(house->c, second.keys, S("org-new")),
		      ERR_DENIED, "vault.root_changed");
	assert_failed(house->c, vault_rotate_root(house->c, second.vault, house->root), ERR_DENIED,
		      "vault.root_changed");
	vault_follow(second.vault, new_root, house);
	assert_ok(house->c, keys_open(house->c, second.keys, &place, sealed, &plain));
	assert_true(slice_is(plain, "river"));
	assert_ok(house->c, keys_add_organisation(house->c, second.keys, S("org-new")));
	second_close(&second);
}

static void the_status_counts(void **state)
{
	struct house *house = *state;
	struct vault_status status;
	add(house, PERSON);
	add(house, OTHER);
	assert_ok(house->c, keys_destroy_subject(house->c, house_keys(house), OTHER));
	assert_ok(house->c,
		  keys_rotate(house->c, house_keys(house), ROTATE_ORGANISATION, ORG_LOTUS));
	assert_ok(house->c, keys_status(house->c, house_keys(house), &status));
	assert_int_equal(status.root_version, 1);
	assert_int_equal(status.organisations_count, 2);
	assert_true(slice_equal(status.organisations[0].organisation, ORG_LOTUS));
	assert_int_equal(status.organisations[0].version, 2);
	assert_int_equal(status.organisations[0].subjects, 2);
	assert_int_equal(status.organisations[0].destroyed, 1);
	assert_int_equal(status.organisations[1].version, 1);
	assert_int_equal(status.organisations[1].subjects, 0);
	assert_int_equal(status.organisations[0].rotated.length,
			 strlen("2026-11-22T16:05:09.120Z"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(what_was_sealed_opens_in_its_place),
		IN_EACH_HOUSE(a_value_opens_after_everything_was_closed),
		IN_EACH_HOUSE(a_moved_value_does_not_open),
		IN_EACH_HOUSE(parts_of_a_place_do_not_flow_into_each_other),
		IN_EACH_HOUSE(lengths_tell_little),
		IN_EACH_HOUSE(without_keys_nothing_is_sealed),
		IN_EACH_HOUSE(too_long_is_said),
		IN_EACH_HOUSE(an_id_is_never_used_twice),
		IN_EACH_HOUSE(destroyed_keys_open_nothing),
		IN_EACH_HOUSE(destroyed_is_destroyed_for_everybody_at_once),
		IN_EACH_HOUSE(another_root_key_is_refused),
		IN_EACH_HOUSE(tokens_differ_by_organisation_purpose_and_text),
		IN_EACH_HOUSE(hashes_and_signatures_stay_the_same_under_a_new_root_key),
		IN_EACH_HOUSE(an_anchor_holds_what_was_set_last),
		IN_EACH_HOUSE(every_level_rotates_while_old_values_open),
		IN_EACH_HOUSE(old_keys_can_be_dropped_when_nothing_needs_them),
		IN_EACH_HOUSE(the_index_gets_a_new_key),
		IN_EACH_HOUSE(another_program_follows_a_new_root_key),
		IN_EACH_HOUSE(the_status_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
