/* audit_bench.c - how fast the log is checked: bench_audit FOLDER [LINES]. Reports only.
 *
 * Stores with both keys in FOLDER, as a server has them. Lines as casework writes them: one in
 * three with a sealed reason.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "record/audit.h"
#include "vault/vault.h"

enum { LINES = 1000000, BATCH = 10000 };

struct place {
	struct store *store;
	struct vault *vault;
	struct door door;
};

static const struct actor WORKER = {
	.kind = ACTOR_STAFF,
	.account = {"01900000-0000-7000-8000-000000000001", 36},
	.organisation = {"org-lotus", 9},
	.team = {"team-a", 6},
	.roles = STAFF_BIT(STAFF_CASE_WORKER),
	.purpose = {"casework", 8},
};

/* Of the processor, not of the wall: other programs on the machine do not count. */
static double used_s(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static err open_place(struct ctx *c, const char *folder, struct place *place)
{
	unsigned char key[STORE_KEY_BYTES], root[VAULT_KEY_BYTES];
	struct store *key_store;
	struct keys *keys;
	random_bytes(key, sizeof key);
	random_bytes(root, sizeof root);
	const struct store_options data = {
		.location = arena_format(c->arena, "%s/log.store", folder).at,
		.key = key,
		.opening = STORE_CREATE,
	};
	const struct store_options sealed = {
		.location = arena_format(c->arena, "%s/log.keys", folder).at,
		.key = key,
		.opening = STORE_CREATE,
		.schema = STORE_KEYS,
	};
	TRY(store_open(c, &data, &place->store));
	TRY(store_open(c, &sealed, &key_store));
	TRY(vault_open(c, key_store, root, &place->vault));
	TRY(keys_borrow(c, place->vault, &keys));
	TRY(keys_add_organisation(c, keys, WORKER.organisation));
	keys_return(keys);
	place->door = (struct door){.store = place->store, .vault = place->vault, .actor = WORKER};
	return store_borrow(c, place->store, &place->door.db);
}

static void close_place(struct place *place)
{
	keys_return(place->door.keys);
	store_return(place->store, place->door.db);
	vault_close(place->vault);
	store_close(place->store);
}

static err write_batch(struct ctx *c, struct door *door, int from, int count)
{
	TRY(db_begin(c, door->db, DB_WRITE));
	for (int i = from; i < from + count; i++) {
		const struct audit_entry entry = {
			.deed = S("read"),
			.kind = S("client"),
			.record = arena_format(c->arena, "01900000-0000-7000-8000-%012d", i % 5000),
			.classes = CLASS_BIT(CLASS_A) | CLASS_BIT(CLASS_B),
			.outcome = S("done"),
			.detail = i % 3 == 0 ? S("a reason of some length") : S(""),
		};
		TRY(audit_append(c, door, &entry));
	}
	TRY(db_commit(c, door->db));
	return OK;
}

static err fill(struct place *place, int lines)
{
	struct ctx c = {.arena = arena_create()};
	err result = OK;
	for (int from = 0; from < lines && result == OK; from += BATCH) {
		result = write_batch(&c, &place->door, from,
				     lines - from < BATCH ? lines - from : BATCH);
		arena_reset(c.arena);
	}
	arena_destroy(c.arena);
	return result;
}

static err measure(struct ctx *c, struct place *place, int lines)
{
	struct audit_report report;
	double start = used_s();
	TRY(fill(place, lines));
	const double written = used_s() - start;
	place->door.actor = (struct actor){.kind = ACTOR_CONSOLE};
	audit_settle(&place->door);
	const size_t before = arena_used(c->arena);
	start = used_s();
	TRY(audit_verify(c, &place->door, S(""), &report));
	const double checked = used_s() - start;
	printf("log: %" PRId64
	       " lines written in %.1f s, checked in %.2f s (%s), %zu kB of memory\n",
	       report.lines, written, checked, report.whole ? "whole" : report.fault,
	       (arena_used(c->arena) - before) / 1024);
	return report.whole && report.lines == lines ? OK : ERR_BROKEN;
}

int main(int count, char **arguments)
{
	struct ctx c = {.arena = arena_create()};
	struct place place;
	int64_t lines = LINES;
	if (count < 2 || (count > 2 && !slice_to_int64(slice_of(arguments[2]), &lines))) {
		(void)fprintf(stderr, "usage: bench_audit FOLDER [LINES]\n");
		return 2;
	}
	err result = open_place(&c, arguments[1], &place);
	if (result == OK) {
		result = measure(&c, &place, (int)lines);
		close_place(&place);
	}
	if (result != OK) {
		(void)fprintf(stderr, "%s %s\n", c.fail.key != NULL ? c.fail.key : "?",
			      c.fail.detail);
	}
	arena_destroy(c.arena);
	return result == OK ? 0 : 1;
}
