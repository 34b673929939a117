/* Rules L1 to L3 on instruments made up for the purpose. */
#include "../../testing.h"

#include "law/law.h"

static const struct law_instrument BASIS = {
	.id = {.at = "a", .length = 1},
	.kind = {.at = "law", .length = 3},
	.in_force_status = {.at = "in_force", .length = 8},
};

static struct law_register linked(struct ctx *c, struct law_instrument *at, size_t count)
{
	struct law_register law = {.instruments = at, .instruments_count = count};
	if (law_link(c, &law) != OK) {
		fail_msg("%s %s", c->fail.key, c->fail.detail);
	}
	return law;
}

static const char *state_on(struct ctx *c, const struct law_instrument *instrument, const char *on)
{
	struct pdate date;
	assert_int_equal(date_parse(c, slice_of(on), &date), OK);
	return arena_cstr(c->arena, law_state_code(law_state_on(instrument, date)));
}

static void begins_by_the_best_date_that_is_known(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *kind, *effect, *adopted, *verified, *reported;
		enum law_basis basis;
		const char *last_before, *unknown, *first_in_force; /* unknown: NULL when none */
	} rows[] = {
		{"law", "2018-09-24", "2018-06-21", "2018", "", LAW_BASIS_STATED, "2018-09-23",
		 NULL, "2018-09-24"},
		{"law", "2016-03", "", "", "", LAW_BASIS_STATED, "2016-02-29", "2016-03-30",
		 "2016-03-31"},
		{"law", "", "2010-03-11", "2010", "2010", LAW_BASIS_ADOPTED, "2010-03-10",
		 "2010-12-30", "2010-12-31"},
		{"convention", "", "2015-11", "2015", "", LAW_BASIS_ADOPTED, "2015-10-31",
		 "2015-11-01", "2015-12-31"},
		{"mou", "", "2015-12-19", "2015", "", LAW_BASIS_SIGNED, "2015-12-18", NULL,
		 "2015-12-19"},
		{"decree", "", "2011-08-17", "", "", LAW_BASIS_SIGNED, "2011-08-16", NULL,
		 "2011-08-17"},
		{"regulation", "", "2014-05", "", "", LAW_BASIS_SIGNED, "2014-04-30", "2014-05-01",
		 "2014-05-31"},
		{"guideline", "", "2009-09-28", "", "", LAW_BASIS_SIGNED, "2009-09-27", NULL,
		 "2009-09-28"},
		{"law", "", "", "1997", "1996", LAW_BASIS_YEAR, "1996-12-31", "1997-01-01",
		 "1997-12-31"},
		{"law", "", "", "", "1994", LAW_BASIS_YEAR, "1993-12-31", "1994-12-30",
		 "1994-12-31"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct law_instrument one = BASIS;
		one.kind = slice_of(rows[i].kind);
		one.in_force_from = slice_of(rows[i].effect);
		one.date_adopted = slice_of(rows[i].adopted);
		one.year_verified = slice_of(rows[i].verified);
		one.year_reported = slice_of(rows[i].reported);
		(void)linked(c, &one, 1);
		assert_int_equal(one.basis, rows[i].basis);
		assert_string_equal(state_on(c, &one, rows[i].last_before), "not_yet");
		assert_string_equal(state_on(c, &one, rows[i].first_in_force), "in_force");
		if (rows[i].unknown != NULL) {
			assert_string_equal(state_on(c, &one, rows[i].unknown), "unknown");
		}
	}
}

static void knows_no_state_without_any_date(void **state)
{
	struct ctx *c = *state;
	struct law_instrument one = BASIS;
	(void)linked(c, &one, 1);
	assert_int_equal(one.basis, LAW_BASIS_NONE);
	assert_string_equal(state_on(c, &one, "1900-01-01"), "unknown");
	assert_string_equal(state_on(c, &one, "2026-01-01"), "unknown");
}

static void goes_by_its_status_while_nothing_has_replaced_it(void **state)
{
	struct ctx *c = *state;
	static const struct {
		const char *status, *expected;
	} rows[] = {
		{"in_force", "in_force"},  {"unknown", "unknown"},  {"not_in_force", "unknown"},
		{"superseded", "unknown"}, {"repealed", "unknown"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct law_instrument one = BASIS;
		one.in_force_from = S("2000-01-01");
		one.in_force_status = slice_of(rows[i].status);
		(void)linked(c, &one, 1);
		assert_string_equal(state_on(c, &one, "1999-12-31"), "not_yet");
		assert_string_equal(state_on(c, &one, "2000-01-01"), rows[i].expected);
	}
}

/* Either side of the replacement may name the other. */
static void ends_when_its_successor_starts(void **state)
{
	struct ctx *c = *state;
	for (int later_names_earlier = 0; later_names_earlier < 2; later_names_earlier++) {
		struct law_instrument both[2] = {BASIS, BASIS};
		both[0].in_force_from = S("1996-10-09");
		both[0].in_force_status = S("repealed");
		both[1].id = S("b");
		both[1].date_adopted = S("2018-06-21");
		both[0].superseded_by = later_names_earlier ? S("") : S("b");
		both[1].supersedes = later_names_earlier ? S("a") : S("");
		(void)linked(c, both, 2);
		assert_ptr_equal(both[0].successor, &both[1]);
		assert_string_equal(state_on(c, &both[0], "2018-06-20"), "in_force");
		assert_string_equal(state_on(c, &both[0], "2018-06-21"), "unknown");
		assert_string_equal(state_on(c, &both[0], "2018-12-31"), "replaced");
		assert_string_equal(state_on(c, &both[1], "2018-06-20"), "not_yet");
		assert_string_equal(state_on(c, &both[1], "2018-12-31"), "in_force");
	}
}

static void is_replaced_by_the_first_of_several_successors(void **state)
{
	struct ctx *c = *state;
	struct law_instrument three[3] = {BASIS, BASIS, BASIS};
	three[0].in_force_from = S("1990-01-01");
	three[0].superseded_by = S("b;c");
	three[1].id = S("b");
	three[1].in_force_from = S("2010-01-01");
	three[2].id = S("c");
	three[2].in_force_from = S("2005-01-01");
	(void)linked(c, three, 3);
	assert_ptr_equal(three[0].successor, &three[2]);
	assert_string_equal(state_on(c, &three[0], "2004-12-31"), "in_force");
	assert_string_equal(state_on(c, &three[0], "2005-01-01"), "replaced");
}

static void takes_state_and_dates_of_the_law_that_it_repeats(void **state)
{
	struct ctx *c = *state;
	struct law_instrument both[2] = {BASIS, BASIS};
	both[0].in_force_from = S("2010-11-30");
	both[1].id = S("b");
	both[1].date_adopted = S("2009-11-30");
	both[1].duplicate_of = S("a");
	(void)linked(c, both, 2);
	assert_ptr_equal(both[1].original, &both[0]);
	assert_string_equal(state_on(c, &both[1], "2010-11-29"), "not_yet");
	assert_string_equal(state_on(c, &both[1], "2010-11-30"), "in_force");
}

static void answers_for_a_year_only_what_held_all_through_it(void **state)
{
	struct ctx *c = *state;
	struct law_instrument one = BASIS;
	one.in_force_from = S("2008-02-15");
	(void)linked(c, &one, 1);
	assert_string_equal(state_on(c, &one, "2007"), "not_yet");
	assert_string_equal(state_on(c, &one, "2008"), "unknown");
	assert_string_equal(state_on(c, &one, "2008-01"), "not_yet");
	assert_string_equal(state_on(c, &one, "2008-02"), "unknown");
	assert_string_equal(state_on(c, &one, "2008-03"), "in_force");
	assert_string_equal(state_on(c, &one, "2009"), "in_force");
}

static void refuses_a_link_to_nothing_and_a_date_that_is_none(void **state)
{
	struct ctx *c = *state;
	struct law_instrument one = BASIS;
	struct law_register law = {.instruments = &one, .instruments_count = 1};
	one.superseded_by = S("nowhere");
	assert_fail(c, law_link(c, &law), ERR_INVALID, "law.unknown_instrument", "id=nowhere");
	one = BASIS;
	one.duplicate_of = S("nowhere");
	assert_fail(c, law_link(c, &law), ERR_INVALID, "law.unknown_instrument", "by=a");
	one = BASIS;
	one.date_adopted = S("2015-02-30");
	assert_int_equal(law_link(c, &law), ERR_INVALID);
	one = BASIS;
	struct law_provision provision = {.id = S("PV-1"), .instrument_id = S("nowhere")};
	law.provisions = &provision;
	law.provisions_count = 1;
	assert_fail(c, law_link(c, &law), ERR_INVALID, "law.unknown_instrument", "by=PV-1");
}

/* Instruments that replace, repeat and outlive each other in any way, circles included. */
static void never_goes_back_to_an_earlier_state_as_days_pass(void **state)
{
	struct ctx *c = *state;
	struct testing_random random = testing_seeded(20180901);
	static const char *const IDS[] = {"a", "b", "c", "d", ""};
	static const char *const DATES[] = {"", "1996", "2003-05", "2008-02-15", "2018-09-24"};
	static const char *const KINDS[] = {"law", "mou", "convention"};
	static const char *const STATUSES[] = {"in_force", "repealed", "unknown"};
	for (int round = 0; round < 3000; round++) {
		struct law_instrument at[4];
		for (size_t i = 0; i < COUNT_OF(at); i++) {
			at[i] = (struct law_instrument){
				.id = slice_of(IDS[i]),
				.kind = slice_of(KINDS[testing_below(&random, 3)]),
				.in_force_status = slice_of(STATUSES[testing_below(&random, 3)]),
				.in_force_from = slice_of(DATES[testing_below(&random, 5)]),
				.date_adopted = slice_of(DATES[testing_below(&random, 5)]),
				.year_verified = slice_of(DATES[testing_below(&random, 5)]),
				.superseded_by = slice_of(IDS[testing_below(&random, 5)]),
				.supersedes = slice_of(IDS[testing_below(&random, 5)]),
				.duplicate_of = slice_of(testing_below(&random, 4) == 0
								 ? IDS[testing_below(&random, 5)]
								 : ""),
			};
		}
		(void)linked(c, at, COUNT_OF(at));
		for (size_t i = 0; i < COUNT_OF(at); i++) {
			/* not_yet 0, unknown before 1, in_force 2, unknown after 3, replaced 4 */
			int reached = 0;
			for (int64_t day = date_days((struct pdate){DATE_DAY, 1995, 6, 1});
			     day < date_days((struct pdate){DATE_DAY, 2020, 6, 1}); day += 13) {
				const enum law_state now = law_state_on_day(&at[i], day);
				const int step = now == LAW_NOT_YET    ? 0
						 : now == LAW_IN_FORCE ? 2
						 : now == LAW_REPLACED ? 4
						 : reached < 2         ? 1
								       : 3;
				assert_true(step >= reached);
				reached = step;
			}
		}
		arena_reset(c->arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		task_test(begins_by_the_best_date_that_is_known),
		task_test(knows_no_state_without_any_date),
		task_test(goes_by_its_status_while_nothing_has_replaced_it),
		task_test(ends_when_its_successor_starts),
		task_test(is_replaced_by_the_first_of_several_successors),
		task_test(takes_state_and_dates_of_the_law_that_it_repeats),
		task_test(answers_for_a_year_only_what_held_all_through_it),
		task_test(refuses_a_link_to_nothing_and_a_date_that_is_none),
		task_test(never_goes_back_to_an_earlier_state_as_days_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
