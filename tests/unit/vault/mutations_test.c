/* 10,000 sealed values, each changed in some way: none opens, and each is refused with the same
 * sentence. The seed is printed. */
#include "support/house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUTATIONS = 10000, VALUES = 24 };

struct generator {
	uint64_t state;
};

static uint32_t next(struct generator *generator, uint32_t limit)
{
	generator->state =
		generator->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(generator->state >> 33) % limit;
}

static struct generator seeded(void)
{
	const char *given = getenv("SPEAN_SEED");
	const uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20261122;
	print_message("seed %llu (repeat with SPEAN_SEED)\n", (unsigned long long)seed);
	return (struct generator){.state = seed};
}

struct value {
	struct seal_place place;
	struct slice sealed;
};

static struct slice person(struct house *house, size_t number)
{
	return arena_format(house->c->arena, "person-%zu", number);
}

/* Every second value lies under a key that was replaced since. */
static void fill(struct house *house, struct value values[VALUES])
{
	for (size_t i = 0; i < VALUES; i++) {
		const struct slice id = person(house, i / 2);
		if (i % 2 == 0) {
			assert_ok(house->c,
				  keys_add_subject(house->c, house_keys(house), ORG_LOTUS, id));
		}
		values[i].place = (struct seal_place){
			.class = i % 3 == 0 ? SEAL_C : SEAL_AB,
			.organisation = ORG_LOTUS,
			.subject = id,
			.kind = S("client"),
			.record = id,
			.slot = arena_format(house->c->arena, "history:%zu", i),
		};
		assert_ok(house->c, keys_seal(house->c, house_keys(house), &values[i].place,
					      arena_format(house->c->arena, "plain %zu", i * 977),
					      &values[i].sealed));
		if (i % 2 == 0) {
			assert_ok(house->c,
				  keys_rotate(house->c, house_keys(house), ROTATE_SUBJECT, id));
		}
	}
}

static struct slice flipped(struct arena *arena, struct generator *generator, struct slice sealed)
{
	char *bytes = arena_cstr(arena, sealed);
	memcpy(bytes, sealed.at, sealed.length);
	bytes[next(generator, (uint32_t)sealed.length)] ^= (char)(1U << next(generator, 8));
	return (struct slice){.at = bytes, .length = sealed.length};
}

static struct slice spliced(struct arena *arena, struct generator *generator, struct slice a,
			    struct slice b)
{
	const size_t at = 1 + next(generator, (uint32_t)(a.length - 1));
	const struct slice joined =
		arena_format(arena, "%*s", (int)(at + b.length), ""); /* room, then the bytes */
	char *bytes = (char *)(uintptr_t)joined.at;
	const size_t tail = at < b.length ? b.length - at : 0;
	memcpy(bytes, a.at, at);
	memcpy(bytes + at, b.at + (b.length - tail), tail);
	return (struct slice){.at = bytes, .length = at + tail};
}

/* One mutation of value `i`: what is opened, and where. */
static struct value mutated(struct arena *arena, struct generator *generator,
			    const struct value *values, size_t i)
{
	struct value value = values[i];
	const size_t other = (i + 1 + next(generator, VALUES - 1)) % VALUES;
	switch (next(generator, 6)) {
	case 0:
		value.sealed = flipped(arena, generator, value.sealed);
		break;
	case 1:
		value.sealed = slice_between(value.sealed, 0,
					     next(generator, (uint32_t)value.sealed.length));
		break;
	case 2:
		value.sealed = slice_between(value.sealed,
					     1 + next(generator, (uint32_t)value.sealed.length - 1),
					     value.sealed.length);
		break;
	case 3: /* replayed into another record */
		value.sealed = values[other].sealed;
		break;
	case 4: /* the place of another class */
		value.place.class = value.place.class == SEAL_C ? SEAL_AB : SEAL_C;
		break;
	default:
		value.sealed = spliced(arena, generator, values[other].sealed, value.sealed);
		break;
	}
	return value;
}

static bool is_original(const struct value *value, const struct value *original)
{
	return value->place.class == original->place.class &&
	       slice_equal(value->sealed, original->sealed);
}

static void no_mutation_opens(void **state)
{
	struct house *house = *state;
	struct generator generator = seeded();
	struct value values[VALUES];
	size_t refused = 0;
	fill(house, values);
	for (size_t n = 0; n < MUTATIONS; n++) {
		struct ctx c = {.arena = arena_create()};
		const size_t i = next(&generator, VALUES);
		const struct value value = mutated(c.arena, &generator, values, i);
		struct slice plain;
		const err result =
			keys_open(&c, house_keys(house), &value.place, value.sealed, &plain);
		if (!is_original(&value, &values[i])) {
			assert_failed(&c, result, ERR_BROKEN, "vault.not_authentic");
			refused++;
		}
		arena_destroy(c.arena);
	}
	assert_true(refused > MUTATIONS * 9 / 10);
}

/* The values themselves still open, and a version that never was does not. */
static void versions_are_part_of_the_value(void **state)
{
	struct house *house = *state;
	struct value values[VALUES];
	struct slice plain;
	fill(house, values);
	for (size_t i = 0; i < VALUES; i++) {
		assert_ok(house->c, keys_open(house->c, house_keys(house), &values[i].place,
					      values[i].sealed, &plain));
		for (unsigned char version = 0; version < 5; version++) {
			char *bytes = arena_cstr(house->c->arena, values[i].sealed);
			memcpy(bytes, values[i].sealed.at, values[i].sealed.length);
			if (bytes[4] == version) {
				continue;
			}
			bytes[4] = (char)version;
			const struct slice changed = {.at = bytes,
						      .length = values[i].sealed.length};
			assert_failed(house->c,
				      keys_open(house->c, house_keys(house), &values[i].place,
						changed, &plain),
				      ERR_BROKEN, "vault.not_authentic");
		}
	}
}

static void put_key(struct house *house, const char *sql)
{
	struct db *db;
	struct stmt *stmt;
	struct store *key_store;
	const struct store_options options = house_key_options(house, STORE_OPEN);
	assert_ok(house->c, store_open(house->c, &options, &key_store));
	assert_ok(house->c, store_borrow(house->c, key_store, &db));
	assert_ok(house->c, db_begin(house->c, db, DB_WRITE));
	assert_ok(house->c, db_prepare(house->c, db, slice_of(sql), &stmt));
	assert_ok(house->c, stmt_run(house->c, stmt));
	stmt_finish(stmt);
	assert_ok(house->c, db_commit(house->c, db));
	store_return(key_store, db);
	store_close(key_store);
}

/* Whoever can write to the key store and has no root key cannot put one key in another's place. */
static void wrapped_keys_do_not_move(void **state)
{
	struct house *house = *state;
	struct value values[VALUES];
	struct slice plain;
	fill(house, values);
	put_key(house, "UPDATE vault_class_key SET class_key = (SELECT o.class_key FROM"
		       " vault_class_key o WHERE o.subject = 'person-2' AND o.class = 'ab' AND"
		       " o.version = 1) WHERE subject = 'person-3' AND class = 'ab'");
	house_reopen(house);
	assert_failed(
		house->c,
		keys_open(house->c, house_keys(house), &values[7].place, values[7].sealed, &plain),
		ERR_BROKEN, "vault.damaged");
	put_key(house, "UPDATE vault_organisation SET seal_key = wrap_key WHERE organisation ="
		       " 'org-lotus'");
	house_reopen(house);
	const struct seal_place place = {.class = SEAL_ORGANISATION, .organisation = ORG_LOTUS};
	assert_failed(house->c, keys_seal(house->c, house_keys(house), &place, S("x"), &plain),
		      ERR_BROKEN, "vault.damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SQLITE_HOUSE(no_mutation_opens),
		IN_EACH_HOUSE(versions_are_part_of_the_value),
		IN_EACH_HOUSE(wrapped_keys_do_not_move),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
