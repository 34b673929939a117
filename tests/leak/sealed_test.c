/* A client, a counselling note and an account go through the door in every way that it has; then
 * every value of every table, every file of the stores and PostgreSQL's whole data folder are
 * searched for what was planted. */
#include "search.h"

#include "record/grant.h"
#include "support/house.h" /* house_door */

static const char *const PLANTED[] = {
	"Planted-Sokha-7Qx2mm",   "ពាក្យសម្គាល់ដែលបានដាក់",
	"Planted-Summary-8Ry3nn", "Planted-Counselling-9Zt4pp",
	"Planted-Account-1Ab5qq", "Planted-Reason-2Cd6rr",
	"012987654321",
};

static struct slice save(struct house *house, const struct actor *actor, const char *kind,
			 const char *const *pairs, struct slice client)
{
	struct record record = {.values = values_create(house->c->arena, model_kind(kind))};
	struct actor with_reason = *actor;
	with_reason.reason = slice_of(PLANTED[5]);
	struct door door = house_door(house, &with_reason);
	for (size_t i = 0; i < record.values.kind->count; i++) {
		record.values.at[i] = S("");
	}
	for (; pairs[0] != NULL; pairs += 2) {
		values_set(&record.values, pairs[0], slice_of(pairs[1]));
	}
	if (client.length > 0) {
		values_set(&record.values, "client", client);
	}
	assert_ok(house->c, record_save(house->c, &door, &record));
	door_close(&door);
	return arena_copy(house->c->arena, record_id(&record));
}

/* Made, changed, read with a reason, listed, found, its history told. */
static void go_through_the_door(struct house *house)
{
	const char *const client[] = {"name",    PLANTED[0], "name_km", PLANTED[1],
				      "summary", PLANTED[2], "phone",   PLANTED[6],
				      "aliases", PLANTED[0], NULL};
	const char *const note[] = {"date",         "2026-11-05", "text", PLANTED[2],
				    "confidential", PLANTED[3],   NULL};
	const char *const account[] = {"sign_in_name", PLANTED[4],  "name",  PLANTED[4],
				       "organisation", "org-lotus", "roles", "auditor",
				       "state",        "active",    NULL};
	struct actor both = HOUSE_WORKER;
	both.roles |= STAFF_BIT(STAFF_COUNSELLOR);
	both.reason = slice_of(PLANTED[5]);
	const struct record_event *events;
	struct records records;
	struct record record;
	size_t count;

	(void)save(house, &HOUSE_CONSOLE, "account", account, S(""));
	const struct slice id = save(house, &both, "client", client, S(""));
	const struct slice note_id = save(house, &both, "note", note, id);
	struct door door = house_door(house, &both);
	const struct kind *kind = model_kind("note");
	assert_ok(house->c, record_load(house->c, &door, kind, note_id, &record));
	assert_true(slice_is(record_get(&record, "confidential"), PLANTED[3]));
	values_set(&record.values, "confidential", slice_of(PLANTED[2]));
	assert_ok(house->c, record_save(house->c, &door, &record));
	assert_ok(house->c, record_history(house->c, &door, kind, note_id, &events, &count));
	assert_ok(house->c, record_list(house->c, &door, model_kind("client"), &records));
	assert_ok(house->c, record_find(house->c, &door, model_kind("client"), slice_of(PLANTED[1]),
					5, &records));
	assert_int_equal(records.count, 1);
	door_close(&door);
	struct actor stranger = HOUSE_STRANGER;
	stranger.reason = slice_of(PLANTED[5]);
	door = house_door(house, &stranger);
	assert_ok(house->c, record_break_glass(house->c, &door, model_kind("client"), id));
	door_close(&door);
}

/* ---- Every value of every table, as somebody reads it who has the store and its page key */

static const char *const TABLES[] = {
	"accounts",    "clients", "notes",  "history", "blind_index",
	"assignments", "audit",   "grants", "notices", "approvals",
};

static void search_tables(struct house *house, const struct spellings *spellings)
{
	struct db *db = stores_borrow(house->stores);
	size_t values = 0;

	for (size_t t = 0; t < COUNT_OF(TABLES); t++) {
		const struct slice *columns;
		size_t count;
		assert_ok(house->c, db_columns(house->c, db, TABLES[t], &columns, &count));
		for (size_t i = 0; i < count; i++) {
			struct stmt *stmt;
			bool has_row;
			assert_ok(
				house->c,
				db_prepare(house->c, db,
					   arena_format(house->c->arena, "SELECT \"%.*s\" FROM %s",
							SLICE_PRINT(columns[i]), TABLES[t]),
					   &stmt));
			assert_ok(house->c, stmt_step(house->c, stmt, &has_row));
			while (has_row) {
				const struct slice text = stmt_text(stmt, 0);
				for (size_t s = 0; s < spellings->count; s++) {
					if (slice_find(text, spellings->at[s]) != SIZE_MAX) {
						fail_msg("%s in %s.%.*s", spellings->names[s],
							 TABLES[t], SLICE_PRINT(columns[i]));
					}
				}
				values++;
				assert_ok(house->c, stmt_step(house->c, stmt, &has_row));
			}
			stmt_finish(stmt);
		}
	}
	stores_return(house->stores, db);
	assert_true(values > 200);
}

/* The folder of the test's own server stands in its address: "...?host=FOLDER". */
static void search_files(struct house *house, const struct spellings *spellings)
{
	struct search search = {.spellings = spellings};

	search_folder(&search, house->stores->folder);
	if (house->stores->engine == STORE_POSTGRES) {
		const char *host = strstr(house->stores->location, "host=");
		assert_non_null(host);
		database_run(house->stores->location, "CHECKPOINT");
		search_folder(&search, host + strlen("host="));
		assert_true(search.bytes > 1 << 20);
	}
	if (search.found != NULL) {
		fail_msg("%s in %s", search.found, search.where);
	}
}

static void what_went_through_the_door_stands_nowhere_in_the_open(void **state)
{
	struct house *house = *state;
	const struct spellings spellings = spell_texts(house->c->arena, PLANTED, COUNT_OF(PLANTED));

	go_through_the_door(house);
	search_tables(house, &spellings);
	search_files(house, &spellings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(what_went_through_the_door_stands_nowhere_in_the_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
