#include "door.h" /* and support/stores.h: both engines */

static void break_value(struct ctx *c, struct door *door, const char *sql)
{
	struct stmt *stmt;

	assert_ok(c, db_begin(c, door->db, DB_WRITE));
	assert_ok(c, db_prepare(c, door->db, slice_of(sql), &stmt));
	assert_ok(c, stmt_run(c, stmt));
	stmt_finish(stmt);
	assert_ok(c, db_commit(c, door->db));
}

static void what_somebody_changed_behind_the_door_is_found(void **state)
{
	struct stores *t = *state;
	struct door *door = door_of(t->c, t->store);
	struct import_report report;
	struct record_findings findings;

	assert_ok(t->c, record_import_embedded(t->c, door, &SPEAN_EMBEDDED, &report));
	assert_ok(t->c, record_check(t->c, door, &findings));
	assert_int_equal(findings.count, 0);
	break_value(t->c, door,
		    "UPDATE \"programmes\" SET \"sex\" = 'both' "
		    "WHERE \"id\" = 'horizons'");
	break_value(t->c, door, "DELETE FROM \"organisations\" WHERE \"id\" = 'tpo'");
	assert_ok(t->c, record_check(t->c, door, &findings));
	assert_int_equal(findings.count, 2);
	assert_slice(findings.at[0].id, "horizons");
	assert_string_equal(findings.at[0].fail.key, "field.unknown_code");
	assert_slice(findings.at[1].id, "tpo-mental-health");
	assert_string_equal(findings.at[1].fail.key, "field.no_record");
	assert_int_equal(findings.records, 308);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(what_somebody_changed_behind_the_door_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
