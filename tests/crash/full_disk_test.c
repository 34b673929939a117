/* A disk that is full at any of its calls: a sealed record is saved with its line of the log, or
 * one sentence says why not, and what was acknowledged before opens afterwards.
 */
#include "record/audit.h"
#include "record/record.h"

#include "support/faulty_disk.h"
#include "support/house.h"

enum { CALLS_MAX = 4000 };

static struct record new_client(struct house *house, int number)
{
	struct record record = {
		.values = values_create(house->c->arena, model_kind("client")),
	};
	values_set(&record.values, "name",
		   arena_format(house->c->arena, "Sokha Testname %d", number));
	values_set(&record.values, "stage", S("intake"));
	return record;
}

static void assert_there(struct house *house, struct door *door, struct slice id, int number)
{
	struct record record;

	assert_ok(house->c, record_load(house->c, door, model_kind("client"), id, &record));
	assert_string_equal(arena_cstr(house->c->arena, record_get(&record, "name")),
			    arena_format(house->c->arena, "Sokha Testname %d", number).at);
}

static void assert_log_is_whole(struct house *house)
{
	struct audit_report report;
	struct door door = house_door(house, &HOUSE_CONSOLE);

	assert_ok(house->c, audit_verify(house->c, &door, S(""), &report));
	assert_true(report.whole);
	door_close(&door);
}

/* Make the disk refuse the first call, then the second, until a save gets through untouched. */
static void a_full_disk_loses_nothing_and_is_told(void **state)
{
	struct house *house = *state;
	struct door door = house_door(house, &HOUSE_WORKER);
	struct record first = new_client(house, 0);
	int refused = 0;
	long call;

	assert_ok(house->c, record_save(house->c, &door, &first));
	for (call = 0; call < CALLS_MAX; call++) {
		struct record record = new_client(house, (int)call + 1);
		faulty_disk_fill_after(call);
		const err result = record_save(house->c, &door, &record);
		const bool was_full = faulty_disk_calls() > call;
		faulty_disk_heal();
		if (result == OK) {
			assert_there(house, &door, record_id(&record), (int)call + 1);
		} else {
			assert_failed(house->c, result, ERR_BROKEN, "store.full");
			refused++;
		}
		assert_there(house, &door, record_id(&first), 0);
		if (!was_full) {
			break;
		}
	}
	door_close(&door);
	print_message("%d saves were refused\n", refused);
	assert_true(refused > 0 && call < CALLS_MAX);
	assert_log_is_whole(house);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_SQLITE_HOUSE(a_full_disk_loses_nothing_and_is_told),
	};
	faulty_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
