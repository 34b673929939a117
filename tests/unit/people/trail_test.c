/* What is done to the ways into an account stands in the log (docs/rules/people.md, P21). */
#include "team.h"

#include "record/audit.h"

static size_t lines_of(struct house *house, struct slice account, const char *deed)
{
	const struct audit_filter filter = {.record = account, .limit = 100};
	struct door door = open_as(house, &HOUSE_CONSOLE);
	const struct audit_line *lines;
	size_t count;
	size_t found = 0;

	assert_ok(house->c, audit_list(house->c, &door, &filter, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		found += slice_is(lines[i].deed, deed) ? 1 : 0;
	}
	door_close(&door);
	return found;
}

static void every_change_of_a_second_factor_is_a_line(void **state)
{
	struct house *house = *state;
	const struct secret passkey = {.name = S("one"), .label = S("phone"), .bytes = S("key")};
	struct slice codes[RECOVERY_CODES];

	open_organisations(house);
	const struct slice id = active(house, ORG_LOTUS, "dara", STAFF_BIT(STAFF_CASE_WORKER));
	const struct actor dara = actor_of(house, "dara", clock_now_ms());
	struct door door = open_as(house, &dara);
	assert_ok(house->c, secret_new_recovery(house->c, &door, id, codes));
	assert_ok(house->c, secret_put(house->c, &door, SECRET_PASSKEY, id, &passkey));
	assert_ok(house->c, secret_remove(house->c, &door, SECRET_PASSKEY, id, S("one")));
	assert_failed(house->c, secret_remove(house->c, &door, SECRET_PASSKEY, id, S("one")),
		      ERR_NOT_FOUND, "secret.missing");
	assert_ok(house->c, secret_remove(house->c, &door, SECRET_TOTP, id, S("")));
	door_close(&door);

	assert_int_equal(lines_of(house, id, "recovery_new"), 1);
	assert_int_equal(lines_of(house, id, "passkey_remove"), 1);
	assert_int_equal(lines_of(house, id, "code_remove"), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_EACH_HOUSE(every_change_of_a_second_factor_is_a_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
