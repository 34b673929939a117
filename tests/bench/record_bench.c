/* record_bench.c - what the one door costs: bench_record FOLDER [ROUNDS]. Reports only.
 *
 * "Bare" is the same SQL without the door, in a store with the same records and in the same run:
 * the statement that finds the row or the page (with who is assigned), the line of the log inserted
 * and its head moved, one write transaction, committed durably. No decision, no keys, nothing
 * opened, nothing hashed. Bare and door take turns round by round, so that what else the machine
 * does falls on both. Told are the medians, of a store on disk and of one in memory, where a commit
 * costs nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "record/audit.h"
#include "record/sql.h"
#include "store/catalogue.h"
#include "vault/vault.h"

enum { CLIENTS = 500, PAGE = 25, ROUNDS = 2000 };

static const struct actor WORKER = {
	.kind = ACTOR_STAFF,
	.account = {"01900000-0000-7000-8000-000000000001", 36},
	.organisation = {"org-lotus", 9},
	.team = {"team-a", 6},
	.roles = STAFF_BIT(STAFF_CASE_WORKER),
	.purpose = {"casework", 8},
};

struct place {
	struct store *store;
	struct vault *vault;
	struct model *model;
	struct door door;
	struct slice ids[CLIENTS];
	int64_t number; /* of the log's newest line */
};

static err open_place(struct ctx *c, const char *folder, const char *name, struct place *place)
{
	unsigned char key[STORE_KEY_BYTES], root[VAULT_KEY_BYTES];
	struct store *key_store;
	struct keys *keys;
	const bool in_memory = folder == NULL;
	random_bytes(key, sizeof key);
	random_bytes(root, sizeof root);
	struct store_options options = {
		.location = in_memory ? ":memory:"
				      : arena_format(c->arena, "%s/%s.store", folder, name).at,
		.key = in_memory ? NULL : key,
		.opening = STORE_CREATE,
	};
	TRY(store_open(c, &options, &place->store));
	options.location =
		in_memory ? ":memory:" : arena_format(c->arena, "%s/%s.keys", folder, name).at;
	options.schema = STORE_KEYS;
	TRY(store_open(c, &options, &key_store));
	TRY(vault_open(c, key_store, root, &place->vault));
	TRY(keys_borrow(c, place->vault, &keys));
	TRY(keys_add_organisation(c, keys, WORKER.organisation));
	keys_return(keys);
	TRY(model_load(c, &SPEAN_EMBEDDED, &place->model));
	return door_open_for(c, place->store, place->vault, place->model, &WORKER, &place->door);
}

static void close_place(struct place *place)
{
	door_close(&place->door);
	vault_close(place->vault);
	store_close(place->store);
}

static err add_clients(struct ctx *c, struct place *place)
{
	static const char *const PAIRS[][2] = {
		{"code", "LT-0042"},
		{"name", "Sokha"},
		{"name_km", "ចាន់ សុខា"},
		{"name_latin", "Chan Sokha"},
		{"phone", "012 345 678"},
		{"sex", "female"},
		{"birth_date", "1999-04"},
		{"stage", "intake"},
		{"opened_on", "2026-11-02"},
		{"summary", "Came back in March with two children, stays with her aunt, asks "
			    "about papers for the younger child and about learning to sew."},
	};
	TRY(door_begin(c, &place->door));
	for (size_t i = 0; i < CLIENTS; i++) {
		struct record record = {.values = values_create(c->arena, model_kind("client"))};
		for (size_t f = 0; f < record.values.kind->count; f++) {
			record.values.at[f] = S("");
		}
		for (size_t p = 0; p < COUNT_OF(PAIRS); p++) {
			values_set(&record.values, PAIRS[p][0], slice_of(PAIRS[p][1]));
		}
		TRY(record_save(c, &place->door, &record));
		place->ids[i] = record_id(&record);
	}
	return door_end(c, &place->door, OK);
}

/* ---- Bare */

static void bind_worker(struct stmt *stmt)
{
	stmt_bind_text(stmt, "account", WORKER.account);
	stmt_bind_text(stmt, "team", WORKER.team);
	stmt_bind_int(stmt, "now", clock_now_ms());
}

/* The columns are taken out as a page would need them; sealed ones stay as they are. */
static err take_rows(struct ctx *c, struct stmt *stmt, size_t columns)
{
	bool has_row;

	TRY(stmt_step(c, stmt, &has_row));
	while (has_row) {
		for (size_t i = 0; i < columns; i++) {
			(void)arena_copy(c->arena, stmt_text(stmt, (int)i + 1));
		}
		TRY(stmt_step(c, stmt, &has_row));
	}
	stmt_finish(stmt);
	return OK;
}

static err bare_line(struct ctx *c, struct place *place, struct slice deed, struct slice record)
{
	static const char *const EMPTY[] = {"outcome", "purpose"};
	static const unsigned char hash[VAULT_MAC_BYTES];
	const struct slice bytes = {(const char *)hash, sizeof hash};
	struct stmt *stmt;
	bool has_row;

	TRY(db_prepare_statement(c, place->door.db, STATEMENT_AUDIT_HEAD_ROW, &stmt));
	TRY(stmt_step(c, stmt, &has_row));
	place->number = stmt_int(stmt, 0) + 1;
	stmt_finish(stmt);
	TRY(db_prepare_statement(c, place->door.db, STATEMENT_AUDIT_INSERT, &stmt));
	stmt_bind_int(stmt, "number", place->number);
	stmt_bind_int(stmt, "moment", clock_now_ms());
	stmt_bind_text(stmt, "actor", S("staff"));
	stmt_bind_text(stmt, "organisation", WORKER.organisation);
	stmt_bind_text(stmt, "account", WORKER.account);
	stmt_bind_text(stmt, "deed", deed);
	stmt_bind_text(stmt, "kind", S("client"));
	stmt_bind_text(stmt, "record", record);
	for (size_t i = 0; i < COUNT_OF(EMPTY); i++) {
		stmt_bind_text(stmt, EMPTY[i], S("casework"));
	}
	stmt_bind_int(stmt, "classes", 3);
	stmt_bind_int(stmt, "count", 1);
	stmt_bind_blob(stmt, "detail", S(""));
	stmt_bind_blob(stmt, "previous", bytes);
	stmt_bind_blob(stmt, "hash", bytes);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	TRY(db_prepare_statement(c, place->door.db, STATEMENT_AUDIT_HEAD_MOVE, &stmt));
	stmt_bind_int(stmt, "number", place->number);
	stmt_bind_blob(stmt, "hash", bytes);
	stmt_bind_blob(stmt, "mac", bytes);
	TRY(stmt_run(c, stmt));
	stmt_finish(stmt);
	return OK;
}

struct texts {
	struct slice load;
	struct slice page;
	size_t columns;
};

static struct texts texts_of(struct ctx *c)
{
	const struct kind *kind = model_kind("client");
	const struct sql_page page = {.reach = REACH_ASSIGNED};
	size_t columns = 2;

	for (size_t i = 0; i < kind->count; i++) {
		columns += field_is_column(kind, &kind->fields[i]) ? 1 : 0;
	}
	return (struct texts){sql_sealed_load(c->arena, kind),
			      sql_sealed_page(c->arena, kind, &page), columns};
}

static err bare_read(struct ctx *c, struct place *place, const struct texts *texts, struct slice id)
{
	struct stmt *stmt;

	TRY(db_begin(c, place->door.db, DB_WRITE));
	TRY(db_prepare(c, place->door.db, texts->load, &stmt));
	stmt_bind_text(stmt, "id", id);
	bind_worker(stmt);
	TRY(take_rows(c, stmt, texts->columns));
	TRY(bare_line(c, place, S("read"), id));
	return db_commit(c, place->door.db);
}

static err bare_list(struct ctx *c, struct place *place, const struct texts *texts)
{
	struct stmt *stmt;

	TRY(db_begin(c, place->door.db, DB_WRITE));
	TRY(db_prepare(c, place->door.db, texts->page, &stmt));
	stmt_bind_text(stmt, "organisation", WORKER.organisation);
	stmt_bind_int(stmt, "limit", PAGE);
	bind_worker(stmt);
	TRY(take_rows(c, stmt, texts->columns));
	TRY(bare_line(c, place, S("list"), S("")));
	return db_commit(c, place->door.db);
}

/* ---- Taking turns */

enum task { BARE_READ, BARE_LIST, DOOR_READ, DOOR_LIST, TASKS };

static err run_task(struct ctx *c, struct place places[2], const struct texts *texts,
		    enum task task, size_t round)
{
	struct place *place = &places[task >= DOOR_READ ? 1 : 0];
	const struct slice id = place->ids[round * 7 % CLIENTS];
	struct record record;
	struct records records;

	switch (task) {
	case BARE_READ:
		return bare_read(c, place, texts, id);
	case BARE_LIST:
		return bare_list(c, place, texts);
	case DOOR_READ:
		return record_load(c, &place->door, model_kind("client"), id, &record);
	default:
		return record_page(c, &place->door, model_kind("client"), S(""), PAGE, &records);
	}
}

static int by_time(const void *a, const void *b)
{
	const int64_t left = *(const int64_t *)a;
	const int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

static err measure(struct ctx *c, struct place places[2], size_t rounds, int64_t *medians)
{
	const struct texts texts = texts_of(c);
	struct ctx work = {.arena = arena_create()};
	int64_t *times[TASKS];
	err result = OK;

	for (int task = 0; task < TASKS; task++) {
		times[task] = ARENA_ARRAY(c->arena, rounds, int64_t);
	}
	for (size_t round = 0; result == OK && round < rounds; round++) {
		for (int task = 0; result == OK && task < TASKS; task++) {
			const int64_t start = clock_monotonic_us();
			result = run_task(&work, places, &texts, (enum task)task, round);
			arena_reset(work.arena);
			times[task][round] = clock_monotonic_us() - start;
		}
	}
	if (result != OK) {
		c->fail = work.fail;
	}
	for (int task = 0; task < TASKS; task++) {
		qsort(times[task], rounds, sizeof *times[task], by_time);
		medians[task] = times[task][rounds / 2];
	}
	arena_destroy(work.arena);
	return result;
}

static void report(const char *where, const int64_t *medians)
{
	(void)printf("%s: read %" PRId64 " us, bare %" PRId64 " us, ratio %.2f (at most 3)\n",
		     where, medians[DOOR_READ], medians[BARE_READ],
		     (double)medians[DOOR_READ] / (double)medians[BARE_READ]);
	(void)printf("%s: list of %d %" PRId64 " us, bare %" PRId64 " us, ratio %.2f (at most 2)\n",
		     where, PAGE, medians[DOOR_LIST], medians[BARE_LIST],
		     (double)medians[DOOR_LIST] / (double)medians[BARE_LIST]);
}

static err run(struct ctx *c, const char *folder, size_t rounds, const char *where)
{
	static const char *const NAMES[] = {"bare", "door"};
	struct place *places = ARENA_ARRAY(c->arena, 2, struct place);
	int64_t medians[TASKS];

	for (size_t i = 0; i < 2; i++) {
		TRY(open_place(c, folder, NAMES[i], &places[i]));
		TRY(add_clients(c, &places[i]));
	}
	TRY(measure(c, places, rounds, medians));
	report(where, medians);
	close_place(&places[0]);
	close_place(&places[1]);
	return OK;
}

int main(int count, char **arguments)
{
	struct ctx c = {.arena = arena_create()};
	const size_t rounds = count > 2 ? (size_t)strtoul(arguments[2], NULL, 10) : ROUNDS;

	if (count < 2) {
		(void)fprintf(stderr, "usage: bench_record FOLDER [ROUNDS]\n");
		return 2;
	}
	err result = run(&c, arguments[1], rounds, "on disk");
	result = result == OK ? run(&c, NULL, rounds, "in memory") : result;
	if (result != OK) {
		(void)fprintf(stderr, "%s\n%s\n", c.fail.key, c.fail.detail);
	}
	arena_destroy(c.arena);
	return result == OK ? 0 : 1;
}
